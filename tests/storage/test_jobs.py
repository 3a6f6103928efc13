"""The jobs shelf: a wish is kept once, its reply in one piece, its end with its reason."""

import asyncio
from datetime import date
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import Attachment
from bot.domain.commands import BriefPaper, Command, Misunderstood, SendReport, ShowHelp
from bot.domain.jobs import DeliveryState, JobState
from bot.domain.references import ArxivReference, FileReference, WebReference
from bot.errors import LeaseLost, Reason, Why
from storage import Storage, open_storage
from tests.storage.builders import (
    LEASE,
    NOW,
    PLATFORM,
    lease,
    lease_reply,
    leased,
    new_job,
    one_job,
    pieces,
    replied,
    reply,
    seconds,
)

BUSY = Reason(Why.SOURCE_BUSY, {"host": "export.arxiv.org"})
BUG = Reason(Why.BUG, {"reference": "a1b2"})


async def test_an_event_that_is_delivered_again_is_one_job(storage: Storage) -> None:
    assert await storage.jobs.add(new_job("one"), now=NOW)
    assert not await storage.jobs.add(new_job("one", person="bo"), now=NOW + seconds(1))
    assert await storage.jobs.counts() == {"waiting": 1}


async def test_an_event_that_comes_many_times_at_once_is_one_job(storage: Storage) -> None:
    added = await asyncio.gather(*(storage.jobs.add(new_job("one"), now=NOW) for _ in range(10)))
    assert sorted(added) == [False] * 9 + [True]


async def test_two_events_about_one_message_are_one_job(storage: Storage) -> None:
    first, second = (new_job(key).model_copy(update={"echoes": "message 7"}) for key in ("one", "two"))
    assert await storage.jobs.add(first, now=NOW)
    assert not await storage.jobs.add(second, now=NOW)
    assert await storage.jobs.add(new_job("three"), now=NOW)
    assert await storage.jobs.add(new_job("four"), now=NOW)


@pytest.mark.parametrize(
    "command",
    [
        ShowHelp(),
        SendReport(day=date(2026, 2, 28), language="zh", scheduled=True),
        Misunderstood(reason=Reason(Why.UNKNOWN_COMMAND, {"text": "brïef\0 论文"})),
        BriefPaper(
            papers=(
                ArxivReference(id=ArxivId(number="hep-th/9901001", version=2)),
                WebReference(address="https://example.org/a.pdf"),
                FileReference(file=Attachment(platform=PLATFORM, handle="h", name="论文.pdf", size=9)),
            ),
            unread=(BUSY,),
        ),
    ],
)
async def test_a_job_comes_back_as_it_was_put_in(storage: Storage, command: Command) -> None:
    job = new_job("one").model_copy(update={"command": command, "echoes": "e", "language": "zh"})
    await storage.jobs.add(job, now=NOW)
    taken = await leased(storage)
    assert taken.model_dump(include=set(type(job).model_fields)) == job.model_dump()
    assert TypeAdapter(Command).validate_python(taken.command) == command
    assert (taken.created_at, taken.state, taken.tries, taken.crashes) == (NOW, JobState.LEASED, 0, 1)


async def test_a_reply_is_written_down_as_one_delivery_a_piece(url: str, tmp_path: Path) -> None:
    numbers = iter(range(10))
    async with open_storage(url, data_dir=tmp_path, new_id=lambda: f"id-{next(numbers)}") as storage:
        job = await one_job(storage)
        await storage.jobs.write_down(job, pieces(reply("a"), reply("b\0"), reply("丙")), now=NOW)
        deliveries = await storage.deliveries.of(job)
        assert [(made.id, made.part, made.piece) for made in deliveries] == [
            ("id-0", 0, reply("a")),
            ("id-1", 1, reply("b\0")),
            ("id-2", 2, reply("丙")),
        ]
        assert {made.address for made in deliveries} == {job.address}
        assert {made.state for made in deliveries} == {DeliveryState.WAITING}
        assert await storage.jobs.counts() == {"replied": 1}


