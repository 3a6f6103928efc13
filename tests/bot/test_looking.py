"""The library in chat: a paper in full, what is found, what is saved, and whose list it is."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.domain.chat import Button, Buttons, Quote, Reply, words_of
from bot.domain.commands import (
    BriefPaper,
    Command,
    FindPapers,
    MarkPaper,
    OfferPapers,
    SendReport,
    ShowPaper,
    ShowSaved,
    SubmitPaper,
)
from bot.domain.jobs import Job, JobState
from bot.domain.references import parse_reference
from bot.usecases.find_papers import LONGEST, MOST_TERMS
from tests.bot.posts import HERE, Office, open_office
from tests.fakes.ports import FakeFiles, FakePlatform, FakeReader, file, page, record

ABSTRACT = "We propose Lanes, a rule that keeps queues apart. It achieves a 2.5x speedup over one queue."
NUMBERS = [f"2501.{number:05d}" for number in range(1, 11)]
FIRST = parse_reference(NUMBERS[0])


class Square(FakePlatform):
    """A chat in which a reply is one post."""

    def cut(self, reply: Reply) -> tuple[Reply, ...]:
        return (reply,)


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as opened:
        opened.chat = Square()
        for number in NUMBERS:
            opened.papers.records[number] = record(number, f"On Lanes {number[-2:]}", abstract=ABSTRACT)
        opened.real_desk()
        yield opened


async def told(office: Office, command: Command, *, person: str = "ann", chat: str = "here") -> Reply:
    """The desk's own reply."""
    now = office.clock.now()
    job = Job(
        key=f"{command!r} {person} {chat}",
        command=command,
        address=HERE.model_copy(update={"chat": chat}),
        person=person,
        language="en",
        due_at=now,
        id=1,
        state=JobState.LEASED,
        tries=0,
        crashes=0,
        created_at=now,
    )
    reply = await office.desk.answer(job, final=True)
    assert isinstance(reply, Reply)
    return reply


async def posted(office: Office, command: Command) -> str:
    """The words of what the worker posts."""
    before = len(office.chat.posts)
    await office.ask(f"{command.kind} {before}", command=command)
    assert await office.work(after=1)
    return "\n".join(said(post.piece) for post in office.chat.posts[before:])


def said(reply: Reply) -> str:
    return "\n".join(map(words_of, reply.blocks))


def buttons(reply: Reply) -> list[Button]:
    return [button for block in reply.blocks if isinstance(block, Buttons) for button in block.buttons]


def mark(kind: str, **about: object) -> Command:
    """A mark, of the first paper where no other is told."""
    return MarkPaper.model_validate({"mark": kind, "paper": FIRST} | about)


async def test_a_paper_is_shown_with_all_that_is_kept_and_its_bibtex(office: Office) -> None:
    await told(office, SubmitPaper(papers=(FIRST,)))
    plain = await told(office, ShowPaper(paper=FIRST))
    assert "published" not in said(plain)
    assert "in the paper's own words" not in said(plain)
    await told(office, BriefPaper(papers=(FIRST,), language="en"))
    reply = await told(office, ShowPaper(paper=FIRST))
    for words in (
        "On Lanes 01",
        "Technique: Lanes",
        "Institutions: not read",
        "Authors: Ann Archer, Bo Baker, Cy Carter\n",
        "Links: arXiv:2501.00001v1 · PDF · doi:10.48550/arXiv.2501.00001",
        "Versions kept: v1",
        "Submitted: 2026-03-02",
    ):
        assert words in said(reply)
    links = [span.link for block in reply.blocks if block.kind == "paragraph" for span in block.spans]
    assert "https://arxiv.org/abs/2501.00001v1" in links
    assert "https://arxiv.org/pdf/2501.00001v1" in links
    assert [block.text for block in reply.blocks if isinstance(block, Quote)] == [ABSTRACT]
    assert [button.says for button in buttons(reply)] == [
        f"{verb} 2501.00001" for verb in ("ask", "save", "drop", "correct")
    ]
    assert reply.document
    assert reply.document.name == "2501.00001.bib"
    assert "eprint = {2501.00001}" in reply.document.content


