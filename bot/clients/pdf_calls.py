"""pdfium's functions, called with plain numbers for addresses, at half the cost; for the PDF layer."""

import ctypes
from collections.abc import Callable
from functools import cache

# its generated code has no annotations
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

KINDS = {"p": ctypes.c_void_p, "i": ctypes.c_int, "f": ctypes.c_float}


@cache
def plain(name: str, signature: str) -> Callable[..., float | None]:
    """A function of pdfium by its name; the signature is a letter for its answer and one for each argument.

    "p" is an address (None for zero), "i" a whole number, "f" a single-precision number.
    """
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value or 0
    answer, *arguments = (KINDS[letter] for letter in signature)
    function: Callable[..., float | None] = ctypes.CFUNCTYPE(answer, *arguments)(address)
    return function


def address_of(pointer: "ctypes._Pointer[ctypes.Structure]") -> int:
    """The address that one of pypdfium2's pointers holds."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0
