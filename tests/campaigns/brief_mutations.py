"""Ways to falsify a brief, each repeatable by its seed; `mutate_briefs.py` counts what the checks catch."""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.checks.grounds import Grounds
from bot.checks.subjects import subject_of
from bot.checks.titles import titles_agree
from bot.checks.wording import normalised
from bot.reading.institutions import canonical


@dataclass(frozen=True, slots=True)
class Told:
    """One brief of a report with the paper that it is about."""

    report: str  # file name
    index: int
    brief: str
    grounds: Grounds

    @property
    def place(self) -> str:
        """Report and number."""
        return f"{self.report} {self.index}"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A brief that is no longer true, or that is held against another paper."""

    way: str  # how it was made
    told: Told
    brief: str
    grounds: Grounds
    untouched: str  # what the brief was; "" where it is held against another paper
    old: str
    new: str = ""  # what stands in the place of the old

    @property
    def line(self) -> str:
        """For whoever reads the misses."""
        at = max(self.untouched.find(self.old) - 15, 0)
        return f"{self.way}: {self.told.place}: {self.old} -> {self.new}: {self.untouched[at : at + 60]}"


Mutation = Callable[[Told, Sequence[Told], random.Random], Mutant | None]

# Numbers

NUMBER = re.compile(r"\d+(?:\.\d+)?")
UNIT = re.compile(r"\s?(?P<unit>%|倍|[×xX](?![A-Za-z0-9])|个百分点)")
SAME_UNIT = dict.fromkeys("倍×xX", r"\s?-?(?:×|times|fold)") | {
    "%": r"\s?(?:%|percent)",
    "个百分点": r"\s?(?:%|percent|point)",
}


def another_digit(number: str, chance: random.Random) -> str:
    """One digit is another; none becomes 0."""
    at = chance.choice([place for place, digit in enumerate(number) if digit != "."])
    digits = [digit for digit in "123456789" if digit != number[at]]
    return number[:at] + chance.choice(digits) + number[at + 1 :]


def another_point(number: str, chance: random.Random) -> str:
    """The decimal point stands elsewhere or is gone: 12.5 is 1.25 or 125."""
    whole, _, decimals = number.partition(".")
    if decimals and chance.random() < 0.5:
        return (whole + decimals).lstrip("0") or "1"
    return f"{whole[:-1] or '0'}.{whole[-1]}{decimals}"


def tenfold(number: str, chance: random.Random) -> str:
    """Ten times as much."""
    whole, _, decimals = number.partition(".")
    moved = (whole + (decimals[:1] or "0")).lstrip("0") or "1"
    return f"{moved}.{decimals[1:]}" if decimals[1:] else moved


DIGITS: Mapping[str, Callable[[str, random.Random], str]] = {
    "a digit": another_digit,
    "the point": another_point,
    "tenfold": tenfold,
}


def change_number(told: Told, others: Sequence[Told], chance: random.Random) -> Mutant | None:
    """One number behind the institutions gets another value or another unit, or two change places."""
    begin = len(told.brief) - len(subject_of(told.brief).statement)
    numbers = list(NUMBER.finditer(told.brief, begin))
    if not numbers:
        return None
    way = chance.choice((*DIGITS, "the unit", "places"))
    if way == "places":
        return _with_places_changed(told, numbers, chance)
    number = chance.choice(numbers)
    unit = UNIT.match(told.brief, number.end())
    start, end = number.start(), unit.end() if unit else number.end()
    if way in DIGITS:
        new = DIGITS[way](number[0], chance) + told.brief[number.end() : end]
    elif unit:
        new = number[0] + ("倍" if unit["unit"] in {"%", "个百分点"} else "%")
    else:
        return None
    brief = told.brief[:start] + new + told.brief[end:]
    return Mutant(way, told, brief, told.grounds, told.brief, told.brief[start:end], new)


def _with_places_changed(told: Told, numbers: list[re.Match[str]], chance: random.Random) -> Mutant | None:
    if len(numbers) < 2:
        return None
    left, right = sorted(chance.sample(numbers, 2), key=lambda number: number.start())
    if float(left[0]) == float(right[0]):
        return None
    between = told.brief[left.end() : right.start()]
    brief = told.brief[: left.start()] + right[0] + between + left[0] + told.brief[right.end() :]
    return Mutant("places", told, brief, told.grounds, told.brief, left[0] + between + right[0])


# Institutions


def swap_institution(told: Told, others: Sequence[Told], chance: random.Random) -> Mutant | None:
    """Another paper's institution has published it."""
    other = chance.choice(others)
    old = subject_of(told.brief).names
    new = chance.choice([subject_of(other.brief).names, *_known_names(other)])
    if not old or not new or other.grounds == told.grounds:
        return None
    return Mutant("another's", told, told.brief.replace(old, new, 1), told.grounds, told.brief, old, new)


