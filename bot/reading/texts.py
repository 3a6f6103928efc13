"""Layouts -> `PaperText`: the whole of a paper's text in reading order, with its sections."""

from collections.abc import Iterable, Sequence

from bot.domain.texts import PaperText
from bot.errors import Reason, Why
from bot.reading.blocks import Face, blocks_of, body_face
from bot.reading.columns import reading_order
from bot.reading.furniture import without_furniture
from bot.reading.hyphens import PaperWords
from bot.reading.languages import language_of
from bot.reading.layout import Layout
from bot.reading.passages import Assembly
from bot.reading.rows import Row
from bot.reading.sections import headings_of


def read_paper_text(layouts: Sequence[Layout], *, count: int) -> PaperText:
    """The whole text of a paper by the layouts of all its pages; `count` is how many the file has."""
    pages = [layout.page for layout in layouts]
    rows, face = _rows([layout for layout in layouts if layout.page.runs])
    blocks = blocks_of(rows, face)
    words = PaperWords(lambda: _texts(rows), language=_language(rows))
    assembly = Assembly(blocks, headings_of(blocks, face), face=face, words=words)
    assembly.read()
    blank = tuple(page.number for page in pages if not page.runs)
    problems = [Reason(Why.HIDDEN_TEXT, {"page": str(page.number)}) for page in pages if page.hidden]
    if blank:
        problems.append(Reason(Why.PAGES_WITHOUT_TEXT, {"pages": ", ".join(map(str, blank))}))
    return PaperText(
        sections=tuple(assembly.sections),
        passages=tuple(assembly.passages()),
        pages=count,
        blank=blank,
        problems=tuple(problems),
    )


def _rows(layouts: Sequence[Layout]) -> tuple[list[Row], Face]:
    uneven = sum(layout.is_uneven for layout in layouts) * 2 > len(layouts)
    plain = without_furniture(layouts)
    rows = reading_order(plain)
    return rows, body_face(rows, uneven=uneven)


def _texts(rows: Sequence[Row]) -> Iterable[str]:
    """Rows as lines: a word that is broken between two of them counts for neither reading."""
    return ["\n".join(row.text for row in rows)]


def _language(rows: Sequence[Row]) -> str:
    prose = [row.text for row in rows if row.is_prose][:20]
    return language_of(" ".join(prose)) or "en"
