"""What a paper has to say to a question -> words."""

from collections.abc import Sequence

from bot.domain.briefs import Language
from bot.domain.chat import Block, Heading, Quote, Reply, paragraph
from bot.domain.papers import Paper
from bot.replies.catalogue import say
from bot.retrieval.excerpts import Excerpt, FoundPassages

MOST_WORDS = 5  # that were looked for and are told


def passages_reply(passages: FoundPassages, language: Language) -> Reply:
    """The paper's title, a word that this is no answer, its best passages, and what was not read."""
    paper = passages.paper
    blocks: list[Block] = [Heading(text=paper.title, level=3)]
    if passages.excerpts:
        blocks.append(paragraph(say(language, "answer.passages")))
        blocks += [
            Quote(label=place_of(excerpt, language), text=excerpt.text) for excerpt in passages.excerpts
        ]
    else:
        blocks.append(paragraph(nothing_line(passages, language)))
    notes = coverage_lines(passages, language)
    if notes:
        blocks.append(paragraph("\n".join(notes)))
    return Reply(blocks=tuple(blocks), papers=(paper.key,))


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
    if passages.found.foreign and passages.excerpts:
        words = _named(passages.found.wanted.shown, language)
        lines.append(say(language, "answer.foreign", words=words))
    if passages.only_abstract:
        abstract = "answer.only_abstract" if passages.paper.abstract else "answer.only_record"
        lines.append(say(language, abstract))
    if passages.blank:
        pages = say(language, "paper.list_join").join(map(str, passages.blank))
        lines.append(say(language, "answer.blank", pages=pages))
    return lines


def place_of(excerpt: Excerpt, language: Language) -> str:
    """Page and section of an excerpt, as far as the paper has them."""
    page = say(language, "answer.page", page=excerpt.page) if excerpt.page else ""
    return " · ".join(filter(None, (page, excerpt.section)))


def ask_reply(paper: Paper, language: Language) -> Reply:
    """That the person may now write the question."""
    return Reply(
        blocks=(Heading(text=paper.title, level=3), paragraph(say(language, "answer.ask"))),
        papers=(paper.key,),
    )


def which_reply(titles: Sequence[str], *, keys: tuple[str, ...], language: Language) -> Reply:
    """The papers of a post with their numbers, where nobody said which is meant."""
    lines = [
        say(language, "answer.numbered", number=number, title=title) for number, title in enumerate(titles, 1)
    ]
    return Reply(
        blocks=(paragraph(say(language, "answer.which")), paragraph("\n".join(lines))),
        papers=keys,
    )
