"""Words that a line's end damaged, and sound words that look like them."""

import pytest

from bot.audit.words import damaged_words

DAMAGED = [
    ("We train a twostage model.", "twostage"),
    ("A mixture-ofexperts layer.", "mixture-ofexperts"),
    ("It beats the state-ofthe-art.", "state-ofthe-art"),
    ("A stateof-the-art queue.", "stateof-the-art"),
    ("A good signal-tonoise ratio.", "signal-tonoise"),
    ("It runs in realtime.", "realtime"),
    ("A resourceconstrained device.", "resourceconstrained"),
    ("We use a GPUfriendly layout.", "GPUfriendly"),
    ("A multi-layered and multivendor network.", "multivendor"),
    ("Large- and small-scale multi- modal data.", "multi- modal"),
    ("From English- to-German text.", "English- to-"),
    ("We study quanti-zation.", "quanti-zation"),
    ("It runs on Ten-sorFlow.", "Ten-sorFlow"),
    ("Finegrained queues are short.", "Finegrained"),
]
SOUND = [
    "A multimodal dataset, a codebook and superpixels.",
    "Short- and long-term memory, pre- and post-processing.",
    "Handwritten timestamps in a throughput-oriented framework.",
    "Layerwise pruning of a feedforward network, with speedups and rollouts.",
    "Facebook and YouTube are named by DeepSpeed and TensorFlow.",
    "A multivendor network with Cross-laneQueues.",
    "The encoder-decoder is retraining-free and inpainting-based.",
    "Interpretability and deployability are auditable.",
    r"See https://example.org/modelbased and \textbased{x}.",
]


@pytest.mark.parametrize(("abstract", "word"), DAMAGED)
def test_a_damaged_word_is_named(abstract: str, word: str) -> None:
    assert damaged_words("", abstract) == (word,)


@pytest.mark.parametrize("abstract", SOUND)
def test_a_sound_word_is_let_pass(abstract: str) -> None:
    assert damaged_words("", abstract) == ()


def test_a_title_in_capitals_can_be_damaged_too() -> None:
    assert damaged_words("LEARNED QUANTI-ZATION OF QUEUES", "") == ("QUANTI-ZATION",)
    assert damaged_words("REAL-TIME QUEUES", "") == ()
