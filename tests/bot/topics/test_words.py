"""Which words count as one word, and what is done with numbers."""

import pytest

from bot.topics.words import END, sentences_of, stem, tokens_of


@pytest.mark.parametrize(
    "forms",
    [
        "prune prunes pruned pruning",
        "quantize quantise quantized quantised quantizing quantization quantisation quantizations",
        "cache caches cached caching",
        "distill distil distilled distilling distillation",
        "compress compressed compressing compression",
        "accelerate accelerates accelerated accelerating acceleration",
        "batch batches batched",
        "query queries queried",
        "reduce reduced reducing reduction reductions",
        "model models modelled modeling modelling",
        "behavior behaviour behaviours",
        "evict evicted eviction",
    ],
)
def test_all_forms_of_a_word_are_one(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "pair", ["latency latent", "serving serve", "gem gemm", "rate ratio", "analysis analyst", "model modal"]
)
def test_words_that_only_look_alike_stay_apart(pair: str) -> None:
    one, other = pair.split()
    assert stem(one) != stem(other)


def test_a_hyphen_parts_words_as_a_space_does() -> None:
    assert tokens_of("low-rank KV-cache") == tokens_of("Low rank kv cache")


def test_numbers_are_what_they_count() -> None:
    assert tokens_of(r"$2.3\times$ or 4× or 5x, 40\% or 12 percent, 4-bit and 1.58 bits") == [
        *("#x", "or", "#x", "or", "#x", "#%", "or", "#%", "#bit", "and", "#bit")
    ]


def test_the_end_of_a_sentence_is_a_token_and_a_point_in_a_number_is_none() -> None:
    assert tokens_of("It took 2.5 s. Then?") == ["it", "took", "2", "5", "s", END, "then", END]


def test_markup_of_formulas_and_accents_do_not_hide_a_word() -> None:
    assert tokens_of(r"\textbf{Pruning} na\"ive café") == tokens_of("Pruning na ive cafe")


def test_other_scripts_have_words_too() -> None:
    assert tokens_of("רשתות עצביות. Сжатие моделей") == ["רשתות", "עצביות", END, "сжатие", "моделеи"]


def test_a_text_is_parted_into_sentences_and_a_short_end_parts_nothing() -> None:
    text = "We count birds, that is herons. Do they sleep at night? Yes. Nobody knows of any"
    parted = sentences_of(text)
    assert [len(sentence) for sentence in parted] == [7, 6, 6]
    assert [token for sentence in parted for token in sentence] == tokens_of(text)
    assert sentences_of("") == []
