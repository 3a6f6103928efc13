"""The figures of a report -> words: what came, what became of it, and why there may be nothing."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.briefs import Language
from bot.domain.choices import Empty
from bot.domain.reports import Failure, Report
from bot.errors import Why
from bot.replies.catalogue import explain, say
from bot.replies.costs import cost_words
from bot.replies.sources import source_words

_NAMED = 3  # days that are named one by one
_NOTHING: Mapping[Empty, str] = {
    "no_mailing": "report.no_mailing",
    "nothing_relevant": "report.nothing_relevant",
    "late": "report.late",
    "unreachable": "report.unreachable",
}


def closing(report: Report, *, most: int | None = None) -> str:
    """The line that reconciles: whatever came is an entry, a repeat, told before, or a named failure.

    Of the reasons of failures the first `most` are given, of how many more the file tells.
    """
    language = report.language
    came = words = _came(report)
    # In the order in which a paper meets these fates; those of none are not spoken of.
    for name, count in (
        ("repeats", report.repeats),
        ("retried", report.retried),
        ("skipped", report.skipped),
        ("updates", len(report.updates)),
        ("removed", report.removed),
    ):
        if count:
            words += say(language, f"report.{name}", count=count)
    if report.cost:
        words += say(language, "report.cost", cost=cost_words(report.cost, language))
        if report.remembered:
            words += say(language, "report.remembered", count=report.remembered)
    if not report.failures:
        return words + say(language, "report.sum_stop")
    joint = "report.sum_failures" if words == came else "report.failures_after"
    return words + say(language, joint) + _failures(report.failures, language, most=most)


def days_covered(report: Report) -> str:
    """The day of a report, or the days of one that makes good what was missed."""
    day = report.day or report.made_at.date()
    return _span(report.begins, day, report.language)


def nothing_line(report: Report) -> str:
    """Why nothing of what arXiv announced stands in a report; "" where something does."""
    found, language = report.mailed, report.language
    if found is None or not found.empty:
        return ""
    if found.empty == "no_mailing" and report.before:
        return say(language, "report.nothing_new", time=f"{report.before:%H:%M}")
    days = days_mailed(report) or days_covered(report)
    if found.empty == "no_mailing" and found.replaced:
        return say(language, "report.only_replaced", replaced=found.replaced, days=days)
    words = say(language, _NOTHING[found.empty], announced=found.announced, days=days)
    return words if found.empty in {"no_mailing", "nothing_relevant"} else _and_why(words, report)


def days_headed(report: Report) -> str:
    """The date that a report bears, and the days that it makes good, where there are several."""
    if report.due is None:
        return days_covered(report)
    if report.begins is None:
        return report.due.isoformat()
    return say(report.language, "report.due_covers", day=report.due.isoformat(), days=days_covered(report))


def behind_line(report: Report) -> str:
    """In which categories arXiv's mailing was not there yet, where it was in others; else ""."""
    found, language = report.mailed, report.language
    if found is None or not found.behind or found.empty in {"late", "unreachable"}:
        return ""
    categories = say(language, "paper.list_join").join(found.behind)
    words = say(language, "report.behind", categories=categories)
    late = found.trouble is None or found.trouble.why is Why.SOURCE_LATE
    return words if late else _and_why(words, report)


def made_good_line(report: Report) -> str:
    """Of which days it is not sure that everything is there that arXiv announced, and what may not be."""
    found, language = report.mailed, report.language
    if found is None or not found.made_good:
        return ""
    days = _named(found.made_good, language)
    return say(language, "report.unversioned" if found.unversioned else "report.made_good", days=days)


def lost_line(report: Report) -> str:
    """Of which days nobody will ever tell what arXiv announced; else ""."""
    found, language = report.mailed, report.language
    return say(language, "report.lost", days=_named(found.lost, language)) if found and found.lost else ""


def days_mailed(report: Report) -> str:
    """The days of the mailings that a report is made from; "" where none came."""
    found = report.mailed
    return _span(found.begins, found.ends, report.language) if found and found.ends else ""


def _came(report: Report) -> str:
    language, found = report.language, report.mailed
    facts = {"briefed": len(report.entries), "failed": len(report.failures)}
    if found is None:
        return say(language, "report.sum", submitted=report.submitted, **facts)
    days = days_mailed(report)
    key = "report.announced_on" if days else "report.announced"
    both = {"first": found.announced, "replaced": found.replaced}
    parts = say(language, "report.announced_parts", **both) if found.replaced else ""
    announced = found.announced + found.replaced
    words = say(language, key, announced=announced, parts=parts, relevant=found.relevant, days=days)
    if report.submitted:
        words += say(language, "report.submitted", count=report.submitted, days=days_covered(report))
    return words + say(language, "report.made", **facts)


def _and_why(words: str, report: Report) -> str:
    """The words with what is known of why arXiv's mailing is not there, and that somebody knows."""
    trouble, language = report.mailed.trouble if report.mailed else None, report.language
    why = source_words(trouble, language) if trouble else ""
    between = " " if language == "en" else ""
    return between.join(filter(None, (words, why, say(language, "source.admins_told"))))


def _span(begins: date | None, ends: date, language: Language) -> str:
    if begins is None or begins == ends:
        return ends.isoformat()
    return say(language, "report.span", begins=begins.isoformat(), ends=ends.isoformat())


def _named(days: Sequence[date], language: Language) -> str:
    if len(days) > _NAMED:
        return _span(days[0], days[-1], language)
    return say(language, "paper.list_join").join(day.isoformat() for day in days)


def _failures(failures: Sequence[Failure], language: Language, *, most: int | None) -> str:
    """Each reason once, with the papers' names before it where the sentence does not have the one name."""
    labels: dict[str, list[str]] = {}
    for failure in failures:
        label = " ".join(failure.label.split())
        labels.setdefault(explain(language, failure.reason), []).append(label)
    sentences = []
    for reason, named in list(labels.items())[:most]:
        if len(named) == 1 and named[0].removeprefix("arXiv:") in reason:
            sentences.append(reason)
        else:
            label = say(language, "paper.list_join").join(named)
            sentences.append(say(language, "report.failure", label=label, reason=reason))
    unsaid = sum(map(len, labels.values())) - sum(map(len, list(labels.values())[:most]))
    if unsaid:
        sentences.append(say(language, "report.failures_in_file", count=unsaid))
    return say(language, "report.failure_join").join(sentences)
