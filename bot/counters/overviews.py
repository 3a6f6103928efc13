"""The counter of overviews: a week or a month of a chat's reports, with a picture."""

from dataclasses import dataclass
from datetime import date

from bot.counters.house import House
from bot.domain.briefs import Language
from bot.domain.chat import Reply
from bot.domain.jobs import Job
from bot.domain.overviews import Overview, SendOverview, ToldOverview, period_of
from bot.ports import Clock, Draughtsman
from bot.replies.overviews import as_sent_line, overview_reply
from bot.usecases.draw_overview import draw_overview
from bot.usecases.make_overview import Past, make_overview


@dataclass(frozen=True, slots=True)
class OverviewCounter:
    """Where reports become overviews."""

    house: House
    past: Past
    clock: Clock
    charts: Draughtsman | None = None  # None: nobody draws

    async def answer(self, command: SendOverview, job: Job) -> Reply:
        """The reply; one that came by itself is shown as it was sent. Raises TryLater."""
        language = command.language or self.house.language
        period = period_of(command.unit, command.day or self._day(job))
        for _ in range(command.back):
            period = period.before()
        if not (command.scheduled or command.anew):
            kept = await self.past.reports.overview(job.address, period)
            if kept and command.language in {None, kept.language}:
                return await self._as_sent(kept)
        now = self.clock.now().astimezone(self.house.zone)
        overview = await make_overview(period, job.address, today=now.date(), past=self.past)
        reply = await self._reply(overview, language)
        if not command.scheduled:
            return reply
        told = ToldOverview(overview=overview, language=language, made_at=now)
        return reply.model_copy(update={"told": told})

    async def _as_sent(self, kept: ToldOverview) -> Reply:
        reply = await self._reply(kept.overview, kept.language)
        return reply.model_copy(update={"blocks": (as_sent_line(kept, kept.language), *reply.blocks)})

    async def _reply(self, overview: Overview, language: Language) -> Reply:
        picture = await draw_overview(overview, language, charts=self.charts)
        return overview_reply(overview, language, picture=picture)

    def _day(self, job: Job) -> date:
        return job.created_at.astimezone(self.house.zone).date()
