"""Mailings, topics and reports to put on the shelves, each with only what a test cares about."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from bot.domain.announcements import Announcement, AnnouncementKind, Mailing, MailingWay
from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import Address, Reply
from bot.domain.jobs import Pieces
from bot.domain.reports import Report, Told
from bot.domain.topics import Topic, Verdict
from bot.errors import Reason
from bot.mailings import FollowedTopic
from storage import Storage
from tests.storage.builders import LEASE, NOW, PLATFORM, new_job

CHAT = Address(platform=PLATFORM, chat="square")
DAY = date(2026, 2, 27)  # a Friday before the builders' NOW


def announcement(
    number: str,
    *,
    version: int = 1,
    kind: AnnouncementKind = "new",
    day: date = DAY,
    title: str = "On Lanes",
    abstract: str = "We keep lanes apart.",
    categories: tuple[str, ...] = ("cs.LG",),
) -> Announcement:
    """That a paper was announced."""
    return Announcement(
        id=ArxivId(number=number, version=version),
        kind=kind,
        day=day,
        title=title,
        authors=("Ann Archer",),
        abstract=abstract,
        categories=categories,
    )


async def announce(
    storage: Storage,
    *papers: Announcement,
    category: str = "cs.LG",
    day: date = DAY,
    at: datetime = NOW,
    way: MailingWay = "feed",
) -> None:
    """Keep a category's mailing of a day."""
    mailing = Mailing(category=category, day=day, announced=len(papers), way=way, noted_at=at)
    await storage.announcements.keep(mailing, papers)


def topic(name: str = "Lanes", **also: object) -> Topic:
    """A topic that is followed in one category."""
    return Topic.model_validate({"name": name, "categories": ("cs.LG",), "include": ("lanes",)} | also)


async def follow(
    storage: Storage, wanted: Topic | None = None, *, address: Address = CHAT, begins: date = DAY
) -> FollowedTopic:
    """Let a chat follow a topic."""
    return await storage.topics.follow(
        address, wanted or topic(), by=f"{PLATFORM}:ann", begins=begins, now=NOW
    )


def verdict(
    score: float, *, by: Literal["words", "model"] = "words", instead: Reason | None = None
) -> Verdict:
    """A verdict that keeps a paper from one half on."""
    return Verdict(score=score, kept=score >= 0.5, reason="title: lanes", by=by, instead=instead)


async def judge(
    storage: Storage, followed: FollowedTopic, scores: Mapping[str, float], *, at: datetime = NOW
) -> None:
    """Decide on papers of one day by number."""
    decided = {number: (DAY, verdict(score)) for number, score in scores.items()}
    await storage.topics.judge(followed, decided, now=at)


async def tell(
    storage: Storage,
    numbers: Mapping[str, int] | Sequence[str],
    *,
    at: datetime,
    address: Address = CHAT,
    report: Report | None = None,
) -> None:
    """Write down a daily report that told a chat of papers, in version 1 unless it is given."""
    versions = numbers if isinstance(numbers, Mapping) else dict.fromkeys(numbers, 1)
    report = report or Report(title="Report", language="en", made_at=at, entries=())
    papers = {f"arxiv:{number}": version for number, version in versions.items()}
    wish = new_job(f"report {at}", chat=address.chat, person=None, due_at=at)
    assert await storage.jobs.add(wish, now=at)
    job = await storage.jobs.lease("worker", platforms=(PLATFORM,), now=at, until=at + LEASE)
    assert job
    told = Told(kind="daily", due=at.date(), report=report, papers=papers)
    await storage.jobs.write_down(job, Pieces(posts=(Reply(blocks=()),), told=told), now=at)
