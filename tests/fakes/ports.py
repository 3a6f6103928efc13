"""The outside world in a few lines: clock, arXiv, files, reader, writer and chat, each told what to do."""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import BaseModel

from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import Address, Attachment, Reply
from bot.domain.jobs import Delivery
from bot.domain.papers import Affiliation, ArxivRecord, ReadPaper
from bot.domain.prompts import Answer, Measured, Prompt, Usage, Written
from bot.domain.references import ArxivReference, FileReference, PaperReference, WebReference
from bot.domain.rooms import Role
from bot.domain.texts import PaperText, Passage, ReadDocument, Section
from bot.errors import CannotDo, OutcomeUnknown, TryLater, Why
from bot.ports import Accept, Heard, Hearer, Inline, Pace, StoredFile, Writer, nothing
from bot.usecases.correcting import Correcting
from bot.usecases.find_papers import Finding
from bot.usecases.writing import Writing
from storage import Storage

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@dataclass
class FakeClock:
    """A clock that goes on when somebody sleeps, or is told to."""

    time: datetime = NOON

    def now(self) -> datetime:
        return self.time

    async def sleep(self, span: timedelta) -> None:
        """For ever: whoever holds a lease in these tests is done before it runs out."""
        await asyncio.Event().wait()

    def go_on(self, span: timedelta) -> None:
        self.time += span


@dataclass
class FakePapers:
    """arXiv's records; `trouble` is raised in their place."""

    records: dict[str, ArxivRecord] = field(default_factory=dict)  # by number, the newest
    trouble: Exception | None = None
    asked: list[str] = field(default_factory=list)

    async def record(self, id: ArxivId) -> ArxivRecord:
        self.asked.append(str(id))
        await asyncio.sleep(0)
        if self.trouble:
            raise self.trouble
        record = self.records.get(id.number)
        if record is None:
            raise CannotDo(Why.UNKNOWN_ARXIV_ID, id=str(id))
        newest = record.id.version or 1
        if (id.version or newest) > newest:
            raise CannotDo(Why.UNKNOWN_VERSION, id=id.number, version=str(id.version), latest=newest)
        own = ArxivId(number=id.number, version=id.version or newest)
        return record.model_copy(update={"id": own})


@dataclass
class FakeFiles:
    """Files by the name under which they are asked for; an exception in a file's place is raised."""

    contents: dict[str, bytes | Exception] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)

    async def fetch(self, reference: PaperReference) -> StoredFile:
        match reference:
            case ArxivReference(id=id):
                name = str(id)
            case WebReference(address=address):
                name = address
            case FileReference(file=file):
                name = file.handle
        self.fetched.append(name)
        await asyncio.sleep(0)
        content = self.contents.get(name)
        if content is None:
            raise CannotDo(Why.FILE_MISSING, name=name)
        if isinstance(content, Exception):
            raise content
        sha256 = hashlib.sha256(content).hexdigest()
        return StoredFile(sha256=sha256, path=Path(content.decode()), name=reference.label)


TEXT = PaperText(
    sections=(Section(title="1 Lanes", level=1, page=1),),
    passages=(Passage(kind="paragraph", text="We keep lanes.", page=1, section=0, position=0),),
    pages=9,
)


@dataclass
class FakeReader:
    """What stands in a file, by the file's content."""

    pages: dict[str, ReadPaper | Exception] = field(default_factory=dict)
    texts: dict[str, PaperText] = field(default_factory=dict)  # where it is not TEXT
    read_files: list[str] = field(default_factory=list)

    async def read(self, file: StoredFile) -> ReadDocument:
        self.read_files.append(str(file.path))
        await asyncio.sleep(0)
        page = self.pages[str(file.path)]
        if isinstance(page, Exception):
            raise page
        return ReadDocument(paper=page, text=self.texts.get(str(file.path), TEXT))


class ScriptedWriter:
    """Answers in turn; fails on any call that it was not told of."""

    def __init__(self, *script: BaseModel | Exception, model: str = "scripted") -> None:
        self.model = model
        self.models = (model,)
        self.script = list(script)
        self.prompts: list[Prompt[BaseModel]] = []

    def measure(self, prompt: Prompt[Answer]) -> Measured:
        return Measured(self.model, len(prompt.message) // 4)

    async def write(self, prompt: Prompt[Answer], *, heard: Heard[Answer] | None = None) -> Written[Answer]:
        assert self.script, "a call that nobody told of"
        # only its words are looked at
        self.prompts.append(prompt)  # type: ignore[arg-type]
        answer = self.script.pop(0)
        await asyncio.sleep(0)
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, prompt.answer)
        if heard:
            await heard(answer)
        return Written(answer, self.model, Usage(calls=1))


def written_by(storage: Storage, writer: Writer | None = None) -> Writing:
    """What writes briefs, on a real store, at noon."""
    return Writing(storage.briefs, texts=storage.library, clock=FakeClock(), writer=writer)


