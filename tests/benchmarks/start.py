"""How soon the bot is ready with both platforms on, and what its main process weighs.

python -m tests.benchmarks.start
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

from tests.fakes.arxiv_api import FakeArxiv
from tests.fakes.model_server import ModelServer
from tests.fakes.slack_api import SlackApi
from tests.fakes.telegram_api import TelegramApi
from tests.stories.worlds import SlackChat, TelegramChat, World

RUNS = 5
SDKS = "import telegram, telegram.ext, slack_bolt.async_app, slack_sdk.web.async_client, openai, sqlalchemy"


async def ready() -> tuple[float, float]:
    """Seconds from the start of the process until both platforms are connected, and its MiB."""
    async with AsyncExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        telegram = TelegramChat(await stack.enter_async_context(TelegramApi()))
        slack = SlackChat(await stack.enter_async_context(SlackApi()))
        arxiv = await stack.enter_async_context(FakeArxiv())
        model = await stack.enter_async_context(ModelServer())
        world = World(telegram, arxiv, model=model, data=place / "data", settings=slack.environment())
        world.connect_model()
        log = place / "bot.log"
        began = time.perf_counter()
        await world.start()
        events = ("bot.ready", "telegram.ready", "slack.ready")
        await world.until(lambda: all(event in log.read_text(encoding="utf-8") for event in events))
        seconds = time.perf_counter() - began
        assert world.process is not None
        weight = resident(world.process.pid)
        await world.stop()
        return seconds, weight


def resident(process: int) -> float:
    """What a process holds in memory, in MiB."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def imports_alone() -> float:
    """Seconds of a process that only imports the SDKs."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", SDKS], check=True, env={"PATH": os.environ["PATH"]})
    return time.perf_counter() - began


def main() -> None:
    """Print the medians of a few runs, imports and starts in turn."""
    imports, seconds, weights = [], [], []
    for _ in range(RUNS):
        imports.append(imports_alone())
        second, weight = asyncio.run(ready())
        seconds.append(second)
        weights.append(weight)
    bare, start = sorted(imports)[RUNS // 2], sorted(seconds)[RUNS // 2]
    sys.stdout.write(
        f"ready in {start:.2f} s (median of {RUNS}; target 2 s), {start / bare:.2f} of the SDKs' imports "
        f"alone ({bare:.2f} s); main process {max(weights):.0f} MiB at most (target 150)\n"
    )


if __name__ == "__main__":
    main()
