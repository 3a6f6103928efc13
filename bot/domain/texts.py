"""What a paper says from its first page to its last: sections and passages, each with its place."""

from typing import Literal

from bot.domain.frozen import Frozen
from bot.domain.papers import ReadPaper
from bot.errors import Reason

PassageKind = Literal[
    "paragraph", "caption", "reference", "formula", "table", "figure", "footnote", "code", "front"
]
"""`figure` is the lettering of a drawing, `front` what stands around a title: authors, addresses, notices."""


class Box(Frozen):
    """A rectangle on a page, in points from the page's top left."""

    left: float
    top: float
    right: float
    bottom: float


class Section(Frozen):
    """A heading and what stands under it."""

    title: str  # as printed, with its number
    level: int  # 1 a section, 2 a subsection ...
    page: int  # 1-based; 0 in a document without pages
    run_in: bool = False  # the heading opens the first line of a paragraph


class Passage(Frozen):
    """Neighbouring lines of one kind, as one text: a paragraph, a caption, one reference ..."""

    kind: PassageKind
    text: str
    page: int  # 1-based, where it begins; 0 in a document without pages
    section: int | None  # 0-based place among the sections; None in front of the first
    position: int  # 0-based place in reading order
    box: Box | None = None  # on its first page; None in a document without pages


class PaperText(Frozen):
    """The whole text of one paper in reading order."""

    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    pages: int  # of the file; 0 for a document without pages
    blank: tuple[int, ...] = ()  # 1-based pages on which no text was found
    problems: tuple[Reason, ...] = ()

    def title_of(self, passage: Passage) -> str:
        """The title of the section that a passage stands in; "" in front of the first."""
        return "" if passage.section is None else self.sections[passage.section].title


class ReadDocument(Frozen):
    """What was read from one file: its head and, where it was asked for, its whole text."""

    paper: ReadPaper
    text: PaperText | None = None
    bug: str = ""  # for the log, where a mistake of ours cost the text: an exception's name and place
