"""An abstract is cut into the sentences that a reader would count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.sentences import split_sentences

WHOLE = [
    "It handles long inputs, e.g. Books and films, well.",
    "This holds for one class, i.e. Markov chains, only.",
    "The gap is shown in Fig. 2 and Tab. 3 of the text.",
    "Smith et al. Report a similar gap.",
    "It needs 3.5 GB, vs. 7.1 GB before.",
    "The method of J. R. Smith is the first.",
    "We follow Eq. 4 in Sec. 3.2 of the paper.",
    "It runs at approx. 12 fps on a phone.",
    "Errors (see Fig. 1. They are small) remain.",
    "It reaches 63. 15% accuracy.",
    "The server runs Node.js and llama.cpp at example.org/Models.Big now.",
    "Points are i.i.d. Gaussian here.",
]
TWO = [
    ("It is fast. It is small.", "It is fast."),
    ("We follow Smith et al. The gap is small.", "We follow Smith et al."),
    ("It stores keys, values, etc. We keep half.", "It stores keys, values, etc."),
    ("It was shown in 2024. 3D scenes are next.", "It was shown in 2024."),
    ("It doubles the speed (on one GPU). vLLM does not.", "It doubles the speed (on one GPU)."),
    ("Can it scale? We show that it can.", "Can it scale?"),
    ("The gap grows with noise.Key layers keep it small.", "The gap grows with noise."),
    ("We test it on a platform.ChatDex improves it.", "We test it on a platform."),
    ("速度很慢。我们提出新方法。", "速度很慢。"),
    ("They call it “fast.” We do not.", "They call it “fast.”"),
    ("We prune vector A. We keep vector B.", "We prune vector A."),
]


@pytest.mark.parametrize("text", WHOLE)
def test_a_point_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert split_sentences(text) == (text,)


@pytest.mark.parametrize(("text", "first"), TWO)
def test_a_sentence_ends_where_the_next_begins(text: str, first: str) -> None:
    assert split_sentences(text) == (first, text.removeprefix(first).strip())


def test_line_breaks_of_a_page_are_spaces() -> None:
    assert split_sentences("One line\nand another.\n\nThe next.") == ("One line and another.", "The next.")


def test_no_text_has_no_sentences() -> None:
    assert split_sentences(" \n ") == ()


@given(st.text())
def test_no_character_is_lost_or_moved(text: str) -> None:
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())
