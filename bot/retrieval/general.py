"""A question that any paper could be asked -> where papers answer it, by what their parts are for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.reading.letters import fold
from bot.retrieval.pieces import Piece

TABLE = "general.tsv"
MOST = 4  # pieces that go before all others: what a person reads, and one more
MOST_TELLING = 2  # different words that tell of it: more make a piece no likelier
_ASIDE = re.compile(
    r"related|prior work|background|preliminar|motivation|appendix|acknowledg|相关|背景|附录|致谢"
)
_FRAME = re.compile(
    r"\b(?:whats?|which|how|why|who|when|where|is|are|was|were|does|do|did|has|have|can|could|the|this|that"
    r"|an?|of|in|on|for|with|by|to|it|its|they|their|there|these|any|some|and|or|be|used?|using|uses|tell"
    r"|me|us|please|give|show|list|explain|describe|briefly|about|main|key|overall|general|paper|work"
    r"|article|authors?|study|s)\b"
    r"|请问|请|简单|大概|主要|一共|具体|总体|整体|这篇|这个|该|本|文章|论文|文中|里面|中|文|作者|他们|她们"
    r"|它们|它|我们|这里|说了|讲了|讲的|做了|使用|采用|用到|用了|用的|用|提到|提出|介绍|解释|说明|描述|列出"
    r"|一下|有没有|有无|是否|什么样|什么|哪些|哪个|哪种|哪里|哪|还|可以|可|进行|怎么样|怎样|怎么|如何|多少"
    r"|几|是|有|了|的|吗|呢|么|些|在|上|里|都|和|与|及|做|一"
)
_ANYTHING = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Kind:
    """A line of the table."""

    asked: re.Pattern[str]
    sections: tuple[re.Pattern[str], ...]
    telling: re.Pattern[str]


def general_places(question: str, pieces: Sequence[Piece]) -> list[int]:
    """The places of the pieces that answer such a question, the most likely first; none for any other one.

    A question is such a one if it has no word left beside those of its kind and of how questions are put.
    """
    kind = _kind_of(question.lower())
    if kind is None:
        return []
    ranked: list[tuple[int, int, int]] = []
    for place, piece in enumerate(pieces):
        title = fold(piece.section)
        rank = next((rank for rank, section in enumerate(kind.sections) if section.search(title)), None)
        if rank is not None and not _ASIDE.search(title):
            told = set(kind.telling.findall(piece.text.lower()))
            ranked.append((rank, -min(MOST_TELLING, len(told)), place))
    return [place for *_, place in sorted(ranked)[:MOST]]


def is_general(question: str) -> bool:
    """Whether any paper could be asked this."""
    return _kind_of(question.lower()) is not None


def _kind_of(question: str) -> Kind | None:
    if not _ANYTHING.search(question):
        return None
    for kind in _kinds():
        rest, named = kind.asked.subn(" ", question)
        if (named or kind is _kinds()[-1]) and not _ANYTHING.search(_FRAME.sub(" ", rest)):
            return kind
    return None


@cache
def _kinds() -> tuple[Kind, ...]:
    lines = files(__package__).joinpath(TABLE).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return tuple(
        Kind(
            re.compile(asked),
            tuple(re.compile(section) for section in sections.split(" > ")),
            re.compile(telling),
        )
        for asked, sections, telling in rows
    )