async def test_of_many_authors_ten_are_named_and_all_are_folded(office: Office) -> None:
    crowd = tuple(f"Person {number}" for number in range(1, 13))
    number = NUMBERS[1]
    office.papers.records[number] = office.papers.records[number].model_copy(update={"authors": crowd})
    reply = await told(office, ShowPaper(paper=parse_reference(number)))
    assert "Authors: Person 1, " in said(reply)
    assert "Person 10 and 2 more\n" in said(reply)
    folded = next(block for block in reply.blocks if isinstance(block, Quote))
    assert folded.label == "All 12 authors"
    assert folded.text.endswith("Person 12")


async def test_what_is_found_has_numbers_buttons_and_pages(office: Office) -> None:
    papers = tuple(map(parse_reference, NUMBERS))
    await told(office, BriefPaper(papers=papers, language="en"))
    first = await told(office, FindPapers(words="lanes"))
    assert said(first).startswith("Papers with “lanes”: 10, page 1.\n1. On Lanes ")
    assert "2026-03-02\nLanes, a rule that keeps queues apart" in said(first)
    assert len(first.papers) == 8
    says = [button.says for button in buttons(first)]
    assert says == [f"paper {key.removeprefix('arxiv:')}" for key in first.papers] + ["find lanes page 2"]
    second = await told(office, FindPapers(words="lanes", page=2))
    assert len(second.papers) == 2
    assert {*first.papers, *second.papers} == {f"arxiv:{number}" for number in NUMBERS}
    assert "find lanes page 3" not in [button.says for button in buttons(second)]
    assert said(await told(office, FindPapers(words="lanes", page=3))) == (
        "There is no page 3: 10 papers are all there is."
    )
    long = '"keeps queues apart" lanes speedup achieves one queue propose rule'
    assert said(await told(office, FindPapers(words=long))).endswith(
        f"For the next page, write: find {long} page 2"
    )
    assert said(await told(office, FindPapers(words=""))).startswith("Papers kept: 10, the newest first")


async def test_nothing_found_and_too_much_looked_for_are_told_in_a_sentence(office: Office) -> None:
    assert "No paper is kept yet." in said(await told(office, FindPapers(words="")))
    for words in ("roads", "?!"):
        assert f"No paper with “{words}”." in said(await told(office, FindPapers(words=words)))
    many = FindPapers(words=" ".join(f"w{number}" for number in range(MOST_TERMS + 1)))
    assert "At most 12 words are looked for at once, and you gave 13." in await posted(office, many)
    long = FindPapers(words="w" * (LONGEST + 1))
    assert "At most 200 characters are looked for, and you wrote 201." in await posted(office, long)


async def test_a_file_is_found_by_its_giver_and_in_the_chat_where_it_was_given(office: Office) -> None:
    files, reader = office.desk.sources.originals, office.desk.sources.reader
    assert isinstance(files, FakeFiles)
    assert isinstance(reader, FakeReader)
    files.contents["mine.pdf"] = b"mine"
    reader.pages["mine"] = page("A Private Draft", abstract=ABSTRACT)
    await told(office, BriefPaper(papers=(file("mine.pdf"),)), chat="ann")
    find = FindPapers(words="private draft")
    for person, chat, is_found in (
        ("ann", "ann", True),
        ("ann", "there", True),
        ("bob", "ann", True),
        ("bob", "there", False),
    ):
        assert ("A Private Draft" in said(await told(office, find, person=person, chat=chat))) is is_found
    await told(office, SubmitPaper(papers=(file("mine.pdf"),)), person="bob", chat="bob")
    assert "A Private Draft" in said(await told(office, find, person="bob", chat="there"))


