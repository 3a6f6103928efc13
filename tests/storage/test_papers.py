"""The papers shelf: one record a paper, found by any of its names; submissions in order."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.reports import Submission
from bot.errors import Reason, Why
from storage import Storage
from tests.storage.builders import NOW, brief, paper, seconds

DAY = date(2026, 3, 1)
FILE = "ab" * 32
KEY = "arxiv:2603.00001"
BY_FILE = f"sha256:{FILE}"


async def test_a_paper_is_found_by_its_key(storage: Storage) -> None:
    await storage.library.keep(paper(KEY, number="2603.00001", version=2), now=NOW)
    assert await storage.library.get(KEY) == paper(KEY, number="2603.00001", version=2)
    assert await storage.library.get("arxiv:2603.00002") is None


async def test_a_newer_record_replaces_the_older(storage: Storage) -> None:
    await storage.library.keep(paper(KEY), now=NOW)
    newer = paper(KEY).model_copy(update={"abstract": "Pages may hold \0 and 𝛼 and ï."})
    await storage.library.keep(newer, now=NOW)
    assert await storage.library.get(KEY) == newer


async def test_a_paper_is_found_by_every_file_that_it_was_read_from(storage: Storage) -> None:
    await storage.library.keep(paper(KEY, sha256="aa"), now=NOW)
    await storage.library.keep(paper(KEY, sha256="bb"), now=NOW)
    await storage.library.know_file("cc", paper=paper(KEY))
    for sha256 in ("aa", "bb", "cc"):
        assert await storage.library.by_file(sha256) == paper(KEY, sha256="bb")
    assert await storage.library.by_file("dd") is None


async def test_a_file_belongs_to_the_paper_that_was_read_from_it_last(storage: Storage) -> None:
    await storage.library.keep(paper(BY_FILE, sha256="aa"), now=NOW)
    await storage.library.keep(paper(KEY, sha256="aa"), now=NOW)
    assert await storage.library.by_file("aa") == paper(KEY, sha256="aa")


async def test_a_file_of_an_unknown_paper_is_a_mistake_of_ours(storage: Storage) -> None:
    with pytest.raises(IntegrityError):
        await storage.library.know_file("aa", paper=paper("arxiv:2603.99999"))


async def test_a_paper_is_found_by_the_number_in_its_key(storage: Storage) -> None:
    await storage.library.keep(paper(KEY), now=NOW)
    assert await storage.library.by_number("2603.00001") == paper(KEY)
    assert await storage.library.by_number("2603.0000") is None


async def test_a_paper_is_found_by_how_the_hash_of_its_file_begins(storage: Storage) -> None:
    other = f"sha256:{'ab' * 10}{'cd' * 22}"
    await storage.library.keep(paper(BY_FILE, sha256=FILE), now=NOW)
    assert await storage.library.by_handle(FILE[:12]) == paper(BY_FILE, sha256=FILE)
    await storage.library.keep(paper(other, sha256="ab" * 10 + "cd" * 22), now=NOW)
    assert await storage.library.by_handle(FILE[:12]) is None, "two begin so"
    assert await storage.library.by_handle(FILE[:24]) == paper(BY_FILE, sha256=FILE)
    assert await storage.library.by_handle("0" * 12) is None


async def test_a_file_that_turned_out_to_be_an_arxiv_paper_keeps_its_handle(storage: Storage) -> None:
    await storage.library.keep(paper(BY_FILE, sha256=FILE), now=NOW)
    await storage.library.adopt(paper(KEY, sha256=FILE), known_as=BY_FILE, now=NOW)
    assert await storage.library.by_handle(FILE[:12]) == paper(KEY, sha256=FILE)


async def test_a_paper_is_found_by_the_number_that_only_its_pages_print(storage: Storage) -> None:
    printed = paper(BY_FILE, number="2603.00001", version=1)
    await storage.library.keep(printed, now=NOW)
    assert await storage.library.by_number("2603.00001") == printed


async def test_the_paper_with_the_number_for_a_key_comes_before_one_that_prints_it(storage: Storage) -> None:
    await storage.library.keep(paper(KEY, number="2603.00001"), now=NOW)
    await storage.library.keep(paper(BY_FILE, number="2603.00001"), now=NOW + seconds(9))
    found = await storage.library.by_number("2603.00001")
    assert found is not None
    assert found.key == KEY


async def test_what_was_known_of_a_file_becomes_the_papers_own(storage: Storage) -> None:
    library = storage.library
    await library.keep(paper(BY_FILE, sha256=FILE), now=NOW)
    await library.submit(_submission("a", of=BY_FILE), job="one", place=0, now=NOW)
    await library.submit(_submission("b", of="arxiv:2603.00009"), job="one", place=1, now=NOW)
    await storage.briefs.keep(brief(BY_FILE), now=NOW)
    known = paper(KEY, number="2603.00001", version=3)
    await library.adopt(known, known_as=BY_FILE, now=NOW)
    assert await library.get(BY_FILE) is None
    assert await library.by_file(FILE) == known
    assert [noted.paper for noted in await library.submissions(DAY)] == [KEY, "arxiv:2603.00009"]
    found = await storage.briefs.get(known, language="en", prompt="brief/1", writer="model-1")
    assert found == brief(KEY, version=3)


async def test_a_brief_that_the_paper_has_already_stays_when_another_is_adopted(storage: Storage) -> None:
    known = paper(KEY, number="2603.00001", version=3)
    await storage.library.keep(paper(BY_FILE, sha256=FILE), now=NOW)
    await storage.briefs.keep(brief(BY_FILE, effect="the file's"), now=NOW)
    await storage.briefs.keep(brief(KEY, version=3, effect="its own"), now=NOW)
    await storage.library.adopt(known, known_as=BY_FILE, now=NOW)
    found = await storage.briefs.get(known, language="en", prompt="brief/1", writer="model-1")
    assert found == brief(KEY, version=3, effect="its own")


@pytest.mark.parametrize("known_as", [KEY, "sha256:never-kept"])
async def test_adopting_nothing_new_keeps_the_record(storage: Storage, known_as: str) -> None:
    await storage.library.keep(paper(KEY, sha256=FILE), now=NOW)
    await storage.library.adopt(paper(KEY, sha256="other"), known_as=known_as, now=NOW)
    assert await storage.library.by_file(FILE) == paper(KEY, sha256="other")


async def test_submissions_of_a_day_come_in_the_order_in_which_they_were_made(storage: Storage) -> None:
    at = {("one", 1): 0, ("two", 0): 1, ("one", 0): 2, ("three", 0): 3}
    for (job, place), wait in at.items():
        submission = _submission(f"{job} {place}")
        await storage.library.submit(submission, job=job, place=place, now=NOW + seconds(wait))
    await storage.library.submit(
        _submission("tomorrow", day=DAY + timedelta(days=1)), job="four", place=0, now=NOW
    )
    labels = [noted.label for noted in await storage.library.submissions(DAY)]
    assert labels == ["one 0", "one 1", "two 0", "three 0"]


async def test_a_submission_that_is_noted_again_keeps_its_place(storage: Storage) -> None:
    failed = _submission("a").model_copy(
        update={"paper": None, "reason": Reason(Why.NO_NETWORK, {"host": "h"})}
    )
    await storage.library.submit(failed, job="one", place=0, now=NOW)
    await storage.library.submit(_submission("b"), job="two", place=0, now=NOW + seconds(1))
    assert (await storage.library.submissions(DAY))[0] == failed
    await storage.library.submit(_submission("a"), job="one", place=0, now=NOW + seconds(2))
    assert await storage.library.submissions(DAY) == (_submission("a"), _submission("b"))


async def test_a_label_may_be_any_text(storage: Storage) -> None:
    await storage.library.submit(_submission("论文 \0 \udc80.pdf"), job="one", place=0, now=NOW)
    (noted,) = await storage.library.submissions(DAY)
    assert noted.label == "论文 \N{REPLACEMENT CHARACTER} ?.pdf"


def _submission(label: str, *, of: str | None = KEY, day: date = DAY) -> Submission:
    return Submission(label=label, identity=f"named {label}", day=day, paper=of)


async def test_many_papers_are_got_at_once(storage: Storage) -> None:
    for key in (KEY, BY_FILE):
        await storage.library.keep(paper(key), now=NOW)
    assert await storage.library.get_all({KEY, BY_FILE, "arxiv:2603.00009"}) == {
        KEY: paper(KEY),
        BY_FILE: paper(BY_FILE),
    }
    assert await storage.library.get_all(set()) == {}
