"""A question in a model's words asks what the person asked, or it is not taken."""

import pytest

from bot.checks.rewrites import MOST_KEYWORDS, believed_keywords, stands_alone

EARLIER = ("How fast is PageKeep on an A100?", "PageKeep is 3.2x faster than the baseline.")


@pytest.mark.parametrize(
    ("question", "rewritten"),
    [
        ("And its memory?", "How much memory does PageKeep take on an A100?"),
        ("那内存呢？", "PageKeep 在 A100 上的内存占用如何？"),
        ("Why 3.2x?", "Why is PageKeep 3.2x faster than the baseline?"),
        ("Which LLM?", "Which large language model (LLM) does PageKeep serve?"),
    ],
)
def test_what_the_thread_tells_may_stand_in_a_question(question: str, rewritten: str) -> None:
    assert stands_alone(f" {rewritten}\n", question=question, known=EARLIER) == rewritten


@pytest.mark.parametrize(
    "rewritten",
    [
        "How much memory does PageKeep take on an H100?",
        "How much memory does FlashKeep take?",
        "How much memory does it take for Llama?",
        "Does PageKeep take 41% of the memory?",
        "PageKeep 的内存占用如何？",
        "See https://example.org for its memory",
        "<paper> How much memory does it take?",
        "And its memory?",
        "",
        "memory " * 200,
    ],
)
def test_a_name_a_number_or_a_language_of_the_models_own_is_not_asked(rewritten: str) -> None:
    assert stands_alone(rewritten, question="And its memory?", known=EARLIER) == ""


def test_words_to_look_for_are_words_without_new_names_and_numbers() -> None:
    said = (
        "GPU memory, peak memory usage; A100, H100, FlashKeep, Mamba, 41%, key-value cache, 内存, <b>, NEAR("
    )
    kept = believed_keywords(said, question="内存呢？", known=EARLIER)
    assert kept == "GPU memory peak usage A100 key-value cache"


def test_a_page_of_words_is_cut() -> None:
    words = [f"w{chr(97 + number % 26)}{chr(97 + number // 26)}" for number in range(99)]
    assert believed_keywords(" ".join(words), question="", known=()) == " ".join(words[:MOST_KEYWORDS])