def _known_names(told: Told) -> Iterator[str]:
    for institution in map(canonical, told.grounds.institutions):
        if institution:
            yield from filter(None, (institution.name, institution.chinese))


# Qualifiers

QUALIFIERS = {
    r"高达|可达|(?:最|至)(?:高|多|大)(?:可?达到?)?|不超过|\bup to|\b(?:as (?:much|many|high) as|at most)\b": (
        r"up to|as \w+ as|at most|maxim|no more than"
    ),
    r"平均|\b(?:on average,?|average(?: of)?)\b": r"average|mean\b",
    r"大?约|接?近|(?<![\d%])(?<![\d%] )[~∼≈]|\b(?:about|approximately|around|roughly|nearly|almost)\b": (
        r"about|approx|around|roughly|nearly|almost|close to|(?<![\d%])(?<![\d%] )[~∼≈]"
    ),
    r"超过?|逾|至少|\b(?:over|more than|at least)\b": (
        r"over|more than|above|exceed|at least|beyond|surpass|[>≥]"
    ),
    r"不到|低于|少于|小于|不足|[<≤]|\b(?:less than|below)\b": r"less than|below|fewer|under|within|[<≤]",
}
FOLLOWED = r"(?=(?:[^\dA-Za-z,，。；;、.]| an? | of | by ){0,10}?(?P<number>\d+(?:\.\d+)?))"


def drop_qualifier(told: Told, others: Sequence[Told], chance: random.Random) -> Mutant | None:
    """A qualifier that the paper has beside the same number is gone."""
    return _without_qualifier(told, told.brief, way="of a brief", chance=chance)


def drop_printed_qualifier(told: Told, others: Sequence[Told], chance: random.Random) -> Mutant | None:
    """The same in a sentence of the paper itself, since the briefs have few."""
    sentence = chance.choice(told.grounds.sentences)
    return _without_qualifier(told, sentence, way="of a printed sentence", chance=chance)


def _without_qualifier(told: Told, text: str, *, way: str, chance: random.Random) -> Mutant | None:
    source = normalised(" ".join(told.grounds.sentences))
    found = [
        match
        for ours, theirs in QUALIFIERS.items()
        for match in re.finditer(f"(?:{ours}){FOLLOWED}", text, re.IGNORECASE)
        if _always_beside(match["number"], theirs, source)
    ]
    if not found:
        return None
    match = chance.choice(found)
    brief = text[: match.start()] + text[match.end() :].lstrip()
    old = text[match.start() : match.end("number")]
    return Mutant(way, told, brief, told.grounds, text, old, match["number"])


def _always_beside(number: str, words: str, source: str) -> bool:
    places = list(re.finditer(rf"(?<![\d.]){re.escape(number)}(?!\d|\.\d)", source))
    return bool(places) and all(
        re.search(words, source[max(0, place.start() - 30) : place.end() + 20], re.IGNORECASE)
        for place in places
    )


# Papers


def swap_paper(told: Told, others: Sequence[Told], chance: random.Random) -> Mutant | None:
    """The brief is told of another paper, half of the time without who published."""
    other = chance.choice(others).grounds
    if titles_agree(other.title, told.grounds.title) or other.sentences == told.grounds.sentences:
        return None
    if chance.random() < 0.5:
        return Mutant("whole", told, told.brief, other, "", "", other.title)
    return Mutant("from its verb on", told, subject_of(told.brief).statement, other, "", "", other.title)


MUTATIONS: Mapping[str, tuple[Mutation, ...]] = {
    "number": (change_number,),
    "institution": (swap_institution,),
    "qualifier": (drop_qualifier, drop_printed_qualifier),
    "paper": (swap_paper,),
}


def is_true(mutant: Mutant) -> bool:
    """Whether what a mutant tells stands in its paper: the same number and unit, or the institution."""
    if mutant.way == "another's":
        new = canonical(mutant.new)
        return new is not None and new in map(canonical, mutant.grounds.institutions)
    if mutant.way not in {*DIGITS, "the unit"}:
        return False
    number = NUMBER.match(mutant.new)
    if number is None:
        return False
    unit = UNIT.fullmatch(mutant.new, number.end())
    sign = SAME_UNIT[unit["unit"]] if unit else ""
    there = rf"(?<![\d.]){re.escape(number[0])}(?!\d|\.\d){sign}"
    return bool(re.search(there, normalised(mutant.grounds.text), re.IGNORECASE))
