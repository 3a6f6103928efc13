"""To which chats a report comes by itself, and at which hour of which zone."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.alarms import Alarm, planned
from bot.domain.chat import Address
from bot.domain.rooms import KnownRoom, Room, RoomSettings, Standing
from bot.domain.schedules import EVERY_DAY, Plan


def alarm(*chats: str) -> Alarm:
    return Alarm(chats=frozenset(chats), at=time(9), zone=UTC, language="zh")


def room(
    chat: str, standing: Standing = Standing.ALLOWED, *, moved_to: str | None = None, **wants: Any
) -> KnownRoom:
    """A chat that is let in and wants something."""
    return KnownRoom(
        platform="slack",
        chat=chat,
        room=Room(kind="group"),
        standing=standing,
        settings=RoomSettings.model_validate(wants),
        noted_at=datetime(2026, 2, 1, tzinfo=UTC),
        moved_to=moved_to,
    )


def addresses(plans: list[Plan]) -> list[str]:
    return [str(plan.address) for plan in plans if not plan.paused]


def test_a_chat_that_wants_reports_gets_them_at_its_own_hour_zone_and_language() -> None:
    own = room("C1", reports=True, zone="Asia/Shanghai", hour=time(18, 30), language="en", weekdays=(0, 3))
    assert planned(alarm(), rooms=[own]) == [
        Plan(
            Address(platform="slack", chat="C1"),
            at=time(18, 30),
            zone=ZoneInfo("Asia/Shanghai"),
            language="en",
            weekdays=(0, 3),
        )
    ]
    (plain,) = planned(alarm("slack:C2:7"))
    assert (plain.at, plain.zone, plain.language, plain.weekdays) == (time(9), UTC, "zh", EVERY_DAY)
    assert plain.address.thread == "7"


@pytest.mark.parametrize(
    ("standing", "wants", "comes"),
    [
        (Standing.ALLOWED, {}, False),
        (Standing.ALLOWED, {"reports": True}, True),
        (Standing.ALLOWED, {"reports": True, "paused": True}, False),
        (Standing.UNKNOWN, {"reports": True}, False),
        (Standing.ASKED, {"reports": True}, False),
        (Standing.DENIED, {"reports": True}, False),
        (Standing.CLOSED, {"reports": True}, False),
    ],
)
def test_a_chat_gets_what_it_asked_for_only_while_it_is_let_in(
    standing: Standing, wants: dict[str, Any], *, comes: bool
) -> None:
    assert addresses(planned(alarm(), rooms=[room("C1", standing, **wants)])) == ["slack:C1"] * comes


@pytest.mark.parametrize(
    ("standing", "wants", "comes"),
    [
        (Standing.UNKNOWN, {}, True),
        (Standing.ALLOWED, {"reports": True}, True),
        (Standing.ALLOWED, {"reports": False}, False),
        (Standing.ALLOWED, {"paused": True}, False),
        (Standing.CLOSED, {}, False),
        (Standing.DENIED, {}, False),
    ],
)
def test_a_chat_that_the_operator_named_may_still_want_otherwise(
    standing: Standing, wants: dict[str, Any], *, comes: bool
) -> None:
    assert (
        addresses(planned(alarm("slack:C1"), rooms=[room("C1", standing, **wants)])) == ["slack:C1"] * comes
    )


@pytest.mark.parametrize(
    ("standing", "wants", "comes"),
    [
        (Standing.ALLOWED, {}, True),
        (Standing.ALLOWED, {"reports": False}, False),
        (Standing.ALLOWED, {"paused": True}, False),
        (Standing.UNKNOWN, {}, False),
        (Standing.CLOSED, {}, False),
    ],
)
def test_a_chat_that_follows_a_topic_gets_a_report_where_that_was_said(
    standing: Standing, wants: dict[str, Any], *, comes: bool
) -> None:
    followed = [Address(platform="slack", chat="C1", thread=thread) for thread in ("9", "7")]
    plans = planned(alarm(), rooms=[room("C1", standing, **wants)], followed=followed)
    assert addresses(plans) == ["slack:C1:9"] * comes, "one a chat, and the oldest topic says where"


def test_where_the_operator_or_a_topic_says_where_the_chat_itself_is_not_told_again() -> None:
    followed = [Address(platform="slack", chat=chat, thread="9") for chat in ("C1", "C2")]
    rooms = [room(chat, reports=True) for chat in ("C1", "C2", "C3")]
    plans = planned(alarm("slack:C1:3", "slack:C1"), rooms=rooms, followed=followed)
    assert addresses(plans) == ["slack:C1", "slack:C1:3", "slack:C2:9", "slack:C3"]


def test_a_pause_is_told_and_is_no_end() -> None:
    (plan,) = planned(alarm("slack:C1"), rooms=[room("C1", paused=True)])
    assert plan.paused


def test_a_report_follows_a_chat_that_moved_and_comes_once() -> None:
    old, new = room("C1", Standing.CLOSED, moved_to="C2"), room("C2", reports=True)
    named = alarm("slack:C1", "slack:C1:7")
    assert addresses(planned(named, rooms=[old, new])) == ["slack:C2", "slack:C2:7"]
    circle = room("C2", Standing.CLOSED, moved_to="C1")
    assert planned(named, rooms=[old, circle]) == [], "and a circle has an end"


def test_a_zone_that_this_machine_does_not_know_falls_back_to_the_house() -> None:
    (plan,) = planned(alarm(), rooms=[room("C1", reports=True, zone="Mars/Olympus")])
    assert plan.zone is UTC
