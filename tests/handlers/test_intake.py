"""Message -> may they? -> Job: stored once, and refused with what to do about it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest
import pytest_asyncio

from bot.domain.briefs import Language
from bot.domain.chat import Address, Message
from bot.domain.commands import BriefPaper, Refused, SubmitPaper
from bot.domain.jobs import Job, NewJob
from bot.domain.permissions import Rules
from bot.domain.rooms import Room, RoomChange, RoomKind, RoomSettings
from bot.errors import Why
from bot.queues import JobQueue
from bot.usecases.doors import Doors
from handlers.intake import Intake
from storage import Storage, open_storage
from tests.handlers.builders import NOW, Clock, attachment

PRIVATE = Address(platform="telegram", chat="7")
GROUP = Address(platform="telegram", chat="-42", thread="3")


@pytest_asyncio.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    """Storage on an empty file."""
    async with open_storage(f"sqlite:///{tmp_path}/briefbot.db", data_dir=tmp_path) as opened:
        yield opened


def intake(storage: Storage, rings: list[int], **rules: frozenset[str]) -> Intake:
    """The way in, under these rules."""
    clock = Clock()
    doors = Doors(
        storage.registers,
        jobs=storage.jobs,
        rules=Rules(**rules),
        clock=clock,
        language="zh",
        platforms=frozenset({"telegram"}),
        ring=lambda: None,
    )
    return Intake(
        storage.jobs,
        storage.deliveries,
        doors=doors,
        clock=clock,
        language="zh",
        ring=lambda: rings.append(1),
    )


def message(
    text: str = "2501.12345", *, address: Address = PRIVATE, person: str = "7", **more: object
) -> Message:
    """Something said to the bot."""
    said = {"key": "k1", "address": address, "person": person, "text": text, "said_at": NOW}
    return Message.model_validate(said | more)


async def taken(storage: Storage) -> list[Job]:
    """Every job that is waiting."""
    jobs = []
    while job := await storage.jobs.lease("worker", platforms=["telegram"], now=NOW, until=NOW):
        jobs.append(job)
        await storage.jobs.finish(job, now=NOW)
    return jobs


@pytest.mark.parametrize("key", ["k1", "k2"])
async def test_a_message_that_comes_twice_is_one_job(storage: Storage, key: str) -> None:
    rings: list[int] = []
    way_in = intake(storage, rings, owners=frozenset({"telegram:7"}))
    await way_in.accept(message(echoes="place and time"))
    await way_in.accept(message(echoes="place and time", key=key))
    assert len(await taken(storage)) == 1
    assert rings == [1]


async def test_a_job_knows_who_asked_what_and_where(storage: Storage) -> None:
    way_in = intake(storage, [], chats=frozenset({"telegram:-42"}))
    file = attachment("telegram", "F1")
    await way_in.accept(message(address=GROUP, key="a", message_id="99"))
    await way_in.accept(message("", address=GROUP, key="b", attachments=(file,)))
    first, second = await taken(storage)
    assert isinstance(first.command, BriefPaper)
    assert (first.address, first.person, first.reply_to) == (GROUP, "7", "99")
    assert isinstance(second.command, SubmitPaper)


@pytest.mark.parametrize(
    ("address", "told", "chosen", "spoken"),
    [
        (GROUP, "en", None, "zh"),  # one chat is spoken to in one language, whoever asks
        (GROUP, "zh", "en", "en"),
        (PRIVATE, "en", None, "en"),
        (PRIVATE, None, None, "zh"),
        (PRIVATE, "en", "zh", "zh"),
    ],
)
async def test_a_group_is_spoken_to_in_its_language_and_a_person_alone_in_theirs(
    storage: Storage, address: Address, *, told: Language | None, chosen: Language | None, spoken: Language
) -> None:
    way_in = intake(storage, [], owners=frozenset({"telegram:7"}))
    rooms = storage.registers.rooms
    kind: RoomKind = "direct" if address == PRIVATE else "group"
    room = await rooms.note(address.platform, address.chat, room=Room(kind=kind), now=NOW)
    await rooms.set(room, RoomSettings(language=chosen))
    await way_in.accept(message(address=address, language=told))
    (job,) = await taken(storage)
    assert job.language == spoken


@pytest.mark.parametrize(
    ("rules", "address", "is_served"),
    [
        ({}, PRIVATE, False),
        ({"owners": "telegram:7"}, PRIVATE, True),
        ({"owners": "telegram:7"}, GROUP, True),
        ({"chats": "telegram:7"}, PRIVATE, True),
        ({"chats": "telegram:-42"}, GROUP, True),
        ({"chats": "telegram:-42"}, PRIVATE, False),
        ({"owners": "slack:7", "chats": "slack:-42"}, GROUP, False),
        ({"owners": "7", "chats": "-42"}, GROUP, False),
    ],
)
async def test_only_those_whom_the_operator_lets_in_are_served(
    storage: Storage, rules: dict[str, str], *, address: Address, is_served: bool
) -> None:
    way_in = intake(storage, [], **{name: frozenset({value}) for name, value in rules.items()})
    await way_in.accept(message(address=address))
    (job,) = await taken(storage)
    assert isinstance(job.command, BriefPaper) is is_served
    if not is_served:
        assert isinstance(job.command, Refused)
        assert job.command.reason.why is Why.NOT_ALLOWED_CHAT
        assert job.command.reason.facts == {"chat": f"telegram:{address.chat}"}


@pytest.mark.parametrize("text", ["", "\x00", "\ud83d", "brief \x00\udc00 2501.12345", "x" * 100_000, "🏳️‍🌈"])
async def test_no_text_is_too_strange_to_be_stored(storage: Storage, text: str) -> None:
    await intake(storage, [], owners=frozenset({"telegram:7"})).accept(message(text))
    assert len(await taken(storage)) == 1


async def test_a_change_of_a_chat_that_nothing_ever_came_from_is_not_kept(storage: Storage) -> None:
    way_in = intake(storage, [])
    for event in ("left", "renamed"):
        await way_in.accept(message(key=event, address=GROUP, change=RoomChange(event=event)))
    assert await taken(storage) == []
    assert await storage.registers.rooms.all() == ()
    await way_in.accept(message(key="joined", address=GROUP, change=RoomChange(event="joined")))
    await way_in.accept(message(key="gone", address=GROUP, change=RoomChange(event="left")))
    assert len(await taken(storage)) == 2


async def test_who_only_looks_at_the_home_page_is_refused_there_and_again_when_they_write(
    storage: Storage,
) -> None:
    way_in = intake(storage, [])
    for number, text in enumerate(("home", "home", "2501.12345", "2501.12345")):
        await way_in.accept(message(text, key=f"k{number}"))
    refused = [job.command for job in await taken(storage)]
    assert len(refused) == 3, "what is written is refused once a day"
    assert all(isinstance(command, Refused) for command in refused)


async def test_who_is_being_heard_stands_on_the_doorstep_until_it_is_stored(storage: Storage) -> None:
    seen = list[str]()

    @contextmanager
    def doorstep() -> Iterator[None]:
        seen.append("comes")
        yield
        seen.append("leaves")

    class Jobs:
        async def add(self, job: NewJob, *, now: datetime) -> bool:
            seen.append("stored")
            return await storage.jobs.add(job, now=now)

    way_in = replace(intake(storage, []), jobs=cast("JobQueue", Jobs()), doorstep=doorstep())
    await way_in.accept(message())
    assert seen == ["comes", "stored", "leaves"]


async def test_a_stop_button_calls_off_the_question_that_it_stands_under(storage: Storage) -> None:
    way_in = intake(storage, [], chats=frozenset({"telegram:-42"}))
    await way_in.accept(message("ask 2501.12345 How large is it?", address=GROUP, key="a"))
    asked = await storage.jobs.lease("worker", platforms=["telegram"], now=NOW, until=NOW)
    assert asked
    await storage.jobs.noticed(asked, post="51")
    await way_in.accept(message("stop", address=GROUP, key="b", answers="50", tapped=True))
    assert not await storage.questions.stopped(asked), "it stands under another's"
    await way_in.accept(message("stop", address=GROUP, key="c", answers="51", tapped=True))
    assert await storage.questions.stopped(asked)
