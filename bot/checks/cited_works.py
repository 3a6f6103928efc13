"""Pure, one check of an answer: references to works that its passages do not cite; models invent them."""

import re
from collections.abc import Iterator

_NAME = r"[A-Z][A-Za-z'’-]+"
_YEAR = r"(?:19|20)\d{2}[a-z]?"
_LATIN = "[A-Za-z]"
# "Smith et al., 2021", "Smith and Jones (2021)", "Smith等人（2021）"; name and year alone only in brackets
_AUTHORS = re.compile(
    rf"(?P<et_al>{_NAME}(?:\s+(?:and|&)\s+{_NAME})?)\s*(?:et\s+al\b\.?|等人?)(?:\s*[,，(（\[]*\s*(?P<year>{_YEAR}))?"
    rf"|(?P<pair>{_NAME}\s+(?:and|&|和|与)\s+{_NAME})\s*[,，]?\s*[(（\[]\s*(?P<pair_year>{_YEAR})"
    rf"|(?P<one>{_NAME})\s*[(（\[]\s*(?P<one_year>{_YEAR})\s*[)）\]]"
    rf"|[(（\[]\s*(?P<inside>{_NAME}(?:\s+(?:and|&)\s+{_NAME})?)\s*[,，]\s*(?P<inside_year>{_YEAR})\s*[)）\];；]"
)
_NUMBERED = re.compile(
    r"\[\s*\d{1,3}(?:\s*[,;–—-]\s*\d{1,3})*\s*\]|【\s*\d{1,3}\s*】|\brefs?\.\s*\d+", re.IGNORECASE
)
_REGISTERED = re.compile(
    r"\b10\.\d{4,9}/[^\s\"<>，。；]+"  # https://www.doi.org/doi-handbook/HTML/doi-name-syntax.html
    r"|\barxiv\s*:?\s*[\w.-]+/?\d{4}[\w.]*|(?<![\d.])\d{4}\.\d{4,5}(?:v\d+)?(?!\d|\.\d)"
    r"|(?<![A-Za-z])(?:ISBN|ISSN|PMID|PMCID)[:\s]*[\dXx-]+",
    re.IGNORECASE,
)
# What stands between two quotations is none: both marks of a short one are taken too.
_TITLE = re.compile(r"《([^》]{4,200})》|[“\"「]([^“”\"「」]{1,200})[”\"」]")
_SHORTEST = 12  # characters of a title in quotation marks
_LEAST_WORDS = 3  # of what may be a title; shorter quotations are terms
_WORD = re.compile(r"[A-Za-z]+|[\u4e00-\u9fff]{2}")


def invented_references(claim: str, source: str, *, titles: str) -> tuple[str, ...]:
    """The references of a claim that its source does not have, as written.

    Authors are known by their names and the year, works by their numbers; a title in quotation marks must
    stand in `titles`, the letters and digits of all that may be named by its title, in lower case.
    """
    found = [*_authors(claim, source), *_marks(claim, source), *_named(claim, titles)]
    return tuple(dict.fromkeys(found))


def _authors(claim: str, source: str) -> Iterator[str]:
    for match in _AUTHORS.finditer(claim):
        names, year = _who_and_when(match)
        known = all(re.search(rf"(?<!{_LATIN}){re.escape(name)}(?!{_LATIN})", source) for name in names)
        if not known or (year and year not in source):
            yield match[0]


def _who_and_when(match: re.Match[str]) -> tuple[list[str], str]:
    names = next(filter(None, (match[group] for group in ("et_al", "pair", "one", "inside"))), "")
    years = (match[group] for group in ("year", "pair_year", "one_year", "inside_year"))
    return re.findall(_NAME, names), next(filter(None, years), "")


def _marks(claim: str, source: str) -> Iterator[str]:
    close = _closed(source)
    for pattern in (_NUMBERED, _REGISTERED):
        yield from (match[0] for match in pattern.finditer(claim) if _closed(match[0]) not in close)


def _closed(text: str) -> str:
    return re.sub(r"\s+", "", text).lower()


def _named(claim: str, titles: str) -> Iterator[str]:
    for match in _TITLE.finditer(claim):
        title = match[1] or match[2]
        letters = "".join(sign for sign in title.casefold() if sign.isalnum())
        short = match[2] is not None and len(title) < _SHORTEST
        if not short and len(_WORD.findall(title)) >= _LEAST_WORDS and letters not in titles:
            yield match[0]
