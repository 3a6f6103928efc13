"""Where a text has a term."""

import pytest

from bot.topics.terms import GAP, Term, built_in_terms, finder_of, finds_something, form_tokens


def names(terms: list[Term], text: str) -> dict[str, int]:
    return {term.name: times for term, times in finder_of(terms).find(text).items()}


def term(name: str, *forms: str) -> Term:
    return Term(name, "include", 1.0, (name, *forms))


def test_the_longest_phrase_has_its_words_for_itself() -> None:
    terms = [term("quantization"), term("vector quantization")]
    assert names(terms, "Vector quantisation of maps") == {"vector quantization": 1}
    assert names(terms, "Quantized maps, vector-quantized") == {"quantization": 1, "vector quantization": 1}


def test_a_gap_spans_some_words_of_one_sentence() -> None:
    terms = [term("less waiting", "reduce ... latency")]
    assert names(terms, "We reduce the mean end-to-end latency.") == {"less waiting": 1}
    assert names(terms, "We reduce it. The latency stays.") == {}
    assert names(terms, "We reduce one and two and three and four latency") == {}


def test_numbers_stand_for_all_of_their_kind() -> None:
    terms = [term("speedup", "#x faster")]
    assert names(terms, "It is 3.1x faster and 20% faster.") == {"speedup": 1}


def test_chinese_is_found_inside_a_sentence() -> None:
    assert names([term("推理加速")], "本文研究大模型推理 加速方法。") == {"推理加速": 1}


def test_an_empty_phrase_is_nowhere() -> None:
    assert names([term(""), term("..."), term("?")], "Any text?") == {}


@pytest.mark.parametrize("form", ["the", "of these", "(a+)+$", "x", "🎉", "?!", "...", "... lanes", "图"])
def test_a_form_that_finds_nothing_or_everything_is_known(form: str) -> None:
    assert not finds_something(form)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("state of the art", "A state of the art method."),
        ("רשתות עצביות", "על רשתות עצביות."),
        ("الشبكات العصبية", "عن الشبكات العصبية."),
        ("モデル", "大規模モデルは"),
        ("图索引", "一种图索引。"),
        ("4-bit", "Four-bit or 4 bits."),
    ],
)
def test_a_form_of_any_script_is_found(form: str, text: str) -> None:
    assert finds_something(form)
    assert names([term(form)], text) == {form: 1}


def test_each_form_of_the_built_in_topic_belongs_to_one_term_and_can_be_found() -> None:
    owners: dict[tuple[tuple[str, ...], ...], str] = {}
    for each in built_in_terms():
        for form in each.forms:
            key = tuple(form_tokens(part) for part in form.split(GAP))
            assert all(key), form
            assert owners.setdefault(key, each.name) == each.name, form
            text = form.replace(GAP, "so").replace("#x", "2x").replace("#%", "2%").replace("#bit", "2-bit")
            assert finder_of([each]).find(text), form


def test_names_of_the_built_in_topic_are_each_there_once() -> None:
    names_of_terms = [each.name for each in built_in_terms()]
    assert len(names_of_terms) == len(set(names_of_terms))


def test_terms_are_told_by_sentence_and_together_they_are_those_of_the_text() -> None:
    text = "The cache is small and we prune it. Nothing is said about it here. Caches are pruned."
    finder = finder_of([term("cache"), term("prune")])
    told = [{each.name: times for each, times in found.items()} for found in finder.find_by_sentence(text)]
    assert told == [{"cache": 1, "prune": 1}, {}, {"cache": 1, "prune": 1}]
    assert {each.name: times for each, times in finder.find(text).items()} == {"cache": 2, "prune": 2}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Accuracy on GQA and other visual questions", "efficient attention"),
        ("Multi-LLM judges vote", "model routing"),
        ("Syntax trees are linearized depth first", "linear attention"),
        ("This reduces the difficulty of the inference", "inference acceleration"),
        ("We accelerate proof generation", "fast diffusion sampling"),
        ("Agents that use fewer tokens", "token pruning"),
    ],
)
def test_words_that_others_use_otherwise_are_no_terms(text: str, name: str) -> None:
    assert name not in names(list(built_in_terms()), text)
