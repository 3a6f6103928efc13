"""Papers suggested while somebody types: whom, from where, and nothing is kept of it; on a real store."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import words_of
from bot.domain.marks import Seeker
from bot.domain.papers import Paper
from bot.domain.rooms import Role, Room, Standing
from bot.domain.suggestions import Suggestion, Typed
from bot.usecases.find_papers import Finding
from handlers.suggesting import Suggesting
from storage import Storage, open_storage
from tests.bot.houses import NOW, FullHouse


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with open_storage(f"sqlite:///{tmp_path}/briefbot.db", data_dir=tmp_path) as opened:
        public = Paper(
            key="arxiv:2501.12345",
            title="On Lanes",
            authors=("Ann Archer",),
            affiliations=(),
            abstract="We keep lanes.",
            arxiv_id=ArxivId(number="2501.12345", version=1),
            source="arxiv",
        )
        digits = "0123456789ab" * 5 + "0123"
        private = public.model_copy(
            update={"key": f"sha256:{digits}", "title": "Lanes at home", "arxiv_id": None, "source": "page"}
        )
        for paper in (public, private):
            await opened.library.keep(paper, now=NOW)
        rooms = opened.registers.rooms
        await rooms.note("square", "bob", room=Room(kind="direct"), now=NOW)
        await opened.index.given(private.key, seeker=Seeker(chat="square:bob", person="square:bob"))
        yield opened


async def suggested(storage: Storage, person: str, words: str = "lanes") -> tuple[Suggestion, ...] | None:
    house = FullHouse(storage)
    finding = Finding(
        storage.index, marks=storage.marks, briefs=storage.briefs, corrections=storage.corrections
    )
    suggesting = Suggesting(house.doors, finding, language="en")
    return await suggesting.suggest(Typed(platform="square", person=person, words=words))


async def test_an_owner_is_suggested_what_everybody_may_find(storage: Storage) -> None:
    found = await suggested(storage, "own")
    assert found
    (paper,) = found
    assert (paper.handle, paper.title) == ("2501.12345", "On Lanes")
    assert "arXiv:2501.12345" in "\n".join(map(words_of, paper.blocks))
    assert await suggested(storage, "own", "walruses") == ()
    assert await suggested(storage, "own", " ".join(f"w{n}" for n in range(100))) == ()
    assert await suggested(storage, "own", "") == found, "the newest, before a word is typed"


async def test_a_stranger_is_suggested_nothing_and_nothing_is_noted_of_them(storage: Storage) -> None:
    before = await storage.registers.rooms.all()
    assert await suggested(storage, "eve") is None
    assert await storage.registers.rooms.all() == before


async def test_who_was_let_in_finds_their_own_file_too_and_who_was_put_out_nothing(storage: Storage) -> None:
    house = FullHouse(storage)
    room = await storage.registers.rooms.get("square", "bob")
    assert room
    await house.doors.decide(room, Standing.ALLOWED, by="square:own")
    found = await suggested(storage, "bob")
    assert found
    assert {paper.handle for paper in found} == {"2501.12345", "#0123456789ab"}
    await house.doors.decide(room, Standing.DENIED, by="square:own")
    assert await suggested(storage, "bob") is None
    assert Role.GUEST is await house.doors.role("square:bob", Standing.DENIED)