def corrected_in(storage: Storage) -> Correcting:
    """What people correct, on a real store."""
    return Correcting(storage.corrections, posts=storage.deliveries, library=storage.library)


@dataclass
class FreePace:
    """No limits; what it was told is kept."""

    under_way: int = 0
    floods: list[tuple[str, timedelta]] = field(default_factory=list)

    def begin(self, chat: str, *, now: datetime) -> timedelta:
        self.under_way += 1
        return timedelta(0)

    def end(self, chat: str, *, now: datetime) -> None:
        self.under_way -= 1

    def beside(self, chat: str) -> str:
        return chat

    def flooded(self, chat: str, *, now: datetime, until: datetime) -> None:
        self.floods.append((chat, until - now))


def found_in(storage: Storage) -> Finding:
    """What papers are looked up in, on a real store."""
    return Finding(storage.index, marks=storage.marks, briefs=storage.briefs, corrections=storage.corrections)


@dataclass
class FakePlatform:
    """A chat that remembers; `acts` happen one a call of `post`, `found` one a call of `find`."""

    name: str = "square"
    patient: bool = True
    acts: list[Exception | None] = field(default_factory=list)  # None: the post is made
    found: list[Exception | None] = field(default_factory=list)  # None: looks among the posts
    posts: list[Delivery] = field(default_factory=list)
    edit_acts: list[Exception | None] = field(default_factory=list)  # the same for `edit`
    edits: list[Delivery] = field(default_factory=list)
    on_post: Callable[[], None] = lambda: None
    pace: Pace = field(default_factory=FreePace)
    notices: list[tuple[str | None, str]] = field(default_factory=list)  # the post that said it, its words
    notice_act: Exception | None = None  # the same for `notice` and `withdraw`, every time
    hearers: list[Hearer | None] = field(default_factory=list)  # of each notice
    withdrawn: list[str] = field(default_factory=list)

    async def listen(self, accept: Accept, *, inline: Inline = nothing) -> None:
        raise NotImplementedError

    def cut(self, reply: Reply) -> tuple[Reply, ...]:
        """One block a piece."""
        return tuple(Reply(blocks=(block,), papers=reply.papers) for block in reply.blocks)

    async def post(self, delivery: Delivery) -> str:
        self.on_post()
        act = self.acts.pop(0) if self.acts else None
        if act and not isinstance(act, OutcomeUnknown):
            raise act
        self.posts.append(delivery)
        if act:
            raise act
        return f"post {len(self.posts)}"

    async def edit(self, delivery: Delivery) -> None:
        act = self.edit_acts.pop(0) if self.edit_acts else None
        if act and not isinstance(act, OutcomeUnknown):
            raise act
        self.edits.append(delivery)
        if act:
            raise act

    async def notice(
        self,
        address: Address,
        words: str,
        *,
        reply_to: str | None,
        post: str | None,
        hearer: Hearer | None = None,
    ) -> str:
        if self.notice_act:
            raise self.notice_act
        self.notices.append((post, words))
        self.hearers.append(hearer)
        return post or f"notice {len(self.notices)}"

    async def withdraw(self, address: Address, post: str) -> None:
        if self.notice_act:
            raise self.notice_act
        self.withdrawn.append(post)

    def rank(self, person: str, role: Role) -> None:
        """All see the same."""

    async def find(self, delivery: Delivery) -> str | None:
        act = self.found.pop(0) if self.found else None
        if act:
            raise act
        return next((f"found {post.id}" for post in self.posts if post.id == delivery.id), None)

    async def fetch(self, attachment: Attachment, *, limit: int) -> bytes:
        raise CannotDo(Why.FILE_GONE, name=attachment.name)


def page(
    title: str, *, stamp: str = "", institution: str = "Lane University", abstract: str = "We keep lanes."
) -> ReadPaper:
    """What is read from a page."""
    place = Affiliation(name=institution, authors=(0,), page=1, words=institution)
    return ReadPaper(
        title=title,
        authors=("Ann Archer", "Bo Baker"),
        affiliations=(place,) if institution else (),
        abstract=abstract,
        arxiv_id=ArxivId.parse(stamp) if stamp else None,
        pages=9,
    )


def record(
    number: str, title: str, *, version: int = 1, abstract: str = "We keep lanes apart."
) -> ArxivRecord:
    """What arXiv says of a paper."""
    return ArxivRecord(
        id=ArxivId(number=number, version=version),
        title=title,
        authors=("Ann Archer", "Bo Baker", "Cy Carter"),
        abstract=abstract,
    )


def file(name: str, *, label: str = "") -> FileReference:
    """A file that somebody handed over; two may have one label."""
    return FileReference(file=Attachment(platform="square", handle=name, name=label or name))


NO_NETWORK = TryLater(Why.NO_NETWORK, host="export.arxiv.org")
BUSY = TryLater(Why.SOURCE_BUSY, timedelta(seconds=30), host="export.arxiv.org")
OFFLINE = CannotDo(Why.OFFLINE, text="arXiv:2501.12345")
