"""What a question looks for: never a word that says nothing, and every form that a paper may print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.retrieval.questions import MOST_TERMS, language_asked_in, wanted_of


@pytest.mark.parametrize(
    ("question", "forms"),
    [
        ("Do they use multi-lane roads?", {"multi-lane", "multilane", "multi", "lane", "roads"}),
        ("How large is the 7B variant?", {"large", "7B", "7 B", "7 billion", "variant"}),
        ("What of the 12,500 cars?", {"12,500", "12500", "cars"}),
        ("Is it slower than GPT-4?", {"GPT-4", "GPT4", "GPT", "slower"}),
        ("Où est défini le “coût total” ?", {"coût total", "défini", "coût", "total"}),
        ("车道 (lane) 的宽度是多少?", {"lane", "车道", "宽度"}),
    ],
)
def test_words_are_looked_for_in_the_forms_that_papers_print(question: str, forms: set[str]) -> None:
    assert set(wanted_of(question).own) == forms


@pytest.mark.parametrize(
    "question", ["What is it about?", "这篇论文讲了什么？", "Can you summarize the paper?"]
)
def test_a_question_about_the_whole_paper_is_known(question: str) -> None:
    assert wanted_of(question).whole


def test_a_question_about_a_detail_is_not_about_the_whole_paper() -> None:
    assert not wanted_of("How wide is the third lane?").whole


def test_a_chinese_question_is_carried_into_english() -> None:
    wanted = wanted_of("训练用了哪些数据集？")
    assert {"dataset", "training"} <= {word for carried in wanted.related for word in carried.printed}
    assert wanted.chinese
    assert "train" in wanted.beginnings
    assert {"dataset", "train…"} <= set(wanted.shown)


def test_a_chinese_question_that_was_put_into_english_is_not_carried_over_again() -> None:
    wanted = wanted_of("训练用了哪些数据集？ trees counted along roads")
    assert not any("dataset" in carried.printed for carried in wanted.related)


@pytest.mark.parametrize(
    ("question", "words", "printed"),
    [
        ("Were the cars parked or thrown away?", "thrown away", "discard"),
        ("Which cards did they plug in?", "cards", "GPU"),
        ("How long does it take?", "long", "hours"),
        ("Why does it stop?", "", "due to"),
        ("Is the Memory used up?", "memory", "GB"),
    ],
)
def test_what_papers_write_is_looked_for_beside_the_words_of_a_question(
    question: str, words: str, printed: str
) -> None:
    assert any(
        words in carried.words and printed in carried.printed for carried in wanted_of(question).related
    )


@given(st.text(max_size=3000))
def test_any_text_is_a_question(question: str) -> None:
    wanted = wanted_of(question)
    assert len(wanted.own) <= MOST_TERMS
    assert not any('"' in term for term in wanted.own)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("How large is it?", "en"),
        ("Which GPU?", "en"),
        ("memory and latency?", "en"),
        ("模型有多大？", "zh"),
        ("Llama 3 的显存占用?", "zh"),
        ("GPT-4?", "zh"),
        ("LLaMA", "zh"),
        ("？", "zh"),
        ("", "zh"),
    ],
)
def test_a_question_is_answered_in_its_own_language_and_a_name_in_the_askers(
    question: str, language: str
) -> None:
    assert language_asked_in(question, "zh") == language
    assert language_asked_in(question, "en") == ("zh" if "的" in question or "有" in question else "en")


@pytest.mark.parametrize(
    "question",
    ["このモデルの大きさは？", "主要な手法は何ですか", "얼마나 큰가요?", "Какая модель?", "ما حجم النموذج؟"],
)
def test_a_question_in_other_letters_is_answered_in_the_askers_language(question: str) -> None:
    assert language_asked_in(question, "zh") == "zh"
    assert language_asked_in(question, "en") == "en"
    assert not wanted_of(question).chinese


def test_a_greek_letter_and_one_foreign_sign_are_no_other_writing() -> None:
    assert language_asked_in("α和β取多少？", "en") == "zh"
    assert language_asked_in("模型の大小是多少", "en") == "zh"
