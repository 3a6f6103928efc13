"""Pure: is a name printed in a text, as a whole and as a name? Asked of every name that a model gives."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_IS_CJK = re.compile(f"[{_CJK}]")
_LETTERS = str.maketrans({"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "ı": "i", "đ": "d", "Đ": "d"})
_HYPHENS = r"\-‐‑\u00ad"
# pdfium ends a line that a hyphen breaks with one of the last two
_BROKEN = re.compile(rf"(?:[{_HYPHENS}\ufffe\x02]\s*\n\s*|[\u00ad\ufffe\x02]\s*)")
_HARMLESS = re.compile(rf"[\s{_HYPHENS}–'’‘ʼ\ufffe\x02\u200b-\u200d\u2060\ufeff]")
_SHORT_FORM = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,4}$")  # "Univ." goes on behind its stop
_TORN = (
    12  # letters from which on gaps inside a word are the file's: "Uni versity of T oronto", never "in tel"
)
_ACRONYM = 4  # letters up to which capitals tell an acronym from a word: MIT, and mit in German
_MARKED = 6  # letters from which on a small letter in front is a mark: "aTsinghua", not "xAI"

_ADDRESS = re.compile(
    r"\S{0,80}@\s*\S+"
    r"|(?:https?://|www\.)\S+(?:(?<=[/._-])\n\S+)*"
    r"|(?<![\w.-])(?:[a-z0-9-]+\.)+[a-z]{2,6}(?!\w)(?:/\S*)?"
    r"|(?<![\w.-])(?:[\w-]+\.)+(?:com|edu|org|net|gov|ai|io|COM|EDU|ORG|NET|GOV|AI|IO)(?!\w)(?:/\S*)?"
)
# Heads, feet and stamps: they name a publisher, or the library that fetched the file.
_IMPRINT = re.compile(
    r"©|\bcopyright\b|authori[sz]ed licensed use|\bdownloaded (?:from|by|on|at)\b"
    r"|\blicen[cs]ed (?:to|under)\b|\barxiv:|\b(?:issn|isbn)\b|\bdoi(?::|\.org)|\bproceedings\b"
    r"|\btransactions on\b|\bjournal of\b|\bvol\. ?\d|\bpublished (?:as|by|in)\b",
    re.IGNORECASE,
)
_IMPRINT_REACH = 120  # characters to either side, where a text has no lines
_GOES_ON = re.compile(
    r"\s+(?:of|for|at|de|du|des|di|da|do|della|für|zu|zur)\s+(?:the\s+|la\s+|l['’])?[^\W\d_a-z]"
    r"|\s+(?:Universit(?:y|ät|é)|Institute?|College|Hospital)\b(?!\s+(?:of|for|de)\b)"
    r"|\s+(?:and|&)\s+(?:Tech|Scien|Engin|Telecom|Medic|Econ|Financ|Law\b|Arts\b|Astronaut|Busin|Electron)"
)
_UNIVERSITY_OF = re.compile(
    r"\buniv[^\W\d_]*\.?\s+(?:of|de|du|di|da|des|della)\s+(?:the\s+|la\s+)?$", re.IGNORECASE
)
# Chinese and Japanese write no spaces: a university may stand before its school, 中国科学院 not before 大学.
_CJK_KIND = re.compile(
    r"(?:大学|大學|学院|學院|研究所|研究院|公司|实验室|實驗室|中心|医院|機構|대학교|연구소|연구원)$"
)
_CJK_GOES_ON = re.compile(r"(?:大学|大學)(?!院)|生|院(?!系)")
_CJK_JOINT = "和与與及在的、및과와"


@dataclass(frozen=True, slots=True)
class Printing:
    """One place where a text prints a name."""

    text: str  # the text's own words on one line, never the asker's
    start: int  # offsets in the text
    end: int


@dataclass(frozen=True, slots=True)
class _Key:
    """The letters and digits of a text in lower case, and the place of each in the text."""

    letters: str
    places: tuple[int, ...]


@lru_cache(maxsize=8)  # many names are looked for in one text
def _key_of(text: str) -> _Key:
    pairs = [(letter, place) for place, sign in enumerate(text) for letter in _letters(sign)]
    return _Key("".join(letter for letter, _ in pairs), tuple(place for _, place in pairs))


def printings(name: str, text: str) -> Iterator[Printing]:
    """Every place where the text prints the name, in order; none where it does not.

    Case, accents, ligatures, line ends, hyphens, spaces and "&" for "and" are no difference. A part of a
    longer word or name is no printing of it, and neither are addresses and the lines of a publisher.
    """
    wanted, known = _key_of(name), _key_of(text)
    length = len(wanted.letters)
    at = known.letters.find(wanted.letters) if length > 1 else -1
    addresses = [found.span() for found in _ADDRESS.finditer(text)] if at >= 0 else []
    while at >= 0:
        places = known.places[at : at + length]
        cut = at and known.places[at - 1] == places[0]  # in the middle of a ligature or of "&"
        cut = cut or (at + length < len(known.places) and known.places[at + length] == places[-1])
        start, end = places[0], _end(name, text, places[-1] + 1)
        if (
            not cut
            and _is_one(name, wanted, text=text, places=places)
            and _has_case(name, text[start:end])
            and _begins(text, start, length=length)
            and _ends(text, start, end)
            and not any(_is_address(text, (start, end), address) for address in addresses)
            and not _is_imprint(text, start, end)
        ):
            yield Printing(_on_one_line(name, wanted, text=text[:end], places=places), start, end)
        at = known.letters.find(wanted.letters, at + 1)


def _letters(sign: str) -> str:
    if sign in "&＆":
        return "and"
    if not sign.isalnum():
        return ""
    apart = unicodedata.normalize("NFKD", sign.translate(_LETTERS)).casefold()
    return "".join(letter for letter in apart if letter.isalnum())


def _end(name: str, text: str, end: int) -> int:
    """The end with what belongs to the last letter: its accent, and the stop or bracket that the name has."""
    while end < len(text) and not text[end].isascii() and unicodedata.category(text[end]) in {"Mn", "Sk"}:
        end += 1
    tail = re.search(r"[.)!）]*$", name.rstrip(" ,;"))
    return end + len(tail[0]) if tail and text.startswith(tail[0], end) else end


def _is_one(name: str, wanted: _Key, *, text: str, places: tuple[int, ...]) -> bool:
    """Whether the letters stand together as in the name: no comma, stop or word's end but its own."""
    for (first, then), (left, right) in zip(pairwise(wanted.places), pairwise(places), strict=True):
        own, gap = name[first + 1 : then], text[left + 1 : right]
        if not gap:
            continue
        if own or _BROKEN.fullmatch(gap):
            if not _is_soft(gap, own, before=text[: left + 1]):
                return False
        elif re.search(rf"[\s{_HYPHENS}–]", gap):
            camel = name[first].islower() and name[then].isupper()
            cjk = _IS_CJK.match(text[left]) and _IS_CJK.match(text[right])
            torn = len(places) >= _TORN
            if not (camel or cjk or torn) or not _is_soft(gap, own, before=text[: left + 1]):
                return False
        elif not _is_soft(gap.replace(".", ""), own, before=""):
            return False
    return True


