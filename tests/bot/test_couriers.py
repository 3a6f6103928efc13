"""Each chat has its order and its pace, and none waits for another."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest_asyncio

from bot.domain.chat import Edits, Reply, Swap, paragraph
from bot.domain.jobs import Delivery
from bot.errors import CannotWhisper, ChatClosed, ChatMoved, OutcomeUnknown, TryLater, Why
from handlers.pace import Limit, PlatformPace
from tests.bot.posts import Office, open_office, said
from tests.fakes.ports import FakeClock, FakePlatform, FreePace

FLOOD = TryLater(Why.SOURCE_BUSY, timedelta(seconds=30), host="square")
SECOND = timedelta(seconds=1)


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as opened:
        yield opened


async def written_down(office: Office, **replies: Reply) -> None:
    """Somebody asked in each of these chats (the name up to its underscore), and the answers are made."""
    for name, reply in replies.items():
        office.desk.acts = [reply]
        await office.ask(name, chat=name.partition("_")[0], person=name)
        assert await office.worker().work_once()


async def carry_all(office: Office) -> None:
    while await office.couriers().carry_once():
        pass


async def test_a_flood_in_one_chat_keeps_its_order_and_stops_no_other(office: Office) -> None:
    await written_down(office, a_1=said("1", "2"), b_1=said("b"), a_2=said("3"))
    office.chat.acts = [None, FLOOD]
    await carry_all(office)
    assert office.shown() == ["1", "b"]
    pace = office.chat.pace
    assert isinstance(pace, FreePace)
    assert pace.floods == [("a", timedelta(seconds=30))]
    assert pace.under_way == 0
    office.clock.go_on(timedelta(seconds=29))
    await carry_all(office)
    assert office.shown() == ["1", "b"]
    office.clock.go_on(SECOND)
    await carry_all(office)
    assert office.shown() == ["1", "b", "2", "3"]


async def test_an_unknown_outcome_keeps_the_order_of_its_chat(office: Office) -> None:
    await written_down(office, a_1=said("1"), a_2=said("2"), b_1=said("b"))
    office.chat.acts = [OutcomeUnknown("time-out")]
    await carry_all(office)
    assert office.shown() == ["1", "b"]
    office.clock.go_on(timedelta(seconds=2))
    await carry_all(office)
    assert office.shown() == ["1", "b", "2"]


async def test_a_chat_that_is_closed_ends_its_reply_at_once_and_is_told_to_whom_it_concerns(
    office: Office,
) -> None:
    await written_down(office, a_1=said("1", "2", "3"), b_1=said("b"))
    calls: list[None] = []
    office.chat.acts, office.chat.on_post = [ChatClosed("kicked")], lambda: calls.append(None)
    await carry_all(office)
    assert office.shown() == ["b"]
    assert len(calls) == 2, "the rest is not even tried"
    assert office.closed == [("square:a", "kicked")]
    rows = await office.rows("SELECT state, failure FROM jobs ORDER BY id")
    assert [state for state, _ in rows] == ["failed", "done"]
    assert json.loads(rows[0][1])["facts"] == {"word": "kicked"}
    assert await office.rows("SELECT count(*) FROM deliveries WHERE state = 'refused'") == [(3,)]


async def test_a_chat_that_moved_gets_everything_where_it_is_now(office: Office) -> None:
    await written_down(office, a_1=said("1"), a_2=said("2"))
    office.chat.acts = [ChatMoved("hall")]
    await carry_all(office)
    assert [(post.address.chat, post.piece) for post in office.chat.posts] == [
        ("hall", Reply(blocks=(paragraph("1"),))),
        ("hall", Reply(blocks=(paragraph("2"),))),
    ]
    assert office.moved == [("square:a", "square:hall")]
    assert await office.rows("SELECT DISTINCT state, chat FROM jobs") == [("done", "hall")]


async def test_an_edit_elsewhere_that_must_wait_lets_the_next_reply_pass(office: Office) -> None:
    await written_down(office, b_1=said("old"))
    await carry_all(office)
    ((post,),) = await office.rows("SELECT id FROM deliveries")
    swap = Swap(old=(paragraph("old"),), new=(paragraph("new"),))
    corrected = said("corrected").model_copy(update={"edits": Edits(posts=(post,), swaps=(swap,))})
    await written_down(office, a_1=corrected, a_2=said("next"))
    office.chat.edit_acts = [FLOOD]
    await carry_all(office)
    assert office.shown() == ["old", "corrected", "next"]
    office.clock.go_on(timedelta(seconds=30))
    await carry_all(office)
    assert office.shown()[-1] == "Posts edited: 1."


async def test_a_long_wait_for_its_turn_is_no_try_and_holds_no_courier(office: Office) -> None:
    class Slow(FreePace):
        def begin(self, chat: str, *, now: datetime) -> timedelta:
            return max(timedelta(0), office.clock.time.replace(second=12) - now)

    office.chat.pace = Slow()
    await written_down(office, a_1=said("1"))
    await carry_all(office)
    assert await office.rows("SELECT tries, crashes, setback FROM jobs") == [(0, 0, None)]
    assert office.shown() == []
    office.clock.go_on(timedelta(seconds=12))
    await carry_all(office)
    assert office.shown() == ["1"]


async def test_what_stands_below_comes_under_the_first_post(office: Office) -> None:
    reply = said("head").model_copy(update={"below": (paragraph("one"), paragraph("two"))})
    await written_down(office, a_1=reply)
    await carry_all(office)
    assert [(post.below, post.under) for post in office.chat.posts] == [
        (False, None),
        (True, "post 1"),
        (True, "post 1"),
    ]


async def test_a_whisper_that_reaches_nobody_leaves_a_line_for_its_reader(office: Office) -> None:
    await written_down(office, a_1=said("secret", "more").model_copy(update={"whispered": True}))
    office.chat.acts = [CannotWhisper("https://t.example/bot"), None, CannotWhisper("https://t.example/bot")]
    await carry_all(office)
    (line,) = office.chat.posts
    assert line.whisper_to is None
    assert "secret" not in str(line.piece)
    assert "https://t.example/bot" in str(line.piece)
    assert await office.deliveries() == ["refused", "refused"]


@dataclass
class Instant(FakeClock):
    """Time goes on to the next who wakes once nothing else can happen."""

    at_work: int = 0  # calls of ports
    wakes: list[tuple[datetime, asyncio.Event]] = field(default_factory=list)

    async def sleep(self, span: timedelta) -> None:
        wake = (self.time + span, asyncio.Event())
        self.wakes.append(wake)
        try:
            await wake[1].wait()
        finally:
            self.wakes.remove(wake)

    async def drive(self) -> None:
        while True:
            idle = 0
            while idle < 20:
                await asyncio.sleep(0.0005 if self.at_work else 0)
                idle = 0 if self.at_work else idle + 1
            if self.wakes:
                self.time = min(at for at, _ in self.wakes)
                for at, event in self.wakes:
                    if at <= self.time:
                        event.set()
            await asyncio.sleep(0.001)

    def watched(self, port: Any) -> Any:
        return _Watched(port, self)


class _Watched:
    def __init__(self, port: Any, clock: Instant) -> None:
        self._port, self._clock = port, clock

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self._port, name)
        if not asyncio.iscoroutinefunction(attribute):
            return attribute

        async def counted(*positional: Any, **named: Any) -> Any:
            self._clock.at_work += 1
            try:
                return await attribute(*positional, **named)
            finally:
                self._clock.at_work -= 1

        return counted


@dataclass
class Counting(FakePlatform):
    """Refuses what comes faster than one a second in a chat."""

    clock: Instant = field(default_factory=Instant)
    times: dict[str, list[float]] = field(default_factory=dict)
    all_there: asyncio.Event = field(default_factory=asyncio.Event)

    async def post(self, delivery: Delivery) -> str:
        now, times = self.clock.time.timestamp(), self.times.setdefault(delivery.address.chat, [])
        assert not times or now - times[-1] >= 1
        times.append(now)
        posted = await super().post(delivery)
        if len(self.posts) == 200:
            self.all_there.set()
        return posted


async def test_fifty_chats_take_the_time_of_one(tmp_path: Path) -> None:
    """50 chats x 4 posts at one a second: 3 seconds pass between the first post and the last."""
    async with open_office(tmp_path) as office:
        clock = Instant()
        limit = (Limit(1, SECOND),)
        chat = Counting(clock=clock, pace=PlatformPace(of_chat=lambda _: limit, of_all=()))
        office.clock, office.chat, office.wrap = clock, chat, clock.watched
        for number in range(50):
            await written_down(office, **{f"{number}_": said(*"1234")})
        stopping, started = asyncio.Event(), clock.time
        driving = asyncio.create_task(clock.drive())
        posting = asyncio.create_task(office.couriers().run(stopping))
        async with asyncio.timeout(30):
            await chat.all_there.wait()
            stopping.set()
            await posting
        driving.cancel()
    assert clock.time - started <= timedelta(seconds=4)
    assert {len(times) for times in chat.times.values()} == {4}
    for name in chat.times:
        own = [post.piece for post in chat.posts if post.address.chat == name]
        assert own == [Reply(blocks=(paragraph(each),)) for each in "1234"]
