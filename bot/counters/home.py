"""The counter of the one page that a person has of the bot."""

from dataclasses import dataclass

from bot.counters.house import seeker_of
from bot.counters.rooms import RoomCounter
from bot.domain.chat import Block, Buttons, Reply
from bot.domain.commands import ChangeSettings
from bot.domain.jobs import Job
from bot.queues import Deliveries
from bot.replies.found import saved_reply
from bot.replies.home import home_reply, saved_line
from bot.usecases.find_papers import Finding, saved_papers

MOST_SAVED = 5


@dataclass(frozen=True, slots=True)
class HomeCounter:
    """Where a person sees what concerns them."""

    rooms: RoomCounter
    finding: Finding
    posts: Deliveries

    async def answer(self, job: Job) -> Reply:
        """The page, in the settings of the chat. Raises TryLater."""
        # The page is painted anew after a change of its language, which was not known when that was asked.
        room = await self.rooms.doors.known(job.address)
        job = job.model_copy(update={"language": room.settings.language or job.language})
        settings = await self.rooms.answer(ChangeSettings(), job)
        report = await self.posts.newest("report")
        page = await saved_papers(seeker_of(job).person, page=1, language=job.language, finding=self.finding)
        first = page.model_copy(update={"papers": page.papers[:MOST_SAVED]})
        house = await self.rooms.house_at(job.address)
        saved = saved_reply(first, zone=house.zone, language=job.language)
        # Each paper is opened by its number; taking it off the list is for the list itself.
        looks = [block for block in saved.blocks if isinstance(block, Buttons)][:1]
        words: list[Block] = [block for block in saved.blocks if not isinstance(block, Buttons)]
        if first.papers:
            words = [saved_line(page.total, job.language), *words[1:], *looks]
        saved = saved.model_copy(update={"blocks": tuple(words)})
        return home_reply(settings, report, saved, language=job.language)