async def test_a_list_of_saved_papers_is_each_persons_own(office: Office) -> None:
    assert "You saved no paper yet." in said(await told(office, ShowSaved()))
    reply = await told(office, mark("saved"))
    assert (said(reply), reply.whispered) == ("Saved: On Lanes 01", True)
    assert said(await told(office, mark("saved"), chat="there")) == "Saved already: On Lanes 01"
    mine = await told(office, ShowSaved(), chat="there")
    assert mine.whispered
    assert "1. On Lanes 01" in said(mine)
    assert [(button.label, button.says) for button in buttons(mine)] == [
        ("1", "paper 2501.00001"),
        ("❌ 1", "unsave 2501.00001"),
    ]
    assert "You saved no paper yet." in said(await told(office, ShowSaved(), person="bob"))
    back = mark("saved", taken_back=True)
    assert said(await told(office, back)) == "No longer saved: On Lanes 01"
    assert said(await told(office, back)) == "Not among your saved papers: On Lanes 01"


async def test_whoever_likes_a_paper_no_longer_finds_it_irrelevant_and_the_other_way_round(
    office: Office,
) -> None:
    like, unlike = mark("liked"), mark("liked", taken_back=True)
    assert said(await told(office, mark("not_relevant"))).startswith("Noted as not relevant")
    assert said(await told(office, like)).startswith("Noted that you like it: On Lanes 01")
    assert said(await told(office, mark("not_relevant", taken_back=True))).startswith("It was not noted")
    assert said(await told(office, mark("not_relevant"), person="bob")).startswith("Noted as not relevant")
    assert said(await told(office, like)).startswith("Noted before"), "another person's is theirs"
    assert said(await told(office, mark("not_relevant"))).startswith("Noted as not relevant")
    assert said(await told(office, unlike)).startswith("It was not noted that you like it")


async def test_not_relevant_is_noted_for_a_person_and_a_chat(office: Office) -> None:
    drop, undrop = mark("not_relevant"), mark("not_relevant", taken_back=True)
    assert said(await told(office, drop)).startswith("Noted as not relevant in this chat: On Lanes 01.")
    assert said(await told(office, undrop, chat="there")).startswith("It was not noted")
    assert said(await told(office, drop)).startswith("Noted as not relevant before")
    assert said(await told(office, undrop)) == "No longer noted as not relevant: On Lanes 01"


async def test_a_number_means_the_paper_of_the_answered_report(office: Office) -> None:
    await posted(office, SubmitPaper(papers=tuple(map(parse_reference, NUMBERS[:3]))))
    await posted(office, SendReport(language="en"))
    digest, below = office.chat.posts[-2:]
    assert said(digest.piece).splitlines()[2:4] == ["1. On Lanes 01", "Lanes, a rule that keeps queues apart"]
    third: dict[str, object] = {"paper": None, "number": 3, "answers": "post 2"}
    assert await posted(office, mark("saved", **third)) == "Saved: On Lanes 03"
    assert "There is no number 4: that message is about 3 papers." in await posted(
        office, mark("saved", **(third | {"number": 4}))
    )
    assert "That message is about 3 papers: which one? Write its number, such as drop 2" in await posted(
        office, mark("not_relevant", **(third | {"number": None}))
    )
    assert [block.number for block in below.piece.blocks if isinstance(block, Buttons)] == [1, 2, 3]
    one = below.piece.model_copy(update={"blocks": (below.piece.blocks[-1],)}).model_dump_json()
    async with office.storage.database.writing() as connection:
        await connection.exec_driver_sql("UPDATE deliveries SET piece = ? WHERE post = 'post 3'", (one,))
    only: dict[str, object] = {"paper": None, "answers": "post 3"}
    assert await posted(office, mark("saved", **only)) == "Saved already: On Lanes 03"
    assert await posted(office, mark("saved", **(only | {"number": 2}))) == "Saved: On Lanes 02"
    assert "Which paper? Write paper 2501.12345" in await posted(office, ShowPaper(answers="post 99"))


async def test_links_alone_are_offered_to_be_briefed(office: Office) -> None:
    few = await told(office, OfferPapers(papers=tuple(map(parse_reference, NUMBERS[:5]))))
    assert said(few).startswith("5 papers: shall I brief them?")
    assert [button.says for button in buttons(few)] == [f"brief {' '.join(NUMBERS[:5])}"]
    many = await told(office, OfferPapers(papers=tuple(map(parse_reference, NUMBERS[:6]))))
    assert [button.says for button in buttons(many)] == [f"brief {number}" for number in NUMBERS[:6]]