def _is_soft(gap: str, own: str, *, before: str) -> bool:
    """Whether a gap holds nothing that parts two names, but for what the name itself has there."""
    hard = [
        sign
        for sign in _HARMLESS.sub("", gap)
        if sign not in own and not (unicodedata.category(sign) in {"Mn", "Sk", "Cf"} and not sign.isascii())
    ]
    if hard == ["."]:  # "U.S." and "Univ. of" go on, "in Boston. University" does not
        return gap == "." or bool(_SHORT_FORM.search(before[-6:]))
    return not hard


def _has_case(name: str, span: str) -> bool:
    """Whether the span is written as a name: MIT is not "mit", and Apple no "apple"."""
    own = [letter for letter in name if letter.isalpha()]
    printed = [letter for letter in span if letter.isalpha()]
    cased = [letter for letter in printed if letter.isupper() or letter.islower()]
    if not cased:
        return True
    if all(map(str.isupper, own)) and len(own) <= _ACRONYM:
        return all(map(str.isupper, cased))
    if not any(map(str.isupper, cased)):  # "imec" is a name
        return len(cased) >= _ACRONYM and span == name
    return not (own[0].isupper() and printed[0].islower())


def _begins(text: str, start: int, *, length: int) -> bool:
    """Whether a name can begin here."""
    before, first = text[max(0, start - 40) : start], text[start]
    if _UNIVERSITY_OF.search(before) or re.search(rf"\w[{_HYPHENS}\ufffe\x02]\s*\n\s*$", before):
        return False
    last = before[-1:]
    if not last.isalnum():
        return not re.search(rf"\w[{_HYPHENS}–&＆]$|[_@#]$", before)
    if last.isdigit():
        return not first.isdigit() and bool(re.search(r"(?<!\w)\d{1,2}$|[^\W\d_]{2}\d$", before))
    if _IS_CJK.match(first):
        return not _IS_CJK.match(last) or last in _CJK_JOINT
    mark = re.search(r"(?<![^\W\d_])(?<![.-])[a-zªα-ω]$", before) and first.isupper() and length >= _MARKED
    return bool(mark or _IS_CJK.match(last))


