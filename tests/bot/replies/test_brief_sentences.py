"""The sentence of a brief, in every shape that it can have: grammatical, nothing empty, nothing twice."""

import re
from itertools import product

import pytest

from bot.domain.arxiv_ids import ArxivId
from bot.domain.briefs import Brief, Language, Slot, SlotName, Slots
from bot.domain.chat import Buttons, Paragraph, Quote
from bot.domain.papers import Affiliation, Paper, Source
from bot.errors import Reason, Why
from bot.replies.briefs import brief_reply, brief_sentence
from bot.replies.joints import fitted

TITLE = "Lanes: Keeping “Short” Requests Apart"
NAMES = ("Lane University", "Queue Institute", "Fast Labs", "Four", "Five", "Six", "Seven")
CLAUSES: dict[Language, dict[str, str]] = {
    "en": {
        "technique": "a scheduler",
        "problem": "long waits",
        "effect": "2.5x speedup",
        "about": "we describe lanes",
    },
    "zh": {
        "technique": "分道调度器",
        "problem": "等待过长的问题",
        "effect": "最高 2.5 倍加速",
        "about": "we describe lanes",
    },
}
PARTS = ("technique", "problem", "effect")
SHAPES = [parts for size in product((True, False), repeat=3) if any(parts := size)]


def brief(
    language: Language, parts: dict[str, str], *, institutions: int = 1, extracted: bool = False
) -> Brief:
    slots = Slots(**{name: Slot(text=text, sentences=(1,)) for name, text in parts.items()})
    return Brief(
        paper="sha256:1",
        version=None,
        language=language,
        institutions=NAMES[:institutions],
        slots=slots,
        writer="model",
        prompt="brief/1",
        extracted=extracted,
    )


def paper(
    *,
    authors: int = 3,
    places: tuple[str, ...] = (),
    title: str = TITLE,
    number: str = "",
    source: Source = "page",
) -> Paper:
    return Paper(
        key="sha256:1",
        title=title,
        authors=tuple("Ada" for _ in range(authors)),
        affiliations=tuple(Affiliation(name=name, page=1, words=name) for name in places),
        abstract="We describe lanes.",
        arxiv_id=ArxivId.parse(number) if number else None,
        pages=9 if source == "page" else 0,
        sha256="ab" if source == "page" else "",
        source=source,
    )


def chosen(language: Language, shape: tuple[bool, ...]) -> dict[str, str]:
    return {name: CLAUSES[language][name] for name, there in zip(PARTS, shape, strict=True) if there}


def assert_well_formed(sentence: str, language: Language) -> None:
    stop = "。" if language == "zh" else "."
    assert sentence.endswith(stop)
    assert not re.search(r"[.。；;，,：:] *[.。；;，,]", sentence), "two stops in a row"
    assert not re.search(r"《》|“”|（）|\(\)|\{|\}|None|  |的效果的效果|效果的效果", sentence)
    assert not re.search(r"(使用|解决了?|达成了?|发布了|using|addressing|achieving)\s*\1", sentence)
    for before, after in ("“”", "《》", "（）"):
        assert sentence.count(before) == sentence.count(after)
    assert sentence == sentence.strip()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("institutions", [0, 1, 2, 3, 7])
