"""One open page of pdfium -> its runs of visible text; the inner half of `pdf_pages`.

Work goes by text objects: two or three cheap calls tell where an object ends, and a character's box is
asked for only at the ends of words.
"""

import ctypes
import math
import struct
from collections.abc import Sequence
from itertools import pairwise

# pypdfium2 ships no type marker
import pypdfium2  # type: ignore[import-untyped]

# its raw half is generated code without annotations
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from bot.clients.pdf_accents import has_accents, with_accents
from bot.clients.pdf_backdrop import Backdrop, Drawn
from bot.clients.pdf_calls import plain
from bot.clients.pdf_letters import SOFT_HYPHEN, WORD, Stroke, font_of, letters_of, strokes_of
from bot.clients.pdf_places import Places
from bot.domain.pages import Font, Page, Run

WIDE_GAP = 0.8  # of the size; word spaces of justified text are narrower
DOUBLE_GAP = 0.42  # of the size; told from a word space by two spaces, which pdfium makes one of
PROSE = 30  # letters: shorter stretches may be cells or names
WIDEST = 0.62  # of the size: the mean letter of running text, spaces included, is narrower
TINY = 1.6  # points
HIDDEN_WORDS = 3  # fewer on a page are labels of a figure, not a message
UPRIGHT, UPWARD, UPSIDE_DOWN, DOWNWARD, ASKEW = range(5)
NO_FONT = Font("", bold=False, italic=False)
_colour = struct.Struct("4I").unpack_from


