"""The PDF that a reference names, from arXiv, the web or a chat, put on the shelf: the port Originals."""

from collections.abc import Mapping
from typing import Protocol, assert_never

from bot.clients.paper_forms import check_form
from bot.clients.web_bodies import too_large
from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import Attachment
from bot.domain.references import ArxivReference, Fetched, FileReference, TextReference, WebReference
from bot.errors import CannotDo, Why
from bot.ports import Attachments, StoredFile
from bot.shelves import Shelf


class ArxivPdfs(Protocol):
    """`ArxivPapers` or `Offline`."""

    async def pdf(self, id: ArxivId, /, *, limit: int) -> bytes:
        """Raises CannotDo or TryLater."""
        ...


class AddressedPdfs(Protocol):
    """`WebPdfs` or `Offline`."""

    async def pdf(self, address: str, /, *, limit: int) -> bytes:
        """Raises CannotDo or TryLater."""
        ...


class PaperOriginals:
    """Brings PDFs of at most `limit` bytes from wherever they are."""

    def __init__(
        self,
        shelf: Shelf,
        *,
        arxiv: ArxivPdfs,
        web: AddressedPdfs,
        attachments: Mapping[str, Attachments],
        limit: int,
    ) -> None:
        """`attachments` knows, by a platform's name, who hands over the files of its chats."""
        self._shelf = shelf
        self._arxiv = arxiv
        self._web = web
        self._attachments = attachments
        self._limit = limit

    async def fetch(self, reference: Fetched) -> StoredFile:
        """Fetch the file and put it on the shelf.

        Raises CannotDo: FILE_EMPTY, NOT_A_PAPER_FILE, FILE_TOO_LARGE, FILE_GONE (from a chat that the bot
        has left) and what the source raises; TryLater.
        """
        content = await self._content(reference)
        if len(content) > self._limit:
            raise too_large(reference.label, size=len(content), limit=self._limit)
        check_form(content, name=reference.label)
        return await self._shelf.keep(content, name=reference.label)

    async def _content(self, reference: Fetched) -> bytes:
        match reference:
            case ArxivReference(id=id):
                return await self._arxiv.pdf(id, limit=self._limit)
            case WebReference(address=address):
                return await self._web.pdf(address, limit=self._limit)
            case FileReference(file=file):
                return await self._attached(file)
            case TextReference(text=text):
                return text.encode()
            case _:
                assert_never(reference)

    async def _attached(self, file: Attachment) -> bytes:
        source = self._attachments.get(file.platform)
        if source is None:
            raise CannotDo(Why.FILE_GONE, name=file.name)
        if file.size is not None and file.size > self._limit:
            raise too_large(file.name, size=file.size, limit=self._limit)
        return await source.fetch(file, limit=self._limit)
