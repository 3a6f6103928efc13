"""A paper -> what was decided of it for each topic of a chat, and where nothing was, why not."""

from datetime import datetime

from bot.domain.announcements import Announcement
from bot.domain.chat import Address
from bot.errors import CannotDo, Why
from bot.mailings import FollowedTopic
from bot.replies.topic_facts import Explained, Unjudged
from bot.told import Reports
from bot.topics.categories import categories_of
from bot.usecases.choose_papers import last_made, unjudged
from bot.usecases.following import Following


async def explain_paper(
    number: str, address: Address, *, following: Following, reports: Reports, now: datetime
) -> Explained:
    """Look it up. Raises CannotDo(FOLLOWS_NOTHING) where nothing was ever decided here, nor will be."""
    followed = await following.topics.of(address)
    judged = await following.topics.why(address, number)
    if not followed and not judged:
        raise CannotDo(Why.FOLLOWS_NOTHING)
    announcement = await following.announcements.get(number)
    names = {each.topic for each in judged}
    key = f"arxiv:{number}"
    after = await last_made(address, reports=reports, now=now)
    waiting = [
        each.topic.name
        for each in followed
        if each.topic.name not in names
        for paper in await unjudged(each, announcements=following.announcements, after=after, now=now)
        if paper.id.number == number
    ]
    return Explained(
        number=number,
        announcement=announcement,
        judged=judged,
        unjudged=tuple(
            (each, _why_not(each, announcement, waits=each.topic.name in waiting))
            for each in followed
            if announcement and each.topic.name not in names
        ),
        told=key in await reports.reported(address, [key]),
    )


def _why_not(followed: FollowedTopic, announcement: Announcement, *, waits: bool) -> Unjudged:
    if waits:
        return "pending"
    categories = categories_of([followed.topic])
    if categories and categories.isdisjoint(announcement.categories):
        return "outside"
    if announcement.day < followed.begins:
        return "before"
    return "later" if announcement.kind == "replacement" else "passed"
