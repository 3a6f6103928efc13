"""What a page of pdfium paints behind and over its text: can a reader see a text object? Used by `pdf_sheet`.

Places and inks raise a suspicion, which costs little; only then renderings of the page settle it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

# pypdfium2 ships no type marker
import pypdfium2  # type: ignore[import-untyped]

from bot.clients.pdf_areas import LIKE, Area, Areas, Ink, are_alike
from bot.clients.pdf_clips import Clips
from bot.clients.pdf_letters import Stroke
from bot.clients.pdf_places import Box, Places
from bot.clients.pdf_renderings import shown_among
from bot.domain.pages import Font

FAINT = 16  # of 255: opacity
SCAN = 0.5  # of the page: so much of it is under images where it was scanned
MESSAGE = 20  # letters on a page: a shorter message tells nobody what to do
INVISIBLE_MODES = frozenset({3, 7})  # PDF 32000-1, table 106: neither fill nor stroke; clip only
STROKED_MODES = frozenset({1, 2, 5, 6})
BLACK = (0, 0, 0, 255)


class Drawn(NamedTuple):
    """What all characters of one text object share."""

    size: float
    way: int
    font: Font
    place: tuple[float, float]  # where its first letter stands, in the file's own space
    mode: int
    ink: Ink | None  # None for a pattern


@dataclass(slots=True)
class Suspects:
    """Text objects of one page that may be unseen, by their addresses."""

    boxes: dict[int, Box] = field(default_factory=dict)
    inkless: set[int] = field(default_factory=set)  # of these
    covers: set[int] = field(default_factory=set)  # objects that are painted over some of these
    certain: set[int] = field(default_factory=set)  # pale or without ink, and nothing is painted near them
    letters: int = 0


class Backdrop:
    """What one page paints around its texts."""

    def __init__(self, page: pypdfium2.PdfPage, places: Places) -> None:
        self._page = page
        self._places = places

    def unseen(
        self, strokes: Sequence[Stroke], drawn: Mapping[int, Drawn], *, letters: str
    ) -> frozenset[int]:
        """The addresses of the text objects that no reader can see, of strokes among a page's letters.

        Text without ink on the image of a page, or under it, is the layer of a text recognition, and so is
        all text of a page that is painted over and over. Elsewhere it counts as seen where the page shows the
        same letters: drawing programs turn letters into outlines and keep the text under them.
        """
        areas, clips = Areas.of(self._page, texts=drawn), Clips()
        scanned = self._is_scanned(areas, drawn)
        found = Suspects()
        for owner, start, end in strokes:
            text = drawn[owner]
            clipped = end - start >= MESSAGE and clips.clip(owner)
            if not clipped and not _is_weak(text):
                if not areas.may_hide(owner, text.ink):  # as few can be where much is painted
                    continue
                x, y = text.place
                if not areas.hold(x + 0.5, y + 0.25 * text.size):
                    continue
            length = len(letters[start:end].rstrip(" \0"))
            box = self._box(start, start + length)
            behind, over = areas.around(owner, box)
            over = [area for area in over if area.is_opaque]
            inkless = _is_inkless(text)
            if clipped and clips.cut_off(owner, box):
                found.boxes[owner] = box
            elif scanned if inkless or over else not _is_lost(text, behind):
                continue
            elif areas.touches(box):
                found.boxes[owner] = box
                found.covers.update(area.address for area in over)
                if inkless:
                    found.inkless.add(owner)
            else:
                found.certain.add(owner)
            found.letters += length
        return self._settled(found)

    def _is_scanned(self, areas: Areas, drawn: Mapping[int, Drawn]) -> bool:
        half = SCAN * math.prod(self._page.get_size())
        return areas.imaged >= half or (
            areas.painted >= half and all(_is_inkless(text) for text in drawn.values())
        )

    def _settled(self, found: Suspects) -> frozenset[int]:
        """What is certainly unseen, and of the others what the renderings do not show."""
        if not found.boxes or found.letters < MESSAGE:
            return frozenset(found.certain)
        shown = shown_among(self._page, found.boxes, inkless=found.inkless, covers=found.covers)
        return frozenset(found.certain | (found.boxes.keys() - shown))

    def _box(self, start: int, end: int) -> Box:
        """The room of a stretch of letters."""
        one, two = self._places.box(start), self._places.box(end - 1)
        if two[2] <= two[0]:  # a space at its end that pdfium made up
            two = one
        return min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3])


def _is_inkless(text: Drawn) -> bool:
    return text.mode in INVISIBLE_MODES or (
        text.ink is not None and text.ink[3] < FAINT and text.mode not in STROKED_MODES
    )


def _is_weak(text: Drawn) -> bool:
    """Whether a text may not be seen on empty paper."""
    if text.mode == 0 and text.ink == BLACK:  # as most are
        return False
    return _is_inkless(text) or _is_lost(text, ())


def _is_lost(text: Drawn, behind: Sequence[Area]) -> bool:
    """Whether a text has the ink of what is behind it."""
    ink = text.ink
    if ink is None or text.mode in STROKED_MODES:
        return False
    if not behind:
        return ink[0] > 255 - LIKE and ink[1] > 255 - LIKE and ink[2] > 255 - LIKE
    under = behind[-1]
    if under.ink is None or under.clear:
        return False
    return are_alike(ink, under.ink)
