"""kill -9 at random moments of a report of 20 papers that goes to two chats; prints what was hit.

    python -m tests.campaigns.kill_report --kills 50 --seed 1 --concurrency 1

Exits with 1 when a promise is broken: something lost, a paper with two stored briefs, more model calls than
papers and kills explain, or a post made twice whose intent was not open at a kill.
"""

import argparse
import asyncio
import random
import signal
import sqlite3
import sys
import tempfile
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.fakes.arxiv_api import FakeArxiv, FakePaper
from tests.fakes.model_server import Act, ModelServer
from tests.fakes.slack_api import SlackApi
from tests.fakes.telegram_api import TelegramApi
from tests.paper_pdf import draw, paper
from tests.stories.worlds import SlackChat, TelegramChat, World

PAPERS = 20
LATENCY = 0.1  # seconds of the model
POSTING = 0.35  # seconds of each post: long enough for a kill to hit it
MOMENT = (0.7, 5.5)  # seconds after a start: from before the bot is ready to after its last post
POST_METHODS = ("sendMessage", "sendDocument")


@dataclass
class Tally:
    """What the kills hit and what came of it."""

    kills: int = 0
    runs: int = 0
    jobs: Counter[str] = field(default_factory=Counter)  # states at the kills
    deliveries: Counter[str] = field(default_factory=Counter)
    open_intents: Counter[str] = field(default_factory=Counter)  # by platform, at the kills
    posted_twice: Counter[str] = field(default_factory=Counter)  # by platform
    repeated_calls: int = 0
    most_calls_for_one_paper: int = 0
    broken: list[str] = field(default_factory=list)


async def campaign(*, kills: int, seed: int, concurrency: int) -> Tally:
    """Run reports until so many kills have been made."""
    # Which moments are hit is to be repeatable, not secret.
    tally, chance = Tally(), random.Random(seed)  # noqa: S311
    while tally.kills < kills:
        with tempfile.TemporaryDirectory() as place:
            await _one_report(tally, chance, place=Path(place), concurrency=concurrency, most=kills)
        tally.runs += 1
    return tally


async def _one_report(
    tally: Tally, chance: random.Random, *, place: Path, concurrency: int, most: int
) -> None:
    async with AsyncExitStack() as stack:
        telegram = TelegramChat(await stack.enter_async_context(TelegramApi()))
        slack = SlackChat(await stack.enter_async_context(SlackApi()))
        arxiv = await stack.enter_async_context(FakeArxiv([_on_arxiv(number) for number in range(PAPERS)]))
        model = await stack.enter_async_context(ModelServer(always=Act(latency=LATENCY)))
        world = World(telegram, arxiv, model=model, data=place / "data")
        world.settings = slack.environment() | {
            "BRIEFBOT_ALLOWED_CHATS": f"telegram:{telegram.place},slack:{slack.person}",
            "BRIEFBOT_LLM_CONCURRENCY": str(concurrency),
            # With one worker the second report waits while the first is made.
            "BRIEFBOT_WORKERS": str(chance.choice((1, 4))),
        }
        world.connect_model()
        stack.push_async_callback(_end, world)
        await world.start()
        await telegram.say("/submit " + " ".join(f"2501.{number + 1:05}" for number in range(PAPERS)))
        await world.answered(*(f"Kept for the report: {paper(number).title}" for number in range(PAPERS)))
        await world.stop(signal.SIGKILL)
        before = (len(telegram.shown()), len(slack.shown()))
        await telegram.say("/report")
        await slack.say("report")
        _slow_posts(telegram, slack)
        kills = 0
        while tally.kills < most and not _is_done(place):
            await world.start()
            await asyncio.sleep(chance.uniform(*MOMENT))
            await world.stop(signal.SIGKILL)
            tally.kills += 1
            kills += 1
            _note_states(tally, place)
        telegram.server.calm()
        await world.start()
        await world.until(lambda: _is_done(place), within=60)
        await world.stop()
        _check(tally, world, slack=slack, place=place, before=before, kills=kills)


async def _end(world: World) -> None:
    if world.process:
        await world.stop(signal.SIGKILL)


def _on_arxiv(number: int) -> FakePaper:
    made = paper(number)
    return FakePaper(
        f"2501.{number + 1:05}",
        title=made.title,
        authors=made.authors,
        abstract=made.abstract,
        pdf=draw(made),
    )


