"""A chat is closed until somebody lets it in, wants things its own way, and may come, go and move."""

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.chat import Address
from bot.domain.rooms import Room, RoomChange, Standing
from bot.domain.spending import Budget
from handlers.clock import AlarmClock
from tests.bot.houses import (
    ADMIN,
    GROUP,
    GUEST,
    MEMBER,
    NOW,
    OTHER,
    OWNER,
    RULES,
    FullHouse,
    direct,
    full_house,
    taps,
    told,
    words,
)


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[FullHouse]:
    async with full_house(tmp_path) as opened:
        yield opened


async def standing(house: FullHouse, at: Address = OTHER) -> Standing | None:
    room = await house.storage.registers.rooms.get(at.platform, at.chat)
    return house.doors.standing(room) if room else None


async def reports(house: FullHouse) -> list[str]:
    return [str(plan.address) for plan in await house.planning.plans()]


async def test_whoever_asks_in_a_closed_chat_is_told_and_admins_get_two_buttons(house: FullHouse) -> None:
    await house.hear("brief 2501.12345", GUEST, at=OTHER)
    answered = await house.work()
    assert told(answered) == {
        "square:-43": "This chat is not open yet. An admin was asked to let it in; "
        "admins may also write admin allow square:-43.",
        "square:adm": "“Title of -43” wants to use me. Let it in?\nChat: square:-43\nAsked by: square:gus",
        "square:own": "“Title of -43” wants to use me. Let it in?\nChat: square:-43\nAsked by: square:gus",
    }
    assert taps(answered[1][1]) == ["admin allow square:-43", "admin deny square:-43"]
    assert await standing(house) is Standing.ASKED


async def test_nobody_is_told_twice_a_day_and_no_admin_twice(house: FullHouse) -> None:
    assert await house.ask("help", GUEST, at=OTHER)
    for _ in range(3):
        assert await house.ask("help", GUEST, at=OTHER) == ""
    await house.hear("help", MEMBER, at=OTHER)
    assert set(told(await house.work())) == {"square:-43"}, "another person is told, no admin again"
    house.clock.go_on(timedelta(days=1))
    assert "An admin was asked" in await house.ask("help", GUEST, at=OTHER)


async def test_whoever_waited_to_be_let_in_is_told_on_the_same_day_that_they_are_not(
    house: FullHouse,
) -> None:
    assert "An admin was asked" in await house.ask("report", GUEST, at=OTHER)
    await house.ask("admin deny square:-43", ADMIN, at=direct(ADMIN))
    assert "keeps this chat closed" in await house.ask("report", GUEST, at=OTHER)
    for text in ("report", "brief 2501.12345", "help"):
        assert await house.ask(text, GUEST, at=OTHER) == "", "a word of another kind changes nothing"


async def test_an_admin_lets_a_chat_in_by_a_tap_and_it_is_told(house: FullHouse) -> None:
    await house.ask("help", GUEST, at=OTHER)
    await house.hear("admin allow square:-43", ADMIN, at=direct(ADMIN))
    answered = told(await house.work())
    assert answered["square:adm"] == "Title of -43 (square:-43) is let in."
    assert answered["square:-43"].startswith("An admin let this chat in.")
    assert await standing(house) is Standing.ALLOWED
    assert "Settings of this chat" in await house.ask("settings", GUEST, at=OTHER)


async def test_a_denied_chat_hears_nothing_to_talk_and_one_sentence_to_commands(house: FullHouse) -> None:
    await house.ask("admin deny square:-43", ADMIN, at=direct(ADMIN))
    assert await house.ask("what a nice day", GUEST, at=OTHER) == ""
    said = await house.ask("report", GUEST, at=OTHER)
    assert said == "An admin keeps this chat closed. Ask an admin to write admin allow square:-43."
    assert await house.ask("report", GUEST, at=OTHER) == ""
    await house.ask(f"admin promote {MEMBER}", OWNER, at=direct(OWNER))
    assert "keeps this chat closed" in await house.ask("report", MEMBER, at=OTHER), "no member goes round it"


async def test_without_anybody_to_ask_the_operator_is_named(tmp_path: Path) -> None:
    async with full_house(tmp_path) as house:
        await house.storage.registers.people.remove(f"square:{ADMIN}")
        house.rules = RULES.model_copy(update={"owners": frozenset({"other:ann"})})
        said = await house.ask("help", GUEST, at=OTHER)
        assert "the operator adds “square:-43” to BRIEFBOT_ALLOWED_CHATS" in said
        assert await standing(house) is Standing.UNKNOWN


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (GROUP, "Hello, I am Briefbot. I read papers"),
        (OTHER, "Hello, I am Briefbot. This chat is not open yet; an admin was asked"),
    ],
)
async def test_a_chat_that_the_bot_comes_to_hears_what_to_do_there(
    house: FullHouse, *, at: Address, said: str
) -> None:
    await house.hear("", at=at, change=RoomChange(event="joined"))
    answered = told(await house.work())
    assert answered[str(at)].startswith(said)
    assert ("square:own" in answered) is (at == OTHER)


