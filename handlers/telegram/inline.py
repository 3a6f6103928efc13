"""`@bot words` in any chat -> kept papers to choose from: answered at once or never, and nothing is kept."""

import logging
from collections.abc import Sequence

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.error import BadRequest

from bot.domain.briefs import Language
from bot.domain.chat import Reply
from bot.domain.suggestions import Suggestion, Typed
from bot.ports import Inline
from bot.replies.catalogue import say
from handlers.errands import Errands
from handlers.legible import legible
from handlers.telegram.forms import NAME, Query
from handlers.telegram.links import link, payload_of
from handlers.telegram.painting import paint, pieces

# https://core.telegram.org/bots/api#answerinlinequery
MOST_RESULTS = 50
REMEMBERED = 10  # seconds; the papers may change
ASK = "start"  # what the button's link carries: the bot is greeted, and asks to be told who wants in
LINE = 120  # characters of a title or description; apps show one or two lines

log = logging.getLogger(__name__)


class InlineMode:
    """Answers what people type, the newest query of each person."""

    def __init__(self, bot: Bot, errands: Errands) -> None:
        self._bot = bot
        self._errands = errands

    def asked(self, raw: object, *, suggest: Inline) -> None:
        """Look papers up beside the polling. Raises ValidationError for a form that we do not know."""
        query = Query.model_validate(raw)
        self._errands.run(f"inline:{query.sender.id}", self._answer(query, suggest))

    async def _answer(self, query: Query, suggest: Inline) -> None:
        language = query.sender.language
        typed = Typed(
            platform=NAME, person=str(query.sender.id), words=query.query.strip(), language=language
        )
        found = await suggest(typed)
        label = say(language or "en", "inline.ask")
        button = InlineQueryResultsButton(label, start_parameter=ASK) if found is None else None
        try:
            await self._bot.answer_inline_query(
                query.id,
                self._results(found or (), language or "en"),
                cache_time=REMEMBERED,
                is_personal=True,  # not everybody may look, and not everybody finds the same
                button=button,
            )
        except BadRequest as error:  # too old: the person typed on, or went away
            log.info("telegram.inline_unanswered word=%s", error.message)

    def _results(self, found: Sequence[Suggestion], language: Language) -> list[InlineQueryResultArticle]:
        results: list[InlineQueryResultArticle] = []
        for suggestion in found:
            if len(results) < MOST_RESULTS and (shown := pieces(Reply(blocks=suggestion.blocks))):
                text, entities = paint(shown[0])
                content = InputTextMessageContent(
                    text, entities=entities, link_preview_options=LinkPreviewOptions(is_disabled=True)
                )
                result = InlineQueryResultArticle(
                    str(len(results)),
                    _line(suggestion.title) or suggestion.handle,
                    content,
                    reply_markup=self._opening(suggestion.handle, language),
                    description=_line(suggestion.description) or None,
                )
                results.append(result)
        return results

    def _opening(self, handle: str, language: Language) -> InlineKeyboardMarkup | None:
        """A button into the bot's own chat: Telegram does not say in which chat a paper was put."""
        payload = payload_of(handle)
        if payload is None:
            return None
        address = link(self._bot.username, payload)
        return InlineKeyboardMarkup([[InlineKeyboardButton(say(language, "inline.open"), url=address)]])


def _line(words: str) -> str:
    line = " ".join(legible(words).split())
    return line if len(line) <= LINE else f"{line[: LINE - 1].rstrip()}…"
