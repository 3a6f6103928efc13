"""What a person reads of a piece: the sentence that fits best, and as much around it as has room."""

import pytest

from bot.domain.papers import Paper
from bot.retrieval.excerpts import MOST_CHARACTERS, passages_for
from tests.bot.answering import paper
from tests.bot.retrieval.papers import FILLER, said, text_of

LANES: Paper = paper()
EIGHT = "We run eight of them side by side."
SMALLER = "Since each lane is smaller, the lanes together cost no more than one."
ROWS = "north | 1250\nsouth | 975\neast | 1112"


def test_where_the_piece_ends_behind_the_best_sentence_those_before_it_are_read_too() -> None:
    text = text_of(("3 Lanes", [said(f"{EIGHT} {SMALLER}")]))
    assert passages_for("What do smaller lanes cost?", LANES, text).excerpts[0].text == f"{EIGHT} {SMALLER}"
    far = text_of(("3 Lanes", [said(f"{FILLER} {FILLER} {FILLER} {EIGHT} {SMALLER}")]))
    cut = passages_for("What do smaller lanes cost?", LANES, far).excerpts[0].text
    assert cut.startswith("… ")
    assert cut.endswith(f"{EIGHT} {SMALLER}")
    assert len(cut) <= MOST_CHARACTERS + 2


def test_no_row_of_numbers_comes_before_the_best_sentence() -> None:
    text = text_of(("4 Cars", [said(ROWS, kind="table"), said(EIGHT), said(SMALLER)]))
    excerpt = passages_for("Why does a smaller lane not cost more?", LANES, text).excerpts[0]
    assert excerpt.text == f"… {EIGHT} {SMALLER}"


@pytest.mark.parametrize("question", ["What is the main idea?", "主要贡献是什么？"])
def test_a_question_about_the_whole_paper_reads_an_abstract_from_its_beginning(question: str) -> None:
    long = f"{FILLER} {FILLER} {FILLER} That each lane is apart is the main idea."
    text = text_of(("Abstract", [said(f"Lanes come first. {long}")]))
    assert passages_for(question, LANES, text).excerpts[0].text.startswith("Lanes come first. ")
