"""`eval questions`: questions whose answers are known -> how well passages are found and answers given."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Annotated

import typer
from pydantic import ValidationError

from bot.cli.ends import do, end, settings_here
from bot.cli.given_papers import Run, hand_in, open_run
from bot.cli.streams import complain, put
from bot.clients.clock import SystemClock
from bot.domain.answers import Dropped
from bot.domain.exams import ExamQuestion, Grade
from bot.domain.papers import Paper
from bot.domain.spending import Spent
from bot.errors import TryLater
from bot.replies.catalogue import explain
from bot.retrieval.search import MOST_PIECES
from bot.settings import Settings
from bot.usecases.answering import Answering
from bot.usecases.grade_answer import grade_answer
from bot.usecases.submit_papers import Kept

app = typer.Typer(no_args_is_help=True, help="How good answers are, on questions whose answers are known.")
ENDINGS = ("", ".pdf", ".md", ".txt")


@dataclass(frozen=True, slots=True)
class Wish:
    """Which questions, where their papers lie, and how it is to be printed."""

    file: Path
    papers: Path
    as_json: bool


class NoQuestions(Exception):
    """The file holds none; the message says why."""


@app.callback()
def evaluations() -> None:
    """How good answers are, on questions whose answers are known."""


@app.command("questions")
def grade_questions(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One question a line, as JSON.")],
    *,
    papers: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the papers lie; else beside the file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Use nothing but the given files.")] = False,
) -> None:
    """Grade each question of a file, and sum up: recall, answers, refusals, tokens, cost, seconds."""
    wish = Wish(file, papers or file.parent, as_json=as_json)
    end(done=do(questions(wish, settings=settings_here(quiet=True), offline=offline)))


async def questions(wish: Wish, *, settings: Settings, offline: bool) -> bool:
    """Print a grade for each question and a summary; False where a paper or the file cannot be read."""
    try:
        asked = read_questions(wish.file)
    except NoQuestions as trouble:
        complain(str(trouble))
        return False
    settings = settings.model_copy(update={"llm_institutions": False})
    grades: list[Grade] = []
    async with open_run(settings, offline=offline) as run:
        papers = await _papers(asked, wish.papers, run=run)
        answering = Answering(run.opened.desk.writing, study=run.opened.desk.study)
        if answering.writing.writer is None:
            complain("No model is set, so only the search for passages is graded.")
        done = run.step("asking")
        for place, each in enumerate(asked, start=1):
            if paper := papers.get(each.paper):
                try:
                    grade = await grade_answer(each, paper, answering=answering, clock=SystemClock())
                except TryLater as error:
                    complain(explain("en", error.reason))
                    break
                grades.append(grade)
                if wish.as_json and not put(json.dumps(_record(grade), ensure_ascii=False) + "\n"):
                    return False
            done(place, len(asked))
    complete = len(grades) == len(asked)
    if wish.as_json:
        return put(json.dumps({"summary": summary(grades)}, ensure_ascii=False) + "\n") and complete
    return put("\n".join([*_lines(grades), *summary_lines(summary(grades))]) + "\n") and complete


def read_questions(file: Path) -> tuple[ExamQuestion, ...]:
    """The questions of a file, one JSON object a line. Raises NoQuestions."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = (error.strerror if isinstance(error, OSError) else "") or "it is not in UTF-8"
        raise NoQuestions(f"{file} cannot be read: {why}.") from None
    found = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                found.append(ExamQuestion.model_validate_json(line))
            except ValidationError as error:
                where = ".".join(map(str, error.errors()[0]["loc"])) or "the line"
                raise NoQuestions(f"Line {number} of {file}: {where}: {error.errors()[0]['msg']}.") from None
    if not found:
        raise NoQuestions(f"{file} holds no question. Give one JSON object a line.")
    return tuple(found)


async def _papers(asked: Sequence[ExamQuestion], folder: Path, *, run: Run) -> dict[str, Paper]:
    """The papers that are asked about, by their names in the file; of one that is missing, it is said why."""
    names = list(dict.fromkeys(each.paper for each in asked))
    kept = await hand_in([_place_of(name, folder) for name in names], run)
    found = {}
    for name, outcome in zip(names, kept, strict=True):
        if isinstance(outcome, Kept):
            found[name] = outcome.paper
        else:
            complain(explain("en", outcome[1]))
    return found


def _place_of(name: str, folder: Path) -> str:
    """The file of a paper in a folder, else its name: an arXiv id, or what will be said to be missing."""
    places = (folder / f"{name}{ending}" for ending in ENDINGS)
    return next((str(place) for place in places if place.is_file()), name)


