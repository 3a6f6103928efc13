"""A question in a paper's thread that names one which nobody read: it is asked back, and a tap reads it."""

import json

import pytest

from tests.fakes.model_server import Act
from tests.stories.towns import Side

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_paper_that_is_not_kept_is_noticed_and_a_tap_has_it_read_and_asked(here: Side) -> None:
    person, paper, other = here.somebody(), here.town.paper(), here.town.paper()
    post = await here.asks(person, f"paper {paper.number}", paper.title, "Versions kept: v1")
    asked = await here.asks(
        person, f"What does {other.number} propose?", paper.title, f"arXiv:{other.number}", under=post
    )
    assert [says for _, says in asked.buttons] == [f"ask {other.number}", f"ask {paper.number}"]
    said = f"{other.abstract.split('. ')[0].rstrip('.')}."
    claims = [{"text": said, "cites": ["P1"], "quote": said}]
    told = {"answerable": True, "claims": claims, "missing": ""}
    await here.town.idle()
    here.town.model.script.append(Act(text=json.dumps(told, ensure_ascii=False)))
    here.taps(person, asked, f"ask {other.number}")
    answer = await here.sees(person.place, other.title, said, "Answered by test-model")
    assert paper.title not in answer.text
