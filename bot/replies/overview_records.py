"""Overview -> one JSON object, for programs; its names are English whatever the overview's language."""

import json

from bot.domain.overviews import Finding, ToldOverview
from bot.domain.papers import Paper
from bot.replies.grounds import conditions_line
from bot.replies.overview_figures import institutions


def overview_json(told: ToldOverview) -> str:
    """The whole overview, with a closing new line."""
    overview, period = told.overview, told.overview.period
    record = {
        "period": period.name,
        "begins": period.begins.isoformat(),
        "ends": period.ends.isoformat(),
        "language": told.language,
        "made_at": told.made_at.isoformat(),
        "reports": overview.reports,
        "papers": len(overview.entries),
        "announced": overview.announced,
        "failed": overview.failures,
        "kinds": overview.kinds,
        "weeks": [{"begins": week.begins.isoformat(), "kinds": week.counts} for week in overview.weeks],
        "institutions": dict(institutions(overview.entries, told.language)),
        "favourites": [
            _paper(each.entry.paper) | {"saved": each.tally.saved, "liked": each.tally.liked}
            for each in overview.favourites
        ],
        "table": [_row(finding) for finding in overview.findings],
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _row(finding: Finding) -> dict[str, object]:
    slots = {"technique": finding.technique, "effect": finding.effect}
    return {
        "number": finding.number,
        **_paper(finding.entry.paper),
        **{name: slot and slot.text for name, slot in slots.items()},
        "conditions": conditions_line(finding.entry.brief),
    }


def _paper(paper: Paper) -> dict[str, object]:
    return {"key": paper.key, "title": paper.title}
