"""A job as columns, and columns as a job."""

import json
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row

from bot.domain.chat import Address
from bot.domain.commands import AskPaper, Command
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
        "name": job.name or None,
        "unseen": job.unseen,
        "lane": _lane(job),
        "language": job.language,
        "due_at": job.due_at,
    }


def waiting_row(job: NewJob, *, now: datetime) -> dict[str, Any]:
    """The columns of a job that nobody has begun."""
    return row_of(job) | {"state": JobState.WAITING, "tries": 0, "crashes": 0, "created_at": now}


def _lane(job: NewJob) -> str:
    """A person's in the chat; of a question under a post or in a thread, that thread's, whoever asks."""
    thread = isinstance(job.command, AskPaper) and (job.address.thread or job.command.answers)
    if not thread:
        return lane_of(job.address, job.person)
    return json.dumps([job.address.platform, job.address.chat, "thread", thread])


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
        name=row.name or "",
        unseen=row.unseen,
        language=row.language,
        state=JobState(row.state),
        due_at=row.due_at,
        tries=row.tries,
        crashes=row.crashes,
        created_at=row.created_at,
        notice=row.notice,
        stopped=row.stopped_by is not None,
    )
