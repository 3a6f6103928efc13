"""How much of the second question's prompt a server can keep in its cache, and what checking answers costs.

python -m tests.benchmarks.questions [--corpus ../shared/corpus/pdf]

Tokens are those of the client's rule of thumb: no server is asked. The shared part is counted on the messages
as they are sent, letter by letter. The answers that are checked are six of the paper's own sentences each, by
the clock of the processor.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from statistics import median

from bot.checks.answer_words import Ground, Said
from bot.checks.answers import check_claim
from bot.clients.llm_messages import messages_of, said_of
from bot.clients.llm_tokens import estimate
from bot.domain.answers import Question, Turn
from bot.domain.papers import Paper
from bot.domain.texts import PaperText
from bot.prompts.answering import MOST_CLAIMS, answer_prompt
from bot.usecases.answering import MOST_WHOLE, ReadyPaper
from tests.benchmarks.passages import text_of

FIRST = Question(
    text="How much faster is it than the strongest baseline, and on which hardware?", language="en"
)
SECOND = Question(text="吞吐量之外，内存占用减少了多少？", language="zh")
TURN = Turn(
    question=FIRST.text,
    answer="On an A100 it raises throughput by up to 3.2x over the strongest baseline. " * 4,
)
LEAST_CACHEABLE = 0.95
MOST_CHECKING = 50.0  # milliseconds for one answer


def ready_paper(text: PaperText, *, name: str = "") -> ReadyPaper:
    """A paper made ready for questions."""
    paper = Paper(key=name, title=name, authors=(), affiliations=(), abstract="", sha256=name, source="page")
    return ReadyPaper.of(paper, text)


def cacheable(ready: ReadyPaper) -> tuple[float, int]:
    """Of the second question's input tokens the share that the first one's began with, and all of them."""
    requests = []
    for question, turns in ((FIRST, ()), (SECOND, (TURN,))):
        prompt = answer_prompt(question, shared=ready.shared, turns=turns)
        messages = messages_of(said_of(prompt, ()), shared=prompt.shared, marked=False)
        requests.append("".join(str(message.get("content")) for message in messages))
    first, second = requests
    tokens = estimate(second)
    same = next(
        (place for place, pair in enumerate(zip(first, second, strict=False)) if len(set(pair)) > 1), 0
    )
    return estimate(second[:same]) / tokens, tokens


def checking(ready: ReadyPaper) -> float:
    """Milliseconds that it takes to check an answer of six claims."""
    quotable = ready.quotable
    ground = Ground(ready.paper.title, FIRST.asked, "en", quotable)
    told = [
        Said(sentence, (place,), sentence[: len(sentence) // 2])
        for place in range(len(quotable.passages))
        for sentence in quotable.sentences(place)
        if 60 < len(sentence) < 250 and " | " not in sentence
    ]
    step = max(1, len(told) // MOST_CLAIMS)
    began = time.process_time()
    for said in told[::step][:MOST_CLAIMS]:
        check_claim(said, ground)
    return (time.process_time() - began) * 1000


def main() -> None:
    """Print both, over all papers that fit in whole."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus/pdf"))
    options = parser.parse_args()
    papers = [(path.name, text) for path in sorted(options.corpus.glob("*.pdf")) if (text := text_of(path))]
    if not papers:
        raise SystemExit(f"No papers in {options.corpus}. Give a folder of PDFs with --corpus.")
    shares, sizes, spans, prepared = [], [], [], []
    for name, text in papers:
        began = time.process_time()
        ready = ready_paper(text, name=name)
        prepared.append((time.process_time() - began) * 1000)
        share, tokens = cacheable(ready)
        sizes.append(tokens)
        if tokens <= MOST_WHOLE:
            shares.append(share)
            spans.append(checking(ready))
    record = {
        "papers": len(papers),
        "whole": len(shares),
        "tokens_median": round(median(sizes)),
        "cacheable_median": round(median(shares), 4),
        "cacheable_least": round(min(shares), 4),
        "cacheable_target": LEAST_CACHEABLE,
        "checking_ms_median": round(median(spans), 1),
        "checking_ms_most": round(max(spans), 1),
        "checking_ms_target": MOST_CHECKING,
        "preparing_ms_median": round(median(prepared), 1),
        "preparing_ms_most": round(max(prepared), 1),
    }
    sys.stdout.write(json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    main()
