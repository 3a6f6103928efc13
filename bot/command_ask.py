"""`ask`: one paper's own passages for a question, without a chat."""

import json
from dataclasses import dataclass

from bot.command_line import hand_in, named, open_run
from bot.replies.answers import coverage_lines, nothing_line, place_of
from bot.replies.catalogue import explain, say
from bot.retrieval.excerpts import Excerpt
from bot.settings import Settings
from bot.streams import complain, put
from bot.usecases.answer_question import answer_question
from bot.usecases.submit_papers import Kept


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked, and how it is to be printed."""

    paper: str  # as it was typed
    question: str
    passages: bool  # all that a model would be handed
    as_json: bool


async def ask(wish: Wish, *, settings: Settings, offline: bool) -> bool:
    """Print what a paper has to say to a question; False where the paper cannot be read.

    What a model would be handed comes in the paper's order, what a person reads with the best first. The
    paper is always read anew; no model is asked.
    """
    settings = settings.model_copy(update={"llm_institutions": False})
    async with open_run(settings, offline=offline, remember=False) as run:
        kept = (await hand_in([wish.paper], run))[0]
        if not isinstance(kept, Kept):
            complain(explain("en", kept[1]))
            return False
        found = await answer_question(wish.question, kept.paper, texts=run.opened.storage.library)
    for line in coverage_lines(found, "en"):
        complain(line)
    if not wish.passages:
        complain(say("en", "answer.passages") if found.excerpts else nothing_line(found, "en"))
    chosen = found.handed if wish.passages else found.excerpts
    if wish.as_json:
        record: dict[str, object] = {"passages": [_record(each) for each in chosen]}
        if not wish.passages:
            record = {**named(wish.paper), "title": kept.paper.title, "question": wish.question} | record
        return put(json.dumps(record, ensure_ascii=False) + "\n")
    return put("\n".join(f"{place_of(each, 'en')}\n{each.text}\n" for each in chosen))


def _record(excerpt: Excerpt) -> dict[str, object]:
    return {"page": excerpt.page, "section": excerpt.section, "text": excerpt.text}
