"""The characters, objects and fonts of a page of pdfium, by as few calls as there are; for `pdf_sheet`."""

import ctypes
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial

# pypdfium2 ships no type marker
import pypdfium2  # type: ignore[import-untyped]

# its raw half is generated code without annotations
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from bot.clients.pdf_calls import bare, handle_of
from bot.domain.pages import Font

ROW = re.compile(r"[^\n]+")
WORD = re.compile(r"[^ \n\0]+")
Span = tuple[int, int]
Stroke = tuple[int, int, int]  # its object's address, its first character, the place behind its last
Owners = Callable[[int], float | None]  # the address of the object that drew a character
CHARACTERS = 60_000  # of one page; a dense page of a paper has 9,000
SOFT_HYPHEN = "\u00ad"
# 2 and 0xFFFE are pdfium's own signs for a hyphen at a line's end; half a surrogate pair is no letter
SPECIAL = dict.fromkeys((*range(32), *range(55296, 57344)), "\0") | {
    9: " ",
    10: "\n",
    13: "\n",
    0xA0: " ",
    2: SOFT_HYPHEN,
    0xFFFE: SOFT_HYPHEN,
}
UNUSUAL = re.compile("[" + "".join(re.escape(chr(code)) for code in SPECIAL if code not in {0, 10}) + "]")


def letters_of(text: pypdfium2.PdfTextPage) -> str:
    """The page's characters in pdfium's order, one for each; one that is none is a NUL.

    A hyphen that ends a line is a soft one: who looks words up must not take it for the author's.
    """
    count = min(text.count_chars(), CHARACTERS)
    whole: str = text.get_text_range(0, count)
    if len(whole) == count:
        return UNUSUAL.sub(lambda found: SPECIAL[ord(found[0])], whole)
    # pdfium leaves some characters out of the whole: only one by one do they keep their places
    code_at, handle = bare("FPDFText_GetUnicode", "i"), handle_of(text.raw)
    codes = [int(code_at(handle, index) or 0) for index in range(count)]
    return "".join(
        [SPECIAL.get(code) or (chr(code) if 0 < code <= sys.maxunicode else "\0") for code in codes]
    )


def strokes_of(text: pypdfium2.PdfTextPage, letters: str) -> Iterator[Stroke]:
    """Owner, start and end of each stretch that one object drew, with the spaces inside and behind it.

    An object's letters follow each other: a row whose ends one object drew takes two questions, not eighty.
    """
    object_at = partial(bare("FPDFText_GetTextObject", "p"), handle_of(text.raw))
    for row in ROW.finditer(letters):
        first = WORD.search(letters, *row.span())
        if first is None:
            continue
        owner = object_at(first.start())
        if owner != object_at(row.start() + len(row[0].rstrip(" \0")) - 1):
            words = [found.span() for found in WORD.finditer(letters, first.start(), row.end())]
            yield from _strokes_among(words, row.end(), object_at=object_at)
        elif owner:
            yield int(owner), first.start(), row.end()


def _strokes_among(words: list[Span], end: int, *, object_at: Owners) -> Iterator[Stroke]:
    """The stretches of a row that several objects drew."""
    last = object_at(words[-1][1] - 1)
    place, start = 0, words[0][0]
    while place < len(words):
        owner = object_at(start)
        if owner == last:
            if owner:
                yield int(owner), start, end
            return
        place = _last_word(words, place, owner=owner, object_at=object_at)
        after = _next_start(words[place : place + 2], start, owner=owner, object_at=object_at)
        if owner:
            yield int(owner), start, after
        start = after
        while place < len(words) and words[place][1] <= start:
            place += 1


def _last_word(words: list[Span], place: int, *, owner: float | None, object_at: Owners) -> int:
    """The last word whose last letter an owner drew, or else the first; most objects have few words."""
    step, high = 1, len(words) - 1
    while place + step < high and object_at(words[place + step][1] - 1) == owner:
        place += step
        step *= 2
    high = min(high, place + step)
    while high - place > 1:
        middle = (place + high) // 2
        if object_at(words[middle][1] - 1) == owner:
            place = middle
        else:
            high = middle
    return place


def _next_start(words: list[Span], start: int, *, owner: float | None, object_at: Owners) -> int:
    """Where the next object's letters begin: in the first of two words or with the second."""
    low, high = max(start, words[0][0]), words[0][1] - 1
    if object_at(high) == owner:
        low, high = words[1][0], words[1][1] - 1
        if object_at(low) != owner:
            return low
    while high - low > 1:
        middle = (low + high) // 2
        if object_at(middle) == owner:
            low = middle
        else:
            high = middle
    return high


def font_of(font: ctypes.c_void_p) -> Font:
    """What a font is called and whether it is bold or italic, by its own word or by its name."""
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFFont_GetBaseFontName(font, name, 128)
    plain = name.value.decode("latin-1")
    plain = plain[7:] if plain[6:7] == "+" else plain
    angle = ctypes.c_int()
    pdfium.FPDFFont_GetItalicAngle(font, angle)
    low = plain.lower()
    bold = pdfium.FPDFFont_GetWeight(font) >= 600 or any(
        sign in low for sign in ("bold", "black", "medi", "bx")
    )
    italic = angle.value != 0 or any(sign in low for sign in ("ital", "obli", "cmti", "cmsl"))
    return Font(plain, bold=bold, italic=italic)
