"""One page for a person: what the bot is for, what this chat wants, the latest report, what they saved."""

from collections.abc import Sequence
from typing import get_args

from bot.domain.briefs import Language
from bot.domain.chat import Block, Buttons, Heading, Reply, paragraph, words_of
from bot.replies.admin import row
from bot.replies.catalogue import say
from bot.replies.hints import how_line

MOST_OF_REPORT = 8  # blocks: its head and its first papers


def home_reply(settings: Reply, report: Reply | None, saved: Reply, *, language: Language) -> Reply:
    """The page, from what these commands are answered with; for the asker alone, as what they saved is."""
    return Reply(
        blocks=(
            Heading(text=say(language, "help.title")),
            paragraph(say(language, "help.intro")),
            *first_taps(language),
            *settings.blocks,
            Heading(text=say(language, "home.report")),
            *(_head(report) if report else [paragraph(say(language, "home.no_report"))]),
            Heading(text=say(language, "home.saved")),
            *saved.blocks,
        ),
        whispered=True,
    )


def first_taps(language: Language) -> Sequence[Block]:
    """What somebody may want who writes for the first time."""
    words = {"report": "report today", "find": "find", "saved": "saved", "help": "help"}
    return row((say(language, f"home.tap_{name}"), says) for name, says in words.items())


def saved_line(total: int, language: Language) -> Block:
    """How many papers a person saved, and how to see them: the page shows the newest and takes none off."""
    return paragraph(say(language, "home.saved_count", total=total))


def _head(report: Reply) -> list[Block]:
    """The beginning of the report, whose own title does not outrank the page's; no post to reply to."""
    hints = {words_of(how_line(number, language)) for language in get_args(Language) for number in (1, 2)}
    told = [each for each in report.blocks if not isinstance(each, Buttons) and words_of(each) not in hints]
    told = told[:MOST_OF_REPORT]
    return [block.model_copy(update={"level": 3}) if isinstance(block, Heading) else block for block in told]
