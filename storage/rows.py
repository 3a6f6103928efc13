"""A job as columns, and columns as a job."""

import json
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row

from bot.domain.chat import Address
from bot.domain.commands import Command
from bot.domain.jobs import Job, JobState, NewJob
from bot.errors import Reason

_COMMAND: TypeAdapter[Command] = TypeAdapter(Command)
_REASON = TypeAdapter(Reason)


def reason_json(reason: Reason | None) -> str | None:
    """A reason as it is kept."""
    return None if reason is None else _REASON.dump_json(reason).decode()


def row_of(job: NewJob) -> dict[str, Any]:
    """The columns of a wish."""
    return {
        "key": job.key,
        "echoes": job.echoes,
        "command": _COMMAND.dump_json(job.command).decode(),
        "platform": job.address.platform,
        "chat": job.address.chat,
        "thread": job.address.thread,
        "reply_to": job.reply_to,
        "person": job.person,
        "lane": lane_of(job.address, job.person),
        "language": job.language,
        "due_at": job.due_at,
    }


def lane_of(address: Address, person: str | None) -> str:
    """The lane of a person in a chat."""
    return json.dumps([address.platform, address.chat, person])


def job_of(row: Row[Any]) -> Job:
    """The job that a row is."""
    return Job(
        id=row.id,
        key=row.key,
        echoes=row.echoes,
        command=_COMMAND.validate_json(row.command),
        address=Address(platform=row.platform, chat=row.chat, thread=row.thread),
        reply_to=row.reply_to,
        person=row.person,
        language=row.language,
        state=JobState(row.state),
        due_at=row.due_at,
        tries=row.tries,
        crashes=row.crashes,
        created_at=row.created_at,
        notice=row.notice,
    )
