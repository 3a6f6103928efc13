"""A question whose message is edited is answered where it was answered before; anew where that is gone."""

import json

import pytest

from tests.fakes.arxiv_api import FakePaper
from tests.fakes.model_server import Act
from tests.stories.towns import Person, Post, Side

pytestmark = pytest.mark.asyncio(loop_scope="session")

ANSWERED = "Answered by test-model"


def sentences(paper: FakePaper) -> list[str]:
    return [f"{sentence.rstrip('.')}." for sentence in paper.abstract.split(". ")][:2]


def answer(said: str) -> Act:
    """A model that says one sentence of the abstract."""
    claims = [{"text": said, "cites": ["P1"], "quote": said}]
    return Act(text=json.dumps({"answerable": True, "claims": claims, "missing": ""}, ensure_ascii=False))


def edits(here: Side, person: Person, message: str, *, words: str, at: str = "") -> None:
    """Somebody edits what they said."""
    place = at or person.place
    if here is here.town.telegram:
        name = f"@{here.town.telegram.server.username} " if at else ""
        here.town.telegram.server.person_edits(int(place), int(message), name + words)
    else:
        name = f"<@{here.town.slack.server.workspace.bot_user}> " if at else ""
        here.town.slack.server.person_edits(place, message, name + words)


def deletes(here: Side, place: str, post: Post) -> None:
    """Somebody takes a post of the bot away."""
    if here is here.town.telegram:
        here.town.telegram.server.person_deletes(int(place), int(post.id))
    else:
        here.town.slack.server.workspace.find(place, post.id).deleted = True


async def asked(here: Side, person: Person, paper: FakePaper, *, at: str = "") -> tuple[str, Post]:
    """A question about a paper that is answered with the first sentence; its message, and the answer."""
    place = at or person.place
    post = await here.asks(person, f"paper {paper.number}", paper.title, "Versions kept: v1", at=at)
    await here.town.idle()
    here.town.model.script.append(answer(sentences(paper)[0]))
    message = here.says(person, "What is new in it?", at=at, answers=post)
    told = await here.sees(place, sentences(paper)[0], ANSWERED)
    await here.town.idle()
    return message, told


@pytest.mark.parametrize("in_room", [False, True], ids=["private", "room"])
async def test_the_answer_to_an_edited_question_takes_the_place_of_the_first(
    here: Side, *, in_room: bool
) -> None:
    person, paper, at = here.somebody(), here.town.paper(), here.room() if in_room else ""
    first, second = sentences(paper)
    message, told = await asked(here, person, paper, at=at)
    before = [post.id for post in here.posts(at or person.place)]
    here.town.model.script.append(answer(second))
    edits(here, person, message, words="What does it propose?", at=at)
    edited = await here.sees(at or person.place, second, ANSWERED)
    await here.town.idle()
    assert edited.id == told.id
    assert first not in edited.text
    assert [post.id for post in here.posts(at or person.place)] == before, "nothing else is left behind"


async def test_an_edit_that_says_the_same_is_answered_by_nothing(here: Side) -> None:
    person, paper = here.somebody(), here.town.paper()
    message, told = await asked(here, person, paper)
    calls = len(here.town.model.calls)
    edits(here, person, message, words="What is new in it?")
    await here.town.idle()
    assert len(here.town.model.calls) == calls
    assert here.posts(person.place)[-1] == told


async def test_an_edited_question_whose_answer_was_deleted_is_answered_anew_and_then_there(
    here: Side,
) -> None:
    person, paper = here.somebody(), here.town.paper()
    first, second = sentences(paper)
    message, told = await asked(here, person, paper)
    deletes(here, person.place, told)
    here.town.model.script.append(answer(second))
    edits(here, person, message, words="What does it propose?")
    anew = await here.sees(person.place, second, ANSWERED)
    await here.town.idle()
    assert anew.id != told.id
    here.town.model.script.append(answer(first))
    edits(here, person, message, words="What is the idea of it?")
    again = await here.sees(person.place, first, ANSWERED)
    await here.town.idle()
    assert again.id == anew.id
    told_now = [post.id for post in here.posts(person.place) if ANSWERED in post.text]
    assert told_now == [anew.id]
    # the thread goes on under the new answer
    here.town.model.script.append(answer(second))
    here.says(person, "And what does it propose?", answers=again)
    await here.sees(person.place, second, ANSWERED)
