"""Brief -> words: code, not the model, writes the sentence."""

from collections.abc import Sequence

from bot.domain.briefs import Brief, Language, Slot, SlotName
from bot.domain.chat import Block, Heading, Paragraph, Quote, Reply, Span, numbered, paragraph
from bot.domain.papers import Paper
from bot.errors import Why
from bot.reading.institutions import shown
from bot.replies.buttons import paper_buttons
from bot.replies.catalogue import say
from bot.replies.grounds import conditions_line, evidence_quote, unbelieved
from bot.replies.joints import fitted, holds_verb, quoted, title_line
from bot.replies.origins import affiliations_origin, head_origin
from bot.replies.papers import doubts

_NAMES: tuple[SlotName, ...] = ("technique", "problem", "effect")
_UNFETCHED = {
    Why.ADDRESS_FAILED,
    Why.ADDRESS_UNREACHABLE,
    Why.NO_NETWORK,
    Why.SOURCE_BUSY,
    Why.SOURCE_BUSY_LONG,
}
MOST_NAMED = 3  # institutions in the sentence; the details name them all


def brief_sentence(brief: Brief, paper: Paper) -> str:
    """Who published what, with which technique, against which problem, with what effect.

    A slot that is None has no words; where no institution is printed the title is the subject.
    """
    return _extracted(brief, paper) if brief.extracted else _written(brief, paper)


def brief_clause(brief: Brief) -> str:
    """The first thing that a brief says beside who and what, without its frame."""
    slots = brief.slots
    first = slots.technique or slots.problem or slots.effect or slots.about
    return " ".join(first.text.split()).rstrip(" .。;；,，") if first else ""


def brief_line(paper: Paper, brief: Brief | None) -> Paragraph:
    """A paper in a list: its title, and its brief in one clause."""
    page = paper.arxiv_id.page if paper.arxiv_id else None
    title = Span(text=title_line(paper.title), style="bold", link=page)
    return paragraph(title, f"\n{brief_clause(brief)}") if brief else paragraph(title)


def brief_reply(brief: Brief, paper: Paper, *, number: int | None = None) -> Reply:
    """One paper's brief with the details that it rests on, and what can be done with it.

    A `number` is that of the paper in a post that has several.
    """
    title, *rest = brief_blocks(brief, paper)
    if number:
        title = numbered(title, number)
    buttons = paper_buttons(paper, brief.language, number=number)
    return Reply(blocks=(title, *rest, buttons), papers=(paper.key,))


def brief_blocks(brief: Brief, paper: Paper) -> tuple[Block, ...]:
    """Title, sentence and details; the abstract is the last."""
    sentence = paragraph(brief_sentence(brief, paper))
    return (Heading(text=title_line(paper.title), level=3), sentence, *details(brief, paper))


def details(brief: Brief, paper: Paper) -> tuple[Paragraph | Quote, ...]:
    """Institutions, number of authors, link, sources and abstract of a paper, and what is odd about it.

    Also who wrote the brief, and of one that a model wrote the conditions of its effect and the sentences
    that it rests on.
    """
    language = brief.language
    colon = say(language, "paper.label_colon")
    spans = [
        Span(text=say(language, "paper.institutions"), style="bold"),
        Span(text=f"{colon}{_institutions(brief, paper)}\n"),
        Span(text=say(language, "paper.authors"), style="bold"),
        Span(text=colon + _author_count(brief, paper)),
    ]
    if paper.arxiv_id:
        spans += [
            Span(text="\n"),
            Span(text="arXiv", style="bold"),
            Span(text=colon),
            Span(text=str(paper.arxiv_id), link=paper.arxiv_id.page),
        ]
    spans += _labelled("paper.read_from", _origins(paper, language), language)
    spans += _labelled("paper.writer", _writer(brief), language)
    if conditions := conditions_line(brief):
        spans += _labelled("paper.conditions", conditions, language)
    if brief.corrected:
        spans += _labelled("paper.corrected", fields_line(brief.corrected, language), language)
    for doubt in (*unbelieved(brief, language), *doubts(paper, language)):
        spans += _labelled("paper.doubts", doubt, language)
    abstract = Quote(label=say(language, "paper.abstract"), text=paper.abstract)
    return Paragraph(spans=tuple(spans)), *evidence_quote(brief), abstract


