"""The one post that shows how far a job is, or what can be said so far; it goes with the reply."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.jobs import Job
from bot.errors import TryLater
from bot.ports import ChatPlatform, Clock, Hearer
from bot.queues import JobQueue
from bot.replies.notices import progress_line, stop_button

SILENCE = timedelta(seconds=2)  # without an answer, before there is a notice
REST = timedelta(seconds=3)  # between two of its edits
LAST_CALL = timedelta(seconds=0.5)  # for a call under way; what is posted later its platform takes away
PATIENCE = timedelta(seconds=2)  # for the chat's pace, where a word must be said
FOR_WORDS = timedelta(seconds=4)  # for the chat's pace, where what was said is to be followed by more

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Notice:
    """A notice of one job. What goes wrong with it goes to the log, and costs the job nothing."""

    job: Job
    platform: ChatPlatform
    jobs: JobQueue
    clock: Clock
    _post: str | None = None
    _counted: tuple[int, int] = (0, 0)
    _words: str = ""
    _more: asyncio.Event = field(default_factory=asyncio.Event, repr=False)  # words that were not shown yet
    _shown: str = ""
    _mute: bool = False  # the platform shows none, or refused one
    _ended: bool = False
    _calling: bool = False
    _watch: asyncio.Task[None] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self._post = self.job.notice or None

    def start(self) -> None:
        """Show from now on how far the job is."""
        self._watch = asyncio.create_task(self._keep_showing())

    def count(self, done: int, of: int) -> None:
        """So many papers are done, of so many."""
        self._counted = (done, of)

    def say(self, words: str) -> None:
        """What can be said of the answer so far; nobody waits any longer to see it."""
        self._words = words
        self._more.set()

    async def stop(self) -> None:
        """Leave it as it is."""
        if self._watch is None:
            return
        self._ended = True
        if self._calling:
            await asyncio.wait({self._watch}, timeout=LAST_CALL.total_seconds())
        self._watch.cancel()
        await asyncio.gather(self._watch, return_exceptions=True)

    async def show(self, words: str, *, patience: timedelta = timedelta(0)) -> None:
        """Let the notice say this, if the chat's pace allows it within `patience`."""
        if self._mute or words == self._shown:
            return
        pace, chat = self.platform.pace, self._counted_at
        while wait := pace.begin(chat, now=self.clock.now()):
            if wait > patience:
                return
            await self.clock.sleep(wait)
        self._calling = True
        try:
            await self._call(words)
        # Whatever it is, the job goes on, and without further tries: each would cost the chat's pace.
        except Exception as error:  # noqa: BLE001
            self._mute = True
            if isinstance(error, TryLater) and error.after:  # its reply is to wait for that, too
                now = self.clock.now()
                pace.flooded(chat, now=now, until=now + error.after)
            log.warning("notice.failed job=%s error=%s", self.job.id, type(error).__name__)
        finally:
            self._calling = False
            pace.end(chat, now=self.clock.now())

    @property
    def _counted_at(self) -> str:
        """The chat under which its calls count."""
        chat = self.job.address.chat
        return self.platform.pace.beside(chat) if self._words else chat

    async def _keep_showing(self) -> None:
        await self._until_words(SILENCE)
        while not self._ended:
            self._more.clear()
            if self._words:
                await self.show(self._words, patience=FOR_WORDS)
                if self._counted_at == self.job.address.chat:  # its reply must find room there
                    await self.clock.sleep(REST)
                await self._more.wait()
            else:
                await self.show(progress_line(*self._counted, language=self.job.language))
                if not self._ended:
                    await self._until_words(REST)

    async def _until_words(self, at_most: timedelta) -> None:
        waits = [asyncio.create_task(self.clock.sleep(at_most)), asyncio.create_task(self._more.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    async def _call(self, words: str) -> None:
        job, old = self.job, self._post
        heard = words == self._words and job.person is not None
        hearer = Hearer(person=job.person or "", stop=stop_button(job.language)) if heard else None
        self._post = await self.platform.notice(
            job.address, words, reply_to=job.reply_to, post=old, hearer=hearer
        )
        self._shown = words
        if not self._post:
            self._mute = True
        elif self._post != old:
            try:
                await self.jobs.noticed(job, post=self._post)
            except BaseException:  # nobody else knows of it, whoever gave the call up included
                await take_away(job.model_copy(update={"notice": self._post}), self.platform)
                raise


async def take_away(job: Job, platform: ChatPlatform) -> None:
    """Delete the notice of a job, if it has one; where that fails, it stands."""
    if not job.notice:
        return
    try:
        await platform.withdraw(job.address, job.notice)
    # Whatever it is, the reply stands in the chat, and that is what counts.
    except Exception as error:  # noqa: BLE001
        log.warning("notice.stays job=%s error=%s", job.id, type(error).__name__)