def summary(grades: Sequence[Grade]) -> Mapping[str, object]:
    """The figures of all grades: what was found, by language and words; what was answered; what it cost."""
    sought = [grade for grade in grades if grade.found is not None]
    told = [grade for grade in grades if grade.outcome != "unanswered"]
    figures: dict[str, object] = {
        "questions": len(grades),
        f"recall_at_{MOST_PIECES}": _recalls(sought),
        "search_ms_median": _median(grade.search_ms for grade in grades),
    }
    return figures | _answers(told, without=len(grades) - len(told)) if told else figures


def _answers(told: Sequence[Grade], *, without: int) -> dict[str, object]:
    """What a model made of the questions, and what it cost; `without` of them it gave no answer."""
    spent = sum((grade.spent for grade in told), Spent())
    dropped = [reason for grade in told for reason in grade.dropped]
    claims = sum(grade.claims for grade in told)
    verified = sum(grade.verified for grade in told)
    wrong_quotes = dropped.count(Dropped.UNFOUND) + dropped.count(Dropped.UNRELATED) + claims - verified
    return {
        "answered_rightly": _share([grade.right for grade in told if grade.asked.answerable]),
        "refused_rightly": _share([grade.right for grade in told if not grade.asked.answerable]),
        "without_answer": without,
        "quotes_verified": _share_of(verified, verified + wrong_quotes),
        "numbers_verified": _share_of(claims, claims + dropped.count(Dropped.NUMBER)),
        "quoted_the_page": _share([grade.on_page for grade in told if grade.on_page is not None]),
        "tokens": {"input": spent.usage.input, "cached": spent.usage.cached, "output": spent.usage.output},
        "cost": {currency: str(amount) for currency, amount in spent.costs.items()},
        "seconds_median": _median(grade.seconds for grade in told),
    }


def _recalls(sought: Sequence[Grade]) -> Mapping[str, object]:
    kinds: dict[str, Callable[[Grade], bool]] = {
        "en": lambda grade: grade.asked.language == "en",
        "en, own words": lambda grade: (grade.asked.language, grade.asked.words) == ("en", "own"),
        "en, other words": lambda grade: (grade.asked.language, grade.asked.words) == ("en", "other"),
        "zh": lambda grade: grade.asked.language == "zh",
    }
    shares = {
        kind: _share([grade.found for grade in sought if is_of(grade)]) for kind, is_of in kinds.items()
    }
    rewritten = [grade.rewritten for grade in sought if grade.rewritten is not None]
    return shares | {"rewritten": _share(rewritten)}


def _share(outcomes: Iterable[bool | None]) -> dict[str, object]:
    known = [bool(outcome) for outcome in outcomes]
    return _share_of(sum(known), len(known))


def _share_of(good: int, of: int) -> dict[str, object]:
    return {"of": of, "good": good, "share": round(good / of, 3) if of else None}


def _median(figures: Iterable[float]) -> float | None:
    known = list(figures)
    return round(median(known), 3) if known else None


def summary_lines(figures: Mapping[str, object]) -> list[str]:
    """The summary as a person reads it."""
    lines = []
    for name, figure in figures.items():
        if isinstance(figure, Mapping) and name.startswith("recall"):
            lines += [f"{name}, {kind}: {_worded(part)}" for kind, part in figure.items()]
        else:
            lines.append(f"{name}: {_worded(figure)}")
    return [line.replace("_", " ") for line in lines]


def _worded(figure: object) -> str:
    if isinstance(figure, Mapping) and "share" in figure:
        return f"{figure['good']} of {figure['of']}" + (f" ({figure['share']:.3f})" if figure["of"] else "")
    if isinstance(figure, Mapping):
        return ", ".join(f"{name} {value}" for name, value in figure.items()) or "none"
    return "none" if figure is None else str(figure)


def _lines(grades: Sequence[Grade]) -> list[str]:
    """One line a question: what came of it, whether its passage was found, and its words."""
    marks = {True: "found", False: "not found", None: "-"}
    return [
        f"{grade.outcome:<10} {marks[grade.found]:<9} {grade.asked.paper}: {grade.asked.question}"
        for grade in grades
    ] + [""]


def _record(grade: Grade) -> dict[str, object]:
    record = grade.model_dump(mode="json", exclude={"asked": {"gist"}, "spent": True})
    usage = grade.spent.usage
    tokens = {"input": usage.input, "cached": usage.cached, "output": usage.output, "calls": usage.calls}
    costs = {currency: str(amount) for currency, amount in grade.spent.costs.items()}
    return {**record.pop("asked"), **record, "right": grade.right, "tokens": tokens, "cost": costs}
