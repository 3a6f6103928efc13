"""Draws papers of several pages with reportlab, column by column, and reads their whole text."""

from pathlib import Path

# pypdfium2 ships no type marker
import pypdfium2  # type: ignore[import-untyped]

from bot.clients.pdf_pages import read_page
from bot.domain.texts import PaperText, Passage
from bot.reading.layout import Layout
from bot.reading.texts import read_paper_text
from tests.bot.reading.drafts import BOLD, REGULAR, Draft, wrapped

LEFT, RIGHT, WIDTH = 54.0, 318.0, 240.0
BOTTOM = 730.0
STORY = (
    "The first machines of this kind were built for one task and they did it slowly and with much noise. "
    "Later ones were faster because their makers understood where the time was lost "
    "and what could be left out. "
    "We follow the same way here and measure every step of it "
    "before we change anything at all in the design. "
)


class Sheets(Draft):
    """A paper being drawn in columns."""

    def heading(self, left: float, top: float, words: str, *, size: float = 12) -> float:
        """Draw a bold heading and return the height of the text under it."""
        self.text(left, top, words, size=size, face=BOLD)
        return top + 18

    def paragraph(
        self, left: float, top: float, words: str, *, width: float = WIDTH, size: float = 10
    ) -> float:
        """Draw a justified-looking paragraph and return the height under it."""
        return self.block(left, top, wrapped(words, width, size=size), size=size)

    def lines(self, left: float, top: float, *lines: str, size: float = 10, face: str = REGULAR) -> float:
        """Draw lines as they are and return the height under them."""
        return self.block(left, top, lines, size=size, face=face)

    def body(self, *, top: float = 90.0, heading: str = "", pages: int = 1) -> None:
        """Fill both columns of pages with running text."""
        for page in range(pages):
            if page:
                self.next_page()
            start = self.heading(LEFT, top, heading) if heading and not page else top
            for left, first in ((LEFT, start), (RIGHT, top)):
                height = first
                while height < BOTTOM - 60:
                    height = self.paragraph(left, height, STORY) + 8

    def whole(self) -> PaperText:
        """Save the file and read its text."""
        self.canvas.save()
        return text_of_file(self.path)


def text_of_file(path: Path) -> PaperText:
    """The whole text of a PDF, be it no paper."""
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [read_page(document, number)[0] for number in range(1, len(document) + 1)]
    finally:
        document.close()
    return read_paper_text([Layout.of(page) for page in pages], count=len(pages))


def texts(paper: PaperText, kind: str = "paragraph") -> list[str]:
    """The texts of all passages of a kind."""
    return [passage.text for passage in paper.passages if passage.kind == kind]


def passage_with(paper: PaperText, words: str) -> Passage:
    """The one passage that holds these words."""
    found = [passage for passage in paper.passages if words in passage.text]
    assert len(found) == 1, found
    return found[0]
