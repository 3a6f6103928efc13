"""What is counted is what is kept: after a restart, beside another process, and in older databases."""

import json
from datetime import UTC, date, timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import text

from bot.domain.announcements import Mailing
from bot.domain.choices import Empty
from bot.domain.commands import SendReport
from bot.domain.figures import KeptFigures, figures_of
from bot.domain.jobs import Pieces
from bot.domain.prompts import Usage
from bot.domain.reports import Entry, Failure, Mailed, Report, Told
from bot.domain.schedules import Plan, report_job
from bot.domain.spending import Account, Charge
from bot.errors import Reason, Why
from storage import Storage, open_storage
from storage.database import open_database
from storage.migrations import upgrade
from storage.places import read_place
from tests.storage.builders import NOW, brief, leased, new_job, paper, reply
from tests.storage.mailings import CHAT, DAY, announce, announcement, follow, verdict


def report(*, empty: Empty = "", failures: tuple[Failure, ...] = (), entries: int = 2) -> Report:
    papers = [paper(f"arxiv:2603.0000{number}", number=f"2603.0000{number}") for number in range(entries)]
    return Report(
        title="Daily",
        language="en",
        made_at=NOW,
        entries=tuple(Entry(paper=each, brief=brief(each.key)) for each in papers),
        failures=failures,
        updates=(paper("arxiv:2603.00009", number="2603.00009", version=2),),
        repeats=1,
        passed_over=2,
        retried=1,
        day=DAY,
        mailed=Mailed(announced=40, replaced=5, relevant=3, already=2, later=1, empty=empty),
    )


FAILED = (
    Failure(label="a.pdf", reason=Reason(Why.NO_ABSTRACT)),
    Failure(label="b.pdf", reason=Reason(Why.NO_ABSTRACT)),
    Failure(label="c.pdf", reason=Reason(Why.STORAGE_BUSY)),
)


async def tell(storage: Storage, key: str, made: Report) -> None:
    assert await storage.jobs.add(new_job(key, person=key), now=NOW)
    pieces = Pieces(posts=(reply("told"),), told=Told(kind="daily", due=DAY, report=made))
    await storage.jobs.write_down(await leased(storage, key), pieces, now=NOW)


async def fill(storage: Storage) -> None:
    """Two mailings, verdicts, two reports of which one is empty, a charge, and a report that is filed."""
    one, two = announcement("2603.00001"), announcement("2603.00002", kind="cross")
    later = announcement("2603.00003", version=2, kind="replacement")
    await announce(storage, one, two, later)
    await announce(storage, one, category="cs.CL")
    await announce(storage, category="cs.PF", way="api+versions")
    empty = Mailing(category="cs.CL", day=DAY - timedelta(days=1), announced=0, way="api", noted_at=NOW)
    await storage.announcements.keep(empty, [])
    followed = await follow(storage)
    # a reason can hold what a verdict of a model would say, and is none for that
    sly = verdict(0.2).model_copy(update={"reason": '"by":"model"'})
    decided = {"2603.00001": verdict(0.9, by="model"), "2603.00002": sly, "2603.00003": verdict(0.8)}
    await storage.topics.judge(followed, {number: (DAY, each) for number, each in decided.items()}, now=NOW)
    await tell(storage, "a", report(failures=FAILED))
    await tell(storage, "b", report(entries=0, empty="late", failures=FAILED[:1]))
    await storage.ledger.add(
        Charge(
            purpose="judgement",
            account=Account(),
            model="large",
            usage=Usage(input=7, output=2, calls=1),
            price=None,
            cost=None,
            at=NOW,
            day=NOW.date(),
        )
    )
    await storage.schedules.begin(CHAT, covered=DAY, now=NOW)
    (schedule,) = await storage.schedules.all()
    plan = Plan(CHAT, at=NOW.time(), zone=UTC, language="en")
    last = DAY + timedelta(days=3)
    work = [report_job(plan, last, since=schedule.since, now=NOW, dates=3)]
    assert await storage.schedules.claim(schedule, covered=last, work=work, now=NOW)


