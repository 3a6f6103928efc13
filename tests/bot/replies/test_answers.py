"""An answer as a person reads it: whose paper it is, where each claim stands, and what is not in it."""

from typing import Any

from bot.domain.answers import Answer, Claim, Dropped, Span
from bot.domain.chat import words_of
from bot.replies.answers import answer_reply

SENTENCE = Span(page=4, section="3.2 Training", text="We trained for 12 hours.")
ROW = Span(page=5, section="4 Results", text="Lanes | 45.1")
PLAIN = Span(page=0, section="", text="Lanes keep requests apart.")
SURE = Claim(text="It was trained for 12 hours.", spans=(SENTENCE,), verified=True)


def answer(*claims: Claim, **fields: Any) -> Answer:
    """An answer to a question about lanes."""
    rest = {"language": "en", "mode": "whole", "writer": "model-1", "prompt": "answer/1"} | fields
    return Answer.model_validate({"paper": "arxiv:2501.00001", "question": "Why?", "claims": claims, **rest})


def lines(one: Answer) -> list[str]:
    """What is read, block by block."""
    return [words_of(block) for block in answer_reply(one, "On Lanes").blocks]


def test_the_title_heads_the_answer_and_each_claim_has_its_place_and_the_papers_words() -> None:
    reply = answer_reply(answer(SURE), "On Lanes")
    assert [block.kind for block in reply.blocks] == ["heading", "paragraph", "quote", "paragraph"]
    assert lines(answer(SURE)) == [
        "On Lanes",
        "It was trained for 12 hours. (p. 4 · 3.2 Training)",
        "We trained for 12 hours.",
        "Answered by model-1, from this paper alone.",
    ]
    assert reply.papers == ("arxiv:2501.00001",)


def test_a_claim_with_words_from_two_places_names_both() -> None:
    both = Claim(text="Both hold.", spans=(SENTENCE, ROW, SENTENCE), verified=True)
    assert lines(answer(both))[1] == "Both hold. (p. 4 · 3.2 Training; p. 5 · 4 Results)"


def test_what_is_not_verified_says_so_and_what_has_no_page_says_none() -> None:
    doubtful = Claim(text="Requests are kept apart.", spans=(PLAIN,), verified=False)
    assert lines(answer(doubtful))[1] == (
        "Requests are kept apart. (not verified: compare the paper's own words)"
    )
    assert lines(answer(doubtful.model_copy(update={"verified": True})))[1] == "Requests are kept apart."


def test_a_refusal_shows_the_nearest_passage_with_its_place() -> None:
    told = lines(answer(nearest=(SENTENCE,)))
    assert told[1].startswith("The paper does not answer this")
    assert told[2] == "Page 4 · 3.2 Training\nWe trained for 12 hours."
    assert lines(answer())[1] == "The paper does not answer this, as far as I can see."


def test_nobody_has_answered_what_was_stopped_before_anything_was_checked() -> None:
    assert lines(answer(stopped=True)) == ["On Lanes", "Stopped before anything was checked."]
    assert lines(answer(SURE, stopped=True))[-1].startswith("Answered by model-1")


def test_an_answer_that_could_not_be_believed_is_not_laid_at_the_papers_door() -> None:
    told = lines(answer(nearest=(SENTENCE,), dropped=(Dropped.NUMBER, Dropped.UNFOUND)))
    assert told[1].startswith("I found no answer that the paper's own words bear out.")
    assert "Left out, since the paper does not bear it out: 2 statements." in told[-1]


def test_what_was_not_read_or_not_answered_stands_at_the_end() -> None:
    notes = lines(answer(SURE, partly=True, missing="the cost", mode="passages", blank=(2, 7)))[-1]
    assert notes.splitlines() == [
        "The paper does not tell: the cost.",
        "The paper is too long for the model, which was given the passages that fit best.",
        "No text was found on p. 2, 7, so nothing there was looked through.",
        "Answered by model-1, from this paper alone.",
    ]
    assert "The paper does not answer all" in lines(answer(SURE, partly=True, only_abstract=True))[-1]


def test_in_chinese_the_frame_is_chinese_and_the_papers_words_are_its_own() -> None:
    told = lines(answer(SURE.model_copy(update={"text": "训练了12小时。"}), language="zh", dropped=("name",)))
    assert told[1] == "训练了12小时。（第 4 页 · 3.2 Training）"
    assert told[2] == "We trained for 12 hours."
    assert told[3].splitlines()[0] == "有 1 条说法在论文中找不到依据，已略去。"
