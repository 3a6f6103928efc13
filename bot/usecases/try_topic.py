"""A topic -> what it would keep of the last mailings, by its words alone."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.announcements import Announcement
from bot.domain.topics import Sketch, Topic, Verdict
from bot.mailings import FollowedTopic
from bot.replies.topic_facts import Tried
from bot.topics.categories import categories_of
from bot.topics.found_words import in_its_words
from bot.topics.scoring import score
from bot.usecases.following import Following

MOST_DAYS = 5
_LATELY = timedelta(days=14)
_NOBODYS = 0  # no topic has this id: nothing is judged for it


async def try_topic(followed: FollowedTopic, *, following: Following, now: datetime) -> Tried:
    """Score the last mailing days that are kept. No model is asked, and nothing is noted."""
    topic, today = followed.topic, now.date()
    mailings = await following.announcements.mailings(
        sorted(categories_of([topic])), begins=today - _LATELY, ends=today + timedelta(days=1)
    )
    days = sorted({mailing.day for mailing in mailings if mailing.announced})[-MOST_DAYS:]
    if not days:
        return Tried((), 0, ())
    all_of_them = followed.model_copy(update={"id": _NOBODYS, "begins": days[0]})
    papers = await following.announcements.unjudged(all_of_them)
    return Tried(tuple(days), len(papers), await asyncio.to_thread(_kept, topic, papers))


def _kept(topic: Topic, papers: Sequence[Announcement]) -> tuple[tuple[Announcement, Verdict], ...]:
    scored = [(paper, score(topic, sketch_of(paper))) for paper in papers]
    kept = [
        (paper, in_its_words(verdict, topic, sketch_of(paper))) for paper, verdict in scored if verdict.kept
    ]
    return tuple(sorted(kept, key=lambda each: (-each[1].score, each[0].id.number)))


def sketch_of(paper: Announcement) -> Sketch:
    """What is known of a paper that was announced."""
    return Sketch(
        title=paper.title,
        abstract=paper.abstract,
        authors=paper.authors,
        categories=paper.categories,
        comments=paper.comments,
    )
