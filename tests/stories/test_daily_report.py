"""A chat that follows a topic gets its daily report, can have it again, and has a feed of it."""

from datetime import UTC, datetime
from pathlib import Path

# it has no types
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from bot.domain.mailing_days import newest_due
from handlers.terminal import HERE
from storage import open_storage
from tests.fakes.arxiv_api import FakePaper
from tests.storage.mailings import announce, announcement, follow
from tests.stories.worlds import World, open_world

ABSTRACT = "We propose Lanes, a rule that keeps queues apart. It achieves a 2.5x speedup over one queue."


async def announced(world: World) -> None:
    """The chat follows a topic, and the newest mailing is there already."""
    now = datetime.now(UTC)
    day = newest_due(now)
    papers = [
        announcement("2603.00001", day=day, title="Lanes for All", abstract=ABSTRACT),
        announcement("2603.00002", day=day, title="On Wheels", abstract="They are round."),
        announcement("2603.00003", day=day, title="Lanes in the Fog", abstract=ABSTRACT),
    ]
    for paper in papers[:2]:
        world.arxiv.papers[paper.id.number] = FakePaper(
            paper.id.number, title=paper.title, abstract=paper.abstract
        )
    async with open_storage(f"sqlite:///{world.data}/briefbot.sqlite3", data_dir=world.data) as storage:
        await follow(storage, address=HERE, begins=day)
        await announce(storage, *papers, day=day, at=now)


def entries(world: World) -> list[str]:
    (feed,) = (world.data / "feeds").glob("terminal-*.atom")
    root = fromstring(feed.read_text(encoding="utf-8"))
    return [each.text for each in root.iter("{http://www.w3.org/2005/Atom}content")]


async def test_the_daily_report_comes_once_and_can_be_had_again(tmp_path: Path) -> None:
    async with open_world("terminal", tmp_path) as world:
        await announced(world)
        await world.start()
        await world.chat.say(f"admin run report {HERE.platform}:{HERE.chat}")
        await world.answered(
            "1. Lanes for All",
            ": announced 3, relevant 2, briefed 1, failed 1: ",
            "arXiv has no paper numbered 2603.00003",
            "Picked for Lanes: ",
        )
        today = datetime.now(UTC).astimezone().date()
        await world.chat.say(f"report {today.isoformat()}")
        await world.answered(f"The report of {today.isoformat()} as it was sent, on ")
        shown = "\n".join(world.chat.shown())
        assert "On Wheels" not in shown
        await world.chat.say(f"admin run report {HERE.platform}:{HERE.chat}")
        await world.answered(
            "Announced 0, relevant 0, briefed 0, failed 1, tried again from an earlier report 1"
        )
        assert sum("1. Lanes for All" in content for content in entries(world)) == 1
