"""A daily report that is asked for again -> what was sent, and what is to be known of it by now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.briefs import Language
from bot.domain.chat import Button, Buttons, Reply, paragraph
from bot.replies.catalogue import say
from bot.replies.reports import report_reply
from bot.told import KeptReport


@dataclass(frozen=True, slots=True)
class AsSent:
    """A report of a date."""

    kept: KeptReport
    changed: Collection[str] = ()  # keys of papers whose brief people changed since
    others: Mapping[int, datetime] = field(default_factory=dict)  # of its date: when, by place among them


def as_sent_reply(sent: AsSent, *, details: bool, language: Language) -> Reply:
    """A report as it was sent, with when that was, what changed since, and taps for others of its date."""
    report, day = sent.kept.report, sent.kept.due.isoformat()
    reply = report_reply(report, detailed=details)
    numbers = [str(number) for number, key in enumerate(reply.papers, 1) if key in sent.changed]
    words = say(language, "report.as_sent", time=f"{report.made_at:%Y-%m-%d %H:%M}", day=day)
    if numbers:
        words += say(language, "report.changed_since", numbers=say(language, "paper.list_join").join(numbers))
    taps = tuple(
        Button(label=say(language, "report.tap_other", time=f"{at:%H:%M}"), says=f"report {day} {place}")
        for place, at in sent.others.items()
    )
    if taps:
        words += say(language, "report.others", count=len(taps) + 1, commands=_commands(taps, language))
    rows = (Buttons(buttons=taps),) if taps else ()
    return reply.model_copy(update={"blocks": (paragraph(words), *reply.blocks, *rows)})


def _commands(taps: Collection[Button], language: Language) -> str:
    return say(language, "paper.list_join").join(tap.says for tap in taps)
