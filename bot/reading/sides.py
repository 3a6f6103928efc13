"""What stands beside running text in one column: a figure with text around it, two captions side by side."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.reading.captions import starts_caption
from bot.reading.lines import Line
from bot.reading.rows import reads_as_prose

ENOUGH = 4  # lines of one width make a narrow stretch
NARROW = 0.14  # of the column's width, at least, stays free beside them
LONG = 18  # letters of a line of narrow prose
NEAR = 2.5  # points within which two edges are one
CLOSE = 1.7  # of the size: the next line of a stretch


@dataclass(frozen=True, slots=True)
class Stretch:
    """Prose that is narrower than its column: the room that it takes."""

    top: float
    bottom: float
    left: float
    right: float

    def is_beside(self, line: Line) -> bool:
        """Whether a line stands in the room that the stretch leaves free."""
        high = self.top - 1.6 * line.size < line.base < self.bottom + 1.6 * line.size
        return high and (line.left > self.right + NEAR or line.right < self.left - NEAR)

    def holds(self, line: Line) -> bool:
        """Whether a line is one of its own."""
        return self.top - 1 <= line.base <= self.bottom + 1 and not self.is_beside(line)


def narrow_stretches(lines: Sequence[Line], left: float, right: float) -> list[Stretch]:
    """The stretches of prose with something printed beside them."""
    free = NARROW * (right - left)
    early = [line for line in lines if line.left < left + 30 and line.right < right - free]
    late = [line for line in lines if line.left > left + free and line.right > right - 30]
    found = [*_stretches(early, lambda line: line.right), *_stretches(late, lambda line: line.left)]
    return [stretch for stretch in found if any(stretch.is_beside(line) for line in lines)]


def _stretches(lines: Sequence[Line], edge: Callable[[Line], float]) -> Iterator[Stretch]:
    """Lines under each other with one common edge; the last line of a paragraph may fall short of it."""
    chain: list[Line] = []
    for line in lines:
        if chain and line.base - chain[-1].base > CLOSE * 1.2 * line.size:
            yield from _stretch(chain, edge)
            chain = []
        chain.append(line)
    yield from _stretch(chain, edge)


def _stretch(chain: list[Line], edge: Callable[[Line], float]) -> Iterator[Stretch]:
    long = [line for line in chain if len(line.text) >= LONG]
    if len(long) < ENOUGH:
        return
    places = sorted(map(edge, long))
    middle = places[len(places) // 2]
    aligned = sum(abs(place - middle) < NEAR for place in places) * 2 >= len(long)
    # without a common edge it may be the first column of a table
    if not aligned and sum(reads_as_prose(line.text) for line in long) < 0.75 * len(long):
        return
    yield Stretch(
        chain[0].base, chain[-1].base, min(line.left for line in chain), max(line.right for line in chain)
    )


def second_captions(lines: Sequence[Line]) -> list[tuple[Line, ...]]:
    """The lines of every caption that has another text on its left, each caption by itself."""
    found: list[tuple[Line, ...]] = []
    for place, first in enumerate(lines):
        if not starts_caption(first.text):
            continue
        if not any(abs(line.base - first.base) < 1 and line.right < first.left - NEAR for line in lines):
            continue
        caption = [first]
        for line in lines[place + 1 :]:
            if line.base - caption[-1].base > CLOSE * line.size:
                break
            if line.left > first.left - NEAR and line.base > caption[-1].base + 1:
                caption.append(line)
        found.append(tuple(caption))
    return found


def beside_text(
    lines: Sequence[Line], left: float, right: float
) -> list[tuple[list[Line], tuple[float, float]]]:
    """A column's own lines, narrow stretches with their own edges, then each thing that stands beside."""
    asides = [list(caption) for caption in second_captions(lines)]
    taken = {id(line) for aside in asides for line in aside}
    stretches = narrow_stretches([line for line in lines if id(line) not in taken], left, right)
    for stretch in stretches:
        beside = [line for line in lines if id(line) not in taken and stretch.is_beside(line)]
        taken.update(map(id, beside))
        asides.append(beside)
    parts: list[tuple[list[Line], tuple[float, float]]] = []
    for line in lines:
        if id(line) in taken:
            continue
        narrow = next((stretch for stretch in stretches if stretch.holds(line)), None)
        edges = (narrow.left, narrow.right) if narrow else (left, right)
        if not parts or parts[-1][1] != edges:
            parts.append(([], edges))
        parts[-1][0].append(line)
    return parts + [
        (aside, (min(line.left for line in aside), max(line.right for line in aside)))
        for aside in asides
        if aside
    ]
