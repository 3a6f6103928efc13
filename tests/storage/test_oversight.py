"""What admins look at and settle, what is taken out for good, and copies of it all, on both databases."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.chat import Address
from bot.domain.commands import BriefPaper, SubmitPaper
from bot.domain.corrections import Correction
from bot.domain.jobs import DeliveryState, Job, JobState, Pieces
from bot.domain.prompts import Usage
from bot.domain.references import TextReference, parse_reference
from bot.domain.reports import Submission
from bot.domain.rooms import Act, KnownPerson, Role, Room
from bot.domain.spending import Account, Charge
from bot.errors import Reason, Why
from storage import Storage, open_storage
from tests.storage.builders import LEASE, NOW, PLATFORM, brief, leased, new_job, paper, reply

SECRET = "how large was the lane?"
GONE = Reason(Why.PDF_DAMAGED, {"name": "cw.pdf"})
DAY = date(2026, 3, 1)
HERE = Address(platform=PLATFORM, chat="square")


async def replied(storage: Storage, key: str, *, whispered: bool = False) -> Job:
    """A job whose reply is written down and with a courier."""
    assert await storage.jobs.add(new_job(key), now=NOW)
    job = await leased(storage)
    await storage.jobs.write_down(job, Pieces(posts=(reply(f"to {key}"),), whispered=whispered), now=NOW)
    carried = await storage.jobs.lease_reply("c", platforms=(PLATFORM,), now=NOW, until=NOW + LEASE)
    assert carried is not None
    return carried


async def held(storage: Storage) -> tuple[Job, str]:
    """A post of which nobody knows whether it stands, for a person to settle."""
    job = await replied(storage, "held")
    (delivery,) = await storage.deliveries.of(job)
    delivery = await storage.deliveries.intend(delivery, now=NOW)
    delivery = await storage.deliveries.uncertain(delivery, now=NOW)
    await storage.deliveries.hold(delivery, now=NOW)
    await storage.jobs.finish(job, now=NOW)
    return job, delivery.id


def settling(person: str, words: str, *, at: datetime = NOW) -> Act:
    return Act(
        job=f"tap of {person}",
        person=f"square:{person}",
        chat="square:hall",
        act="admin settle",
        words=words,
        outcome="done",
        at=at,
    )


async def test_two_who_settle_a_post_at_one_moment_settle_it_once(storage: Storage) -> None:
    _, name = await held(storage)
    acts = [settling(person, f"{name} again") for person in ("ann", "bob", "cat")]
    settle = storage.registers.oversight.settle
    by = await asyncio.gather(*(settle(name, sent=False, act=act) for act in acts))
    assert len({act and act.job for act in by}) == 1
    assert await storage.registers.acts.newest(5) == tuple(by[:1])


async def test_a_held_post_is_settled_once(storage: Storage) -> None:
    oversight = storage.registers.oversight
    job, name = await held(storage)
    (post,) = await oversight.held(most=5)
    assert (post.id, post.state, post.address.chat) == (name, "held", "square")
    first, second = settling("ann", f"{name} sent"), settling("bob", f"{name} again")
    assert await oversight.settle("another", sent=True, act=first) is None
    assert await oversight.settle(name, sent=True, act=first) == first
    assert await oversight.settle(name, sent=False, act=second) == first, (
        "who came second is told whose it is"
    )
    assert await oversight.settle(name, sent=True, act=first) == first, "a job that is tried again is told so"
    assert await storage.registers.acts.newest(5) == (first,)
    (delivery,) = await storage.deliveries.of(job)
    assert (delivery.state, delivery.fixed) == (DeliveryState.SENT, True)
    assert await oversight.held(most=5) == ()


async def test_a_held_post_that_is_to_go_out_again_takes_its_job_up(storage: Storage) -> None:
    job, name = await held(storage)
    later = NOW + timedelta(hours=1)
    act = settling("ann", f"{name} again", at=later)
    assert await storage.registers.oversight.settle(name, sent=False, act=act)
    again = await storage.jobs.lease_reply("c", platforms=(PLATFORM,), now=later, until=later + LEASE)
    assert again is not None
    assert (again.id, again.state) == (job.id, JobState.REPLIED)
    (delivery,) = await storage.deliveries.of(again)
    assert (delivery.state, delivery.resent) == (DeliveryState.WAITING, True)


async def test_jobs_are_seen_with_their_reasons(storage: Storage) -> None:
    oversight = storage.registers.oversight
    job = await replied(storage, "one")
    await storage.jobs.finish(job, now=NOW, failure=Reason(Why.GAVE_UP, {"reference": "1"}))
    assert await storage.jobs.add(new_job("two", chat="other"), now=NOW)
    assert await storage.jobs.add(new_job("three"), now=NOW + timedelta(minutes=1))
    assert [note.kind for note in await oversight.unfinished(most=5)] == ["help", "help"]
    (here,) = await oversight.unfinished(chat=HERE, most=5)
    assert (here.address.chat, here.state, here.person) == ("square", "waiting", "ann")
    (failed,) = await oversight.failed(since=NOW, most=5)
    assert (failed.id, failed.reason) == (job.id, Reason(Why.GAVE_UP, {"reference": "1"}))
    assert await oversight.failed(since=NOW + timedelta(seconds=1), most=5) == ()
    health = await oversight.health()
    assert health.jobs == {"failed": 1, "waiting": 2}
    assert health.oldest_waiting == NOW
    assert health.free_bytes > 0
    assert health.last_charge is None
    await storage.ledger.add(charge())
    assert (await oversight.health()).last_charge == ("lane-1", NOW)


def charge() -> Charge:
    return Charge(
        purpose="brief",
        account=Account(person=f"{PLATFORM}:ann", chat=f"{PLATFORM}:D1", job="asked"),
        model="lane-1",
        usage=Usage(input=1, output=1, calls=1),
        price=None,
        cost=None,
        at=NOW,
        day=NOW.date(),
    )


async def test_a_failed_submission_is_known_with_what_was_meant(storage: Storage) -> None:
    first, second = parse_reference("2501.12345"), TextReference(text="A pasted paper")
    wish = new_job("s").model_copy(update={"command": SubmitPaper(papers=(first, second))})
    assert await storage.jobs.add(wish, now=NOW)
    for place, reference in enumerate((first, second)):
        note = Submission(
            label=reference.label,
            identity=reference.identity,
            day=date(2026, 3, 1),
            paper=None,
            reason=Reason(Why.NO_ABSTRACT, {"name": "x"}) if place else None,
        )
        await storage.library.submit(note, job="s", place=place, now=NOW)
    failed = await storage.registers.oversight.failed_submissions(date(2026, 3, 1))
    assert failed == (("A pasted paper", second),)
    assert await storage.registers.oversight.failed_submissions(date(2026, 3, 2)) == ()


async def everything(storage: Storage) -> None:
    """All that is kept of Ann, in a direct chat and in a group, and something of Bo."""
    registers = storage.registers
    await registers.rooms.note(PLATFORM, "D1", room=Room(kind="direct", title="Ann"), now=NOW)
    await registers.rooms.note(PLATFORM, "square", room=Room(kind="group"), now=NOW)
    wish = BriefPaper(papers=(TextReference(text=SECRET),))
    for key, chat, person in (("a", "D1", "ann"), ("b", "square", "ann"), ("c", "square", "bo")):
        job = new_job(key, chat=chat, person=person).model_copy(update={"command": wish})
        assert await storage.jobs.add(job, now=NOW)
        await storage.jobs.write_down(await leased(storage), Pieces(posts=(reply(f"to {key}"),)), now=NOW)
    await replied(storage, "w", whispered=True)
    for place, (label, reason) in enumerate((("cv.pdf", None), ("cw.pdf", GONE), ("cx.pdf", GONE))):
        handle = f"{PLATFORM}:{label}"
        note = Submission(
            label=label, identity=handle, day=DAY, paper=None if reason else "arxiv:2501.12345", reason=reason
        )
        await storage.library.submit(note, job="b", place=place, now=NOW)
    await registers.people.keep(
        KnownPerson(person=f"{PLATFORM}:ann", role=Role.MEMBER, given_by=f"{PLATFORM}:own", at=NOW)
    )
    await storage.ledger.add(charge())
    await storage.corrections.keep(
        Correction(
            job="c1",
            paper="arxiv:2501.12345",
            field="effect",
            language=None,
            value="2x",
            before="",
            person=f"{PLATFORM}:ann",
            at=NOW,
        )
    )
    act = Act(
        job="x",
        person=f"{PLATFORM}:ann",
        chat=f"{PLATFORM}:D1",
        act="admin jobs",
        words="",
        outcome="done",
        at=NOW,
    )
    await registers.acts.add(act)
    assert await storage.jobs.add(new_job("asking", person="ann"), now=NOW)


async def test_a_person_is_forgotten_and_nobody_else(storage: Storage) -> None:
    await everything(storage)
    counts = await storage.registers.erasure.forget(f"{PLATFORM}:ann", sparing="asking")
    assert counts == {
        "marks": 0, "roles": 1, "posts": 2, "jobs": 3, "rooms": 1, "charges": 1, "corrections": 1,
        "topics": 0,
        "questions": 0,
    }  # fmt: skip
    unfinished = await storage.registers.oversight.unfinished(most=9)
    assert {(note.person, note.state) for note in unfinished} == {("bo", "replied"), ("ann", "waiting")}
    async with storage.database.reading() as connection:
        jobs = (
            await connection.execute(text("SELECT key, command, person, lane FROM jobs ORDER BY id"))
        ).all()
        posts = (await connection.execute(text("SELECT piece, state, whisper_to FROM deliveries"))).all()
        where = [
            *(await connection.execute(text("SELECT chat, lane, echoes FROM jobs"))).all(),
            *(await connection.execute(text("SELECT chat, reply_to FROM deliveries"))).all(),
        ]
    assert not [row for row in where if "D1" in str(row)], "the direct chat is the person"
    submitted = await storage.library.submissions(DAY)
    assert {each.label for each in submitted} == {"—"}
    assert len({each.identity for each in submitted}) == len(submitted), "a report still adds up"
    assert not [each for each in submitted if ".pdf" in f"{each.identity}{each.reason}"]
    assert {row.key for row in jobs if SECRET in row.command} == {"c"}
    assert {row.key for row in jobs if row.person == "ann" or "ann" in row.lane} == {"asking"}
    assert sorted("to " in row.piece for row in posts) == [False, False, True, True]
    assert {row.whisper_to for row in posts} == {None}
    assert [row.state for row in posts if "to " not in row.piece] == ["refused", "refused"]
    assert await storage.registers.people.get(f"{PLATFORM}:ann") is None
    assert list(await storage.ledger.by(since=NOW, until=NOW + LEASE, group="person")) == [None]
    (kept,) = await storage.corrections.of(["arxiv:2501.12345"])
    assert (kept.value, kept.person) == ("2x", "—")
    assert [act.person for act in await storage.registers.acts.newest(5)] == [f"{PLATFORM}:ann"]
    again = await storage.registers.erasure.forget(f"{PLATFORM}:ann", sparing="asking")
    assert not any(again.values())


async def test_a_paper_goes_with_all_that_was_made_of_it_but_for_the_logs(storage: Storage) -> None:
    gone, stays = paper("sha256:ab", sha256="a" * 64), paper("arxiv:2501.1", sha256="b" * 64)
    for each in (gone, stays):
        await storage.library.keep(each, now=NOW)
        await storage.briefs.keep(brief(each.key), now=NOW)
        note = Submission(label="x", identity=each.key, day=date(2026, 3, 1), paper=each.key)
        await storage.library.submit(note, job=each.key, place=0, now=NOW)
    stored = await storage.shelf.keep(b"bytes", name="x.pdf")
    await storage.library.know_file(stored.sha256, paper=gone)
    counts = await storage.registers.erasure.remove(gone.key)
    assert counts == {"texts": 0, "briefs": 1, "submissions": 1, "marks": 0, "files": 1}
    assert not stored.path.exists()
    assert await storage.library.get(gone.key) is None
    assert await storage.library.by_file(stored.sha256) is None
    assert await storage.briefs.of(gone.key) == ()
    assert [each.paper for each in await storage.library.submissions(date(2026, 3, 1))] == [stays.key]
    assert await storage.library.get(stays.key) is not None
    assert len(await storage.briefs.of(stays.key)) == 1


@pytest.fixture
async def file_storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with open_storage(f"sqlite:///{tmp_path}/briefbot.db", data_dir=tmp_path / "data") as opened:
        yield opened


async def test_a_backup_is_whole_while_others_write_and_opens_elsewhere(
    file_storage: Storage, tmp_path: Path
) -> None:
    """Each writer adds two rows in one transaction: a copy that was torn would hold one of them."""
    stored = await file_storage.shelf.keep(b"bytes", name="x.pdf")
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(tmp_path / "briefbot.db", timeout=10)) as connection:
            number = 0
            while not stop.is_set():
                with connection:
                    for side in "ab":
                        connection.execute(
                            "INSERT INTO people VALUES (?, 'member', '', '2026-03-01 00:00:00.000000')",
                            (f"{side}:{number}",),
                        )
                number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [await file_storage.registers.backups.make(NOW + timedelta(seconds=n)) for n in range(5)]
    finally:
        stop.set()
        writer.join()
    counts = []
    for copy in copies:
        assert copy is not None
        assert copy.count == 1
        async with open_storage(f"sqlite:///{copy.database}", data_dir=tmp_path / "elsewhere") as restored:
            people = await restored.registers.people.all()
        sides = [{each.person[2:] for each in people if each.person.startswith(side)} for side in "ab"]
        assert sides[0] == sides[1]
        counts.append(len(people))
        copied = copy.files / stored.path.parent.name / stored.path.name
        assert copied.read_bytes() == b"bytes"
    assert counts == sorted(counts)
    assert counts[-1] > 0
    same = await file_storage.registers.backups.make(NOW)
    assert same == copies[0], "a job that is tried again makes no second copy"


async def test_two_backups_of_one_second_stay_two_and_what_died_long_ago_is_removed(
    file_storage: Storage,
) -> None:
    make = file_storage.registers.backups.make
    first = await make(NOW)
    assert first
    folder = first.database.parents[1]
    for begun in ("20260301T072959.000001Z", "20260301T075000.000001Z"):
        (folder / f"{begun}.part" / "pdfs").mkdir(parents=True)
    second = await make(NOW + timedelta(microseconds=1))
    assert second
    assert second.database != first.database
    assert len(list(folder.glob("*Z"))) == 2
    left = {partial.name.removesuffix(".part") for partial in folder.glob("*.part")}
    assert left == {"20260301T075000.000001Z"}, "another process may still be making it"


async def test_a_server_is_copied_by_its_own_tool(storage: Storage, kind: str) -> None:
    made = await storage.registers.backups.make(NOW)
    assert (made is None) is (kind == "postgresql")
