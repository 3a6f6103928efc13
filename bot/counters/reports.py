"""The counter of reports: the day's papers for whoever asks, and the daily report that comes by itself."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.counters.house import House, account_of
from bot.domain.chat import Reply
from bot.domain.choices import Choice
from bot.domain.commands import SendReport, TellNews
from bot.domain.jobs import Job
from bot.domain.reports import Report, Told, told_papers
from bot.errors import CannotDo, Why
from bot.ports import Clock
from bot.replies.costs import cost_figures
from bot.replies.reports import default_title, report_reply
from bot.replies.sent_reports import AsSent, as_sent_reply
from bot.shelves import Corrections, Library
from bot.told import KeptReport, best_place
from bot.usecases.attempts import Count, unwatched
from bot.usecases.doors import Doors
from bot.usecases.mail import Mail
from bot.usecases.make_daily_report import Daily, make_daily_report
from bot.usecases.make_report import ReportWish, make_report
from bot.usecases.sources import Sources
from bot.usecases.writing import Writing

_A_DAY = timedelta(days=1)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReportCounter:
    """Where papers become reports."""

    house: House
    library: Library
    sources: Sources
    writing: Writing
    corrections: Corrections
    mail: Mail
    clock: Clock
    doors: Doors | None = None  # None: there are no admins to tell

    async def answer(
        self, command: SendReport, job: Job, *, final: bool, on_done: Count = unwatched
    ) -> Reply:
        """The reply, on the account of `sources` and `writing`. Raises CannotDo or TryLater."""
        asked_on = job.created_at.astimezone(self.house.zone).date()
        day = command.day or asked_on - timedelta(days=command.days_ago)
        daily = command.preview or command.scheduled
        if daily:  # before the report takes its time: what is noted later is the next one's
            await self.mail.pull(job.address)
        due = day + _A_DAY if command.scheduled else asked_on
        wish = self._wish(command, day, due=due, final=final)
        if daily:
            return await self._daily(wish, job, preview=command.preview, on_done=on_done)
        if command.day and not command.anew and (again := await self._again(command, job, day)):
            return again
        try:
            report = await make_report(
                wish,
                library=self.library,
                writing=self.writing,
                corrections=self.corrections,
                on_done=on_done,
            )
        except CannotDo as error:
            none = error.reason.why is Why.NO_PAPERS_ON_DAY and not command.anew
            if none and (again := await self._again(command, job, day)):
                return again
            raise
        return report_reply(report, detailed=self.house.details)

    async def _again(self, command: SendReport, job: Job, day: date) -> Reply | None:
        """A report of a day as it was sent; None: none came. Raises CannotDo for one that there is not."""
        kept = await self.mail.reports.on(job.address, day)
        if kept and command.place > len(kept):
            raise CannotDo(Why.NO_SUCH_REPORT, day=day.isoformat(), count=str(len(kept)))
        return await self._as_sent(kept, command.place or best_place(kept)) if kept else None

    async def _as_sent(self, kept: Sequence[KeptReport], place: int) -> Reply:
        """One of the reports of a date, with where the others are; `place`: 1 is the first of them."""
        shown = kept[place - 1].report
        history = await self.corrections.of(told_papers(shown))
        changed = {each.paper for each in history if each.at > shown.made_at}
        others = {at: each.report.made_at for at, each in enumerate(kept, 1) if at != place}
        sent = AsSent(kept[place - 1], changed=changed, others=others)
        return as_sent_reply(sent, details=self.house.details, language=shown.language)

    async def _daily(self, wish: ReportWish, job: Job, *, preview: bool, on_done: Count) -> Reply:
        """The daily report of a chat; but for a preview, what it tells is noted with it."""

        async def choose() -> Choice | None:
            return await self.mail.choose(
                job.address,
                account=account_of(job),
                language=wish.language,
                now=wish.made_at,
                final=wish.final,
            )

        daily = Daily(
            self.library,
            sources=self.sources,
            writing=self.writing,
            corrections=self.corrections,
            reports=self.mail.reports,
            choose=choose,
        )
        try:
            report = await make_daily_report(wish, job.address, daily=daily, on_done=on_done)
        except CannotDo as error:
            if preview and error.reason.why is Why.NO_PAPERS_FOR_REPORT:
                raise CannotDo(Why.NOTHING_TO_PREVIEW, **error.reason.facts) from error
            raise
        reply = report_reply(report, detailed=self.house.details)
        if preview:
            return reply.model_copy(update={"whispered": True})
        due = wish.day + _A_DAY
        _log(report, job)
        await self._tell_admins(report, job, due=due)
        told = Told(kind="daily", due=due, report=report, papers=told_papers(report))
        return reply.model_copy(update={"told": told})

    def _wish(self, command: SendReport, day: date, *, due: date, final: bool) -> ReportWish:
        language = command.language or self.house.language
        return ReportWish(
            day=day,
            begins=command.begins,
            language=language,
            title=self.house.title or default_title(language),
            made_at=self.clock.now().astimezone(self.house.zone),
            final=final,
            order=self.house.order,
            due=due,
        )

    async def _tell_admins(self, report: Report, job: Job, *, due: date) -> None:
        """That arXiv's announcement is late or cannot be had; once a day for all chats and one cause."""
        found = report.mailed
        if self.doors is None or found is None:
            return
        if found.trouble is None and found.empty not in {"late", "unreachable"}:
            return
        chat = f"{job.address.platform}:{job.address.chat}"
        news = TellNews(news="source", chat=chat, reason=found.trouble)
        why = found.trouble.why if found.trouble else found.empty
        await self.doors.tell_admins(news, key=f"source:{why}:{due.isoformat()}")


def _log(report: Report, job: Job) -> None:
    found = report.mailed
    log.info(
        "report.made address=%s announced=%d relevant=%d briefed=%d failed=%d skipped=%d updates=%d cost=%s",
        job.address,
        found.announced if found else 0,
        found.relevant if found else 0,
        len(report.entries),
        len(report.failures),
        report.skipped,
        len(report.updates),
        cost_figures(report.cost) if report.cost else "0",
    )
