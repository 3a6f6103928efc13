"""Hostile texts as questions, claims and quotes: what is said to a question, and asked back."""

from collections.abc import Iterator
from itertools import product

from bot.domain.answers import Answer, Claim, Dropped, Span
from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import Buttons, Reply, paragraph
from bot.domain.texts import PaperText, Passage, Section
from bot.errors import Reason, Why
from bot.replies import answers, notices
from bot.replies.joints import title_line
from bot.retrieval.excerpts import passages_for
from tests.campaigns.hostile_facts import Facts, Said, in_turn

_BARE = Span(page=0, section="", text="")


def answered_replies(facts: Facts) -> Iterator[Said]:
    """All that is said to questions."""
    for kind in (_of_answers, _of_growing, _of_passages, _asked_back):
        yield from kind(facts)


def claims_of(facts: Facts) -> tuple[Claim, ...]:
    """One that is verified, one with a word of doubt, one whose place nobody knows."""
    spans = tuple(
        Span(page=page, section=facts.section, text=text) for page, text in enumerate(facts.evidence)
    )
    first, second, third = facts.slots
    return (
        Claim(text=first, spans=spans, verified=True),
        Claim(text=second, spans=spans[1:2], verified=False),
        Claim(text=third, spans=(_BARE.model_copy(update={"text": facts.value}),), verified=True),
    )


def _answer(facts: Facts) -> Answer:
    return Answer(
        paper=facts.paper.key,
        question=facts.question,
        language=facts.language,
        claims=claims_of(facts),
        mode="passages" if facts.number % 3 else "whole",
        writer=facts.model,
        prompt="answer/1",
        blank=(2, 3),
        only_abstract=facts.number % 5 == 0,
    )


def _of_answers(facts: Facts) -> Iterator[Said]:
    answer, quotes = _answer(facts), facts.evidence
    claimed = [text for claim in answer.claims for text in (claim.text, *(span.text for span in claim.spans))]
    dropped = (Dropped.NUMBER,)
    shapes = product(("", facts.fact), (False, True), ((), dropped))
    for missing, partly, left_out in in_turn(shapes, facts):
        told = answer.model_copy(update={"missing": missing, "partly": partly, "dropped": left_out})
        end = (missing, facts.model) if missing else (facts.model,)
        yield Said("answer", answers.answer_reply(told, facts.title), (facts.named, *claimed, *end))
    nearest = tuple(Span(page=1, section=facts.section, text=text) for text in quotes)
    for near, left_out in in_turn(product(((), nearest), ((), dropped)), facts):
        refused = answer.model_copy(update={"claims": (), "nearest": near, "dropped": left_out})
        places = [text for span in near for text in (facts.section, span.text)]
        shown = answers.answer_reply(refused, facts.title)
        yield Said("answer, refused", shown, (facts.named, *places, facts.model))
    for claims in (answer.claims, ()):
        stopped = answer.model_copy(update={"claims": claims, "stopped": True})
        told_so_far = (*claimed, facts.model) if claims else ()
        yield Said("answer, stopped", answers.answer_reply(stopped, facts.title), (facts.named, *told_so_far))
    both = [answers.answer_reply(answer, title) for title in (facts.title, facts.other)]
    beside = answers.side_by_side(both, facts.language)
    yield Said("answers side by side", beside, (facts.named, *claimed, title_line(facts.other), *claimed))


def _of_growing(facts: Facts) -> Iterator[Said]:
    """What is seen while an answer is written; who asked; that it can be stopped."""
    language, claims = facts.language, claims_of(facts)
    grown = notices.words_so_far([(facts.title, claims), (facts.other, claims[:1])], language)
    stop = Buttons(buttons=(notices.stop_button(language),))
    named = (facts.named, *facts.slots, title_line(facts.other), facts.slots[0])
    yield Said("growing", Reply(blocks=(paragraph(grown), stop)), named)
    asker = paragraph(notices.asker_line(facts.person, language))
    yield Said("who asked", Reply(blocks=(asker,)), (facts.person,))
    yield Said("nothing to stop", notices.nothing_to_stop_reply(language))
    for line in (notices.behind_line(language), *(notices.progress_line(1, of, language) for of in (1, 3))):
        yield Said("progress", Reply(blocks=(paragraph(line),)))


def _of_passages(facts: Facts) -> Iterator[Said]:
    language, paper = facts.language, facts.paper
    passages = tuple(
        Passage(kind="paragraph", text=text, page=1, section=0, position=place)
        for place, text in enumerate((*facts.evidence, facts.question))
    )
    sections = (Section(title=facts.section, level=1, page=1),)
    text = PaperText(sections=sections, passages=passages, pages=3, blank=(3,))
    why = Reason(Why.MODEL_UNREACHABLE, {"host": facts.fact})
    questions = (facts.question, facts.evidence[0], facts.room, "")
    sources = (("passages", text), ("passages of an abstract", None))
    for question, (kind, read), instead in in_turn(product(questions, sources, (None, why)), facts, most=3):
        passed = passages_for(question, paper, read)
        said = (facts.fact,) if instead and passed.excerpts else ()
        shown = answers.passages_reply(passed, language, instead=instead)
        quoted = tuple(excerpt.text for excerpt in passed.excerpts)
        yield Said(kind, shown, (facts.named, *said, *quoted))


def _asked_back(facts: Facts) -> Iterator[Said]:
    language, paper, second = facts.language, facts.paper, facts.second
    yield Said("ask", answers.ask_reply(paper, language), (facts.named,))
    titles, keys = [facts.title, facts.other], (paper.key, second.key)
    shown = answers.which_reply(titles, keys=keys, language=language)
    yield Said("which paper", shown, tuple(map(title_line, titles)))
    unread = answers.unread_reply(paper, ArxivId(number="2501.54321"), language)
    yield Said("a paper that is not kept", unread, (facts.named,))
    other = answers.other_reply(paper, second, language)
    yield Said("another paper", other)
