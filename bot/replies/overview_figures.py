"""The numbers of an overview -> lines of words, and the charts that show the same."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import get_args

from bot.domain.briefs import Language
from bot.domain.charts import Bar, Chart, Part, Sheet
from bot.domain.overviews import Overview, Unit, week_name
from bot.domain.reports import GROUPS, Entry, Group
from bot.reading.institutions import canonical, key_of_name, shown
from bot.replies.catalogue import say

MOST_INSTITUTIONS = 8


def title_of(overview: Overview, language: Language) -> str:
    """What it is an overview of."""
    unit = overview.period.unit
    return say(language, f"overview.title_{unit}", name=overview.period.name)


def kinds_line(overview: Overview, language: Language) -> str:
    """How many papers are about what, the most first."""
    counts = sorted(overview.kinds.items(), key=lambda each: -each[1])
    return _line(language, "kinds", [(_kind(group, language), count) for group, count in counts])


def institutions_line(overview: Overview, language: Language) -> str:
    """Whose papers they are, the most first; "" where no institution is known."""
    named = institutions(overview.entries, language)
    return _line(language, "institutions", named) if named else ""


def weeks_line(overview: Overview, language: Language) -> str:
    """How many papers there were in which week."""
    counts = [(week_name(week.begins), sum(week.counts.values())) for week in overview.weeks]
    return _line(language, "weeks", counts)


def institutions(entries: Sequence[Entry], language: Language) -> list[tuple[str, int]]:
    """The institutions with the most papers, each in one form; a paper of several counts for each."""
    counted: Counter[str] = Counter()
    names: dict[str, str] = {}
    for entry in entries:
        printed = entry.brief.institutions or tuple(place.name for place in entry.paper.affiliations)
        own = {_key(name): name for name in printed}
        counted.update(own.keys())
        names |= {key: name for key, name in own.items() if key not in names}
    most = sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:MOST_INSTITUTIONS]
    return [(_name(names[key], language), count) for key, count in most]


def written(language: Language) -> str:
    """What the charts of any overview say in a language: a font must have these letters."""
    periods = (say(language, f"overview.title_{unit}", name="") for unit in get_args(Unit))
    charts = (say(language, f"overview.chart_{name}") for name in _CHARTS)
    return "".join((*periods, *charts, *(_kind(group, language) for group in GROUPS)))


_CHARTS = ("kinds", "weeks", "institutions")


def sheet_of(overview: Overview, language: Language) -> Sheet:
    """The charts: papers by kind, by week in the kinds' colours, and by institution."""
    kinds, weeks, places = (say(language, f"overview.chart_{name}") for name in _CHARTS)
    shown = {group for week in overview.weeks for group in week.counts} | overview.kinds.keys()
    by_kind = [  # those of other weeks, too: it is the key of the colours
        Bar(label=_kind(group, language), parts=_parts({group: overview.kinds.get(group, 0)}))
        for group in GROUPS
        if group in shown
    ]
    by_week = [Bar(label=week_name(week.begins), parts=_parts(week.counts)) for week in overview.weeks]
    by_place = [
        Bar(label=name, parts=(Part(series=None, count=count),))
        for name, count in institutions(overview.entries, language)
    ]
    charts = ((kinds, by_kind), (weeks, by_week), (places, by_place))
    return Sheet(
        title=title_of(overview, language),
        charts=tuple(Chart(title=title, bars=tuple(bars)) for title, bars in charts if bars),
    )


def _parts(counts: Mapping[Group, int]) -> tuple[Part, ...]:
    return tuple(Part(series=GROUPS.index(group), count=count) for group, count in counts.items())


def _line(language: Language, name: str, counts: Sequence[tuple[str, int]]) -> str:
    parts = [say(language, "overview.counted", name=label, count=count) for label, count in counts]
    return say(language, f"overview.{name}", counts=say(language, "overview.join").join(parts))


def _kind(group: Group, language: Language) -> str:
    return say(language, f"kind.{group}")


def _key(printed: str) -> str:
    known = canonical(printed)
    return key_of_name(known.name if known else printed)


def _name(printed: str, language: Language) -> str:
    known = canonical(printed)
    return known.name if known and language == "en" else " ".join(shown(printed, language).split())
