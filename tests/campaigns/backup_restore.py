"""Backups while people talk to the bot, each restored into an empty machine by the runbook's own lines.

    python -m tests.campaigns.backup_restore --backups 5 --seed 1 [--postgres]

The lines are taken from deploy/README.md as they stand there. Exits with 1 where anything is missing in a
copy, where a copy holds what was never there, or where the restored bot does not end what was under way.
"""

import argparse
import asyncio
import hashlib
import os
import random
import re
import secrets
import signal
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, select, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.columns import metadata
from storage.places import read_place
from storage.schema import deliveries, files, jobs
from tests.campaigns.crowd import Crowd, on_arxiv
from tests.fakes.arxiv_api import FakeArxiv, FakePaper
from tests.fakes.model_server import Act, ModelServer
from tests.fakes.slack_api import SlackApi
from tests.fakes.telegram_api import TelegramApi
from tests.stories.worlds import SlackChat, TelegramChat

ROOT = Path(__file__).resolve().parents[2]
RUNBOOK = ROOT / "deploy" / "README.md"
SERVER = os.environ.get("BRIEFBOT_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
PATIENCE = 120.0
TALK = 4.0  # seconds before a backup
DOCTOR = ".venv/bin/briefbot doctor"
ASKED_BY_THE_DOCTOR = "0704.0001"
LATENCY = 0.3
Rows = dict[tuple[Any, ...], tuple[Any, ...]]  # of a table, by primary key
MAY_GO = frozenset({"paper_words"})  # made again whenever somebody looks for papers


def runbook(title: str) -> str:
    """The lines for `make` that stand under a title of the runbook."""
    chapter = RUNBOOK.read_text(encoding="utf-8").partition(f"**{title}")[2]
    block = re.search(r"```sh\n# make[^\n]*\n(.+?)(?:\n\n|```)", chapter, re.DOTALL)
    assert block, title
    return block[1]


@dataclass
class Tally:
    """What was compared, and what was wrong."""

    backups: int = 0
    rows: dict[str, int] = field(default_factory=dict)  # of each table, in the copies
    came_meanwhile: int = 0  # rows that came while a backup was made
    files: int = 0
    taken_up: int = 0  # jobs that were under way in a copy and that the restored bot ended
    broken: list[str] = field(default_factory=list)


@dataclass
class Machine:
    """A folder in which the project is installed, and perhaps nothing else."""

    folder: Path
    process: Process | None = None

    def __post_init__(self) -> None:
        """What `make setup` leaves: the command, in .venv."""
        command = self.folder / ".venv" / "bin" / "briefbot"
        command.parent.mkdir(parents=True)
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bot "$@"\n', encoding="utf-8")
        command.chmod(0o700)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
        }

    async def types(self, lines: str) -> str:
        """Somebody types these lines; what was printed. Raises AssertionError where one of them fails."""
        shell = await asyncio.create_subprocess_exec(
            "sh",
            "-euc",
            lines,
            cwd=self.folder,
            env=self.environment,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=STDOUT,
        )
        said = (await asyncio.wait_for(shell.communicate(), PATIENCE))[0].decode()
        assert shell.returncode == 0, f"{lines}\nended with {shell.returncode}:\n{said}"
        return said

    async def start(self) -> None:
        """Start the bot in the background."""
        with (self.folder / "bot.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                str(self.folder / ".venv" / "bin" / "briefbot"),
                "run",
                cwd=self.folder,
                env=self.environment,
                stdin=DEVNULL,
                stdout=DEVNULL,
                stderr=log,
            )

    async def stop(self) -> None:
        """The machine is lost."""
        if self.process:
            with suppress(ProcessLookupError):
                self.process.send_signal(signal.SIGKILL)
            await self.process.wait()
            self.process = None


async def contents(address: str) -> dict[str, Rows]:
    """Every row of every table."""
    engine = create_async_engine(read_place(address).url)
    try:
        async with engine.connect() as connection:
            await connection.execution_options(isolation_level="SERIALIZABLE")
            found = {}
            for table in metadata.sorted_tables:
                keys = [list(table.columns).index(column) for column in table.primary_key]
                read = [tuple(row) for row in await connection.execute(select(table))]
                found[table.name] = {tuple(row[key] for key in keys): row for row in read}
            return found
    finally:
        await engine.dispose()


