"""Chats: what each wants, what is under way there, who comes in, and what a person is told of it all."""

from datetime import time

import pytest

from bot.domain.rooms import KnownRoom, Role, Standing
from tests.stories.towns import Person, Side, tells

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def kept(here: Side, place: str) -> KnownRoom:
    room = await here.town.kept.registers.rooms.get(here.platform, place)
    assert room
    return room


@tells("settings", "settings of a direct chat")
async def test_what_a_person_sets_in_their_own_chat_holds_there(here: Side) -> None:
    person = here.somebody()
    post = await here.asks(person, "settings", "Settings of this chat", "Language of briefs")
    assert "Time zone: that of the server (default)" in post.text
    here.taps(person, post, "settings language zh")
    await here.sees(person.place, "已设置。简报、日报和回答的语言：中文")
    await here.asks(person, "状态", "语言：中文")
    assert (await kept(here, person.place)).settings.language == "zh"


@tells("settings of a direct chat", "status")
async def test_zone_and_hour_decide_when_the_next_report_comes(here: Side) -> None:
    person = here.somebody()
    await here.asks(person, "settings zone Asia/Tokyo", "Time zone: Asia/Tokyo")
    await here.asks(person, "settings hour 07:45", "Hour of the daily report: 07:45")
    await here.asks(person, "settings reports on", "Daily report comes by itself: on")
    post = await here.asks(person, "status", "Next report: ", "07:45 (Asia/Tokyo)")
    assert "Model: test-model" in post.text
    set_there = (await kept(here, person.place)).settings
    assert (set_there.zone, set_there.hour, set_there.reports) == ("Asia/Tokyo", time(7, 45), True)


@tells("settings of a group", "refused")
async def test_a_groups_settings_are_its_admins(here: Side) -> None:
    person, admin, room = here.somebody(), await here.admin(), here.room()
    post = await here.asks(person, "settings details off", "Only an admin may do this (settings).", at=room)
    assert f"admin promote {person.name} admin" in post.text
    assert (await kept(here, room)).settings.details is None
    await here.asks(admin, "settings details off", "Report holds the details: off", at=room)
    assert (await kept(here, room)).settings.details is False
    assert await here.town.acts(admin) == [("settings details", "done")]
    assert await here.town.acts(person) == [("settings details", "refused")]


@tells("status")
async def test_status_says_what_is_being_done(here: Side) -> None:
    person = here.somebody()
    post = await here.asks(person, "status", "Nothing is being done for this chat.")
    assert "No report comes by itself." in post.text
    assert "Language: English" in post.text


@tells("help")
async def test_help_shows_what_one_may_do_and_each_command_with_examples(here: Side) -> None:
    person, admin = here.somebody(), await here.admin()
    post = await here.asks(person, "help", "find inference memory — look through the papers that are kept")
    assert "admin — what admins can do" not in post.text
    await here.asks(admin, "help", "admin — what admins can do", "regenerate 2501.12345")
    await here.asks(admin, "help report", "report yesterday", "report 2026-11-21")


@tells("misunderstood")
async def test_what_nobody_can_mean_is_answered_with_what_one_can(here: Side) -> None:
    person, other = here.somebody(), here.somebody()
    await here.asks(person, "sumbit 2501.12345", "I do not know “sumbit”. Did you mean submit?")
    await here.asks(other, "report of the whole year", "“of the whole year” is not a day.")


@tells("home")
async def test_home_is_one_page_of_what_concerns_a_person(here: Side) -> None:
    person, paper = here.somebody(), here.town.paper()
    await here.asks(person, f"save {paper.number}", f"Saved: {paper.title}")
    post = await here.asks(person, "home", "Settings of this chat", "Latest report", "Saved papers")
    assert "Papers that you saved: 1." in post.text
    assert paper.title in post.text


@tells("room", "news")
async def test_a_group_that_adds_the_bot_waits_for_an_admin_who_taps(here: Side) -> None:
    adder, owner, room = here.newcomer(), await here.owner(), here.new_room()
    here.removes_bot(adder, room)
    here.adds_bot(adder, room)
    await here.sees(room, "This chat is not open yet; an admin was asked to let it in.")
    post = await here.sees(owner.place, "I was added to", here.named(room), "Let it in?", adder.name)
    here.taps(owner, post, f"admin allow {here.named(room)}")
    await here.sees(room, "An admin let this chat in.")
    assert (await kept(here, room)).standing is Standing.ALLOWED
    await here.town.idle()  # or that news is still being done
    await here.asks(here.newcomer(), "status", "Nothing is being done", at=room)
    here.removes_bot(adder, room)
    await here.town.until_so(lambda: is_closed(here, room))


async def is_closed(here: Side, place: str) -> bool:
    return (await kept(here, place)).standing is Standing.CLOSED


@tells("refused", "admin allow")
async def test_a_stranger_is_told_once_a_day_and_served_once_they_are_let_in(here: Side) -> None:
    stranger, owner, paper = here.newcomer(), await here.owner(), here.town.paper()
    for words in (f"brief {paper.number}", "status", f"save {paper.number}"):
        here.says(stranger, words)
    await here.sees(stranger.place, "This chat is not open yet. An admin was asked to let it in")
    post = await here.sees(owner.place, "wants to use me", stranger.place)
    await told_nothing_else(here, stranger)
    assert await here.town.kept.library.by_number(paper.number) is None
    words = next(says for _, says in post.buttons if says.startswith("admin allow"))
    here.taps(owner, post, words)
    await here.sees(stranger.place, "An admin let this chat in.")
    await here.asks(stranger, f"save {paper.number}", f"Saved: {paper.title}")
    assert (await here.town.acts(owner))[-1] == ("admin allow", "done")


async def told_nothing_else(here: Side, stranger: Person) -> None:
    """All that a stranger said came in, and was answered with one sentence."""
    await here.town.idle()
    assert len(here.posts(stranger.place)) == 1


async def test_a_group_is_spoken_to_in_its_language_and_a_person_alone_in_theirs(here: Side) -> None:
    person, room, paper = here.newcomer(language="zh"), here.room(), here.town.paper()
    await here.town.give(Role.MEMBER, person)
    await here.asks(person, "status", "Nothing is being done", at=room)
    await here.asks(person, f"brief {paper.number}", paper.title, "Written by", at=room)
    await here.asks(person, "status", "没有进行中的任务。")
    await here.asks(person, f"brief {paper.number}", paper.title, "撰写")
    await here.asks(person, "settings language en", "English")
    await here.asks(person, f"brief {paper.number}", paper.title, "Written by")
