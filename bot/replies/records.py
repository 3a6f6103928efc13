"""All that is kept of one paper -> words, with BibTeX as a file."""

from collections.abc import Sequence
from datetime import tzinfo

from bot.domain.briefs import Brief, Language
from bot.domain.chat import Block, Document, Heading, Paragraph, Quote, Reply, Span, paragraph
from bot.domain.marks import HandIn
from bot.domain.papers import Paper
from bot.replies.bibtex import bibtex, doi, file_name
from bot.replies.briefs import brief_sentence
from bot.replies.buttons import paper_buttons
from bot.replies.catalogue import say
from bot.replies.joints import title_line
from bot.replies.papers import doubts

MOST_AUTHORS = 10  # that are shown unfolded
MOST_HAND_INS = 5


def paper_reply(
    paper: Paper,
    brief: Brief | None,
    *,
    told: tuple[Sequence[int], Sequence[HandIn]],
    zone: tzinfo | None,
    language: Language,
) -> Reply:
    """Who wrote it where, what it says, which versions are kept, where it is found, and who handed it in.

    `told` is the versions that are kept, and the times at which it was handed in.
    """
    versions, hand_ins = told
    spans = [
        *_label("paper.institutions", language, first=True),
        Span(text=_institutions(paper, language)),
        *_label("paper.author_names", language),
        Span(text=_authors(paper, language)),
        *_links(paper, language),
    ]
    if versions:
        names = say(language, "paper.list_join").join(f"v{version}" for version in versions)
        spans += [*_label("paper.versions", language), Span(text=names)]
    if hand_ins:
        spans += [*_label("paper.handed_in", language), Span(text=_hand_ins(hand_ins, zone, language))]
    for doubt in doubts(paper, language):
        spans += [*_label("paper.doubts", language), Span(text=doubt)]
    blocks: list[Block] = [Heading(text=title_line(paper.title), level=3)]
    if brief:
        blocks.append(paragraph(brief_sentence(brief, paper)))
    blocks.append(Paragraph(spans=tuple(spans)))
    if len(paper.authors) > MOST_AUTHORS:
        label = say(language, "paper.all_authors", count=len(paper.authors))
        blocks.append(Quote(label=label, text=say(language, "paper.list_join").join(paper.authors)))
    if paper.abstract:
        blocks.append(Quote(label=say(language, "paper.abstract"), text=paper.abstract))
    blocks.append(paper_buttons(paper, language, shown=True))
    document = Document(name=file_name(paper), content=bibtex(paper))
    return Reply(blocks=tuple(blocks), document=document, papers=(paper.key,))


def _label(key: str, language: Language, *, first: bool = False) -> list[Span]:
    lead = [] if first else [Span(text="\n")]
    return [*lead, Span(text=say(language, key), style="bold"), Span(text=say(language, "paper.label_colon"))]


def _institutions(paper: Paper, language: Language) -> str:
    names = dict.fromkeys(place.name for place in paper.affiliations)
    if names:
        return say(language, "paper.list_join").join(names)
    return say(language, "paper.no_institution" if paper.sha256 else "paper.institutions_unread")


def _authors(paper: Paper, language: Language) -> str:
    if not paper.authors:
        return say(language, "paper.no_authors")
    words = say(language, "paper.list_join").join(paper.authors[:MOST_AUTHORS])
    rest = len(paper.authors) - MOST_AUTHORS
    return words + say(language, "paper.more_authors", rest=rest) if rest > 0 else words


def _links(paper: Paper, language: Language) -> list[Span]:
    """Where arXiv has it; a paper that came as a file is known by its handle."""
    arxiv = paper.arxiv_id
    if arxiv is None:
        return [*_label("paper.handle", language), Span(text=paper.handle, style="code")]
    name = doi(arxiv.number)
    return [
        *_label("paper.links", language),
        Span(text=f"arXiv:{arxiv}", link=arxiv.page),
        Span(text=" · "),
        Span(text="PDF", link=f"https://arxiv.org/pdf/{arxiv}"),
        Span(text=" · "),
        Span(text=f"doi:{name}", link=f"https://doi.org/{name}"),
    ]


def _hand_ins(hand_ins: Sequence[HandIn], zone: tzinfo | None, language: Language) -> str:
    """The first ones, each with who it was where that is known."""
    shown = [
        " ".join(filter(None, (f"{each.at.astimezone(zone):%Y-%m-%d}", each.name or each.person)))
        for each in hand_ins[:MOST_HAND_INS]
    ]
    rest = len(hand_ins) - len(shown)
    return say(language, "paper.list_join").join(shown) + ("…" if rest else "")
