"""Deliveries -> posts: an intent before each call, and an answer to what happens when nobody answers."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.chat import Address, paragraph
from bot.domain.commands import AskPaper, SendReport
from bot.domain.jobs import Delivery, DeliveryState, Job
from bot.domain.overviews import SendOverview
from bot.errors import (
    CannotWhisper,
    ChatClosed,
    ChatMoved,
    OutcomeUnknown,
    PostRefused,
    Reason,
    TryLater,
    Why,
)
from bot.ports import ChatPlatform, Clock
from bot.queues import Deliveries, JobQueue
from bot.replies.catalogue import say
from bot.replies.corrections import edits_reply
from bot.replies.notices import asker_line, whisper_reply

PATIENCE = timedelta(seconds=5)  # that a courier waits for the chat's pace; for longer it goes away
NO_LINE_TO_THEM = "the person has not written to the bot"
_REFUSED_BEFORE = "refused on an earlier try"

log = logging.getLogger(__name__)


class Waits(Exception):
    """The courier acts: a post must wait for its chat; without a reason only for its turn.

    `after` zero: nobody said how long. `behind`: it is an edit, and no other post need wait for it.
    """

    def __init__(self, after: timedelta, *, reason: Reason | None, behind: bool) -> None:
        self.after = after
        self.reason = reason
        self.behind = behind
        super().__init__(after, reason)


async def _untold(_address: Address, _what: object) -> None:
    """Nobody keeps a list of chats."""


@dataclass(frozen=True, slots=True)
class Postman:
    """Posts the deliveries of a job in order."""

    deliveries: Deliveries
    jobs: JobQueue
    platforms: Mapping[str, ChatPlatform]
    clock: Clock
    hold_uncertain: bool = False  # a scheduled post that may stand already waits for a person
    closed: Callable[[Address, str], Awaitable[None]] = _untold  # a chat, and the platform's word for why
    moved: Callable[[Address, Address], Awaitable[None]] = _untold  # a chat, and what it became

    async def deliver(self, job: Job) -> Reason | None:
        """Post what is not posted yet; the reason when the chat did not take all of it.

        An edit that is refused is told in the last post, and costs the job nothing.
        Raises Waits when the chat cannot be reached now; what was posted stays posted.
        """
        failure, closed = None, ""
        for delivery in await self.deliveries.of(job):
            own = delivery.edits is None
            if closed and own:
                await self._refuse(delivery, closed)
                continue
            try:
                word = await self._deliver(delivery, job)
            except ChatClosed as error:
                word = str(error)
                closed = word if own else closed
            except TryLater as error:
                raise Waits(error.after or timedelta(0), reason=error.reason, behind=not own) from error
            if word and own:
                failure = Reason(Why.NOT_DELIVERED, {"word": word})
        return failure

    async def _deliver(self, delivery: Delivery, job: Job) -> str | None:
        """Post one; the platform's word where it was refused. Raises ChatClosed once it is noted."""
        if delivery.state is DeliveryState.INTENDED:  # whoever meant to post it is gone
            delivery = await self.deliveries.uncertain(delivery, now=self.clock.now())
        if delivery.state is DeliveryState.UNCERTAIN:
            settled = await self._settle(delivery, job)
            if settled is None:
                return None
            delivery = settled
        if delivery.state is DeliveryState.REFUSED:
            return _REFUSED_BEFORE
        if delivery.state is not DeliveryState.WAITING:
            return None
        if delivery.edits == "":
            await self._edit_nothing(delivery)
            return None
        return await self._post(delivery, job)

    async def _edit_nothing(self, delivery: Delivery) -> None:
        """What was to be edited goes out with the new words, or never; or it is under way, and waited for."""
        if delivery.too_early:
            raise Waits(PATIENCE, reason=None, behind=True)
        intended = await self.deliveries.intend(delivery, now=self.clock.now())
        await self.deliveries.sent(intended, post="", now=self.clock.now())

    async def _refuse(self, delivery: Delivery, word: str) -> None:
        """A post to a chat that takes none any more."""
        if delivery.state is DeliveryState.WAITING:
            intended = await self.deliveries.intend(delivery, now=self.clock.now())
            await self.deliveries.refused(intended, word=word, now=self.clock.now())

    async def _post(self, delivery: Delivery, job: Job) -> str | None:
        platform = self.platforms.get(delivery.address.platform)
        if platform is None:  # where an earlier post stands that this process cannot reach
            await self._refuse(delivery, word := f"{delivery.address.platform} is not connected")
            return word
        await self._turn(delivery, platform)
        try:
            delivery = await self.deliveries.intend(delivery, now=self.clock.now())
            post = await self._call(delivery, job, platform=platform)
        except PostRefused as error:
            await self._post_instead(delivery, job, error)
            return await self._refused(delivery, error)
        except OutcomeUnknown as error:
            await self.deliveries.uncertain(delivery, now=self.clock.now())
            log.warning("delivery.uncertain delivery=%s", delivery.id)
            raise TryLater(Why.NO_NETWORK, host=delivery.address.platform) from error
        except TryLater as error:
            now = self.clock.now()
            if delivery.state is DeliveryState.INTENDED:
                await self.deliveries.back(delivery)
            if error.after:
                platform.pace.flooded(delivery.address.chat, now=now, until=now + error.after)
            raise
        finally:
            platform.pace.end(delivery.address.chat, now=self.clock.now())
        await self.deliveries.sent(delivery, post=post, now=self.clock.now())
        await self.jobs.progressed(job)
        log.info("delivery.sent delivery=%s", delivery.id)
        return None

    async def _post_instead(self, delivery: Delivery, job: Job, error: PostRefused) -> None:
        """An answer whose earlier post cannot be edited is posted by itself. Raises Waits for its turn."""
        mends = isinstance(job.command, AskPaper) and job.command.mends and delivery.edits is not None
        if mends and not isinstance(error, ChatClosed) and await self.deliveries.instead(delivery, job):
            log.info("delivery.instead delivery=%s word=%s", delivery.id, error)
            raise Waits(timedelta(0), reason=None, behind=False) from error

    async def _refused(self, delivery: Delivery, error: PostRefused) -> str:
        if isinstance(error, ChatClosed):
            await self.closed(delivery.address, str(error))
        await self.deliveries.refused(delivery, word=str(error), now=self.clock.now())
        log.warning("delivery.refused delivery=%s word=%s", delivery.id, error)
        if isinstance(error, ChatClosed):
            raise error
        return str(error)

    async def _turn(self, delivery: Delivery, platform: ChatPlatform) -> None:
        """Wait for the chat's pace, before the intent is noted: whoever dies here has posted nothing."""
        while wait := platform.pace.begin(delivery.address.chat, now=self.clock.now()):
            if wait > PATIENCE:
                raise Waits(wait, reason=None, behind=delivery.edits is not None)
            await self.clock.sleep(wait)

    async def _call(self, delivery: Delivery, job: Job, *, platform: ChatPlatform) -> str:
        """Post or edit; returns the platform's id of the post."""
        if delivery.edits is not None:
            await platform.edit(delivery)
            return delivery.edits
        if delivery.sums_up:
            edits = [each for each in await self.deliveries.of(job) if each.edits is not None]
            delivery = delivery.model_copy(update={"piece": edits_reply(edits, job.language)})
        delivery = _with_asker(_told_twice(delivery, job), job)
        try:
            return await platform.post(delivery)
        except ChatMoved as error:
            return await platform.post(await self._follow(delivery, error.chat))
        except CannotWhisper as error:
            if delivery.part == 0:
                line = whisper_reply(error.link, job.language)
                await platform.post(delivery.model_copy(update={"piece": line, "whisper_to": None}))
            raise PostRefused(NO_LINE_TO_THEM) from error

    async def _follow(self, delivery: Delivery, chat: str) -> Delivery:
        new = delivery.address.model_copy(update={"chat": chat})
        log.warning("chat.moved old=%s new=%s", delivery.address, new)
        await self.moved(delivery.address, new)
        await self.jobs.move(delivery.address, new)
        return delivery.model_copy(update={"address": new})

    async def _settle(self, delivery: Delivery, job: Job) -> Delivery | None:
        """An uncertain post: found, or to be made again; None: nothing is left to do for it."""
        if delivery.edits is not None:
            return await self.deliveries.again(delivery)
        try:
            post = await self.platforms[delivery.address.platform].find(delivery)
        except OutcomeUnknown:
            scheduled = isinstance(job.command, SendReport | SendOverview) and job.command.scheduled
            if scheduled and (self.hold_uncertain or delivery.resent):
                await self.deliveries.hold(delivery, now=self.clock.now())
                log.error("delivery.held delivery=%s", delivery.id)
                return None
            return await self.deliveries.again(delivery)
        if post is None:
            return await self.deliveries.again(delivery)
        await self.deliveries.sent(delivery, post=post, now=self.clock.now())
        return None


def _with_asker(delivery: Delivery, job: Job) -> Delivery:
    """An answer to what others did not see begins with who asked; no name stands in what is kept of it."""
    if not (job.unseen and job.name) or delivery.part or delivery.whisper_to:
        return delivery
    note = paragraph(asker_line(job.name, job.language))
    piece = delivery.piece.model_copy(update={"blocks": (note, *delivery.piece.blocks)})
    return delivery.model_copy(update={"piece": piece})


def _told_twice(delivery: Delivery, job: Job) -> Delivery:
    """A scheduled post that goes out a second time says that it may be a repeat."""
    if not (delivery.resent and isinstance(job.command, SendReport | SendOverview) and job.command.scheduled):
        return delivery
    note = paragraph(say(job.language, "report.maybe_repeat"))
    piece = delivery.piece.model_copy(update={"blocks": (note, *delivery.piece.blocks)})
    return delivery.model_copy(update={"piece": piece})
