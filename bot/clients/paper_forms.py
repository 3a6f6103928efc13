"""In which forms a paper may come: PDF, Markdown or plain text; told by the bytes, never by a name."""

import codecs
import re

from bot.errors import CannotDo, Why

PDF_WITHIN = 1024
"""Bytes before a PDF's mark that readers accept: Adobe's PDF Reference 1.7, appendix H, note 13."""
OTHER_FORMS = ("<!doctype", "<html", "<?xml", "{\\rtf", "%!ps", "\\documentclass", "from:", "received:")
BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
BINARY = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def is_pdf(content: bytes | bytearray) -> bool:
    """True where a PDF's mark stands where readers look for it."""
    return content.find(b"%PDF-", 0, PDF_WITHIN) >= 0


def text_of(content: bytes) -> str | None:
    """The words of a file that holds nothing but words (UTF-8, or UTF-16 with its mark); None otherwise.

    A web page, a letter or a program's source of a document is text in another form than ours.
    """
    mark = next((bom for bom in BOMS if content.startswith(bom)), b"")
    try:
        text = content[len(mark) :].decode(BOMS.get(mark, "utf-8"))
    except UnicodeDecodeError:
        return None
    if BINARY.search(text) or text.lstrip()[:20].lower().startswith(OTHER_FORMS):
        return None
    return text


def check_pdf(content: bytes | bytearray, *, name: str) -> None:
    """Raises CannotDo(FILE_EMPTY or NOT_A_PDF) where the bytes are not those of a PDF."""
    if not content:
        raise CannotDo(Why.FILE_EMPTY, name=name)
    if not is_pdf(content):
        raise CannotDo(Why.NOT_A_PDF, name=name)


def check_form(content: bytes, *, name: str) -> None:
    """Raises CannotDo(FILE_EMPTY or NOT_A_PAPER_FILE) where the bytes are neither a PDF nor text."""
    if not content:
        raise CannotDo(Why.FILE_EMPTY, name=name)
    if not is_pdf(content) and text_of(content) is None:
        raise CannotDo(Why.NOT_A_PAPER_FILE, name=name)