class Sheet:
    """One open page, asked object by object."""

    def __init__(self, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> None:
        self._box: tuple[float, float, float, float] = page.get_cropbox()
        self._places = Places(text)
        self._faces: dict[int, Font] = {}
        self._drawn: dict[int, Drawn] = {}
        self._way = UPRIGHT
        self._ink = (ctypes.c_uint * 4)()
        self._inks = tuple(ctypes.addressof(self._ink) + 4 * place for place in range(4))
        self._font_of = plain("FPDFTextObj_GetFont", "pp")
        self._mode_of = plain("FPDFTextObj_GetTextRenderMode", "ip")
        self._colour_of = plain("FPDFPageObj_GetFillColor", "ippppp")
        self.letters = letters_of(text)
        """The page's raw text."""
        self._flat = self.letters.replace(SOFT_HYPHEN, "-")
        self._letters: Sequence[str] = self._flat
        self._strokes: list[Stroke] = list(strokes_of(text, self._flat))
        self._whole = "\0" not in self._flat
        if has_accents(self._flat):
            self._letters = with_accents(self._flat, self._places)
            self._flat = "".join([letter[:1] or "\0" for letter in self._letters])
            self._whole = False
        self._backdrop = Backdrop(page, self._places)

    def read(self, number: int) -> Page:
        """The page's visible runs in the file's order."""
        self._way = self._main_way()
        left, bottom, right, top = self._box
        width, height = right - left, top - bottom
        if self._way in {UPWARD, DOWNWARD}:
            width, height = height, width
        unseen = self._backdrop.unseen(self._strokes, self._drawn, letters=self._flat)
        runs: list[Run] = []
        turned: list[str] = []
        hidden: list[str] = []
        for owner, start, end in self._strokes:
            drawn = self._drawn[owner]
            if drawn.way != self._way:
                turned.append(self._text(start, end).strip())
                continue
            visible = drawn.size >= TINY and owner not in unseen
            for run in self._runs(drawn, start, end):
                text, leftmost, rightmost, base, size, _ = run
                if visible and rightmost > 0 and leftmost < width and 0 < base < height + size:
                    runs.append(run)
                else:
                    hidden.append(text.strip())
        words = " ".join(hidden)
        told = sum(any(map(str.isalnum, word)) for word in words.split()) >= HIDDEN_WORDS
        return Page(number, width, height, tuple(runs), tuple(turned), words if told else "")

    def _main_way(self) -> int:
        """Which way most of the page's text runs; a sideways page is read as if it were turned upright."""
        letters = [0, 0, 0, 0, 0]
        known = self._drawn
        for owner, start, end in self._strokes:
            drawn = known.get(owner)
            if drawn is None:
                drawn = known[owner] = self._look(owner, start)
            letters[drawn.way] += end - start
        return max(range(ASKEW), key=letters.__getitem__)

    def _look(self, owner: int, index: int) -> Drawn:
        a, b, c, d, x, y = self._places.matrix(index)
        size = self._places.size(index) * (d if c == 0 and d > 0 else math.hypot(c, d))
        address = int(self._font_of(owner) or 0)
        font = self._faces.get(address)
        if font is None:
            drawn = ctypes.cast(address, pdfium.FPDF_FONT)
            font = self._faces[address] = font_of(drawn) if address else NO_FONT
        coloured = self._colour_of(owner, *self._inks)
        ink = _colour(self._ink) if coloured else None
        way = UPRIGHT if b == 0 and a > 0 else _way(a, b)
        return Drawn(size, way, font, (x, y), int(self._mode_of(owner) or 0), ink)

    def _runs(self, drawn: Drawn, start: int, end: int) -> list[Run]:
        """The stretch cut at its wide gaps."""
        flat = self._flat
        pieces: list[Run] = []
        while start < end and flat[start] in " \0":
            start += 1
        last = end
        while last > start and flat[last - 1] in " \0":
            last -= 1
        if start == last:
            return pieces
        if self._way == UPRIGHT:
            left, right = self._places.span(start, last - 1)
            left, right = left - self._box[0], right - self._box[0]
        else:
            left, right = self._edges(start)[0], self._edges(last - 1)[1]
        tail = " " if last < end and " " in flat[last:end] else ""
        text = flat[start:last] if self._whole else self._text(start, last)
        if (" " in text or not self._whole) and not _is_prose(text, right - left, drawn.size):
            pieces, left, text = self._cut(drawn, start, last, left=left)
        base = self._base(start, drawn)
        pieces.append(Run(text + tail, left, max(left, right), base, drawn.size, drawn.font))
        return pieces

    def _cut(self, drawn: Drawn, start: int, last: int, *, left: float) -> tuple[list[Run], float, str]:
        """The pieces in front of each wide gap; the left edge and the text of the last piece."""
        pieces: list[Run] = []
        text = ""
        first = place = start
        words = [found.span() for found in WORD.finditer(self._flat, start, last)]
        for (_, gap), (after, _) in pairwise(words):
            edge = self._edges(gap - 1)[1]
            begin = self._edges(after)[0]
            room = begin - edge
            if room > WIDE_GAP * drawn.size:
                text += self._text(place, gap)
                base = self._base(first, drawn)
                pieces.append(Run(text, left, max(left, edge), base, drawn.size, drawn.font))
                text, left, first, place = "", begin, after, after
            elif room > DOUBLE_GAP * drawn.size:
                text += self._text(place, gap) + "  "
                place = gap + 1
        return pieces, left, text + self._text(place, last)

    def _text(self, start: int, end: int) -> str:
        if self._whole:
            return self._flat[start:end]
        return "".join(self._letters[start:end]).replace("\0", "")

    def _edges(self, index: int) -> tuple[float, float]:
        """A character's left and right edge on the upright page."""
        if self._way == UPRIGHT:
            left, right = self._places.edges(index)
            return left - self._box[0], right - self._box[0]
        left, bottom, right, top = self._places.box(index)
        if self._way == UPWARD:
            return bottom - self._box[1], top - self._box[1]
        if self._way == DOWNWARD:
            return self._box[3] - top, self._box[3] - bottom
        return self._box[2] - right, self._box[2] - left

    def _base(self, index: int, drawn: Drawn) -> float:
        """The baseline's distance from the top of the upright page."""
        left, bottom, right, top = self._box
        if self._way == UPRIGHT:
            return top - drawn.place[1]
        x, y = self._places.origin(index)
        return {UPWARD: x - left, DOWNWARD: right - x}.get(self._way, y - bottom)


def _is_prose(text: str, width: float, size: float) -> bool:
    """Whether a stretch is running text: several words in lower case, no wider than print sets them."""
    if len(text) < PROSE or width > WIDEST * len(text) * size:
        return False
    words = text.split()
    return len(words) >= 5 and sum([word[0].islower() for word in words]) >= 0.6 * len(words)


def _way(across: float, up: float) -> int:
    if not (math.isfinite(across) and math.isfinite(up)):
        return ASKEW  # a damaged file's
    angle = math.degrees(math.atan2(up, across)) % 360
    quarter = round(angle / 90)
    return quarter % 4 if abs(angle - 90 * quarter) < 5 else ASKEW