def compare(
    tally: Tally, copy: Mapping[str, Rows], *, before: Mapping[str, Rows], after: Mapping[str, Rows]
) -> None:
    """Hold a copy against what was there before the backup began and after it ended."""
    for name, kept in copy.items():
        old, new = before[name], after[name]
        tally.rows[name] = tally.rows.get(name, 0) + len(kept)
        tally.came_meanwhile += len(new.keys() - old.keys())
        if missing := (old.keys() & new.keys()) - kept.keys():
            tally.broken.append(f"{name}: {len(missing)} rows are missing, such as {next(iter(missing))}")
        if name not in MAY_GO and (strange := kept.keys() - old.keys() - new.keys()):
            tally.broken.append(f"{name}: {len(strange)} rows were never there")
        wrong = [key for key in old.keys() & kept.keys() if old[key] == new.get(key) != kept[key]]
        if wrong:
            tally.broken.append(f"{name}: {len(wrong)} rows differ, such as {wrong[0]}")
    job_ids = {key[0] for key in copy[jobs.name]}
    place = list(deliveries.columns).index(deliveries.c.job_id)
    orphans = [row for row in copy[deliveries.name].values() if row[place] not in job_ids]
    if orphans:
        tally.broken.append(f"{len(orphans)} deliveries have no job")


async def sound(tally: Tally, address: str) -> None:
    """A SQLite file that is whole, with nothing that points nowhere."""
    engine = create_async_engine(read_place(address).url)
    async with engine.connect() as connection:
        whole = (await connection.execute(text("PRAGMA integrity_check"))).scalars().all()
        astray = (await connection.execute(text("PRAGMA foreign_key_check"))).all()
    await engine.dispose()
    if whole != ["ok"] or astray:
        tally.broken.append(f"integrity {whole}, foreign keys {astray}")


def compare_files(tally: Tally, lost: Machine, new: Machine, *, copy: Mapping[str, Rows]) -> None:
    """The settings, and the PDF of every file that the copy speaks of."""
    if (lost.folder / ".env").read_bytes() != (new.folder / ".env").read_bytes():
        tally.broken.append("the settings differ")
    there = {path.stem: path for path in (new.folder / "data" / "pdfs").rglob("*.pdf")}
    for (sha,) in copy[files.name]:
        old = next((lost.folder / "data" / "pdfs").rglob(f"{sha}.pdf"), None)
        if old and sha not in there:
            tally.broken.append(f"the file {sha} is missing")
    for sha, path in there.items():
        tally.files += 1
        if hashlib.sha256(path.read_bytes()).hexdigest() != sha:
            tally.broken.append(f"the file {sha} differs")


def open_jobs(found: Mapping[str, Rows]) -> set[int]:
    """The jobs that are neither done nor failed."""
    state = list(jobs.columns).index(jobs.c.state)
    return {key[0] for key, row in found[jobs.name].items() if row[state] not in {"done", "failed"}}


