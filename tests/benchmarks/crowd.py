"""200 people ask at once in 20 chats while a digest goes to 50: how soon is each heard, and is order kept?

    python -m tests.benchmarks.crowd [--within 1.0]

The bot runs in this process, whole, with all its papers kept; Telegram, Slack and the model, with their
limits of pace on, in another. A message is acknowledged when its job is committed: on Telegram it is counted
from the answer of getUpdates that brought it, on Slack from the socket's frame to the ack that is sent back;
Slack tells a mention twice, and both count, its word of our own posts does not. What the machine does besides
is in the seconds; it is not in the processor's time of the longest step between two turns of the event loop.
"""

import argparse
import asyncio
import json
import os
import resource
import sqlite3
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from slack_sdk.socket_mode.aiohttp import SocketModeClient

from bot.app import run
from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import Message
from bot.domain.papers import Affiliation, Paper
from bot.domain.reports import Submission
from bot.domain.rooms import Room
from bot.domain.texts import PaperText, Passage, Section
from bot.settings import Settings
from handlers import clock
from handlers.intake import Intake
from handlers.telegram.inbox import Inbox
from storage import open_storage
from tests.benchmarks.crowd_town import FIRST, PACE, ROOM, Seen, Size, number_of
from tests.paper_pdf import paper

ROOT = Path(__file__).resolve().parents[2]
TARGET = 0.1  # seconds, at the 99th percentile
PATIENCE = 180.0  # seconds for everything
DIGEST = 3  # papers in it
LOOK = 0.01
WARMING = timedelta(seconds=6)  # then everybody speaks, and the digest is due


@dataclass
class Stopwatch:
    """Seconds from each update's arrival to its acknowledgement, and by how much this process was late."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {"telegram": [], "slack": []})
    late: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)  # processor's seconds of those longer than a LOOK
    processor: float = 0.0  # seconds of the whole process since then
    since: float = 0.0  # seconds since the epoch
    _arrived: dict[str, float] = field(default_factory=dict)

    def begin(self, name: str) -> None:
        """It is here; what comes before the crowd speaks does not count."""
        if time.time() >= self.since:
            self._arrived[name] = time.perf_counter()

    def end(self, platform: str, name: str) -> None:
        """It was acknowledged."""
        if began := self._arrived.pop(name, None):
            self.seconds[platform].append(time.perf_counter() - began)

    def step(self, run: Callable[[asyncio.Handle], None], handle: asyncio.Handle) -> None:
        """One step of the event loop, in which it hears nobody."""
        began = time.thread_time()
        run(handle)
        seconds = time.thread_time() - began
        if seconds > LOOK and time.time() >= self.since:
            self.steps.append(seconds)

    async def watch(self) -> None:
        """How late the event loop wakes a task, for ever."""
        await asyncio.sleep(self.since - time.time())
        began = time.process_time()
        try:
            await self._look()
        finally:
            self.processor = time.process_time() - began

    async def _look(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(LOOK)
            self.late.append(time.perf_counter() - began - LOOK)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is to be known of a run."""

    watch: Stopwatch
    seen: Seen
    jobs: Mapping[str, int]  # by state
    deliveries: Mapping[str, int]
    inversions: int  # posts of a chat that stand before one that was written down earlier
    ideal: float  # seconds that the pace of the fullest chat takes
    mebibytes: float  # at most, of the bot's process

    @property
    def sent(self) -> int:
        """Posts that stand in chats."""
        return sum(sum(chats.values()) for chats in self.seen.posts.values())


