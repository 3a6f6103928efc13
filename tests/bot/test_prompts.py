"""What is sent to a model: the same for every paper up to the paper, and short."""

import pytest

from bot.checks.evidence import evidence_of
from bot.clients.llm_answers import instructions
from bot.clients.llm_tokens import estimate
from bot.domain.briefs import Evidence, Language
from bot.domain.papers import Affiliation, Paper
from bot.prompts.briefs import brief_prompt
from tests.benchmarks.tokens import MOST_BEYOND_THE_PAPER, tokens_of

CACHED_FROM = 1024  # tokens: the shortest prefix that OpenAI's servers keep
PLACES = (Affiliation(name="Lane University", page=1, words="Lane University"),)


def paper(title: str, abstract: str) -> Paper:
    return Paper(key=title, title=title, authors=(), affiliations=PLACES, abstract=abstract, source="page")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_instructions_are_the_same_for_every_paper_and_long_enough_to_be_cached(
    language: Language,
) -> None:
    one, other = (
        brief_prompt(paper(title, words), evidence=evidence_of(words, None), language=language)
        for title, words in (("Lanes", "We keep lanes."), ("Wheels", "We turn wheels by 12%."))
    )
    assert one.system == other.system
    assert one.user != other.user
    assert estimate(instructions(one.system, one.answer)) > CACHED_FROM


def test_a_brief_from_an_abstract_costs_little_beyond_the_papers_own_words() -> None:
    tokens = tokens_of("Lanes for Wheels", "We keep lanes apart, and the wait falls by 40%. " * 30)
    assert tokens.input - tokens.paper < MOST_BEYOND_THE_PAPER


def test_sentences_stand_under_the_names_of_their_sections() -> None:
    evidence = (
        Evidence(number=1, text="We keep lanes."),
        Evidence(number=2, text="The wait falls\nby <40%>.", section="5 Results", page=7),
    )
    prompt = brief_prompt(paper("Lanes", ""), evidence=evidence, language="en")
    assert prompt.user.splitlines() == [
        "<paper>",
        "Title: Lanes",
        "I1: Lane University",
        "[Abstract]",
        "S1: We keep lanes.",
        "[5 Results]",
        "S2: The wait falls by ‹40%›.",
        "</paper>",
    ]
