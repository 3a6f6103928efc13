"""A paper that was found -> what is shown of it while somebody types, and what stands in the chat then."""

from bot.domain.briefs import Language
from bot.domain.chat import Block, Heading, Paragraph, Span, paragraph
from bot.domain.marks import Found
from bot.domain.suggestions import Suggestion
from bot.reading.institutions import shown
from bot.replies.briefs import brief_clause, brief_sentence
from bot.replies.catalogue import say
from bot.replies.joints import title_line


def suggestion(found: Found, language: Language) -> Suggestion:
    """Title, brief and address: no buttons, for nobody can say which chat they would be tapped in."""
    paper, brief = found.paper, found.brief
    names = dict.fromkeys(shown(place.name, language) for place in paper.affiliations)
    who = say(language, "brief.institutions_join").join(names)
    blocks: list[Block] = [Heading(text=title_line(paper.title), level=3)]
    if brief:
        blocks.append(paragraph(brief_sentence(brief, paper)))
    elif who:
        blocks.append(paragraph(who))
    if paper.arxiv_id:
        link = Span(text=f"arXiv:{paper.arxiv_id.number}", link=paper.arxiv_id.page)
        blocks.append(Paragraph(spans=(link,)))
    return Suggestion(
        handle=paper.handle,
        title=title_line(paper.title),
        description=brief_clause(brief) if brief else who,
        blocks=tuple(blocks),
    )
