"""How people name a paper: an arXiv id, an address, a file, or its own words; parsed once, at the edge."""

import hashlib
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field

from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import Attachment
from bot.domain.frozen import Frozen
from bot.errors import CannotDo, Why

LONGEST_LABEL = 60  # characters of a pasted text that stand for its name


class ArxivReference(Frozen):
    kind: Literal["arxiv"] = "arxiv"
    id: ArxivId

    @property
    def label(self) -> str:
        """What the person is shown as the name of what they gave."""
        return f"arXiv:{self.id}"

    @property
    def identity(self) -> str:
        """The same for two references that name the same thing."""
        return self.id.key


class WebReference(Frozen):
    kind: Literal["web"] = "web"
    address: str  # http or https; whether it may be fetched is decided when it is

    @property
    def label(self) -> str:
        """What the person is shown as the name of what they gave."""
        return self.address

    @property
    def identity(self) -> str:
        """The same for two references that name the same thing."""
        return self.address


class FileReference(Frozen):
    kind: Literal["file"] = "file"
    file: Attachment

    @property
    def label(self) -> str:
        """What the person is shown as the name of what they gave."""
        return self.file.name

    @property
    def identity(self) -> str:
        """The same for two references that name the same thing: two files may bear one name."""
        return f"{self.file.platform}:{self.file.handle}"


class TextReference(Frozen):
    """A paper that somebody pasted: Markdown or plain text."""

    kind: Literal["text"] = "text"
    text: str

    @property
    def label(self) -> str:
        """What the person is shown as the name of what they gave: how it begins."""
        first = next(line.strip("#* ") for line in self.text.splitlines() if line.strip("#* "))
        return first if len(first) <= LONGEST_LABEL else first[:LONGEST_LABEL].rstrip() + "…"

    @property
    def identity(self) -> str:
        """The same for two references that name the same thing."""
        return f"text:{hashlib.sha256(self.text.encode()).hexdigest()}"


PaperReference = Annotated[
    ArxivReference | WebReference | FileReference | TextReference, Field(discriminator="kind")
]


def parse_reference(text: str) -> ArxivReference | WebReference:
    """Read an arXiv id, an arXiv address or another http(s) address.

    Raises CannotDo: MALFORMED_ARXIV_ID where an arXiv id was meant, else NOT_A_PAPER_REFERENCE.
    """
    text = text.strip().strip("<>")
    found = ArxivId.find(text)
    if found:
        return ArxivReference(id=found)
    if ArxivId.is_meant(text):
        raise CannotDo(Why.MALFORMED_ARXIV_ID, text=text[:80])
    if is_web_address(text):
        return WebReference(address=text)
    raise CannotDo(Why.NOT_A_PAPER_REFERENCE, text=text[:80])


def is_web_address(text: str) -> bool:
    """True for an http or https address with a host, in which nothing is invisible."""
    if " " in text or not text.isprintable():
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # such as an unclosed bracket of an IPv6 host, or a port that is no number
        return False