async def test_whoever_taps_in_the_group_that_a_chat_was_is_served_in_what_it_became(
    house: FullHouse,
) -> None:
    await house.ask("admin allow square:-43", ADMIN, at=direct(ADMIN))
    await house.hear("", at=OTHER, change=RoomChange(event="moved", to="-44"))
    await house.work()
    await house.hear("find lanes", GUEST, at=OTHER)
    ((job, _),) = await house.work()
    assert (job.command.kind, str(job.address), job.reply_to) == ("find", "square:-44", None)
    await house.hear("", at=OTHER, change=RoomChange(event="left"))
    await house.work()
    now = OTHER.model_copy(update={"chat": "-44"})
    assert await standing(house, now) is Standing.ALLOWED, "the old group's end is not the new one's"


async def test_a_chat_that_put_the_bot_out_is_closed_until_it_is_let_in_again(house: FullHouse) -> None:
    await house.ask("admin allow square:-43", ADMIN, at=direct(ADMIN))
    await house.ask("settings reports on", ADMIN, at=OTHER)
    house.clock.go_on(timedelta(hours=1))
    assert await reports(house) == ["square:-43"]
    await house.hear("", at=OTHER, change=RoomChange(event="left"))
    ((_, reply),) = await house.work()
    assert reply.blocks == (), "nobody can hear it there"
    assert await standing(house) is Standing.CLOSED
    assert await reports(house) == []
    await house.hear("", at=OTHER, change=RoomChange(event="joined"))
    assert "square:own" in told(await house.work()), "admins are asked anew"
    assert await standing(house) is Standing.ASKED
    await house.ask("admin allow square:-43", ADMIN, at=direct(ADMIN))
    assert await reports(house) == ["square:-43"], "its settings were kept"


async def test_a_listed_chat_that_closed_opens_again_by_its_first_word(house: FullHouse) -> None:
    await house.ask("help")
    await house.doors.closed(GROUP, "kicked")
    await house.work()
    assert await standing(house, GROUP) is Standing.CLOSED
    assert "Settings" in await house.ask("settings")
    assert await standing(house, GROUP) is Standing.ALLOWED


async def test_admins_hear_once_that_a_chat_closed_and_not_in_the_chat_that_did(house: FullHouse) -> None:
    for _ in range(2):
        await house.doors.closed(OTHER, "chat not found")
    answered = told(await house.work())
    assert set(answered) == {"square:adm", "square:own"}
    assert "square:-43 takes no posts any more and is closed (chat not found)." in answered["square:own"]
    await house.doors.closed(direct(ADMIN), "blocked")
    assert set(told(await house.work())) == {"square:own"}
    await house.doors.closed(direct(OWNER), "blocked")
    assert told(await house.work()) == {}, "there is nobody left to tell"


async def test_what_a_chat_is_called_is_kept_up(house: FullHouse) -> None:
    rooms = house.storage.registers.rooms
    await rooms.note("square", "-42", room=Room(kind="group", title="Old"), now=NOW)
    await house.hear("", change=RoomChange(event="renamed"))
    ((_, reply),) = await house.work()
    assert reply.blocks == ()
    renamed = await rooms.get("square", "-42")
    assert renamed is not None
    assert renamed.room.title == "Title of -42"


async def test_a_chat_that_moved_takes_everything_with_it(house: FullHouse) -> None:
    """Also what the operator's settings say of its old id, and what still waits there."""
    house.report_chats = frozenset({"square:-42"})
    for said in ("settings hour 08:00", "settings zone Asia/Shanghai", "settings language zh"):
        await house.ask(said, ADMIN)
    ringing = AlarmClock(house.planning, house.storage.schedules, clock=house.clock, ring=lambda: None)
    await ringing.look()
    house.clock.go_on(timedelta(days=1))
    (filed,) = await ringing.look()
    assert filed.key == "report:square:-42:2026-03-02"
    await house.hear("", change=RoomChange(event="moved", to="-100"))
    moved = Address(platform="square", chat="-100")
    answered = await house.work()
    assert str(answered[0][0].address) == "square:-42", "the report was under way"
    assert await standing(house, moved) is Standing.ALLOWED
    assert await reports(house) == ["square:-100"]
    ringing = AlarmClock(house.planning, house.storage.schedules, clock=house.clock, ring=lambda: None)
    assert await ringing.look() == [], "the day's report was filed already"
    assert "08:00" in await house.ask("settings", at=moved)
    assert "上海" not in await house.ask("settings", at=moved)
    await house.doors.moved(GROUP, moved)
    assert await standing(house, moved) is Standing.ALLOWED, "told twice, it moved once"
    house.clock.go_on(timedelta(days=1))
    assert [job.key for job in await ringing.look()] == ["report:square:-100:2026-03-03"]


