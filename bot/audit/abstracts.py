"""Pure, two checks of an entry: an abstract that is a caption, one that runs on into what follows it."""

import re

CAPTION = re.compile(
    r"\W*(?:(?:fig(?:ure|\.)?|tab(?:le|\.)?|algorithm)s?\s*(?:\d+|[IVX]+|[A-Z]\d)\b|[图表]\s*\d)"
    r"|\W*(?:Figure|Fig\.|Table)\s",
    re.IGNORECASE,
)
# Headings and notices behind an abstract, each only in a form in which it is no word of a sentence.
BEHIND = re.compile(
    r"(?i:\b(?:CCS Concepts|ACM Reference Format|PVLDB Reference Format|Categories and Subject Descriptors)\b"
    r"|\bPermission to make digital or hard copies\b|\bPersonal use of this material\b"
    r"|(?<=[.!?*†‡∗§¶\d])\s?(?:these |both |the first two |the two )?"
    r"(?:authors (?:have )?contributed equally|equal contributions?)\b"
    r"|\bcorresponding authors?\s*[:.*(]|\bdenotes (?:the )?(?:equal|corresponding)\b"
    r"|\bPreprint\.\s+(?:Under|Work)\b"
    r"|\bThis work (?:was|is) (?:partially |partly )?(?:supported|funded) by\b"
    r"|(?:©|\(c\)|\bcopyright)\s*(?:19|20)\d\d\b|\barXiv:\d{4}\.\d{4,5}v\d)"
    r"|\b(?:General Terms|GENERAL TERMS|Index Terms|INDEX TERMS|Key ?[Ww]ords(?: and [Pp]hrases)?|KEY ?WORDS)"
    r"\s*[:•—–]"
    r"|(?<=[.!?]) (?:Keywords|Key words|Index Terms|INDEX TERMS|KEYWORDS)\b"
    r"|(?<=[.!?\d]) (?:1|I|1\.|I\.) (?:Introduction|INTRODUCTION)\b|(?<=[.!?]) INTRODUCTION\b"
    r"|(?<=[.!?]) \d+(?:st|nd|rd|th) (?:International |Annual )?Conference on\b"
    r"|(?<=[.!?]) (?:Figure|Fig\.|Table) \d+\s*[.:|]"
)
SHOWN = 40  # characters behind what was found


def caption(abstract: str) -> str | None:
    """How an abstract begins that is the caption of a figure or a table; None for another."""
    found = CAPTION.match(abstract)
    return abstract[: found.end() + SHOWN].strip() if found else None


def what_follows(abstract: str) -> str | None:
    """The first words behind the end of an abstract that runs on; None for one that ends where it should."""
    found = BEHIND.search(abstract)
    return abstract[found.start() : found.end() + SHOWN].strip() if found else None
