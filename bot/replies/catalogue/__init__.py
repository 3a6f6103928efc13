"""The catalogue of sentences: one file a language, read when the first sentence is said."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from bot.domain.briefs import Language
from bot.errors import Reason


def say(language: Language, key: str, **facts: object) -> str:
    """The sentence `section.name` of the catalogue with its facts filled in.

    Facts are put in as they are and never read as a pattern; an unknown key or a missing fact is a KeyError.
    """
    section, _, name = key.partition(".")
    return sentences(language)[section][name].format(**facts)


def explain(language: Language, reason: Reason) -> str:
    """What is wrong and what to do, for a person."""
    facts = {
        name: " ".join(fact.split()) for name, fact in reason.facts.items()
    }  # a file's name may hold lines
    return say(language, f"why.{reason.why}", **facts)


@cache
def sentences(language: Language) -> Mapping[str, Mapping[str, str]]:
    """A language's whole catalogue, by section and name."""
    text = resources.files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