@dataclass
class Town:
    """Everything that is neither of the machines."""

    crowd: Crowd
    settings: Mapping[str, str]
    place: Path
    chance: random.Random

    def machine(self, name: str) -> Machine:
        folder = self.place / name
        folder.mkdir()
        return Machine(folder)

    async def talk(self, seconds: float) -> None:
        """People go on."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.crowd.act()
            await asyncio.sleep(self.chance.uniform(0.02, 0.2))


@asynccontextmanager
async def open_town(place: Path, chance: random.Random) -> AsyncIterator[Town]:
    """The platforms, arXiv and a model."""
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(TelegramApi())
        slack = await stack.enter_async_context(SlackApi())
        arxiv = await stack.enter_async_context(FakeArxiv([*on_arxiv(), FakePaper(ASKED_BY_THE_DOCTOR)]))
        model = await stack.enter_async_context(ModelServer(always=Act(latency=LATENCY)))
        crowd = Crowd(telegram, slack, chance)
        settings = {
            **TelegramChat(telegram).environment(),
            **SlackChat(slack).environment(),
            **crowd.settings,
            "BRIEFBOT_ARXIV_API_URL": arxiv.api_address,
            "BRIEFBOT_ARXIV_PDF_URL": arxiv.pdf_address,
            "BRIEFBOT_ARXIV_PACE": "0",
            "BRIEFBOT_LLM_BASE_URL": model.address,
            "BRIEFBOT_LLM_MODEL": "test-model",
        }
        yield Town(crowd, settings, place, chance)


async def campaign(
    *, backups: int, seed: int, seconds: float = TALK, postgres: bool = False, doctor: bool = True
) -> Tally:
    """Back up under load and restore, so many times, each time on a new pair of machines."""
    tally = Tally()
    for number in range(backups):
        # Who says what is to be repeatable, not secret.
        chance = random.Random(seed + number)  # noqa: S311
        with tempfile.TemporaryDirectory() as place:
            async with open_town(Path(place), chance) as town, _database(postgres=postgres) as server:
                await _one_backup(tally, town, seconds=seconds, server=server, doctor=doctor)
        tally.backups += 1
    return tally


@asynccontextmanager
async def _database(*, postgres: bool) -> AsyncIterator[str]:
    """An empty database on the server; "" where the data is to lie in a file."""
    if not postgres:
        yield ""
        return
    name = f"briefbot_backup_{secrets.token_hex(4)}"
    await _on_server(f"CREATE DATABASE {name}")
    try:
        yield make_url(SERVER).set(database=name).render_as_string(hide_password=False) + "?sslmode=disable"
    finally:
        for each in (name, f"{name}_lost"):
            await _on_server(f"DROP DATABASE IF EXISTS {each} WITH (FORCE)")


async def _on_server(statement: str) -> None:
    engine = create_async_engine(
        make_url(SERVER).set(drivername="postgresql+asyncpg"), isolation_level="AUTOCOMMIT"
    )
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


async def _one_backup(tally: Tally, town: Town, *, seconds: float, server: str, doctor: bool) -> None:
    kind, lost, new = "PostgreSQL" if server else "SQLite", town.machine("lost"), town.machine("new")
    settings = {**town.settings, **({"BRIEFBOT_DATABASE_URL": server} if server else {})}
    lines = "".join(f"{name}={value}\n" for name, value in settings.items())
    (lost.folder / ".env").write_text(lines, encoding="utf-8")
    old = server or f"sqlite:///{lost.folder}/data/briefbot.sqlite3"
    try:
        await lost.start()
        await town.crowd.telegram.until(
            lambda: bool(town.crowd.telegram.calls("getUpdates")), within=PATIENCE
        )
        await town.talk(seconds)
        before = await contents(old)
        async with asyncio.TaskGroup() as meanwhile:
            meanwhile.create_task(town.talk(seconds / 2))
            await lost.types(runbook(f"{kind}, back up"))
        after = await contents(old)
        await lost.stop()
        if server:
            name = make_url(server).database
            await _on_server(f"ALTER DATABASE {name} RENAME TO {name}_lost")
            await _on_server(f"CREATE DATABASE {name}")
        (lost.folder / "briefbot-backup.tar.gz").rename(new.folder / "briefbot-backup.tar.gz")
        await new.types(_without_doctor(runbook(f"{kind}, restore")))
        restored = server or f"sqlite:///{new.folder}/data/briefbot.sqlite3"
        copy = await contents(restored)
        if not server:
            await sound(tally, restored)
        compare(tally, copy, before=before, after=after)
        compare_files(tally, lost, new, copy=copy)
        if doctor:
            await new.types(DOCTOR)
        await new.start()
        await _taken_up(tally, restored, under_way=open_jobs(copy))
    finally:
        await lost.stop()
        await new.stop()


def _without_doctor(lines: str) -> str:
    """The doctor opens the database; what was restored is to be looked at before."""
    *most, last = lines.splitlines()
    assert last == DOCTOR
    return "\n".join(most)


async def _taken_up(tally: Tally, address: str, *, under_way: set[int]) -> None:
    """The new bot ends what the old one had begun."""
    left, end = under_way, time.monotonic() + PATIENCE
    while left and time.monotonic() < end:
        await asyncio.sleep(0.3)
        left = under_way & open_jobs(await contents(address))
    if left:
        tally.broken.append(f"{len(left)} jobs of the copy were not taken up")
    tally.taken_up += len(under_way)


def lines_of(tally: Tally) -> Iterable[str]:
    """The counts, in words."""
    yield f"backups {tally.backups}, each restored by the runbook's lines; rows in the copies, all compared:"
    for name, count in tally.rows.items():
        yield f"  {name:<16}{count:>6}"
    yield f"rows that came while a backup was made: {tally.came_meanwhile}"
    yield f"PDFs compared by their hash: {tally.files}; settings compared: {tally.backups}"
    yield f"jobs that were under way in a copy, and that the restored bot ended: {tally.taken_up}"


def main() -> None:
    """Run the campaign and print what was compared."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--backups", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", action="store_true", help="on the server at BRIEFBOT_TEST_POSTGRES_URL")
    arguments = parser.parse_args()
    tally = asyncio.run(campaign(backups=arguments.backups, seed=arguments.seed, postgres=arguments.postgres))
    words = [*lines_of(tally), *(f"BROKEN: {each}" for each in tally.broken)]
    sys.stdout.write("\n".join(words + ["nothing is missing"] * (not tally.broken)) + "\n")
    sys.exit(1 if tally.broken else 0)


if __name__ == "__main__":
    main()
