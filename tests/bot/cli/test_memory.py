"""What a run on the command line remembers of the ones before it, and whose day and database it shares."""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import pytest_asyncio

from bot.cli import given_papers
from bot.cli.memory import open_memory
from bot.domain.reports import Submission
from bot.domain.spending import Account, Charge
from bot.errors import SetupError
from bot.opening import Network
from bot.settings import Settings
from storage import Storage, open_storage
from tests.fakes.model_server import ModelServer
from tests.fakes.ports import NOON
from tests.paper_pdf import draw, paper
from tests.shells import NOWHERE, Shell
from tests.storage.builders import brief
from tests.storage.test_ledger import charge

EVER, NEVER = NOON.replace(year=2000), NOON.replace(year=9000)
NO_LEDGER = "A budget is set and read keeps no ledger, so no model is asked for institutions.\n"
LOST = "This run goes on: what it writes is not remembered, what it costs not noted.\n"


@pytest_asyncio.fixture
async def model() -> AsyncIterator[ModelServer]:
    async with ModelServer() as server:
        yield server


@dataclass
class Person:
    """Somebody at the command line, with a model that costs something."""

    place: Path
    printed: pytest.CaptureFixture[str]
    settings: Settings

    def put(self, name: str, *, number: int = 1) -> str:
        (self.place / name).write_bytes(draw(paper(number)))
        return str(self.place / name)

    def limit(self, **budgets: str) -> None:
        self.settings = self.settings.model_copy(
            update={f"budget_{whose}": Decimal(most) for whose, most in budgets.items()}
        )

    async def brief(self, given: str) -> tuple[bool, str, str]:
        """Whether there is one, and what stands on standard output and standard error."""
        done = await given_papers.brief(given, settings=self.settings, as_json=False, offline=True)
        return done, *self.printed.readouterr()

    async def report(self, *given: str) -> tuple[bool, str, str]:
        done = await given_papers.report(given, settings=self.settings, output=None, offline=True)
        return done, *self.printed.readouterr()


@pytest.fixture
def person(tmp_path: Path, model: ModelServer, capsys: pytest.CaptureFixture[str]) -> Person:
    return Person(tmp_path, capsys, settings(tmp_path, BRIEFBOT_LLM_BASE_URL=model.address))


def settings(place: Path, **more: str) -> Settings:
    """Settings with a model, and a database in a place."""
    usual = {
        "BRIEFBOT_LANGUAGE": "en",
        "BRIEFBOT_LLM_BASE_URL": f"{NOWHERE}/v1",
        "BRIEFBOT_LLM_MODEL": "test-model",
        "BRIEFBOT_LLM_PRICES": "test-model=1/1/USD",
        "BRIEFBOT_DATA_DIR": str(place / "data"),
    }
    # what stands in the environment is text
    return Settings(_env_file=None, **(usual | more))  # type: ignore[arg-type]


async def test_what_was_written_and_spent_in_one_run_is_known_to_the_next(
    person: Person, model: ModelServer
) -> None:
    given = person.put("a.pdf")
    _, first, told = await person.brief(given)
    assert re.search(r"^Models cost 0\.00\d\d USD \(test-model\)\.$", told, re.MULTILINE)
    paid = len(model.calls)
    _, again, told = await person.brief(given)
    assert again == first
    assert told.endswith("Models cost nothing: the brief was already there.\n")
    _, report, _ = await person.report(given)
    assert report.endswith("Submitted 1, briefed 1, failed 0, models cost 0 (briefs already there: 1).\n")
    person.limit(person="0.000001")
    _, _, told = await person.brief(person.put("b.pdf", number=2))
    assert "Your budget for models (0.000001 USD a day) is spent" in told
    assert len(model.calls) == paid


@pytest.mark.parametrize("whose", ["person", "chat", "total"])
async def test_a_budget_of_nothing_holds_on_the_command_line_too(
    person: Person, model: ModelServer, whose: str
) -> None:
    person.limit(**{whose: "0"})
    done, _, told = await person.brief(person.put("a.pdf"))
    assert (done, len(model.calls)) == (True, 0)
    assert f"BRIEFBOT_BUDGET_{whose.upper()} is set to 0" in told


