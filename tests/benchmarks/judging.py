"""Judging 600 announcements, 8 calls at once: calls, tokens, and how much longer than the model alone?

python -m tests.benchmarks.judging [--latency 2] [--announced ../shared/corpus/daily/arxiv_2025-09-16.jsonl]

The model is scripted, in a process of its own, and its server counts four letters a token. A real one writes
about a thousand tokens for a batch, and takes longer. Of a paper we use some milliseconds ourselves, most of
them to look for orders in it: at a tenth of the latency that is what takes the time.
"""

import argparse
import asyncio
import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bot.clients.clock import SystemClock
from bot.clients.llm import OpenAIWriter
from bot.domain.announcements import Announcement
from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import Address
from bot.domain.models import Model
from bot.domain.prompts import Answer, Measured, Prompt, Usage, Written
from bot.domain.topics import Topic
from bot.ports import Heard
from bot.topics.builtin import INFERENCE
from bot.usecases.judge_papers import Judging, judge_papers
from storage import open_storage
from tests.fakes.model_server import MODEL
from tests.paper_pdf import paper

PAPERS, AT_ONCE, LATENCY = 600, 8, 2.0  # seconds
RUNS = 3
TARGET = 1.2
DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
# A model is asked about every paper of a topic that has no words of its own.
SENTENCE = Topic(name="Serving", relevant=INFERENCE.relevant, irrelevant=INFERENCE.irrelevant)


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took."""

    seconds: float
    usage: Usage
    by_model: int
    kept: int


class Metered:
    """A writer that adds up what it used."""

    def __init__(self, writer: OpenAIWriter) -> None:
        self.model, self.models = writer.model, writer.models
        self.usage = Usage()
        self._writer = writer

    def measure(self, prompt: Prompt[Answer]) -> Measured:
        """The writer's."""
        return self._writer.measure(prompt)

    async def write(self, prompt: Prompt[Answer], *, heard: Heard[Answer] | None = None) -> Written[Answer]:
        """What the writer writes."""
        written = await self._writer.write(prompt, heard=heard)
        self.usage += written.usage
        return written


async def judged(topic: Topic, papers: Sequence[Announcement], *, address: str) -> Run:
    """Judge on a new store."""
    with tempfile.TemporaryDirectory() as place:
        async with open_storage(f"sqlite:///{place}/b.db", data_dir=Path(place)) as storage:
            writer = OpenAIWriter(
                Model(base_url=address, model=MODEL, concurrency=AT_ONCE), clock=SystemClock()
            )
            metered = Metered(writer)
            chat = Address(platform="square", chat="1")
            followed = await storage.topics.follow(chat, topic, by="", begins=DAY, now=NOON)
            judging = Judging(storage.topics, writer=metered, final=True)
            began = time.perf_counter()
            await judge_papers(followed, papers, judging=judging, language="en", now=NOON)
            seconds = time.perf_counter() - began
            await writer.aclose()
            verdicts = [one.verdict for one in await storage.topics.judged(followed, after=None)]
        assert len(verdicts) == len(papers)
        by_model = sum(verdict.by == "model" for verdict in verdicts)
        return Run(seconds, metered.usage, by_model, kept=sum(verdict.kept for verdict in verdicts))


def median_run(topic: Topic, papers: Sequence[Announcement], *, latency: float) -> Run:
    """The run of median length."""
    runs = [one_run(topic, papers, latency=latency) for _ in range(RUNS)]
    return sorted(runs, key=lambda run: run.seconds)[RUNS // 2]


def one_run(topic: Topic, papers: Sequence[Announcement], *, latency: float) -> Run:
    """A run with a server that has nothing in its cache."""
    command = [sys.executable, "-m", "tests.fakes.model_server", "--latency", str(latency)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        address = server.stdout.readline().strip()
        run = asyncio.run(judged(topic, papers, address=address))
        server.terminate()
    return run


def drawn() -> list[Announcement]:
    """Papers of the tests' own."""
    return [_announcement(f"2603.{n + 1:05}", paper(n).title, paper(n).abstract) for n in range(PAPERS)]


def announced(path: Path) -> list[Announcement]:
    """What a file of announcements says is new or cross-listed."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    new = [row for row in rows if row["kind"] != "replacement"]
    return [_announcement(row["arxiv_id"], row["title"], row["abstract"] or "") for row in new]


def _announcement(number: str, title: str, abstract: str) -> Announcement:
    paper_id = ArxivId(number=number, version=1)
    return Announcement(id=paper_id, kind="new", day=DAY, title=title, abstract=abstract)


def told(name: str, papers: Sequence[Announcement], *, latency: float, topic: Topic) -> str:
    """One line."""
    run = median_run(topic, papers, latency=latency)
    usage, ideal = run.usage, math.ceil(run.usage.calls / AT_ONCE) * latency
    return (
        f"{name}: {len(papers)} papers, {run.by_model} judged by the model in {usage.calls} calls, "
        f"{run.kept} kept; tokens in {usage.input} (cached {usage.cached}), out {usage.output}; "
        f"{run.seconds:.2f} s, {run.seconds / ideal:.2f} of the ideal {ideal:.2f} s (target {TARGET})\n"
    )


def main() -> None:
    """Print a line for a topic of a sentence, and one for each file with the built-in topic."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--latency", type=float, default=LATENCY, help="seconds of every call")
    parser.add_argument("--announced", type=Path, nargs="*", default=[])
    arguments = parser.parse_args()
    sys.stdout.write(f"{AT_ONCE} calls of {arguments.latency} s at once, median of {RUNS}\n")
    trials = [("every paper asked about", SENTENCE, drawn())]
    trials += [(path.stem, INFERENCE, announced(path)) for path in arguments.announced]
    for name, topic, papers in trials:
        sys.stdout.write(told(name, papers, latency=arguments.latency, topic=topic))


if __name__ == "__main__":
    main()