@pytest.mark.parametrize("extracted", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_combination_is_a_sentence(
    language: Language, institutions: int, *, extracted: bool, shape: tuple[bool, ...]
) -> None:
    parts = chosen(language, shape)
    sentence = brief_sentence(
        brief(language, parts, institutions=institutions, extracted=extracted),
        paper(authors=0, source="arxiv"),
    )
    assert_well_formed(sentence, language)
    for text in parts.values():
        assert sentence.count(text) == 1
    for name in NAMES[: min(institutions, 3)]:
        assert sentence.count(name) == 1
    assert ("in the paper's own words" in sentence or "原文摘录" in sentence) is extracted
    assert sentence[0].isupper() or sentence[0] in "《“"


FORMS: list[tuple[Language, int, tuple[bool, ...], str]] = [
    (
        "zh",
        1,
        (True, True, True),
        "Lane University发布了《T》，使用分道调度器，解决了等待过长的问题，达成了最高 2.5 倍加速的效果。",
    ),
    ("zh", 0, (True, False, True), "《T》使用分道调度器，达成了最高 2.5 倍加速的效果。"),
    ("zh", 0, (False, False, True), "《T》达成了最高 2.5 倍加速的效果。"),
    ("zh", 2, (False, True, False), "Lane University、Queue Institute发布了《T》，解决了等待过长的问题。"),
    (
        "zh",
        7,
        (True, False, False),
        "Lane University、Queue Institute、Fast Labs等 7 家机构发布了《T》，使用分道调度器。",
    ),
    (
        "en",
        1,
        (True, True, True),
        "Lane University published “T”, using a scheduler to address long waits, achieving 2.5x speedup.",
    ),
    ("en", 0, (True, True, False), "“T” uses a scheduler to address long waits."),
    ("en", 0, (False, True, True), "“T” addresses long waits, achieving 2.5x speedup."),
    (
        "en",
        2,
        (False, True, True),
        "Lane University and Queue Institute published “T”, addressing long waits, achieving 2.5x speedup.",
    ),
    (
        "en",
        3,
        (False, False, True),
        "Lane University, Queue Institute and Fast Labs published “T”, achieving 2.5x speedup.",
    ),
    (
        "en",
        7,
        (True, False, False),
        "Lane University, Queue Institute, Fast Labs and 4 more published “T”, using a scheduler.",
    ),
]


@pytest.mark.parametrize("form", FORMS)
def test_the_sentence_reads_as_people_write(form: tuple[Language, int, tuple[bool, ...], str]) -> None:
    language, institutions, shape, words = form
    made = brief(language, chosen(language, shape), institutions=institutions)
    assert brief_sentence(made, paper(title="T")) == words


def test_what_is_extracted_says_so_and_keeps_the_papers_words() -> None:
    everything = {name: CLAUSES["en"][name] for name in PARTS}
    sentence = brief_sentence(brief("zh", everything, extracted=True), paper(title="T"))
    assert sentence == (
        "Lane University发布了《T》（以下为论文原文摘录）：问题：long waits；"
        "技术：a scheduler；效果：2.5x speedup。"
    )
    about = brief("en", {"about": "we describe lanes."}, institutions=0, extracted=True)
    assert brief_sentence(about, paper(title="T")) == (
        "“T”; in the paper's own words: About: we describe lanes."
    )


TOLD_TWICE: list[tuple[Language, SlotName, str, str]] = [
    ("zh", "technique", "使用分道调度器", "使用分道调度器，"),
    ("zh", "technique", "采用了分道调度器。", "使用分道调度器，"),
    ("zh", "technique", "使用者反馈模型", "使用使用者反馈模型，"),
    ("zh", "problem", "解决了等待过长的问题", "解决了等待过长的问题，"),
    ("zh", "problem", "解决等待过长的问题", "解决了等待过长的问题，"),
    ("zh", "effect", "达成了2倍加速的效果", "达成了2倍加速的效果。"),
    ("zh", "effect", "实现了2倍加速。", "达成了2倍加速的效果。"),
    ("zh", "effect", "更好的生成效果", "达成了更好的生成的效果。"),
    ("zh", "effect", "取得良好效果", "达成了良好的效果。"),
    ("en", "technique", "using lanes", "using lanes "),
    ("en", "technique", "uses lanes.", "using lanes "),
    ("en", "problem", "to address long waits", "to address long waits,"),
    ("en", "problem", "solving long waits", "to address long waits,"),
    ("en", "effect", "achieves a 2x speedup.", "achieving a 2x speedup."),
    ("en", "effect", "Achieving a 2x speedup", "achieving a 2x speedup."),
]


@pytest.mark.parametrize("form", TOLD_TWICE)
def test_a_clause_does_not_say_what_the_sentence_says_already(
    form: tuple[Language, SlotName, str, str],
) -> None:
    language, name, text, words = form
    sentence = brief_sentence(brief(language, CLAUSES[language] | {name: text}), paper())
    assert words in sentence
    assert not sentence.endswith(("。。", "..", ".。"))


@pytest.mark.parametrize(
    ("technique", "words"),
    [
        ("a rule that learns to wait", "using a rule that learns to wait, to address "),
        ("queues to sort requests", "using queues to sort requests, to address "),
        ("lanes close to the road", "using lanes close to the road to address "),
    ],
)
def test_a_verb_inside_the_technique_does_not_take_the_problem(technique: str, words: str) -> None:
    assert words in brief_sentence(brief("en", CLAUSES["en"] | {"technique": technique}), paper())


@pytest.mark.parametrize("text", ["使用", "效果", "using", "。"])
def test_a_clause_is_never_emptied(text: str) -> None:
    for language in ("zh", "en"):
        for name in PARTS:
            # a name of the tuple above
            assert fitted(text, name, language=language) or text == "。"  # type: ignore[arg-type]


def test_quotation_marks_in_a_title_become_the_inner_ones() -> None:
    english = brief_sentence(brief("en", chosen("en", (True, False, False))), paper())
    assert "published “Lanes: Keeping ‘Short’ Requests Apart”, using" in english
    chinese = brief_sentence(brief("zh", chosen("zh", (True, False, False))), paper(title="读《论语》\n有感"))
    assert "发布了《读〈论语〉 有感》，使用" in chinese


def lines(made: Brief, about: Paper) -> str:
    paragraph = next(
        block
        for block in brief_reply(made, about).blocks
        if isinstance(block, Paragraph) and block.spans[0].style == "bold"
    )
    return "".join(span.text for span in paragraph.spans)


def test_the_details_say_what_is_printed_and_what_was_not_read() -> None:
    english, chinese = brief("en", CLAUSES["en"], institutions=0), brief("zh", CLAUSES["zh"], institutions=0)
    assert lines(english, paper(authors=0)) == (
        "Institutions: none printed in the paper\nAuthors: none printed in the paper\nRead from: page 1\n"
        "Written by: model (brief/1)"
    )
    assert lines(chinese, paper(number="2501.12345v2", source="arxiv")) == (
        "主要机构: 未读取（没有读到论文原文）\n作者数量: 3人\narXiv: 2501.12345v2\n来源: arXiv API，v2\n"
        "撰写: model（brief/1）"
    )
    seven = paper(places=NAMES, number="2501.12345v2")
    assert lines(chinese, seven) == (
        f"主要机构: {', '.join(NAMES)}\n作者数量: 3人\narXiv: 2501.12345v2\n来源: 第 1 页\n"
        "撰写: model（brief/1）"
    )
    both = seven.model_copy(update={"source": "arxiv", "problems": (Reason(Why.HIDDEN_TEXT, {"page": "3"}),)})
    assert lines(english, both).splitlines()[-3:] == [
        "Read from: arXiv API, v2; institutions: page 1",
        "Written by: model (brief/1)",
        "Note: Page 3 holds text that no reader can see; it was left out.",
    ]
    *_, quote, buttons = brief_reply(english, seven).blocks
    assert isinstance(quote, Quote)
    assert isinstance(buttons, Buttons)
    assert quote.text == seven.abstract


def test_a_brief_that_is_older_than_the_reading_of_the_page_names_its_institutions() -> None:
    made = brief("en", chosen("en", (True, False, False)), institutions=0)
    assert brief_sentence(made, paper(places=("Lane University",))).startswith("Lane University published")
