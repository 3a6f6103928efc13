"""How people name a paper: an arXiv id, an address, a file, or its own words; parsed once, at the edge."""

import hashlib
import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field

from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import Attachment
from bot.domain.frozen import Frozen
from bot.errors import CannotDo, Why

# https://www.rfc-editor.org/rfc/rfc3986#section-3.1
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
LONGEST_LABEL = 60  # characters of a pasted text that stand for its name


_HANDLE = re.compile(r"#([0-9a-f]{12,64})", re.IGNORECASE)


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


class HandleReference(Frozen):
    """A paper without an arXiv number that is kept already, by how its key begins."""

    kind: Literal["handle"] = "handle"
    digits: str = Field(pattern=r"^[0-9a-f]{12,64}$")  # of the SHA-256 of its file

    @property
    def label(self) -> str:
        """What the person is shown as the name of what they gave."""
        return f"#{self.digits}"

    @property
    def identity(self) -> str:
        """The same for two references that name the same thing."""
        return self.label


Fetched = ArxivReference | WebReference | FileReference | TextReference
"""What a file can be brought for."""

PaperReference = Annotated[Fetched | HandleReference, Field(discriminator="kind")]


def parse_reference(text: str) -> ArxivReference | WebReference | HandleReference:
    """Read an arXiv id, an arXiv address, another http(s) address, or the handle of a kept file.

    Raises CannotDo: MALFORMED_ARXIV_ID where an arXiv id was meant, ADDRESS_REFUSED for an address of another
    kind, else NOT_A_PAPER_REFERENCE.
    """
    text = text.strip().strip("<>")
    found = ArxivId.find(text)
    if found:
        return ArxivReference(id=found)
    if handle := _HANDLE.fullmatch(text):
        return HandleReference(digits=handle[1].lower())
    if ArxivId.is_meant(text):
        raise CannotDo(Why.MALFORMED_ARXIV_ID, text=text[:80])
    if is_web_address(text):
        return WebReference(address=text)
    if is_other_address(text):
        raise CannotDo(Why.ADDRESS_REFUSED, address=text[:80])
    raise CannotDo(Why.NOT_A_PAPER_REFERENCE, text=text[:80])


def is_other_address(text: str) -> bool:
    """True for what begins as an address does that is neither http nor https, such as ftp://host/paper.pdf."""
    scheme = _SCHEME.match(text)
    return scheme is not None and scheme[1].lower() not in {"http", "https"}


def is_web_address(text: str) -> bool:
    """True for an http or https address with a host, in which nothing is invisible."""
    if " " in text or not text.isprintable():
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # such as an unclosed bracket of an IPv6 host, or a port that is no number
        return False
