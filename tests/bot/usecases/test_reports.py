"""A report adds up: whatever came in is an entry, a named failure or a repeat, and the order is kept."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.papers import ReadPaper
from bot.domain.reports import Report
from bot.domain.texts import ReadDocument
from bot.errors import CannotDo, TryLater, Why
from bot.ports import StoredFile
from bot.replies.report_sums import closing
from bot.usecases.attempts import attempt_all
from bot.usecases.make_report import ReportWish, make_report
from bot.usecases.sources import Sources
from bot.usecases.submit_papers import HandedIn, Kept, submit_papers
from storage import Storage, open_storage
from tests.fakes.ports import BUSY, NOON, FakeFiles, FakePapers, FakeReader, file, page, written_by

PROPOSES = "We propose Lanes, a rule that keeps two queues apart. It achieves a 2.5x speedup over one queue."
# How a file turns out: a paper, one that cannot be briefed, a broken one, one that breaks our reader.
FATES = ("good", "silent", "broken", "bug")


@dataclass(frozen=True)
class Given:
    """One file in one message: which content, under which label, and as which upload."""

    content: int
    label: str
    upload: int


def handed(given: Given) -> str:
    return f"{given.upload}/{given.content}"


GIVEN = st.builds(Given, st.integers(0, 5), st.sampled_from(["paper.pdf", "a.pdf"]), st.integers(0, 1))
DAYS = st.lists(st.lists(GIVEN, max_size=4), max_size=4)


async def report_of(
    messages: Sequence[Sequence[Given]], *, fates: Sequence[str], mended: frozenset[int], place: Path
) -> Report:
    """Each message is a job; before the last one the `mended` contents become good."""
    files, reader = FakeFiles(), FakeReader()
    async with open_storage(f"sqlite:///{place}/b.db", data_dir=place) as storage:
        sources = Sources(FakePapers(), originals=files, reader=reader)
        for job, message in enumerate(messages):
            last = job == len(messages) - 1
            for each in message:
                files.contents[handed(each)] = str(each.content).encode()
            for content, fate in enumerate(fates):
                now = "good" if last and content in mended else fate
                reader.pages[str(content)] = fated(content, now)
            await submit_papers(
                [file(handed(each), label=each.label) for each in message],
                library=storage.library,
                sources=sources,
                handed_in=HandedIn(f"job {job}", day=NOON.date(), now=NOON, final=True),
            )
        return await made(storage)


def fated(content: int, fate: str) -> ReadPaper | Exception:
    if fate == "broken":
        return CannotDo(Why.PDF_DAMAGED, name=str(content))
    if fate == "bug":
        return ValueError("a bug of ours")
    return page(f"Title number {content}", abstract=PROPOSES if fate == "good" else "")


async def made(storage: Storage) -> Report:
    wish = ReportWish(NOON.date(), language="en", title="Report", made_at=NOON, final=True)
    return await make_report(
        wish, library=storage.library, writing=written_by(storage), corrections=storage.corrections
    )


@settings(max_examples=60, deadline=None)
@given(
    messages=DAYS,
    fates=st.lists(st.sampled_from(FATES), min_size=6, max_size=6),
    mended=st.frozensets(st.integers(0, 5), max_size=3),
)
def test_a_report_adds_up_and_loses_nothing(
    messages: list[list[Given]], fates: list[str], mended: frozenset[int]
) -> None:
    came = [each for message in messages for each in message]
    with tempfile.TemporaryDirectory() as place:
        if not came:
            with pytest.raises(CannotDo):
                asyncio.run(report_of(messages, fates=fates, mended=mended, place=Path(place)))
            return
        report = asyncio.run(report_of(messages, fates=fates, mended=mended, place=Path(place)))
    read, failed = expected(messages, fates=fates, mended=mended)
    good = [content for content, fate in read.items() if fate == "good"]
    assert [entry.paper.title for entry in report.entries] == [f"Title number {content}" for content in good]
    silent = [label for content, label in failed.items() if content in read]
    unread = [label for content, label in failed.items() if content not in read]
    assert sorted(failure.label for failure in report.failures) == sorted(silent + unread)
    assert report.submitted == len(came)
    assert f"Submitted {len(came)}, briefed {len(good)}, failed {len(failed)}" in closing(report)


def expected(
    messages: Sequence[Sequence[Given]], *, fates: Sequence[str], mended: frozenset[int]
) -> tuple[dict[object, str], dict[object, str]]:
    """By content what was read in which state, in order; and by what was named the label of each failure."""
    read: dict[object, str] = {}
    labels: dict[object, str] = {}
    unread: dict[object, str] = {}
    for job, message in enumerate(messages):
        for each in message:
            fate = "good" if job == len(messages) - 1 and each.content in mended else fates[each.content]
            if each.content in read or fate in {"good", "silent"}:
                read.setdefault(each.content, fate)
                labels.setdefault(each.content, each.label)
            else:
                unread.setdefault(handed(each), "")
                unread[handed(each)] = each.label
    named_well = {handed(each) for message in messages[-1:] for each in message if each.content in read}
    failed = {name: label for name, label in unread.items() if name not in named_well}
    return read, failed | {content: labels[content] for content, fate in read.items() if fate == "silent"}


async def test_the_order_is_that_of_the_messages_however_long_each_paper_took(tmp_path: Path) -> None:
    class Slow(FakeReader):
        async def read(self, file: StoredFile) -> ReadDocument:
            await asyncio.sleep((9 - int(str(file.path))) / 200)
            return await super().read(file)

    files, reader = FakeFiles(), Slow()
    for content in range(8):
        files.contents[str(content)] = str(content).encode()
        reader.pages[str(content)] = page(f"Title number {content}", abstract=PROPOSES)
    async with open_storage(f"sqlite:///{tmp_path}/b.db", data_dir=tmp_path) as storage:
        told = await submit_papers(
            [file(str(content)) for content in range(8)],
            library=storage.library,
            sources=Sources(FakePapers(), originals=files, reader=reader),
            handed_in=HandedIn("job", day=NOON.date(), now=NOON, final=True),
        )
        report = await made(storage)
    assert [kept.label for kept in told if isinstance(kept, Kept)] == list(map(str, range(8)))
    assert [entry.paper.title for entry in report.entries] == [f"Title number {each}" for each in range(8)]


async def test_two_different_files_of_one_name_are_two_papers_or_two_failures(tmp_path: Path) -> None:
    messages = [[Given(0, "paper.pdf", 0), Given(1, "paper.pdf", 0)], [Given(2, "paper.pdf", 0)]]
    fates = ["good", "broken", "broken"]
    report = await report_of(messages, fates=fates, mended=frozenset(), place=tmp_path)
    assert (len(report.entries), len(report.failures), report.repeats) == (1, 2, 0)


async def test_a_later_success_makes_good_an_earlier_failure_of_the_same_upload(tmp_path: Path) -> None:
    messages = [[Given(0, "paper.pdf", 0)], [Given(0, "paper.pdf", 0)]]
    report = await report_of(messages, fates=["bug"], mended=frozenset({0}), place=tmp_path)
    assert (len(report.entries), report.failures, report.repeats) == (1, (), 1)


async def test_a_try_again_keeps_what_was_kept_and_names_nothing_failed(tmp_path: Path) -> None:
    files, reader = FakeFiles({"good": b"good", "slow": BUSY}), FakeReader({"good": page("Good One")})
    sources = Sources(FakePapers(), originals=files, reader=reader)
    async with open_storage(f"sqlite:///{tmp_path}/b.db", data_dir=tmp_path) as storage:

        async def submit(*, final: bool) -> list[object]:
            return list(
                await submit_papers(
                    [file("slow"), file("good")],
                    library=storage.library,
                    sources=sources,
                    handed_in=HandedIn("job", day=NOON.date(), now=NOON, final=final),
                )
            )

        with pytest.raises(TryLater):
            await submit(final=False)
        noted = await storage.library.submissions(NOON.date())
        assert [(note.label, note.paper is None) for note in noted] == [("good", False)]
        told = await submit(final=True)
        assert [isinstance(each, Kept) for each in told] == [False, True]
        noted = await storage.library.submissions(NOON.date())
        assert [note.label for note in noted] == ["slow", "good"], "the same job, the same places"


async def test_a_paper_that_got_its_number_in_that_very_moment_is_still_found(tmp_path: Path) -> None:
    files, reader = FakeFiles({"a": b"a"}), FakeReader({"a": page("Found Again", abstract=PROPOSES)})
    async with open_storage(f"sqlite:///{tmp_path}/b.db", data_dir=tmp_path) as storage:
        told = await submit_papers(
            [file("a")],
            library=storage.library,
            sources=Sources(FakePapers(), originals=files, reader=reader),
            handed_in=HandedIn("job", day=NOON.date(), now=NOON, final=True),
        )
        assert isinstance(told[0], Kept)
        note = (await storage.library.submissions(NOON.date()))[0]
        numbered = told[0].paper.model_copy(update={"key": "arxiv:2501.12345"})
        await storage.library.adopt(numbered, known_as=told[0].paper.key, now=NOON)
        await storage.library.submit(note, job="late", place=0, now=NOON)  # still names the key of before
        report = await made(storage)
    assert [entry.paper.key for entry in report.entries] == ["arxiv:2501.12345"]
    assert (report.failures, report.repeats) == ((), 1)


async def test_many_at_once_cost_one_another_nothing_and_none_is_forgotten_when_called_off() -> None:
    begun: list[int] = []

    async def work(number: int) -> int:
        begun.append(number)
        if number == 3:
            raise ValueError("a bug")
        await asyncio.sleep(0.01 if number != 5 else 60)
        return number

    called_off = asyncio.create_task(attempt_all([work(number) for number in range(40)], final=True))
    await asyncio.sleep(0.005)
    called_off.cancel()  # coroutines that were never begun would warn, and warnings fail here
    with pytest.raises(asyncio.CancelledError):
        await called_off
    assert len(begun) <= 17
    outcomes = await attempt_all([work(number) for number in (1, 3, 4)], final=True)
    assert [getattr(outcome, "why", outcome) for outcome in outcomes] == [1, Why.BUG, 4]
