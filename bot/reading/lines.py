"""A page's runs -> its lines, the first step of reading: text on one baseline, scripts included."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from bot.domain.pages import Page, Run
from bot.reading.lazy import lazy

CELL_GAP = 0.85  # of the size: what is further apart belongs to two columns or two cells
SCAN_CELL_GAP = 1.7  # of the size, where a text layer was guessed word by word
SPACE_GAP = 0.18  # of the size: runs that are further apart have a space between them
NUMBER_GAP = 0.3  # of the size: a 1 and a full stop are narrow in a wide box
TOUCHING = 0.1  # of the size: no space is as narrow
LONGEST_SCRIPT = 40  # letters
SCRIPT_SIZE = 0.86  # of its neighbour's size, at most; LaTeX draws scripts at 0.7

BY_BASE, BY_LEFT = attrgetter("base"), attrgetter("left")
Host = tuple[
    float, list[Run], float
]  # a row's baseline, its runs, and the size under which one is their script

LIGATURES = str.maketrans(
    {
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "st",
        "ﬆ": "st",
        "\u200b": "",
        "\ufeff": "",
    }
)


@dataclass(frozen=True)
class Line:
    """Neighbouring runs on one baseline, from left to right. Lengths in points, from the page's top left."""

    runs: tuple[Run, ...]
    base: float

    @classmethod
    def between(cls, runs: Sequence[Run], base: float, *, right: float) -> "Line":
        """A line of runs in their order, whose right edge is known."""
        line = cls(tuple(runs), base)
        line.__dict__.update(left=runs[0].left, right=right)
        return line

    @lazy
    def left(self) -> float:
        return min([run.left for run in self.runs])

    @lazy
    def right(self) -> float:
        return max([run.right for run in self.runs])

    @lazy
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @lazy
    def main(self) -> Run:
        """The run that stands for the line's face: of the face and size that most of its letters have."""
        first = self.runs[0]
        if len(self.runs) == 1:
            return first
        faces = [(round(run.size, 1), run.font.name) for run in self.runs]
        if faces.count(faces[0]) == len(faces):
            return first
        share = dict.fromkeys(faces, 0)
        for run, face in zip(self.runs, faces, strict=True):
            # a name's marks may outnumber its letters: "Shah" with 3,4,5
            letters = sum(map(str.isalpha, run.text))
            share[face] += 4 * letters + sum(map(str.isdigit, run.text)) + 1
        return self.runs[faces.index(max(share, key=share.__getitem__))]

    @lazy
    def size(self) -> float:
        return self.main.size

    @lazy
    def bold(self) -> bool:
        return self._share(lambda run: run.font.bold) > 0.5

    @lazy
    def italic(self) -> bool:
        return self._share(lambda run: run.font.italic) > 0.5

    @lazy
    def text(self) -> str:
        return text_of(self.runs)

    def is_raised(self, run: Run) -> bool:
        """Whether a run of this line is a superscript."""
        return run.base < self.base - 0.12 * self.size and run.size < 1.05 * self.size

    def _share(self, kind: Callable[[Run], bool]) -> float:
        if len(self.runs) == 1:
            return float(kind(self.runs[0]))
        letters = [(len(run.text.strip()), kind(run)) for run in self.runs]
        total = sum(count for count, _ in letters)
        return sum(count for count, fits in letters if fits) / total if total else 0.0


def text_of(runs: Sequence[Run]) -> str:
    """The runs' text with single spaces, ligatures written out."""
    if len(runs) == 1:
        return _spelled(runs[0].text)
    parts: list[str] = []
    before: Run | None = None
    for run in runs:
        if before is not None:
            gap = (run.left - before.right) / min(run.size, before.size)
            # pdfium sees a space behind every script; where the next run touches it there is none
            if gap < TOUCHING and before.size != run.size:
                parts[-1] = parts[-1].rstrip()
            elif gap > (NUMBER_GAP if _is_inside_number(before.text, run.text) else SPACE_GAP):
                parts.append(" ")
        parts.append(run.text)
        before = run
    return _spelled("".join(parts))


