"""The filled paths and images of a page of pdfium, in the order of painting; for `pdf_backdrop`."""

import ctypes
import struct
from collections import defaultdict
from collections.abc import Container
from typing import NamedTuple

# pypdfium2 ships no type marker
import pypdfium2  # type: ignore[import-untyped]

# its raw half is generated code without annotations
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from bot.clients.pdf_calls import address_of, plain
from bot.clients.pdf_places import Box, Matrix

DEPTH = 4  # of forms within forms
MOST = 4_000  # objects of a page that are looked at: a figure may hold a hundred thousand
BAND = 10.0  # points: a figure may hold thousands of areas, a band of the page few
FAR = 5000.0  # points: no page is larger
WIDE, HIGH = 4.0, 2.5  # points: nothing smaller hides or shows a word
LIKE = 16  # of 255: two inks that differ less are one to a reader's eye
OPAQUE = 250  # of 255
CORNERS = 20  # points of a rectangle with round corners
EVERY_WAY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Ink = tuple[int, int, int, int]  # red, green, blue and opacity, 0 to 255
_bounds = struct.Struct("4f").unpack_from
_colour = struct.Struct("4I").unpack_from
_six = struct.Struct("6f").unpack_from


class Area(NamedTuple):
    """A part of the page that something paints, in the file's own space."""

    rank: int  # what is painted later has a higher one
    box: Box
    ink: Ink | None  # None for an image, a shading or a pattern
    address: int
    image: bool
    clear: bool  # blended with what is under it, or masked
    simple: bool  # it fills its box: a rectangle, also one with round corners

    @property
    def is_opaque(self) -> bool:
        """Whether nothing shows through it."""
        return self.simple and not self.clear and (self.ink is None or self.ink[3] >= OPAQUE)


Around = tuple[list[Area], list[Area]]


class Areas:
    """The areas of one page, by the bands of the page that they touch, and the ranks of its texts."""

    def __init__(self) -> None:
        self.ranks: dict[int, int] = {}
        self.cut_short = False  # the page has more objects than are looked at
        self.painted = 0.0  # square points that all of them take
        self.imaged = 0.0  # square points that images take
        self._bands: dict[int, list[Area]] = defaultdict(list)
        self._last_cover = 0  # the rank of what is painted last of all that hides what is under it
        self._inks: set[Ink] = set()  # of what shows nothing through
        self._alike: dict[Ink, bool] = {}

    @classmethod
    def of(cls, page: pypdfium2.PdfPage, *, texts: Container[int]) -> "Areas":
        """The areas of a page; `texts` are the addresses of its text objects."""
        areas = cls()
        handle = address_of(page.raw)
        count = int(plain("FPDFPage_CountObjects", "ip")(handle) or 0)
        Scan(areas, texts).read(handle, count, form=False)
        return areas

    def add(self, area: Area) -> None:
        """Note one more."""
        left, bottom, right, top = area.box
        if area.is_opaque:
            self._last_cover = area.rank
        if area.ink is not None and not area.clear:
            self._inks.add(area.ink)
        self.painted += (right - left) * (top - bottom)
        if area.image:
            self.imaged += (right - left) * (top - bottom)
        for band in range(_band(bottom), _band(top) + 1):
            self._bands[band].append(area)

    def touches(self, box: Box) -> bool:
        """Whether an area may reach into a box no higher than a line."""
        if self.cut_short:
            return True
        left, bottom, right, top = box
        return any(
            area.box[0] < right and left < area.box[2] and area.box[1] < top and bottom < area.box[3]
            for band in range(_band(bottom), _band(top) + 1)
            for area in self._bands.get(band, ())
        )

    def may_hide(self, text: int, ink: Ink | None) -> bool:
        """Whether any area of the page is painted over a text, by its object's address, or has its ink."""
        if self.ranks.get(text, MOST) <= self._last_cover:
            return True
        if ink is None:
            return False
        alike = self._alike.get(ink)
        if alike is None:
            alike = self._alike[ink] = any(are_alike(ink, other) for other in self._inks)
        return alike

    def hold(self, x: float, y: float) -> bool:
        """Whether a point lies in an area."""
        for area in self._bands.get(_band(y), ()):
            left, bottom, right, top = area.box
            if left - 1 <= x <= right + 1 and bottom - 1 <= y <= top + 1:
                return True
        return False

    def around(self, text: int, box: Box) -> Around:
        """The areas that hold a text, by its object's address and its box: those behind it, those over it."""
        left, bottom, right, top = box
        middle = (bottom + top) / 2
        bands = self._bands.get(_band(middle))
        if not bands:
            return [], []
        rank = self.ranks.get(text, MOST)
        behind: list[Area] = []
        over: list[Area] = []
        for area in bands:
            edges = area.box
            if edges[0] <= left + 1 and right - 1 <= edges[2] and edges[1] <= middle <= edges[3]:
                (behind if area.rank < rank else over).append(area)
        return behind, over


