"""`ask`: what one paper answers to a question, or its own passages for it, without a chat."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from bot.cli.given_papers import hand_in, named, open_run
from bot.cli.streams import complain, put
from bot.domain.answers import Answer, Question, Span
from bot.domain.spending import Spent
from bot.errors import Reason
from bot.replies.answers import (
    answer_notes,
    claim_line,
    coverage_lines,
    nothing_line,
    passages_line,
    place_of,
    refusal_line,
    two_languages_line,
)
from bot.replies.catalogue import explain
from bot.replies.costs import cost_line
from bot.retrieval.excerpts import Excerpt, FoundPassages, passages_for
from bot.retrieval.questions import language_asked_in
from bot.settings import Settings
from bot.usecases.answer_question import Answered, answer_question
from bot.usecases.answering import Answering
from bot.usecases.submit_papers import Kept


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked, and how it is to be printed."""

    paper: str  # as it was typed
    question: str
    passages: bool  # all that a model would be handed, and no model is asked
    as_json: bool


async def ask(wish: Wish, *, settings: Settings, offline: bool) -> bool:
    """Print what a paper has to say to a question; False where the paper cannot be read.

    What a model would be handed comes in the paper's order, what a person reads with the best first.
    """
    settings = settings.model_copy(update={"llm_institutions": False})
    async with open_run(settings, offline=offline, remember=not wish.passages) as run:
        kept = (await hand_in([wish.paper], run))[0]
        if not isinstance(kept, Kept):
            complain(explain("en", kept[1]))
            return False
        if wish.passages:
            text = await run.opened.storage.library.text(kept.paper.sha256)
            return _put_passages(passages_for(wish.question, kept.paper, text), wish)
        desk = run.opened.desk
        question = Question(text=wish.question, language=language_asked_in(wish.question, settings.language))
        answering = Answering(desk.writing, study=desk.study)
        answered = await answer_question(question, kept.paper, answering=answering)
        costs = await desk.writing.costs()
    if line := two_languages_line(question.text, question.language):
        complain(line)
    if costs and (line := cost_line(costs, "en", remembered=False)):
        complain(f"{line}.")
    return _put(answered, wish)


def _put(answered: Answered, wish: Wish) -> bool:
    """Print what came of the question."""
    if not isinstance(answered.told, Answer):
        return _put_passages(answered.told, wish, instead=answered.instead)
    answer, title = answered.told, answered.paper.title
    if wish.as_json:
        record = {**named(wish.paper), "title": title, "question": wish.question}
        return _put_record(record | _answer_record(answer, answered.spent))
    for note in answer_notes(answer):
        complain(note)
    said = [(claim_line(claim, answer.language), claim.spans) for claim in answer.claims]
    lines = [line for claim, spans in said for line in (claim, *(f"  {span.text}" for span in spans), "")]
    if answer.refused:
        nearest = [f"{place_of(span, answer.language)}\n{span.text}\n" for span in answer.nearest]
        lines = [f"{refusal_line(answer)}\n", *nearest]
    return put("\n".join([f"{title}\n", *lines]))


def _put_passages(found: FoundPassages, wish: Wish, *, instead: Reason | None = None) -> bool:
    """Print passages: all in the paper's order where they were asked for, else the best first.

    In English, as the command line speaks, but to a Chinese question in Chinese.
    """
    language = language_asked_in(wish.question, "en")
    for line in coverage_lines(found, language):
        complain(line)
    if not wish.passages:
        complain(passages_line(language, instead) if found.excerpts else nothing_line(found, language))
    chosen = found.handed if wish.passages else found.excerpts
    if wish.as_json:
        record: dict[str, object] = {"passages": [_record(each) for each in chosen]}
        if not wish.passages:
            record = {**named(wish.paper), "title": found.paper.title, "question": wish.question} | record
        return _put_record(record)
    title = () if wish.passages else (f"{found.paper.title}\n",)
    return put("\n".join([*title, *(f"{place_of(each, language)}\n{each.text}\n" for each in chosen)]))


def _put_record(record: Mapping[str, object]) -> bool:
    return put(json.dumps(record, ensure_ascii=False) + "\n")


def _answer_record(answer: Answer, spent: Spent) -> dict[str, object]:
    usage = spent.usage
    return {
        "answerable": not answer.refused,
        "claims": [
            {
                "text": claim.text,
                "verified": claim.verified,
                "spans": [_record(span) for span in claim.spans],
            }
            for claim in answer.claims
        ],
        "partly": answer.partly,
        "missing": answer.missing,
        "nearest": [_record(span) for span in answer.nearest],
        "dropped": list(answer.dropped),
        "language": answer.language,
        "mode": answer.mode,
        "model": answer.writer,
        "blank": list(answer.blank),
        "tokens": {
            "input": usage.input,
            "cached": usage.cached,
            "output": usage.output,
            "calls": usage.calls,
        },
        "cost": {currency: str(amount) for currency, amount in spent.costs.items()},
    }


def _record(words: Excerpt | Span) -> dict[str, object]:
    return {"page": words.page, "section": words.section, "text": words.text}
