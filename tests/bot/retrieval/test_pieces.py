"""A paper's text is cut into pieces without losing, mixing or misplacing a word."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.texts import PaperText, Passage, Section
from bot.retrieval.pieces import LETTERS_OF_A_WORD, LONGEST_WORDS, pieces_of
from tests.bot.retrieval.papers import FILLER, said, text_of

PARAGRAPH = f"{FILLER} {FILLER}"  # about 75 words


def test_neighbours_of_a_section_are_packed_and_sections_are_not() -> None:
    text = text_of(
        ("1 Introduction", [said(PARAGRAPH), said(PARAGRAPH)]),
        ("2 Lanes", [said(PARAGRAPH), said("Lane | Width\nnorth | 3", kind="table"), said(PARAGRAPH)]),
    )
    pieces = pieces_of(text)
    assert [(piece.section, len(piece.passages)) for piece in pieces] == [
        ("1 Introduction", 2),
        ("2 Lanes", 3),
    ]


def test_a_piece_stands_on_one_page() -> None:
    text = text_of(("1 Lanes", [said(PARAGRAPH, page=1), said(PARAGRAPH, page=2), said(FILLER, page=2)]))
    assert [(piece.page, len(piece.passages)) for piece in pieces_of(text)] == [(1, 1), (2, 2)]


def test_a_heading_that_opens_a_paragraph_begins_no_piece_but_is_searched() -> None:
    text = text_of(("1 Lanes", [said(FILLER)]), ("Width.", [said(f"Width. {FILLER}")]), run_in=["Width."])
    (piece,) = pieces_of(text)
    assert piece.section == "1 Lanes"
    assert piece.titles == "1 Lanes Width."


def test_what_is_longer_than_a_paragraph_is_cut_between_sentences() -> None:
    text = text_of(("1 Lanes", [said(" ".join(f"Lane {number} is short." for number in range(1000)))]))
    pieces = pieces_of(text)
    assert len(pieces) > 5
    assert all(piece.text.startswith("Lane ") and piece.text.endswith(".") for piece in pieces)


def test_references_are_no_pieces() -> None:
    text = text_of(
        ("1 Lanes", [said(FILLER)]), ("References", [said("A. Body. Queues. 1999.", kind="reference")])
    )
    assert [piece.section for piece in pieces_of(text)] == ["1 Lanes"]


KINDS = st.sampled_from(["paragraph", "caption", "table", "formula", "front", "code", "reference"])
PASSAGES = st.lists(
    st.tuples(KINDS, st.text(min_size=1, max_size=4000), st.integers(0, 4), st.integers(-1, 2)), max_size=20
)


@given(PASSAGES)
def test_every_word_stands_in_one_piece_in_its_place(drawn: list[tuple[str, str, int, int]]) -> None:
    passages = [
        Passage.model_validate(
            {
                "kind": kind,
                "text": words,
                "page": page,
                "section": None if section < 0 else section,
                "position": place,
            }
        )
        for place, (kind, words, page, section) in enumerate(drawn)
    ]
    sections = tuple(Section(title=f"{number}", level=1, page=1, run_in=number == 1) for number in range(3))
    pieces = pieces_of(PaperText(sections=sections, passages=tuple(passages), pages=4))
    kept = "".join("".join(piece.text.split()) for piece in pieces)
    written = "".join("".join(each.text.split()) for each in passages if each.kind != "reference")
    assert kept == written
    for piece in pieces:
        assert {passage.page for passage in piece.passages} == {piece.page}
        longest = max(len(passage.text) for passage in piece.passages)
        assert len(piece.text) <= max(longest, LONGEST_WORDS * LETTERS_OF_A_WORD[False]) + len(piece.passages)
