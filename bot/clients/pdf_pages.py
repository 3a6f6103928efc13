"""PDF file -> `Page` values -> `ReadDocument`, by pypdfium2; inside a worker process."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

# pypdfium2 ships no type marker
import pypdfium2  # type: ignore[import-untyped]

from bot.clients.bugs import bug_of
from bot.clients.paper_forms import PDF_WITHIN, check_pdf
from bot.clients.pdf_letters import letters_of
from bot.clients.pdf_sheet import Sheet
from bot.domain.pages import Page, ReadLimits
from bot.domain.papers import ReadPaper
from bot.domain.texts import PaperText, ReadDocument
from bot.errors import CannotDo, Reason, Why
from bot.reading.layout import Layout
from bot.reading.papers import read_paper
from bot.reading.texts import read_paper_text

PASSWORD_NEEDED = 4  # FPDF_ERR_PASSWORD


def read_pdf(path: Path, *, name: str, limits: ReadLimits) -> ReadPaper:
    """Read what the first pages of a file say; raises what `read_pdf_document` raises."""
    return read_pdf_document(path, name=name, limits=replace(limits, whole=False)).paper


def read_pdf_document(path: Path, *, name: str, limits: ReadLimits) -> ReadDocument:
    """Read a file's head and, where the limits say so, its whole text; `name` is the file's name in errors.

    A text that cannot be read does not cost the paper its head: it is a problem of the paper, TEXT_UNREAD.
    Raises CannotDo: FILE_MISSING, FILE_UNREADABLE, FILE_EMPTY, NOT_A_PDF, PDF_PASSWORD, PDF_DAMAGED,
    PDF_TOO_LONG, PDF_NO_TEXT, NOT_A_PAPER, NO_ABSTRACT. Not thread-safe, as pdfium is not.
    """
    document = _opened(path, name)
    try:
        with _no_search_for_cycles():
            return _read(document, name=name, limits=limits)
    except pypdfium2.PdfiumError as damage:
        raise CannotDo(Why.PDF_DAMAGED, name=name) from damage
    finally:
        document.close()


def read_page(document: pypdfium2.PdfDocument, number: int) -> tuple[Page, str]:
    """The text of one page, 1-based, with its places, and its raw text: not twice the cost of that alone."""
    page = document[number - 1]
    text = page.get_textpage()
    try:
        sheet = Sheet(page, text)
        return sheet.read(number), sheet.letters
    finally:
        text.close()
        page.close()


def _read(document: pypdfium2.PdfDocument, *, name: str, limits: ReadLimits) -> ReadDocument:
    count = len(document)
    if count > limits.pages:
        raise CannotDo(Why.PDF_TOO_LONG, name=name, pages=count, limit=limits.pages)
    first = min(count, limits.header_pages)
    read = [read_page(document, number) for number in range(1, first + 1)]
    if limits.whole:
        read += [_page_or_blank(document, number) for number in range(first + 1, count + 1)]
    pages = [page for page, _ in read]
    if not any(page.runs for page in pages) and not _has_text(document):
        raise CannotDo(Why.PDF_NO_TEXT, name=name, pages=count)
    head = [Layout.of(page) for page in pages[:first]]
    paper = read_paper(head, name=name, count=count, texts=lambda: (text for _, text in read))
    if not limits.whole:
        return ReadDocument(paper=paper)
    text, bug = _text_of(head, pages[first:])
    if text is None:
        unread = (*paper.problems, Reason(Why.TEXT_UNREAD))
        paper = paper.model_copy(update={"problems": unread})
    return ReadDocument(paper=paper, text=text, bug=bug)


def _page_or_blank(document: pypdfium2.PdfDocument, number: int) -> tuple[Page, str]:
    """A page behind the first; one that is damaged has no text, and the others still have theirs."""
    try:
        return read_page(document, number)
    except pypdfium2.PdfiumError:
        return Page(number, 0.0, 0.0, ()), ""


def _text_of(head: Sequence[Layout], rest: Sequence[Page]) -> tuple[PaperText | None, str]:
    """The whole text, None where the rules fail on it or find nothing; and the bug, where they fail."""
    try:
        layouts = [*head, *map(Layout.of, rest)]
        text = read_paper_text(layouts, count=len(layouts))
    except MemoryError:
        raise
    # whatever else it is, the head has been read: the paper is told without its text
    except Exception as error:  # noqa: BLE001
        return None, bug_of(error)
    return text if text.passages else None, ""


def _opened(path: Path, name: str) -> pypdfium2.PdfDocument:
    """The open file, or CannotDo with the reason why it is none that can be read."""
    try:
        with path.open("rb") as file:
            start = file.read(PDF_WITHIN)
    except FileNotFoundError as missing:
        raise CannotDo(Why.FILE_MISSING, name=name) from missing
    except OSError as refusal:
        raise CannotDo(Why.FILE_UNREADABLE, name=name) from refusal
    check_pdf(start, name=name)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as refusal:
        locked = refusal.err_code == PASSWORD_NEEDED
        raise CannotDo(Why.PDF_PASSWORD if locked else Why.PDF_DAMAGED, name=name) from refusal
    if not len(document):
        document.close()
        raise CannotDo(Why.PDF_DAMAGED, name=name)
    return document


def _has_text(document: pypdfium2.PdfDocument) -> bool:
    """Whether any page has a letter, seen or unseen: 1 to 7 ms a page."""
    for place in range(len(document)):
        try:
            page = document[place]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            continue
        letters = letters_of(text).strip("\0 \n")
        text.close()
        page.close()
        if letters:
            return True
    return False


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """A file gives a hundred thousand small values, none in a cycle: to look for some takes a fifth."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()