def are_alike(one: Ink, other: Ink) -> bool:
    """Whether a reader takes two inks for one."""
    return abs(one[0] - other[0]) < LIKE and abs(one[1] - other[1]) < LIKE and abs(one[2] - other[2]) < LIKE


def _band(height: float) -> int:
    if -FAR < height < FAR:
        return int(height // BAND)
    return int(max(-FAR, min(FAR, height)) // BAND)


class Scan:
    """Goes through a page's objects once, in the order in which they are painted."""

    def __init__(self, areas: Areas, texts: Container[int]) -> None:
        self._areas = areas
        self._texts = texts
        self._rank = 0
        self._room = (ctypes.c_uint32 * 6)()
        self._places = tuple(ctypes.addressof(self._room) + 4 * place for place in range(6))
        self._count_of = plain("FPDFFormObj_CountObjects", "ip")
        self._type_of = plain("FPDFPageObj_GetType", "ip")
        self._bounds_of = plain("FPDFPageObj_GetBounds", "ippppp")
        self._mode_of = plain("FPDFPath_GetDrawMode", "ippp")
        self._corners_of = plain("FPDFPath_CountSegments", "ip")
        self._colour_of = plain("FPDFPageObj_GetFillColor", "ippppp")
        self._matrix_of = plain("FPDFPageObj_GetMatrix", "ipp")
        self._is_clear = plain("FPDFPageObj_HasTransparency", "ip")

    def read(
        self, owner: int, count: int, *, form: bool, matrix: Matrix = EVERY_WAY, depth: int = DEPTH
    ) -> None:
        """Note the areas and texts of a page or of a form, which lies on the page by its matrix."""
        kept, texts, ranks = self._areas, self._texts, self._areas.ranks
        object_at = plain("FPDFFormObj_GetObject" if form else "FPDFPage_GetObject", "ppi")
        for index in range(count):
            self._rank += 1
            if self._rank > MOST:
                kept.cut_short = True
                return
            drawing = int(object_at(owner, index) or 0)
            if drawing in texts:
                ranks[drawing] = self._rank
                continue
            kind = self._type_of(drawing)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                continue  # of spaces alone, which nobody asks for
            if kind == pdfium.FPDF_PAGEOBJ_FORM:
                if depth:
                    inner = int(self._count_of(drawing) or 0)
                    lying = _times(self._matrix(drawing), matrix)
                    self.read(drawing, inner, form=True, matrix=lying, depth=depth - 1)
            elif kind is not None:
                self._note(drawing, int(kind), matrix)

    def _note(self, drawing: int, kind: int, matrix: Matrix) -> None:
        if not self._bounds_of(drawing, *self._places[:4]):
            return
        box = _placed(_bounds(self._room), matrix)
        if box[2] - box[0] < WIDE or box[3] - box[1] < HIGH:
            return
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            if not self._mode_of(drawing, *self._places[:2]) or not self._room[0]:
                return
            ink = _colour(self._room) if self._colour_of(drawing, *self._places[:4]) else None
            simple = (self._corners_of(drawing) or 0) <= CORNERS
            clear = bool(self._is_clear(drawing))
            self._areas.add(Area(self._rank, box, ink, drawing, image=False, clear=clear, simple=simple))
        elif kind in {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING}:
            image = kind == pdfium.FPDF_PAGEOBJ_IMAGE
            clear = bool(self._is_clear(drawing))
            self._areas.add(Area(self._rank, box, None, drawing, image=image, clear=clear, simple=True))

    def _matrix(self, form: int) -> Matrix:
        if not self._matrix_of(form, self._places[0]):
            return EVERY_WAY
        a, b, c, d, e, f = _six(self._room)
        return a, b, c, d, e, f


def _placed(bounds: tuple[float, ...], matrix: Matrix) -> Box:
    left, bottom, right, top = bounds
    if matrix == EVERY_WAY:
        return left, bottom, right, top
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
