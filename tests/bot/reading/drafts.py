"""Draws small papers with reportlab: real PDFs, whose layout a test states line by line."""

import re
from collections.abc import Iterable
from pathlib import Path

from reportlab.lib.pagesizes import letter
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from bot.clients.pdf_pages import read_pdf
from bot.domain.pages import ReadLimits
from bot.domain.papers import ReadPaper

WIDTH, HEIGHT = letter
SCRIPT = re.compile(r"\^\{([^}]*)\}")
REGULAR, BOLD, ITALIC, SANS = "Times-Roman", "Times-Bold", "Times-Italic", "Helvetica"

FILLER = (
    "The work that we build on has a long history in many fields and it is told here only in part. "
    "Each of the methods was made for one purpose and none of them was meant to be used with the others. "
    "We describe what they share, where they differ and which of their limits we are able to remove. "
    "A reader who knows the field may skip this part and go on with the description of our own method. "
)


class Draft:
    """A paper being drawn; heights are points from the top of the page."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.canvas = Canvas(str(path), pagesize=letter)

    def text(self, left: float, top: float, words: str, *, size: float = 10, face: str = REGULAR) -> float:
        """Draw one line, `^{..}` as superscript, and return where it ends."""
        for place, part in enumerate(SCRIPT.split(words)):
            raised = place % 2 == 1
            points = size * 0.7 if raised else size
            self.canvas.setFont(face, points)
            self.canvas.drawString(left, HEIGHT - top + (size * 0.36 if raised else 0), part)
            left += stringWidth(part, face, points)
        return left

    def centre(
        self, top: float, words: str, *, size: float = 10, face: str = REGULAR, middle: float = WIDTH / 2
    ) -> None:
        """Draw one line around a vertical line."""
        plain = SCRIPT.sub("", words)
        scripts = "".join(SCRIPT.findall(words))
        width = stringWidth(plain, face, size) + stringWidth(scripts, face, size * 0.7)
        self.text(middle - width / 2, top, words, size=size, face=face)

    def block(
        self, left: float, top: float, lines: Iterable[str], *, size: float = 10, face: str = REGULAR
    ) -> float:
        """Draw lines under each other and return the height of the next one."""
        for line in lines:
            self.text(left, top, line, size=size, face=face)
            top += size * 1.2
        return top

    def filler(self, left: float, top: float, *, width: float, bottom: float = 720, size: float = 10) -> None:
        """Fill a column with running text."""
        self.block(
            left, top, wrapped(FILLER * 12, width, size=size)[: int((bottom - top) / (size * 1.2))], size=size
        )

    def two_columns(self, top: float, *, left: str = "", right: str = "", size: float = 10) -> None:
        """The body of a paper in two columns, each with an optional heading."""
        for x, heading in ((54.0, left), (318.0, right)):
            if heading:
                self.text(x, top, heading, size=size + 2, face=BOLD)
            self.filler(x, top + (20 if heading else 0), width=240, size=size)

    def next_page(self) -> None:
        """Go on with a new page."""
        self.canvas.showPage()

    def read(self, *, limits: ReadLimits | None = None) -> ReadPaper:
        """Save the file and read it."""
        self.canvas.save()
        return read_pdf(self.path, name=self.path.name, limits=limits or ReadLimits())


ABSTRACT = (
    "Large language models answer slowly because the cache of keys and values grows with each token. "
    "We present a cache that keeps only what the next tokens need and that moves the rest to slower memory. "
    "On four tasks our method is up to 2.3 times faster than the best earlier system and it loses less than "
    "one percent of accuracy. The code is open."
)
TITLE = "Fast Caches for Long Answers of Large Language Models"


def wrapped(words: str, width: float, *, size: float = 10, face: str = REGULAR) -> list[str]:
    """A text in lines no wider than a column."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if stringWidth(longer, face, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
