"""Blocks -> passages and sections: what is joined over a column's end, and what is left apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.domain.texts import Box, Passage, PassageKind, Section
from bot.reading.bibliography import entries_of, is_bibliography
from bot.reading.blocks import Block, Face
from bot.reading.footers import footnotes_among
from bot.reading.headings import abstract_start, comes_after_abstract
from bot.reading.hyphens import PaperWords, closed_up, joined
from bot.reading.kinds import is_caption, kind_of
from bot.reading.rows import Row
from bot.reading.run_ins import RunIn, run_in_of
from bot.reading.section_numbers import numbered
from bot.reading.sections import Heading, is_usual

STOPS = (".", "!", "?", ":", ".”", '."', ".)", "。", "?”", ";")
FLOATS: frozenset[PassageKind] = frozenset({"figure", "table", "caption", "footnote", "code"})
MERGED: frozenset[PassageKind] = frozenset({"figure", "table", "formula", "code", "front"})


@dataclass(slots=True)
class Draft:
    """A passage being put together."""

    kind: PassageKind
    section: int | None
    rows: list[Row]
    texts: list[str]


@dataclass
class Assembly:
    """Goes through the blocks once, in reading order."""

    blocks: Sequence[Block]
    headings: dict[int, Heading]
    face: Face
    words: PaperWords
    sections: list[Section] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    references: list[Row] = field(default_factory=list)
    level: int = 0  # of the last heading that stood alone

    def read(self) -> None:
        """Fill `sections` and the passages' drafts."""
        footnotes = footnotes_among(self.blocks, self.face)
        start = self._start()
        for place, block in enumerate(self.blocks):
            heading = self.headings.get(place) if place >= start else None
            if heading is not None and self._is_notice(block):
                self._add("front", block)
            elif heading is not None:
                # a title with a stop opens the text under it: those of sections have none
                closed = heading.title.endswith((".", ":")) and numbered(heading.title) is None
                self._open(heading, block.first.page, run_in=closed and not is_usual(heading.title))
            elif place in footnotes:
                self._add("footnote", block)
            elif is_caption(block):
                self._add("caption", block)
            elif self._in_references():
                self.references += block.rows
            else:
                self._read_block(block, front=place < start)
        self._close_references()

    def passages(self) -> Iterator[Passage]:
        """The passages in reading order."""
        position = 0
        for draft in self.drafts:
            text = self._text(draft)
            if not text:
                continue
            yield Passage(
                kind=draft.kind,
                text=text,
                page=draft.rows[0].page,
                section=draft.section,
                position=position,
                box=_box(draft.rows),
            )
            position += 1

    def _start(self) -> int:
        """Where the title block ends: at the first heading that is numbered or that all papers have."""
        for place, block in enumerate(self.blocks):
            if block.first.page > 3:
                break
            heading = self.headings.get(place)
            if heading and (
                is_usual(heading.title) or heading.title[:1].isdigit() or heading.title[:2] == "I."
            ):
                return place
            if abstract_start(block.first.line):
                return place
        return next((place for place, block in enumerate(self.blocks) if len(block.rows) > 3), 0)

    def _is_notice(self, block: Block) -> bool:
        """Whether a heading on the first pages names no part of the text, such as a reference format."""
        text = block.text
        return block.first.page <= 3 and not is_usual(text) and comes_after_abstract(text)

    def _open(self, heading: Heading, page: int, *, run_in: bool = False) -> None:
        self._close_references()
        self.sections.append(Section(title=heading.title, level=heading.level, page=page, run_in=run_in))
        if not run_in:
            self.level = heading.level

    def _in_references(self) -> bool:
        return bool(self.sections) and is_bibliography(self.sections[-1].title)

    def _close_references(self) -> None:
        section = self._section
        for entry in entries_of(self.references):
            self.drafts.append(Draft("reference", section, entry, [row.text for row in entry]))
        self.references = []

    @property
    def _section(self) -> int | None:
        return len(self.sections) - 1 if self.sections else None

    def _read_block(self, block: Block, *, front: bool) -> None:
        kind = kind_of(block, self.face)
        if front and not (kind == "paragraph" and len(block.rows) > 3):
            self._add("front", block)
            return
        if kind != "paragraph":
            self._add(kind, block)
            return
        abstract = abstract_start(block.first.line) if block.first.page <= 3 and not self.sections else None
        if abstract:
            self._open(Heading("Abstract", 1), block.first.page, run_in=True)
            self._add(kind, block, texts=[abstract, *(row.plain for row in block.rows[1:])])
            return
        run_in = run_in_of(block)
        if run_in is not None and not front:
            self._open(Heading(run_in.title, self._depth(run_in)), block.first.page, run_in=True)
        self._add(kind, block)

    def _depth(self, run_in: RunIn) -> int:
        number = run_in.number
        return number.depth if number and number.depth > 1 else self.level + 1

    def _add(self, kind: PassageKind, block: Block, *, texts: list[str] | None = None) -> None:
        texts = texts if texts is not None else [_row_text(row, kind) for row in block.rows]
        if kind == "paragraph":
            earlier = self._unfinished(block)
            if earlier is not None:
                earlier.rows += block.rows
                earlier.texts += texts
                return
        last = self.drafts[-1] if self.drafts else None
        if last and kind in MERGED and last.kind == kind and last.rows[-1].page == block.first.page:
            last.rows += block.rows
            last.texts += texts
            return
        self.drafts.append(Draft(kind, self._section, list(block.rows), texts))

    def _unfinished(self, block: Block) -> Draft | None:
        """The paragraph that a block goes on with: it broke off at a column's end or in front of a figure."""
        for draft in reversed(self.drafts):
            if draft.section != self._section:
                return None
            if draft.kind == "paragraph":
                return draft if _goes_on(draft, block) else None
            limits = draft.kind == "formula" and all(row.height < 0.85 * self.face.size for row in draft.rows)
            if draft.kind not in FLOATS and not limits:
                return None
        return None

    def _text(self, draft: Draft) -> str:
        if draft.kind in {"table", "figure", "code", "formula"}:
            return "\n".join(draft.texts).strip()
        text = joined(draft.texts, self.words)
        return text if self.words.language == "fr" else closed_up(text)


def _goes_on(draft: Draft, block: Block) -> bool:
    end = draft.texts[-1].rstrip() if draft.texts else ""
    start = block.text.lstrip()
    if not end or end.endswith(STOPS):
        return False
    if end.endswith("-") or start[:1].islower():
        return True
    indent = block.first.left - block.first.column[0]
    return draft.rows[-1].is_full and indent < 0.6 * block.first.size


def _row_text(row: Row, kind: PassageKind) -> str:
    if kind == "table":
        return " | ".join(cell.text for cell in row.cells)
    return row.plain if kind in {"paragraph", "caption"} else row.text


def _box(rows: Sequence[Row]) -> Box:
    first = [row for row in rows if row.page == rows[0].page]
    return Box(
        left=round(min([row.left for row in first]), 1),
        top=round(min([row.base - row.size for row in first]), 1),
        right=round(max([row.right for row in first]), 1),
        bottom=round(max([row.base for row in first]), 1),
    )
