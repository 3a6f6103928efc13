"""A platform delivers the same message again."""

from tests.fakes.arxiv_api import FakePaper
from tests.paper_pdf import abstract_about, draw, paper
from tests.stories.worlds import World


async def test_a_redelivered_message_is_answered_once(world: World) -> None:
    world.arxiv.papers["2501.00001"] = FakePaper(
        "2501.00001", title="Once Only", abstract=abstract_about("OnceOnly"), pdf=draw(paper(3))
    )
    world.connect_model()
    await world.start()
    await world.chat.say("/brief 2501.00001 zh")
    await world.answered("《Once Only》")
    await world.chat.hear_again()
    await world.chat.say("/help")
    await world.answered("I read papers and say in one sentence")
    answers = sum("发布了《Once Only》" in shown for shown in world.chat.shown())
    # A line typed twice in a terminal is two questions; even then the model is asked once.
    assert answers == (1 if world.chat.hears_again else 2)
    assert len(world.model.calls) == 1
