"""A report over 50 papers with a model of 100 ms, 8 calls at once: how much longer than the model alone?

python -m tests.benchmarks.report
"""

import asyncio
import math
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

from tests.fakes.arxiv_api import FakeArxiv, FakePaper
from tests.fakes.model_server import Act, ModelServer
from tests.fakes.telegram_api import TelegramApi
from tests.paper_pdf import draw, paper
from tests.stories.worlds import TelegramChat, World

PAPERS, AT_ONCE, LATENCY = 50, 8, 0.1
A_COMMAND = 10  # papers
RUNS = 3


async def report_seconds() -> float:
    """Seconds from the command to the report's first post in the chat."""
    async with AsyncExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        telegram = TelegramChat(await stack.enter_async_context(TelegramApi()))
        papers = [
            FakePaper(
                f"2501.{n + 1:05}", title=paper(n).title, abstract=paper(n).abstract, pdf=draw(paper(n))
            )
            for n in range(PAPERS)
        ]
        arxiv = await stack.enter_async_context(FakeArxiv(papers))
        model = await stack.enter_async_context(ModelServer(always=Act(latency=LATENCY)))
        world = World(telegram, arxiv, model=model, data=place / "data")
        world.settings["BRIEFBOT_LLM_CONCURRENCY"] = str(AT_ONCE)
        world.connect_model()
        await world.start()
        for first in range(0, PAPERS, A_COMMAND):
            ids = " ".join(f"2501.{n + 1:05}" for n in range(first, first + A_COMMAND))
            await telegram.say(f"/submit {ids}")
        await world.answered(*(paper(n).title for n in range(PAPERS)))
        await telegram.say(f"/brief 2501.{1:05}")  # the model's rung is known from here on
        await world.answered("published")
        before = len(telegram.shown())
        began = time.perf_counter()
        await telegram.say("/report")
        await telegram.server.until_sent(telegram.place, before + 1, within=60)
        seconds = time.perf_counter() - began
        await world.stop()
        return seconds


def main() -> None:
    """Print the median and its ratio to the ideal."""
    ideal = math.ceil((PAPERS - 1) / AT_ONCE) * LATENCY
    runs = sorted(asyncio.run(report_seconds()) for _ in range(RUNS))
    median = runs[RUNS // 2]
    sys.stdout.write(
        f"{PAPERS} papers, {AT_ONCE} calls of {LATENCY * 1000:.0f} ms at once: {median:.2f} s to the first "
        f"post (median of {RUNS}), {median / ideal:.2f} of the ideal {ideal:.2f} s (target 1.3)\n"
    )


if __name__ == "__main__":
    main()
