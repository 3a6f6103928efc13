"""PDFs that were damaged on purpose, read as the bot reads them: no crash, no hang, a clear reason each.

    python -m tests.campaigns.fuzz_pdf --files 2000 --seed 1 [--corpus ../shared/corpus/pdf]

Exits with 1 when a file ended in anything but a reading or a reason, or took longer than its limit.
"""

import argparse
import asyncio
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from bot.clients.pdf import PdfReaders, WorkerLimits
from bot.domain.pages import ReadLimits
from bot.errors import CannotDo
from bot.ports import StoredFile
from bot.replies.catalogue import explain
from tests.paper_pdf import draw, paper

LIMIT = timedelta(seconds=20)  # for one file
GRACE = 5.0  # seconds to end a worker that is over its limit
AT_ONCE = 2
LARGEST = 2 * 2**20  # bytes of a seed: mutating large files says nothing more and takes longer

Mutation = Callable[[bytearray, random.Random], bytearray]


def flip(content: bytearray, chance: random.Random) -> bytearray:
    """A few bytes, or many, become others."""
    for _ in range(chance.choice((1, 8, 64, 512))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return content


def truncate(content: bytearray, chance: random.Random) -> bytearray:
    """The end is missing."""
    return content[: chance.randrange(len(content))]


def cut_out(content: bytearray, chance: random.Random) -> bytearray:
    """A piece in the middle is missing."""
    start = chance.randrange(len(content))
    del content[start : start + chance.randrange(1, 4096)]
    return content


def repeat(content: bytearray, chance: random.Random) -> bytearray:
    """A piece stands there many times."""
    start = chance.randrange(len(content))
    piece = content[start : start + chance.randrange(1, 2048)]
    return content[:start] + piece * chance.choice((2, 50, 200)) + content[start:]


def renumber(content: bytearray, chance: random.Random) -> bytearray:
    """Objects refer to others than they should, themselves among them."""
    references = list(re.finditer(rb"\b(\d+) 0 R\b", content))
    for match in chance.sample(references, min(len(references), chance.choice((1, 5, 50)))):
        other = str(chance.randrange(1, 60)).encode()[: len(match[1])].rjust(len(match[1]), b"0")
        content[match.start(1) : match.end(1)] = other
    return content


def enlarge(content: bytearray, chance: random.Random) -> bytearray:
    """Numbers become huge or negative: counts, lengths, sizes of pages."""
    numbers = list(re.finditer(rb"(?<=[\s/\[])\d{2,}(?=[\s/\]>])", content))
    for match in chance.sample(numbers, min(len(numbers), chance.choice((1, 5, 50)))):
        huge = chance.choice((b"9" * len(match[0]), b"-" + b"9" * (len(match[0]) - 1), b"0" * len(match[0])))
        content[match.start() : match.end()] = huge
    return content


def nest(content: bytearray, chance: random.Random) -> bytearray:
    """Brackets within brackets, deeper than anybody writes."""
    deep = chance.choice((50, 5_000, 200_000))
    start = chance.randrange(len(content))
    return content[:start] + b"[" * deep + b"<<" * (deep // 2) + content[start:]


def embed(content: bytearray, chance: random.Random) -> bytearray:
    """A whole file within a stream of the same file, with its own table and end."""
    start = content.find(b"stream", chance.randrange(len(content)))
    start = start + 7 if start > 0 else len(content)
    return content[:start] + content + b"\nendstream\nendobj\n" + content[start:]


def cut_tail(content: bytearray, chance: random.Random) -> bytearray:
    """The table of objects or the trailer is missing, wholly or in part."""
    return content[: -chance.choice((1, 8, 64, 1024))]


def repeat_table(content: bytearray, chance: random.Random) -> bytearray:
    """The table of objects and the trailer stand there twice, the second time with another word or two."""
    start = max(content.rfind(b"xref", 0, max(0, content.rfind(b"startxref"))), 0) or len(content) // 2
    return content + flip(content[start:], chance)


def dress_up(content: bytearray, chance: random.Random) -> bytearray:
    """Something else with the face of a PDF."""
    return bytearray(b"%PDF-1.7\n") + bytes(chance.randrange(256) for _ in range(chance.randrange(20_000)))


MUTATIONS: Sequence[Mutation] = (
    flip,
    truncate,
    cut_out,
    repeat,
    renumber,
    enlarge,
    nest,
    embed,
    cut_tail,
    repeat_table,
    dress_up,
)


@dataclass
class Findings:
    """How the files ended, by reason; what should not have happened, in words; and what took longest."""

    ends: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")  # seconds, and which file


async def campaign(seeds: Sequence[bytes], *, files: int, seed: int) -> Findings:
    """Damage and read so many files."""
    # Which files are made is to be repeatable, not secret.
    chance = random.Random(seed)  # noqa: S311
    found = Findings()
    at_once = asyncio.Semaphore(AT_ONCE)
    with tempfile.TemporaryDirectory() as place:
        limits, worker_limits = ReadLimits(whole=True), WorkerLimits(time=LIMIT)
        async with PdfReaders(AT_ONCE, limits=limits, worker_limits=worker_limits) as readers:

            async def one(number: int, content: bytes, kind: str) -> None:
                file = StoredFile(sha256(content).hexdigest(), Path(place) / f"{number}.pdf", f"{kind}.pdf")
                async with at_once:
                    file.path.write_bytes(content)
                    began = time.perf_counter()
                    end = await _read(readers, file, found.broken)
                    seconds = time.perf_counter() - began
                    file.path.unlink()
                found.ends[end] += 1
                found.slowest = max(found.slowest, (seconds, f"file {number} ({kind}): {end}"))
                if seconds > 2 * (LIMIT.total_seconds() + GRACE):
                    found.broken.append(f"file {number} ({kind}) took {seconds:.0f} s")

            tasks = []
            for number in range(files):
                mutate = chance.choice(MUTATIONS)
                content = bytes(mutate(bytearray(chance.choice(seeds)), chance))
                tasks.append(one(number, content, mutate.__name__))
                if len(tasks) == 50:
                    await asyncio.gather(*tasks)
                    tasks.clear()
            await asyncio.gather(*tasks)
    return found


async def _read(readers: PdfReaders, file: StoredFile, broken: list[str]) -> str:
    try:
        document = await readers.read(file)
    except CannotDo as error:
        explain("en", error.reason)
        return str(error.reason.why)
    # Anything else is what the campaign is looking for.
    except Exception as error:  # noqa: BLE001
        broken.append(f"{file.name}: {type(error).__name__}: {error}")
        return "broken"
    if document.text is None:
        return "read without its text"
    return "read" if document.paper.title else "read without a title"


def seeds_from(folder: Path | None) -> list[bytes]:
    """Small real papers, and some of our own."""
    own = [draw(paper(number)) for number in range(5)]
    if folder is None:
        return own
    return own + [path.read_bytes() for path in sorted(folder.glob("*.pdf")) if path.stat().st_size < LARGEST]


def main() -> None:
    """Run the campaign and print how the files ended."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, default=None)
    arguments = parser.parse_args()
    began = time.perf_counter()
    found = asyncio.run(campaign(seeds_from(arguments.corpus), files=arguments.files, seed=arguments.seed))
    seconds, which = found.slowest
    sys.stdout.write(
        f"{arguments.files} files in {time.perf_counter() - began:.0f} s: {dict(found.ends)}\n"
        f"slowest {seconds:.1f} s, {which}\n"
    )
    sys.stdout.write("".join(f"BROKEN: {words}\n" for words in found.broken) or "none broke\n")
    sys.exit(1 if found.broken else 0)


if __name__ == "__main__":
    main()
