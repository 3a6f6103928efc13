"""Chats and people by the names that admins give them: what is meant is done, what is not known is said."""

from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.chat import Buttons
from bot.domain.commands import TellNews
from bot.domain.rooms import Room, RoomChange, Standing
from bot.replies.rooms import news_reply
from tests.bot.houses import (
    ADMIN,
    GROUP,
    GUEST,
    MEMBER,
    NOW,
    OTHER,
    OWNER,
    FullHouse,
    direct,
    full_house,
    taps,
    words,
)


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[FullHouse]:
    async with full_house(tmp_path) as opened:
        yield opened


async def admin(house: FullHouse, text: str) -> str:
    return await house.ask(f"admin {text}", ADMIN, at=direct(ADMIN))


async def note(house: FullHouse, chat: str, title: str) -> None:
    room = Room(kind="group", title=title)
    await house.storage.registers.rooms.note("square", chat, room=room, now=NOW)


async def test_a_chat_is_named_by_its_title_where_no_other_is_called_so(house: FullHouse) -> None:
    await note(house, "-1", "Lane  club")
    assert await admin(house, "allow #Lane club") == "Lane club (square:-1) is let in."
    await note(house, "-2", "Lane club")
    assert "several are called so" in await admin(house, "deny Lane club")
    room = await house.storage.registers.rooms.get("square", "-1")
    assert room is not None
    assert room.standing is Standing.ALLOWED


@pytest.mark.parametrize("act", ["allow", "deny", "pause", "resume", "run"])
async def test_a_name_that_is_not_understood_never_means_the_chat_it_is_said_in(
    house: FullHouse, act: str
) -> None:
    await house.ask("help", MEMBER, at=GROUP)
    before = await house.storage.registers.rooms.all()
    assert "I know no chat “@channel”" in await house.ask(f"admin {act} @channel", ADMIN)
    assert await house.storage.registers.rooms.all() == before
    assert (await house.acts())[-1] == (ADMIN, f"admin {act} @channel", "failed")


async def test_only_a_full_name_lets_in_a_chat_that_was_never_heard_of(house: FullHouse) -> None:
    assert "I know no chat" in await admin(house, "allow -77")
    assert "I know no chat" in await admin(house, "allow square:nowhere")
    assert await admin(house, "allow square:-77") == "square:-77 is let in."


async def test_chats_come_by_pages_and_each_button_names_its_chat(house: FullHouse) -> None:
    for number in range(100, 125):
        await note(house, f"-{number}", "")
    await house.hear("admin chats", ADMIN, at=direct(ADMIN))
    ((_, first),) = await house.work()
    assert taps(first)[-1] == "admin chats 2"
    await house.hear("admin chats 2", ADMIN, at=direct(ADMIN))
    ((_, second),) = await house.work()
    lines = words(second).splitlines()
    assert lines[1].startswith("21. ")
    blocks = list(second.blocks)
    for above, below in pairwise(blocks):
        if isinstance(below, Buttons):
            place, _, name = words(second.model_copy(update={"blocks": (above,)})).partition(". ")
            for button in below.buttons:
                assert button.label.endswith(f" {place}")
                assert button.says.endswith(name.split(" · ")[0])
    assert "admin chats 3" not in taps(second)


async def test_direct_chats_of_people_with_roles_have_nothing_to_decide(house: FullHouse) -> None:
    await house.ask("help", OWNER, at=direct(OWNER))
    await house.ask("help", GUEST, at=direct(GUEST))
    await house.hear("admin chats", ADMIN, at=direct(ADMIN))
    ((_, reply),) = await house.work()
    said = " ".join(taps(reply))
    assert f"square:{ADMIN}" in words(reply)
    assert f"square:{ADMIN}" not in said
    assert f"square:{OWNER}" not in said
    assert f"admin allow square:{GUEST}" in taps(reply)


@pytest.mark.parametrize("shared", [True, False])
async def test_an_admin_is_told_that_another_organisation_reads_along(
    house: FullHouse, *, shared: bool
) -> None:
    room = Room(kind="group", title="Lanes", shared=shared)
    known = await house.storage.registers.rooms.note("square", "-9", room=room, now=NOW)
    await house.doors.ask(known, person=f"square:{GUEST}")
    told = [job.command for job, _ in await house.work() if isinstance(job.command, TellNews)]
    assert told
    for news in told:
        assert ("another organisation" in words(news_reply(news, "en", names={}))) is shared


async def test_settings_of_a_group_are_noted_and_those_of_a_direct_chat_are_not(house: FullHouse) -> None:
    await house.ask("settings hour 08:30", ADMIN)
    await house.ask("settings hour 99", ADMIN)
    await house.ask("settings hour 07:00", MEMBER)
    await house.ask("settings hour 07:00", ADMIN, at=direct(ADMIN))
    await house.ask("settings", ADMIN)
    assert (await house.acts())[1:] == [
        (ADMIN, "settings hour 08:30", "done"),
        (ADMIN, "settings hour 99", "failed"),
        (MEMBER, "settings hour 07:00", "refused"),
    ]


async def test_who_may_not_change_a_brief_is_noted(house: FullHouse) -> None:
    await house.hear("regenerate 2501.12345", MEMBER)
    await house.hear("correct 2501.12345 effect faster", MEMBER)
    await house.hear("correct 2501.12345", MEMBER)
    await house.work()
    (first, *_), (second, act, outcome) = (await house.acts())[1:]
    assert (first, second, outcome) == (MEMBER, MEMBER, "refused")
    assert act.startswith("correct effect")


async def test_another_chat_is_never_decided_by_an_unknown_title(house: FullHouse) -> None:
    await house.ask("help", GUEST, at=OTHER)
    assert "I know no chat" in await admin(house, "allow Title of -99")


async def test_admins_are_told_who_added_the_bot(house: FullHouse) -> None:
    await house.hear("", at=OTHER, change=RoomChange(event="joined", by=GUEST))
    told = [words(reply) for job, reply in await house.work() if isinstance(job.command, TellNews)]
    assert told
    assert all(said.splitlines()[-1].startswith(f"Added by: square:{GUEST}") for said in told)


async def test_a_correction_that_fails_is_noted_once(house: FullHouse) -> None:
    await house.hear("correct 2501.12345 effect faster", ADMIN)
    ((job, _),) = await house.work()
    await house.rooms.note(job, outcome="failed")
    await house.rooms.note(job, outcome="failed")
    (who, act, outcome) = (await house.acts())[-1]
    assert (who, outcome) == (ADMIN, "failed")
    assert act.startswith("correct effect faster")
    assert len(await house.acts()) == 2
