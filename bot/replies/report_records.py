"""Report -> one JSON object, for programs; its names are English whatever the report's language."""

import json

from bot.domain.figures import sums_of
from bot.domain.papers import Paper
from bot.domain.reports import Entry, Report
from bot.replies.briefs import brief_sentence
from bot.replies.catalogue import explain
from bot.replies.report_sums import closing
from bot.replies.reports import update_words

_SLOTS = ("technique", "problem", "effect", "about")


def report_json(report: Report) -> str:
    """The whole report, with a closing new line."""
    day = report.day or report.made_at.date()
    record = {
        "title": report.title,
        "language": report.language,
        "made_at": report.made_at.isoformat(),
        "begins": (report.begins or day).isoformat(),
        "day": day.isoformat(),
        "due": report.due.isoformat() if report.due else None,
        "sums": sums_of(report),
        "cost": {currency: str(cost) for currency, cost in sorted(report.cost.costs.items())}
        if report.cost
        else None,
        "behind": list(report.mailed.behind) if report.mailed else [],
        "lost": [day.isoformat() for day in report.mailed.lost] if report.mailed else [],
        "nothing": report.mailed.empty if report.mailed and report.mailed.empty else None,
        "entries": [_entry(number, entry) for number, entry in enumerate(report.entries, 1)],
        "updates": [
            _paper(paper)
            | {
                "changed": list(paper.revision.changed) if paper.revision else [],
                "words": update_words(paper, report.language),
            }
            for paper in report.updates
        ],
        "failures": [
            {
                "label": failure.label,
                "why": failure.reason.why,
                "words": explain(report.language, failure.reason),
            }
            for failure in report.failures
        ],
        "closing": closing(report),
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _entry(number: int, entry: Entry) -> dict[str, object]:
    brief, pick = entry.brief, entry.pick
    slots = {name: slot.text for name in _SLOTS if (slot := getattr(brief.slots, name))}
    return {
        "number": number,
        **_paper(entry.paper),
        "authors": list(entry.paper.authors),
        "institutions": [place.name for place in entry.paper.affiliations],
        "abstract": entry.paper.abstract,
        "brief": brief_sentence(brief, entry.paper),
        "slots": slots,
        "writer": brief.writer,
        "group": entry.group,
        "picked": {"topic": pick.topic, "score": pick.verdict.score, "reason": pick.verdict.reason}
        if pick
        else None,
    }


def _paper(paper: Paper) -> dict[str, object]:
    number = paper.arxiv_id
    return {
        "key": paper.key,
        "title": paper.title,
        "arxiv": number and number.number,
        "version": number and number.version,
        "link": number and number.page,
    }
