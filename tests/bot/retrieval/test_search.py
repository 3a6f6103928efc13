"""The piece that answers is among those handed over, by whatever words it was asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.texts import PaperText
from bot.retrieval.questions import wanted_of
from bot.retrieval.search import MOST_PIECES, best_pieces, sentences_and_best
from tests.bot.retrieval.papers import long_paper, said, text_of

TELLING = (
    ("4.1 Setup", "All runs were made on one server with eight A100 cards and 512 GB of RAM."),
    ("4.2 Raters", "Three annotators judged every crossing; they were paid by the hour."),
    ("4.3 Limits", "Our rule fails on roundabouts, however, since no car has the right of way there."),
    ("5 Numbers", "Lane | Cars\nnorth | 1250\nsouth | 975\nTable 3: Cars that were counted in each lane."),
)
PAPER = long_paper(*TELLING)


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Which machine did they use?", "4.1 Setup"),
        ("What hardware was needed?", "4.1 Setup"),
        ("Did humans label the data?", "4.2 Raters"),
        ("What are the weaknesses?", "4.3 Limits"),
        ("How many cars drove north?", "5 Numbers"),
        ("实验用的是什么硬件？", "4.1 Setup"),
        ("这个方法有什么局限？", "4.3 Limits"),
        ("north 车道有多少辆车?", "5 Numbers"),
    ],
)
def test_other_words_than_the_papers_find_the_place(question: str, title: str) -> None:
    assert best_pieces(PAPER, question).best[0].section == title


def test_related_words_count_for_more_where_the_paper_has_not_the_word_of_the_question() -> None:
    paper = long_paper(
        ("4.2 Gates", "By priority and by order: such is the policy of every scheduling."),
        ("4.3 Limits", "Beyond nine lanes the rule runs out of memory and stops."),
    )
    assert best_pieces(paper, "Do queues crash?").best[0].section == "4.3 Limits"


TABLE = "Lane | Cars | Gates\nnorth | 1250 | 40\nsouth | 975 | 38\neast | 1112 | 44"


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Do cars from north pass the gates?", "4.2 Prose"),
        ("车从 north 怎么过 gates", "4.2 Prose"),
        ("How many cars from north pass the gates?", "4.1 Table"),
    ],
)
def test_sentences_come_before_rows_of_numbers_where_no_number_is_asked_for(
    question: str, first: str
) -> None:
    paper = long_paper(("4.1 Table", TABLE), ("4.2 Prose", "Cars from north wait until one of them opens."))
    found = best_pieces(paper, question)
    assert found.best[0].section == first
    assert {"4.1 Table", "4.2 Prose"} <= {piece.section for piece in found.pieces}


@pytest.mark.parametrize(
    ("question", "first"),
    [("Do cars from north pass gates?", "Cars wait."), ("How many cars from north pass gates?", TABLE)],
)
def test_an_excerpt_begins_with_a_sentence_unless_a_number_is_asked_for(question: str, first: str) -> None:
    text = text_of(("4 Cars", [said(TABLE, kind="table"), said("Cars wait.")]))
    (piece,) = best_pieces(text, question).best
    sentences, best, _ = sentences_and_best(piece, wanted_of(question))
    assert sentences[best] == first


def test_pieces_are_handed_over_in_the_papers_order() -> None:
    found = best_pieces(PAPER, "history of queues, annotators and cars")
    positions = [piece.passages[0].position for piece in found.pieces]
    assert len(positions) == MOST_PIECES
    assert positions == sorted(positions)


@pytest.mark.parametrize("question", ["What is the main idea of the paper?", "主要贡献是什么？"])
def test_abstract_and_introduction_go_with_a_question_about_the_whole(question: str) -> None:
    text = PaperText.model_validate(long_paper(("6 The main idea of others", "Their main idea was a gate.")))
    opened = text_of(
        ("", [said("On Lanes, by Ann Archer", kind="front")]),
        ("Abstract", [said("We keep lanes apart.")]),
        ("1 Introduction", [said("Cars meet and stop.")]),
        *((text.title_of(each), [said(each.text, page=each.page)]) for each in text.passages),
    )
    found = best_pieces(opened, question)
    assert [piece.section for piece in found.pieces[:3]] == ["", "Abstract", "1 Introduction"]
    assert found.best[0].section == "Abstract"


def test_where_little_matches_the_opening_fills_up_and_is_no_match() -> None:
    text = text_of(
        ("Abstract", [said("We keep lanes apart.")]), ("2 Roads", [said("A gate opens by itself.")])
    )
    found = best_pieces(text, "When does the gate open?")
    assert [piece.section for piece in found.pieces] == ["Abstract", "2 Roads"]
    assert [piece.section for piece in found.best] == ["2 Roads"]


def test_a_chinese_paper_is_searched_in_chinese() -> None:
    filler = [
        (f"{number} 历史", [said("排队问题的研究由来已久，这里只作简要回顾。" * 3, page=number)])
        for number in range(1, 30)
    ]
    text = text_of(*filler, ("4 装置", [said("全部试验在一台配有八块显卡的服务器上完成。", page=30)]))
    found = best_pieces(text, "试验是在什么服务器上完成的？")
    assert found.best[0].section == "4 装置"
    assert not found.foreign


@given(st.text(max_size=400), st.lists(st.text(min_size=1, max_size=300), max_size=6))
def test_any_question_to_any_paper_gives_pieces_of_it(question: str, paragraphs: list[str]) -> None:
    text = text_of(*((f"{number}", [said(words)]) for number, words in enumerate(paragraphs)))
    found = best_pieces(text, question)
    assert len(found.pieces) == min(MOST_PIECES, len(paragraphs))
    assert {piece.text for piece in found.pieces} <= set(paragraphs)
    assert set(found.best) <= set(found.pieces)
