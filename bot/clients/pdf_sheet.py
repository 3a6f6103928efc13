"""One open page of pdfium -> its runs of visible text; the inner half of `pdf_pages`.

Work goes by text objects: two cheap calls a character tell where an object ends, and a character's box is
asked for only at the ends of words.
"""

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass

# pypdfium2 ships no type marker
import pypdfium2  # type: ignore[import-untyped]

# its raw half is generated code without annotations
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from bot.clients.pdf_backdrop import Backdrop
from bot.clients.pdf_calls import address_of, plain
from bot.clients.pdf_letters import font_of, letters_of, strokes_of
from bot.domain.pages import Font, Page, Run

WIDE_GAP = 0.8  # of the size; word spaces of justified text are narrower
DOUBLE_GAP = 0.42  # of the size; told from a word space by two spaces, which pdfium makes one of
PROSE = 30  # letters: shorter stretches may be cells or names
WIDEST = 0.62  # of the size: the mean letter of running text, spaces included, is narrower
TINY = 1.6  # points
HIDDEN_WORDS = 3  # fewer on a page are labels of a figure, not a message
UPRIGHT, UPWARD, UPSIDE_DOWN, DOWNWARD, ASKEW = range(5)
BLANK = frozenset({" ", "  ", ""})
# TeX's old fonts draw an accent as a character of its own, over the letter it belongs to
ACCENTS = dict(
    zip(
        "´`ˆ˜¨ˇ¸˘˝˙¯˚",
        "\u0301\u0300\u0302\u0303\u0308\u030c\u0327\u0306\u030b\u0307\u0304\u030a",
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What all characters of one text object share."""

    size: float
    way: int
    font: Font
    hidden: bool
    place: tuple[float, float]  # where its first letter stands, in the file's own space


class Sheet:
    """One open page, asked character by character."""

    def __init__(self, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> None:
        self._text = text.raw
        self._box: tuple[float, float, float, float] = page.get_cropbox()
        self._backdrop = Backdrop(page.raw)
        self._faces: dict[int, Font] = {}
        self._drawn: dict[int, Drawn] = {}
        self._way = UPRIGHT
        # asked for thousands of times: room for the answers is made once
        self._handle = address_of(text.raw)
        self._four = (ctypes.c_double * 4)()
        self._places = tuple(ctypes.addressof(self._four) + 8 * place for place in range(4))
        self._matrix = pdfium.FS_MATRIX()
        self._box_of = plain("FPDFText_GetCharBox", "ipipppp")
        self._origin_of = plain("FPDFText_GetCharOrigin", "ipipp")
        self._matrix_of = plain("FPDFText_GetMatrix", "ipip")
        self._letters = letters_of(text)
        self._strokes = list(strokes_of(text, self._letters))
        if not ACCENTS.keys().isdisjoint(self._letters):
            for index, letter in enumerate(self._letters):
                if letter in ACCENTS:
                    self._join_accent(index)

    def read(self, number: int) -> Page:
        """The page's visible runs in the file's order."""
        self._way = self._main_way()
        left, bottom, right, top = self._box
        width, height = right - left, top - bottom
        if self._way in {UPWARD, DOWNWARD}:
            width, height = height, width
        runs: list[Run] = []
        turned: list[str] = []
        hidden: list[str] = []
        for owner, start, end in self._strokes:
            drawn = self._drawn[owner]
            if drawn.way != self._way:
                turned.append("".join(self._letters[start:end]).strip())
                continue
            for run in self._runs(drawn, start, end):
                inside = run.right > 0 and run.left < width and 0 < run.base < height + run.size
                if inside and not drawn.hidden:
                    runs.append(run)
                else:
                    hidden.append(run.text.strip())
        unseen = " ".join(hidden)
        words = sum(any(map(str.isalnum, word)) for word in unseen.split())
        message = unseen if words >= HIDDEN_WORDS else ""
        return Page(number, width, height, tuple(runs), tuple(turned), message)

    def _main_way(self) -> int:
        """Which way most of the page's text runs; a sideways page is read as if it were turned upright."""
        ways: Counter[int] = Counter({UPRIGHT: 0})
        known = self._drawn
        for owner, start, end in self._strokes:
            drawn = known.get(owner)
            if drawn is None:
                drawn = known[owner] = self._look(owner, start)
            if drawn.way != ASKEW:
                ways[drawn.way] += end - start
        return max(ways, key=ways.__getitem__)

    def _look(self, owner: int, index: int) -> Drawn:
        matrix = self._matrix
        self._matrix_of(self._handle, index, ctypes.addressof(matrix))
        # the size that the file states may be 1, with a matrix that scales it
        size = pdfium.FPDFText_GetFontSize(self._text, index) * math.hypot(matrix.c, matrix.d)
        font = self._face(int(plain("FPDFTextObj_GetFont", "pp")(owner) or 0))
        place = matrix.e, matrix.f
        hidden = size < TINY or self._backdrop.hides(owner, place)
        return Drawn(size, _way(matrix.a, matrix.b), font, hidden, place)

    def _face(self, address: int) -> Font:
        font = self._faces.get(address)
        if font is None:
            drawn = ctypes.cast(address, pdfium.FPDF_FONT)
            font = self._faces[address] = font_of(drawn) if address else Font("", bold=False, italic=False)
        return font

    def _runs(self, drawn: Drawn, start: int, end: int) -> Iterator[Run]:
        """The stretch cut at its wide gaps."""
        letters = self._letters
        while start < end and letters[start] in BLANK:
            start += 1
        last = end
        while last > start and letters[last - 1] in BLANK:
            last -= 1
        if start == last:
            return
        left, right = self._edges(start)[0], self._edges(last - 1)[1]
        tail = " " if " " in letters[last:end] else ""
        text = "".join(letters[start:last])
        if not _is_prose(text, right - left, drawn.size):
            cut = yield from self._cut(drawn, start, last)
            text = "".join(letters[cut:last])
            left = left if cut == start else self._edges(cut)[0]
        yield Run(text + tail, left, max(left, right), self._base(start, drawn), drawn.size, drawn.font)

    def _cut(self, drawn: Drawn, start: int, last: int) -> Generator[Run, None, int]:
        """The pieces in front of each wide gap; where the last piece begins."""
        letters = self._letters
        index = start
        while index < last:
            gap = index
            while gap < last and letters[gap] not in BLANK:
                gap += 1
            after = gap
            while after < last and letters[after] in BLANK:
                after += 1
            if after >= last:
                break
            edge = self._edges(gap - 1)[1]
            room = self._edges(after)[0] - edge
            if room > WIDE_GAP * drawn.size:
                left = self._edges(start)[0]
                text = "".join(letters[start:gap])
                yield Run(text, left, max(left, edge), self._base(start, drawn), drawn.size, drawn.font)
                start = after
            elif room > DOUBLE_GAP * drawn.size:
                letters[gap] = "  "
            index = after
        return start

    def _edges(self, index: int) -> tuple[float, float]:
        """A character's left and right edge on the upright page."""
        self._box_of(self._handle, index, *self._places)
        left, right, bottom, top = self._four
        if self._way == UPRIGHT:
            return left - self._box[0], right - self._box[0]
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
        x, y = self._point(index)
        return {UPWARD: x - left, DOWNWARD: right - x}.get(self._way, y - bottom)

    def _point(self, index: int) -> tuple[float, float]:
        self._origin_of(self._handle, index, *self._places[:2])
        return self._four[0], self._four[1]

    def _join_accent(self, index: int) -> None:
        """Put an accent onto the letter that it stands over, and close the space that it seemed to make."""
        letters = self._letters
        left, right = self._edges(index)
        middle, level = (left + right) / 2, self._point(index)[1]
        reach = pdfium.FPDFText_GetFontSize(self._text, index) or 1.0
        nearby = sorted(
            range(max(0, index - 90), min(len(letters), index + 90)), key=lambda at: abs(at - index)
        )
        for at in nearby:
            if not letters[at].isalpha() or letters[at] in ACCENTS or abs(self._point(at)[1] - level) > reach:
                continue
            near, far = self._edges(at)
            if near - 0.5 <= middle <= far + 0.5:
                plain = {"ı": "i", "ȷ": "j"}.get(letters[at], letters[at])
                letters[at] = unicodedata.normalize("NFC", plain + ACCENTS[letters[index]])
                letters[index] = ""
                for beside in (index - 1, index + 1):
                    if 0 < beside < len(letters) - 1 and letters[beside] == " ":
                        letters[beside] = "" if self._touching(beside) else " "
                return

    def _touching(self, index: int) -> bool:
        """Whether the letters on both sides of a space that pdfium made up stand in one word."""
        before, after = index - 1, index + 1
        while before > 0 and self._letters[before] in BLANK:
            before -= 1
        while after < len(self._letters) - 1 and self._letters[after] in BLANK:
            after += 1
        return self._edges(after)[0] - self._edges(before)[1] < 1.2


def _is_prose(text: str, width: float, size: float) -> bool:
    """Whether a stretch is running text: several words in lower case, no wider than print sets them."""
    if len(text) < PROSE or width > WIDEST * len(text) * size:
        return False
    words = text.split()
    return len(words) >= 5 and sum(word[0].islower() for word in words) >= 0.6 * len(words)


def _way(across: float, up: float) -> int:
    if up == 0 and across > 0:
        return UPRIGHT
    angle = math.degrees(math.atan2(up, across)) % 360
    quarter = round(angle / 90)
    return quarter % 4 if abs(angle - 90 * quarter) < 5 else ASKEW
