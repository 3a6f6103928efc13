"""The index: every word of a paper finds it, whoever changed it since; files of direct chats stay there."""

from datetime import timedelta

import pytest

from bot.domain.briefs import Slot, Slots
from bot.domain.corrections import Correction
from bot.domain.marks import HandIn, Seeker
from bot.domain.papers import Paper
from bot.domain.reports import Submission
from bot.domain.rooms import Room
from bot.reading.searches import terms_of
from storage import Storage
from tests.storage.builders import NOW, brief, new_job, paper

ANN = Seeker(chat="square:here", person="square:ann")
BOB = Seeker(chat="square:bob", person="square:bob")
KEY = "arxiv:2603.00001"
FILE = f"sha256:{'ab' * 32}"


async def found(storage: Storage, query: str, *, seeker: Seeker = ANN) -> list[str]:
    hits, total = await storage.index.find(terms_of(query), seeker=seeker, skip=0, limit=8)
    assert total == len(hits)
    return [hit.paper.key for hit in hits]


def arxiv(number: str, title: str, *, abstract: str = "We keep queues apart.") -> Paper:
    made = paper(f"arxiv:{number}", number=number, version=1)
    return made.model_copy(update={"title": title, "abstract": abstract})


async def test_title_authors_institutions_abstract_and_number_find_a_paper(storage: Storage) -> None:
    kept = arxiv("2603.00001", "On Lanes")
    await storage.library.keep(kept, now=NOW)
    queries = ["lanes", "queues apart", "2603.00001", '"on lanes" queues']
    queries += [kept.authors[0], *(place.name for place in kept.affiliations)]
    for query in queries:
        assert await found(storage, query) == [KEY], query
    assert await found(storage, "lanes nowhere") == []
    assert await found(storage, "'; DROP TABLE papers; --") == []


async def test_a_brief_its_correction_and_a_new_record_are_found_from_then_on(storage: Storage) -> None:
    await storage.library.keep(arxiv("2603.00001", "On Lanes"), now=NOW)
    assert await found(storage, "显存") == []
    slots = Slots(technique=Slot(text="分道调度器，节省显存", sentences=(1,)))
    written = brief(KEY).model_copy(update={"slots": slots, "language": "zh"})
    await storage.briefs.keep(written, now=NOW)
    assert await found(storage, "显存") == [KEY]
    correction = Correction(
        job="one",
        paper=KEY,
        field="title",
        language=None,
        value="On Lines",
        before="On Lanes",
        person="square:ann",
        at=NOW,
    )
    await storage.corrections.keep(correction)
    assert await found(storage, "lines") == [KEY]
    assert await found(storage, "lanes") == [KEY], "as it is printed, too"
    await storage.library.keep(arxiv("2603.00001", "On Roads"), now=NOW)
    assert await found(storage, "lanes") == []
    assert await found(storage, "roads") == [KEY]
    changed = written.model_copy(update={"slots": Slots(effect=Slot(text="吞吐翻倍", sentences=(1,)))})
    await storage.briefs.replace(changed, now=NOW)
    assert await found(storage, "显存") == []
    assert await found(storage, "吞吐") == [KEY]


async def test_a_title_comes_before_an_abstract_and_among_equals_the_newest(storage: Storage) -> None:
    for day, (number, title, abstract) in enumerate(
        [
            ("2603.00001", "Lanes", "We keep queues."),
            ("2603.00002", "Roads", "We keep lanes."),
            ("2603.00003", "Fast Lanes", "We keep roads."),
            ("2603.00004", "Cars", "We keep lanes."),
        ]
    ):
        await storage.library.keep(arxiv(number, title, abstract=abstract), now=NOW + timedelta(days=day))
    order = ["3", "1", "4", "2"]
    assert [key[-1] for key in await found(storage, "lanes")] == order
    assert [key[-1] for key in await found(storage, "")] == ["4", "3", "2", "1"]
    for skip in range(5):
        terms = terms_of("lanes")
        hits, total = await storage.index.find(terms, seeker=ANN, skip=skip, limit=2)
        assert [hit.paper.key[-1] for hit in hits] == order[skip : skip + 2]
        assert total == 4


