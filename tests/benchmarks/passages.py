"""What finding the passages for a question costs: packing, building the index, searching it.

python -m tests.benchmarks.passages [--corpus ../shared/corpus/pdf] [--repeats 5]

Papers one after the other in one process, the least of a few repeats by the clock of the processor, as other
work may share it.
"""

import argparse
import sys
import time
from pathlib import Path
from statistics import median

from bot.clients.paper_files import read_file
from bot.domain.pages import ReadLimits
from bot.domain.texts import PaperText
from bot.errors import CannotDo
from bot.retrieval.search import best_pieces

QUESTIONS = (
    "How much faster is it than the baseline?",
    "Which data and which hardware were used?",
    "What are the limitations?",
    "这个方法和之前的方法有什么区别？",
)
TARGET = 3.0  # milliseconds, at the median


def text_of(path: Path) -> PaperText | None:
    """The whole text of a paper; None for a file that is refused."""
    try:
        return read_file(path, name=path.name, limits=ReadLimits(whole=True)).text
    except CannotDo:
        return None


def milliseconds(text: PaperText, question: str, *, repeats: int) -> float:
    """The least that a question to a paper takes."""
    spans = []
    for _ in range(repeats):
        began = time.process_time()
        best_pieces(text, question)
        spans.append(time.process_time() - began)
    return min(spans) * 1000


def main() -> None:
    """Print the median over all papers and questions, and the slowest."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus/pdf"))
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    texts = [text for path in sorted(options.corpus.glob("*.pdf")) if (text := text_of(path))]
    if not texts:
        raise SystemExit(f"No papers in {options.corpus}. Give a folder of PDFs with --corpus.")
    taken = [
        milliseconds(text, question, repeats=options.repeats) for text in texts for question in QUESTIONS
    ]
    sys.stdout.write(
        f"{len(texts)} papers, {len(QUESTIONS)} questions each\n"
        f"median {median(taken):.2f} ms (target {TARGET} ms), slowest {max(taken):.2f} ms\n"
    )


if __name__ == "__main__":
    main()
