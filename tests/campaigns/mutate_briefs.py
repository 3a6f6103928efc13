"""Briefs that were falsified on purpose, held against their papers: what the checks of a statement catch.

    python -m tests.campaigns.mutate_briefs --corpus ../shared/corpus [--seed 1] [--show]

The briefs are those of earlier reports. A mutant is caught when the checks object to it in a way in which
they do not object to the untouched brief. Exits with 1 when a target is missed.
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.audit.entries import PrintedEntry, parse_entries
from bot.checks.grounds import Grounds
from bot.checks.objections import Kind
from bot.checks.placeholders import placeholder
from bot.checks.statements import check_statement
from bot.reading.institutions import COMMA
from bot.reading.sentences import split_sentences
from tests.campaigns.brief_mutations import MUTATIONS, Mutant, Told, is_true

LABELS = Path(__file__).parents[1] / "bot" / "checks" / "brief_labels.json"
COUNTS = {
    "number": 1000,
    "institution": 200,
    "qualifier": 200,
    "paper": 200,
    "direction": 200,
    "measure": 200,
}
TARGETS = {
    "number": 0.97,
    "institution": 0.99,
    "qualifier": 0.95,
    "paper": 0.99,
    "direction": 0.8,
    "measure": 0.6,
}
MOST_FALSE_ALARMS = 0.02
ATTEMPTS = 30  # for each mutant that is wanted; there are fewer different ones than that of some kinds
EXPECTED = {
    "number": {Kind.NUMBER, Kind.EXCHANGED, Kind.IDENTIFIER},
    "institution": {Kind.INSTITUTION},
    "qualifier": {Kind.QUALIFIER},
    "paper": set(Kind),
    "direction": {Kind.DIRECTION},
    "measure": {Kind.MEASURE, Kind.EXCHANGED},
}


@dataclass
class Tally:
    """What became of the mutants of one kind, by the way in which they were made."""

    made: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    true: Counter[str] = field(default_factory=Counter)  # what they tell stands in the paper after all
    missed: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The caught among those that are not true after all; 1 where there are none."""
        false = self.made.total() - self.true.total()
        return self.caught.total() / false if false else 1.0


def campaign(briefs: Sequence[Told], *, counts: Mapping[str, int], seed: int) -> dict[str, Tally]:
    """So many different mutants of each kind, or as many as there are, and what became of them."""
    # Which mutants are made is to be repeatable, not secret.
    chance = random.Random(seed)  # noqa: S311
    tallies = {kind: Tally() for kind in counts}
    for kind, count in counts.items():
        seen: set[tuple[str, Grounds]] = set()
        for place, mutate in enumerate(MUTATIONS[kind], 1):
            share = count * place // len(MUTATIONS[kind])
            for _ in range(count * ATTEMPTS):
                mutant = mutate(chance.choice(briefs), briefs, chance)
                if len(seen) < share and mutant and (mutant.brief, mutant.grounds) not in seen:
                    seen.add((mutant.brief, mutant.grounds))
                    judge(mutant, kind, tallies[kind])
    return tallies


def judge(mutant: Mutant, kind: str, tally: Tally) -> None:
    """Count a mutant as caught where the checks object to something that they did not object to before."""
    tally.made[mutant.way] += 1
    before = _objections(mutant.untouched, mutant.grounds, kind)
    if _objections(mutant.brief, mutant.grounds, kind) - before:
        tally.caught[mutant.way] += 1
    elif is_true(mutant):
        tally.true[mutant.way] += 1
    else:
        tally.missed.append(f"{kind}, {mutant.line}")


def _objections(brief: str, grounds: Grounds, kind: str) -> set[tuple[Kind, str]]:
    found = check_statement(brief, grounds) if brief else ()
    return {
        (objection.kind, words)
        for objection in found
        if objection.kind in EXPECTED[kind]
        for words in objection.detail.split(", ")
    }


