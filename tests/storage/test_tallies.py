"""How many people saved or like a paper: counted, and nobody is named."""

from bot.domain.chat import Address
from bot.domain.marks import Mark, Seeker
from bot.domain.overviews import Tally
from storage import Storage
from tests.storage.builders import NOW, PLATFORM

SQUARE = Address(platform=PLATFORM, chat="square", thread="7")


async def mark(storage: Storage, paper: str, what: Mark, *, chat: str, person: str) -> None:
    seeker = Seeker(chat=f"{PLATFORM}:{chat}", person=f"{PLATFORM}:{person}")
    await storage.marks.put(what, paper, seeker=seeker, now=NOW)


async def test_what_is_saved_counts_everywhere_and_what_is_liked_in_its_chat(storage: Storage) -> None:
    for person in ("ann", "bo"):
        await mark(storage, "arxiv:1", "saved", chat="market", person=person)
    await mark(storage, "arxiv:1", "saved", chat="square", person="ann")
    await mark(storage, "arxiv:1", "liked", chat="square", person="ann")
    await mark(storage, "arxiv:2", "liked", chat="market", person="ann")
    await mark(storage, "arxiv:3", "not_relevant", chat="square", person="ann")
    await mark(storage, "arxiv:4", "saved", chat="square", person="ann")
    wanted = ["arxiv:1", "arxiv:2", "arxiv:3"]
    assert await storage.marks.tallies(SQUARE, wanted) == {"arxiv:1": Tally(saved=2, liked=1)}
    assert await storage.marks.tallies(SQUARE, []) == {}
