"""`topic`: papers as JSON lines on standard input -> for each how relevant it is to a topic, and why."""

import json
import math
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

import typer

from bot.cli.streams import complain, put
from bot.domain.frozen import whole
from bot.domain.topics import Sketch, Topic
from bot.topics.builtin import INFERENCE, NAMES, built_in, named
from bot.topics.found_words import in_its_words
from bot.topics.scoring import score

app = typer.Typer(no_args_is_help=True, help="What makes a paper relevant.")
IDS = ("paper_id", "arxiv_id")


class NoPaper(Exception):
    """A line holds none; the message says why."""


@app.command("score")
def score_given(
    *,
    topic: Annotated[
        str, typer.Option(help="Which topic; `briefbot topic list` names them.")
    ] = INFERENCE.name,
) -> None:
    """Say of each paper, one JSON object a line on standard input, how relevant it is and why."""
    meant = named(topic)
    if meant is None:
        there_are = "; ".join(topic_names())
        raise typer.BadParameter(
            f"there is no topic “{topic}”. There are: {there_are}.", param_hint="--topic"
        )
    if not score_papers(sys.stdin.buffer, meant):
        raise typer.Exit(1)


@app.command("list")
def list_topics() -> None:
    """Name the topics that are there from the first day."""
    put("".join(f"{name}\n" for name in topic_names()))


def score_papers(lines: Iterable[bytes], topic: Topic) -> bool:
    """Print one JSON object for each line that is not blank, in order and at once; False where any was bad.

    Of a paper: the id under the key or keys that it came with, `score` from 0 to 1, `kept`, `reason`. Of a
    line that holds no paper: its number, counted from 1, and what is wrong with it, which standard error says
    too, so that the n-th object still belongs to the n-th paper.
    """
    good = True
    for number, line in enumerate(lines, start=1):
        try:
            given = _given(line)
            if given is None:
                continue
            record = {**_ids(given), **_judged(topic, _sketch(given))}
        except NoPaper as trouble:
            complain(f"Line {number} {trouble}")
            record, good = {"line": number, "error": f"Line {number} {trouble}"}, False
        if not put(whole(json.dumps(record, ensure_ascii=False)) + "\n"):
            return False
    return good


def topic_names() -> Iterator[str]:
    """The name of each built-in topic, with the others that it goes by."""
    for topic in built_in():
        others = ", ".join(name for name, meant in NAMES.items() if meant is topic)
        yield f"{topic.name} ({others})"


def _given(line: bytes) -> Mapping[str, object] | None:
    """What a line holds; None for a blank one."""
    try:
        text = line.decode("utf-8-sig").strip()
        given = json.loads(text) if text else None
    except UnicodeDecodeError:
        raise NoPaper("is not in UTF-8. Convert the file.") from None
    except (ValueError, RecursionError):
        raise NoPaper("is no JSON. Give one object a line.") from None
    if text and not isinstance(given, dict):
        raise NoPaper("is no JSON object. Give one object a line.")
    return given


def _ids(given: Mapping[str, object]) -> dict[str, object]:
    ids = {key: given[key] for key in IDS if _is_id(given.get(key))}
    if not ids:
        raise NoPaper("has neither paper_id nor arxiv_id. Give one, as text or a whole number.")
    return ids


def _is_id(given: object) -> bool:
    return isinstance(given, str | int) and not isinstance(given, bool) and given != ""


def _sketch(given: Mapping[str, object]) -> Sketch:
    title, abstract = given.get("title"), given.get("abstract") or ""
    if not isinstance(title, str) or not title.strip():
        raise NoPaper("has no title. Give it as text.")
    if not isinstance(abstract, str):
        raise NoPaper("has an abstract that is no text. Give it as text, or leave it out.")
    comments = given.get("comments")
    return Sketch(
        title=title,
        abstract=abstract,
        authors=_names(given.get("authors")),
        institutions=_names(given.get("institutions")),
        categories=_categories(given.get("categories")),
        comments=comments if isinstance(comments, str) else "",
    )


def _names(given: object) -> tuple[str, ...]:
    return tuple(name for name in given if isinstance(name, str)) if isinstance(given, list) else ()


def _categories(given: object) -> tuple[str, ...]:
    """A list, or as arXiv's own lists print them: parted by spaces."""
    return tuple(given.split()) if isinstance(given, str) else _names(given)


def _judged(topic: Topic, paper: Sketch) -> dict[str, object]:
    verdict = in_its_words(score(topic, paper), topic, paper)
    # rounded down: what is printed as the threshold has reached it
    return {
        "score": math.floor(verdict.score * 10_000) / 10_000,
        "kept": verdict.kept,
        "reason": verdict.reason,
    }
