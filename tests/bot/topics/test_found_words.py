"""A kept paper's reason shows the paper's own words, and nothing else of the verdict changes."""

import pytest

from bot.domain.topics import Ground, Sketch, Topic
from bot.replies.verdicts import reason_words
from bot.topics.builtin import INFERENCE
from bot.topics.found_words import in_its_words
from bot.topics.scoring import score

OWN = Topic(name="Lanes", include=("lane keeping", "roads", "车道"))
PAPER = Sketch(
    title="Speculatively Decoded: Draft-Then-Verify for Long Answers",
    abstract="We prune the (key-value) caches of large language models. Serving LLMs is 2.3x faster.",
)


def test_the_words_of_the_paper_stand_where_a_terms_name_stood() -> None:
    before = score(INFERENCE, PAPER)
    verdict = in_its_words(before, INFERENCE, PAPER)
    assert verdict.grounds
    for ground in verdict.grounds:
        text = PAPER.title if ground.place == "title" else PAPER.abstract
        assert ground.shown in text, ground
    assert any(ground.shown != ground.words for ground in verdict.grounds)
    assert verdict.reason.startswith("title: ")
    assert reason_words(verdict, "en").startswith("in the title: ")
    unchanged = {"grounds", "reason"}
    assert verdict.model_dump(exclude=unchanged) == before.model_dump(exclude=unchanged)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Lane-keeping for Herons", "Lane-keeping"),
        ("Of Lane Keeping, Again", "Lane Keeping"),
        (r"On \emph{Roads} in Rain", "Roads"),
        ("一种新的车道方法", "车道"),
        ("Road: A Study", "Road"),
    ],
)
def test_they_are_found_in_whatever_form_they_stand(title: str, shown: str) -> None:
    paper = Sketch(title=title)
    (ground,) = in_its_words(score(OWN, paper), OWN, paper).grounds
    assert (ground.shown, ground.place) == (shown, "title")


def test_a_phrase_is_no_longer_than_it_must_be_and_printed_as_text() -> None:
    abstract = (
        "Pages say more. Our cache for language models serves them. It is $2.3\\times$ faster than before."
    )
    paper = Sketch(title="Faster Serving of Large Language Models", abstract=abstract)
    shown = [ground.shown for ground in in_its_words(score(INFERENCE, paper), INFERENCE, paper).grounds]
    assert "2.3× faster" in shown
    assert max(len(words.split()) for words in shown) <= 3


def test_a_term_whose_words_are_not_found_keeps_its_name() -> None:
    paper = Sketch(title="Roads and Roads")
    verdict = score(OWN, paper)
    elsewhere = in_its_words(verdict, OWN, Sketch(title="Nothing"))
    assert [ground.shown for ground in elsewhere.grounds] == ["roads"]
    unknown = in_its_words(verdict, Topic(name="Other"), paper)
    assert unknown.grounds == verdict.grounds


def test_a_verdict_that_no_term_decided_is_left_alone() -> None:
    topic = OWN.model_copy(update={"authors": ("Ann Archer",)})
    paper = Sketch(title="Roads", authors=("Ann Archer",))
    verdict = score(topic, paper)
    assert in_its_words(verdict, topic, paper) is verdict
    near = score(INFERENCE, Sketch(title="Herons", abstract="An efficient way."))
    assert in_its_words(near, INFERENCE, PAPER) is near


def test_words_that_two_terms_share_are_shown_once() -> None:
    topic = Topic(name="Lanes", include=("lane", "lanes"))
    paper = Sketch(title="Lanes")
    verdict = score(topic, paper).model_copy(
        update={"grounds": (Ground(words="lane", place="title"), Ground(words="lanes", place="title"))}
    )
    assert [ground.shown for ground in in_its_words(verdict, topic, paper).grounds] == ["Lanes"]


def test_a_reason_still_has_at_most_twenty_words() -> None:
    topic = Topic(name="Long", include=tuple(f"word{letter} and other things" for letter in "abcdefgh"))
    paper = Sketch(title="; ".join(topic.include))
    assert len(in_its_words(score(topic, paper), topic, paper).reason.split()) <= 20


def test_a_light_term_of_the_title_stands_in_its_words_however_many_weighty_ones_the_abstract_has() -> None:
    abstract = (
        "Quantization, pruning, distillation, speculative decoding, early exits, KV cache, offloading, "
        "batching, and CUDA kernels give 2.3x faster inference of language models."
    )
    paper = Sketch(title="Deep Networks for Herons", abstract=abstract)
    verdict = in_its_words(score(INFERENCE, paper), INFERENCE, paper)
    assert verdict.reason.startswith("title: Deep Networks; abstract: ")
