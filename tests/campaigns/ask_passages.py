"""Is the passage that answers among those that are handed over? Questions written before any search ran.

python -m tests.campaigns.ask_passages [--corpus ../shared/corpus/pdf] [--most 12]

questions.jsonl holds one question a line: the paper's file name, the page and a few words of the sentence
that answers it, the language, and whether it is asked in the paper's own words or in others. `set` tells when
it was written; the words that carry a question over were adjusted after each set had been tried once.
exam.jsonl and exam2.jsonl are for `briefbot eval questions`; search was adjusted after both, which are used
up as unseen ones, too.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from bot.domain.texts import PaperText
from bot.reading.letters import key_of
from bot.retrieval.search import best_pieces
from tests.benchmarks.passages import text_of

QUESTIONS = Path(__file__).with_name("questions.jsonl")
MOST = 12
TARGET = 0.90  # of the questions in each language


class Question(TypedDict):
    """A line of the file."""

    set: int
    paper: str
    page: int
    answer: str
    question: str
    words: str
    language: str


_QUESTION = TypeAdapter(Question)


def questions() -> list[Question]:
    """All that were written."""
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [_QUESTION.validate_python(json.loads(line)) for line in lines]


def is_answered(question: Question, text: PaperText, *, most: int) -> bool:
    """True where a passage that is handed over holds the words of the answer."""
    wanted = key_of(question["answer"])
    return any(
        wanted in key_of(piece.text) for piece in best_pieces(text, question["question"], most=most).pieces
    )


def main() -> None:
    """Print the recall by language and by the words of the question."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus/pdf"))
    parser.add_argument("--most", type=int, default=MOST)
    options = parser.parse_args()
    papers = {
        name: text_of(options.corpus / f"{name}.pdf") for name in {each["paper"] for each in questions()}
    }
    found, asked = Counter[str](), Counter[str]()
    for question in questions():
        text = papers[question["paper"]]
        if text is None:
            raise SystemExit(f"{question['paper']}.pdf is not in {options.corpus}, or cannot be read.")
        answered = is_answered(question, text, most=options.most)
        for kind in (question["language"], f"{question['language']}, {question['words']} words"):
            asked[kind] += 1
            found[kind] += answered
    for kind in sorted(asked):
        sys.stdout.write(f"{kind}: {found[kind]} of {asked[kind]} ({found[kind] / asked[kind]:.3f})\n")
    if any(found[language] < TARGET * asked[language] for language in ("en", "zh")):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