def is_unfetched(paper: Paper) -> bool:
    """True where arXiv tells of a paper, and its file could not be had."""
    return not paper.sha256 and any(problem.why in _UNFETCHED for problem in paper.problems)


def as_listed(paper: Paper) -> Paper:
    """The paper without why its file could not be had: a report says that once for all of them."""
    if not is_unfetched(paper):
        return paper
    problems = tuple(problem for problem in paper.problems if problem.why not in _UNFETCHED)
    return paper.model_copy(update={"problems": problems})


def fields_line(fields: Sequence[str], language: Language) -> str:
    """Names of what a brief says, as a list."""
    return say(language, "paper.list_join").join(say(language, f"slot.{field}") for field in fields)


def _labelled(key: str, words: str, language: Language) -> list[Span]:
    label = Span(text=say(language, key), style="bold")
    return [Span(text="\n"), label, Span(text=say(language, "paper.label_colon") + words)]


def _writer(brief: Brief) -> str:
    """The model that wrote the brief, or the rules that chose its clauses, with their version."""
    if brief.extracted and brief.making is None:
        return say(brief.language, "paper.writer_rules", prompt=brief.prompt)
    key = "paper.writer_unbelieved" if brief.extracted else "paper.writer_model"
    model = brief.making.model if brief.making else brief.writer
    return say(brief.language, key, model=model, prompt=brief.prompt)


def _origins(paper: Paper, language: Language) -> str:
    head, places = head_origin(paper, language), affiliations_origin(paper, language)
    if not places or places == head:
        return head
    return say(language, "paper.read_from_both", head=head, places=places)


def _written(brief: Brief, paper: Paper) -> str:
    language, slots = brief.language, brief.slots
    words = _subject(brief, paper, "brief.subject")
    title = quoted(paper.title, language=language)
    for name in _NAMES:
        slot: Slot | None = getattr(slots, name)
        if slot is None:
            continue
        clause = {name: fitted(slot.text, name, language=language)}
        if not words:
            words = say(language, f"brief.{name}", title=title, **clause)
        elif name == "technique" or (name == "problem" and slots.technique is None):
            words += say(language, f"brief.{name}_after_subject", **clause)
        elif name == "problem" and slots.technique and holds_verb(slots.technique.text):
            words += say(language, "brief.problem_after_verb", **clause)
        else:
            words += say(language, f"brief.{name}_after", **clause)
    return words + say(language, "brief.stop")


def _extracted(brief: Brief, paper: Paper) -> str:
    language, slots = brief.language, brief.slots
    frame = _subject(brief, paper, "brief.extracted_subject") or say(
        language, "brief.extracted", title=quoted(paper.title, language=language)
    )
    clauses = [
        say(language, f"brief.extracted_{name}", text=" ".join(slot.text.split()).rstrip(" .。;；,，"))
        for name, slot in (
            ("problem", slots.problem),
            ("technique", slots.technique),
            ("effect", slots.effect),
            ("about", slots.about),
        )
        if slot
    ]
    return frame + say(language, "brief.extracted_join").join(clauses) + say(language, "brief.stop")


def _subject(brief: Brief, paper: Paper, key: str) -> str:
    """The words up to the title; empty where no institution is printed."""
    # A brief may be older than the day on which the paper's own page could be read.
    printed = brief.institutions or tuple(place.name for place in paper.affiliations)
    language = brief.language
    # Two printed forms of one organisation are one name in the sentence; the details keep what is printed.
    every = tuple(dict.fromkeys(shown(name, language) for name in printed))
    names = every[:MOST_NAMED]
    if not names:
        return ""
    rest = len(every) - len(names)
    join = say(language, "brief.institutions_join")
    if rest:
        who = join.join(names) + say(language, "brief.institutions_more", rest=rest, all=len(every))
    else:
        who = say(language, "brief.institutions_last").join(filter(None, [join.join(names[:-1]), names[-1]]))
    return say(language, key, who=who, title=quoted(paper.title, language=language))


def _institutions(brief: Brief, paper: Paper) -> str:
    names = [affiliation.name for affiliation in paper.affiliations]
    if names:
        return say(brief.language, "paper.list_join").join(names)
    return say(brief.language, "paper.no_institution" if paper.sha256 else "paper.institutions_unread")


def _author_count(brief: Brief, paper: Paper) -> str:
    if not paper.authors:
        return say(brief.language, "paper.no_authors")
    return say(brief.language, "paper.author_count", count=len(paper.authors))
