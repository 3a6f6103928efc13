"""PDF file -> `PaperText`: what a worker process calls for the whole text of one file."""

from pathlib import Path

# pypdfium2 ships no type marker
import pypdfium2  # type: ignore[import-untyped]

from bot.clients.pdf_pages import opened, read_page
from bot.domain.pages import ReadLimits
from bot.domain.texts import PaperText
from bot.errors import CannotDo, Why
from bot.reading.texts import read_paper_text


def read_text(path: Path, *, name: str, limits: ReadLimits) -> PaperText:
    """Read the whole text of a file; `name` is the file's name in errors.

    Raises CannotDo: FILE_MISSING, FILE_UNREADABLE, FILE_EMPTY, NOT_A_PDF, PDF_PASSWORD, PDF_DAMAGED,
    PDF_TOO_LONG, PDF_NO_TEXT. Not thread-safe, as pdfium is not.
    """
    document = opened(path, name)
    try:
        count = len(document)
        if count > limits.pages:
            raise CannotDo(Why.PDF_TOO_LONG, name=name, pages=count, limit=limits.pages)
        text = read_paper_text((read_page(document, number) for number in range(1, count + 1)), count=count)
    except pypdfium2.PdfiumError as damage:
        raise CannotDo(Why.PDF_DAMAGED, name=name) from damage
    finally:
        document.close()
    if not text.passages:
        raise CannotDo(Why.PDF_NO_TEXT, name=name, pages=count)
    return text
