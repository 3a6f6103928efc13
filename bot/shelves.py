"""What the bot remembers, on one page: the shelves that storage fills, named for what stands on them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Literal, Protocol

from bot.domain.briefs import Brief, Language
from bot.domain.chat import Reply
from bot.domain.jobs import Delivery, Job, NewJob
from bot.domain.papers import Paper
from bot.domain.reports import Submission
from bot.domain.spending import Charge, Spent
from bot.domain.texts import PaperText
from bot.errors import Reason
from bot.ports import StoredFile

Group = Literal["day", "model", "chat", "person", "paper"]


class Shelf(Protocol):
    """The files of papers, under the hash of their content."""

    async def keep(self, content: bytes, *, name: str) -> StoredFile:
        """Keep a file; the same content twice is one file."""
        ...

    async def expire(self, before: datetime) -> int:
        """Remove the files last used before a time; returns how many."""
        ...


class Texts(Protocol):
    """The whole texts of papers, by the files that they were read from."""

    async def text(self, sha256: str) -> PaperText | None:
        """The whole text that was read from a file."""
        ...


class Library(Texts, Protocol):
    """The papers, and who handed them in when."""

    async def get(self, key: str) -> Paper | None:
        """The paper with a canonical key, in its newest version."""
        ...

    async def version(self, key: str, version: int) -> Paper | None:
        """An earlier or the newest version of a paper, if it was ever kept."""
        ...

    async def get_all(self, keys: Collection[str]) -> dict[str, Paper]:
        """Those of the papers that are kept, by their keys."""
        ...

    async def by_file(self, sha256: str) -> Paper | None:
        """The paper that a file is known to be, in the version that the file is of."""
        ...

    async def by_number(self, number: str) -> Paper | None:
        """The paper with an arXiv number, whether its key has it or only its pages print it."""
        ...

    async def keep(self, paper: Paper, *, now: datetime, text: PaperText | None = None) -> None:
        """Keep the record, with the text of its file.

        It takes the place of the same version's record; the paper's newest version is what it is known by.
        """
        ...

    async def adopt(
        self, paper: Paper, *, known_as: str, now: datetime, text: PaperText | None = None
    ) -> None:
        """Keep the record, and make all that was known under another key its own."""
        ...

    async def know_file(self, sha256: str, *, paper: Paper) -> None:
        """Note that a file is a copy of a paper in this version."""
        ...

    async def submit(self, submission: Submission, *, job: str, place: int, now: datetime) -> None:
        """Note that a paper was handed in; a second time for the same job and place, the note is replaced."""
        ...

    async def submissions(self, day: date) -> tuple[Submission, ...]:
        """What was handed in on a day, in the order in which it came."""
        ...


class Briefs(Protocol):
    """The briefs, one per paper version, language, prompt and writer."""

    async def get(self, paper: Paper, *, language: Language, prompt: str, writer: str) -> Brief | None:
        """The brief, if it was written before."""
        ...

    async def keep(self, brief: Brief, *, now: datetime) -> Brief:
        """Keep a brief and return the one that is kept: where two were written, the first."""
        ...


class JobQueue(Protocol):
    """The jobs table."""

    async def add(self, job: NewJob, *, now: datetime) -> bool:
        """Keep a job; False: its key or its echo is known, nothing was added."""
        ...

    async def lease(
        self, owner: str, *, platforms: Sequence[str], now: datetime, until: datetime
    ) -> Job | None:
        """Take the next due job of these platforms that nobody holds; of a lane (chat and person) the oldest.

        In the same step its crash count rises and it is pushed ahead by `crash_delay`, so that a job that
        kills the process does not come first again.
        """
        ...

    async def renew(self, job: Job, *, owner: str, until: datetime) -> bool:
        """Hold a job for longer; False: it was taken over, leave it."""
        ...

    async def write_down(
        self, job: Job, pieces: Sequence[Reply], *, now: datetime, failure: Reason | None = None
    ) -> None:
        """Store the reply: one waiting delivery a piece, and the job as replied, in one transaction.

        With a failure, the reply says that the job failed, and the job ends as failed once it is delivered.
        """
        ...

    async def progressed(self, job: Job) -> None:
        """Something of the job was done for good: its tries and crashes start again from none."""
        ...

    async def put_back(self, job: Job, *, due_at: datetime, reason: Reason) -> None:
        """Give the job up until later; counts as a try."""
        ...

    async def finish(self, job: Job, *, now: datetime, failure: Reason | None = None) -> None:
        """All is delivered or settled: done, or failed where a failure is given here or was written down."""
        ...

    async def release(self, owner_prefix: str) -> int:
        """Free what a dead process held; returns how many jobs."""
        ...

    async def unfinished(self, *, platforms: Sequence[str]) -> int:
        """How many jobs of these platforms are neither done nor failed."""
        ...

    async def counts(self) -> dict[str, int]:
        """How many jobs there are in each state."""
        ...


class Deliveries(Protocol):
    """The deliveries table: an intent is committed before the call that it stands for."""

    async def of(self, job: Job) -> tuple[Delivery, ...]:
        """The job's deliveries in order."""
        ...

    async def intend(self, delivery: Delivery, *, now: datetime) -> Delivery:
        """Note that the post is about to be made."""
        ...

    async def sent(self, delivery: Delivery, *, post: str, now: datetime) -> None:
        """Note the platform's id of the post."""
        ...

    async def refused(self, delivery: Delivery, *, word: str, now: datetime) -> None:
        """Note that the platform does not take it, and its word for why."""
        ...

    async def uncertain(self, delivery: Delivery, *, now: datetime) -> Delivery:
        """Note that nobody knows whether the post was made."""
        ...

    async def again(self, delivery: Delivery) -> Delivery:
        """Make it wait to be sent once more, marked as a resend."""
        ...

    async def back(self, delivery: Delivery) -> None:
        """Make it wait again: the call was certainly not made."""
        ...

    async def hold(self, delivery: Delivery, *, now: datetime) -> None:
        """Leave it uncertain until a person decides."""
        ...

    async def counts(self) -> dict[str, int]:
        """How many deliveries there are in each state."""
        ...


class Ledger(Protocol):
    """Every charge, and sums of them."""

    async def add(self, charge: Charge) -> None:
        """Note a charge."""
        ...

    async def spent(
        self, *, since: datetime, until: datetime, person: str | None = None, chat: str | None = None
    ) -> Spent:
        """The sum from one moment to before another: of a person, of a chat, or of all."""
        ...

    async def by(self, *, since: datetime, until: datetime, group: Group) -> dict[str | None, Spent]:
        """The same sums apart, in the groups' order; a day as in 2026-11-21, None for what has none."""
        ...

    async def cost_of(self, papers: Collection[str], *, since: datetime) -> Spent:
        """What it cost since a moment to read and brief papers, by their keys; questions are not in it."""
        ...
