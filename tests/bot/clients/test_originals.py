"""Every kind of reference leads to its own source, and only PDFs of bearable size reach the shelf."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.clients.offline import Offline
from bot.clients.originals import PaperOriginals
from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import Attachment
from bot.domain.references import ArxivReference, Fetched, FileReference, WebReference
from bot.errors import CannotDo, Reason, Why
from bot.ports import Originals, PaperSource, StoredFile

LIMIT = 2**20
ARXIV = ArxivReference(id=ArxivId(number="2501.00001", version=2))
WEB = WebReference(address="https://paper.example/a.pdf")


def attached(name: str = "a.pdf", platform: str = "here", size: int | None = None) -> FileReference:
    return FileReference(file=Attachment(platform=platform, handle="F1", name=name, size=size))


class Kept:
    """A shelf that shows what was put on it."""

    def __init__(self) -> None:
        self.files: list[tuple[bytes, str]] = []

    async def keep(self, content: bytes, *, name: str) -> StoredFile:
        self.files.append((content, name))
        return StoredFile(sha256="f" * 64, path=Path("nowhere"), name=name)

    async def expire(self, before: datetime) -> int:
        raise AssertionError("nobody asked for that")


class Sources:
    """arXiv, the web and a chat at once: notes who was asked for what, and gives one content."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.asked: list[tuple[object, int]] = []

    async def pdf(self, wanted: ArxivId | str, /, *, limit: int) -> bytes:
        self.asked.append((wanted, limit))
        return self.content

    async def fetch(self, attachment: Attachment, *, limit: int) -> bytes:
        self.asked.append((attachment, limit))
        return self.content


def originals(sources: Sources, shelf: Kept) -> Originals:
    return PaperOriginals(shelf, arxiv=sources, web=sources, attachments={"here": sources}, limit=LIMIT)


@pytest.mark.parametrize(
    ("reference", "wanted", "name"),
    [
        (ARXIV, ARXIV.id, "arXiv:2501.00001v2"),
        (WEB, WEB.address, WEB.address),
        (attached(), attached().file, "a.pdf"),
    ],
)
async def test_a_reference_is_fetched_from_its_source_and_kept_under_its_label(
    reference: Fetched, wanted: object, name: str
) -> None:
    sources, shelf = Sources(b"%PDF-1.4 words"), Kept()
    stored = await originals(sources, shelf).fetch(reference)
    assert stored.name == name
    assert shelf.files == [(b"%PDF-1.4 words", name)]
    assert sources.asked == [(wanted, LIMIT)]


@pytest.mark.parametrize("content", [b"# A Title\n\nWords", "标题".encode("utf-16")])
async def test_a_paper_may_be_text(content: bytes) -> None:
    shelf = Kept()
    await originals(Sources(content), shelf).fetch(attached())
    assert shelf.files == [(content, "a.pdf")]


@pytest.mark.parametrize("reference", [ARXIV, WEB, attached()])
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Why.FILE_EMPTY),
        (b"PK\x03\x04 a document", Why.NOT_A_PAPER_FILE),
        (b"\0" * 1024 + b"%PDF-1.4", Why.NOT_A_PAPER_FILE),
        (b"%PDF-1.4" + b" " * LIMIT, Why.FILE_TOO_LARGE),
    ],
)
async def test_what_is_no_paper_of_bearable_size_never_reaches_the_shelf(
    reference: Fetched, content: bytes, why: Why
) -> None:
    shelf = Kept()
    with pytest.raises(CannotDo) as refused:
        await originals(Sources(content), shelf).fetch(reference)
    assert refused.value.reason.why is why
    assert refused.value.reason.facts["name"] == reference.label
    assert shelf.files == []


async def refusal(reference: Fetched) -> Reason:
    """The refusal of a reference whose source is not even asked."""
    sources = Sources(b"%PDF-1.4")
    with pytest.raises(CannotDo) as refused:
        await originals(sources, Kept()).fetch(reference)
    assert sources.asked == []
    return refused.value.reason


async def test_a_file_that_is_announced_as_too_large_is_not_fetched() -> None:
    facts = {"name": "a.pdf", "size": "1.1", "limit": "1"}
    assert await refusal(attached(size=LIMIT + 1)) == Reason(Why.FILE_TOO_LARGE, facts)


async def test_a_file_of_a_chat_that_the_bot_has_left_is_gone() -> None:
    assert await refusal(attached(platform="elsewhere")) == Reason(Why.FILE_GONE, {"name": "a.pdf"})


async def test_offline_says_what_it_did_not_fetch_and_still_takes_files() -> None:
    offline, here, shelf = Offline(), Sources(b"%PDF-1.4"), Kept()
    bringing = PaperOriginals(shelf, arxiv=offline, web=offline, attachments={"here": here}, limit=LIMIT)
    for reference in (ARXIV, WEB):
        with pytest.raises(CannotDo) as refused:
            await bringing.fetch(reference)
        assert refused.value.reason == Reason(Why.OFFLINE, {"text": reference.label})
    assert (await bringing.fetch(attached())).name == "a.pdf"


async def test_offline_knows_no_records() -> None:
    source: PaperSource = Offline()
    with pytest.raises(CannotDo) as refused:
        await source.record(ARXIV.id)
    assert refused.value.reason == Reason(Why.OFFLINE, {"text": "arXiv:2501.00001v2"})