async def test_every_shelf_is_counted_as_it_stands(storage: Storage) -> None:
    await fill(storage)
    kept = await storage.figures.kept()
    assert kept.announced == {
        ("cs.LG", "new"): 1,
        ("cs.LG", "cross"): 1,
        ("cs.LG", "replacement"): 1,
        ("cs.CL", "new"): 1,
    }
    ways = {("cs.LG", "feed"): 1, ("cs.CL", "feed"): 1, ("cs.CL", "api"): 1, ("cs.PF", "api"): 1}
    assert kept.mailings == ways
    assert kept.mailing_days == {"cs.LG": {DAY}, "cs.CL": {DAY - timedelta(days=1), DAY}, "cs.PF": {DAY}}
    assert kept.weighed == {("model", True): 1, ("words", True): 1, ("words", False): 1}
    assert kept.reports == {"daily": 2}
    sums = {"announced": 80, "replaced": 10, "relevant": 6, "briefed": 2, "failed": 4, "repeats": 2}
    assert kept.told.sums == sums | {
        "skipped": 8,
        "updates": 2,
        "retried": 2,
        "removed": 0,
        "submitted": sum(each.submitted for each in (report(failures=FAILED), report(failures=FAILED[:1])))
        - 2,
    }
    assert kept.told.failed == {Why.NO_ABSTRACT: 3, Why.STORAGE_BUSY: 1}
    assert kept.empty == {"late": 1}
    assert kept.due_dates == 3
    (charged,) = kept.charged
    assert (charged.model, charged.purpose, charged.currency, charged.cost) == (
        "large",
        "judgement",
        "",
        Decimal(0),
    )
    assert charged.usage == Usage(input=7, output=2, calls=1)
    assert kept.jobs == {"replied": 2, "waiting": 1}
    assert kept.deliveries == {"waiting": 2}


async def test_a_restart_and_another_process_count_the_same(url: str, tmp_path: Path) -> None:
    async with open_storage(url, data_dir=tmp_path) as storage:
        await fill(storage)
        first = await storage.figures.kept()
        async with open_storage(url, data_dir=tmp_path, guest=True) as beside:
            assert await beside.figures.kept() == first
            await tell(storage, "c", report())
            assert (await beside.figures.kept()).reports == {"daily": 3}
    async with open_storage(url, data_dir=tmp_path) as again:
        counted: KeptFigures = await again.figures.kept()
    assert counted.told.sums["briefed"] == first.told.sums["briefed"] + 2
    assert counted.weighed == first.weighed


async def test_dates_that_a_fast_clock_covered_are_not_counted(storage: Storage) -> None:
    await storage.schedules.begin(CHAT, covered=DAY, now=NOW)
    (schedule,) = await storage.schedules.all()
    plan = Plan(CHAT, at=NOW.time(), zone=UTC, language="en")
    ahead = DAY + timedelta(days=30)
    job = report_job(plan, ahead, since=DAY, now=NOW, dates=30)
    assert isinstance(job.command, SendReport)
    assert await storage.schedules.claim(schedule, covered=ahead, work=[job], now=NOW)
    await leased(storage, job.key)
    (schedule,) = await storage.schedules.all()
    await storage.schedules.set_right(schedule, covered=DAY, since=DAY, now=NOW)
    assert (await storage.figures.kept()).due_dates == 0


async def test_reports_of_an_older_database_are_counted_by_the_same_sums(
    bare_url: str, tmp_path: Path
) -> None:
    made = [report(failures=FAILED), report(entries=0, empty="late"), report().without("arxiv:2603.00001")]
    made.append(Report(title="Daily", language="en", made_at=NOW, entries=(), day=date(2026, 2, 1)))
    async with open_database(read_place(bare_url)) as database, database.starting() as connection:
        await connection.run_sync(upgrade, "0013")
        for number, each in enumerate(made):
            row = {"job": str(number), "report": each.model_dump_json()}
            await connection.execute(
                text(
                    "INSERT INTO reports (job, platform, chat, kind, due, report, made_at) VALUES "
                    "(:job, 'market', 'square', 'daily', '2026-03-01', :report, '2026-03-01 08:00:00')"
                ),
                row,
            )
    async with open_storage(bare_url, data_dir=tmp_path) as storage, storage.database.reading() as connection:
        rows = await connection.execute(text("SELECT figures FROM reports ORDER BY id"))
        kept = [json.loads(figures) for figures in rows.scalars()]
        counted = await storage.figures.kept()
    assert kept == [json.loads(figures_of(each).model_dump_json()) for each in made]
    assert counted.reports == {"daily": 4}
    assert counted.empty == {"late": 1}
