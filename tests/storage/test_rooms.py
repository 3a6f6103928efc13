"""The shelves of chats, people and acts, on both databases."""

import asyncio
from datetime import date, time, timedelta

from bot.domain.chat import Address
from bot.domain.commands import SendReport
from bot.domain.marks import Seeker
from bot.domain.rooms import Act, KnownPerson, Role, Room, RoomSettings, Standing
from storage import Storage
from tests.storage.builders import NOW, PLATFORM, new_job

GROUP = Room(kind="group", title="Lanes\0 \ud83d")
LATER = NOW + timedelta(minutes=1)


async def test_a_chat_is_unknown_until_somebody_decides_and_keeps_what_it_wants(storage: Storage) -> None:
    rooms = storage.registers.rooms
    assert await rooms.get(PLATFORM, "1") is None
    room = await rooms.note(PLATFORM, "1", room=Room(kind="group"), now=NOW)
    assert (room.name, room.standing, room.settings) == (f"{PLATFORM}:1", Standing.UNKNOWN, RoomSettings())
    wants = RoomSettings(language="en", hour=time(8, 30), reports=True, paused=True)
    await rooms.set(room, wants)
    await rooms.decide(room, Standing.ALLOWED, by="square:ann", now=LATER)
    renamed = await rooms.note(
        PLATFORM, "1", room=Room(kind="group", title="New"), now=LATER + LATER.resolution
    )
    assert renamed == await rooms.get(PLATFORM, "1")
    assert (renamed.room.title, renamed.settings, renamed.standing) == ("New", wants, Standing.ALLOWED)
    assert (renamed.decided_by, renamed.noted_at) == ("square:ann", LATER), "a title is no decision"


async def test_what_is_told_of_a_chat_at_one_moment_is_kept_in_its_order(storage: Storage) -> None:
    rooms = storage.registers.rooms
    told = [("1", "Old"), ("2", "Other"), ("1", "New"), ("3", "Third")]
    calls = (
        rooms.note(PLATFORM, chat, room=Room(kind="group", title=title), now=NOW) for chat, title in told
    )
    noted = await asyncio.gather(*calls)
    assert [room.chat for room in noted] == ["1", "2", "1", "3"]
    assert {room.chat: room.room.title for room in await rooms.all()} == {
        "1": "New",
        "2": "Other",
        "3": "Third",
    }


async def test_that_admins_were_asked_takes_back_no_decision(storage: Storage) -> None:
    rooms = storage.registers.rooms
    room = await rooms.note(PLATFORM, "1", room=Room(kind="group"), now=NOW)
    await rooms.decide(room, Standing.DENIED, by="square:ann", now=NOW)
    await rooms.decide(room, Standing.ASKED, by="", now=LATER)
    kept = await rooms.get(PLATFORM, "1")
    assert kept is not None
    assert kept.standing is Standing.DENIED


def letting_in(person: str, *, job: str = "") -> Act:
    return Act(
        job=job or f"tap of {person}",
        person=f"square:{person}",
        chat="square:hall",
        act="admin allow",
        words="square:1",
        outcome="done",
        at=NOW,
    )


async def test_of_several_who_decide_at_one_moment_one_does(storage: Storage) -> None:
    rooms, acts = storage.registers.rooms, storage.registers.acts
    room = await rooms.note("square", "1", room=GROUP, now=NOW)
    decided = (Standing.ALLOWED, Standing.DENIED)
    people = ("ann", "bob", "cat", "dan")
    chosen = await asyncio.gather(
        *(
            rooms.choose(room, decided[place % 2], act=letting_in(person), unless=decided)
            for place, person in enumerate(people)
        )
    )
    assert sum(chosen) == 1
    first = people[chosen.index(True)]
    known = await rooms.get("square", "1")
    assert known
    assert (known.decided_by, known.standing) == (f"square:{first}", decided[chosen.index(True) % 2])
    assert await acts.newest(5) == (letting_in(first),)


async def test_a_job_that_is_tried_again_has_decided_already(storage: Storage) -> None:
    rooms, acts = storage.registers.rooms, storage.registers.acts
    room = await rooms.note("square", "1", room=GROUP, now=NOW)
    decided = (Standing.ALLOWED, Standing.DENIED)
    assert await rooms.choose(room, Standing.ALLOWED, act=letting_in("ann"), unless=decided)
    assert await rooms.choose(room, Standing.ALLOWED, act=letting_in("ann"), unless=decided)
    assert await acts.newest(5) == (letting_in("ann"),)
    late = letting_in("ann", job="her second tap")
    assert not await rooms.choose(room, Standing.ALLOWED, act=late, unless=decided)
    assert await rooms.choose(room, Standing.DENIED, act=late, unless=()), "whoever writes it means it"


async def test_chats_that_wait_for_a_decision_come_first(storage: Storage) -> None:
    rooms = storage.registers.rooms
    for chat in ("1", "2", "3"):
        room = await rooms.note(PLATFORM, chat, room=Room(kind="group"), now=NOW)
        if chat == "2":
            await rooms.decide(room, Standing.ASKED, by="", now=NOW)
    assert [room.chat for room in await rooms.all()] == ["2", "1", "3"]


