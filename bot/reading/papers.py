"""Layouts -> `ReadPaper`: the whole of reading, from layout to title, authors, institutions and abstract."""

from collections.abc import Callable, Iterable, Sequence

from bot.domain.papers import ReadPaper
from bot.errors import CannotDo, Reason, Why
from bot.reading.abstract import AbstractPlace, find_abstract, heading_top
from bot.reading.header import Header, read_header
from bot.reading.headings import is_introduction
from bot.reading.hyphens import PaperWords, closed_up, joined, with_whole_ligatures
from bot.reading.languages import language_of
from bot.reading.layout import Layout
from bot.reading.stamps import arxiv_id_on
from bot.reading.title import find_title, title_text
from bot.reading.title_page import choose_title_page

FRONT = 6000  # letters of a title page that are kept: thirty authors with their addresses have half of them
FOOT = 0.6  # of the page's height, below which footnotes stand
SMALL = 0.97  # of the body's size
SPARSE = 1500  # letters: a page with fewer is a title's alone, its abstract may stand on the next


def read_paper(
    layouts: Sequence[Layout], *, name: str, count: int, texts: Callable[[], Iterable[str]]
) -> ReadPaper:
    """Read a paper from its first pages' layouts; `texts` gives the raw text of all pages, to look words up.

    Raises CannotDo: NOT_A_PAPER where nothing looks like one, NO_ABSTRACT where nothing can serve as one.
    """
    pages = [layout.page for layout in layouts]
    layouts = [layout for layout in layouts if layout.lines]
    if not layouts:
        raise CannotDo(Why.NOT_A_PAPER, name=name)
    layout = choose_title_page(layouts)
    title = find_title(layout, above=heading_top(layout) or 0.62 * layout.page.height)
    abstract, bottom, page = _abstract(layout, layouts, below=title.bottom if title else 0.0)
    header = read_header(layout, title, bottom=bottom)
    stamp = next(filter(None, map(arxiv_id_on, pages)), None)
    if abstract is None:
        known = title is not None and (header.authors or header.affiliations or stamp)
        raise CannotDo(Why.NO_ABSTRACT if known else Why.NOT_A_PAPER, name=name)
    if not (abstract.headed or stamp or _marks_of_a_paper(header, layouts) >= 2):
        raise CannotDo(Why.NOT_A_PAPER, name=name)
    words = PaperWords(texts, language=language_of(" ".join(abstract.texts)) or "en")
    page_text = " ".join(line.text for line in layout.lines)
    problems = [Reason(Why.HIDDEN_TEXT, {"page": str(page.number)}) for page in pages if page.hidden]
    if not header.affiliations:
        problems.append(Reason(Why.NO_AFFILIATION))
    return ReadPaper(
        title=title_text(title, page_text, words) if title else "",
        authors=header.authors,
        affiliations=header.affiliations,
        abstract=_running(abstract, words),
        arxiv_id=stamp,
        pages=count,
        title_page=layout.page.number,
        abstract_page=page,
        front="" if header.anonymous else _front(layout, bottom=bottom),
        problems=tuple(problems),
    )


def _front(layout: Layout, *, bottom: float) -> str:
    """The lines of the title block, and the small ones at the page's foot: where institutions are printed."""
    foot = FOOT * layout.page.height
    lines = [
        line.text
        for line in layout.lines
        if line.base < bottom or (line.base > foot and line.size < SMALL * layout.body_size)
    ]
    return "\n".join(lines)[:FRONT]


def _abstract(
    layout: Layout, layouts: Sequence[Layout], *, below: float
) -> tuple[AbstractPlace | None, float, int]:
    """The abstract, the height on the title page at which the title block ends, and the abstract's page."""
    page = layout.page.number
    later = [other for other in layouts if other.page.number > layout.page.number]
    abstract = find_abstract(layout, below=below, after=next(iter(later), None))
    if abstract is not None and (abstract.headed or sum(len(line.text) for line in layout.lines) >= SPARSE):
        return abstract, abstract.top, page
    headed = next((other for other in later if heading_top(other) is not None), None)
    if headed is not None:
        return find_abstract(headed, below=0.0), layout.page.height, headed.page.number
    return abstract, abstract.top if abstract else 0.62 * layout.page.height, page


def _marks_of_a_paper(header: Header, layouts: Sequence[Layout]) -> int:
    """How many things there are that only papers have, where neither a heading nor a stamp says so."""
    introduced = any(is_introduction(line) for layout in layouts for line in layout.lines)
    return sum(map(bool, (header.authors, header.affiliations, introduced))) + 2 * header.anonymous


def _running(abstract: AbstractPlace, words: PaperWords) -> str:
    text = with_whole_ligatures(joined(abstract.texts, words), words)
    # French sets a space before its high stops
    return text if words.language == "fr" else closed_up(text)
