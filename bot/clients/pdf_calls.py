"""pdfium's functions, called with plain numbers for addresses, at a third of the cost; for the PDF layer.

The calls keep the interpreter's lock, as a worker process has one thread: to let it go and take it again
costs as much as most of the calls.
"""

import ctypes
from collections.abc import Callable
from functools import cache

# its generated code has no annotations
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

KINDS = {"p": ctypes.c_void_p, "i": ctypes.c_int, "f": ctypes.c_float, "d": ctypes.c_double}


@cache
def plain(name: str, signature: str) -> Callable[..., float | None]:
    """A function of pdfium by its name; the signature is a letter for its answer and one for each argument.

    "p" is an address (None for zero), "i" a whole number, "f" and "d" numbers of single and double precision.
    """
    answer, *arguments = (KINDS[letter] for letter in signature)
    function: Callable[..., float | None] = ctypes.PYFUNCTYPE(answer, *arguments)(_address(name))
    return function


@cache
def bare(name: str, answer: str) -> Callable[..., float | None]:
    """The same for what is called thousands of times a page: its arguments are handed on as they are.

    Each must be a whole number of 32 bits, a `handle_of` or a `ctypes.byref`: a longer number is cut off.
    """
    function: Callable[..., float | None] = ctypes.PYFUNCTYPE(KINDS[answer])(_address(name))
    return function


def _address(name: str) -> int:
    return ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value or 0


def address_of(pointer: "ctypes._Pointer[ctypes.Structure]") -> int:
    """The address that one of pypdfium2's pointers holds."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def handle_of(pointer: "ctypes._Pointer[ctypes.Structure]") -> ctypes.c_void_p:
    """One of pypdfium2's pointers as an argument of a bare call."""
    return ctypes.c_void_p(address_of(pointer))
