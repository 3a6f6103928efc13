"""The rooms shelf: each chat, whether it is let in, and what it wants."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, case, func, literal, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.rooms import Act, KnownRoom, Room, RoomSettings, Standing
from storage.acts import act_of_job, note_act
from storage.database import Database
from storage.reports import move_told
from storage.schedules import move_schedules
from storage.schema import charges, jobs, marks, rooms
from storage.together import Together
from storage.topics import move_topics
from storage.turn_tables import turns

_NAMED = select(rooms).where(tuple_(rooms.c.platform, rooms.c.chat).in_(bindparam("names", expanding=True)))


class SqlRooms:
    """The Rooms port on the rooms table."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._looks = Together(self._find)
        self._notes = Together(self._note)

    async def get(self, platform: str, chat: str) -> KnownRoom | None:
        """A chat, if it was ever noted."""
        return await self._looks.ask((platform, chat))

    async def _find(self, names: Sequence[tuple[str, str]]) -> Sequence[KnownRoom | None]:
        async with self._database.reading(single=True) as connection:
            rows = await connection.execute(_NAMED, {"names": names})
            found = {(row.platform, row.chat): _known(row) for row in rows}
        return [found.get(name) for name in names]

    async def all(self) -> tuple[KnownRoom, ...]:
        """Every chat, those that wait for a decision first."""
        waiting = case((rooms.c.standing == Standing.ASKED, 0), else_=1)
        statement = select(rooms).order_by(waiting, rooms.c.platform, rooms.c.chat)
        async with self._database.reading() as connection:
            return tuple(_known(row) for row in await connection.execute(statement))

    async def note(self, platform: str, chat: str, *, room: Room, now: datetime) -> KnownRoom:
        """The chat as it is kept from now on, with what its platform tells of it; a new one is unknown."""
        return await self._notes.ask(
            {
                "platform": platform,
                "chat": chat,
                "room": room.model_dump_json(),
                "standing": Standing.UNKNOWN,
                "settings": RoomSettings().model_dump_json(),
                "decided_by": "",
                "noted_at": now,
            }
        )

    async def _note(self, rows: Sequence[dict[str, Any]]) -> Sequence[KnownRoom]:
        names = [(row["platform"], row["chat"]) for row in rows]
        newest = dict(zip(names, rows, strict=True))  # one statement changes a row once
        insert = self._database.insert(rooms).values(list(newest.values()))
        statement = insert.on_conflict_do_update(
            index_elements=["platform", "chat"], set_={"room": insert.excluded.room}
        ).returning(rooms)
        # Somebody speaks there just now.
        async with self._database.writing(urgent=True, single=True) as connection:
            known = [_known(row) for row in await connection.execute(statement)]
        found = {(room.platform, room.chat): room for room in known}
        return [found[name] for name in names]

    async def decide(self, room: KnownRoom, standing: Standing, *, by: str, now: datetime) -> None:
        """Set a noted chat's standing, and who did; that admins were asked takes back no decision."""
        undecided = [rooms.c.standing == Standing.UNKNOWN] if standing is Standing.ASKED else []
        statement = update(rooms).where(*_is(room.platform, room.chat), *undecided)
        async with self._database.writing() as connection:
            await connection.execute(statement.values(standing=standing, decided_by=by, noted_at=now))

    async def choose(
        self, room: KnownRoom, standing: Standing, *, act: Act, unless: Collection[Standing]
    ) -> bool:
        """Set a noted chat's standing and note whose act it was, at once.

        False: it stands as one of `unless` by then, so that somebody was faster. A job chooses once.
        """
        waits = [rooms.c.standing.not_in(unless)] if unless else []
        statement = update(rooms).where(*_is(room.platform, room.chat), *waits)
        async with self._database.writing() as connection:
            if await act_of_job(connection, act.job):
                return True
            chosen = statement.values(standing=standing, decided_by=act.person, noted_at=act.at)
            if (await connection.execute(chosen)).rowcount != 1:
                return False
            return await note_act(connection, act, database=self._database)

    async def set(self, room: KnownRoom, settings: RoomSettings) -> None:
        """Keep what a noted chat wants."""
        statement = update(rooms).where(*_is(room.platform, room.chat))
        async with self._database.writing() as connection:
            await connection.execute(statement.values(settings=settings.model_dump_json()))

    async def move(self, room: KnownRoom, *, to: str, now: datetime) -> None:
        """Let a chat be known under another id; the old id stays as a pointer to it.

        What was posted keeps the old id: where a chat is made anew, its posts are numbered anew.
        """
        async with self._database.writing() as connection:
            old = await _get(connection, room.platform, room.chat)
            if old is None or old.moved_to:
                return
            row = {
                "room": room.room.model_dump_json(),
                "standing": room.standing,
                "settings": old.settings.model_dump_json(),
                "decided_by": old.decided_by,
                "noted_at": now,
                "moved_to": None,
            }
            await connection.execute(
                self._database.insert(rooms)
                .values(row | {"platform": room.platform, "chat": to})
                .on_conflict_do_update(index_elements=["platform", "chat"], set_=row)
            )
            await connection.execute(
                update(rooms)
                .where(*_is(room.platform, room.chat))
                .values(standing=Standing.CLOSED, moved_to=to, noted_at=now)
            )
            await _move_reports(connection, room, to=to)
            await move_told(connection, platform=room.platform, old=room.chat, new=to)
            await move_schedules(connection, platform=room.platform, old=room.chat, new=to)
            await _move_names(connection, old=room.name, new=f"{room.platform}:{to}")
            await move_topics(connection, platform=room.platform, chat=room.chat, to=to)

    async def direct_chat(self, platform: str, person: str) -> str | None:
        """The chat in which a person spoke to us alone, the newest where there are several."""
        statement = (
            select(jobs.c.chat)
            .join(rooms, (rooms.c.platform == jobs.c.platform) & (rooms.c.chat == jobs.c.chat))
            .where(jobs.c.platform == platform, jobs.c.person == person)
            .where(rooms.c.room.contains('"kind":"direct"'), rooms.c.standing != Standing.CLOSED)
            .order_by(jobs.c.id.desc())
            .limit(1)
        )
        async with self._database.reading() as connection:
            chat: str | None = await connection.scalar(statement)
        return chat


