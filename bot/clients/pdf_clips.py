"""The part of a page of pdfium inside which an object is painted; for `pdf_backdrop`."""

import ctypes
import struct

from bot.clients.pdf_calls import plain
from bot.clients.pdf_places import Box

CORNERS = 12  # points of a path that are looked at: a rectangle has five
_two = struct.Struct("2f").unpack_from


class Clips:
    """Asked for the longer texts of a page."""

    def __init__(self) -> None:
        self._room = (ctypes.c_float * 2)()
        self._x, self._y = (ctypes.addressof(self._room) + 4 * place for place in range(2))
        self._clip_of = plain("FPDFPageObj_GetClipPath", "pp")
        self._paths_of = plain("FPDFClipPath_CountPaths", "ip")
        self._corners_of = plain("FPDFClipPath_CountPathSegments", "ipi")
        self._corner_of = plain("FPDFClipPath_GetPathSegment", "ppii")
        self._point_of = plain("FPDFPathSegment_GetPoint", "ippp")

    def clip(self, drawing: int) -> bool:
        """Whether the object at an address is clipped at all."""
        clip = self._clip_of(drawing)
        return bool(clip) and int(self._paths_of(clip) or 0) > 0

    def cut_off(self, drawing: int, box: Box) -> bool:
        """Whether a clipped object, which takes a box, lies outside one of the paths that clip it."""
        clip = self._clip_of(drawing)
        paths = int(self._paths_of(clip) or 0)
        return any(self._is_outside(clip, path, box) for path in range(min(paths, 4)))

    def _is_outside(self, clip: float | None, path: int, box: Box) -> bool:
        corners = int(self._corners_of(clip, path) or 0)
        if not 0 < corners <= CORNERS:
            return False
        xs: list[float] = []
        ys: list[float] = []
        for corner in range(corners):
            self._point_of(self._corner_of(clip, path, corner), self._x, self._y)
            x, y = _two(self._room)
            xs.append(x)
            ys.append(y)
        left, bottom, right, top = box
        return max(xs) < left + 1 or min(xs) > right - 1 or max(ys) < bottom + 1 or min(ys) > top - 1
