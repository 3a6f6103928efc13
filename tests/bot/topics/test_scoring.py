"""What a topic makes of a paper, and what it says about it."""

import pytest

from bot.domain.topics import Ground, Sketch, Topic, share_words
from bot.topics.builtin import INFERENCE, named
from bot.topics.feedback import moved
from bot.topics.reasons import reason_of
from bot.topics.scoring import score
from tests.bot.topics.papers import BIRDS, FAST, TREES

PLACES = ("lake", "river", "sea", "marsh", "wood", "park", "town")


def test_a_paper_of_the_topic_is_kept_with_the_terms_that_decided() -> None:
    verdict = score(INFERENCE, FAST)
    assert verdict.kept
    assert verdict.score > 0.9
    assert verdict.kind == "decoding"
    assert verdict.reason.startswith("title: speculative decoding, KV cache; abstract: ")
    assert verdict.terms[:2] == ("speculative decoding", "KV cache")
    assert verdict.grounds[0] == Ground(words="speculative decoding", place="title")


def test_a_paper_of_another_field_is_not_and_says_so() -> None:
    verdict = score(INFERENCE, BIRDS)
    assert (verdict.kept, verdict.because, verdict.reason) == (False, "none", "no term of the topic")
    assert verdict.score < 0.3


def test_a_term_that_is_not_enough_is_named_with_what_was_lacking() -> None:
    verdict = score(INFERENCE, Sketch(title="Herons", abstract="A student network learns to hear herons."))
    assert (verdict.kept, verdict.because) == (False, "few")
    assert verdict.reason.startswith("only: knowledge distillation (0.")
    assert verdict.reason.endswith(" < 0.50)")


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Four-Bit Weights without Tears: Quantization of Language Models", True),
        ("Pruning Vision Transformers for Phones", True),
        ("Serving as a Witness of Herons", False),
        ("LLM Serving under Bursts", True),
        ("One Step Is Enough: Few-Step Diffusion Distillation", True),
        ("Knowledge Distillation for Shorter Chain-of-Thought", True),
        ("A Faster Bus: Scheduling Trains by Regret", False),
        ("Federated Learning of Bird Songs", False),
        ("Causal Inference with Few Samples", False),
        ("Vector Quantization of Gestures", False),
        ("Caching Web Pages near Readers", False),
    ],
)
def test_without_an_abstract_the_title_decides(title: str, *, kept: bool) -> None:
    assert score(INFERENCE, Sketch(title=title)).kept is kept


def test_words_of_other_fields_take_away() -> None:
    distilled = "We distil a teacher model into a student network. Inference is fast."
    other = distilled + " Clients take part in federated learning with differential privacy."
    alone, beside = (score(INFERENCE, Sketch(title="Herons", abstract=text)) for text in (distilled, other))
    assert beside.score < alone.score
    assert beside.terms == alone.terms


def test_weak_words_of_an_abstract_alone_are_not_enough_however_many() -> None:
    many = (
        "A lightweight and efficient neural network for a GPU, real-time and energy-efficient, with low"
        " latency, high throughput, a small model size, little memory usage and a low computational cost."
    )
    weak = score(INFERENCE, Sketch(title="Herons", abstract=many))
    assert (weak.kept, weak.because) == (False, "few")
    assert score(INFERENCE, Sketch(title="Lightweight and Efficient Networks for Herons", abstract=many)).kept
    assert score(INFERENCE, Sketch(title="Herons", abstract=f"{many} The network is 10x faster.")).kept


def test_a_paper_that_speaks_of_no_ai_model_loses_most_of_what_its_terms_add() -> None:
    other = "A load balancer that offloads requests to switches: memory-bound no more, with 2x throughput."
    alone, named = (
        score(INFERENCE, Sketch(title="Load Balancing in a Harbour", abstract=text))
        for text in (other, f"{other} Its requests run a neural network.")
    )
    assert not alone.kept
    assert named.kept


def test_what_only_training_gains_takes_away_more_than_beside_inference() -> None:
    trained = (
        "RL training of language models with pipeline parallelism and offloading. Rollouts take less time."
    )
    alone, both = (
        score(INFERENCE, Sketch(title="Herons", abstract=text))
        for text in (trained, f"{trained} The model is as fast at inference.")
    )
    assert not alone.kept
    assert both.kept


def test_a_paper_that_speaks_of_it_throughout_counts_more_than_one_that_mentions_it() -> None:
    """The same terms, in each of the sentences and in one of many."""
    birds = [f"In the {place} a neural network counts herons." for place in PLACES]
    gain = "It has pruned weights, fast inference and low latency."
    aim = "A neural network counts herons. It has pruned weights. It has fast inference. It has low latency."
    throughout = score(INFERENCE, Sketch(title="Herons", abstract=aim))
    beside = score(INFERENCE, Sketch(title="Herons", abstract=" ".join([*birds, gain])))
    assert set(beside.terms) == set(throughout.terms)
    assert throughout.kept
    assert not beside.kept


def test_a_word_to_include_counts_however_little_of_the_paper_is_about_the_topic() -> None:
    more = INFERENCE.model_copy(update={"include": ("heron",)})
    text = " ".join(f"The {place} has a heron or an owl or nothing." for place in PLACES)
    assert not score(INFERENCE, Sketch(title="Birds", abstract=text)).kept
    assert score(more, Sketch(title="Birds", abstract=text)).kept
    assert score(more, Sketch(title="Herons", abstract="Birds are counted at night. " * 9)).kept