def briefs_from(reports: Path) -> list[Told]:
    """Every brief of the reports whose paper has an abstract there."""
    return [
        Told(path.name, entry.index, entry.brief, _grounds(entry))
        for path in sorted(reports.glob("*.md"))
        for entry in parse_entries(path.read_text(encoding="utf-8"))
        if entry.brief and entry.abstract and not placeholder(entry.brief)
    ]


def _grounds(entry: PrintedEntry) -> Grounds:
    institutions = tuple(filter(None, COMMA.split(entry.institutions)))
    return Grounds(entry.title, institutions, split_sentences(entry.abstract))


@dataclass
class FalseAlarms:
    """What the checks say of briefs that a reader called clean before any check was run."""

    clean: int = 0
    alarms: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Of the clean briefs."""
        return len(self.alarms) / self.clean if self.clean else 0.0


def false_alarms(briefs: Sequence[Told], labels: Sequence[Mapping[str, object]]) -> FalseAlarms:
    """Those on the clean ones: who names no institution at all counts as clean, there is none to be wrong."""
    found = FalseAlarms()
    clean = {(label["report"], label["index"]) for label in labels if is_clean(label)}
    for told in briefs:
        if (told.report, told.index) in clean:
            found.clean += 1
            if objections := check_statement(told.brief, told.grounds):
                found.alarms.append(f"{told.place}: {[(one.kind.value, one.detail) for one in objections]}")
    return found


def is_clean(label: Mapping[str, object]) -> bool:
    """Whether nothing that a check of a statement looks for is wrong with a labelled brief."""
    asked = ("numbers", "qualifier", "language", "copy", "about")
    return all(label[one] == "ok" for one in asked) and label["institution"] != "unlisted"


def table(tallies: Mapping[str, Tally]) -> Iterator[str]:
    """Lines for a person: each kind, and below it each way."""
    yield f"{'':32}{'made':>6}{'true':>6}{'caught':>8}{'share':>9}{'target':>8}"
    for kind, tally in tallies.items():
        made, true, caught = (count.total() for count in (tally.made, tally.true, tally.caught))
        yield f"{kind:32}{made:6}{true:6}{caught:8}{tally.share:9.1%}{TARGETS[kind]:8.0%}"
        for way, made_so in tally.made.items():
            false = made_so - tally.true[way]
            share = tally.caught[way] / false if false else 1.0
            yield f"  {way:30}{made_so:6}{tally.true[way]:6}{tally.caught[way]:8}{share:9.1%}"


def too_low(tallies: Mapping[str, Tally]) -> list[str]:
    """The kinds of which less is caught than should be."""
    return [kind for kind, tally in tallies.items() if tally.share < TARGETS[kind]]


def read_labels() -> list[dict[str, object]]:
    """The verdicts of the reader, one brief each."""
    labels: list[dict[str, object]] = json.loads(LABELS.read_text(encoding="utf-8"))
    return labels


def main() -> None:
    """Run the campaign and print what was caught."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--reports", nargs="*", help="beginnings of file names; all where none is given")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print what was missed")
    arguments = parser.parse_args()
    begins = tuple(arguments.reports or ("",))
    briefs = [told for told in briefs_from(arguments.corpus / "reports") if told.report.startswith(begins)]
    tallies = campaign(briefs, counts=COUNTS, seed=arguments.seed)
    alarms = false_alarms(briefs, read_labels())
    lines = [f"{len(briefs)} briefs, seed {arguments.seed}", *table(tallies)]
    lines.append(
        f"{'false alarms':32}{alarms.clean:6}{'':6}{len(alarms.alarms):8}{alarms.share:9.1%}"
        f"{MOST_FALSE_ALARMS:8.0%}"
    )
    if arguments.show:
        lines += [line for tally in tallies.values() for line in tally.missed] + alarms.alarms
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(1 if too_low(tallies) or alarms.share > MOST_FALSE_ALARMS else 0)


if __name__ == "__main__":
    main()
