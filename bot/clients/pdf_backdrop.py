"""What a page of pdfium paints behind its text: can a reader see a text object? Used by `pdf_sheet`."""

import ctypes
from collections.abc import Iterator
from functools import cached_property

# pypdfium2's raw half is generated code without annotations
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from bot.clients.pdf_calls import plain

WHITE = 242  # of 255: paler than any grey that is meant to be read
FAINT = 13  # of 255: 5% opacity
DEPTH = 4  # of forms within forms
BAND = 10.0  # points: a figure may hold thousands of areas, a band of the page few
FAR = 5000.0  # points: no page is larger
INVISIBLE_MODES = frozenset({3, 7})  # PDF 32000-1, table 106: neither fill nor stroke; clip only
STROKED_MODES = frozenset({1, 2, 5, 6})

Box = tuple[float, float, float, float]  # left, bottom, right, top in the file's own space
Matrix = tuple[float, float, float, float, float, float]


class Backdrop:
    """The coloured areas and images of one page, looked for only when a text is suspect."""

    def __init__(self, page: object) -> None:
        self._page = page
        self._ink = (ctypes.c_uint * 4)()
        self._inks = tuple(ctypes.addressof(self._ink) + 4 * place for place in range(4))
        self._mode_of = plain("FPDFTextObj_GetTextRenderMode", "ip")
        self._colour = plain("FPDFPageObj_GetFillColor", "ippppp")

    def hides(self, text: int, point: tuple[float, float]) -> bool:
        """Whether the text object at an address, which starts at `point`, shows nothing on empty paper.

        That is: no ink, or white ink.
        Invisible text over an image is the layer of a text recognition; over filled paths it spells out
        letters that a drawing program turned into outlines. Readers see both.
        """
        mode, ink = self._mode_of(text), self._ink
        if mode in INVISIBLE_MODES:
            return not self._is_painted(point)
        if mode in STROKED_MODES or not self._colour(text, *self._inks):
            return False
        pale = ink[0] >= WHITE and ink[1] >= WHITE and ink[2] >= WHITE
        return (pale or ink[3] < FAINT) and not self._is_painted(point)

    def _is_painted(self, point: tuple[float, float]) -> bool:
        x, y = point
        areas = self._areas.get(int(y // BAND), ())
        return any(
            left - 2 <= x <= right + 2 and bottom - 2 <= y <= top + 2 for left, bottom, right, top in areas
        )

    @cached_property
    def _areas(self) -> dict[int, list[Box]]:
        """The box of everything that is not text and not white, by the bands of the page that it touches."""
        count = pdfium.FPDFPage_CountObjects(self._page)
        top_level = (pdfium.FPDFPage_GetObject(self._page, index) for index in range(count))
        bands: dict[int, list[Box]] = {}
        for box in _painted(top_level, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), DEPTH):
            lowest, highest = (int(max(-FAR, min(FAR, edge)) // BAND) for edge in (box[1] - 2, box[3] + 2))
            for band in range(lowest, highest + 1):
                bands.setdefault(band, []).append(box)
        return bands


def _painted(drawings: Iterator[object], matrix: Matrix, depth: int) -> Iterator[Box]:
    for drawing in drawings:
        kind = pdfium.FPDFPageObj_GetType(drawing)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            if depth:
                count = pdfium.FPDFFormObj_CountObjects(drawing)
                inner = (pdfium.FPDFFormObj_GetObject(drawing, index) for index in range(count))
                yield from _painted(inner, _times(_matrix(drawing), matrix), depth - 1)
        elif kind in {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING} or (
            kind == pdfium.FPDF_PAGEOBJ_PATH and _is_filled(drawing)
        ):
            yield _bounds(drawing, matrix)


def _is_filled(path: object) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    ink = _ink(path)
    return fill.value != 0 and (ink is None or (min(ink[:3]) < WHITE and ink[3] >= FAINT))


def _ink(drawing: object) -> tuple[int, int, int, int] | None:
    """Red, green, blue and opacity, 0 to 255; None for a pattern."""
    red, green, blue, opacity = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    if not pdfium.FPDFPageObj_GetFillColor(drawing, red, green, blue, opacity):
        return None
    return red.value, green.value, blue.value, opacity.value


def _bounds(drawing: object, matrix: Matrix) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(drawing, left, bottom, right, top)
    a, b, c, d, e, f = matrix
    corners = [
        (a * x + c * y + e, b * x + d * y + f)
        for x in (left.value, right.value)
        for y in (bottom.value, top.value)
    ]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _matrix(form: object) -> Matrix:
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(form, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