def test_likes_make_a_weak_word_a_strong_one() -> None:
    paper = Sketch(
        title="Herons", abstract="A lightweight neural network, efficient on a GPU, with low latency."
    )
    liked = INFERENCE
    for _ in range(5):
        liked = moved(liked, ["lightweight"], liked=True)
    assert not score(INFERENCE, paper).kept
    assert score(liked, paper).kept


def test_a_word_to_include_is_enough_in_the_title_or_twice_in_the_abstract() -> None:
    assert score(TREES, Sketch(title="City Trees in Summer")).kept
    assert score(TREES, Sketch(title="Summer", abstract="A city tree is no forest. City-trees are few.")).kept
    assert score(TREES, Sketch(title="Summer", abstract="Of city trees and of leaf fall.")).kept
    once = score(TREES, Sketch(title="Summer", abstract="There stands a city tree."))
    assert not once.kept
    assert once.score > 0.4
    assert score(TREES, FAST).because == "none"


def test_a_word_to_include_weighs_beside_the_built_in_ones_and_never_less() -> None:
    more = INFERENCE.model_copy(update={"include": ("heron", "KV cache")})
    assert score(more, Sketch(title="Herons at Night")).kept
    assert score(more, FAST).score > score(INFERENCE, FAST).score


@pytest.mark.parametrize("place", ["title", "abstract", "comments"])
def test_a_word_to_exclude_rules_a_paper_out_wherever_it_stands(place: str) -> None:
    topic = INFERENCE.model_copy(update={"exclude": ("survey", "综述"), "authors": ("Ann Archer",)})
    for word in ("Surveys", "一篇综述文章"):
        verdict = score(topic, FAST.model_copy(update={place: f"{word} of KV cache"}))
        assert (verdict.score, verdict.kept, verdict.because) == (0, False, "excluded")
        assert verdict.reason.endswith(f" in the {place}")


def test_a_followed_author_keeps_a_paper_whatever_it_is_about() -> None:
    herons = BIRDS.model_copy(update={"authors": ("Jane Smith", "José M. Müller")})
    for name in ("J. Muller", "Jose Müller", "Müller, José", "jose m. muller"):
        verdict = score(TREES.model_copy(update={"authors": (name,)}), herons)
        assert verdict.kept, name
        assert verdict.score >= TREES.threshold
        assert (verdict.because, verdict.reason) == ("author", "followed author: José M. Müller")
    for name in ("John Smith", "Jane Smithers", "Müller", "K. Muller"):
        assert not score(TREES.model_copy(update={"authors": (name,)}), herons).kept, name


def test_a_followed_institution_keeps_a_paper_whatever_it_is_about() -> None:
    herons = BIRDS.model_copy(update={"institutions": ("University of Rome", "Tsinghua University, Beijing")})
    verdict = score(TREES.model_copy(update={"institutions": ("tsinghua university",)}), herons)
    assert (verdict.kept, verdict.because) == (True, "institution")
    assert not score(TREES.model_copy(update={"institutions": ("Tsing",)}), herons).kept


def test_a_paper_in_none_of_the_categories_is_not_looked_at_and_an_unknown_one_is() -> None:
    elsewhere = score(INFERENCE, FAST.model_copy(update={"categories": ("math.AG", "math.NT")}))
    assert (elsewhere.score, elsewhere.because) == (0, "category")
    assert elsewhere.reason == "in none of the topic's categories: math.AG math.NT"
    assert score(INFERENCE, FAST.model_copy(update={"categories": ()})).kept


def test_the_threshold_alone_decides_what_is_kept() -> None:
    middling = Sketch(title="Herons", abstract="Knowledge distillation makes heron counting efficient.")
    share = score(INFERENCE, middling).score
    for threshold, kept in ((share, True), (share + 0.01, False), (0.0, True)):
        assert score(INFERENCE.model_copy(update={"threshold": threshold}), middling).kept is kept


def test_a_reason_has_at_most_twenty_words_however_much_there_is_to_say() -> None:
    words = "quantization pruning serving KV cache latency throughput GPU kernel early exit token pruning "
    long = " ".join(["word"] * 60)
    wordy = Topic(name="Wordy", include=(long,), exclude=(), authors=(long,))
    for verdict in (
        score(INFERENCE, Sketch(title=words * 3, abstract=words * 9)),
        score(
            INFERENCE, Sketch(title="LLM", abstract="A student network on a GPU, efficient and real-time.")
        ),
        score(wordy, Sketch(title=long)),
        score(wordy, Sketch(title="x", authors=(long,))),
        score(wordy.model_copy(update={"exclude": (long,)}), Sketch(title=long)),
        score(TREES.model_copy(update={"threshold": 0}), BIRDS),
    ):
        assert 1 <= len(verdict.reason.split()) <= 20, verdict.reason


def test_the_built_in_topic_is_found_by_its_names() -> None:
    for name in (
        "AI inference acceleration",
        "ai  Inference Acceleration",
        "AI 推理加速",
        "ai推理加速",
        "inference",
    ):
        assert named(name) is INFERENCE, name
    assert named("trees") is None
    assert named("") is None


@pytest.mark.parametrize(
    ("share", "words"), [(0.4985, "0.49"), (0.5, "0.50"), (0.57, "0.57"), (0.29, "0.29"), (1.0, "1.00")]
)
def test_no_score_is_printed_as_the_threshold_that_it_did_not_reach(share: float, words: str) -> None:
    assert share_words(share) == words
    assert reason_of("few", (Ground(words="herons", place="title"),), lacking=(share, 2)) == (
        f"only: herons ({words} < 2.00)"
    )
