"""The counter of topics: what a chat follows, what was decided for it, and why."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, assert_never

from bot.counters.rooms import RoomCounter, person_of
from bot.domain.alarms import zone_named
from bot.domain.announcements import Announcement
from bot.domain.chat import Address, Reply
from bot.domain.commands import WhyPaper
from bot.domain.jobs import Job
from bot.domain.references import ArxivReference
from bot.domain.topic_commands import ChangeTopic, FollowTopic, OfTopics, ShowMissed, UnfollowTopic
from bot.domain.topics import TopicPart, Verdict
from bot.errors import CannotDo, Why
from bot.mailings import FollowedTopic
from bot.replies.topic_facts import Coming
from bot.replies.topics import (
    changed_topic_reply,
    follow_reply,
    part_reply,
    topic_reply,
    topics_reply,
    unfollow_reply,
)
from bot.replies.verdicts import missed_reply, tried_reply, why_reply
from bot.usecases.answered_paper import meant_paper
from bot.usecases.change_topic import change_topic
from bot.usecases.explain_paper import explain_paper
from bot.usecases.follow_topic import follow_topic, unfollow_topic
from bot.usecases.following import Following, meant_topic
from bot.usecases.known_papers import KnownPapers
from bot.usecases.mail import Mail
from bot.usecases.try_topic import try_topic

TopicCommand = OfTopics | WhyPaper
_LATELY = timedelta(days=7)
_MOST_MISSED = 8  # of a topic: about what a person looks through


@dataclass(frozen=True, slots=True)
class TopicCounter:
    """Where people say what they want to read about."""

    rooms: RoomCounter
    mail: Mail

    @property
    def following(self) -> Following:
        """What the chats of this house follow."""
        following = self.mail.following
        if following is None:
            raise AssertionError("a house with chats in which nothing can be followed")
        return following

    async def answer(self, command: TopicCommand, job: Job, *, known: KnownPapers, final: bool) -> Reply:
        """The reply. Raises CannotDo or TryLater. What only admins may do in a group is noted."""
        match command:
            case WhyPaper():
                return await self._why(command, job, known=known, final=final)
            case ShowMissed():
                return await self._missed(command, job)
            case FollowTopic() | UnfollowTopic() | ChangeTopic():
                outcome: Literal["done", "failed"] = "failed"
                try:
                    reply = await self._change(command, job)
                    outcome = "done"
                finally:
                    await self.rooms.note(job, outcome=outcome)
                return reply
            case _:
                assert_never(command)

    async def _change(self, command: FollowTopic | UnfollowTopic | ChangeTopic, job: Job) -> Reply:
        match command:
            case FollowTopic():
                return await self._follow(command, job)
            case UnfollowTopic():
                return await self._unfollow(command, job)
            case ChangeTopic():
                return await self._topic(command, job)

    async def _follow(self, command: FollowTopic, job: Job) -> Reply:
        now = self.rooms.doors.clock.now()
        follows = await follow_topic(
            command, _place(command, job), by=person_of(job), following=self.following, now=now
        )
        await self.rooms.claim(job)
        return follow_reply(follows, await self._coming(job), language=job.language)

    async def _unfollow(self, command: UnfollowTopic, job: Job) -> Reply:
        followed = await self._meant(command.name, job, command="unfollow")
        await unfollow_topic(followed, following=self.following, now=self.rooms.doors.clock.now())
        left = await self.following.topics.of(job.address)
        return unfollow_reply(followed.topic, left, await self._coming(job), language=job.language)

    async def _topic(self, command: ChangeTopic, job: Job) -> Reply:
        if command.tried:
            followed = await self._meant(command.name, job, command="topic test")
            await self.mail.pull(job.address)
            now = self.rooms.doors.clock.now()
            tried = await try_topic(followed, following=self.following, now=now)
            return tried_reply(followed.topic, tried, language=job.language)
        if command.part and command.value is not None:
            before, after = await change_topic(
                job.address,
                name=command.name,
                part=command.part,
                value=command.value,
                following=self.following,
            )
            return changed_topic_reply(before, after, command.part, language=job.language)
        return await self._show(command.name, command.part, job)

    async def _show(self, name: str, part: TopicPart | None, job: Job) -> Reply:
        followed = await self.following.topics.of(job.address)
        if not name and part is None and len(followed) != 1:
            return topics_reply(followed, await self._coming(job), language=job.language)
        one = await self._meant(name, job, command="topic")
        if part:
            return part_reply(one.topic, part, language=job.language)
        return topic_reply(one, await self._coming(job), language=job.language)

    async def _missed(self, command: ShowMissed, job: Job) -> Reply:
        followed: tuple[FollowedTopic, ...] = await self.following.topics.of(job.address)
        if command.name or not followed:
            followed = (await self._meant(command.name, job, command="missed"),)
        since = self.rooms.doors.clock.now().date() - _LATELY
        missed = [(each.topic, await self._near(each, since=since)) for each in followed]
        return missed_reply(missed, since=since, language=job.language)

    async def _near(
        self, followed: FollowedTopic, *, since: date
    ) -> tuple[tuple[Announcement, Verdict], ...]:
        """The best of what was not kept; a paper without any of the topic's words was not near."""
        best = await self.following.topics.missed(followed, since=since, most=_MOST_MISSED)
        return tuple(each for each in best if each[1].because != "none")

    async def _why(self, command: WhyPaper, job: Job, *, known: KnownPapers, final: bool) -> Reply:
        """Of a paper by its number nothing need be kept: it is looked for among what was announced."""
        if isinstance(command.paper, ArxivReference):
            number = command.paper.id.number
        else:
            paper = await meant_paper(command, job, known=known, final=final)
            if paper.arxiv_id is None:
                raise CannotDo(Why.NOT_ANNOUNCED_PAPER, label=paper.handle)
            number = paper.arxiv_id.number
        explained = await explain_paper(
            number,
            job.address,
            following=self.following,
            reports=self.mail.reports,
            now=self.rooms.doors.clock.now(),
        )
        room = await self.rooms.doors.known(job.address)
        zone = zone_named(room.settings.zone, self.rooms.house.zone)
        return why_reply(explained, zone=zone, language=job.language)

    async def _meant(self, name: str, job: Job, *, command: str) -> FollowedTopic:
        return await meant_topic(name, job.address, following=self.following, command=command)

    async def _coming(self, job: Job) -> Coming:
        """When a report comes to the chat, or why none does."""
        return await self.rooms.coming(await self.rooms.doors.known(job.address))


def _place(command: FollowTopic, job: Job) -> Address:
    """Where reports are to come: a forum topic is a place, a thread under somebody's post is none."""
    if job.address.thread in {job.reply_to, command.answers}:
        return job.address.model_copy(update={"thread": None})
    return job.address