@pytest.mark.parametrize("query", ["lanes", ""])
async def test_a_file_of_a_direct_chat_is_found_by_its_giver_alone(storage: Storage, query: str) -> None:
    await storage.library.keep(paper(FILE).model_copy(update={"title": "Lanes"}), now=NOW)
    assert await found(storage, query) == [], "nobody is known to have given it"
    await storage.index.given(FILE, seeker=BOB)
    await storage.registers.rooms.note("square", "bob", room=Room(kind="direct"), now=NOW)
    elsewhere = Seeker(chat="square:there", person="square:bob")
    for seeker, keys in ((BOB, [FILE]), (elsewhere, [FILE]), (ANN, []), (Seeker(chat="square:here"), [])):
        assert await found(storage, query, seeker=seeker) == keys


async def test_a_file_of_a_group_is_found_everywhere(storage: Storage) -> None:
    await storage.library.keep(paper(FILE).model_copy(update={"title": "Lanes"}), now=NOW)
    await storage.index.given(FILE, seeker=Seeker(chat="square:team", person="square:bob"))
    assert await found(storage, "lanes") == [], "nothing is known of that chat"
    await storage.registers.rooms.note("square", "team", room=Room(kind="unknown"), now=NOW)
    assert await found(storage, "lanes") == [], "its platform told nothing of it: somebody may be alone there"
    await storage.registers.rooms.note("square", "team", room=Room(kind="group"), now=NOW)
    assert await found(storage, "lanes") == [FILE]


async def test_a_public_address_and_an_arxiv_number_make_a_paper_public(storage: Storage) -> None:
    await storage.library.keep(paper(FILE, sha256="ab" * 32).model_copy(update={"title": "Lanes"}), now=NOW)
    await storage.index.given(FILE, seeker=BOB)
    await storage.marks.put("saved", FILE, seeker=BOB, now=NOW)
    known = arxiv("2603.00001", "Lanes")
    await storage.library.adopt(known, known_as=FILE, now=NOW)
    assert await found(storage, "lanes") == [KEY]
    assert [hit.paper.key for hit in (await storage.marks.saved("square:bob", skip=0, limit=8))[0]] == [KEY]
    other = f"sha256:{'cd' * 32}"
    await storage.library.keep(paper(other).model_copy(update={"title": "Lanes"}), now=NOW)
    await storage.index.given(other, seeker=None)
    assert set(await found(storage, "lanes")) == {KEY, other}


async def test_who_handed_a_paper_in_is_known_by_the_job(storage: Storage) -> None:
    await storage.library.keep(arxiv("2603.00001", "Lanes"), now=NOW)
    await storage.jobs.add(new_job("one"), now=NOW)
    for job in ("one", "from elsewhere"):
        told = Submission(label="a", identity="a", day=NOW.date(), paper=KEY)
        await storage.library.submit(told, job=job, place=0, now=NOW)
    hand_ins = await storage.index.hand_ins(KEY)
    person = f"{new_job('one').address.platform}:{new_job('one').person}"
    assert sorted(hand_ins, key=str) == sorted([HandIn(at=NOW, person=person), HandIn(at=NOW)], key=str)
    assert await storage.index.versions(KEY) == (1,)


async def test_a_mark_is_put_and_taken_once_by_each_person_in_each_chat(storage: Storage) -> None:
    await storage.library.keep(arxiv("2603.00001", "Lanes"), now=NOW)
    await storage.library.keep(arxiv("2603.00002", "Roads"), now=NOW)
    elsewhere = ANN.model_copy(update={"chat": "square:there"})
    marks = storage.marks
    assert [await marks.put("saved", KEY, seeker=each, now=NOW) for each in (ANN, ANN, elsewhere, BOB)] == [
        True,
        False,
        False,
        True,
    ]
    assert [await marks.put("not_relevant", KEY, seeker=each, now=NOW) for each in (ANN, ANN, elsewhere)] == [
        True,
        False,
        True,
    ]
    await marks.put("saved", "arxiv:2603.00002", seeker=ANN, now=NOW + timedelta(seconds=1))
    hits, total = await marks.saved("square:ann", skip=0, limit=1)
    assert ([hit.paper.key for hit in hits], total) == (["arxiv:2603.00002"], 2)
    assert [await marks.take("saved", KEY, seeker=each) for each in (elsewhere, ANN)] == [True, False]
    assert [hit.paper.key for hit in (await marks.saved("square:ann", skip=0, limit=8))[0]] == [
        "arxiv:2603.00002"
    ]
    assert (await marks.saved("square:bob", skip=0, limit=8))[1] == 1
