"""The counter of overviews: a week or a month of a chat's reports, with a picture."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import date

from bot.counters.house import House
from bot.domain.briefs import Language
from bot.domain.chat import Picture, Reply
from bot.domain.jobs import Job
from bot.domain.overviews import Overview, SendOverview, period_of
from bot.ports import Clock, Draughtsman
from bot.replies.overview_figures import sheet_of, written
from bot.replies.overviews import alt_text, file_name, overview_reply
from bot.usecases.make_overview import Past, make_overview


@dataclass(frozen=True, slots=True)
class OverviewCounter:
    """Where reports become overviews."""

    house: House
    past: Past
    clock: Clock
    charts: Draughtsman | None = None  # None: nobody draws

    async def answer(self, command: SendOverview, job: Job) -> Reply:
        """The reply. Raises TryLater."""
        language = command.language or self.house.language
        period = period_of(command.unit, command.day or self._day(job))
        for _ in range(command.back):
            period = period.before()
        today = self.clock.now().astimezone(self.house.zone).date()
        overview = await make_overview(period, job.address, today=today, past=self.past)
        picture = await self._picture(overview, language)
        return overview_reply(overview, language, picture=picture)

    def _day(self, job: Job) -> date:
        return job.created_at.astimezone(self.house.zone).date()

    async def _picture(self, overview: Overview, language: Language) -> Picture | None:
        """Drawn in English where the font has no letters for another language; told in words in its own."""
        if self.charts is None or not overview.entries:
            return None
        drawn: Language = language if self.charts.can_write(written(language)) else "en"
        png = await self.charts.draw(sheet_of(overview, drawn))
        return Picture(
            name=file_name(overview, drawn, "png"),
            png=b64encode(png).decode(),
            alt=alt_text(overview, language),
        )
