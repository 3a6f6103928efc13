"""What a chat wants, what is under way for it, and what happened to it -> words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import get_args

from bot.domain.briefs import Language
from bot.domain.chat import Heading, Paragraph, Reply, Span, paragraph
from bot.domain.commands import TellNews
from bot.domain.overviews import OverviewTime
from bot.domain.reports import Order
from bot.domain.rooms import RoomSettings, SettingName
from bot.domain.schedules import EVERY_DAY
from bot.domain.spending import Spent
from bot.registers import JobNote
from bot.replies.admin import deciding, row, span_words, titled
from bot.replies.catalogue import say
from bot.replies.coming import coming_line
from bot.replies.costs import cost_words
from bot.replies.sources import source_words
from bot.replies.topic_facts import Coming

_NAMES: tuple[SettingName, ...] = get_args(SettingName)


@dataclass(frozen=True, slots=True)
class Effective:
    """What holds for a chat, its own settings and the operator's together."""

    language: Language
    zone: str  # IANA name; "": the machine's own
    hour: time
    weekdays: tuple[int, ...]  # of the report, as date.weekday counts
    reports: bool
    details: bool
    order: Order
    overview: OverviewTime
    topics: str = ""  # names of those that are followed


@dataclass(frozen=True, slots=True)
class Doing:
    """What is to be told of a chat at a moment."""

    jobs: Sequence[JobNote]  # the oldest first
    coming: Coming  # its next report
    model: str  # "": none is connected
    spent: tuple[Spent, str] | None  # today, and the limit with its currency; None: nothing limits the chat
    now: datetime


def settings_reply(
    settings: RoomSettings,
    effective: Effective,
    *,
    coming: Coming,
    language: Language,
    changed: SettingName | None = None,
) -> Reply:
    """All settings with buttons for the common ones, or the one that was changed; and what keeps a report."""
    if changed:
        words = say(
            language,
            "settings.changed",
            name=say(language, f"settings.{changed}"),
            value=_shown(changed, settings, effective, language=language),
        )
        shut = [paragraph(coming_line(coming, language))] if coming.withheld == "shut" else []
        return Reply(blocks=(paragraph(words), *shut))
    lines = [
        say(
            language,
            "settings.line",
            name=say(language, f"settings.{name}"),
            value=_shown(name, settings, effective, language=language),
        )
        for name in _NAMES
    ]
    topics = effective.topics or say(language, "settings.no_topics")
    lines.append(say(language, "settings.line", name=say(language, "settings.topics"), value=topics))
    lines.append(coming_line(coming, language))
    return Reply(
        blocks=(
            Heading(text=say(language, "settings.title")),
            paragraph("\n".join(lines)),
            _how(language),
            *row(_taps(effective, language)),
        )
    )


def _how(language: Language) -> Paragraph:
    """How to change what has no button; a line that can be typed is code."""
    words, *examples = say(language, "settings.how").splitlines()
    spans = [span for line in examples for span in (Span(text="\n"), Span(text=line, style="code"))]
    return paragraph(words, *spans)


def _taps(effective: Effective, language: Language) -> list[tuple[str, str]]:
    other = "en" if effective.language == "zh" else "zh"
    reports, details = ("off" if on else "on" for on in (effective.reports, effective.details))
    return [
        (say(language, f"settings.tap_language_{other}"), f"settings language {other}"),
        (say(language, f"settings.tap_reports_{reports}"), f"settings reports {reports}"),
        (say(language, f"settings.tap_details_{details}"), f"settings details {details}"),
    ]


def _shown(name: SettingName, settings: RoomSettings, effective: Effective, *, language: Language) -> str:
    value: object = getattr(effective, name)
    if isinstance(value, bool):
        words = say(language, "settings.on" if value else "settings.off")
    elif isinstance(value, time):
        words = f"{value:%H:%M}"
    elif isinstance(value, tuple):
        words = weekday_words(value, language)
    elif name in {"language", "order", "overview"}:
        words = say(language, f"settings.value_{value}")
    else:
        words = str(value) or say(language, "settings.machine")
    own = getattr(settings, name) is not None
    return words if own else say(language, "settings.default", value=words)


