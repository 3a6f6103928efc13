"""What a paper is: the record that is kept, whoever sent it and however it came."""

from typing import Literal

from pydantic import Field

from bot.domain.arxiv_ids import ArxivId
from bot.domain.frozen import Frozen
from bot.errors import Reason

Source = Literal["arxiv", "page"]


class Affiliation(Frozen):
    """An organisation that a paper names as its authors' own."""

    name: str  # organisation level, as printed, without city or marker
    authors: tuple[int, ...] = ()  # 0-based places in the author list, where the page gives the link
    page: int  # 1-based page that it was read from
    words: str  # the printed words that it was read from


class ReadPaper(Frozen):
    """What the pages of one file say, by themselves. An empty field was looked for and not found."""

    title: str
    authors: tuple[str, ...]
    affiliations: tuple[Affiliation, ...]
    abstract: str
    arxiv_id: ArxivId | None = None  # from the stamp in the margin of page 1
    pages: int
    problems: tuple[Reason, ...] = ()


class ArxivRecord(Frozen):
    """What arXiv's API says of one version of a paper."""

    id: ArxivId  # always with its version
    title: str
    authors: tuple[str, ...]
    abstract: str
    categories: tuple[str, ...] = ()


class Paper(Frozen):
    """One paper, under one key: `arxiv:2501.12345`, else `sha256:<hex digest of its file>`."""

    key: str
    title: str
    authors: tuple[str, ...]
    affiliations: tuple[Affiliation, ...]
    abstract: str
    arxiv_id: ArxivId | None = None  # with the version that was read
    pages: int = 0  # 0: no file of it was read
    sha256: str = ""  # of the file that was read
    source: Source  # of title, authors and abstract; institutions always come from the page
    problems: tuple[Reason, ...] = Field(default=())
