"""One paper is one paper, however it was named and whatever the network did meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.papers import Paper, ReadPaper, Revision
from bot.domain.references import PaperReference, parse_reference
from bot.errors import CannotDo, Reason, TryLater, Why
from bot.usecases.add_paper import add_paper
from bot.usecases.sources import Sources
from storage import Storage, open_storage
from tests.fakes.ports import (
    BUSY,
    NO_NETWORK,
    NOON,
    OFFLINE,
    TEXT,
    FakeFiles,
    FakePapers,
    FakeReader,
    file,
    page,
    record,
)

NUMBER, TITLE = "2501.12345", "On Lanes and Their Keeping"


@dataclass
class Place:
    """Sources that do what they are told, before a real store."""

    storage: Storage
    papers: FakePapers = field(default_factory=FakePapers)
    files: FakeFiles = field(default_factory=FakeFiles)
    reader: FakeReader = field(default_factory=FakeReader)
    told: list[Reason] = field(default_factory=list)
    sources: Sources = field(init=False)

    def __post_init__(self) -> None:
        self.sources = Sources(self.papers, self.files, self.reader, unchecked=self.told.append)

    def on_arxiv(self, *, version: int = 1, title: str = TITLE, content: str = "pdf") -> None:
        """arXiv has the paper in that version, and its file."""
        self.papers.records[NUMBER] = record(NUMBER, title, version=version)
        for each in range(1, version + 1):
            name = f"{content} v{each}"
            self.files.contents[f"{NUMBER}v{each}"] = name.encode()
            self.reader.pages[name] = page(title, stamp=f"{NUMBER}v{each}")

    def has(self, name: str, read: ReadPaper, *, content: str = "") -> None:
        """Somebody has a file."""
        self.files.contents[name] = (content or f"bytes of {name}").encode()
        self.reader.pages[content or f"bytes of {name}"] = read

    async def add(self, given: str | PaperReference, *, final: bool = False) -> tuple[Paper, bool]:
        reference = parse_reference(given) if isinstance(given, str) else given
        library = self.storage.library
        return await add_paper(reference, library=library, sources=self.sources, now=NOON, final=final)


@pytest_asyncio.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with open_storage(f"sqlite:///{tmp_path}/b.db", data_dir=tmp_path) as storage:
        yield Place(storage)


NAMES = (NUMBER, f"https://arxiv.org/abs/{NUMBER}", f"https://arxiv.org/pdf/{NUMBER}v1.pdf", f"{NUMBER}v1")


@pytest.mark.parametrize("first", NAMES)
@pytest.mark.parametrize("second", NAMES)
async def test_an_id_and_its_addresses_are_one_paper_and_fetched_once(
    place: Place, first: str, second: str
) -> None:
    place.on_arxiv()
    paper, new = await place.add(first)
    again, new_again = await place.add(second)
    assert (paper.key, new, new_again) == (f"arxiv:{NUMBER}", True, False)
    assert again == paper
    assert len(place.papers.asked) == len(place.files.fetched) == 1


async def test_title_and_authors_are_arxivs_and_institutions_the_pages(place: Place) -> None:
    place.on_arxiv()
    paper, _ = await place.add(NUMBER)
    assert (len(paper.authors), paper.affiliations[0].name, paper.pages) == (3, "Lane University", 9)
    assert (paper.source, paper.abstract) == ("arxiv", "We keep lanes apart.")


async def test_a_newer_version_takes_the_older_ones_place_and_never_the_other_way(place: Place) -> None:
    place.on_arxiv(version=2)
    first, _ = await place.add(f"{NUMBER}v1")
    second, new = await place.add(f"{NUMBER}v2")
    assert (first.key, new, str(second.arxiv_id)) == (second.key, False, f"{NUMBER}v2")
    assert await place.add(f"{NUMBER}v1") == (first, False), "who names a version gets that one"
    assert await place.add(NUMBER) == (second, False)
    assert await place.storage.library.get(second.key) == second


async def test_an_older_version_that_is_asked_for_later_is_kept_beside_the_newer(place: Place) -> None:
    place.on_arxiv(version=2)
    newer, _ = await place.add(NUMBER)
    older, new = await place.add(f"{NUMBER}v1")
    assert (str(older.arxiv_id), older.revision, new) == (f"{NUMBER}v1", None, False)
    assert await place.storage.library.get(newer.key) == newer
    assert await place.storage.library.version(newer.key, 1) == older


async def test_what_a_newer_version_changed_is_known(place: Place) -> None:
    place.on_arxiv()
    await place.add(NUMBER)
    place.on_arxiv(version=2, title=TITLE + ", Revisited")
    place.reader.pages["pdf v2"] = page(TITLE, stamp=f"{NUMBER}v2").model_copy(update={"pages": 11})
    paper, _ = await place.add(f"{NUMBER}v2")
    assert paper.revision == Revision(since=1, changed=("title", "pages"))
    assert (await place.add(NUMBER))[0].revision == paper.revision


async def test_an_author_keeps_the_institution_where_arxiv_lists_them_elsewhere(
    place: Place,
) -> None:
    place.on_arxiv()
    place.papers.records[NUMBER] = record(NUMBER, TITLE).model_copy(
        update={"authors": ("Zoe Zander", "B. Baker", "Ann Q. Archer")}
    )
    assert (await place.add(NUMBER))[0].affiliations[0].authors == (2,)


async def test_a_file_of_arxivs_that_is_another_paper_gives_no_institutions_and_says_so(place: Place) -> None:
    place.on_arxiv()
    place.reader.pages["pdf v1"] = page("Something Else Entirely").model_copy(
        update={"authors": ("Cy Cole",)}
    )
    paper, _ = await place.add(NUMBER)
    assert (paper.title, paper.affiliations, paper.sha256) == (TITLE, (), "")
    assert [problem.why for problem in paper.problems] == [Why.OTHER_FILE]


async def test_the_text_of_a_file_is_kept_with_the_paper(place: Place) -> None:
    place.on_arxiv()
    paper, _ = await place.add(NUMBER)
    assert await place.storage.library.text(paper.sha256) == TEXT
    assert await place.storage.library.text("") is None


@pytest.mark.parametrize("away", [None, NO_NETWORK, OFFLINE])
async def test_a_stamped_file_is_the_paper_whose_number_it_prints(
    place: Place, away: Exception | None
) -> None:
    place.on_arxiv()
    paper, _ = await place.add(NUMBER)
    place.papers.trouble = away
    place.has("copy.pdf", page(TITLE, stamp=f"{NUMBER}v1"))
    again, new = await place.add(file("copy.pdf"))
    assert (again, new) == (paper, False)
    assert len(place.papers.asked) == 1
    assert (await place.add(file("copy.pdf")))[0] == paper, "the second time it is known by its bytes"
    assert place.reader.read_files.count("bytes of copy.pdf") == 1


async def test_a_file_that_comes_first_is_the_same_paper_as_its_id(place: Place) -> None:
    place.on_arxiv()
    place.has("mine.pdf", page(TITLE, stamp=f"{NUMBER}v1"))
    paper, new = await place.add(file("mine.pdf"))
    assert (paper.key, paper.source, new) == (f"arxiv:{NUMBER}", "arxiv", True)
    assert await place.add(NUMBER) == (paper, False)
    assert place.files.fetched == ["mine.pdf"], "nothing needs to be fetched any more"


async def test_a_stamp_that_lies_makes_a_paper_of_its_own_that_says_so(place: Place) -> None:
    place.on_arxiv()
    place.has("odd.pdf", page("Something Else Entirely", stamp=f"{NUMBER}v1"))
    paper, new = await place.add(file("odd.pdf"))
    assert (paper.key[:7], paper.arxiv_id, new) == ("sha256:", None, True)
    assert paper.title == "Something Else Entirely"
    facts = {"id": NUMBER, "expected": TITLE, "found": "Something Else Entirely"}
    assert paper.problems == (Reason(Why.OTHER_PAPER, facts),)
    assert (await place.add(NUMBER))[0].key == f"arxiv:{NUMBER}"
    assert await place.add(file("odd.pdf")) == (paper, False)


@pytest.mark.parametrize("away", [NO_NETWORK, OFFLINE])
async def test_two_files_of_one_paper_are_one_without_a_network(place: Place, away: Exception) -> None:
    place.papers.trouble = away
    place.has("a.pdf", page(TITLE, stamp=f"{NUMBER}v1"))
    place.has("b.pdf", page(TITLE, stamp=f"{NUMBER}v1"))
    place.has("other.pdf", page("Another Title of Another Paper", stamp=f"{NUMBER}v1"))
    (one, new), (two, again) = await asyncio.gather(place.add(file("a.pdf")), place.add(file("b.pdf")))
    other, _ = await place.add(file("other.pdf"))
    assert (one.source, str(one.arxiv_id), new != again) == ("page", f"{NUMBER}v1", True)
    assert (one, two.key == other.key) == (two, False)


async def test_a_person_is_told_why_a_page_was_not_checked_but_not_of_the_wish_to_be_offline(
    place: Place,
) -> None:
    place.has("a.pdf", page(TITLE, stamp=f"{NUMBER}v1"))
    place.papers.trouble = OFFLINE
    await place.add(file("a.pdf"))
    assert place.told == []
    place.papers.trouble = NO_NETWORK
    await place.add(file("a.pdf"))
    assert [reason.why for reason in place.told] == [Why.NO_NETWORK]


@pytest.mark.parametrize("by", ["the same file", "another copy", "its number"])
async def test_when_the_network_is_back_arxiv_has_its_say_and_the_paper_stays_one(
    place: Place, by: str
) -> None:
    place.papers.trouble = NO_NETWORK
    place.has("a.pdf", page(TITLE, stamp=f"{NUMBER}v1"))
    place.has("b.pdf", page(TITLE, stamp=f"{NUMBER}v1"))
    before, _ = await place.add(file("a.pdf"))
    assert before.key.startswith("sha256:")
    place.papers.trouble = None
    place.on_arxiv()
    names: dict[str, str | PaperReference] = {
        "the same file": file("a.pdf"),
        "another copy": file("b.pdf"),
        "its number": NUMBER,
    }
    paper, new = await place.add(names[by])
    assert (paper.key, paper.source, new) == (f"arxiv:{NUMBER}", "arxiv", False)
    assert await place.storage.library.get(before.key) is None
    assert await place.storage.library.by_file(before.sha256) == paper
    if by == "the same file":
        assert place.reader.read_files == ["bytes of a.pdf"], "its pages are known"


async def test_an_unknown_number_on_a_page_leaves_the_paper_as_the_page_tells_it(place: Place) -> None:
    place.has("a.pdf", page(TITLE, stamp="2501.99999v1"))
    paper, new = await place.add(file("a.pdf"))
    assert (paper.source, paper.title, new) == ("page", TITLE, True)


async def test_while_arxiv_is_busy_the_paper_waits_and_on_the_last_try_the_page_is_enough(
    place: Place,
) -> None:
    place.papers.trouble = BUSY
    place.has("a.pdf", page(TITLE, stamp=f"{NUMBER}v1"))
    with pytest.raises(TryLater):
        await place.add(file("a.pdf"))
    paper, _ = await place.add(file("a.pdf"), final=True)
    assert paper.source == "page"
    assert [reason.why for reason in place.told] == [Why.SOURCE_BUSY]
    with pytest.raises(TryLater):
        await place.add(NUMBER)
    assert await place.add(NUMBER, final=True) == (paper, False)


@pytest.mark.parametrize("away", [NO_NETWORK, OFFLINE])
async def test_without_a_network_a_number_is_what_was_handed_in_and_prints_it(
    place: Place, away: Exception
) -> None:
    place.papers.trouble = away
    with pytest.raises(type(away)):
        await place.add(NUMBER)
    place.has("a.pdf", page(TITLE, stamp=f"{NUMBER}v1"))
    paper, _ = await place.add(file("a.pdf"))
    assert await place.add(NUMBER) == (paper, False)
    assert await place.add(f"{NUMBER}v1") == (paper, False)
    with pytest.raises(type(away)):
        await place.add(f"{NUMBER}v2")


@pytest.mark.parametrize(
    "trouble",
    [CannotDo(Why.ADDRESS_FAILED, address="a", status=404), CannotDo(Why.NOT_A_PDF, name="a"), BUSY],
)
async def test_a_record_without_its_file_is_kept_without_institutions_and_tried_again(
    place: Place, trouble: Exception
) -> None:
    place.on_arxiv()
    content = place.files.contents[f"{NUMBER}v1"]
    place.files.contents[f"{NUMBER}v1"] = trouble
    paper, new = await place.add(NUMBER, final=True)
    assert (paper.title, paper.pages, paper.affiliations, new) == (TITLE, 0, (), True)
    assert len(paper.problems) == 1
    place.files.contents[f"{NUMBER}v1"] = content
    later, new = await place.add(NUMBER)
    assert (later.key, later.affiliations[0].name, new) == (paper.key, "Lane University", False)
    assert later.problems == ()


@pytest.mark.parametrize("away", [None, NO_NETWORK])
async def test_a_withdrawn_paper_gets_its_institutions_from_a_file_that_somebody_has(
    place: Place, away: Exception | None
) -> None:
    place.on_arxiv()
    place.files.contents[f"{NUMBER}v1"] = CannotDo(Why.ADDRESS_FAILED, address="a", status=404)
    await place.add(NUMBER)
    place.papers.trouble = away
    place.has("mine.pdf", page(TITLE, stamp=f"{NUMBER}v1"))
    paper, new = await place.add(file("mine.pdf"))
    assert (paper.key, paper.source, new) == (f"arxiv:{NUMBER}", "arxiv", False)
    assert (len(paper.authors), paper.affiliations[0].name) == (3, "Lane University")


async def test_a_newer_file_without_a_network_is_the_known_papers_newer_version(place: Place) -> None:
    place.on_arxiv()
    await place.add(NUMBER)
    place.papers.trouble = NO_NETWORK
    place.has("new.pdf", page(TITLE, stamp=f"{NUMBER}v2"))
    paper, new = await place.add(file("new.pdf"))
    assert (paper.key, str(paper.arxiv_id), new) == (f"arxiv:{NUMBER}", f"{NUMBER}v2", False)
    place.papers.trouble = None
    place.on_arxiv(version=2)
    checked, _ = await place.add(file("new.pdf"))
    assert (checked.key, checked.source, str(checked.arxiv_id)) == (paper.key, "arxiv", f"{NUMBER}v2")


async def test_an_older_file_does_not_turn_the_clock_back(place: Place) -> None:
    place.on_arxiv(version=2)
    paper, _ = await place.add(NUMBER)
    place.has("old.pdf", page(TITLE, stamp=f"{NUMBER}v1"))
    older, new = await place.add(file("old.pdf"))
    assert (str(older.arxiv_id), older.key, new) == (f"{NUMBER}v1", paper.key, False)
    assert await place.add(file("old.pdf")) == (older, False)
    assert await place.add(NUMBER) == (paper, False)


async def test_two_who_ask_at_once_cost_one_reading(place: Place) -> None:
    place.on_arxiv()
    place.has("copy.pdf", page(TITLE, stamp=f"{NUMBER}v1"))
    given: list[str | PaperReference] = [NUMBER, f"{NUMBER}v1", file("copy.pdf"), file("copy.pdf")] * 3
    added = await asyncio.gather(*(place.add(each) for each in given))
    assert {paper.key for paper, _ in added} == {f"arxiv:{NUMBER}"}
    assert sum(new for _, new in added) == 1
    assert len(place.papers.asked) == 1
    assert place.reader.read_files.count("bytes of copy.pdf") == 1


async def test_a_file_without_a_number_is_known_by_its_bytes_under_any_name(place: Place) -> None:
    place.has("a.pdf", page(TITLE), content="the bytes")
    place.has("b.pdf", page(TITLE), content="the bytes")
    paper, new = await place.add(file("a.pdf"))
    assert (paper.key[:7], new) == ("sha256:", True)
    assert await place.add(file("b.pdf")) == (paper, False)


async def test_what_a_file_lacks_is_the_reason_and_nothing_is_kept(place: Place) -> None:
    place.files.contents["a.pdf"] = b"bytes"
    place.reader.pages["bytes"] = CannotDo(Why.NO_ABSTRACT, name="a.pdf")
    with pytest.raises(CannotDo) as raised:
        await place.add(file("a.pdf"))
    assert raised.value.reason.why is Why.NO_ABSTRACT
    place.reader.pages["bytes"] = page(TITLE)
    assert (await place.add(file("a.pdf")))[1]


async def test_whoever_is_called_off_leaves_the_turn_to_the_next(place: Place) -> None:
    place.on_arxiv()
    first = asyncio.create_task(place.add(NUMBER))
    second = asyncio.create_task(place.add(NUMBER))
    await asyncio.sleep(0)
    first.cancel()
    assert (await second)[0].key == f"arxiv:{NUMBER}"
    assert replace(place.sources).turns._waiting == {}, "nothing is held for ever"


@pytest.mark.parametrize("papers", ["on arXiv", "away"])
async def test_a_copy_with_fewer_pages_without_text_takes_the_place_of_the_first(
    place: Place, papers: str
) -> None:
    if papers == "away":
        place.papers.trouble = NO_NETWORK
    else:
        place.papers.records[NUMBER] = record(NUMBER, TITLE)
    for name, blank in (("scan.pdf", (5, 6)), ("whole.pdf", ()), ("worse.pdf", (2, 3, 4))):
        place.has(name, page(TITLE, stamp=f"{NUMBER}v1"))
        place.reader.texts[f"bytes of {name}"] = TEXT.model_copy(update={"blank": blank})
    library = place.storage.library
    first, _ = await place.add(file("scan.pdf"), final=True)
    whole, new = await place.add(file("whole.pdf"), final=True)
    assert (whole.key, new) == (first.key, False)
    assert await library.text(whole.sha256) == TEXT
    assert (await place.add(file("worse.pdf"), final=True))[0] == whole
    assert (await place.add(file("scan.pdf"), final=True))[0] == whole
    assert await library.get(first.key) == whole
