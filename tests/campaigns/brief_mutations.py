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
    begin = _begin(told.brief)
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
        if match.start() >= _begin(text) and _always_beside(match["number"], theirs, source)
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


# Directions and measures

OPPOSITES = (
    ("提升", "降低"), ("提高", "降低"), ("改善", "恶化"), ("降低", "增加"), ("减少", "增加"),
    ("缩短", "延长"),
    ("增加", "减少"), ("加速", "减速"), ("更快", "更慢"), ("优于", "劣于"), ("超越", "落后"),
    ("更高", "更低"),
    ("更低", "更高"), ("提速", "减速"), ("下降", "上升"), ("损失", "增益"),
    ("faster", "slower"), ("speedup", "slowdown"), ("improves", "degrades"), ("improving", "degrading"),
    ("improvement", "degradation"), ("reduces", "increases"), ("reducing", "increasing"), ("drop", "gain"),
    ("reduction", "increase"), ("increase", "reduction"), ("increases", "reduces"), ("higher", "lower"),
    ("lower", "higher"), ("gains", "losses"), ("gain", "loss"), ("outperforms", "underperforms"),
    ("outperforming", "trailing"), ("acceleration", "slowdown"), ("fewer", "more"),
    ("surpassing", "trailing"), ("surpasses", "trails"),
)  # fmt: skip
MEASURES = (
    ("延迟|时延|推理时间|训练时间|运行时间", "吞吐量", "准确率|精度", "显存|内存", "能耗|功耗", "参数量|参数",
     "计算量", "成功率", "困惑度"),
    ("latency|inference time|training time|runtime", "throughput", "accuracy", "memory", "energy",
     "parameters", "FLOPs", "success rate", "perplexity", "recall"),
)  # fmt: skip
MEASURED = re.compile(r"\d\s?(?:%|倍|[×xX](?![A-Za-z0-9])|个百分点|点|-?fold|times|points?)")
NEAR = 15  # characters between a word and a figure that it may be said of
ENDS = re.compile(r"[,，;；。、()（）]|[.](?!\d)")


def reverse_direction(told: Told, others: Sequence[Told], chance: random.Random) -> Mutant | None:
    """A word of direction in a brief says the opposite."""
    return _reversed(told, told.brief, of="a brief", chance=chance)


def reverse_printed_direction(told: Told, others: Sequence[Told], chance: random.Random) -> Mutant | None:
    """The same in a sentence of the paper."""
    sentence = chance.choice(told.grounds.sentences)
    return _reversed(told, sentence, of="a printed sentence", chance=chance)


def _reversed(told: Told, text: str, *, of: str, chance: random.Random) -> Mutant | None:
    """A figure must stand near, or a measure beside it: of other words one cannot say what they are about."""
    found, begin = [], _begin(text)
    for word, opposite in OPPOSITES:
        for match in re.finditer(rf"(?<![A-Za-z]){word}(?![A-Za-z])", text[begin:]):
            start, end = begin + match.start(), begin + match.end()
            if _beside_number(text, start, end):
                found.append((f"of {of}, figure", start, end, opposite))
            elif _beside_measure(text, start, end):
                found.append((f"of {of}, measure", start, end, opposite))
    if not found:
        return None
    way, start, end, opposite = chance.choice(found)
    changed = text[:start] + opposite + text[end:]
    return Mutant(way, told, changed, told.grounds, text, text[start:end], opposite)


def move_figure(told: Told, others: Sequence[Told], chance: random.Random) -> Mutant | None:
    """A figure of a brief is told of another measure, one that the paper names too."""
    return _moved(told, told.brief, of="a brief", chance=chance)


def move_printed_figure(told: Told, others: Sequence[Told], chance: random.Random) -> Mutant | None:
    """The same in a sentence of the paper."""
    sentence = chance.choice(told.grounds.sentences)
    return _moved(told, sentence, of="a printed sentence", chance=chance)


def _moved(told: Told, text: str, *, of: str, chance: random.Random) -> Mutant | None:
    begin = _begin(text)
    named = [
        (language, words, match.start() + begin, match.end() + begin)
        for language in MEASURES
        for words in language
        for match in re.finditer(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z])", text[begin:])
    ]
    found = [place for place in named if _beside_number(text, *place[2:])]
    if not found:
        return None
    language, words, start, end = chance.choice(found)
    new = chance.choice([other for other in language if other != words]).partition("|")[0]
    changed = text[:start] + new + text[end:]
    return Mutant(f"of {of}", told, changed, told.grounds, text, text[start:end], new)


def _begin(text: str) -> int:
    """Where the checks of a statement begin to read: behind who published, or what stands for it."""
    return len(text) - len(subject_of(text).statement)


def _beside_number(text: str, start: int, end: int) -> bool:
    behind = ENDS.split(text[end : end + NEAR])[0]
    before = ENDS.split(text[max(0, start - NEAR) : start])[-1]
    return bool(MEASURED.search(behind) or MEASURED.search(before))


def _beside_measure(text: str, start: int, end: int) -> bool:
    near = text[max(0, start - 4) : start] + "|" + text[end : end + 12]
    return any(re.search(words, near) for language in MEASURES for words in language)


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
    "direction": (reverse_direction, reverse_printed_direction),
    "measure": (move_figure, move_printed_figure),
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
