"""kill -9 at random moments of mixed traffic in many chats of both platforms; prints what was hit.

    python -m tests.campaigns.kill_traffic --kills 100 --seed 1

Exits with 1 when a promise is broken: something lost, an effect that was had twice, words that stand wrong,
or a post made twice whose intent was not open at a kill.
"""

import argparse
import asyncio
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from tests.campaigns.aftermath import Aftermath, Tally, check, note_kill, unfinished, verdict
from tests.campaigns.crowd import Crowd, on_arxiv
from tests.campaigns.standing import Intent
from tests.fakes.arxiv_api import FakeArxiv
from tests.fakes.model_server import Act, ModelServer
from tests.fakes.slack_api import SlackApi
from tests.fakes.telegram_api import TelegramApi
from tests.stories.worlds import SlackChat, TelegramChat, World

KILLS_A_WORLD = 25
POSTING = 0.3  # seconds of each call: long enough for a kill to hit it
LATENCY = 0.2  # seconds of the model
SLOW = 4.0  # so long that a person is told to wait
MOMENT = 4.0  # seconds: at most so long after the bot hears anything
START = 90.0  # seconds until it does, on a machine with much else to do
TOO_EARLY = 0.1  # of the kills, before it does
PAUSE = (0.05, 0.5)  # seconds between two deeds
MOST_OPEN = 12  # jobs: beyond that people wait for their answers
DRAIN = 150.0  # seconds for what is left at the end; a job that was near many kills waits for a while
SLOWED = {
    "telegram": ("sendMessage", "sendDocument", "editMessageText", "deleteMessage"),
    "slack": ("chat.postMessage", "chat.postEphemeral", "chat.update", "files.completeUploadExternal"),
}


async def campaign(*, kills: int, seed: int, moment: float = MOMENT) -> Tally:
    """Run worlds until so many kills have been made, each at most `moment` s after the bot hears anything."""
    tally = Tally()
    while tally.kills < kills:
        # Which moments are hit is to be repeatable, not secret.
        chance = random.Random(seed + tally.worlds)  # noqa: S311
        moments = [chance.uniform(0, moment) for _ in range(min(KILLS_A_WORLD, kills - tally.kills))]
        with tempfile.TemporaryDirectory() as place:
            await _one_world(tally, chance, place=Path(place), moments=moments)
        tally.worlds += 1
    return tally


async def _one_world(tally: Tally, chance: random.Random, *, place: Path, moments: Sequence[float]) -> None:
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(TelegramApi())
        slack = await stack.enter_async_context(SlackApi())
        arxiv = await stack.enter_async_context(FakeArxiv(on_arxiv()))
        model = await stack.enter_async_context(ModelServer(always=Act(latency=LATENCY)))
        crowd = Crowd(telegram, slack, chance)
        world = World(TelegramChat(telegram), arxiv, model=model, data=place / "data")
        world.settings = {**SlackChat(slack).environment(), **crowd.settings}
        world.settings["BRIEFBOT_WORKERS"] = str(chance.choice((1, 4)))
        world.connect_model()
        stack.push_async_callback(_end, world)
        _slow_down(crowd)
        database, intents = place / "data" / "briefbot.sqlite3", list[Intent]()
        for moment in moments:
            await _until_killed(world, crowd, seconds=moment, database=database)
            intents += note_kill(tally, database, crowd)
        _calm(crowd)
        model.script.clear()
        await world.start()
        await world.until(lambda: _is_quiet(crowd, database), within=DRAIN)
        await world.stop()
        check(tally, Aftermath(crowd, database, intents))
        calls = Counter(str(call.request.get("messages")) for call in model.calls)
        tally.repeated_calls += calls.total() - len(calls)


async def _until_killed(world: World, crowd: Crowd, *, seconds: float, database: Path) -> None:
    """Some traffic, and then the end, wherever the bot is by then."""
    heard = len(crowd.telegram.calls("getUpdates"))
    await world.start()
    if crowd.chance.random() > TOO_EARLY:
        await world.until(lambda: len(crowd.telegram.calls("getUpdates")) > heard, within=START)
    end = time.monotonic() + seconds
    busy = unfinished(database) > MOST_OPEN
    while (left := end - time.monotonic()) > 0:
        if not busy:
            crowd.act()
            _stir(world, crowd)
        await asyncio.sleep(min(left, crowd.chance.uniform(*PAUSE)))
    await world.stop(signal.SIGKILL)


def _stir(world: World, crowd: Crowd) -> None:
    """Now and then a model is slow, or a connection ends behind a post."""
    if crowd.chance.random() < 0.2:
        world.model.script.append(Act(latency=SLOW))
    if crowd.chance.random() < 0.1:
        _calm(crowd)
        crowd.telegram.trouble("drop_after", method="sendMessage")
        crowd.slack.trouble("drop_after", method="chat.postMessage")
        _slow_down(crowd)


def _slow_down(crowd: Crowd) -> None:
    for method in SLOWED["telegram"]:
        crowd.telegram.trouble("delay", method=method, times=100_000, seconds=POSTING)
    for method in SLOWED["slack"]:
        crowd.slack.trouble("delay", method=method, times=100_000, seconds=POSTING)


def _calm(crowd: Crowd) -> None:
    crowd.telegram.calm()
    crowd.slack.troubles.waiting.clear()


def _is_quiet(crowd: Crowd, database: Path) -> bool:
    """Everything was handed over, and nothing is left to do."""
    return not (crowd.telegram.unconfirmed() or crowd.slack.sockets.waiting or unfinished(database))


async def _end(world: World) -> None:
    if world.process:
        await world.stop(signal.SIGKILL)


def lines(tally: Tally) -> Iterable[str]:
    """The counts, in words."""
    yield f"kills {tally.kills} in {tally.worlds} worlds, {tally.deeds.total()} deeds: {_shown(tally.deeds)}"
    yield "at the kills: state, kills that found it, rows in it"
    for state in sorted(tally.hit):
        yield f"  {state:<20}{tally.hit[state]:>5}{tally.rows[state]:>8}"
    yield f"intents open at a kill, edits left out: {_shown(tally.open_intents)}"
    yield f"jobs in the end: {_shown(tally.ends)}; refused posts: {_shown(tally.refused) or 'none'}"
    yield f"calls of the model repeated: {tally.repeated_calls}"
    yield f"taps that the platform could not hand over, and said so: {tally.unheard}"
    yield f"made twice, each with its intent open or its connection cut: {_shown(tally.doubled) or 'none'}"


def _shown(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))


def main() -> None:
    """Run the campaign and print its counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    tally = asyncio.run(campaign(kills=arguments.kills, seed=arguments.seed))
    broken = verdict(tally, every_state=arguments.kills >= 50)
    words = [*lines(tally), *(f"BROKEN: {each}" for each in broken)] + ["every promise kept"] * (not broken)
    sys.stdout.write("\n".join(words) + "\n")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
