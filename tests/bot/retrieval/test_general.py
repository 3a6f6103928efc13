"""A question that any paper could be asked finds the sections that are there to answer it."""

import pytest

from bot.retrieval.general import general_places
from bot.retrieval.pieces import pieces_of
from bot.retrieval.search import best_pieces
from tests.bot.retrieval.papers import FILLER, said, text_of

PAPER = text_of(
    ("Abstract", [said("LaneKeep lets short requests overtake and raises throughput by 45%.")]),
    (
        "1 Introduction",
        [
            said(f"{FILLER} Queues grow.", page=1),
            said(f"{FILLER} We propose lanes for requests of one length.", page=2),
        ],
    ),
    ("2 Related Work", [said(f"{FILLER} Others tried methods on many datasets.", page=2)]),
    ("3 Lanes", [said(f"{FILLER} Each length has a lane.", page=3)]),
    ("4.1 Experimental Setup", [said(f"{FILLER} It ran on eight A100 GPUs of one server.", page=4)]),
    ("4.2 Datasets", [said(f"{FILLER} Two years of letters were sorted.", page=5)]),
    ("4.3 Results", [said(f"{FILLER} Nothing else improves so much.", page=6)]),
    ("5 Limitations", [said(f"{FILLER} One lane remains empty.", page=7)]),
    ("6 Conclusion", [said(f"{FILLER} Lanes help.", page=8)]),
)


def sections(question: str) -> list[str]:
    """Where the passages stand that a person is shown."""
    return [piece.section for piece in best_pieces(PAPER, question).best[:3]]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("主要做法是什么？", "Abstract"),
        ("这篇讲了什么", "Abstract"),
        ("What is this about?", "Abstract"),
        ("main idea", "Abstract"),
        ("tl;dr", "Abstract"),
        ("有什么局限", "5 Limitations"),
        ("这篇论文有哪些不足之处？", "5 Limitations"),
        ("limitations?", "5 Limitations"),
        ("What are the weaknesses of this paper?", "5 Limitations"),
        ("用了哪些数据集", "4.2 Datasets"),
        ("Which datasets are used?", "4.2 Datasets"),
        ("硬件环境是什么", "4.1 Experimental Setup"),
        ("hardware?", "4.1 Experimental Setup"),
        ("实验结果怎么样？", "Abstract"),
    ],
)
def test_a_general_question_is_answered_from_the_sections_that_are_for_it(question: str, first: str) -> None:
    assert sections(question)[0] == first


def test_what_is_proposed_comes_before_the_rest_of_an_introduction_and_results_are_shown() -> None:
    shown = best_pieces(PAPER, "主要做法是什么？").best[:3]
    assert [piece.page for piece in shown] == [1, 2, 1]
    assert "4.3 Results" in sections("实验结果怎么样？")


@pytest.mark.parametrize(
    "question",
    ["信件的数据集有多大？", "How many letters were sorted?", "A100上的效果如何", "为什么", "?", "…"],
)
def test_a_question_that_names_something_of_the_paper_is_no_general_one(question: str) -> None:
    assert not general_places(question, pieces_of(PAPER))


def test_a_paper_without_such_sections_gives_what_its_words_match() -> None:
    plain = text_of(("Letters", [said("Letters were sorted by their datasets.")]))
    assert [piece.section for piece in best_pieces(plain, "用了哪些数据集").best] == ["Letters"]
