"""An answer that is seen while it is written, that can be stopped, and behind which others wait."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from tests.benchmarks.answers import measure
from tests.fakes.arxiv_api import FakePaper
from tests.fakes.model_server import Act
from tests.stories.towns import Side, Town, tells

pytestmark = pytest.mark.asyncio(loop_scope="session")

READING = "Reading “"


def sentences(paper: FakePaper) -> list[str]:
    return [f"{sentence.rstrip('.')}." for sentence in paper.abstract.split(". ")][:2]


def answers(paper: FakePaper, *, pause: float) -> Act:
    """A model that says two sentences of the abstract, slowly."""
    claims = [{"text": said, "cites": ["P1"], "quote": said} for said in sentences(paper)]
    answer = {"answerable": True, "claims": claims, "missing": ""}
    return Act(text=json.dumps(answer, ensure_ascii=False), pause=pause)


def grown(here: Side, place: str) -> list[str]:
    """Every state of the words that grew in a place."""
    if here is here.town.telegram:
        return here.town.telegram.server.drafted(int(place))
    streams = here.town.slack.server.streams.shown
    there = {post.ts for post in here.town.slack.server.workspace.posts.get(place, ())}
    return [words for stream, states in streams.items() if stream in there for words in states]


async def test_an_answer_is_seen_growing_and_then_stands_whole(here: Side) -> None:
    person, paper = here.somebody(), here.town.paper()
    post = await here.asks(person, f"paper {paper.number}", paper.title, "Versions kept: v1")
    await here.town.idle()
    here.town.model.script.append(answers(paper, pause=0.2))
    first, second = sentences(paper)
    here.says(person, "What is new in it?", answers=post)
    whole = await here.sees(person.place, first, second, "Answered by test-model")
    states = grown(here, person.place)
    assert states[0].startswith(READING)
    assert paper.title in states[0]
    assert any(first in words and second not in words for words in states)
    assert all(later.startswith(words) for words, later in pairwise(states))
    await here.town.idle()
    assert [each.id for each in here.posts(person.place) if READING in each.text] == []
    assert whole.id in {each.id for each in here.posts(person.place)}


@tells("stop")
async def test_who_says_stop_gets_what_was_checked_by_then(here: Side) -> None:
    person, paper = here.somebody(), here.town.paper()
    post = await here.asks(person, f"paper {paper.number}", paper.title, "Versions kept: v1")
    await here.town.idle()
    here.town.model.script.append(answers(paper, pause=0.4))
    first, second = sentences(paper)
    here.says(person, "What is new in it?", answers=post)
    await here.town.until(lambda: any(first in words for words in grown(here, person.place)))
    here.says(person, "stop", answers=post)
    stopped = await here.sees(person.place, "Stopped. Above is what I had checked until then.")
    assert first in stopped.text
    assert second not in stopped.text
    await here.town.idle()
    await here.asks(person, "stop", "No question of yours is being answered here.")


async def test_in_a_thread_one_question_waits_for_another_and_its_asker_is_told(here: Side) -> None:
    one, other, room, paper = here.somebody(), here.somebody(), here.room(), here.town.paper()
    post = await here.asks(one, f"paper {paper.number}", paper.title, "Versions kept: v1", at=room)
    await here.town.idle()
    here.town.model.script.extend([answers(paper, pause=0.3), answers(paper, pause=0)])
    calls = len(here.town.model.calls)
    here.says(one, "What is new in it?", at=room, answers=post)
    await here.town.until(lambda: len(here.town.model.calls) == calls + 1)
    here.says(other, "What does it propose?", at=room, answers=post)
    await here.sees(room, "One moment: another question in this thread is being answered.")
    here.says(other, "stop", at=room, answers=post)
    await here.sees(room, "Stopped before anything was checked.")
    await here.sees(room, *sentences(paper), "Answered by test-model")
    assert len(here.town.model.calls) == calls + 1, "the second was stopped before a model was asked"
    here.town.model.script.clear()


async def test_where_telegram_has_no_drafts_one_message_grows_with_a_button_that_stops_it(town: Town) -> None:
    telegram = town.telegram
    person, room, paper = telegram.somebody(), telegram.room(), town.paper()
    post = await telegram.asks(person, f"paper {paper.number}", paper.title, "Versions kept: v1", at=room)
    await town.idle()
    town.model.script.append(answers(paper, pause=0.4))
    first = sentences(paper)[0]
    telegram.says(person, "What is new in it?", at=room, answers=post)
    growing = await telegram.sees(room, READING, first)
    telegram.taps(person, growing, "stop", at=room)
    stopped = await telegram.sees(room, "Stopped. Above is what I had checked until then.")
    assert first in stopped.text
    await town.idle()
    assert growing.id not in {each.id for each in telegram.posts(room)}


async def test_the_benchmark_sees_what_is_read_the_first_claim_and_the_whole(tmp_path: Path) -> None:
    (waited,) = await measure(1, latency=0.1, place=tmp_path)
    assert waited.noticed > 0
    assert waited.whole > 0
