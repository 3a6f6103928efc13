"""A paper's file, whatever its form -> `ReadDocument`: what a worker process calls, one file at a time."""

from pathlib import Path

from bot.clients.paper_forms import PDF_WITHIN, is_pdf, text_of
from bot.clients.pdf_pages import read_pdf_document
from bot.domain.pages import ReadLimits
from bot.domain.texts import ReadDocument
from bot.errors import CannotDo, Why
from bot.reading.documents import read_document


def read_file(path: Path, *, name: str, limits: ReadLimits) -> ReadDocument:
    """Read a PDF, or a paper that came as Markdown or plain text; `name` is the file's name in errors.

    Raises CannotDo: FILE_MISSING, FILE_UNREADABLE, FILE_EMPTY, NOT_A_PAPER_FILE, PDF_PASSWORD, PDF_DAMAGED,
    PDF_TOO_LONG, PDF_NO_TEXT, NOT_A_PAPER, NO_ABSTRACT.
    """
    words = _words_of(path, name)
    if words is not None:
        return read_document(words, name=name)
    return read_pdf_document(path, name=name, limits=limits)


def _words_of(path: Path, name: str) -> str | None:
    """The text of a file that holds nothing else; None for a PDF."""
    try:
        with path.open("rb") as file:
            start = file.read(PDF_WITHIN)
            if is_pdf(start):
                return None
            content = start + file.read()
    except FileNotFoundError as missing:
        raise CannotDo(Why.FILE_MISSING, name=name) from missing
    except OSError as refusal:
        raise CannotDo(Why.FILE_UNREADABLE, name=name) from refusal
    if not content:
        raise CannotDo(Why.FILE_EMPTY, name=name)
    words = text_of(content)
    if words is None:
        raise CannotDo(Why.NOT_A_PAPER_FILE, name=name)
    return words
