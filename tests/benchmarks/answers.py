"""How soon a question's answer is seen, beyond the model's own time: "reading …", its first claim, the whole.

    python -m tests.benchmarks.answers [--questions 20] [--latency 1.5]

The bot runs as a process of its own and answers on Telegram, in a private chat, with a model that thinks for
`latency` seconds and then writes one event each 20 ms. The model's own time ends when it has sent the first
claim to its end, or its last event; ours is what a person waits beside that, from the moment at which they
press Send. Each question is asked when the one before is answered; what the machine does besides is in it.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.arxiv_api import FakePaper
from tests.fakes.model_server import Act
from tests.paper_pdf import draw, paper
from tests.stories.worlds import PATIENCE, TelegramChat, World, open_world

NUMBER = "2601.00100"
PAUSE = 0.02  # seconds between two events
FIRST_AT_MOST, WHOLE_AT_MOST = 0.05, 0.15  # seconds, at the median
BETWEEN = 1.1  # seconds: a chat takes one post a second


@dataclass(frozen=True)
class Waited:
    """Seconds beyond the model's own."""

    noticed: float  # until it is said what is read; the model thinks meanwhile
    first: float  # until the first claim is seen
    whole: float


async def measure(questions: int, *, latency: float, place: Path) -> list[Waited]:
    """Ask one question after the other, in one chat, about one paper."""
    async with open_world("telegram", place) as world:
        made = paper(100)
        known = FakePaper(NUMBER, title=made.title, abstract=made.abstract, pdf=draw(made))
        world.arxiv.papers[NUMBER] = known
        world.connect_model()
        await world.start()
        await world.chat.say(f"paper {NUMBER}")
        await world.answered(made.title, "Versions kept: v1")
        waited = []
        for number in range(questions + 1):
            await asyncio.sleep(BETWEEN)
            waited.append(await _ask(world, f"What is new in it, part {number}?", known, latency=latency))
        await world.stop()
    return waited[1:]  # the first one makes the paper ready, and finds out what the model's server can do


async def _ask(world: World, question: str, asked: FakePaper, *, latency: float) -> Waited:
    said = [f"{sentence.rstrip('.')}." for sentence in asked.abstract.split(". ")][:2]
    claims = [{"text": words, "cites": ["P1"], "quote": words} for words in said]
    text = json.dumps({"answerable": True, "claims": claims, "missing": ""})
    whole_claim = json.dumps(claims[0])[:-1]
    world.model.script.append(Act(text=text, latency=latency, pause=PAUSE))
    chat, now = world.chat, asyncio.get_running_loop().time
    assert isinstance(chat, TelegramChat)
    drafts, posts = len(chat.server.drafted(chat.place)), len(chat.shown())
    began = now()
    await chat.say(f"ask {NUMBER} {question}")

    async def seen(holds: Callable[[], bool]) -> float:
        async with asyncio.timeout(PATIENCE):
            while not holds():  # noqa: ASYNC110  # what another process posts rings no bell here
                await asyncio.sleep(0.001)
        return now() - began

    noticed = await seen(lambda: len(chat.server.drafted(chat.place)) > drafts)
    first = await seen(
        lambda: any(
            said[0] in each for each in chat.server.drafted(chat.place)[drafts:] + chat.shown()[posts:]
        )
    )
    whole = await seen(lambda: any("Answered by" in each for each in chat.shown()[posts:]))
    sent = world.model.streams[-1].sent
    thought = latency + (next(at for at, words in sent if whole_claim in words) - sent[0][0])
    return Waited(noticed, first - thought, whole - latency - (sent[-1][0] + PAUSE - sent[0][0]))


def main() -> None:
    """Measure and print; the exit code tells whether the limits are kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--questions", type=int, default=20)
    parser.add_argument("--latency", type=float, default=1.5, help="seconds before the model's first word")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        waited = asyncio.run(measure(asked.questions, latency=asked.latency, place=Path(place)))
    kept = True
    for name, values, most in (
        ("what is read, from the question", [each.noticed for each in waited], None),
        ("the first claim, beyond the model", [each.first for each in waited], FIRST_AT_MOST),
        ("the whole answer, beyond the model", [each.whole for each in waited], WHOLE_AT_MOST),
    ):
        median = statistics.median(values)
        kept = kept and (most is None or median <= most)
        limit = f", at most {most * 1000:.0f} ms" if most else ""
        worst = max(values) * 1000
        sys.stdout.write(f"{name}: median {median * 1000:.0f} ms, worst {worst:.0f} ms{limit}\n")
    raise SystemExit(not kept)


if __name__ == "__main__":
    main()
