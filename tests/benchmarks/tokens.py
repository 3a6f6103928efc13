"""How many tokens a brief takes: in, out, and how much of the input a server can keep in its cache.

python -m tests.benchmarks.tokens [--announced ../shared/corpus/daily/arxiv_2025-09-16.jsonl]

Tokens are those of the client's rule of thumb (bot/clients/llm_tokens.py): no server is asked. The output is
what the fake model of the tests writes, which is shorter than most models'.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from pydantic import JsonValue

from bot.checks.evidence import evidence_of
from bot.clients.llm_answers import instructions, schema_of
from bot.clients.llm_tokens import estimate
from bot.domain.papers import Affiliation, Paper
from bot.prompts.briefs import brief_prompt
from tests.fakes.model_briefs import filled
from tests.paper_pdf import paper

MOST_BEYOND_THE_PAPER = 1500  # input tokens for a brief from an abstract
DRAWN = 50


@dataclass(frozen=True, slots=True)
class Tokens:
    """Of one brief."""

    stable: int  # instructions and schema, the same for every paper: what a cache can keep
    paper: int  # the paper's own words
    input: int
    output: int


def tokens_of(title: str, abstract: str) -> Tokens:
    """Of a brief in Chinese from an abstract."""
    places = (Affiliation(name="Example University", page=1, words="Example University"),)
    read = Paper(key="k", title=title, authors=(), affiliations=places, abstract=abstract, source="arxiv")
    prompt = brief_prompt(read, evidence=evidence_of(abstract, None), language="zh")
    system = instructions(prompt.system, prompt.answer)
    messages: list[dict[str, JsonValue]] = [
        {"role": "system", "content": system},
        {"role": "user", "content": prompt.user},
    ]
    schema = schema_of(prompt.answer)
    assert isinstance(schema, dict)
    answer = json.dumps(filled(schema, messages=messages), ensure_ascii=False)
    return Tokens(
        stable=estimate(system),
        paper=estimate(title, places[0].name, abstract),
        input=estimate(system, prompt.user),
        output=estimate(answer),
    )


def announced(path: Path) -> list[tuple[str, str]]:
    """Titles and abstracts of a file of announcements."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [(row["title"], row["abstract"]) for row in rows if row.get("abstract")]


def told(tokens: Sequence[Tokens]) -> str:
    """The table."""
    beyond = max(one.input - one.paper for one in tokens)
    cacheable = sum(one.stable for one in tokens) / sum(one.input for one in tokens)
    read, written = [one.input for one in tokens], [one.output for one in tokens]
    return (
        f"{len(tokens)} briefs from abstracts: input median {median(read):.0f} tokens, most {max(read)}; "
        f"output median {median(written):.0f}\n"
        f"cacheable prefix {tokens[0].stable} tokens, {cacheable:.0%} of the input\n"
        f"beyond the paper's own text at most {beyond} tokens (target {MOST_BEYOND_THE_PAPER})\n"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--announced", type=Path, default=None)
    arguments = parser.parse_args()
    if arguments.announced:
        papers = announced(arguments.announced)
    else:
        papers = [(paper(number).title, paper(number).abstract) for number in range(DRAWN)]
    sys.stdout.write(told([tokens_of(title, abstract) for title, abstract in papers]))


if __name__ == "__main__":
    main()
