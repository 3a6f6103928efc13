"""What is looked for is found whatever its case, accents and script, and nothing inside other words."""

import pytest

from bot.reading.searches import searchable, terms_of

TEXT = searchable(
    [
        "Lanes: Keeping “Short” Requests Apart",
        "Zoë Müller",
        "基于LLM的推理加速方法，节省显存",
        "2.5x speed-up",
    ]
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("lanes", True),
        ("LANE", True),  # a word is found by its beginning
        ("anes", False),
        ("requests short", True),
        ("“short requests”", True),
        ('"requests short"', False),
        ('"apart zoe"', False),  # a phrase stands within one field
        ("muller zoe", True),
        ("Müller", True),
        ("推理加速", True),
        ("推理 显存", True),
        ("理加", True),
        ("推理显存", False),
        ("llm", True),
        ("LLM的推理", True),
        ("ｌａｎｅｓ", True),
        ("speed-up", True),
        ("2.5x", True),
        ("lanes 显存 nowhere", False),
    ],
)
def test_a_text_holds_what_is_looked_for(query: str, *, found: bool) -> None:
    terms = terms_of(query)
    assert terms
    assert all(term in TEXT for term in terms) is found


def test_signs_alone_are_no_terms_and_none_can_be_a_pattern() -> None:
    assert terms_of("% _ … ' \" ?!") == ()
    assert terms_of("100%_\\ % lanes lanes") == (" 100", " lanes")
    assert terms_of('"never closed') == (" never closed",)
