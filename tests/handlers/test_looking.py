"""Words about papers that are kept: what is looked for, looked at, saved, dropped, and by which number."""

import pytest

from bot.domain.arxiv_ids import ArxivId
from bot.domain.commands import (
    AskPaper,
    BriefPaper,
    Command,
    CorrectBrief,
    FindPapers,
    MarkPaper,
    Misunderstood,
    OfferPapers,
    RegenerateBrief,
    ShowPaper,
    ShowSaved,
)
from bot.domain.references import ArxivReference, HandleReference
from bot.errors import Reason, Why
from handlers.grammar import understand

PAPER = ArxivReference(id=ArxivId.parse("2501.12345"))
OTHER = ArxivReference(id=ArxivId.parse("2502.00001v2"))
HANDLE = HandleReference(digits="0123456789ab")


def save(**about: object) -> MarkPaper:
    return MarkPaper.model_validate({"mark": "saved"} | about)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("find lanes", FindPapers(words="lanes")),
        ("/find@my_bot Short “lanes apart”", FindPapers(words="Short “lanes apart”")),
        ("查找推理加速 显存", FindPapers(words="推理加速 显存")),
        ("find", FindPapers(words="")),
        ("find lanes page 2", FindPapers(words="lanes", page=2)),
        ("find page 3", FindPapers(words="", page=3)),
        ("查找 推理 第 2 页", FindPapers(words="推理", page=2)),
        ("find lanes page 0", FindPapers(words="lanes", page=1)),
        ("find the last page", FindPapers(words="the last page")),
        ("saved", ShowSaved()),
        ("收藏夹", ShowSaved()),
        ("/saved page 2", ShowSaved(page=2)),
        ("paper 2501.12345", ShowPaper(paper=PAPER)),
        ("论文 2501.12345", ShowPaper(paper=PAPER)),
        ("论文2501.12345", ShowPaper(paper=PAPER)),
        ("paper #0123456789AB", ShowPaper(paper=HANDLE)),
        ("save 2501.12345", save(paper=PAPER)),
        ("收藏2501.12345", save(paper=PAPER)),
        ("取消收藏 2501.12345", save(paper=PAPER, taken_back=True)),
        ("unsave https://arxiv.org/abs/2501.12345", save(paper=PAPER, taken_back=True)),
        ("drop 2501.12345", MarkPaper(paper=PAPER, mark="not_relevant")),
        ("不相关：2501.12345", MarkPaper(paper=PAPER, mark="not_relevant")),
        ("恢复 2501.12345", MarkPaper(paper=PAPER, mark="not_relevant", taken_back=True)),
    ],
)
def test_what_is_looked_for_looked_at_and_marked(text: str, wish: Command) -> None:
    assert understand(text) == wish


@pytest.mark.parametrize("number", ["3", "#3", "no. 3", "第3篇", "第 3 条", "3.", "(3)"])
def test_a_number_is_of_the_paper_in_the_answered_post(number: str) -> None:
    about = {"number": 3, "answers": "42"}
    if number in {"3.", "(3)"}:  # a mark in front of a list is no word
        number = "3"
    assert understand(f"save {number}", answers="42") == save(**about)
    assert understand(f"paper {number}", answers="42") == ShowPaper(number=3, answers="42")
    assert understand(f"regenerate {number} en", answers="42") == RegenerateBrief(
        number=3, answers="42", language="en"
    )
    assert understand(f"correct {number} zh effect 2 times as fast", answers="42") == CorrectBrief(
        number=3, answers="42", language="zh", field="effect", value="2 times as fast"
    )


def test_without_a_name_the_answered_post_tells_which_paper() -> None:
    assert understand("save", answers="42") == save(answers="42")
    assert understand("paper", answers="42") == ShowPaper(answers="42")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("save", Why.NO_PAPER_GIVEN),
        ("save 3", Why.NUMBER_ALONE),
        ("correct 3 effect 2x", Why.NUMBER_ALONE),
        ("save 2501.12345 2502.00001", Why.TOO_MANY_PAPERS),
        ("drop 1 2", Why.TOO_MANY_PAPERS),
        ("save the date", Why.NOT_A_PAPER_REFERENCE),
        ("paper", Why.NO_PAPER_GIVEN),
        ("paper 2501.123456", Why.MALFORMED_ARXIV_ID),
        ("论文写得怎么样？", Why.UNKNOWN_COMMAND),
        ("paper is cheap", Why.UNKNOWN_COMMAND),
        ("papre 2501.12345", Why.DID_YOU_MEAN),
        ("fine, thanks", Why.UNKNOWN_COMMAND),
    ],
)
def test_what_names_no_paper_gets_advice(text: str, why: Why) -> None:
    wish = understand(text)
    assert isinstance(wish, Misunderstood)
    assert wish.reason.why is why
    if why is Why.NUMBER_ALONE:
        assert wish.reason == Reason(why, {"number": "3", "command": text.split(maxsplit=1)[0]})


@pytest.mark.parametrize("text", ["save 1 2", "drop 1, 2", "paper 3 and 4", "why #1 #2"])
def test_two_numbers_never_become_one(text: str) -> None:
    facts = {"limit": "1", "given": "2"}
    assert understand(text, answers="42") == Misunderstood(reason=Reason(Why.TOO_MANY_PAPERS, facts))


@pytest.mark.parametrize("text", ["1", "#1", "第1篇"])
def test_a_number_alone_is_told_to_answer_its_list(text: str) -> None:
    facts = {"number": "1", "command": "paper"}
    assert understand(text) == Misunderstood(reason=Reason(Why.NUMBER_ALONE, facts))


@pytest.mark.parametrize("text", ["see https://arxiv.org/abs/2501.12345, it is great", "compare 2501.12345"])
def test_a_paper_among_other_words_is_offered(text: str) -> None:
    assert understand(text) == OfferPapers(papers=(PAPER,))


def test_a_question_that_names_one_paper_is_put_to_it() -> None:
    text = "what is the speedup of 2501.12345?"
    assert understand(text) == AskPaper(paper=PAPER, question=text)


def test_several_links_alone_are_offered_and_one_or_a_word_more_is_done_at_once() -> None:
    links = "https://arxiv.org/abs/2501.12345\nhttps://arxiv.org/pdf/2502.00001v2"
    assert understand(links) == OfferPapers(papers=(PAPER, OTHER))
    assert understand(f"brief {links}") == BriefPaper(papers=(PAPER, OTHER))
    assert understand(f"{links} en") == BriefPaper(papers=(PAPER, OTHER), language="en")
    assert understand(links.splitlines()[0]) == BriefPaper(papers=(PAPER,))
    assert isinstance(understand(f"{links} https://example.com/a.pdf"), BriefPaper)


@pytest.mark.parametrize("text", ["3: save", "3：收藏", "3 save", "#3. Save!", "3、收藏"])
def test_a_number_may_stand_before_the_command(text: str) -> None:
    assert understand(text, answers="42") == save(number=3, answers="42")
    assert understand(text) != save(number=3), "of no post"


def test_words_of_a_button_are_a_command_behind_a_number() -> None:
    for text in ("3: details", "3 详情", "details 3"):
        assert understand(text, answers="42") == ShowPaper(number=3, answers="42")
    assert understand("3: correct en effect 2x  as fast", answers="42") == CorrectBrief(
        number=3, answers="42", language="en", field="effect", value="2x  as fast"
    )
    assert isinstance(understand("3: save the date", answers="42"), Misunderstood)
