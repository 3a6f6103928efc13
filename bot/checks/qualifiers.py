"""Pure, one check of a brief: "up to 4×" told as 4× is an overclaim."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bot.checks.numbers import same_quantity
from bot.checks.quantities import Quantity, quantities
from bot.checks.wording import normalised


class _Qualifier(NamedTuple):
    name: str  # as it is told to a writer
    before: str  # stands left of the number
    after: str = "(?!)"  # stands right of it


_QUALIFIERS = (
    _Qualifier(
        "up to",
        r"\bup to|\bas (?:much|many|high|large|fast) as|\bat most|\bmaximum(?: [a-z]+)? of|\bno more than|"
        r"≤|高达|多达|最高|最多|至多|最大|可达|不超过|上限",
        r"at most|at best|以?内",
    ),
    _Qualifier(
        "at least",
        r"\bat least|\bmore than|\bover|\babove|\bexceed(?:s|ing)?|\bno (?:less|fewer) than|≥|>|"
        r"\bgreater than|\bbeyond|至少|超过?|超出|逾|不少于|不低于|高于|大于|多于",
        r"\+|or more|or higher|以上|多|余",
    ),
    _Qualifier(
        "less than",
        r"\bless than|\bbelow|\bfewer than|<|\bwithin|不到|低于|少于|小于|不足",
        r"or less|or fewer|以下|以?内",
    ),
    _Qualifier(
        "about",
        r"\babout|\bapproximately|\baround|\broughly|\bnearly|\balmost|\bclose to|\bsome|~|约|近|大概|几乎",
        r"左右|上下",
    ),
    _Qualifier(
        "average",
        r"\baverage[ds]?(?:(?: [a-z-]+){0,3} (?:of|by|to|at|is|was|reaches))?|\bon average,?|\baveraging|"
        r"\bmean(?: [a-z-]+){0,3} (?:of|by|to|at|is|was)|平均[^,。;0-9]{0,10}",
        r"(?:[a-z-]+ ){0,4}on average|(?:average|mean) [a-z]|的?平均",
    ),
)
# In a source an article or a sign may stand between: "up to a 4× speedup". A claim is read with more
# patience, and an average told once holds for what follows it.
_GAP = r"(?: ?(?:an?|the|by|of|to|factor|only|another|an additional|\+|-|达|为|至))*\s?$"
_AVERAGE_BEFORE = re.compile(
    r"平均(?:[^.;。]|\.(?=\d))*$|"
    # "an average gain of 4% for the first and 5%" too
    r"\b(?:average|mean\b)[^.;\d]*(?:\d+(?:\.\d+)?[^.,;\d]{2,40}\band\b[^.,;\d]{0,12})?$",
    re.IGNORECASE,
)
_SENTENCE_ON_AVERAGE = re.compile(r"(?:^|[.;:] )on average\b[^.;\d]*$", re.IGNORECASE)
_CLAIM_GAP = r"[^\d,。;]{0,15}$"
# A rounded minimum keeps its sense as the other, and a maximum as "less than".
_KIN = {
    "about": {"at least", "less than"},
    "at least": {"about"},
    "less than": {"up to", "about"},
    "up to": {"less than"},
}
_MODEST = frozenset({"at least", "less than"})
_RANGE = re.compile(r"\s?(?:-|~|×|to|至|到)\s?")  # "under 32×32 pixels" too
_LIST = re.compile(r"\s?(?:,|/|and|和|与|及|, ?and|&)\s?")


def lost_qualifiers(claim: str, source: str) -> tuple[str, ...]:
    """The numbers of the claim that the source tells only with a qualifier that the claim leaves out.

    Each as "up to 4×": the qualifier, then the number as the claim has it. A number that the source also
    tells without one is no loss. Nor is a factor told without its "over": readers take it for a round one,
    and the claim says less.
    """
    return tuple(
        dict.fromkeys(
            f"{min(names)} {quantity.words.strip()}"
            for names, quantity in _lost(claim, source)
            if names != {"at least"} or not _is_factor(quantity)
        )
    )


def overclaims(claim: str, source: str) -> tuple[str, ...]:
    """Those of the lost qualifiers without which the claim says more than the source.

    "Over 90×" told as 90× says less, and so does "less than 2%" of a loss.
    """
    lost = ((names - _MODEST, quantity) for names, quantity in _lost(claim, source))
    return tuple(dict.fromkeys(f"{min(names)} {quantity.words.strip()}" for names, quantity in lost if names))


def _is_factor(quantity: Quantity) -> bool:
    return any(kind == "factor" for kind, _ in quantity.readings)


def _lost(claim: str, source: str) -> Iterator[tuple[frozenset[str], Quantity]]:
    """The numbers of the claim that lost qualifiers, each behind those."""
    claim, source = normalised(claim), normalised(source)
    known, told = quantities(source), quantities(claim)
    given = {one: _names(source, one, among=known) for one in known}
    for quantity in told:
        needed = [names for one, names in given.items() if same_quantity(quantity, one)]
        if quantity.counted or quantity.version or not needed or not all(needed):
            continue
        kept = _names(claim, quantity, among=told, patient=True)
        if not any(_covers(kept, names) for names in needed):
            yield needed[0] - kept, quantity


def _covers(kept: frozenset[str], needed: frozenset[str]) -> bool:
    return all(name in kept or kept & _KIN.get(name, set()) for name in needed)


def _names(
    text: str, quantity: Quantity, *, among: tuple[Quantity, ...], patient: bool = False
) -> frozenset[str]:
    """The qualifiers of a quantity; the first of a range or a list passes its own on to the others."""
    start = quantity.start
    for other in reversed(among):
        if other.end <= start and _share(other, quantity, between=text[other.end : start]):
            start = other.start
    before, after = text[:start], text[quantity.end : quantity.end + 40]
    gap = _CLAIM_GAP if patient else _GAP
    names = {name for name, left, right in _patterns(gap) if left.search(before[-60:]) or right.match(after)}
    if (_AVERAGE_BEFORE if patient else _SENTENCE_ON_AVERAGE).search(before):
        names.add("average")
    return frozenset(names)


@cache
def _patterns(gap: str) -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """The names of the qualifiers, with what stands left and right of a number."""
    return tuple(
        (
            one.name,
            re.compile(rf"(?:{one.before}){gap}", re.IGNORECASE),
            re.compile(rf"\s?(?:{one.after})", re.IGNORECASE),
        )
        for one in _QUALIFIERS
    )


def _share(first: Quantity, second: Quantity, *, between: str) -> bool:
    """Whether one qualifier holds for both: "up to 2-3×" and "up to 45% and 26%", not "over ten and half"."""
    figures = all(any(map(str.isdigit, quantity.words)) for quantity in (first, second))
    return bool(_RANGE.fullmatch(between) or (figures and _LIST.fullmatch(between)))