async def test_a_bot_that_runs_on_the_same_file_is_not_disturbed(tmp_path: Path, model: ModelServer) -> None:
    own = Shell(tmp_path)
    own.write_with(model.address)
    async with open_storage(f"sqlite:///{tmp_path}/data/briefbot.sqlite3", data_dir=tmp_path) as storage:
        ended = await own.run("report", own.put("a.pdf"), "--offline")
        assert (ended.code, ended.err) == (0, "")
        people = await storage.ledger.by(since=EVER, until=NEVER, group="person")
        assert {person: spent.calls for person, spent in people.items()} == {"terminal:you": len(model.calls)}
        assert not await storage.library.submissions(date.today()), "and its reports are not"  # noqa: DTZ011


async def test_without_a_model_nothing_is_left_behind(person: Person) -> None:
    person.settings = person.settings.model_copy(update={"llm_base_url": "", "llm_model": ""})
    assert (await person.brief(person.put("a.pdf")))[0]
    assert not (person.place / "data").exists()


async def test_a_place_that_cannot_be_opened_is_one_sentence_and_with_a_budget_the_end(
    person: Person, model: ModelServer
) -> None:
    (person.place / "data").write_text("no folder")
    given = person.put("a.pdf")
    done, out, told = await person.brief(given)
    assert (done, out.count("\n"), LOST in told) == (True, 1, True)
    paid = len(model.calls)
    person.limit(total="1")
    with pytest.raises(SetupError, match=f"{person.place}/data"):
        await person.brief(given)
    assert len(model.calls) == paid


async def test_reading_needs_no_database_and_asks_no_model_that_a_budget_should_limit(
    person: Person, model: ModelServer
) -> None:
    (person.place / "data").write_text("no folder")
    given = [person.put("a.pdf")]
    for budget, told in ({}, ""), ({"total": "1"}, NO_LEDGER):
        person.limit(**budget)
        assert await given_papers.read(given, settings=person.settings, as_json=True, offline=True)
        assert person.printed.readouterr().err == told
    assert model.calls == []


# --- the memory itself ---


async def test_a_file_that_cannot_be_written_is_told_at_the_start(tmp_path: Path) -> None:
    own = settings(tmp_path, BRIEFBOT_BUDGET_TOTAL="1")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "briefbot.sqlite3").write_bytes(b"something else entirely, and long enough" * 9)
    with pytest.raises(SetupError, match="cannot be opened: file is not a database"):
        async with open_memory(own, tmp_path, network=Network(), shared=True):
            pass


async def test_an_older_file_that_a_bot_holds_is_left_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = settings(tmp_path)
    async with open_storage(own.database, data_dir=tmp_path / "data"):
        with closing(sqlite3.connect(tmp_path / "data" / "briefbot.sqlite3")) as file, file:
            file.execute("UPDATE alembic_version SET version_num = '0001'")
        async with open_memory(own, tmp_path, network=Network(), shared=True) as memory:
            await memory.ledger.add(charge(Account()))
        told = capsys.readouterr().err
    assert "has the database file" in told
    assert told.endswith(LOST)
    with closing(sqlite3.connect(tmp_path / "data" / "briefbot.sqlite3")) as file:
        assert file.execute("SELECT count(*) FROM charges").fetchone() == (0,)


async def test_two_runs_and_a_bot_write_at_once_and_each_reports_what_it_was_given(tmp_path: Path) -> None:
    own = settings(tmp_path)

    async def run(number: int) -> list[str]:
        async with open_memory(own, tmp_path / str(number), network=Network(), shared=True) as memory:
            for place in range(5):
                note = Submission(label=f"{number}/{place}", identity="x", day=NOON.date(), paper=None)
                await memory.library.submit(note, job="run", place=place, now=NOON)
                await write(memory, number * 10 + place)
            return [note.label for note in await memory.library.submissions(NOON.date())]

    async def write(storage: Storage, number: int) -> None:
        await storage.briefs.keep(brief(f"sha256:{number}"), now=NOON)
        paid: Charge = charge(Account(job=str(number)))
        await storage.ledger.add(paid)

    async with open_storage(own.database, data_dir=tmp_path / "data") as bots:
        told, *_ = await asyncio.gather(run(1), run(2), *(write(bots, number) for number in range(5)))
        assert told == [f"1/{place}" for place in range(5)]
        assert not await bots.library.submissions(NOON.date())
        day = await bots.ledger.spent(since=EVER, until=NEVER)
    assert day.calls == 15