async def test_only_the_first_piece_answers_the_message(storage: Storage) -> None:
    job = await one_job(storage)
    await storage.jobs.write_down(job, pieces(reply("a"), reply("b")), now=NOW)
    assert [made.reply_to for made in await storage.deliveries.of(job)] == [
        "message of one",
        "message of one",
    ]


async def test_a_reply_is_written_down_once(storage: Storage) -> None:
    job = await one_job(storage)
    await storage.jobs.write_down(job, pieces(reply("a")), now=NOW)
    with pytest.raises(LeaseLost):
        await storage.jobs.write_down(job, pieces(reply("b"), reply("c")), now=NOW)
    assert [made.piece for made in await storage.deliveries.of(job)] == [reply("a")]


async def test_a_courier_that_takes_over_finds_the_reply(storage: Storage) -> None:
    job = await replied(storage, await one_job(storage), reply("a"))
    later = await lease_reply(storage, "another", now=NOW + 2 * LEASE)
    assert later
    assert (later.id, later.state) == (job.id, JobState.REPLIED)
    assert [made.piece for made in await storage.deliveries.of(later)] == [reply("a")]


async def test_a_reply_outlives_being_put_back(storage: Storage) -> None:
    job = await replied(storage, await one_job(storage), reply("a"))
    await storage.jobs.put_back(job, due_at=NOW + seconds(5), reason=BUSY)
    assert await lease_reply(storage, now=NOW + seconds(4)) is None
    later = await lease_reply(storage, now=NOW + seconds(5))
    assert later
    assert (later.state, later.tries, later.crashes) == (JobState.REPLIED, 1, 1)


async def test_each_time_a_job_is_put_back_counts_as_a_try(storage: Storage) -> None:
    job = await one_job(storage)
    for tries in (1, 2, 3):
        await storage.jobs.put_back(job, due_at=NOW + seconds(tries), reason=BUSY)
        assert await storage.jobs.counts() == {"waiting": 1}
        job = await leased(storage, now=NOW + seconds(tries))
        assert job.tries == tries


async def test_progress_lets_tries_and_crashes_start_again(storage: Storage) -> None:
    job = await one_job(storage)
    await storage.jobs.put_back(job, due_at=NOW, reason=BUSY)
    job = await leased(storage, now=NOW + seconds(1))
    await storage.jobs.progressed(job)
    later = await leased(storage, now=NOW + 2 * LEASE)
    assert (later.tries, later.crashes) == (0, 1)


async def test_a_written_reply_lets_tries_and_crashes_start_again(storage: Storage) -> None:
    job = await one_job(storage)
    await storage.jobs.put_back(job, due_at=NOW, reason=BUSY)
    job = await leased(storage, now=NOW + seconds(1))
    later = await replied(storage, job, reply("a"))
    assert (later.tries, later.crashes) == (0, 1)


@pytest.mark.parametrize("written", [None, BUG])
@pytest.mark.parametrize("given", [None, BUSY])
async def test_a_job_ends_as_failed_where_a_failure_is_known(
    storage: Storage, written: Reason | None, given: Reason | None
) -> None:
    job = await one_job(storage)
    await storage.jobs.write_down(job, pieces(reply("a")), now=NOW, failure=written)
    posted = await lease_reply(storage)
    assert posted
    await storage.jobs.finish(posted, now=NOW, failure=given)
    assert await storage.jobs.counts() == {"failed" if written or given else "done": 1}
    assert await lease(storage, now=NOW + 100 * LEASE) is None


async def test_unfinished_jobs_are_counted_by_platform(storage: Storage) -> None:
    for key in ("one", "two", "three"):
        await storage.jobs.add(new_job(key, chat=key), now=NOW)
    await storage.jobs.finish(await leased(storage), now=NOW)
    await storage.jobs.write_down(await leased(storage), pieces(), now=NOW)
    assert await storage.jobs.unfinished(platforms=(PLATFORM, "elsewhere")) == 2
    assert await storage.jobs.unfinished(platforms=("elsewhere",)) == 0
