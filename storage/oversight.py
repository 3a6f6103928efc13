"""What admins look at: jobs and posts that are under way or went wrong, and how storage does."""

import asyncio
import json
import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, Select, func, select, update

from bot.domain.chat import Address, Reply
from bot.domain.commands import Command, SubmitPaper
from bot.domain.jobs import DeliveryState, JobState
from bot.domain.references import PaperReference
from bot.domain.rooms import Act
from bot.errors import Reason
from bot.registers import AskedPost, Health, HeldPost, JobNote
from storage.acts import last_act, note_act
from storage.database import Database
from storage.leases import UNFINISHED
from storage.schema import charges, deliveries, jobs, submissions

_COMMAND: TypeAdapter[Command] = TypeAdapter(Command)
_REASON = TypeAdapter(Reason)
_UNSETTLED = (DeliveryState.HELD, DeliveryState.UNCERTAIN)


class SqlOversight:
    """The Oversight port on the tables of jobs, deliveries, submissions and charges."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder

    async def unfinished(self, *, chat: Address | None = None, most: int) -> tuple[JobNote, ...]:
        """Jobs that are neither done nor failed, the oldest first; of one chat, or of all."""
        statement = select(jobs).where(UNFINISHED).order_by(jobs.c.id).limit(most)
        if chat:
            statement = statement.where(jobs.c.platform == chat.platform, jobs.c.chat == chat.chat)
        return await self._notes(statement)

    async def failed(self, *, since: datetime, most: int) -> tuple[JobNote, ...]:
        """Jobs that failed since a moment, the newest first."""
        return await self._notes(
            select(jobs)
            .where(jobs.c.state == JobState.FAILED, jobs.c.finished_at >= since)
            .order_by(jobs.c.id.desc())
            .limit(most)
        )

    async def held(self, *, most: int) -> tuple[HeldPost, ...]:
        """Deliveries that wait for somebody to find out, the oldest first."""
        statement = (
            select(deliveries)
            .where(deliveries.c.state.in_(_UNSETTLED), deliveries.c.edits.is_(None))
            .order_by(deliveries.c.noted_at, deliveries.c.id)
            .limit(most)
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(statement)
            return tuple(HeldPost(row.id, _address(row), row.state, row.noted_at) for row in rows)

    async def taken_for(self, address: Address, message: str) -> Command | None:
        """What a message was taken for, the last time where it was edited; None: it was left alone."""
        statement = (
            select(jobs.c.command)
            .where(jobs.c.platform == address.platform, jobs.c.chat == address.chat)
            .where(jobs.c.reply_to == message)
            .order_by(jobs.c.id.desc())
            .limit(1)
        )
        async with self._database.reading() as connection:
            command = await connection.scalar(statement)
        return None if command is None else _COMMAND.validate_json(command)

    async def asked(self, chat: str) -> tuple[AskedPost, ...]:
        """Where admins were asked to let a chat in."""
        statement = (
            select(deliveries.c.id, deliveries.c.piece, jobs.c.language)
            .join(jobs, jobs.c.id == deliveries.c.job_id)
            .where(
                # In a person's own words the marks would be escaped.
                jobs.c.command.contains('"news":"asked"'),
                jobs.c.command.contains(f'"chat":{json.dumps(chat)}', autoescape=True),
                deliveries.c.edits.is_(None),
                deliveries.c.state != DeliveryState.REFUSED,
            )
            .order_by(deliveries.c.job_id, deliveries.c.part)
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(statement)
            return tuple(
                AskedPost(row.id, Reply.model_validate_json(row.piece), row.language) for row in rows
            )

    async def settle(self, delivery: str, *, sent: bool, act: Act) -> Act | None:
        """HELD to SENT, or to WAITING with its job taken up again, and note whose act it was, at once.

        The act by which it was settled, perhaps an earlier one; None: no such delivery is or was held.
        """
        now = act.at
        stands = {"state": DeliveryState.SENT, "post": "", "noted_at": now}
        comes_again = {"state": DeliveryState.WAITING, "resent": True}
        statement = (
            update(deliveries)
            .where(deliveries.c.id == delivery, deliveries.c.state == DeliveryState.HELD)
            .values(stands if sent else comes_again)
            .returning(deliveries.c.job_id)
        )
        async with self._database.writing() as connection:
            job = await connection.scalar(statement)
            if job is None:
                return await last_act(connection, act=act.act, on=delivery)
            await note_act(connection, act, database=self._database)
            if not sent:
                taken_up = {"state": JobState.REPLIED, "due_at": now, "replied_at": now, "finished_at": None}
                await connection.execute(
                    update(jobs).where(jobs.c.id == job, ~UNFINISHED).values(**taken_up, failure=None)
                )
        return act

    async def failed_submissions(self, day: date) -> tuple[tuple[str, PaperReference], ...]:
        """What was handed in on a day and could not be read: as it was named, and what was meant."""
        statement = (
            select(submissions.c.label, submissions.c.place, jobs.c.command)
            .join(jobs, jobs.c.key == submissions.c.job)
            .where(submissions.c.day == day, submissions.c.reason.is_not(None))
            .order_by(submissions.c.arrived_at)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(statement)).all()
        found = [(row.label, row.place, _COMMAND.validate_json(row.command)) for row in rows]
        return tuple(
            (label, command.papers[place])
            for label, place, command in found
            if isinstance(command, SubmitPaper) and place < len(command.papers)
        )

    async def health(self) -> Health:
        """The figures."""
        newest = select(charges.c.model, charges.c.at).order_by(charges.c.id.desc()).limit(1)
        async with self._database.reading() as connection:
            states: list[dict[str, int]] = [
                dict((await connection.execute(select(table.c.state, func.count()).group_by("state"))).all())
                for table in (jobs, deliveries)
            ]
            oldest = await connection.scalar(select(func.min(jobs.c.created_at)).where(UNFINISHED))
            last = (await connection.execute(newest)).first()
        free = (await asyncio.to_thread(shutil.disk_usage, self._folder)).free
        return Health(
            jobs=states[0],
            deliveries=states[1],
            oldest_waiting=oldest,
            last_charge=(last.model, last.at) if last else None,
            free_bytes=free,
        )

    async def _notes(self, statement: Select[Any]) -> tuple[JobNote, ...]:
        async with self._database.reading() as connection:
            return tuple(_note(row) for row in await connection.execute(statement))


def _note(row: Row[Any]) -> JobNote:
    reason = row.failure or row.setback
    return JobNote(
        id=row.id,
        kind=_COMMAND.validate_json(row.command).kind,
        address=_address(row),
        person=row.person,
        name=row.name or "",
        state=row.state,
        created_at=row.created_at,
        reason=_REASON.validate_json(reason) if reason else None,
    )


def _address(row: Row[Any]) -> Address:
    return Address(platform=row.platform, chat=row.chat, thread=row.thread)
