"""What a job cost is what it paid itself, all its tries together; what was there already costs nothing."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.desk import Desk
from bot.domain.commands import BriefPaper, Command, RegenerateBrief, SendReport, SubmitPaper
from bot.domain.jobs import Job
from bot.domain.prompts import Answer, Prompt, Written
from bot.domain.references import parse_reference
from bot.errors import TryLater, Why
from bot.ports import Heard
from bot.prompts.briefs import WrittenBrief, WrittenEffect, WrittenSlot
from bot.usecases.writing import Writing
from tests.bot.posts import Office, open_office
from tests.bot.usecases.purses import TENTH, purse
from tests.fakes.ports import ScriptedWriter, record, written_by

NUMBERS = ("2501.00001", "2501.00002")
FIRST, SECOND = map(parse_reference, NUMBERS)
ABSTRACT = (
    "Serving systems waste memory on requests that nobody waits for. We propose Lanes, a rule that keeps "
    "queues of short and long requests apart. It achieves a 2.5x speedup over the strongest baseline."
)
AWAY = TryLater(Why.MODEL_UNREACHABLE, host="here")
PAID = "Models cost 0.1000 USD (scripted)"
KNOWN = "Models cost nothing: the brief was already there"


class PaidScript(ScriptedWriter):
    """A model whose every answer costs a tenth of a dollar."""

    async def write(self, prompt: Prompt[Answer], *, heard: Heard[Answer] | None = None) -> Written[Answer]:
        return replace(await super().write(prompt, heard=heard), usage=TENTH)


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as opened:
        for number in NUMBERS:
            opened.papers.records[number] = record(number, f"On {number}", abstract=ABSTRACT)
        opened.real_desk()
        yield opened


def answer(technique: str = "Lanes, which keeps short requests apart from long ones") -> WrittenBrief:
    return WrittenBrief(
        technique=WrittenSlot(text=technique, sentences=[2]),
        problem=WrittenSlot(text="memory lost to requests that nobody waits for", sentences=[1]),
        effect=WrittenEffect(text="a 2.5x speedup against the strongest baseline", sentences=[3]),
    )


def connect(office: Office, *answers: WrittenBrief | Exception) -> PaidScript:
    """From now on a model writes the briefs, and is paid."""
    writer = PaidScript(*answers)
    paid = purse(office.storage.ledger, prices="scripted=1/1/USD", clock=office.clock)
    writing = replace(written_by(office.storage, writer), clock=office.clock, purse=paid)
    office.desk = replace(office.desk, writing=writing)
    return writer


async def leased(office: Office, command: Command, key: str) -> Job:
    await office.ask(key, command=command)
    now = office.clock.now()
    job = await office.storage.jobs.lease("w", platforms=["square"], now=now, until=now)
    assert job is not None
    return job


async def answered(office: Office, command: Command, key: str, *, final: bool = True) -> list[str]:
    """The paragraphs of the answer to a new job."""
    job = await leased(office, command, key)
    try:
        return await said(office, job, final=final)
    finally:
        await office.storage.jobs.finish(job, now=office.clock.now())


async def said(office: Office, job: Job, *, final: bool = True) -> list[str]:
    assert isinstance(office.desk, Desk)
    reply = await office.desk.answer(job, final=final)
    return ["".join(span.text for span in block.spans) for block in reply.blocks if block.kind == "paragraph"]


def closing_of(paragraphs: list[str]) -> str:
    (line,) = [each for each in paragraphs if "models cost" in each]
    return line


async def test_a_report_tells_its_own_cost_and_the_next_one_that_all_was_there(office: Office) -> None:
    connect(office, answer(), answer(), answer())
    await answered(office, SubmitPaper(papers=(FIRST, SECOND)), "submit")
    await answered(office, BriefPaper(papers=(FIRST,), language="en"), "brief")
    report = SendReport(language="en")
    first = await answered(office, report, "one")
    assert closing_of(first).endswith("models cost 0.1000 USD (briefs already there: 1).")
    again = await answered(office, report, "two")
    assert closing_of(again).endswith("models cost 0 (briefs already there: 2).")
    chinese = await answered(office, SendReport(language="zh"), "three", final=True)
    assert "费用" in "".join(chinese)
    assert "其中" not in "".join(chinese)


async def test_a_report_that_is_tried_again_tells_what_all_its_tries_cost(office: Office) -> None:
    connect(office, answer(), AWAY, answer())
    await answered(office, SubmitPaper(papers=(FIRST, SECOND)), "submit")
    job = await leased(office, SendReport(language="en"), "report")
    with pytest.raises(TryLater):
        await said(office, job, final=False)
    assert closing_of(await said(office, job)).endswith("models cost 0.2000 USD.")


async def test_without_a_model_nobody_speaks_of_cost(office: Office) -> None:
    await answered(office, SubmitPaper(papers=(FIRST,)), "submit")
    words = await answered(office, SendReport(language="en"), "report")
    words += await answered(office, BriefPaper(papers=(FIRST,), language="en"), "brief")
    assert "cost" not in "\n".join(words)
    assert "Written by: extracted from the abstract, no model" in "\n".join(words)


async def test_a_brief_says_what_it_cost_and_asked_again_that_it_cost_nothing(office: Office) -> None:
    connect(office, answer(), answer())
    asked = BriefPaper(papers=(FIRST,), language="en")
    first = await answered(office, asked, "one")
    assert (first[-1], "Written by: scripted (brief/" in first[1]) == (PAID, True)
    again = await answered(office, asked, "two")
    assert again == [*first[:-1], KNOWN], "all else is the same, so that later edits find it"
    both = await answered(office, BriefPaper(papers=(FIRST, SECOND), language="en"), "three")
    assert both[-1] == PAID


async def test_a_job_rewrites_once_however_often_it_is_tried_and_a_new_one_again_at_once(
    office: Office,
) -> None:
    connect(office, answer(), answer("Lanes, a rule of separate queues"), answer("a rule of queues, Lanes"))
    await answered(office, BriefPaper(papers=(FIRST,), language="en"), "brief")
    anew = RegenerateBrief(paper=FIRST, language="en")
    # the clock stands still: not a moment has gone by since the brief was written
    job = await leased(office, anew, "one")
    first = await said(office, job)
    assert await said(office, job) == first
    assert ("a rule of separate queues" in first[1], first[-1]) == (True, PAID)
    await office.storage.jobs.finish(job, now=office.clock.now())
    second = await answered(office, anew, "two")
    assert ("a rule of queues, Lanes" in second[1], second[-1]) == (True, PAID)
    late = await said(office, job)
    assert "a rule of queues, Lanes" in late[1], "what stands there by then"


async def test_why_no_model_writes_is_told_as_it_is_now(office: Office) -> None:
    connect(office, AWAY)
    asked = BriefPaper(papers=(FIRST,), language="en")
    assert "did not answer" in (await answered(office, asked, "one"))[1]
    writing: Writing = office.desk.writing
    closed = purse(office.storage.ledger, {"person": "0"}, clock=office.clock)
    office.desk = replace(office.desk, writing=replace(writing, purse=closed))
    words = await answered(office, asked, "two")
    assert "BRIEFBOT_BUDGET_PERSON is set to 0" in words[1]
    assert "cost" not in words[-1]
    office.desk = replace(office.desk, writing=written_by(office.storage))
    assert "BRIEFBOT_BUDGET" not in (await answered(office, asked, "three"))[1]