def weekday_words(weekdays: Sequence[int], language: Language) -> str:
    """Days of the week as people say them: each by its name, three or more in a row as a span."""
    if len(weekdays) == len(EVERY_DAY):
        return say(language, "settings.every_day")
    names = say(language, "settings.day_names").split()
    if len(weekdays) > 2 and weekdays[-1] - weekdays[0] == len(weekdays) - 1:
        first, last = names[weekdays[0]], names[weekdays[-1]]
        return say(language, "settings.days_from_to", first=first, last=last)
    return say(language, "settings.days_between").join(names[day] for day in weekdays)


def status_reply(doing: Doing, effective: Effective, *, language: Language) -> Reply:
    """What is under way, what comes next, and by which means."""
    lines = [_job_line(job, language, now=doing.now) for job in doing.jobs]
    lines = lines or [say(language, "status.idle")]
    lines.append(coming_line(doing.coming, language))
    if effective.topics:
        lines.append(say(language, "status.topics", topics=effective.topics))
    spoken = say(language, f"settings.value_{effective.language}")
    lines.append(say(language, "status.language", spoken=spoken))
    lines.append(
        say(language, "status.model", model=doing.model) if doing.model else say(language, "status.no_model")
    )
    if doing.spent:
        spent, limit = doing.spent
        lines.append(say(language, "status.spent", spent=cost_words(spent, language), limit=limit))
    return Reply(blocks=(paragraph("\n".join(lines)),))


def _job_line(job: JobNote, language: Language, *, now: datetime) -> str:
    kind, state = job.kind, job.state
    return say(
        language,
        "status.job",
        command=say(language, f"status.of_{kind}"),
        state=say(language, f"status.state_{state}"),
        age=span_words(now - job.created_at, language),
    )


def hello_reply(language: Language, *, chat: str, let_in: bool, asked: bool) -> Reply:
    """The first word in a chat: what to do there, or what to wait for."""
    if let_in:
        words = say(language, "room.hello")
    elif asked:
        words = say(language, "room.hello_asked")
    else:
        words = say(language, "room.hello_closed", chat=chat)
    return Reply(blocks=(paragraph(words),))


def _wish(news: TellNews, language: Language, *, people: Mapping[str, str]) -> Paragraph:
    """Who wants to be let in, by the title that people know; behind it the names that commands take."""
    title = " ".join(news.title.split())
    key = "room.asked" if news.person else "room.asked_joined"
    spans = [Span(text=say(language, key, chat=title or news.chat))]
    names = [("room.chat", news.chat if title else "")]
    names += [("room.asker", news.person if news.person != news.chat else "")]
    names += [("room.adder", news.adder if news.adder != news.chat else "")]
    for what, name in names:
        if name:
            label = "\n" + say(language, what) + say(language, "paper.label_colon")
            called = f"{people[name]} · " if name in people else ""
            spans += [Span(text=label + called), Span(text=name, style="code")]
    if news.shared:
        spans.append(Span(text="\n" + say(language, "room.shared")))
    return Paragraph(spans=tuple(spans))


def news_reply(news: TellNews, language: Language, *, names: Mapping[str, str]) -> Reply:
    """What happened to a chat, told there or to an admin, who may decide; `names` of people by their ids."""
    chat = titled(news.chat, news.title, language)
    match news.news:
        case "allowed":
            return Reply(blocks=(paragraph(say(language, "room.allowed")),))
        case "closed":
            return Reply(blocks=(paragraph(say(language, "room.closed", chat=chat, word=news.word)),))
        case "source":
            reason = source_words(news.reason, language) if news.reason else say(language, "report.late")
            words = say(language, "room.source", chat=chat, reason=reason)
            return Reply(blocks=(paragraph(words),))
        case "asked":
            return Reply(blocks=(_wish(news, language, people=names), *deciding(news.chat, language)))
