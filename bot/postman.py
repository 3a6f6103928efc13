"""Deliveries -> posts: an intent before each call, and an answer to what happens when nobody answers."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.chat import paragraph
from bot.domain.commands import SendReport
from bot.domain.jobs import Delivery, DeliveryState, Job
from bot.errors import OutcomeUnknown, PostRefused, Reason, TryLater, Why
from bot.ports import ChatPlatform, Clock
from bot.queues import Deliveries, JobQueue
from bot.replies.catalogue import say
from bot.replies.corrections import edits_reply

_REFUSED_BEFORE = "refused on an earlier try"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Postman:
    """Posts the deliveries of a job in order."""

    deliveries: Deliveries
    jobs: JobQueue
    platforms: Mapping[str, ChatPlatform]
    clock: Clock
    hold_uncertain: bool = False  # a scheduled post that may stand already waits for a person

    async def deliver(self, job: Job) -> Reason | None:
        """Post what is not posted yet; the reason when the chat did not take all of it.

        An edit that is refused is told in the last post, and costs the job nothing.
        Raises TryLater when the chat cannot be reached now; what was posted stays posted.
        """
        failure = None
        for delivery in await self.deliveries.of(job):
            word = await self._deliver(delivery, job)
            if word and delivery.edits is None:
                failure = Reason(Why.NOT_DELIVERED, {"word": word})
        return failure

    async def _deliver(self, delivery: Delivery, job: Job) -> str | None:
        """Post one; the platform's word where it was refused."""
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
        return await self._post(delivery, job)

    async def _post(self, delivery: Delivery, job: Job) -> str | None:
        delivery = await self.deliveries.intend(delivery, now=self.clock.now())
        try:
            post = await self._call(delivery, job)
        except PostRefused as error:
            await self.deliveries.refused(delivery, word=str(error), now=self.clock.now())
            log.warning("delivery.refused delivery=%s word=%s", delivery.id, error)
            return str(error)
        except OutcomeUnknown as error:
            await self.deliveries.uncertain(delivery, now=self.clock.now())
            log.warning("delivery.uncertain delivery=%s", delivery.id)
            raise TryLater(Why.NO_NETWORK, host=delivery.address.platform) from error
        except TryLater:
            await self.deliveries.back(delivery)
            raise
        await self.deliveries.sent(delivery, post=post, now=self.clock.now())
        await self.jobs.progressed(job)
        log.info("delivery.sent delivery=%s", delivery.id)
        return None

    async def _call(self, delivery: Delivery, job: Job) -> str:
        """Post or edit; returns the platform's id of the post."""
        platform = self.platforms.get(delivery.address.platform)
        if platform is None:  # where an earlier post stands that this process cannot reach
            raise PostRefused(f"{delivery.address.platform} is not connected")
        if delivery.edits is not None:
            await platform.edit(delivery)
            return delivery.edits
        if delivery.sums_up:
            edits = [each for each in await self.deliveries.of(job) if each.edits is not None]
            return await platform.post(
                delivery.model_copy(update={"piece": edits_reply(edits, job.language)})
            )
        return await platform.post(_told_twice(delivery, job))

    async def _settle(self, delivery: Delivery, job: Job) -> Delivery | None:
        """An uncertain post: found, or to be made again; None: nothing is left to do for it."""
        if delivery.edits is not None:
            return await self.deliveries.again(delivery)
        try:
            post = await self.platforms[delivery.address.platform].find(delivery)
        except OutcomeUnknown:
            scheduled = isinstance(job.command, SendReport) and job.command.scheduled
            if scheduled and (self.hold_uncertain or delivery.resent):
                await self.deliveries.hold(delivery, now=self.clock.now())
                log.error("delivery.held delivery=%s", delivery.id)
                return None
            return await self.deliveries.again(delivery)
        if post is None:
            return await self.deliveries.again(delivery)
        await self.deliveries.sent(delivery, post=post, now=self.clock.now())
        return None


def _told_twice(delivery: Delivery, job: Job) -> Delivery:
    """A scheduled post that goes out a second time says that it may be a repeat."""
    if not (delivery.resent and isinstance(job.command, SendReport) and job.command.scheduled):
        return delivery
    note = paragraph(say(job.language, "report.maybe_repeat"))
    piece = delivery.piece.model_copy(update={"blocks": (note, *delivery.piece.blocks)})
    return delivery.model_copy(update={"piece": piece})
