"""The characters, objects and fonts of a page of pdfium, by as few calls as there are; for `pdf_sheet`."""

import ctypes
import re
from collections.abc import Callable, Iterator
from functools import cache

# pypdfium2 ships no type marker
import pypdfium2  # type: ignore[import-untyped]

# its raw half is generated code without annotations
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from bot.clients.pdf_calls import address_of, plain
from bot.domain.pages import Font

ROW = re.compile(r"[^\n]+")
WORD = re.compile(r"[^ \n\0]+")
Span = tuple[int, int]
CHARACTERS = 60_000  # of one page; a dense page of a paper has 9,000
# 2 and 0xFFFE are pdfium's own signs for a hyphen at a line's end; half a surrogate pair is no letter
SPECIAL = dict.fromkeys((*range(32), *range(55296, 57344)), "") | {
    9: " ",
    10: "\n",
    13: "\n",
    0xA0: " ",
    2: "-",
    0xFFFE: "-",
    0xAD: "-",
}
UNUSUAL = re.compile("[" + "".join(map(re.escape, map(chr, SPECIAL))) + "]")


def letters_of(text: pypdfium2.PdfTextPage) -> list[str]:
    """The page's characters in pdfium's order; one that is none is empty."""
    count = min(text.count_chars(), CHARACTERS)
    whole = text.get_text_range(0, count)
    if len(whole) == count:
        letters = list(whole)
        for found in UNUSUAL.finditer(whole):
            letters[found.start()] = SPECIAL[ord(found[0])]
        return letters
    # pdfium leaves some characters out of the whole: only one by one do they keep their places
    code_at, handle = plain("FPDFText_GetUnicode", "ipi"), address_of(text.raw)
    codes = [int(code_at(handle, index) or 0) for index in range(count)]
    return [SPECIAL[code] if code in SPECIAL else chr(code) for code in codes]


def strokes_of(text: pypdfium2.PdfTextPage, letters: list[str]) -> Iterator[tuple[int, int, int]]:
    """Owner, start and end of each stretch that one object drew, with the spaces inside and behind it.

    An object's letters follow each other: a row whose ends one object drew takes two questions, not eighty.
    """
    owner_of = _asker(text)
    flat = "".join([letter or "\0" for letter in letters])
    for row in ROW.finditer(flat):
        words = [found.span() for found in WORD.finditer(flat, row.start(), row.end())]
        place = 0
        start = words[0][0] if words else 0
        while place < len(words):
            owner = owner_of(start)
            place += _last_of(owner, words[place:], owner_of)
            after = _next_start(owner, words[place:], start, owner_of=owner_of)
            if owner:
                yield owner, start, row.end() if after is None else after
            if after is None:
                break
            start = after
            while place < len(words) and words[place][1] <= start:
                place += 1


def _asker(text: pypdfium2.PdfTextPage) -> Callable[[int], int]:
    object_at = plain("FPDFText_GetTextObject", "ppi")
    handle = address_of(text.raw)
    return cache(lambda index: int(object_at(handle, index) or 0))


def _last_of(owner: int, words: list[Span], owner_of: Callable[[int], int]) -> int:
    """The place of the last word whose last letter the owner drew; 0 where none is."""
    high = len(words) - 1
    if owner_of(words[high][1] - 1) == owner:
        return high
    low = 0
    while high - low > 1:
        middle = (low + high) // 2
        if owner_of(words[middle][1] - 1) == owner:
            low = middle
        else:
            high = middle
    return low


def _next_start(owner: int, words: list[Span], start: int, *, owner_of: Callable[[int], int]) -> int | None:
    """Where the next object's letters begin: in the first word or with the second; None for nowhere."""
    low, high = max(start, words[0][0]), words[0][1] - 1
    if owner_of(high) == owner:
        if len(words) == 1:
            return None
        low, high = words[1][0], words[1][1] - 1
        if owner_of(low) != owner:
            return low
    while high - low > 1:
        middle = (low + high) // 2
        if owner_of(middle) == owner:
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