async def test_a_moved_chat_is_known_by_its_new_id_and_its_report_is_not_filed_twice(
    storage: Storage,
) -> None:
    rooms = storage.registers.rooms
    room = await rooms.note(PLATFORM, "1", room=Room(kind="group", title="Lanes"), now=NOW)
    await rooms.set(room, RoomSettings(language="en"))
    filed = new_job(f"report:{PLATFORM}:1:7:2026-03-01", person=None, chat="1")
    report = filed.model_copy(update={"command": SendReport(day=date(2026, 2, 28), scheduled=True)})
    other = new_job(f"report:{PLATFORM}:12:2026-03-01", person=None, chat="12")
    for job in (report, other):
        assert await storage.jobs.add(job, now=NOW)
    for _ in range(2):
        await rooms.move(room.model_copy(update={"standing": Standing.ALLOWED}), to="-100", now=LATER)
    old, new = await rooms.get(PLATFORM, "1"), await rooms.get(PLATFORM, "-100")
    assert old is not None
    assert new is not None
    assert (old.standing, old.moved_to) == (Standing.CLOSED, "-100")
    assert (new.standing, new.moved_to, new.room.title) == (Standing.ALLOWED, None, "Lanes")
    assert new.settings == RoomSettings(language="en")
    keys = [f"report:{PLATFORM}:-100:7:2026-03-01", f"report:{PLATFORM}:12:2026-03-01"]
    assert not [key for key in keys if await storage.jobs.add(new_job(key, person=None), now=NOW)]


async def test_a_chat_moves_also_where_both_its_ids_have_their_report_of_a_day_and_a_mark(
    storage: Storage,
) -> None:
    """As where the operator named both: the chat then has two of that day, and one of the next."""
    rooms = storage.registers.rooms
    room = await rooms.note(PLATFORM, "1", room=Room(kind="group"), now=NOW)
    for chat in ("1", "-100"):
        filed = new_job(f"report:{PLATFORM}:{chat}:2026-03-01", person=None, chat=chat)
        assert await storage.jobs.add(filed, now=NOW)
        seeker = Seeker(person=f"{PLATFORM}:ann", chat=f"{PLATFORM}:{chat}")
        await storage.marks.put("liked", "arxiv:2501.00001", seeker=seeker, now=NOW)
    await rooms.move(room, to="-100", now=LATER)
    old = await rooms.get(PLATFORM, "1")
    assert old is not None
    assert old.moved_to == "-100"
    new = Address(platform=PLATFORM, chat="-100")
    (tally,) = (await storage.marks.tallies(new, ["arxiv:2501.00001"])).values()
    assert tally.liked == 1


async def test_the_direct_chat_of_a_person_is_the_newest_in_which_they_spoke(storage: Storage) -> None:
    rooms = storage.registers.rooms
    assert await rooms.direct_chat(PLATFORM, "ann") is None
    for chat, kind in (("D1", "direct"), ("C1", "group"), ("D2", "direct")):
        await rooms.note(PLATFORM, chat, room=Room.model_validate({"kind": kind}), now=NOW)
        assert await storage.jobs.add(new_job(chat, chat=chat), now=NOW)
    assert await storage.jobs.add(new_job("again", chat="D1"), now=NOW)
    assert await storage.jobs.add(new_job("group", chat="C1"), now=NOW)
    assert await rooms.direct_chat(PLATFORM, "ann") == "D1"
    blocked = await rooms.get(PLATFORM, "D1")
    assert blocked is not None
    await rooms.decide(blocked, Standing.CLOSED, by="", now=NOW)
    assert await rooms.direct_chat(PLATFORM, "ann") == "D2"
    assert await rooms.direct_chat(PLATFORM, "bo") is None


async def test_a_role_is_kept_replaced_and_taken_away(storage: Storage) -> None:
    people = storage.registers.people
    ann = KnownPerson(person="square:ann", role=Role.ADMIN, given_by="square:own", at=NOW)
    await people.keep(ann)
    lower = ann.model_copy(update={"role": Role.MEMBER, "at": LATER})
    await people.keep(lower)
    assert await people.get("square:ann") == lower
    assert await people.all() == (lower,)
    await people.remove("square:ann")
    assert await people.get("square:ann") is None


async def test_an_act_is_noted_once_a_job_whatever_it_says(storage: Storage) -> None:
    acts = storage.registers.acts
    act = Act(
        job="one",
        person="square:ann",
        chat="square:1",
        act="admin allow",
        words="square:1 \0 <!channel>",
        outcome="done",
        at=NOW,
    )
    assert await acts.add(act)
    assert not await acts.add(act.model_copy(update={"outcome": "failed"}))
    assert await acts.add(act.model_copy(update={"job": "two", "words": "", "at": LATER}))
    assert [(each.job, each.outcome) for each in await acts.newest(5)] == [("two", "done"), ("one", "done")]
    assert len(await acts.newest(1)) == 1


async def test_a_title_that_no_database_takes_is_kept_as_far_as_it_can_be(storage: Storage) -> None:
    room = await storage.registers.rooms.note(PLATFORM, "1", room=Room(kind="group", title="a\0b"), now=NOW)
    assert room.room.title == "a\0b"
    assert str(Address(platform=PLATFORM, chat="1")) == room.name
