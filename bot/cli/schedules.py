"""`schedule` and `run-report`: when reports come by themselves; what is due now, for cron."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from bot.app import Bot, chosen, folder_of, open_bot
from bot.cli.streams import complain, put
from bot.clients.clock import SystemClock
from bot.domain.commands import SendReport
from bot.domain.jobs import NewJob
from bot.domain.schedules import Plan, Run, Schedule, next_runs
from bot.errors import InUse, SetupError, Why
from bot.opening import open_planning
from bot.replies.catalogue import explain, say
from bot.replies.rooms import weekday_words
from bot.settings import Settings
from bot.usecases.watch_folder import look_once
from handlers.clock import AlarmClock
from storage import Storage, open_storage
from storage.places import read_place

LOOK = timedelta(milliseconds=200)
_MOST = 1000  # failures that are looked through; those of others are among them


@dataclass(frozen=True, slots=True)
class Wish:
    """Which of the due reports are wanted."""

    chat: str = ""  # platform:chat or platform:chat:thread; "": all
    until: date | None = None  # due dates after it are left for later


async def schedule(settings: Settings, *, as_json: bool) -> bool:
    """Print the next ten reports of each chat; False where none comes by itself. Raises SetupError."""
    now = SystemClock().now()
    async with _as_guest(settings) as (storage, ringing):
        known = {each.address: each for each in await storage.schedules.all()}
        plans = await ringing.planning.plans()
    if not plans:
        complain(say("en", "schedule.nowhere"))
        return False
    told = [(plan, known.get(plan.address)) for plan in plans]
    if as_json:
        return put("".join(json.dumps(_record(*each, now=now), ensure_ascii=False) + "\n" for each in told))
    return put("\n".join(_lines(*each, now=now) for each in told))


async def run_report(wish: Wish, *, settings: Settings) -> bool:
    """File what is due, and send it unless a bot does that; False where something failed.

    New PDFs of the operator's folder are submitted first, which otherwise is the running bot's business.
    Raises SetupError, also where no platform is connected.
    """
    if not chosen(settings):
        raise SetupError(
            "No platform is connected, so no report can be sent. Set TELEGRAM_TOKEN, or SLACK_BOT_TOKEN and "
            "SLACK_APP_TOKEN: see deploy/README.md."
        )
    try:
        async with open_bot(settings, language="en") as bot:
            if folder := folder_of(settings):
                library, sources = bot.opened.storage.library, bot.opened.desk.sources
                await look_once(folder, library=library, sources=sources, clock=bot.doors.clock)
            filed = await _file(wish, bot.ringing)
            return filed is not None and await _send(filed, bot)
    except InUse:
        async with _as_guest(settings) as (_, ringing):
            filed = await _file(wish, ringing)
        if filed:
            put(say("en", "schedule.left_to_the_bot") + "\n")
        return filed is not None


@asynccontextmanager
async def _as_guest(settings: Settings) -> AsyncIterator[tuple[Storage, AlarmClock]]:
    """The bot's database and what looks at its clock, beside a bot that may run."""
    file = read_place(settings.database).file
    if file and not file.exists():
        raise SetupError(f"There is no database at {file} yet. Start the bot once: briefbot run.")
    async with open_storage(settings.database, data_dir=settings.data_dir, guest=True) as storage:
        planning = open_planning(settings, storage, rules=settings.rules)
        yield storage, AlarmClock(planning, storage.schedules, clock=SystemClock(), ring=lambda: None)


async def _file(wish: Wish, ringing: AlarmClock) -> Sequence[NewJob] | None:
    """File what is due and tell it; None: no report comes to what was named."""
    plans = [plan for plan in await ringing.planning.plans() if wish.chat in {"", str(plan.address)}]
    if not plans:
        complain(
            say("en", "schedule.unknown", chat=wish.chat) if wish.chat else say("en", "schedule.nowhere")
        )
        return None
    filed = await ringing.look(only=[plan.address for plan in plans], last=wish.until or date.max)
    jobs = {job.address: job for job in filed}
    for plan in plans:
        put(_told(plan, jobs.get(plan.address), now=ringing.clock.now()) + "\n")
    return filed


def _told(plan: Plan, job: NewJob | None, *, now: datetime) -> str:
    chat = str(plan.address)
    if job and isinstance(job.command, SendReport):
        begins, ends = job.command.begins, job.command.day
        if begins is None:
            return say("en", "schedule.filed_of_a_day", chat=chat, ends=ends)
        return say("en", "schedule.filed", chat=chat, begins=begins, ends=ends)
    if plan.paused:
        return say("en", "schedule.is_paused", chat=chat)
    return say("en", "schedule.nothing_due", chat=chat, moment=_shown(plan.next(now)))


async def _send(filed: Sequence[NewJob], bot: Bot) -> bool:
    """Make and post the reports with the staff of a bot that listens to nobody; False where one failed."""
    if not filed:
        return True
    storage, began, stopping = bot.opened.storage, bot.doors.clock.now(), asyncio.Event()
    working = asyncio.create_task(bot.staff.work(stopping))
    keys = [job.key for job in filed]
    try:
        while not working.done() and await storage.jobs.unfinished(platforms=list(bot.platforms), keys=keys):
            await bot.doors.clock.sleep(LOOK)
    finally:
        stopping.set()
        await working
    failed = await storage.registers.oversight.failed(since=began, most=_MOST)
    reasons = {note.address: note.reason for note in failed if note.kind == "report" and note.reason}
    for job in filed:
        reason = reasons.get(job.address)
        words = explain("en", reason) if reason else ""
        line = say("en", "schedule.failed", chat=job.address, reason=words) if reason else ""
        put((line or say("en", "schedule.ended", chat=job.address)) + "\n")
    return all(reason.why is Why.NO_PAPERS_FOR_REPORT for reason in reasons.values())


def _lines(plan: Plan, schedule: Schedule | None, *, now: datetime) -> str:
    """A chat and its next reports, each in a line."""
    head = say(
        "en",
        "schedule.chat",
        chat=plan.address,
        days=weekday_words(plan.weekdays, "en"),
        hour=f"{plan.at:%H:%M}",
        zone=_name(plan.zone) or say("en", "settings.machine"),
    )
    lines = [head, *([say("en", "schedule.paused")] if plan.paused else [])]
    for run in next_runs(plan, schedule, now=now):
        moment = _shown(run.moment)
        if run.begins == run.ends:
            lines.append(say("en", "schedule.run_of_a_day", moment=moment, ends=run.ends))
        else:
            lines.append(say("en", "schedule.run", moment=moment, begins=run.begins, ends=run.ends))
    return "\n  ".join(lines) + "\n"


def _shown(moment: datetime) -> str:
    return f"{moment:%a} {moment.isoformat(sep=' ', timespec='minutes')}"


def _name(zone: tzinfo | None) -> str:
    return zone.key if isinstance(zone, ZoneInfo) else ""


def _record(plan: Plan, schedule: Schedule | None, *, now: datetime) -> dict[str, object]:
    return {
        "chat": str(plan.address),
        "hour": f"{plan.at:%H:%M}",
        "weekdays": list(plan.weekdays),
        "zone": _name(plan.zone),
        "paused": plan.paused,
        "covered": schedule.covered.isoformat() if schedule else None,
        "runs": [_run_record(run) for run in next_runs(plan, schedule, now=now)],
    }


def _run_record(run: Run) -> dict[str, str]:
    return {
        "due": run.due.isoformat(),
        "at": run.moment.isoformat(),
        "begins": run.begins.isoformat(),
        "ends": run.ends.isoformat(),
    }
