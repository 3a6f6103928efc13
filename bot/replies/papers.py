"""What became of papers that were handed in -> words."""

from collections.abc import Sequence

from bot.domain.briefs import Language
from bot.domain.chat import Block, Reply, paragraph
from bot.domain.papers import Paper
from bot.errors import Reason, Why
from bot.replies.catalogue import explain, say
from bot.replies.joints import title_line


def kept_line(paper: Paper, language: Language, *, new: bool) -> Block:
    """That a paper is kept for the report, what is new in its version, and what is odd about it."""
    if new:
        words = say(language, "submit.kept", title=title_line(paper.title))
    elif paper.revision:
        words = say(
            language, "submit.newer", title=title_line(paper.title), changes=changes_line(paper, language)
        )
    else:
        words = say(language, "submit.known", title=title_line(paper.title))
    return paragraph("\n".join([words, *doubts(paper, language)]))


def changes_line(paper: Paper, language: Language) -> str:
    """Which parts a newer version changed."""
    revision = paper.revision
    if revision is None:
        return ""
    numbers = {"version": f"v{paper.version}", "since": f"v{revision.since}"}
    if not revision.changed:
        return say(language, "submit.unchanged", **numbers)
    parts = [say(language, f"part.{part}") for part in revision.changed]
    return say(language, "submit.changed", parts=say(language, "paper.list_join").join(parts), **numbers)


def doubts(paper: Paper, language: Language) -> list[str]:
    """What a reader should know of how the paper was read; that it prints no institution, its details say."""
    return [explain(language, doubt) for doubt in paper.problems if doubt.why is not Why.NO_AFFILIATION]


def failed_line(label: str, reason: Reason, *, language: Language) -> Block:
    """That a paper could not be taken, and why."""
    return paragraph(say(language, "submit.failed", label=label, reason=explain(language, reason)))


def no_brief_line(label: str, reason: Reason, *, language: Language) -> Block:
    """That a paper could not be briefed, and why."""
    return paragraph(say(language, "brief.failed", label=label, reason=explain(language, reason)))


def reasons_reply(reasons: Sequence[Reason], language: Language) -> Reply:
    """One sentence a reason."""
    return Reply(blocks=tuple(paragraph(explain(language, reason)) for reason in reasons))
