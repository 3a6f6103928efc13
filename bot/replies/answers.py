"""What a paper has to say to a question -> words."""

from collections.abc import Sequence

from bot.checks.languages import is_in_neither
from bot.domain.answers import Answer, Claim, Span
from bot.domain.arxiv_ids import ArxivId
from bot.domain.briefs import Language
from bot.domain.chat import Block, Button, Buttons, Heading, Quote, Reply, paragraph
from bot.domain.papers import Paper
from bot.errors import Reason
from bot.replies.catalogue import explain, say
from bot.replies.hints import hint
from bot.replies.joints import title_line
from bot.retrieval.excerpts import Excerpt, FoundPassages

MOST_WORDS = 5  # that were looked for and are told
LONGEST_NAME = 24  # characters of a paper's name on a button


def answer_reply(answer: Answer, title: str) -> Reply:
    """The paper's title, each claim with its place and the paper's words, and what is not in the answer."""
    language = answer.language
    blocks: list[Block] = [Heading(text=title_line(title), level=3)]
    for claim in answer.claims:
        blocks.append(paragraph(claim_line(claim, language)))
        blocks += [Quote(label="", text=span.text) for span in claim.spans]
    if answer.stopped:
        blocks.append(paragraph(say(language, "answer.stopped_bare" if answer.refused else "answer.stopped")))
    elif answer.refused:
        blocks.append(paragraph(refusal_line(answer)))
        blocks += [Quote(label=place_of(span, language), text=span.text) for span in answer.nearest]
    notes = answer_notes(answer)
    if answer.claims or not answer.stopped:
        notes.append(say(language, "answer.writer", model=answer.writer))
    if notes:
        blocks.append(paragraph("\n".join(notes)))
    return Reply(blocks=tuple(blocks), papers=(answer.paper,))


def claim_line(claim: Claim, language: Language) -> str:
    """What is claimed, with where the paper says so, and a word of doubt where it is not verified."""
    places = list(dict.fromkeys(filter(None, (_place_in_claim(span, language) for span in claim.spans))))
    if not claim.verified:
        places.append(say(language, "answer.unverified"))
    if not places:
        return claim.text
    joined = say(language, "answer.places_join").join(places)
    return say(language, "answer.claim", text=claim.text, places=joined)


def refusal_line(answer: Answer) -> str:
    """That the paper does not answer, or that nothing of the answer could be believed."""
    kind = "unproven" if answer.dropped else "refused"
    return say(answer.language, f"answer.{kind}" if answer.nearest else f"answer.{kind}_bare")


def answer_notes(answer: Answer) -> list[str]:
    """What the answer does not tell, what was left out of it, and what of the paper was not read."""
    language, lines = answer.language, []
    if answer.missing and not answer.refused:
        lines.append(say(language, "answer.missing", missing=answer.missing))
    elif answer.partly:
        lines.append(say(language, "answer.partly"))
    if answer.dropped:
        lines.append(say(language, "answer.left_out", count=len(answer.dropped)))
    if answer.mode == "passages":
        lines.append(say(language, "answer.by_passages"))
    if answer.only_abstract:
        lines.append(say(language, "answer.only_abstract"))
    return lines + _blank_lines(answer.blank, language)


def _place_in_claim(span: Span, language: Language) -> str:
    page = say(language, "answer.page_of_claim", page=span.page) if span.page else ""
    return " · ".join(filter(None, (page, span.section)))


def passages_reply(passages: FoundPassages, language: Language, *, instead: Reason | None = None) -> Reply:
    """The paper's title, a word that this is no answer and why, its best passages, and what was not read."""
    paper = passages.paper
    blocks: list[Block] = [Heading(text=title_line(paper.title), level=3)]
    if passages.excerpts:
        blocks.append(paragraph(passages_line(language, instead)))
        blocks += [
            Quote(label=place_of(excerpt, language), text=excerpt.text) for excerpt in passages.excerpts
        ]
    else:
        blocks.append(paragraph(nothing_line(passages, language)))
    notes = coverage_lines(passages, language)
    if notes:
        blocks.append(paragraph("\n".join(notes)))
    return Reply(blocks=tuple(blocks), papers=(paper.key,))


def passages_line(language: Language, instead: Reason | None) -> str:
    """That passages are no answer, and why there is none."""
    if instead is None:
        return say(language, "answer.passages")
    return say(language, "answer.instead", reason=explain(language, instead))


