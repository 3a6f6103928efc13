"""What reading a paper costs, in times what pypdfium2 needs to hand over the same pages' raw text.

python -m tests.benchmarks.reading [--corpus ../shared/corpus/pdf] [--repeats 3]

Both sides begin with the closed file: opening it is in both figures, and neither knows a font of it yet.
Warm, in one process, papers one after the other, raw text and readings of a paper in turn, the least of a few
repeats, by the clock of the processor, as other work may share it. Then papers a second through the bot's own
worker processes, by the clock on the wall, and the most memory that one of these held.
"""

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import median

# pypdfium2 ships no type marker
import pypdfium2  # type: ignore[import-untyped]

from bot.clients.paper_files import read_file
from bot.clients.pdf import PdfReaders
from bot.domain.pages import ReadLimits
from bot.errors import CannotDo
from bot.ports import StoredFile
from tests.paper_pdf import draw, paper

PAPERS = 20  # drawn where there is no corpus
HEAD, WHOLE = ReadLimits(), ReadLimits(whole=True)
HEAD_TARGET, WHOLE_TARGET = 4.0, 2.5


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds that one paper takes."""

    raw_head: float  # raw text of the pages that the head is looked for on
    head: float
    raw_whole: float  # raw text of all pages
    whole: float


def cost_of(path: Path, repeats: int) -> Cost | None:
    """What a paper costs; None for a file that is refused."""
    try:
        read_file(path, name=path.name, limits=WHOLE)  # warm: tables loaded, file in memory
    except CannotDo:
        return None
    runs = [
        (
            raw_seconds(path, HEAD.header_pages),
            read_seconds(path, HEAD),
            raw_seconds(path, WHOLE.pages),
            read_seconds(path, WHOLE),
        )
        for _ in range(repeats)
    ]
    return Cost(*map(min, zip(*runs, strict=True)))


def raw_seconds(path: Path, most: int) -> float:
    """Processor time for the raw text of the first pages, from the closed file to the closed file."""
    began = time.process_time()
    document = pypdfium2.PdfDocument(path)
    for place in range(min(len(document), most)):
        page = document[place]
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    document.close()
    return time.process_time() - began


def read_seconds(path: Path, limits: ReadLimits) -> float:
    """Processor time for a reading, from the closed file to the closed file."""
    began = time.process_time()
    read_file(path, name=path.name, limits=limits)
    return time.process_time() - began


async def papers_a_second(paths: Sequence[Path], processes: int) -> float:
    """How many papers are read whole in a second, by so many warm worker processes."""
    files = [StoredFile(sha256(path.read_bytes()).hexdigest(), path, path.name) for path in paths]
    async with PdfReaders(processes, limits=WHOLE) as readers:
        await asyncio.gather(*(readers.read(files[0]) for _ in range(processes)))
        began = time.perf_counter()
        await asyncio.gather(*map(readers.read, files), return_exceptions=True)
        return len(files) / (time.perf_counter() - began)


def drawn(folder: Path) -> list[Path]:
    """Papers of our own."""
    paths = []
    for number in range(PAPERS):
        paths.append(folder / f"{number}.pdf")
        paths[-1].write_bytes(draw(paper(number)))
    return paths


def told(name: str, raw: Sequence[float], read: Sequence[float], *, target: float) -> str:
    """A row of the table."""
    ratios = sorted(one / other for one, other in zip(read, raw, strict=True))
    return (
        f"{name:6} raw {sum(raw):6.2f} s  read {sum(read):6.2f} s  median ratio {median(ratios):5.2f}  "
        f"ratio of sums {sum(read) / sum(raw):5.2f}  worst {ratios[-1]:5.2f}  (target {target})\n"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=None)
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus = sorted(arguments.corpus.glob("*.pdf")) if arguments.corpus else []
        paths = corpus or drawn(Path(folder))
        kept = {path: cost for path in paths if (cost := cost_of(path, arguments.repeats))}
        costs = list(kept.values())
        sys.stdout.write(f"{len(costs)} papers\n")
        sys.stdout.write(
            told("head", [cost.raw_head for cost in costs], [cost.head for cost in costs], target=HEAD_TARGET)
        )
        sys.stdout.write(
            told(
                "whole",
                [cost.raw_whole for cost in costs],
                [cost.whole for cost in costs],
                target=WHOLE_TARGET,
            )
        )
        speeds = [asyncio.run(papers_a_second(list(kept), processes)) for processes in (1, 2)]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sys.stdout.write(
        f"papers a second: {speeds[0]:.1f} with 1 process, {speeds[1]:.1f} with 2; "
        f"a worker held {peak:.0f} MiB at most\n"
    )


if __name__ == "__main__":
    main()
