"""The table of permissions through both platforms: every row, said by people of every role."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import product

import pytest
import pytest_asyncio
from pydantic import TypeAdapter
from sqlalchemy import Row, select

from bot.domain.commands import Command, Refused
from bot.domain.jobs import JobState
from bot.domain.permissions import LEAST, Asker, act_of, permitted, wish_of
from bot.domain.rooms import Act, Role, Room, Standing
from bot.errors import Reason, Why
from bot.replies.catalogue import explain
from handlers.grammar import understand
from storage.schema import jobs
from tests.stories.matrix import (
    EFFECTS,
    IN_GROUPS,
    OF_A_GROUP,
    UNSAID,
    WORDS,
    Cell,
    prepare,
    report_something,
)
from tests.stories.towns import PLATFORMS, Side, Town, open_town
from tests.stories.worlds import PATIENCE

Key = tuple[str, Role, str]  # platform, role, row of the table
COMMAND: TypeAdapter[Command] = TypeAdapter(Command)
REASON = TypeAdapter(Reason)
KEYS: list[Key] = list(product(PLATFORMS, Role, sorted(LEAST.keys() - UNSAID.keys())))
AT_ONCE = 4  # rows that one person says: a chat is posted to once a second
LET_IN = tuple(role for role in Role if role is not Role.GUEST)
# What is not there is refused by its own counter, to which nobody comes who may not.
NOTHING_TO_DO = {"admin settle": Why.NOTHING_HELD}
NOTED_ELSEWHERE = {"correct a field", "regenerate"}  # where they are done: among corrections and briefs


@dataclass
class Told:
    """What everybody said, and what came of it."""

    town: Town
    cells: dict[Key, Cell] = field(default_factory=dict)
    ids: dict[Key, str] = field(default_factory=dict)  # of the messages
    happened: dict[Key, bool] = field(default_factory=dict)
    found: dict[tuple[str, str, str], Row[tuple[str, ...]]] = field(default_factory=dict)  # jobs
    acts: Sequence[Act] = ()

    async def hear(self) -> None:
        """Let people of all roles say every row, and be answered."""
        for side in self.town.sides:
            for role in Role:
                self.cells |= {(side.platform, role, cell.row): cell for cell in await cells_of(side, role)}
        for key, cell in self.cells.items():
            self.ids[key] = cell.side.says(cell.asker, cell.words, at=cell.at)
        await self.town.idle(within=4 * PATIENCE)  # hundreds of them, on a machine that may be busy

    async def look(self) -> None:
        """See what came of it."""
        self.acts = await self.town.kept.registers.acts.newest(1000)
        async with self.town.kept.database.reading() as connection:
            for row in await connection.execute(select(jobs).order_by(jobs.c.id)):
                self.found.setdefault((row.platform, row.chat, row.reply_to), row)  # a retry answers it too
        for key, cell in self.cells.items():
            if cell.row in EFFECTS:
                self.happened[key] = await EFFECTS[cell.row](cell)

    def job(self, key: Key) -> Row[tuple[str, ...]] | None:
        """The job that a message became."""
        return self.found.get((key[0], self.cells[key].place, self.ids[key]))


async def cells_of(side: Side, role: Role) -> list[Cell]:
    """Every row in the mouths of people of a role; a guest is one, in a group that nobody let in."""
    group = side.new_room() if role is Role.GUEST else side.room()
    guest, cells, now = side.newcomer(), [], datetime.now(UTC)
    if role is Role.GUEST:
        await asked_before(side, guest.place, Room(kind="direct"))
        await asked_before(side, group, Room(kind="channel"))
    for number, row in enumerate(WORDS):
        if role is not Role.GUEST and number % AT_ONCE == 0:
            asker = side.somebody() if role is Role.MEMBER else side.newcomer()
            await side.town.give(role, asker)
        cell = Cell(
            side,
            row,
            role=role,
            asker=guest if role is Role.GUEST else asker,
            at=group if row in IN_GROUPS else "",
            paper=side.town.paper(read=False),
            person=side.newcomer(),
            group=side.new_room(),
        )
        await prepare(cell, now=now)
        cells.append(cell)
    return cells


async def asked_before(side: Side, place: str, room: Room) -> None:
    """Let admins know already that somebody there wants to be let in: they are told once."""
    rooms, now = side.town.kept.registers.rooms, datetime.now(UTC)
    noted = await rooms.note(side.platform, place, room=room, now=now)
    await rooms.decide(noted, Standing.ASKED, by="", now=now)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def told(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Told]:
    """Everybody has said everything in one town."""
    async with open_town(tmp_path_factory.mktemp("town"), members=15, rooms=3) as town:
        await report_something(town)
        everything = Told(town)
        await everything.hear()
        await everything.look()
        yield everything


def refusal(cell: Cell) -> str:
    """What the table says to whoever may not; "" to whoever may."""
    asker = Asker(
        person=cell.asker.name,
        chat=cell.side.named(cell.place),
        role=cell.role,
        direct=not cell.at,
        standing=Standing.ALLOWED,
    )
    command = permitted(understand(cell.words), asker)
    return explain("en", command.reason) if isinstance(command, Refused) else ""


@pytest.mark.parametrize("key", KEYS, ids="-".join)
def test_whoever_may_is_served_and_nobody_else(told: Told, key: Key) -> None:
    _, role, row = key
    cell, job = told.cells[key], told.job(key)
    may = role.covers(LEAST[row])
    command = COMMAND.validate_json(job.command) if job else None
    if may:
        assert job
        assert command
        assert wish_of(command, direct=not cell.at) == row
        failure = REASON.validate_json(job.failure).why if job.failure else None
        assert failure is NOTHING_TO_DO.get(row)
        assert job.state == (JobState.FAILED if row in NOTHING_TO_DO else JobState.DONE)
    else:
        assert job is None or isinstance(command, Refused)
    assert told.happened.get(key, may) is may
    act = act_of(understand(cell.words), direct=not cell.at)
    if act and not (may and row in NOTED_ELSEWHERE):
        outcome = "refused" if not may else "failed" if row in NOTHING_TO_DO else "done"
        of_asker = [each for each in told.acts if each.person == cell.asker.name]
        assert (*act, outcome) in [(each.act, each.words, each.outcome) for each in of_asker]


@pytest.mark.parametrize("role", LET_IN)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_whoever_may_not_is_told_so_in_one_sentence_each_time(told: Told, platform: str, role: Role) -> None:
    cells = [cell for cell in told.cells.values() if cell.role is role and cell.side.platform == platform]
    for cell in cells:
        if sentence := refusal(cell):
            alike = [each for each in cells if each.place == cell.place and refusal(each) == sentence]
            told_here = [post.text for post in cell.side.posts(cell.place)]
            assert told_here.count(sentence) == len(alike), cell.row


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_guest_is_told_once_a_day_in_each_chat(told: Told, platform: str) -> None:
    for row, times in (("help", 2), (OF_A_GROUP, 1)):  # beside that, where a page of theirs would be
        cell = told.cells[platform, Role.GUEST, row]
        reason = Reason(Why.CHAT_ASKED, {"chat": cell.side.named(cell.place)})
        assert [post.text for post in cell.side.posts(cell.place)] == [explain("en", reason)] * times


def test_the_words_are_of_the_rows_that_they_stand_for(told: Told) -> None:
    assert WORDS.keys() | UNSAID.keys() == LEAST.keys()
    assert not WORDS.keys() & UNSAID.keys()
    for cell in told.cells.values():
        assert wish_of(understand(cell.words), direct=not cell.at) == cell.row
