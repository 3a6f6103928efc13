"""A question in the thread of one paper that names another -> the other one, on firm evidence alone."""

import asyncio
import re
from collections.abc import Iterator

from bot.checks.method_names import unknown_names
from bot.domain.arxiv_ids import ArxivId
from bot.domain.marks import Seeker
from bot.domain.papers import Paper
from bot.reading.letters import key_of
from bot.reading.searches import terms_of
from bot.shelves import Library, PaperIndex
from bot.usecases.answering import ReadyPaper

MOST_NAMES = 4  # of each kind that are looked up
_QUOTED = re.compile(r"[“\"「《]([^“”\"「」《》]{3,200})[”\"」》]")
_SMALL = r"(?:a|an|the|of|for|and|in|on|with|to|is|are|via|by)"
# From where a word begins: one that is as long as a message would else be read anew from each of its letters.
_CAPITALS = re.compile(
    rf"(?<![\w-])[A-Z][\w-]*(?:\s+{_SMALL})*(?:\s+[A-Z][\w-]*(?:\s+{_SMALL})*)+\s+[A-Z][\w-]*"
)
_PRINTED = re.compile(r"[!-~]+")  # a number may touch the Chinese around it
_SIGNS = ".,;:!?()[]<>`\"'"
_OF_IT = re.compile(r"'s?[.,;:!?)]*\Z")  # "2501.12345's"


async def other_paper(
    question: str, ready: ReadyPaper, *, library: Library, index: PaperIndex, seeker: Seeker
) -> Paper | ArxivId | None:
    """The one other paper that a question names by its number, title, or coined name.

    A number alone also tells of a paper that is not kept. None where the thread's paper names it too: then it
    is asked what that paper says of it. A coined name is what stands before the colon of a title; one that
    several papers have tells nothing.
    """
    paper = ready.paper
    for named in list(dict.fromkeys(_numbers(question)))[:MOST_NAMES]:
        other = await library.by_number(named.number)
        if (other is None or other.key != paper.key) and not await _mentions(ready, named.number):
            return other or named
    for name in list(_names(question))[:MOST_NAMES]:
        if not await _mentions(ready, name):
            hits, _ = await index.find(terms_of(f'"{name}"'), seeker=seeker, skip=0, limit=8)
            called = [hit.paper for hit in hits if _is_called(hit.paper, name)]
            if len(called) == 1 and called[0].key != paper.key:
                return called[0]
    return None


def _numbers(question: str) -> Iterator[ArxivId]:
    for word in _PRINTED.findall(question):
        if found := ArxivId.find(word.strip(_SIGNS)) or ArxivId.find(_OF_IT.sub("", word)):
            yield found


def _names(question: str) -> Iterator[str]:
    """Titles in quotation marks or in capitals, and names in two capitals and more."""
    for match in _QUOTED.finditer(question):
        yield match[1]
    for match in _CAPITALS.finditer(question):
        yield match[0]
    yield from unknown_names(question, "")


async def _mentions(ready: ReadyPaper, name: str) -> bool:
    return await asyncio.to_thread(_holds, ready, key_of(name))


def _holds(ready: ReadyPaper, wanted: str) -> bool:
    """A long paper takes a tenth of a second."""
    paper = ready.paper
    said = (paper.title, paper.abstract, *(passage.text for passage in ready.text.passages))
    return not wanted or any(wanted in key_of(words) for words in said)


def _is_called(paper: Paper, name: str) -> bool:
    whole, coined = key_of(paper.title), key_of(paper.title.partition(":")[0])
    return key_of(name) in {whole, coined} - {""}