def _spelled(text: str) -> str:
    return " ".join((text if text.isascii() else text.translate(LIGATURES)).split())


def _is_inside_number(left: str, right: str) -> bool:
    """Whether a number goes on from one run to the next: 1|.69, 1.|69, 69|× or 69|%."""
    digit, sign = left[-1:].isdigit(), right[:1]
    return (digit and sign in {".", "×", "%"}) or (left == "." and sign.isdigit())


def lines_of(page: Page, *, scanned: bool = False) -> tuple[Line, ...]:
    """Every line of a page, from top to bottom, then from left to right; of a scan with looser baselines."""
    rows = _rows(page.runs, slack=0.22 if scanned else 0.08)
    gap = SCAN_CELL_GAP if scanned else CELL_GAP
    lines = [line for base, runs in rows for line in _cells(base, runs, gap=gap)]
    return tuple(
        sorted((line for line in lines if line.text), key=lambda line: (round(line.base, 1), line.left))
    )


def _rows(runs: Iterable[Run], *, slack: float) -> list[tuple[float, list[Run]]]:
    """Runs by baseline; small ones that touch a line above or below their own join it as its scripts."""
    rows: list[tuple[float, list[Run]]] = []
    for run in sorted(runs, key=BY_BASE):
        if rows and abs(run.base - rows[-1][0]) <= max(0.6, slack * run.size):
            rows[-1][1].append(run)
        else:
            rows.append((run.base, [run]))
    hosts = [(base, members, SCRIPT_SIZE * max([run.size for run in members])) for base, members in rows]
    largest = max([size for _, _, size in hosts], default=0.0)
    merged: list[list[Run]] = [[] for _ in rows]
    for place, (_, members) in enumerate(rows):
        for chain in _chains(members):
            # what is longer or larger is no script, and needs no look at its neighbours
            small = chain[0].size < largest and sum([len(run.text) for run in chain]) <= LONGEST_SCRIPT
            merged[_home(chain, hosts, place=place) if small else place].extend(chain)
    return [(rows[place][0], members) for place, members in enumerate(merged) if members]


def _chains(runs: list[Run]) -> Iterator[list[Run]]:
    """Neighbours of one size on one row, each chain as long as it goes without a gap."""
    if len(runs) == 1:
        yield runs
        return
    chain: list[Run] = []
    for run in sorted(runs, key=BY_LEFT):
        if chain and (run.left - chain[-1].right > 0.6 * run.size or abs(run.size - chain[-1].size) > 0.5):
            yield chain
            chain = []
        chain.append(run)
    if chain:
        yield chain


def _home(chain: list[Run], rows: Sequence[Host], *, place: int) -> int:
    """The row that a chain belongs to: its own, or the nearest one that it is a script of."""
    best, nearest = place, math.inf
    size, left, right, base = chain[0].size, chain[0].left, chain[-1].right, chain[0].base
    for step in (-1, 1):
        other = place + step
        while 0 <= other < len(rows) and abs(rows[other][0] - base) < 1.2 * size + 2:
            for host in rows[other][1] if size < rows[other][2] else ():
                if size >= SCRIPT_SIZE * host.size:
                    continue
                rise = host.base - base
                trails = -0.5 * size < left - host.right < 0.45 * host.size and rise >= -0.35 * host.size
                leads = -0.5 * size < host.left - right < 0.8 * host.size and rise > 0
                fits = rise <= 0.75 * host.size and (trails or leads)
                if fits and abs(rise) < nearest:
                    best, nearest = other, abs(rise)
            other += step
    return best


def _cells(base: float, runs: list[Run], *, gap: float) -> Iterator[Line]:
    cell: list[Run] = []
    reach = 0.0
    for run in sorted(runs, key=BY_LEFT):
        if cell and run.left - reach > gap * max(run.size, cell[-1].size):
            yield Line.between(cell, base, right=reach)
            cell, reach = [], 0.0
        cell.append(run)
        reach = max(reach, run.right)
    if cell:
        yield Line.between(cell, base, right=reach)
