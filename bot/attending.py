"""What happens around a question while it is answered: somebody stops it, others come to wait behind it."""

import asyncio
from contextlib import suppress
from datetime import timedelta

from bot.errors import TryLater
from bot.notices import PATIENCE, Notice
from bot.registers import Questions
from bot.replies.notices import behind_line

LOOK = timedelta(seconds=0.5)  # between two looks; another process may have taken the word in


async def attend(notice: Notice, questions: Questions, *, called_off: asyncio.Event) -> None:
    """Watch over the question of a notice, for as long as this is not cancelled."""
    job, clock = notice.job, notice.clock
    told = dict[int, Notice]()  # by job; where a chat refused such words, it is not asked again
    while True:
        await clock.sleep(LOOK)
        with suppress(TryLater):  # a database that is busy now can be asked again
            if await questions.stopped(job):
                called_off.set()
            for waiting in await questions.behind(job):
                telling = told.setdefault(waiting.id, Notice(waiting, notice.platform, notice.jobs, clock))
                await telling.show(behind_line(waiting.language), patience=PATIENCE)
