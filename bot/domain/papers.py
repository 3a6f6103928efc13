"""What a paper is: the record that is kept, whoever sent it and however it came."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from bot.domain.arxiv_ids import ArxivId
from bot.domain.frozen import Frozen
from bot.errors import Reason

Source = Literal["arxiv", "page", "text"]
"""`page`: of a PDF; `text`: a paper that came as Markdown or plain text, which has no pages."""
Part = Literal["title", "authors", "abstract", "pages"]
ReadBy = Literal["rules", "model", "person"]
"""`model`: read by a model and found on the page; `person`: set by one, who need not have read it there."""


class Affiliation(Frozen):
    """An organisation that a paper names as its authors' own."""

    name: str  # organisation level, as printed, without city or marker
    authors: tuple[int, ...] = ()  # 0-based places in the author list, where the page gives the link
    page: int  # 1-based page that it was read from; 0: a text's, or a person's word
    words: str  # the printed words that it was read from
    read_by: ReadBy = "rules"


class ReadPaper(Frozen):
    """What the pages of one file say, by themselves. An empty field was looked for and not found."""

    title: str
    authors: tuple[str, ...]
    affiliations: tuple[Affiliation, ...]
    abstract: str
    arxiv_id: ArxivId | None = None  # from the stamp in the margin of page 1
    pages: int  # 0: it came as text
    title_page: int = 1  # 1-based, where title, authors and institutions stand
    abstract_page: int = 1
    front: str = ""  # what a reader sees on the title page in front of the abstract, and in its footnotes
    problems: tuple[Reason, ...] = ()


class ArxivRecord(Frozen):
    """What arXiv's API says of one version of a paper."""

    id: ArxivId  # always with its version
    title: str
    authors: tuple[str, ...]
    abstract: str
    categories: tuple[str, ...] = ()
    submitted_at: datetime | None = None  # this version; None: the API did not say


class Revision(Frozen):
    """What is new in a version, against the one that was known before."""

    since: int  # the version that was known
    changed: tuple[Part, ...]


class Paper(Frozen):
    """One paper, under one key: `arxiv:2501.12345`, else `sha256:<hex digest of its file>`."""

    key: str
    title: str
    authors: tuple[str, ...]
    affiliations: tuple[Affiliation, ...]
    abstract: str
    arxiv_id: ArxivId | None = None  # with the version that was read
    categories: tuple[str, ...] = ()  # arXiv's, the primary one first
    pages: int = 0  # 0: no PDF of it was read
    title_page: int = 1
    abstract_page: int = 1
    sha256: str = ""  # of the file that was read; "": none was
    source: Source  # of title, authors and abstract; institutions always come from the page
    revision: Revision | None = None
    problems: tuple[Reason, ...] = Field(default=())

    @property
    def handle(self) -> str:
        """The shortest name that a person or a button can give: 2501.12345, or #0123456789ab of a file."""
        return self.arxiv_id.number if self.arxiv_id else f"#{self.key.removeprefix('sha256:')[:12]}"

    @property
    def version(self) -> int:
        """arXiv's; 0 for a paper that has none."""
        return (self.arxiv_id and self.arxiv_id.version) or 0
