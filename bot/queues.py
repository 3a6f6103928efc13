"""What is to be done and to be posted, on one page: two tables in which nothing is lost by a crash."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.chat import Address, Reply
from bot.domain.jobs import Delivery, Job, NewJob, Pieces
from bot.errors import Reason


class JobQueue(Protocol):
    """The jobs table."""

    async def add(self, job: NewJob, *, now: datetime) -> bool:
        """Keep a job; False: its key or its echo is known, nothing was added."""
        ...

    async def lease(
        self, owner: str, *, platforms: Sequence[str], now: datetime, until: datetime
    ) -> Job | None:
        """Take the next due job of these platforms that is to be answered, and that nobody holds.

        Of a lane (chat and person) the oldest that is due. In the same step its crash count rises and it is
        pushed ahead by `crash_delay`, so that a job that kills the process does not come first again.
        """
        ...

    async def lease_reply(
        self, owner: str, *, platforms: Sequence[str], now: datetime, until: datetime
    ) -> Job | None:
        """The same for a job whose reply is written down; of a chat the first, and nothing passes it."""
        ...

    async def renew(self, job: Job, *, owner: str, until: datetime) -> bool:
        """Hold a job for longer; False: it was taken over, leave it."""
        ...

    async def write_down(
        self, job: Job, pieces: Pieces, *, now: datetime, failure: Reason | None = None
    ) -> None:
        """Store the reply: one waiting delivery a piece, and the job as replied, in one transaction.

        The lease ends: from now on a courier may have the job.
        With a failure, the reply says that the job failed, and the job ends as failed once it is delivered.
        With edits, the words are swapped in what is kept of those posts, one delivery is added for each that
        was made, and one that sums up.
        Raises ToldMeanwhile where another report has told the chat of a paper of this one: nothing is stored.
        """
        ...

    async def progressed(self, job: Job) -> None:
        """Something of the job was done for good: its tries and crashes start again from none."""
        ...

    async def noticed(self, job: Job, *, post: str) -> None:
        """Note the platform's id of the post that shows how far the job is; "": there is none any more.

        Of a job that waits this can be noted as well, until somebody takes it.
        """
        ...

    async def put_back(
        self, job: Job, *, due_at: datetime, reason: Reason | None = None, behind: bool = False
    ) -> None:
        """Give the job up until later; with a reason it counts as a try.

        A reply keeps its place in its chat, unless others are to go before: `behind`.
        """
        ...

    async def finish(self, job: Job, *, now: datetime, failure: Reason | None = None) -> None:
        """All is delivered or settled: done, or failed where a failure is given here or was written down."""
        ...

    async def release(self, owner_prefix: str) -> int:
        """Free what a dead process held; returns how many jobs."""
        ...

    async def move(self, old: Address, new: Address) -> None:
        """What is still to be done and to be posted in a chat goes to the chat that it became."""
        ...

    async def unfinished(self, *, platforms: Sequence[str], keys: Collection[str] | None = None) -> int:
        """How many jobs of these platforms, or of those the ones with these keys, are not done nor failed."""
        ...

    async def counts(self) -> dict[str, int]:
        """How many jobs there are in each state."""
        ...


class Deliveries(Protocol):
    """The deliveries table: an intent is committed before the call that it stands for.

    A delivery that edits has the words that its post is to show now, whoever changed them since.
    """

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

    async def instead(self, delivery: Delivery, job: Job) -> bool:
        """Make an edit whose post is gone a post of its own, which waits; False: it would say nothing."""
        ...

    async def about(self, papers: Collection[str]) -> tuple[Delivery, ...]:
        """What stands in chats, or may, or is about to, of these papers, also where nothing can be edited."""
        ...

    async def papers_at(self, address: Address, post: str) -> tuple[str, ...]:
        """Keys of the papers that the posts at `post` are about, in the order of their numbers."""
        ...

    async def pieces_at(self, address: Address, post: str, *, ours: bool = False) -> tuple[Reply, ...]:
        """What stands at `post`; where that is none of ours, what stands under it or answers it.

        `ours`: only what stands there.
        """
        ...

    async def awaited(self, address: Address, post: str, *, before: int | None = None) -> bool:
        """Whether an answer that belongs to `post` is still being made, by a job older than `before`."""
        ...

    async def newest(self, kind: str) -> Reply | None:
        """The first post of the newest reply to commands of a kind, where all its chat can see it."""
        ...

    async def hold(self, delivery: Delivery, *, now: datetime) -> None:
        """Leave it uncertain until a person decides."""
        ...

    async def counts(self) -> dict[str, int]:
        """How many deliveries there are in each state."""
        ...
