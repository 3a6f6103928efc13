"""Pure, part of checking answers: the comparisons of a text, with what stands on either side."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from bot.checks.atoms import MARKS, Atom, Key, atoms
from bot.checks.wording import KEPT, normalised

SHARE = "share"  # the scale of "a third of all gates"
_SCALES = frozenset({"amount", "quality", "speed", "cost", "hard", "extreme", "estimate"})
_AMOUNTS = {"estimate": "amount", "extreme": "amount"}
_HAN = re.compile("[\u4e00-\u9fff]")
_END = re.compile(
    r"[;。:]|\.\s(?=[A-Z])|\b(?:while|whereas|but(?= the\b| [A-Z])|because|since|although|which|hence)\b|"
    r"因为|由于|但(?=是?[A-Z])|而(?!非|不是)"
)
_MAIN_END = re.compile(rf"{_END.pattern}|\bbut\b|,")
_NEAR_END = re.compile(
    r"[,;。:()]|\.\s(?=[A-Z])|\b(?:while|whereas|but|because|when|if|since|although|which|"
    r"by (?=\d|up to|about|over|~))\b|因为|由于|但|而(?!非|不是)"
)
# The name of a group says how it compares; what stands between it and a figure is no side of it.
_ENGLISH = re.compile(
    r"(?P<front>\b(?:[Cc]ompared (?:to|with)|[Rr]elative to|[Uu]nlike|[Ii]n contrast to|[Aa]s opposed to|"
    r"[Rr]ather than|[Ii]nstead of|[Aa]gainst)\b)"
    r"|(?P<than>\bthan\b(?! [~<>]?\d)|"
    r"(?<=[a-z] )over\b(?! [~<>]?\d| (?:the )?(?:same|course|last|past|entire|whole|range|time|two|three|"
    r"four|five|six|"
    r"seven|eight|nine|ten|all|both|each|every|several|many|multiple|various|different|a|an|long\w*|time)\b))"
    r"|(?P<plus>\b(?:outperform\w*|surpass\w*|exceed\w*|beat(?:s|ing|en)?|superior to)\b(?! (?:about |"
    r"around )?[~<>]?\d))"
    r"|(?P<minus>\b(?:underperform\w*|lags? behind|trails?|falls? short of|loses? to|inferior to|"
    r"underestimation (?:of|compared (?:to|with)))\b)"
    r"|(?P<share>\d%\s?of\b(?: the)?(?: total)?)"
)
_NO_FIGURE = r"(?!\s?约?\s?[\d.])"
_CHINESE = re.compile(
    rf"(?P<plus>(?:高于|大于|多于|优于|好于|强于|胜过|超过|超越|快于|长于|领先于?){_NO_FIGURE})"
    rf"|(?P<minus>(?:低于|小于|少于|不如|不及|劣于|逊于|差于|弱于|落后于?|慢于|短于|不敌|败给){_NO_FIGURE})"
    r"|(?P<front>(?:与|和|同|跟)(?=[^,。;]{1,40}?(?:相比|相较|(?:对比|比较|不同),))|相比于?|相较于?|相对于?|"
    r"不同于|不像)"
    r"|(?P<than>(?<![相对占成同])比(?!例|特|较|如|率|值|重)|较(?=[A-Z]))"
    r"|(?P<instead>而非|而不是)"
    r"|(?P<share>(?:不到|仅为|约为|为|是|相当于|只有|(?<!抢)占(?!优|用|据))"
    r"(?=[^,。;为是占]{2,24}的\s?(?:约|不到|近)?\s?[\d.]+\s?%))"
)
_SHARE_OF = re.compile(r"(?:不到|仅为|约为|仅占|达到|低于|超过)?\s?的?\s?[\d.]+%|的")
_ATTRIBUTE = re.compile(r"\b(?:with|by|on|in|for|at|using|through)\b")
_BEGUN = re.compile("[与和同跟较][^,。;]{1,40}$")  # "与 A 相比" is one word of comparison
_MOST = 6  # comparisons of one text
_REACH = 160  # characters on either side
_NOT = re.compile(
    r"(?:\b(?:no|not|never|cannot|hardly)\b|n['’]t)[^,;。]{0,14}$|(?:不|未|没有|并非)(?:能|会|总|一定)?\s?$"
)
_LESS = re.compile(r"\bless $")
Keys = frozenset[Key]
_Part = tuple[int, int]


class Frame(NamedTuple):
    """A comparison: what stands on either side of it, and which side has more of what."""

    left: Keys
    right: Keys
    scale: str  # "": it says only that one is not the other
    sign: int  # 1: the left has more; 0 where it is not said
    words: str
    named: Keys  # those of the text that are names or sides of a contrast
    subject: Key  # the first name on the left
    single: bool  # one word alone says who has more


class _Parts(NamedTuple):
    """Where the left side stands, where the right, and where it is said who has more."""

    left: list[_Part]
    right: list[_Part]
    rest: list[_Part]


@lru_cache(KEPT)
def frames(text: str) -> tuple[Frame, ...]:
    """The comparisons of a text."""
    text = normalised(text)
    pattern = _CHINESE if _HAN.search(text) else _ENGLISH
    places = (
        match
        for match in pattern.finditer(text)
        if not (match[0].startswith("相") and _BEGUN.search(text[: match.start()]))
    )
    return tuple(frame for match in islice(places, _MOST) if (frame := _frame(match)))


def _frame(match: re.Match[str]) -> Frame | None:
    found = atoms(match.string)
    parts = _parts(match)
    poles = [one for one in found if _is_scale(one) and _within(one, parts.rest)]
    poles = [one for one in poles if not any(one.end + 1 == other.start for other in poles)]  # "more costly"
    scale, sign = _way(match, poles)
    wins = match.lastgroup in {"plus", "minus"}  # then "larger" names a side
    left, right = (_keys(found, part, scales=wins) for part in (parts.left, parts.right))
    if not left and not right:
        return None
    named = frozenset(one.key for one in found if one.kind in {"name", "pole"})
    subject = next((one.key for one in found if one.kind == "name" and _within(one, parts.left)), ("", 0))
    return Frame(left - right, right - left, scale, sign, match[0].strip(), named, subject, len(poles) < 2)


def _is_scale(one: Atom) -> bool:
    return one.kind == "pole" and one.name in _SCALES


def _within(atom: Atom, parts: Sequence[_Part]) -> bool:
    return any(start <= atom.start < end for start, end in parts)


def _keys(found: Sequence[Atom], parts: Sequence[_Part], *, scales: bool) -> Keys:
    return frozenset(
        one.key
        for one in found
        if one.name not in MARKS
        and (not _is_scale(one) or (scales and one.name == "amount"))
        and _within(one, parts)
    )


def _parts(match: re.Match[str]) -> _Parts:
    text, kind = match.string, match.lastgroup
    left, right = (_start(match), match.start()), (match.end(), _end(match))
    chinese = bool(_HAN.search(text))
    if kind == "front":
        comma = text.find(",", match.end())
        opens = not text[left[0] : left[1]].strip(" ,")
        if comma > 0 and (opens or chinese):
            stop = (_MAIN_END if opens else _END).search(text, comma + 1)
            behind = (comma + 1, stop.start() if stop else len(text))
            side = [behind] if opens else [left, behind]
            return _Parts(side, [(match.end(), comma)], side)
    elif kind == "than" and chinese:
        poles = (one.start for one in atoms(text) if _is_scale(one) and right[0] < one.start < right[1])
        pole = next(poles, right[1])
        return _Parts([left, (pole, right[1])], [(right[0], pole)], [right])
    elif kind == "share" and chinese:
        of = _SHARE_OF.search(text, match.end())
        return _Parts([left], [(right[0], of.start() if of else right[1])], [])
    return _Parts([left], [right], [left])


def _start(match: re.Match[str]) -> int:
    """Where the left side begins: behind the last clause, and behind a comma if something stands there."""
    text, furthest = match.string, max(0, match.start() - _REACH)
    start = max((one.end() for one in _END.finditer(text, furthest, match.start())), default=furthest)
    comma = text.rfind(",", start, match.start())
    if match.lastgroup == "front" or comma < 0:
        return start
    behind = [one for one in atoms(text) if comma < one.start < match.start()]
    said = [one for one in behind if one.kind != "figure" and one.name not in MARKS | _SCALES]
    return comma + 1 if said else start


def _end(match: re.Match[str]) -> int:
    """Where the right side ends: with its clause, or behind a name that something is told of."""
    text = match.string
    stop = _NEAR_END.search(text, match.end())
    end = min(stop.start() if stop else len(text), match.end() + _REACH)
    cut = _ATTRIBUTE.search(text, match.end(), end)
    named = (one for one in atoms(text) if one.kind == "name" and one.start >= match.end())
    return cut.start() if cut and any(one.start < cut.start() for one in named) else end


def _way(match: re.Match[str], poles: Sequence[Atom]) -> tuple[str, int]:
    """Of what the left side has more, and whether it has."""
    text, kind = match.string, match.lastgroup
    if kind in {"plus", "minus"}:
        undone = _NOT.search(text[max(0, match.start() - 24) : match.start()])
        own = (one.name for one in atoms(text) if _is_scale(one) and match.start() <= one.start < match.end())
        return next(own, "quality"), (1 if kind == "plus" else -1) * (-1 if undone else 1)
    if kind == SHARE:
        return SHARE, 0
    if kind == "instead" or not poles:
        return "", 0
    chosen = poles[0] if kind == "than" and _HAN.search(text) else poles[-1]
    sign = chosen.sign
    if kind == "than":
        before = text[max(0, chosen.start - 20) : chosen.start]
        sign *= (-1 if _NOT.search(before) else 1) * (-1 if _LESS.search(before) else 1)
    return _AMOUNTS.get(chosen.name, chosen.name), sign
