"""Papers that were looked for, saved, marked or offered -> words."""

from collections.abc import Sequence
from datetime import tzinfo

from bot.domain.briefs import Language
from bot.domain.chat import Block, Button, Buttons, Paragraph, Reply, Span, numbered, paragraph
from bot.domain.commands import FindPapers, MarkPaper
from bot.domain.marks import Found, FoundPage
from bot.domain.papers import Paper
from bot.domain.references import PaperReference
from bot.reading.institutions import shown
from bot.replies.briefs import brief_line
from bot.replies.buttons import number_buttons, word_button
from bot.replies.catalogue import say
from bot.replies.joints import title_line

MOST_NAMED = 2  # institutions in a line


def found_reply(found: FoundPage, wish: FindPapers, *, zone: tzinfo | None, language: Language) -> Reply:
    """One page of what was found, with a button for each paper and one for the next page."""
    words = " ".join(wish.words.split())
    key = "find.found" if words else "find.newest"
    if not found.papers:
        key = "find.no_page" if found.total else "find.nothing" if words else "find.empty"
    head = paragraph(say(language, key, words=words, total=found.total, page=found.page))
    more = _more(f"find {words}".strip(), found, language=language)
    return Reply(
        blocks=(head, *_lines(found, zone=zone, language=language), *number_buttons(_papers(found)), *more),
        papers=tuple(each.paper.key for each in found.papers),
    )


def saved_reply(found: FoundPage, *, zone: tzinfo | None, language: Language) -> Reply:
    """A person's own list, with buttons to look at each paper and to take it off the list."""
    key = "find.saved" if found.papers else "find.no_page" if found.total else "find.none_saved"
    head = paragraph(say(language, key, total=found.total, page=found.page))
    papers = _papers(found)
    return Reply(
        blocks=(
            head,
            *_lines(found, zone=zone, language=language),
            *number_buttons(papers),
            *number_buttons(papers, verb="unsave", sign=say(language, "button.unsave")),
            *_more("saved", found, language=language),
        ),
        papers=tuple(paper.key for paper in papers),
        whispered=True,
    )


def marked_reply(
    paper: Paper, wish: MarkPaper, *, changed: bool, said: Sequence[str] = (), language: Language
) -> Reply:
    """That a paper is marked, or no longer, or was so before, with what else is `said`; whispered."""
    verb = wish.verb
    key = f"mark.{verb}" if changed else f"mark.{verb}_before"
    words = "\n".join((say(language, key, title=title_line(paper.title)), *said))
    return Reply(blocks=(paragraph(words),), papers=(paper.key,), whispered=True)


def offer_reply(papers: Sequence[PaperReference], language: Language) -> Reply:
    """One line and one button for them all, or one for each where that could not carry them."""
    names = [reference.label.removeprefix("arXiv:") for reference in papers]
    one = len(names) == 1
    all_of_them = say(language, "offer.one") if one else say(language, "offer.all", count=len(names))
    line = (
        say(language, "offer.of_one", paper=names[0])
        if one
        else say(language, "offer.line", count=len(names))
    )
    buttons = word_button(all_of_them, f"brief {' '.join(names)}") or (
        Buttons(buttons=tuple(Button(label=name, says=f"brief {name}") for name in names)),
    )
    return Reply(blocks=(paragraph(line), *buttons))


def _papers(found: FoundPage) -> list[Paper]:
    return [each.paper for each in found.papers]


def _lines(found: FoundPage, *, zone: tzinfo | None, language: Language) -> list[Block]:
    lines = (_line(each, zone=zone, language=language) for each in found.papers)
    return [numbered(line, number) for number, line in enumerate(lines, 1)]


def _line(found: Found, *, zone: tzinfo | None, language: Language) -> Paragraph:
    """Title, institutions, number and date, and the brief in one clause."""
    paper = found.paper
    line = brief_line(paper, found.brief)
    names = tuple(dict.fromkeys(shown(place.name, language) for place in paper.affiliations))
    who = say(language, "brief.institutions_join").join(names[:MOST_NAMED])
    who += "…" if len(names) > MOST_NAMED else ""
    facts = " · ".join(filter(None, (who, paper.handle, f"{found.at.astimezone(zone):%Y-%m-%d}")))
    title, *clause = line.spans
    return Paragraph(spans=(title, Span(text=f"\n{facts}"), *clause))


def _more(words: str, found: FoundPage, *, language: Language) -> tuple[Block, ...]:
    if not found.has_more:
        return ()
    says = f"{words} page {found.page + 1}"
    return word_button(say(language, "button.more"), says) or (
        paragraph(say(language, "find.more", words=says)),
    )
