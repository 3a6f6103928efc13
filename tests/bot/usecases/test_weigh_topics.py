"""Likes and dislikes: each person and paper counts once, and what is taken back leaves nothing."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.marks import Mark, Seeker
from bot.domain.topics import Verdict
from bot.usecases.following import Following
from bot.usecases.turns import Turns
from bot.usecases.weigh_topics import weigh_topics
from storage import Storage, open_storage
from tests.storage.builders import NOW
from tests.storage.mailings import CHAT, DAY, follow, topic

NAME = f"{CHAT.platform}:{CHAT.chat}"
TERMS = {"2601.00001": ("lanes", "roads"), "2601.00002": ("lanes",)}
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["liked", "not_relevant"]),
        st.sampled_from(sorted(TERMS)),
        st.sampled_from(["ann", "bob"]),
        st.booleans(),
    ),
    max_size=12,
)


def following(storage: Storage) -> Following:
    return Following(storage.topics, storage.announcements, turns=Turns())


def decided(*terms: str, kept: bool = True) -> Verdict:
    return Verdict(score=0.9 if kept else 0.3, kept=kept, reason="title: lanes", terms=terms)


async def marked(
    storage: Storage, mark: Mark, *, number: str = "2601.00001", person: str = "ann", back: bool = False
) -> None:
    seeker, paper = Seeker(chat=NAME, person=person), f"arxiv:{number}"
    if back:
        await storage.marks.take(mark, paper, seeker=seeker)
    else:
        await storage.marks.put(mark, paper, seeker=seeker, now=NOW)


@pytest_asyncio.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with open_storage(f"sqlite:///{tmp_path}/b.db", data_dir=tmp_path) as opened:
        yield opened


async def weights(storage: Storage) -> dict[str, dict[str, float]]:
    await weigh_topics(CHAT, following=following(storage))
    return {each.topic.name: dict(each.topic.moved) for each in await storage.topics.of(CHAT)}


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_weights_are_what_the_marks_that_stand_say(steps: list[tuple[Mark, str, str, bool]]) -> None:
    async def story(place: Path) -> None:
        async with open_storage(f"sqlite:///{place}/b.db", data_dir=place) as storage:
            followed = await follow(storage)
            verdicts = {number: (DAY, decided(*terms)) for number, terms in TERMS.items()}
            await storage.topics.judge(followed, verdicts, now=NOW)
            standing: set[tuple[Mark, str, str]] = set()
            for mark, number, person, back in steps:
                await marked(storage, mark, number=number, person=person, back=back)
                (standing.discard if back else standing.add)((mark, number, person))
                expected: dict[str, float] = {}
                for kind, paper, _ in standing:
                    for term in TERMS[paper]:
                        step = 1 / 16 if kind == "liked" else -1 / 16
                        expected[term] = expected.get(term, 0.0) + step
                wanted = {term: by for term, by in expected.items() if by}
                assert await weights(storage) == {"Lanes": wanted}
            for mark, number, person in standing:
                await marked(storage, mark, number=number, person=person, back=True)
            assert await weights(storage) == {"Lanes": {}}

    with tempfile.TemporaryDirectory() as place:
        asyncio.run(story(Path(place)))


@pytest.mark.parametrize("kept", [True, False])
async def test_a_paper_is_a_matter_of_the_topics_that_kept_it(storage: Storage, *, kept: bool) -> None:
    one, other = await follow(storage), await follow(storage, topic("Roads"))
    await storage.topics.judge(one, {"2601.00001": (DAY, decided("lanes", kept=kept))}, now=NOW)
    await storage.topics.judge(other, {"2601.00001": (DAY, decided("roads", kept=False))}, now=NOW)
    await marked(storage, "liked")
    moved = {"Lanes": {"lanes": 1 / 16}, "Roads": {} if kept else {"roads": 1 / 16}}
    assert await weights(storage) == moved


async def test_another_chats_likes_move_nothing_here(storage: Storage) -> None:
    followed = await follow(storage)
    await storage.topics.judge(followed, {"2601.00001": (DAY, decided("lanes"))}, now=NOW)
    there = Seeker(chat=f"{CHAT.platform}:elsewhere", person="ann")
    await storage.marks.put("liked", "arxiv:2601.00001", seeker=there, now=NOW)
    await storage.marks.put("saved", "arxiv:2601.00001", seeker=Seeker(chat=NAME, person="ann"), now=NOW)
    assert await weights(storage) == {"Lanes": {}}


async def test_an_ended_topic_takes_its_weights_up_again(storage: Storage) -> None:
    followed = await follow(storage)
    await storage.topics.judge(followed, {"2601.00001": (DAY, decided("lanes"))}, now=NOW)
    await marked(storage, "not_relevant")
    assert await weights(storage) == {"Lanes": {"lanes": -1 / 16}}
    await storage.topics.end(followed, now=NOW)
    assert await weights(storage) == {}
    (ended,) = await storage.topics.of(CHAT, ended=True)
    assert ended.topic.moved == {"lanes": -1 / 16}
