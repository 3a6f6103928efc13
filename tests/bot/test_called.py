"""People by their names: in what admins see, over an answer to what nobody else saw, gone when forgotten."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import text

from bot.domain.chat import Address, Message
from bot.domain.commands import ShowHelp
from bot.domain.jobs import NewJob
from bot.domain.reports import Submission
from bot.domain.rooms import Room
from tests.bot.houses import ADMIN, GROUP, GUEST, MEMBER, NOW, OTHER, OWNER, FullHouse, direct, full_house
from tests.bot.houses import words as words_of
from tests.bot.posts import HERE, open_office

DAY = NOW.date()


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[FullHouse]:
    async with full_house(tmp_path) as opened:
        yield opened


async def says(house: FullHouse, text: str, person: str, *, name: str, at: Address = GROUP) -> str:
    """The words of the first answer to something that a person with a name said."""
    house.said += 1
    message = Message(
        key=f"named {house.said}",
        address=at,
        person=person,
        name=name,
        text=text,
        language="en",
        said_at=NOW,
        room=Room(kind="group" if at.chat.startswith("-") else "direct", title="Lab"),
    )
    await house.way_in.accept(message)
    answered = await house.work()
    return words_of(answered[0][1]) if answered else ""


async def test_admins_see_who_it_was_by_the_name_that_was_told_last(house: FullHouse) -> None:
    await says(house, "help", MEMBER, name="Mel")
    await says(house, "admin deny square:-43", MEMBER, name="Melanie\n Mem")
    told = await house.ask("admin audit 1", ADMIN, at=direct(ADMIN))
    assert "Melanie Mem (square:mem) · square:-42 · admin deny square:-43 · refused" in told
    given = await house.ask(f"admin promote {MEMBER}", OWNER, at=direct(OWNER))
    assert given == "Melanie Mem (square:mem) is a member now."
    await says(house, "help", GUEST, name="Gus", at=OTHER)
    waiting = _job("waiting", person=MEMBER, name="Melanie Mem")
    later = {"due_at": NOW + timedelta(hours=9)}
    await house.storage.jobs.add(waiting.model_copy(update=later), now=NOW)
    assert " · help · square:-42 · waiting · 0 seconds · Melanie Mem" in (
        await house.ask("admin jobs", ADMIN, at=direct(ADMIN))
    )


def _job(key: str, *, person: str, name: str, unseen: bool = False, at: Address = GROUP) -> NewJob:
    return NewJob(
        key=key,
        command=ShowHelp(),
        address=at,
        person=person,
        name=name,
        unseen=unseen,
        language="en",
        due_at=NOW,
    )


async def test_who_wants_to_be_let_in_is_named_beside_the_id_that_commands_take(house: FullHouse) -> None:
    message = Message(
        key="knock",
        address=OTHER,
        person=GUEST,
        name="Gus Guest",
        text="help",
        said_at=NOW,
        room=Room(kind="group", title="Lab"),
    )
    await house.way_in.accept(message)
    asked = [words_of(reply) for job, reply in await house.work() if job.command.kind == "news"]
    assert asked
    assert all("Asked by: Gus Guest · square:gus" in words for words in asked)


async def test_whoever_is_forgotten_has_no_name_any_more(house: FullHouse) -> None:
    await says(house, "help", MEMBER, name="Melanie Mem")
    submission = Submission(label="arxiv:1", identity="arxiv:1", day=DAY, paper="arxiv:1")
    ((job,),) = await _rows(house, "SELECT key FROM jobs WHERE name IS NOT NULL")
    await house.storage.library.submit(submission, job=str(job), place=0, now=NOW)
    (hand_in,) = await house.storage.index.hand_ins("arxiv:1")
    assert (hand_in.person, hand_in.name) == ("square:mem", "Melanie Mem")
    assert await house.storage.registers.people.names({"square:mem"}) == {"square:mem": "Melanie Mem"}
    await house.storage.registers.erasure.forget("square:mem", sparing="")
    (hand_in,) = await house.storage.index.hand_ins("arxiv:1")
    assert (hand_in.person, hand_in.name) == ("", "")
    assert await house.storage.registers.people.names({"square:mem"}) == {}
    assert await _rows(house, "SELECT name FROM jobs WHERE name IS NOT NULL") == []


async def _rows(house: FullHouse, what: str) -> list[tuple[object, ...]]:
    async with house.storage.database.reading() as connection:
        return [tuple(row) for row in await connection.execute(text(what))]


@pytest.mark.parametrize(("unseen", "first"), [(True, "👤 Ann"), (False, "the first part")])
async def test_an_answer_to_what_others_did_not_see_begins_with_who_asked(
    tmp_path: Path, *, unseen: bool, first: str
) -> None:
    async with open_office(tmp_path) as office:
        await office.storage.jobs.add(
            _job("one", person="ann", name="Ann", unseen=unseen, at=HERE), now=office.clock.now()
        )
        office.clock.time = max(office.clock.time, NOW)
        await office.finish()
        assert office.shown() == ["👤 Ann"] * unseen + ["the first part", "the second part"]
        assert office.shown()[0] == first
        kept = await office.rows("SELECT piece FROM deliveries")
    assert not any("Ann" in piece for (piece,) in kept), "the name stands in the job alone"


async def test_nobody_is_named_where_nobody_else_is(house: FullHouse) -> None:
    for at, unseen in ((GROUP, True), (direct(MEMBER), False)):
        said = {"key": f"at {at}", "address": at, "person": MEMBER, "name": "Mel", "text": "help"}
        kind = "group" if at == GROUP else "direct"
        room = {"room": Room(kind=kind), "unseen": True, "said_at": NOW}
        await house.way_in.accept(Message.model_validate(said | room))
        job = await house.storage.jobs.lease("w", platforms=["square"], now=NOW, until=NOW)
        assert job
        assert (job.name, job.unseen) == ("Mel", unseen)
        await house.storage.jobs.finish(job, now=NOW)
