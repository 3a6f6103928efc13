"""Printed affiliations -> the organisations that a paper names, once each."""

import re
from collections.abc import Iterable, Sequence

from bot.domain.papers import Affiliation
from bot.reading.affiliation_blocks import Block
from bot.reading.layout import is_prose
from bot.reading.letters import fold, key_of
from bot.reading.notes import is_note
from bot.reading.organisations import level_of, organisations_in

LONGEST_NAME = 15  # words


def affiliations_from(
    blocks: Iterable[Block], *, page: int, marks: Sequence[tuple[str, ...]]
) -> tuple[Affiliation, ...]:
    """The organisations of the blocks, each once, in the order printed; `marks` are those of each author."""
    names: dict[str, str] = {}
    words: dict[str, str] = {}
    authors: dict[str, set[int]] = {}
    for block in blocks:
        if is_note(block.text):
            continue
        linked = set(block.authors) | {
            place for place, own in enumerate(marks) if block.marks and set(own) & set(block.marks)
        }
        for name in map(_spaced, organisations_in(block.text)):
            if not _is_credible(name):
                continue
            key = key_of(name).removeprefix("the")
            names.setdefault(key, name)
            words.setdefault(key, _spaced(block.text))
            authors.setdefault(key, set()).update(linked)
    return tuple(
        Affiliation(name=name, authors=tuple(sorted(authors[key])), page=page, words=words[key])
        for key, name in names.items()
    )


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _is_credible(name: str) -> bool:
    letters = sum(map(str.isalpha, name))
    return (
        letters >= 2
        and len(name.split()) <= LONGEST_NAME
        and "@" not in name
        and letters > 0.6 * len(name.replace(" ", ""))
        and not name[0].islower()
        and not is_note(name)
        and not (is_prose(name) and not level_of(name))
        and fold(name) not in {"and", "the"}
    )