@contextmanager
def timed(watch: Stopwatch) -> Iterator[None]:
    """Laid around the places where updates come in and are let go."""
    updates, accept = Inbox._updates, Intake.accept
    run_one = asyncio.Handle._run
    enqueue, respond = SocketModeClient.enqueue_message, SocketModeClient.send_socket_mode_response

    async def fetched(inbox: Inbox, offset: int | None) -> Sequence[Mapping[str, object]]:
        found = await updates(inbox, offset)
        for update in found:
            watch.begin(str(update["update_id"]))
        return found

    async def accepted(intake: Intake, message: Message) -> None:
        await accept(intake, message)
        if message.key.startswith("telegram:"):
            watch.end("telegram", message.key.rpartition(":")[2])

    async def arrived(client: SocketModeClient, message: str) -> None:
        if "envelope_id" in message and "bot_id" not in message:
            watch.begin(json.loads(message)["envelope_id"])
        await enqueue(client, message)

    async def responded(client: SocketModeClient, response: Any) -> None:
        await respond(client, response)
        watch.end("slack", response.envelope_id)

    def stepped(handle: asyncio.Handle) -> None:
        watch.step(run_one, handle)

    with ExitStack() as stack:
        for owner, name, new in (
            (asyncio.Handle, "_run", stepped),
            (Inbox, "_updates", fetched),
            (Intake, "accept", accepted),
            (SocketModeClient, "enqueue_message", arrived),
            (SocketModeClient, "send_socket_mode_response", responded),
        ):
            stack.enter_context(patch.object(owner, name, new))
        stack.enter_context(patch.object(clock, "LOOK", WARMING))
        yield


async def crowd(size: Size, place: Path) -> Outcome:
    """One run, to its last post."""
    watch = Stopwatch()
    async with _town(size) as (town, addresses):
        chats = addresses.pop("chats")
        moment = datetime.now(UTC).replace(microsecond=0) + WARMING
        zone = ZoneInfo(
            f"Etc/GMT{moment.hour - 12:+d}"
        )  # where it is about noon: no midnight falls into a run
        own: dict[str, Any] = dict(addresses)
        settings = Settings(
            _env_file=None,
            **own,
            BRIEFBOT_DATA_DIR=place,
            BRIEFBOT_LANGUAGE="en",
            BRIEFBOT_ALLOWED_CHATS=chats,
            BRIEFBOT_REPORT_CHATS=chats,
            BRIEFBOT_REPORT_AT=moment.astimezone(zone).strftime("%H:%M:%S"),
            BRIEFBOT_TIME_ZONE=zone.key,
            BRIEFBOT_DATABASE_URL=f"sqlite:///{place / 'briefbot.sqlite3'}",
        )
        await _remember(settings, size)
        watch.since = moment.timestamp()
        with timed(watch):
            tasks = [asyncio.create_task(run(settings, language="en")), asyncio.create_task(watch.watch())]
            await _tell(town, str(moment.timestamp()))
            try:
                async with asyncio.timeout(PATIENCE):
                    while not _is_done(place, size) and not tasks[0].done():  # noqa: ASYNC110
                        await asyncio.sleep(0.2)
            finally:
                for task in tasks:
                    task.cancel()
                    with suppress(asyncio.CancelledError):
                        await task
        seen = Seen(**await _told(town))
    return _outcome(watch, seen, place=place)


@asynccontextmanager
async def _town(size: Size) -> AsyncIterator[tuple[Process, dict[str, str]]]:
    words = ("-m", "tests.benchmarks.crowd_town", json.dumps(asdict(size)))
    process = await asyncio.create_subprocess_exec(sys.executable, *words, cwd=ROOT, stdin=PIPE, stdout=PIPE)
    assert process.stdout
    try:
        yield process, json.loads(await process.stdout.readline())
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _tell(town: Process, words: str = "") -> None:
    assert town.stdin
    town.stdin.write(f"{words}\n".encode())
    await town.stdin.drain()


async def _told(town: Process) -> Any:
    assert town.stdout
    await _tell(town)
    return json.loads(await town.stdout.readline())


async def _remember(settings: Settings, size: Size) -> None:
    """All that will be asked about, yesterday's submissions for the digest, and the chats."""
    now = datetime.now(UTC)
    async with open_storage(settings.database, data_dir=settings.data_dir) as storage:
        for place in range(size.papers):
            kept, text = _paper(place)
            await storage.library.keep(kept, now=now, text=text)
            if place < DIGEST:
                day = (now.astimezone(ZoneInfo(settings.time_zone)) - timedelta(days=1)).date()
                handed_in = Submission(label=str(kept.arxiv_id), identity=kept.key, day=day, paper=kept.key)
                await storage.library.submit(handed_in, job=f"job {place}", place=0, now=now)
        for name in settings.report_chats:
            platform, _, chat = name.partition(":")
            room = Room(kind="group", title=ROOM)
            await storage.registers.rooms.note(platform, chat, room=room, now=now)