async def _get(connection: AsyncConnection, platform: str, chat: str) -> KnownRoom | None:
    row = (await connection.execute(select(rooms).where(*_is(platform, chat)))).first()
    return _known(row) if row else None


def _is(platform: str, chat: str) -> tuple[Any, Any]:
    return rooms.c.platform == platform, rooms.c.chat == chat


async def _move_reports(connection: AsyncConnection, room: KnownRoom, *, to: str) -> None:
    """The keys of its reports, or the day's report would be filed again under the new id.

    Where the chat has one of that day under its new id already, the old one keeps its key.
    """
    old, new = f"report:{room.name}:", f"report:{room.platform}:{to}:"
    moved = literal(new).concat(func.substr(jobs.c.key, len(old) + 1))
    known = func.substr(jobs.c.key, 1, len(old)) == old
    filed = jobs.alias()
    await connection.execute(
        update(jobs).where(known, ~select(filed.c.id).where(filed.c.key == moved).exists()).values(key=moved)
    )


async def _move_names(connection: AsyncConnection, *, old: str, new: str) -> None:
    """Whose charges, marks and turns they are; what a person marked under both names is one mark."""
    one = (marks.c.mark, marks.c.paper, marks.c.person)
    there = select(*one).where(marks.c.chat == new)
    await connection.execute(marks.delete().where(marks.c.chat == old, tuple_(*one).in_(there)))
    for table in (charges, marks, turns):
        await connection.execute(update(table).where(table.c.chat == old).values(chat=new))


def _known(row: Row[Any]) -> KnownRoom:
    return KnownRoom(
        platform=row.platform,
        chat=row.chat,
        room=Room.model_validate_json(row.room),
        standing=Standing(row.standing),
        settings=RoomSettings.model_validate_json(row.settings),
        decided_by=row.decided_by,
        noted_at=row.noted_at,
        moved_to=row.moved_to,
    )
