"""Values to put on the shelves, each with only what a test cares about."""

from datetime import UTC, datetime, timedelta

from bot.domain.arxiv_ids import ArxivId
from bot.domain.briefs import Brief, Slot, Slots
from bot.domain.chat import Address, Edits, Reply, paragraph
from bot.domain.commands import ShowHelp
from bot.domain.jobs import Job, NewJob, Pieces
from bot.domain.papers import Affiliation, Paper
from storage import Storage

NOW = datetime(2026, 3, 1, 8, 30, 0, 123456, tzinfo=UTC)
LEASE = timedelta(seconds=60)
PLATFORM = "market"


def seconds(count: float) -> timedelta:
    """A span of that many seconds."""
    return timedelta(seconds=count)


def new_job(key: str, *, person: str | None = "ann", chat: str = "square", due_at: datetime = NOW) -> NewJob:
    """A wish of a person in a chat."""
    return NewJob(
        key=key,
        command=ShowHelp(),
        address=Address(platform=PLATFORM, chat=chat, thread="7"),
        reply_to=f"message of {key}",
        person=person,
        language="en",
        due_at=due_at,
    )


async def lease(storage: Storage, owner: str = "worker", *, now: datetime = NOW) -> Job | None:
    """The next job, held for a minute."""
    return await storage.jobs.lease(owner, platforms=(PLATFORM,), now=now, until=now + LEASE)


async def leased(storage: Storage, owner: str = "worker", *, now: datetime = NOW) -> Job:
    """The next job, which must be there."""
    job = await lease(storage, owner, now=now)
    assert job is not None
    return job


async def one_job(storage: Storage, key: str = "one") -> Job:
    """A job that was added and leased."""
    assert await storage.jobs.add(new_job(key), now=NOW)
    return await leased(storage)


async def lease_reply(storage: Storage, owner: str = "courier", *, now: datetime = NOW) -> Job | None:
    """The next job that is to be posted, held for a minute."""
    return await storage.jobs.lease_reply(owner, platforms=(PLATFORM,), now=now, until=now + LEASE)


async def replied(storage: Storage, job: Job, *posts: Reply, now: datetime = NOW) -> Job:
    """The job in the hands of a courier, with this reply."""
    await storage.jobs.write_down(job, Pieces(posts=posts), now=now)
    held = await lease_reply(storage, now=now)
    assert held is not None
    return held


def pieces(*posts: Reply, edits: Edits | None = None) -> Pieces:
    """A reply in posts."""
    return Pieces(posts=posts, edits=edits)


def reply(words: str) -> Reply:
    """A reply of one paragraph."""
    return Reply(blocks=(paragraph(words),))


def paper(key: str, *, number: str | None = None, version: int | None = None, sha256: str = "") -> Paper:
    """A paper that prints one institution."""
    return Paper(
        key=key,
        title="On Lanes",
        authors=("Ann Archer", "Bo Baker"),
        affiliations=(Affiliation(name="Lane University", authors=(0,), page=1, words="1 Lane University"),),
        abstract="We keep lanes apart. It works.",
        arxiv_id=ArxivId(number=number, version=version) if number else None,
        sha256=sha256,
        source="page",
    )


def brief(of: str, *, version: int | None = None, effect: str = "lanes stay apart") -> Brief:
    """A brief of the paper with a key."""
    return Brief(
        paper=of,
        version=version,
        language="en",
        institutions=("Lane University",),
        slots=Slots(effect=Slot(text=effect, sentences=(2,))),
        writer="model-1",
        prompt="brief/1",
        extracted=False,
    )
