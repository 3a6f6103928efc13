"""Which blocks are footnotes: small print at the foot of a column, under everything else."""

from collections.abc import Sequence

from bot.reading.blocks import Block, Face
from bot.reading.captions import starts_caption
from bot.reading.kinds import is_small


def footnotes_among(blocks: Sequence[Block], face: Face) -> frozenset[int]:
    """The places of the footnotes."""
    found: set[int] = set()
    for column in _columns(blocks):
        foot: list[int] = []
        for place in reversed(column):
            block = blocks[place]
            if not is_small(block, face) or starts_caption(block.text):
                break
            foot.append(place)
        if len(foot) == len(column) and not any(blocks[place].first.opens_with_mark for place in foot):
            continue
        found.update(_marked(foot, blocks))
    return frozenset(found)


def _marked(foot: list[int], blocks: Sequence[Block]) -> list[int]:
    """The small print at a foot from its first mark on; without a mark what is prose, on page 1 only."""
    upward = list(foot)
    while upward and not blocks[upward[-1]].first.opens_with_mark:
        upward.pop()
    if upward:
        return upward
    return [place for place in foot if blocks[place].first.page == 1 and blocks[place].first.is_prose]


def _columns(blocks: Sequence[Block]) -> list[list[int]]:
    """The places of the blocks of each column; one ends where the next block stands higher."""
    columns: list[list[int]] = []
    for place, block in enumerate(blocks):
        above = blocks[place - 1] if place else None
        fresh = above is None or block.first.page != above.first.page or block.first.base <= above.first.base
        if fresh:
            columns.append([])
        columns[-1].append(place)
    return columns
