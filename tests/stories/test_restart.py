"""The bot dies in the middle of something, and comes back."""

import signal

from tests.fakes.arxiv_api import FakePaper
from tests.fakes.model_server import Act
from tests.paper_pdf import abstract_about, draw, paper
from tests.stories.worlds import World

PAPER = FakePaper(
    "2501.00002", title="Lives Twice", abstract=abstract_about("LivesTwice"), pdf=draw(paper(4))
)


async def test_what_was_asked_before_a_crash_is_answered_after_it(world: World) -> None:
    world.arxiv.papers[PAPER.number] = PAPER
    world.connect_model()
    world.model.script.append(Act(hang=True))
    await world.start()
    await world.chat.say("/brief 2501.00002 zh")
    await world.until(lambda: len(world.model.calls) == 1)
    await world.stop(signal.SIGKILL)
    await world.start()
    await world.answered("发布了《Lives Twice》")
    assert sum("发布了《Lives Twice》" in shown for shown in world.chat.shown()) == 1
    assert len(world.model.calls) == 2


async def test_a_bot_that_is_told_to_stop_ends_what_it_holds(world: World) -> None:
    world.arxiv.papers[PAPER.number] = PAPER
    world.connect_model()
    world.model.script.append(Act(latency=1.0))
    await world.start()
    await world.chat.say("/brief 2501.00002 zh")
    await world.until(lambda: len(world.model.calls) == 1)
    assert await world.stop() == 0
    assert any("发布了《Lives Twice》" in shown for shown in world.chat.shown())
