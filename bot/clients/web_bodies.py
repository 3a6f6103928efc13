"""What comes down a connection: a PDF of bearable size, or the reason why it is none."""

import math

import httpx

from bot.clients.paper_forms import PDF_WITHIN, check_pdf
from bot.errors import CannotDo, Why

_MIB = 2**20


async def pdf_body(response: httpx.Response, *, name: str, limit: int) -> bytes:
    """The body of an answer that is still to be read, at most `limit` bytes and as it was sent.

    A compressed body is not unpacked. Raises CannotDo: FILE_TOO_LARGE as soon as that is known,
    FILE_EMPTY, NOT_A_PDF once its first 1024 bytes are there.
    """
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise too_large(name, size=int(announced), limit=limit)
    content = bytearray()
    async for chunk in response.aiter_raw():
        content += chunk
        if len(content) > limit:
            raise too_large(name, size=None, limit=limit)
        if len(content) >= PDF_WITHIN:
            check_pdf(content[:PDF_WITHIN], name=name)
    check_pdf(content, name=name)
    return bytes(content)


def too_large(name: str, *, size: int | None, limit: int) -> CannotDo:
    """The refusal of a file of `size` bytes; None: nobody knows how much was still to come."""
    shown = f">{_mebibytes(limit)}" if size is None else _mebibytes(size)
    return CannotDo(Why.FILE_TOO_LARGE, name=name, size=shown, limit=_mebibytes(limit))


def _mebibytes(size: int) -> str:
    return f"{math.ceil(10 * size / _MIB) / 10:g}"
