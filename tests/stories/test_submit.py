"""Somebody hands in papers."""

from tests.fakes.arxiv_api import FakePaper
from tests.paper_pdf import draw, paper
from tests.stories.towns import tells
from tests.stories.worlds import World

DRAFT = """\
# Lanes for Wheels

Ada Lovelace and Charles Babbage

## Abstract

Wheels of different speed hold each other up on one lane. We propose LaneKeeper, a scheduler that gives each
of them a lane. LaneKeeper reduces the longest wait by 40% on a public workload.

## Method

We draw lanes.
"""


async def test_a_pdf_is_kept_and_called_by_its_title(world: World) -> None:
    await world.start()
    await world.chat.hand_over("some paper.pdf".replace(" ", "_"), draw(paper(1)))
    await world.answered(f"Kept for the report: {paper(1).title}")


@tells("submit")
async def test_the_same_paper_as_file_and_by_its_number_is_one_paper(world: World) -> None:
    stamped = paper(2)
    on_arxiv = FakePaper(
        "2502.00002",
        title=stamped.title,
        authors=stamped.authors,
        abstract=stamped.abstract,
        pdf=draw(stamped),
    )
    world.arxiv.papers[on_arxiv.number] = on_arxiv
    await world.start()
    await world.chat.say("/submit https://arxiv.org/pdf/2502.00002v1")
    await world.answered(f"Kept for the report: {stamped.title}")
    await world.chat.hand_over("copy.pdf", draw(stamped))
    await world.answered(f"Already known: {stamped.title}")


async def test_a_file_that_is_no_paper_gets_one_clear_sentence(world: World) -> None:
    await world.start()
    await world.chat.hand_over("notes.pdf", b"these are my notes")
    await world.answered("notes.pdf does not look like a paper: no title with an abstract was found.")
    await world.chat.hand_over("picture.pdf", b"\x89PNG\r\n\x1a\n\0")
    await world.answered("picture.pdf is in no form that I read.")


async def test_a_paper_in_markdown_is_submitted_like_a_pdf(world: World) -> None:
    await world.start()
    await world.chat.hand_over("draft.md", DRAFT.encode())
    await world.answered("Kept for the report: Lanes for Wheels")
    await world.chat.say("report en")
    await world.answered("Submitted 1, briefed 1, failed 0.")


async def test_addresses_inside_the_house_are_not_fetched(world: World) -> None:
    await world.start()
    await world.chat.say("/submit http://127.0.0.1:8080/secret.pdf")
    await world.answered("http://127.0.0.1:8080/secret.pdf is not fetched")
