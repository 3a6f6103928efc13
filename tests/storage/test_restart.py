"""Killed in the middle of writes, again and again: what was acknowledged is there, nothing is half there."""

import asyncio
import hashlib
import sys
from pathlib import Path

from sqlalchemy import text

from bot.domain.jobs import JobState
from storage import Storage, open_storage
from tests.storage.builders import LEASE, NOW, lease, lease_reply, paper

ROUNDS = 4
PIECES = 5

PROGRAM = """
import asyncio, itertools, pathlib, sys
from storage import open_storage
from tests.storage.builders import LEASE, NOW, lease, lease_reply, new_job, paper, pieces, reply

async def main(url, folder, round):
    async with open_storage(url, data_dir=pathlib.Path(folder)) as storage:
        await asyncio.gather(*(work(storage, f"{round}-{worker}") for worker in range(3)))

async def work(storage, name):
    for number in itertools.count():
        key = f"{name}-{number}"
        await storage.jobs.add(new_job(key, chat=key), now=NOW)
        print("job", key, flush=True)
        stored = await storage.shelf.keep(key.encode() * 20000, name=key)
        await storage.library.keep(paper(f"sha256:{stored.sha256}", sha256=stored.sha256), now=NOW)
        print("file", stored.sha256, flush=True)
        job = await lease(storage, name, now=NOW)
        if job and number % 3:
            await storage.jobs.write_down(job, pieces(*(reply(str(part)) for part in range(5))), now=NOW)
        job = await lease_reply(storage, name)
        if job:
            for delivery in await storage.deliveries.of(job):
                intended = await storage.deliveries.intend(delivery, now=NOW)
                await storage.deliveries.sent(intended, post=delivery.id, now=NOW)
                print("post", delivery.id, flush=True)
            await storage.jobs.finish(job, now=NOW)

asyncio.run(main(*sys.argv[1:]))
"""


async def test_a_process_that_is_killed_forgets_nothing_that_it_acknowledged(
    url: str, tmp_path: Path
) -> None:
    told: set[tuple[str, str]] = set()
    for number in range(ROUNDS):
        told |= await _run_and_kill([url, str(tmp_path), str(number)], lines=40 + 25 * number)
    assert {kind for kind, _ in told} == {"job", "file", "post"}
    async with open_storage(url, data_dir=tmp_path) as storage:
        await _all_is_there(storage, told)
        await _nothing_is_half_there(storage)
        await _all_comes_to_an_end(storage)


async def _run_and_kill(arguments: list[str], *, lines: int) -> set[tuple[str, str]]:
    """What the process said that it had done before it was killed, somewhere between two statements."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        PROGRAM,
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    said = [await process.stdout.readline() for _ in range(lines)]
    await asyncio.sleep(lines % 7 / 500)
    process.kill()
    said += (await process.stdout.read()).splitlines(keepends=True)
    await process.wait()
    words = [line.decode().split() for line in said if line.endswith(b"\n")]
    return {(kind, name) for kind, name in words}


async def _all_is_there(storage: Storage, told: set[tuple[str, str]]) -> None:
    async with storage.database.reading() as connection:
        jobs = set((await connection.execute(text("SELECT key FROM jobs"))).scalars())
        posts = set(
            (await connection.execute(text("SELECT post FROM deliveries WHERE state = 'sent'"))).scalars()
        )
    assert {name for kind, name in told if kind == "job"} <= jobs
    assert {name for kind, name in told if kind == "post"} <= posts
    for sha256 in (name for kind, name in told if kind == "file"):
        assert await storage.library.by_file(sha256) == paper(f"sha256:{sha256}", sha256=sha256)
        assert (storage.shelf.folder / sha256[:2] / f"{sha256}.pdf").is_file()


async def _nothing_is_half_there(storage: Storage) -> None:
    for path in storage.shelf.folder.glob("*/*.pdf"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.stem
    async with storage.database.reading() as connection:
        rows = await connection.execute(
            text("SELECT state, (SELECT count(*) FROM deliveries WHERE job_id = jobs.id) FROM jobs")
        )
        found = {tuple(row) for row in rows}
    whole = {("waiting", 0), ("leased", 0), ("replied", PIECES), ("done", PIECES)}
    assert found <= whole
    assert ("done", PIECES) in found


async def _all_comes_to_an_end(storage: Storage) -> None:
    await storage.jobs.release("")
    later = NOW + 10 * LEASE
    while job := await lease(storage, "after", now=later) or await lease_reply(storage, "after", now=later):
        assert job.state in {JobState.LEASED, JobState.REPLIED}
        await storage.jobs.finish(job, now=NOW)
    assert set(await storage.jobs.counts()) == {"done"}