async def test_settings_are_shown_with_where_they_come_from_and_buttons(house: FullHouse) -> None:
    await house.hear("settings", at=direct(OWNER), person=OWNER)
    ((_, reply),) = await house.work()
    assert words(reply).splitlines()[:7] == [
        "Settings of this chat",
        "Language of briefs, reports and answers: English (default)",
        "Time zone: UTC (default)",
        "Hour of the daily report: 09:00 (default)",
        "Days of the daily report: every day (default)",
        "Daily report comes by itself: off (default)",
        "Report holds the details: on (default)",
    ]
    assert taps(reply) == ["settings language zh", "settings reports on", "settings details off"]


SETTINGS = [
    ("settings hour 8:30", "Hour of the daily report: 08:30"),
    ("设置 时间 8点", "Hour of the daily report: 08:00"),
    ("settings zone asia/shanghai", "Time zone: Asia/Shanghai"),
    ("settings details off", "Report holds the details: off"),
    ("settings order Title", "Order of papers in a report: by title"),
    ("设置 排序 相关度", "Order of papers in a report: most relevant first"),
    ("settings order size", "Write, for instance, settings order title."),
    ("设置日报 开", "Daily report comes by itself: on"),
    ("settings language 中文", "已设置。简报、日报和回答的语言：中文"),
    ("settings hour -", "Hour of the daily report: 09:00 (default)"),
    ("settings hour 25:00", "“25:00” is no time of day."),
    ("settings weekdays mon-fri", "Days of the daily report: Mon to Fri"),
    ("设置星期 周一、周三", "Days of the daily report: Mon, Wed"),
    ("settings days -", "Days of the daily report: every day (default)"),
    ("settings weekdays someday", "Write, for instance, settings weekdays mon-fri."),
    ("settings hour noon", "“noon” is no time of day."),
    ("settings zone ../../etc/passwd", "No time zone is called “../../etc/passwd”."),
    ("settings zone Mars", "No time zone is called “Mars”."),
    ("settings language klingon", "That cannot be set to “klingon”."),
    ("settings reports perhaps", "Write, for instance, settings reports off."),
]


async def test_one_thing_is_set_at_a_time_or_refused_with_an_example(house: FullHouse) -> None:
    for said, answer in SETTINGS:
        assert answer in await house.ask(said, ADMIN), said
        await house.ask("settings language -", ADMIN)


async def test_a_language_that_is_set_is_that_of_every_answer_and_of_briefs(house: FullHouse) -> None:
    await house.ask("settings language zh", ADMIN)
    assert (await house.rooms.house_at(GROUP)).language == "zh"
    assert "没有进行中的任务" in await house.ask("status")
    assert (await house.rooms.house_at(OTHER)).language == "en"


async def test_status_says_what_is_done_and_what_comes(house: FullHouse) -> None:
    idle = await house.ask("status")
    assert idle.splitlines() == [
        "Nothing is being done for this chat.",
        "No report comes by itself. To get one, write follow, or settings reports on.",
        "Language: English",
        "No model is connected: briefs are in the papers' own words.",
    ]
    await house.ask("settings reports on", ADMIN)
    await house.hear("status")
    await house.hear("brief 2501.12345", "someone")
    await house.hear("brief 2501.12345", OWNER, at=OTHER)
    house.clock.go_on(timedelta(minutes=3))
    (_, reply), *_ = await house.work()
    busy = words(reply).splitlines()
    assert busy[:2] == ["a brief: waiting, 3 minutes", "Next report: 2026-03-01 09:00 (UTC)"]


async def test_a_chat_with_a_budget_sees_what_it_spent(house: FullHouse) -> None:
    house.budget = Budget(chat=Decimal("2.50"))
    assert "Models cost this chat 0 today, of 2.50 USD" in await house.ask("status")


async def test_in_a_group_only_admins_set_things_and_alone_everybody_may(house: FullHouse) -> None:
    assert "Only an admin may do this (settings)" in await house.ask("settings hour 10:00", MEMBER)
    await house.ask(f"admin promote {MEMBER}", ADMIN, at=direct(ADMIN))
    assert "10:00" in await house.ask("settings hour 10:00", MEMBER, at=direct(MEMBER))


async def test_a_report_comes_to_a_person_as_long_as_they_have_a_role(house: FullHouse) -> None:
    house.clock.go_on(timedelta(hours=1))
    for person in (ADMIN, OWNER):
        said = await house.ask("settings reports on", person, at=direct(person))
        assert said == "Done. Daily report comes by itself: on"
    both = ["square:adm", "square:own"]
    assert await reports(house) == both
    await house.ask(f"admin demote {ADMIN}", OWNER, at=direct(OWNER))
    assert await reports(house) == both[1:]
    await house.doors.closed(direct(OWNER), "blocked")
    assert await reports(house) == []


async def test_a_report_that_is_wanted_where_nobody_let_the_bot_in_says_so(house: FullHouse) -> None:
    for said in ("settings reports on", "status"):
        assert "not open yet, so no report comes by itself" in await house.ask(said, OWNER, at=OTHER)
    assert await reports(house) == []