def _paper(place: int) -> tuple[Paper, PaperText]:
    made = paper(place)
    lines = [
        made.abstract,
        *(f"{made.title} is faster in case {n}: fewer tokens are read." for n in range(60)),
    ]
    passages = (
        Passage(kind="paragraph", text=line, page=1 + n // 10, section=0, position=n)
        for n, line in enumerate(lines)
    )
    text = PaperText(
        sections=(Section(title="1 Results", level=1, page=1),), passages=tuple(passages), pages=7
    )
    kept = Paper(
        key=f"arxiv:{number_of(place)}",
        title=made.title,
        authors=made.authors,
        affiliations=(Affiliation(name=made.institution, page=1, words=made.institution),),
        abstract=made.abstract,
        arxiv_id=ArxivId(number=number_of(place), version=1),
        pages=7,
        sha256=f"{place:064x}",
        source="arxiv",
    )
    return kept, text


def _rows(place: Path, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(f"file:{place / 'briefbot.sqlite3'}?mode=ro", uri=True, timeout=10) as connection:
        return connection.execute(query).fetchall()


def _is_done(place: Path, size: Size) -> bool:
    states = dict(_rows(place, "SELECT state, count(*) FROM jobs GROUP BY state"))
    ended = states.get("done", 0) + states.get("failed", 0)
    return bool(ended == sum(states.values())) and ended >= size.people + size.digests + len(FIRST)


def _outcome(watch: Stopwatch, seen: Seen, *, place: Path) -> Outcome:
    order = _rows(
        place,
        "SELECT d.platform, d.chat, d.post FROM deliveries d JOIN jobs j ON j.id = d.job_id"
        " WHERE d.state = 'sent' ORDER BY j.replied_at, j.id, d.part",
    )
    last: dict[tuple[str, str], float] = {}
    inversions = 0
    for platform, chat, post in order:
        if not post or not post.replace(".", "").isdecimal():
            continue  # a file has a name
        inversions += float(post) < last.get((platform, chat), 0.0)
        last[platform, chat] = float(post)
    fullest = max(count for chats in seen.posts.values() for count in chats.values())
    return Outcome(
        watch,
        seen,
        jobs=dict(_rows(place, "SELECT state, count(*) FROM jobs GROUP BY state")),
        deliveries=dict(Counter(state for (state,) in _rows(place, "SELECT state FROM deliveries"))),
        inversions=inversions,
        ideal=(fullest - 1) * PACE,
        mebibytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def percentile(figures: Sequence[float], share: float) -> float:
    """The figure that so large a share of them does not pass."""
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def main() -> None:
    """Run once and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--within", type=float, default=1.0, help="seconds in which all of them speak")
    size = Size(within=parser.parse_args().within)
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as place:
        outcome = asyncio.run(crowd(size, Path(place)))
    say, seen = sys.stdout.write, outcome.seen
    say(f"{size.people} people in {size.within:.1f} s in {size.chats} chats, a digest to {size.digests}; ")
    say(f"jobs {outcome.jobs}, posts {outcome.deliveries}\n")
    every = [figure for figures in outcome.watch.seconds.values() for figure in figures]
    for name, figures in (
        *outcome.watch.seconds.items(),
        ("both", every),
        ("event loop late", outcome.watch.late),
    ):
        median, most = (1000 * percentile(figures, share) for share in (0.5, 0.99))
        say(f"{name}: {len(figures)}, median {median:.1f} ms, 99th {most:.1f} ms, ")
        say(f"worst {1000 * max(figures):.1f} ms\n")
    say(f"target at the 99th percentile {1000 * TARGET:.0f} ms\n")
    steps = outcome.watch.steps
    say(f"processor {outcome.watch.processor:.1f} s, longest step {1000 * max(steps, default=0):.1f} ms, ")
    say(f"{len(steps)} longer than {1000 * LOOK:.0f} ms; load of the machine before it {load:.1f}\n")
    say(f"refused for pace {seen.refused}, inversions {outcome.inversions}, most posts {seen.most}\n")
    say(
        f"{outcome.sent} posts in {seen.seconds:.1f} s, the fullest chat's pace alone {outcome.ideal:.1f} s\n"
    )
    say(f"memory at most {outcome.mebibytes:.0f} MiB, events that Slack sent again {seen.redelivered}\n")


if __name__ == "__main__":
    main()
