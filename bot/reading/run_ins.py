"""Headings that open the first line of a paragraph: bold or numbered words, then the text."""

from dataclasses import dataclass

from bot.domain.pages import Run
from bot.reading.blocks import LIST_ITEM, Block
from bot.reading.lines import text_of
from bot.reading.section_numbers import Numbered, numbered
from bot.reading.sections import NO_SECTION

LONGEST = 110  # letters of the heading


@dataclass(frozen=True, slots=True)
class RunIn:
    """The heading's words, and its number if it has one."""

    title: str
    number: Numbered | None


def run_in_of(block: Block) -> RunIn | None:
    """The heading that a paragraph begins with, or None."""
    first = block.first
    if len(first.cells) > 1 and len(first.text) < 30:
        return None
    lead, rest, rows = _leading(block)
    title = " ".join(filter(None, map(text_of, lead))).strip()
    behind = text_of(rest).strip()
    if not 3 <= len(title) <= LONGEST or (not behind and len(block.rows) == rows):
        return None
    number = numbered(title)
    if not (number or (all(_is_bold(run) for runs in lead for run in runs) and _is_title(title))):
        return None
    follows = behind or block.rows[rows].text
    closed = title[-1] in ".:?!" or follows[:1] in ":—–-."
    if not closed and not (number or follows[:1].isupper()):
        return None
    return RunIn(title, number)


def _leading(block: Block) -> tuple[list[list[Run]], list[Run], int]:
    """The runs of the heading's face at the block's start, the rest of the row where they end, rows used."""
    lead: list[list[Run]] = []
    kind = _kind(block.first.line.runs[0])
    if kind == "plain":
        return [], [], 1
    for count, row in enumerate(block.rows[:2], start=1):
        runs = row.line.runs
        place = next(
            (at for at, run in enumerate(runs) if _kind(run) != kind and _has_letters(run)), len(runs)
        )
        lead.append(list(runs[:place]))
        if place < len(runs):
            return lead, list(runs[place:]), count
    return lead, [], min(2, len(block.rows))


def _kind(run: Run) -> str:
    if run.font.bold:
        return "bold"
    return "italic" if run.font.italic else "plain"


def _is_bold(run: Run) -> bool:
    return run.font.bold or not _has_letters(run)


def _has_letters(run: Run) -> bool:
    return any(map(str.isalnum, run.text))


def _is_title(title: str) -> bool:
    return (
        (title[0].isupper() or title[0].isdigit() or title[0] in '“"')
        and not LIST_ITEM.match(title)
        and not NO_SECTION.match(title)
        and sum(map(str.isalpha, title)) * 2 > len(title)
    )
