"""A person's value for a field of a brief -> kept for good; it wins over every model."""

from datetime import datetime

from bot.checks.placeholders import placeholder
from bot.domain.briefs import Brief, Language
from bot.domain.commands import CorrectBrief
from bot.domain.corrections import (
    LONGEST,
    Correction,
    FieldName,
    corrected,
    scope_of,
    shown_value,
    standing,
    visible,
)
from bot.domain.jobs import Job
from bot.domain.papers import Paper
from bot.errors import CannotDo, Why
from bot.replies.briefs import fields_line
from bot.usecases.correcting import Correcting


async def correct_brief(
    paper: Paper, brief: Brief, *, job: Job, now: datetime, correcting: Correcting
) -> tuple[Correction, ...]:
    """Keep what the job's command says, once however often the job is tried; returns all corrections.

    `paper` and `brief` are as they are kept. A value is looked at for its form alone: the person is right.
    Raises CannotDo: MALFORMED_VALUE, PLACEHOLDER_VALUE, NOTHING_TO_WITHDRAW.
    """
    command = job.command
    history = await correcting.corrections.of([paper.key])
    if not isinstance(command, CorrectBrief) or command.field is None:
        return history
    if any(each.job == job.key for each in history):
        return history
    field: FieldName = command.field
    value = None if command.value is None else _checked(command.value, field, language=job.language)
    if value is None and field not in standing(history, paper=paper.key, language=brief.language):
        raise CannotDo(Why.NOTHING_TO_WITHDRAW)
    await correcting.corrections.keep(
        Correction(
            job=job.key,
            paper=paper.key,
            field=field,
            language=scope_of(field, brief.language),
            value=value,
            before=shown_value(field, *corrected(paper, brief, history)),
            person=f"{job.address.platform}:{job.person}",
            at=now,
        )
    )
    # Read again: what somebody else corrected meanwhile is shown, too.
    return await correcting.corrections.of([paper.key])


def _checked(value: str, field: FieldName, *, language: Language) -> str:
    """The value as it is kept: one line of what can be seen."""
    lines = [line for line in map(visible, value.splitlines()) if line]
    given = len("\n".join(lines))
    if len(lines) != 1 or given > LONGEST[field]:
        named = fields_line([field], language)
        raise CannotDo(Why.MALFORMED_VALUE, field=named, limit=LONGEST[field], given=given, lines=len(lines))
    if missing := placeholder(lines[0]) or ("" if any(map(str.isalnum, lines[0])) else lines[0]):
        raise CannotDo(Why.PLACEHOLDER_VALUE, text=missing)
    return lines[0]
