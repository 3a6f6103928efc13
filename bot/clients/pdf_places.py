"""Where pdfium says that the characters of a page stand, in the file's own space; for `pdf_sheet`."""

import ctypes
import struct

# pypdfium2 ships no type marker
import pypdfium2  # type: ignore[import-untyped]

# its raw half is generated code without annotations
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from bot.clients.pdf_calls import bare, handle_of

Box = tuple[float, float, float, float]  # left, bottom, right, top
Matrix = tuple[float, float, float, float, float, float]
_two = struct.Struct("2d").unpack_from
_four = struct.Struct("4d").unpack_from
_six = struct.Struct("6f").unpack_from


class Places:
    """Asked for thousands of times: room for the answers is made once."""

    def __init__(self, text: pypdfium2.PdfTextPage) -> None:
        self._handle = handle_of(text.raw)
        self._room = (ctypes.c_double * 4)()
        self._left, self._right, self._bottom, self._top = (
            ctypes.byref(self._room, 8 * place) for place in range(4)
        )
        self._drawn = pdfium.FS_MATRIX()
        self._matrix = ctypes.byref(self._drawn)
        self._box_of = bare("FPDFText_GetCharBox", "i")
        self._origin_of = bare("FPDFText_GetCharOrigin", "i")
        self._matrix_of = bare("FPDFText_GetMatrix", "i")
        self._size_of = bare("FPDFText_GetFontSize", "d")

    def edges(self, index: int) -> tuple[float, float]:
        """A character's left and right edge."""
        self._box_of(self._handle, index, self._left, self._right, self._bottom, self._top)
        return _two(self._room)

    def span(self, first: int, last: int) -> tuple[float, float]:
        """The left edge of one character and the right edge of another."""
        self._box_of(self._handle, first, self._left, self._right, self._bottom, self._top)
        if last == first:
            return _two(self._room)
        left = self._room[0]
        self._box_of(self._handle, last, self._left, self._right, self._bottom, self._top)
        return left, self._room[1]

    def box(self, index: int) -> Box:
        """The room that a character takes."""
        self._box_of(self._handle, index, self._left, self._right, self._bottom, self._top)
        left, right, bottom, top = _four(self._room)
        return left, bottom, right, top

    def origin(self, index: int) -> tuple[float, float]:
        """Where a character's pen begins, on its baseline."""
        self._origin_of(self._handle, index, self._left, self._right)
        return _two(self._room)

    def matrix(self, index: int) -> Matrix:
        """How the object that drew a character lies; the last two numbers: where its first letter stands."""
        self._matrix_of(self._handle, index, self._matrix)
        return _six(self._drawn)

    def size(self, index: int) -> float:
        """The size that the file states; it may be 1, with a matrix that scales it."""
        return self._size_of(self._handle, index) or 0.0
