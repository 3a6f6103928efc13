"""Word lists kept beside the modules that use them: class of words -> words."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def word_classes(package: str, name: str) -> Mapping[str, frozenset[str]]:
    """The words of each class of a table; its sentences are split at spaces and line ends."""
    table = tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))
    return {words_of: frozenset(words.split()) for words_of, words in table.items()}
