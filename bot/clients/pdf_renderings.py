"""Does a page show the letters of a text? The last word on text that may be hidden; for `pdf_backdrop`."""

import ctypes
import math
from collections.abc import Collection, Iterable, Iterator, Mapping

# pypdfium2 ships no type marker
import pypdfium2  # type: ignore[import-untyped]

# its raw half is generated code without annotations
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from bot.clients.pdf_calls import plain
from bot.clients.pdf_places import Box

SCALE = 1.5  # pixels a point: letters of 5 points are still told from paper
LARGEST = 1600  # pixels of the longer side
SEEN = 12  # of 255: ink that differs less from what is around it is none to a reader
ALIKE = 0.3  # correlation: a picture that does not spell the text stays below 0.2
LOWEST = 5.0  # points: a row of print, be its boxes those of stops
SAMPLE = 4_000  # pixels of one text

Bounds = tuple[int, int, int, int]  # left, top, right and bottom, in pixels


def shown_among(
    page: pypdfium2.PdfPage, texts: Mapping[int, Box], *, inkless: Collection[int], covers: Collection[int]
) -> set[int]:
    """Those of the texts, by their objects' addresses, with their boxes, whose letters the page shows.

    A text with ink is shown where the page without it looks different. Else it may be what drawing programs
    leave beside letters that they turned into outlines or a picture: the page shows its letters where it is
    darker or paler than around them. Up to four renderings, 5 to 100 ms each; the page is not what it was
    afterwards.
    """
    around = _bounds(page, _union(texts.values()))
    picture = Picture.of(page, around)
    painted = [owner for owner in texts if owner not in inkless]
    shown: set[int] = set()
    if painted:
        _switch(painted, active=False)
        without = Picture.of(page, around)
        _switch(painted, active=True)
        shown = {owner for owner in painted if _differ(picture, without, _bounds(page, texts[owner]))}
    rest = {owner: box for owner, box in texts.items() if owner not in shown}
    if rest:
        _switch(covers, active=False)
        pale, dark = (_in_ink(page, rest, shade, around=around) for shade in (255, 0))
        for row in _rows(rest):
            bounds = _bounds(page, _union(rest[owner] for owner in row))
            if _are_spelled(*(each.pixels(bounds) for each in (picture, pale, dark))):
                shown.update(row)
    return shown


def _switch(drawings: Collection[int], *, active: bool) -> None:
    for address in drawings:
        plain("FPDFPageObj_SetIsActive", "ipi")(address, int(active))


def _differ(one: "Picture", other: "Picture", bounds: Bounds) -> bool:
    pairs = zip(one.pixels(bounds), other.pixels(bounds), strict=True)
    return any(abs(shade - without) >= SEEN for shade, without in pairs)


def _rows(texts: Mapping[int, Box]) -> Iterator[list[int]]:
    """Texts that follow each other on one row: of a single letter a rendering says little."""
    row: list[int] = []
    for owner, (left, bottom, _, top) in texts.items():
        if row:
            _, low, end, high = texts[row[-1]]
            slack = max(top - bottom, high - low, LOWEST)
            if abs(bottom - low) > slack or not -slack < left - end < slack:
                yield row
                row = []
        row.append(owner)
    if row:
        yield row


class Picture:
    """A part of a page, rendered in shades of grey, one byte a pixel."""

    def __init__(self, bitmap: pypdfium2.PdfBitmap, around: Bounds) -> None:
        self._left, self._top = around[:2]
        self._width, self._height = bitmap.width, bitmap.height
        self._stride: int = bitmap.stride
        self._content = bytes(bitmap.buffer)

    @classmethod
    def of(cls, page: pypdfium2.PdfPage, around: Bounds) -> "Picture":
        """What the page looks like now within bounds."""
        scale = _scale(page)
        left, top, right, bottom = around
        width, height = (math.ceil(side * scale) for side in page.get_size())
        bitmap = page.render(
            scale=scale,
            crop=(left / scale, (height - bottom) / scale, (width - right) / scale, top / scale),
            grayscale=True,
            may_draw_forms=False,
            draw_annots=False,
        )
        try:
            return cls(bitmap, around)
        finally:
            bitmap.close()

    def pixels(self, bounds: Bounds) -> bytes:
        """The shades within bounds of the page, row after row."""
        left, right = (min(max(0, edge - self._left), self._width) for edge in (bounds[0], bounds[2]))
        top, bottom = (min(max(0, edge - self._top), self._height) for edge in (bounds[1], bounds[3]))
        rows = (row * self._stride for row in range(top, bottom))
        return b"".join(self._content[row + left : row + right] for row in rows)


def _scale(page: pypdfium2.PdfPage) -> float:
    width, height = page.get_size()
    return min(SCALE, LARGEST / max(float(width), float(height), 1.0))


def _union(boxes: Iterable[Box]) -> Box:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _bounds(page: pypdfium2.PdfPage, box: Box) -> Bounds:
    """A box in the file's own space as pixels of the whole page."""
    width, height = (math.ceil(side * _scale(page)) for side in page.get_size())
    across, down = ctypes.c_int(), ctypes.c_int()
    xs, ys = [], []
    for x, y in ((box[0], box[1]), (box[2], box[3]), (box[0], box[3]), (box[2], box[1])):
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, x, y, across, down)
        xs.append(across.value)
        ys.append(down.value)
    left, right = (min(max(0, edge), width) for edge in (min(xs) - 1, max(xs) + 2))
    top, bottom = (min(max(0, edge), height) for edge in (min(ys) - 1, max(ys) + 2))
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _in_ink(page: pypdfium2.PdfPage, texts: Mapping[int, Box], shade: int, *, around: Bounds) -> Picture:
    """The page with some texts filled in one shade of grey."""
    for owner in texts:
        plain("FPDFTextObj_SetTextRenderMode", "ipi")(owner, pdfium.FPDF_TEXTRENDERMODE_FILL)
        plain("FPDFPageObj_SetFillColor", "ipiiii")(owner, shade, shade, shade, 255)
    return Picture.of(page, around)


def _are_spelled(shown: bytes, pale: bytes, dark: bytes) -> bool:
    """Whether what is shown gets darker or paler where a text's letters stand."""
    step = max(1, len(shown) // SAMPLE)
    letters = [one - two for one, two in zip(pale[::step], dark[::step], strict=True)]
    shades = shown[::step]
    count = len(shades)
    if not count:
        return False
    mean, level = sum(letters) / count, sum(shades) / count
    spread = sum([(one - mean) ** 2 for one in letters])
    change = sum([(one - level) ** 2 for one in shades])
    common = abs(sum([(one - mean) * (two - level) for one, two in zip(letters, shades, strict=True)]))
    if spread < count:  # no letter can be painted there: the text is clipped away
        return False
    return common >= SEEN / 255 * spread and common**2 >= ALIKE**2 * spread * change
