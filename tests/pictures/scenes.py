"""What is drawn: what people say, and the bot's own replies to it, made by the code that makes them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from bot.domain.briefs import Language
from bot.domain.chat import Reply
from bot.domain.commands import ShowHelp, TellNews
from bot.domain.rooms import RoomSettings
from bot.domain.schedules import EVERY_DAY
from bot.errors import Reason, Why
from bot.replies.answers import passages_reply
from bot.replies.briefs import brief_reply
from bot.replies.help import help_reply
from bot.replies.papers import reasons_reply
from bot.replies.reports import report_reply
from bot.replies.rooms import Effective, news_reply, settings_reply
from bot.retrieval.excerpts import passages_for
from tests.pictures.invented import LANTERN, LANTERN_TEXT, brief_of, report


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that the bot says, and what a person said before it; "" where nobody did."""

    reply: Reply
    asked: str = ""


Scene = Callable[[Language], Sequence[Turn]]


def digest(language: Language) -> Sequence[Turn]:
    """The compact post of the day."""
    return [Turn(report_reply(report(language)).model_copy(update={"below": (), "document": None}))]


def thread(language: Language) -> Sequence[Turn]:
    """What stands below it, of two papers, and the file."""
    day = report(language)
    whole = report_reply(day.model_copy(update={"entries": day.entries[1:]}))
    return [Turn(Reply(blocks=whole.below, document=whole.document))]


def brief(language: Language) -> Sequence[Turn]:
    """One paper."""
    asked = f"brief {LANTERN.handle}" if language == "en" else f"简报 {LANTERN.handle}"
    return [Turn(brief_reply(brief_of(LANTERN, language), LANTERN), asked)]


def answer(language: Language) -> Sequence[Turn]:
    """A question under a brief."""
    question = "How large was the model?" if language == "en" else "用了多大的模型？"
    return [Turn(passages_reply(passages_for(question, LANTERN, LANTERN_TEXT), language), question)]


def rooms(language: Language) -> Sequence[Turn]:
    """A chat's settings, a question to an admin, and a refusal."""
    effective = Effective(
        language=language,
        zone="Asia/Shanghai",
        hour=time(8, 30),
        weekdays=EVERY_DAY,
        reports=True,
        details=True,
        order="relevance",
        overview="off",
    )
    title = "Reading group" if language == "en" else "论文阅读小组"
    asked = TellNews(news="asked", chat="telegram:-1001234567890", title=title, person="telegram:1234")
    refused = Reason(why=Why.PDF_NO_TEXT, facts={"name": "scan.pdf", "pages": "12"})
    return [
        Turn(
            settings_reply(RoomSettings(hour=time(8, 30)), effective, language=language),
            "settings" if language == "en" else "设置",
        ),
        Turn(news_reply(asked, language, names={})),
        Turn(reasons_reply([refused], language), "submit" if language == "en" else "提交"),
    ]


def manual(language: Language) -> Sequence[Turn]:
    """What the bot can do."""
    return [Turn(help_reply(ShowHelp(), language), "help" if language == "en" else "帮助")]


SCENES: Mapping[str, Scene] = {
    "digest": digest,
    "thread": thread,
    "brief": brief,
    "answer": answer,
    "rooms": rooms,
    "help": manual,
}
LANGUAGES: Sequence[Language] = ("zh", "en")