def nothing_line(passages: FoundPassages, language: Language) -> str:
    """That nothing of the paper matches, and what was looked for."""
    shown = passages.found.wanted.shown
    if not shown:
        return say(language, "answer.wordless")
    return say(language, "answer.nothing", words=_named(shown, language))


def _named(words: Sequence[str], language: Language) -> str:
    """The first words that were looked for, and a sign that there are more."""
    more = ["…"] if len(words) > MOST_WORDS else []
    return say(language, "paper.list_join").join([*words[:MOST_WORDS], *more])


def coverage_lines(passages: FoundPassages, language: Language) -> list[str]:
    """What of the paper, or of the question, could not be looked at."""
    lines = []
    shown = passages.found.wanted.shown
    if passages.found.foreign and passages.excerpts and shown:  # of a general question there may be none
        lines.append(say(language, "answer.foreign", words=_named(shown, language)))
    if passages.only_abstract:
        abstract = "answer.only_abstract" if passages.paper.abstract else "answer.only_record"
        lines.append(say(language, abstract))
    return lines + _blank_lines(passages.blank, language)


def _blank_lines(blank: Sequence[int], language: Language) -> list[str]:
    if not blank:
        return []
    pages = say(language, "paper.list_join").join(map(str, blank))
    return [say(language, "answer.blank", pages=pages)]


def place_of(excerpt: Excerpt | Span, language: Language) -> str:
    """Page and section of an excerpt, as far as the paper has them."""
    page = say(language, "answer.page", page=excerpt.page) if excerpt.page else ""
    return " · ".join(filter(None, (page, excerpt.section)))


def ask_reply(paper: Paper, language: Language) -> Reply:
    """That the person may now write the question."""
    return Reply(
        blocks=(
            Heading(text=title_line(paper.title), level=3),
            hint(say(language, "answer.ask"), typed=say(language, "answer.ask_typed", paper=paper.handle)),
        ),
        papers=(paper.key,),
    )


def other_reply(paper: Paper, other: Paper, language: Language) -> Reply:
    """That the question names another paper than the one of its thread, with a button for each."""
    line = say(language, "answer.other", title=title_line(paper.title), other=title_line(other.title))
    choice = _choice(paper, language, other=_short(other.title), handle=other.handle)
    return Reply(blocks=(paragraph(line), choice), papers=(paper.key, other.key))


def unread_reply(paper: Paper, other: ArxivId, language: Language) -> Reply:
    """That the question names a paper that is not kept, with a button that has it read and asked."""
    line = say(language, "answer.unread", title=title_line(paper.title), id=str(other))
    choice = _choice(paper, language, other=str(other), handle=str(other))
    return Reply(blocks=(paragraph(line), choice), papers=(paper.key,))


def _choice(paper: Paper, language: Language, *, other: str, handle: str) -> Buttons:
    """Which of two papers is asked."""
    labels = (("answer.ask_other", other, handle), ("answer.stay", _short(paper.title), paper.handle))
    return Buttons(
        buttons=tuple(
            Button(label=say(language, key, title=title), says=f"ask {named}") for key, title, named in labels
        )
    )


def _short(title: str) -> str:
    """What a paper is called, as far as a button has room."""
    name = title.partition(":")[0].strip() or title
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME].rstrip()}…"


def two_languages_line(question: str, language: Language) -> str:
    """In which languages questions are answered, where one is asked in another; else ""."""
    return say(language, "answer.two_languages") if is_in_neither(question) else ""


def side_by_side(replies: Sequence[Reply], language: Language) -> Reply:
    """The answers of one or two papers, each by itself: what they say together, neither of them says."""
    if len(replies) == 1:
        return replies[0]
    blocks = [block for reply in replies for block in reply.blocks]
    blocks.append(paragraph(say(language, "answer.apart")))
    return Reply(blocks=tuple(blocks), papers=tuple(key for reply in replies for key in reply.papers))


def which_reply(titles: Sequence[str], *, keys: tuple[str, ...], language: Language) -> Reply:
    """The papers of a post with their numbers, where nobody said which is meant."""
    lines = [
        say(language, "answer.numbered", number=number, title=title_line(title))
        for number, title in enumerate(titles, 1)
    ]
    return Reply(
        blocks=(paragraph(say(language, "answer.which")), paragraph("\n".join(lines))),
        papers=keys,
    )