def _ends(text: str, start: int, end: int) -> bool:
    """Whether a name can end here."""
    after, last = text[end : end + 40], text[end - 1]
    if _GOES_ON.match(after):
        return False
    following = after[:1]
    if not following.isalnum():
        return not re.match(rf"[{_HYPHENS}\ufffe\x02]\s*\w|[–&＆'’]\w|[_@#]", after)
    if following.isdigit():
        return not last.isdigit() and bool(re.match(r"\d{1,2}(?!\w)", after))
    if not _IS_CJK.match(last):
        mark = last.isascii() and re.match(r"[α-ω](?!\w)", after)
        return bool(mark or _IS_CJK.match(following))
    if not _IS_CJK.match(following) or following in _CJK_JOINT:
        return True
    return bool(_CJK_KIND.search(text[start:end])) and not _CJK_GOES_ON.match(after)


def _is_address(text: str, span: tuple[int, int], address: tuple[int, int]) -> bool:
    """Whether a span lies in an address; a firm may be called by the whole of one ("Example.com")."""
    if span[1] <= address[0] or address[1] <= span[0]:
        return False
    words = text[address[0] : address[1]]
    marks = len(words) - len(words.lstrip("0123456789"))
    whole = span[0] <= address[0] + marks and address[1] <= span[1]
    return not whole or words.islower() or bool(re.search(r"[@/]|^www\.", words))


def _is_imprint(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _IMPRINT_REACH) : start].rpartition("\n")[2]
    after = text[end : end + _IMPRINT_REACH].partition("\n")[0]
    return bool(_IMPRINT.search(before + text[start:end] + after))


def _on_one_line(name: str, wanted: _Key, *, text: str, places: tuple[int, ...]) -> str:
    """The span without its line ends, and without a hyphen that only a line's end put there."""
    parts = [text[places[0]]]
    for (first, then), (left, right) in zip(pairwise(wanted.places), pairwise(places), strict=True):
        gap = text[left + 1 : right]
        if _BROKEN.fullmatch(gap):
            gap = "-" if re.search(rf"[{_HYPHENS}–]", name[first + 1 : then]) else ""
        parts.append(gap + (text[right] if right != left else ""))
    return re.sub(r"\s+", " ", "".join(parts) + text[places[-1] + 1 :])
