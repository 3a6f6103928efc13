"""Job -> reply, written down: makes what was asked for, once; a courier posts it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta, tzinfo

from bot.attending import attend
from bot.desk import Desk
from bot.domain.chat import Address, Reply
from bot.domain.commands import AskPaper, ChangeRoom, MarkPaper
from bot.domain.jobs import MOST_CRASHES, MOST_TRIES, Job, Pieces, next_try
from bot.errors import CannotDo, Reason, ToldMeanwhile, TryLater, Why
from bot.holding import LEASE, POLL, Bell, hold
from bot.notices import PATIENCE, Notice
from bot.ports import ChatPlatform, Clock
from bot.queues import JobQueue
from bot.registers import Questions
from bot.replies.notices import later_line
from bot.replies.papers import reasons_reply
from bot.usecases.attempts import bug
from bot.usecases.watching import Watch

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Worker:
    """One pair of hands; several work side by side, in one process or in many."""

    name: str  # unique among all processes; its leases bear it
    desk: Desk
    jobs: JobQueue
    platforms: Mapping[str, ChatPlatform]
    clock: Clock
    bell: Bell
    questions: Questions
    replied: Callable[[], None]  # a reply was written down: its courier may go
    zone: tzinfo | None = None  # in which people are told a time; None: the machine's own
    told: Callable[[Address], Awaitable[None]] | None = None  # a chat was told a report: its feed may follow

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until told to stop; what is held then is brought to its end first."""
        while not stopping.is_set():
            try:
                job = await self._found(stopping)
                if job:
                    await self._work(job)
            # A database that is away for a moment, say: the lease runs out and the job comes again.
            except Exception:
                log.exception("worker.stumbled worker=%s", self.name)
                await self.bell.wait(POLL)

    async def work_once(self) -> bool:
        """Do the next due job; False: there is none."""
        job = await self._next()
        if job:
            await self._work(job)
        return job is not None

    async def _found(self, stopping: asyncio.Event) -> Job | None:
        """The next due job, as soon as there is one; None: told to stop."""
        async with self.bell.looking:
            while not stopping.is_set():
                job = await self._next()
                if job:
                    return job
                await self.bell.wait(POLL)
        return None

    async def _next(self) -> Job | None:
        await self.bell.doorstep.clear()
        now = self.clock.now()
        return await self.jobs.lease(self.name, platforms=tuple(self.platforms), now=now, until=now + LEASE)

    async def _work(self, job: Job) -> None:
        await hold(job, self._reply(job), owner=self.name, jobs=self.jobs, clock=self.clock)

    async def _reply(self, job: Job) -> None:
        """Make the reply and write it down, or put the job back for another try."""
        failure: Reason | None = None
        platform = self.platforms[job.address.platform]
        notice = Notice(job, platform, self.jobs, self.clock)
        final = job.tries + 1 >= MOST_TRIES or not platform.patient
        try:
            if job.crashes > MOST_CRASHES:
                raise CannotDo(Why.GAVE_UP, reference=job.id)
            pieces = _cut(await self._answer(job, notice, final=final), platform)
        except TryLater as error:
            if not final:
                await self._try_later(job, notice, error=error)
                return
            failure = error.reason
        except CannotDo as error:
            failure = error.reason
        # Whatever else breaks is ours: the trace goes to the log, the asker gets a code to name it by.
        except Exception as error:  # noqa: BLE001
            failure = bug(error)
        if failure:
            said = Reply(blocks=()) if _is_silent(job) else reasons_reply([failure], job.language)
            pieces = _cut(said, platform)
        try:
            await self.jobs.write_down(job, pieces, now=self.clock.now(), failure=failure)
        except ToldMeanwhile:
            await self.jobs.put_back(job, due_at=self.clock.now())  # to be made without what was told
            return
        self.replied()
        if pieces.told and self.told:
            await self.told(job.address)
        log.info("job.replied job=%s kind=%s why=%s", job.id, job.command.kind, failure and failure.why)

    async def _answer(self, job: Job, notice: Notice, *, final: bool) -> Reply:
        """The desk's reply; meanwhile a person sees how far it is."""
        if job.person is not None and not _is_silent(job):
            notice.start()
        try:
            reply = await self._watched(job, notice, final=final)
        finally:
            await notice.stop()
        empty = not (reply.blocks or reply.files)
        if empty and not (isinstance(job.command, ChangeRoom) or _is_silent(job)):
            raise AssertionError(f"an empty reply to {job.command.kind}")  # it would be silence
        return reply

    async def _watched(self, job: Job, notice: Notice, *, final: bool) -> Reply:
        """The desk's reply; a question can be stopped meanwhile, and others may come to wait behind it."""
        watch = Watch(notice.count, notice.say)
        attending = None
        if isinstance(job.command, AskPaper):
            if job.stopped:
                watch.called_off.set()
            attending = asyncio.create_task(attend(notice, self.questions, called_off=watch.called_off))
        try:
            return await self.desk.answer(job, final=final, watch=watch)
        finally:
            if attending:
                attending.cancel()
                await asyncio.gather(attending, return_exceptions=True)

    async def _try_later(self, job: Job, notice: Notice, *, error: TryLater) -> None:
        wait, now = max(error.after or timedelta(0), next_try(job.tries + 1)), self.clock.now()
        if job.person is not None and not job.tries and not _is_silent(job):
            last = now + wait + sum(map(next_try, range(2, MOST_TRIES)), timedelta(0))
            line = later_line(error.reason, last.astimezone(self.zone), job.language)
            await notice.show(line, patience=PATIENCE)
        log.info("job.put_back job=%s why=%s seconds=%d", job.id, error.reason.why, wait.total_seconds())
        await self.jobs.put_back(job, due_at=self.clock.now() + wait, reason=error.reason)


def _is_silent(job: Job) -> bool:
    """Whether nobody waits for a word."""
    return isinstance(job.command, MarkPaper) and job.command.silent


def _cut(reply: Reply, platform: ChatPlatform) -> Pieces:
    """A reply in posts; a document stands below where anything does."""
    under = Reply(blocks=reply.below, document=reply.document, papers=reply.papers)
    kept = {"below": (), "edits": None, "told": None, "instead": ()} | (
        {"document": None} if reply.below else {}
    )
    return Pieces(
        posts=platform.cut(reply.model_copy(update=kept)) if reply.blocks or reply.document else (),
        below=platform.cut(under) if reply.below else (),
        whispered=reply.whispered,
        edits=reply.edits,
        told=reply.told,
        instead=reply.instead,
    )
