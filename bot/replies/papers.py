"""What became of papers that were handed in -> words."""

from collections.abc import Sequence

from bot.domain.briefs import Language
from bot.domain.chat import Block, Reply, paragraph
from bot.domain.papers import Paper
from bot.errors import Reason
from bot.replies.catalogue import explain, say


def kept_line(paper: Paper, language: Language, *, new: bool) -> Block:
    """That a paper is kept for the report."""
    return paragraph(say(language, "submit.kept" if new else "submit.known", title=paper.title))


def failed_line(label: str, reason: Reason, *, language: Language) -> Block:
    """That a paper could not be taken, and why."""
    return paragraph(say(language, "submit.failed", label=label, reason=explain(language, reason)))


def no_brief_line(label: str, reason: Reason, *, language: Language) -> Block:
    """That a paper could not be briefed, and why."""
    return paragraph(say(language, "brief.failed", label=label, reason=explain(language, reason)))


def reasons_reply(reasons: Sequence[Reason], language: Language) -> Reply:
    """One sentence a reason."""
    return Reply(blocks=tuple(paragraph(explain(language, reason)) for reason in reasons))
