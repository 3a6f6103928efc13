"""PDF file -> `Page` values -> `ReadPaper`, by pypdfium2: what a worker process calls, one file at a time."""

from collections.abc import Iterator
from pathlib import Path

# pypdfium2 ships no type marker
import pypdfium2  # type: ignore[import-untyped]

from bot.clients.pdf_letters import CHARACTERS
from bot.clients.pdf_sheet import Sheet
from bot.domain.pages import Page, ReadLimits
from bot.domain.papers import ReadPaper
from bot.errors import CannotDo, Why
from bot.reading.papers import read_paper

PASSWORD_NEEDED = 4  # FPDF_ERR_PASSWORD


def read_pdf(path: Path, *, name: str, limits: ReadLimits) -> ReadPaper:
    """Read what the first pages of a file say; `name` is the file's name in errors.

    Raises CannotDo: FILE_MISSING, FILE_UNREADABLE, FILE_EMPTY, NOT_A_PDF, PDF_PASSWORD, PDF_DAMAGED,
    PDF_TOO_LONG, PDF_NO_TEXT, NOT_A_PAPER, NO_ABSTRACT. Not thread-safe, as pdfium is not.
    """
    document = opened(path, name)
    try:
        count = len(document)
        if count > limits.pages:
            raise CannotDo(Why.PDF_TOO_LONG, name=name, pages=count, limit=limits.pages)
        pages = [read_page(document, number) for number in range(1, min(count, limits.header_pages) + 1)]
        if not any(page.runs for page in pages) and not any(text.strip() for text in _texts(document)):
            raise CannotDo(Why.PDF_NO_TEXT, name=name, pages=count)
        return read_paper(pages, name=name, count=count, texts=lambda: _texts(document))
    except pypdfium2.PdfiumError as damage:
        raise CannotDo(Why.PDF_DAMAGED, name=name) from damage
    finally:
        document.close()


def read_page(document: pypdfium2.PdfDocument, number: int) -> Page:
    """The text of one page, 1-based, with its places: about three times the cost of its raw text."""
    page = document[number - 1]
    text = page.get_textpage()
    try:
        return Sheet(page, text).read(number)
    finally:
        text.close()
        page.close()


def opened(path: Path, name: str) -> pypdfium2.PdfDocument:
    """The open file, or CannotDo with the reason why it is none that can be read."""
    try:
        with path.open("rb") as file:
            start = file.read(1024)
    except FileNotFoundError as missing:
        raise CannotDo(Why.FILE_MISSING, name=name) from missing
    except OSError as refusal:
        raise CannotDo(Why.FILE_UNREADABLE, name=name) from refusal
    if not start:
        raise CannotDo(Why.FILE_EMPTY, name=name)
    # readers accept what stands before the mark, up to 1,024 bytes: Adobe's implementation note 13
    if b"%PDF-" not in start:
        raise CannotDo(Why.NOT_A_PDF, name=name)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as refusal:
        locked = refusal.err_code == PASSWORD_NEEDED
        raise CannotDo(Why.PDF_PASSWORD if locked else Why.PDF_DAMAGED, name=name) from refusal
    if not len(document):
        document.close()
        raise CannotDo(Why.PDF_DAMAGED, name=name)
    return document


def _texts(document: pypdfium2.PdfDocument) -> Iterator[str]:
    """The raw text of each page, for looking words up: 1 to 7 ms a page."""
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        yield text.get_text_range(0, min(CHARACTERS, text.count_chars()))
        text.close()
        page.close()
