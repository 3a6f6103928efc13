"""An answer whose growing words break off stands whole all the same, at once, and nothing is left hanging."""

import asyncio
import json
import time
from dataclasses import replace
from signal import SIGKILL
from typing import Literal

import pytest

from tests.fakes.arxiv_api import FakePaper
from tests.fakes.model_server import Act
from tests.stories.towns import Side, Town

pytestmark = pytest.mark.asyncio(loop_scope="session")

Kind = Literal["server_error", "drop_before", "drop_after", "delay", "rate_limit"]

READING, ANSWERED = "Reading “", "Answered by test-model"
AT_ONCE = 2.0  # seconds behind the model's last word; a post may wait for a second of its chat's pace
CLEARED = 12.0  # seconds in which what cannot be taken away at first is gone


def sentences(paper: FakePaper) -> list[str]:
    return [f"{sentence.rstrip('.')}." for sentence in paper.abstract.split(". ")][:2]


def answers(paper: FakePaper, *, pause: float = 0.1) -> Act:
    """A model that says two sentences of the abstract."""
    claims = [{"text": said, "cites": ["P1"], "quote": said} for said in sentences(paper)]
    answer = {"answerable": True, "claims": claims, "missing": ""}
    return Act(text=json.dumps(answer, ensure_ascii=False), pause=pause)


async def told(here: Side, *, at: str = "") -> float:
    """A question whose answer grows meanwhile; seconds between the model's last word and the answer."""
    person, paper = here.somebody(), here.town.paper()
    place = at or person.place
    post = await here.asks(person, f"paper {paper.number}", paper.title, "Versions kept: v1", at=at)
    await here.town.idle()
    here.town.model.script.append(answers(paper))
    streams = len(here.town.model.streams)
    here.says(person, "What is new in it?", answers=post, at=at)
    await here.town.until(lambda: len(here.town.model.streams) > streams)
    await here.sees(place, *sentences(paper), ANSWERED)
    late = asyncio.get_running_loop().time() - here.town.model.streams[streams].sent[-1][0]
    began = time.monotonic()
    while any(READING in each.text for each in here.posts(place)):
        assert time.monotonic() - began < CLEARED, [each.text for each in here.posts(place)]
        await asyncio.sleep(0.1)
    await here.town.idle()
    said = [each for each in here.posts(place) if sentences(paper)[0] in each.text]
    assert sum(ANSWERED in each.text for each in said) == 1, [each.text for each in here.posts(place)]
    return late


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("sendMessageDraft", "drop_before"),
        ("sendMessageDraft", "delay"),
        ("editMessageText", "server_error"),
        ("deleteMessage", "server_error"),
    ],
)
async def test_on_telegram_words_that_break_off_give_way_to_the_answer(
    town: Town, method: str, kind: Kind
) -> None:
    server = town.telegram.server
    at = "" if method == "sendMessageDraft" else town.telegram.room()
    server.trouble(kind, method=method, times=2, seconds=4)
    try:
        late = await told(town.telegram, at=at)
    finally:
        server.calm()
    assert late < AT_ONCE


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("chat.startStream", "drop_after"),
        ("chat.startStream", "delay"),
        ("chat.appendStream", "server_error"),
        ("chat.stopStream", "drop_before"),
        ("chat.delete", "rate_limit"),
    ],
)
async def test_on_slack_words_that_break_off_give_way_to_the_answer(
    town: Town, method: str, kind: Kind
) -> None:
    server = town.slack.server
    server.trouble(kind, method=method, times=2, seconds=4)
    try:
        late = await told(town.slack)
    finally:
        server.troubles.waiting.clear()
    assert late < AT_ONCE


async def test_words_that_grew_when_the_process_died_go_with_the_answer(here: Side) -> None:
    person, paper = here.somebody(), here.town.paper()
    post = await here.asks(person, f"paper {paper.number}", paper.title, "Versions kept: v1")
    await here.town.idle()
    here.town.model.script.extend([answers(paper, pause=0.4), answers(paper, pause=0)])
    streams = len(here.town.model.streams)
    here.says(person, "What is new in it?", answers=post)
    await here.town.until(lambda: len(here.town.model.streams) > streams)
    await asyncio.sleep(1)
    await here.town.stop(SIGKILL)
    await here.town.start()
    await here.sees(person.place, *sentences(paper), ANSWERED)
    await here.town.idle()
    assert [each.text for each in here.posts(person.place) if READING in each.text] == []


async def test_a_model_that_breaks_off_is_asked_again_and_nothing_is_left(here: Side) -> None:
    person, paper = here.somebody(), here.town.paper()
    post = await here.asks(person, f"paper {paper.number}", paper.title, "Versions kept: v1")
    await here.town.idle()
    broken = replace(answers(paper, pause=0.1), breaks_after=12)
    here.town.model.script.extend([broken, answers(paper)])
    here.says(person, "What is new in it?", answers=post)
    await here.sees(person.place, *sentences(paper), ANSWERED)
    await here.town.idle()
    assert [each.text for each in here.posts(person.place) if READING in each.text] == []
