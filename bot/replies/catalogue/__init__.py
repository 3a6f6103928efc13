"""The catalogue of sentences: one file a language, read when the first sentence is said."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from string import Formatter

from bot.domain.briefs import Language
from bot.errors import Reason


class _Filler(Formatter):
    """`{pages:page|pages}` is a number with its noun, in the singular behind a 1."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, among, many = format_spec.partition("|")
        return counted(value, one, many) if among else str(value)


_FILLER = _Filler()


def counted(number: object, one: str, many: str) -> str:
    """A number with the noun that goes with it: 1 page, 2 pages."""
    return f"{number} {one if str(number) == '1' else many}"


def say(language: Language, key: str, **facts: object) -> str:
    """The sentence `section.name` of the catalogue with its facts filled in.

    Facts are put in as they are and never read as a pattern; an unknown key or a missing fact is a KeyError.
    """
    section, _, name = key.partition(".")
    return _FILLER.vformat(sentences(language)[section][name], (), facts)


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