def _slow_posts(telegram: TelegramChat, slack: SlackChat) -> None:
    for method in POST_METHODS:
        telegram.server.trouble("delay", method=method, times=10_000, seconds=POSTING)
    slack.server.trouble("delay", method="chat.postMessage", times=10_000, seconds=POSTING)


def _rows(place: Path, query: str) -> list[tuple[str, ...]]:
    database = place / "data" / "briefbot.sqlite3"
    if not database.exists():
        return []
    with sqlite3.connect(database, timeout=10) as connection:
        return [tuple(map(str, row)) for row in connection.execute(query)]


def _is_done(place: Path) -> bool:
    """Both reports are filed and nothing is left to do."""
    states = [state for (state,) in _rows(place, "SELECT state FROM jobs")]
    return len(states) == 3 and all(state in {"done", "failed"} for state in states)


def _note_states(tally: Tally, place: Path) -> None:
    tally.jobs.update(state for (state,) in _rows(place, "SELECT state FROM jobs"))
    rows = _rows(place, "SELECT d.state, j.platform FROM deliveries d JOIN jobs j ON j.id = d.job_id")
    tally.deliveries.update(state for state, _ in rows)
    tally.open_intents.update(platform for state, platform in rows if state == "intended")


def _check(
    tally: Tally, world: World, *, slack: SlackChat, place: Path, before: tuple[int, int], kills: int
) -> None:
    telegram = world.chat
    for chat, start in ((telegram, before[0]), (slack, before[1])):
        texts = chat.shown()[start:]
        words = "\n".join(texts)
        for number in range(PAPERS):
            if paper(number).title not in words:
                tally.broken.append(f"{chat.name}: paper {number} is missing from the report")
        if not chat.documents():
            tally.broken.append(f"{chat.name}: the document is missing")
        shown = Counter(text for text in texts if text)
        documents = Counter(chat.documents())
        tally.posted_twice[chat.name] += sum(count - 1 for count in (shown + documents).values())
    briefs = Counter(_rows(place, "SELECT paper, language FROM briefs"))
    if len(briefs) != PAPERS or max(briefs.values()) > 1:
        tally.broken.append(f"{len(briefs)} papers have briefs, the most for one is {max(briefs.values())}")
    calls = Counter(str(call.request.get("messages")) for call in world.model.calls)
    tally.repeated_calls += sum(calls.values()) - PAPERS
    tally.most_calls_for_one_paper = max(tally.most_calls_for_one_paper, *calls.values())
    if max(calls.values()) > 1 + kills:
        tally.broken.append(f"the model was asked {max(calls.values())} times for one paper in {kills} kills")


def verdict(tally: Tally, *, concurrency: int) -> list[str]:
    """Every broken promise, in words."""
    broken = list(tally.broken)
    if tally.repeated_calls > tally.kills * concurrency:
        broken.append(f"{tally.repeated_calls} model calls repeated in {tally.kills} kills")
    for platform, count in tally.posted_twice.items():
        if count > tally.open_intents[platform]:
            broken.append(
                f"{platform}: {count} posts made twice, {tally.open_intents[platform]} intents open"
            )
    return broken


def main() -> None:
    """Run the campaign and print its counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--concurrency", type=int, default=1, help="model calls at once")
    arguments = parser.parse_args()
    tally = asyncio.run(
        campaign(kills=arguments.kills, seed=arguments.seed, concurrency=arguments.concurrency)
    )
    say = sys.stdout.write
    say(f"kills {tally.kills} in {tally.runs} reports of {PAPERS} papers to two chats\n")
    say(f"jobs at the kills        {dict(sorted(tally.jobs.items()))}\n")
    say(f"deliveries at the kills  {dict(sorted(tally.deliveries.items()))}\n")
    say(f"intents open at a kill   {dict(sorted(tally.open_intents.items()))}\n")
    say(f"posts made twice         {dict(sorted(tally.posted_twice.items()))}\n")
    say(f"model calls repeated     {tally.repeated_calls} (most for one paper: ")
    say(f"{tally.most_calls_for_one_paper})\n")
    broken = verdict(tally, concurrency=arguments.concurrency)
    say("\n".join(f"BROKEN: {words}" for words in broken) + "\n" if broken else "every promise kept\n")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
