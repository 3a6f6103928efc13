"""Our own reports come out clean, in both languages, with everything that can stand in them."""

import re
from datetime import UTC, datetime

import pytest

from bot.audit.entries import parse_entries
from bot.audit.problems import ProblemKind as Kind
from bot.audit.reports import audit_report
from bot.domain.arxiv_ids import ArxivId
from bot.domain.briefs import Brief, Language, Slot, Slots
from bot.domain.chat import Reply
from bot.domain.papers import Affiliation, Paper
from bot.domain.reports import Entry, Failure, Pick, Report
from bot.domain.topics import Verdict
from bot.errors import Reason, Why
from bot.replies.markdown import paint_markdown
from bot.replies.reports import default_title, report_blocks

ABSTRACT = (
    "However, short requests wait behind long ones. We propose Lanes, a two-stage queue <of 2 lanes>."
    " It cuts the waiting time by up to 41% [at `p99`]."
)
PLACES = ("Tsinghua University", "Institute of Computing Technology, Chinese Academy of Sciences")
MANY = (*PLACES, "Lane and Queue Laboratory", "Google", "École des Files")
TEXTS: dict[Language, tuple[str, str, str]] = {
    "zh": ("两级队列Lanes", "短请求等待长请求", "等待时间最高降低41%"),
    "en": ("Lanes, a queue of two stages", "the wait behind long requests", "waiting time cut by up to 41%"),
}


def entry(language: Language, *, places: tuple[str, ...] = (), extracted: bool = False) -> Entry:
    paper = Paper(
        key=f"sha256:{len(places)}",
        title="Lanes & <Queues>: Keeping Short Requests Apart",
        authors=("Ada", "Bo"),
        affiliations=tuple(Affiliation(name=place, page=1, words=place) for place in places),
        abstract=ABSTRACT,
        arxiv_id=ArxivId.parse("2501.12345v2"),
        pages=9,
        sha256="0" * 64,
        source="page",
    )
    texts = (ABSTRACT[34:81], "short requests wait behind long ones", "It cuts the waiting time by up to 41%")
    slots = [Slot(text=text, sentences=(1, 2, 3)) for text in (texts if extracted else TEXTS[language])]
    brief = Brief(
        paper=paper.key,
        version=2,
        language=language,
        institutions=places,
        slots=Slots(technique=slots[0], problem=slots[1], effect=slots[2]),
        writer="extractive" if extracted else "model",
        prompt="brief/1",
        extracted=extracted,
    )
    return Entry(paper=paper, brief=brief)


def markdown(language: Language, *entries: Entry) -> str:
    made = Report(
        title=default_title(language),
        language=language,
        made_at=datetime(2026, 3, 2, tzinfo=UTC),
        entries=entries,
        failures=(Failure(label="a.pdf", reason=Reason(Why.PDF_DAMAGED, {"name": "a.pdf"})),),
        repeats=1,
    )
    return paint_markdown(Reply(blocks=report_blocks(made)))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("extracted", [False, True])
@pytest.mark.parametrize("places", [(), PLACES[:1], PLACES, MANY])
def test_our_own_report_is_clean(language: Language, places: tuple[str, ...], *, extracted: bool) -> None:
    made = entry(language, places=places, extracted=extracted)
    audited = audit_report(markdown(language, made, made))
    assert [(one.index, one.title, one.problems) for one in audited] == [
        (1, made.paper.title, ()),
        (2, made.paper.title, ()),
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_names_of_groups_are_no_part_of_an_entry(language: Language) -> None:
    made = entry(language, places=PLACES)
    verdict = Verdict(score=0.9, kept=True, reason="title: lanes", kind="cache")
    picked = made.model_copy(update={"pick": Pick(topic="Lanes", verdict=verdict)})
    words = markdown(language, *[made] * 6, *[picked] * 7)
    groups = re.findall(r"^\*\*[^*\n]+\*\*$", words, re.MULTILINE)
    assert (len(groups), words.count("\n## ")) == (4, 2)
    bare = re.sub(r"^\*\*[^*\n]+\*\*\n\n", "", words, flags=re.MULTILINE)
    assert parse_entries(words) == parse_entries(bare)
    audited = audit_report(words)
    assert [one.index for one in audited] == list(range(1, 14))
    assert {one.problems for one in audited} == {()}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_defect_in_our_own_report_is_found_too(language: Language) -> None:
    words = markdown(language, entry(language, places=PLACES))
    broken = (
        words.replace("two-stage", "twostage").replace("降低41%", "降低47%").replace("to 41%,", "to 47%,")
    )
    broken = broken.replace("by up to 41%.", "by up to 47%.")
    (found,) = audit_report(broken)
    assert {problem.kind for problem in found.problems} == {Kind.DAMAGED_WORDS, Kind.UNSUPPORTED_NUMBER}
