"""Somebody asks for the brief of a paper."""

from tests.fakes.arxiv_api import FakePaper
from tests.fakes.model_server import Act
from tests.paper_pdf import abstract_about, draw, paper
from tests.stories.towns import tells
from tests.stories.worlds import World

WANTED = FakePaper(
    "2501.12345",
    title="TokenKeeper: Caches That Forget the Right Things",
    authors=("Ada Lovelace", "Grace Hopper", "Alan Turing"),
    abstract=abstract_about("TokenKeeper"),
    pdf=draw(paper(7)),
)


@tells("brief")
async def test_a_brief_says_who_what_how_and_with_what_effect(world: World) -> None:
    world.arxiv.papers[WANTED.number] = WANTED
    await world.start()
    await world.chat.say("/brief 2501.12345")
    await world.answered(
        "University of Turin published “TokenKeeper",
        "in the paper's own words",
        "2.5x speedup over the strongest baseline",
        "Authors: 3",
        "2501.12345v1",
    )


async def test_the_model_writes_the_brief_where_there_is_one(world: World) -> None:
    world.arxiv.papers[WANTED.number] = WANTED
    world.connect_model()
    await world.start()
    await world.chat.say("brief https://arxiv.org/abs/2501.12345v1 zh")
    await world.answered("都灵大学发布了《TokenKeeper", "2.5x", "作者数量: 3人")
    assert "原文摘录" not in "\n".join(world.chat.shown())
    assert len(world.model.calls) == 1


async def test_an_unknown_number_gets_a_sentence_that_says_what_to_do(world: World) -> None:
    await world.start()
    await world.chat.say("/brief 2501.99999")
    await world.answered("arXiv has no paper numbered 2501.99999. Check the number, or send the PDF.")


@tells("misunderstood")
async def test_words_that_are_no_command_get_advice(world: World) -> None:
    await world.start()
    await world.chat.say("/breif 2501.12345")
    await world.answered("Did you mean", "brief")


async def test_one_bad_paper_costs_the_others_nothing(world: World) -> None:
    world.arxiv.papers[WANTED.number] = WANTED
    await world.start()
    await world.chat.say("/brief 2501.12345 2501.99999 hello")
    await world.answered(
        "University of Turin published",
        "No brief of arXiv:2501.99999. arXiv has no paper numbered 2501.99999",
        "“hello” names no paper",
    )


async def test_a_model_that_talks_nonsense_is_named_as_the_reason(world: World) -> None:
    world.arxiv.papers[WANTED.number] = WANTED
    world.connect_model()
    world.model.script.extend([Act(text="I like papers.")] * 4)
    await world.start()
    await world.chat.say("/brief 2501.12345")
    await world.answered("The model's answers could not be used.")
