"""Charts -> PNG: rows of bars with their numbers behind them, in colours that the colour-blind tell apart."""

import asyncio
import unicodedata
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from bot.clients.fonts import Font, has_letter, open_font
from bot.domain.charts import Bar, Chart, Sheet

WIDTH = 1200  # pixels: chats show it smaller, and a tap shows it whole
MARGIN, GAP = 40, 18
TITLE, HEADING, LABEL = 34, 27, 23  # height of letters in pixels
ROW = 40
BAR = 26
THINNEST = 2  # from edge to edge: a stretch that is there is seen
LABELS = 430  # the most that the labels take; longer ones are cut
NUMBER = 70  # room behind the longest bar
PAPER, INK, FAINT = "#ffffff", "#222222", "#dddddd"
# Okabe and Ito, "Color Universal Design" (jfly.uni-koeln.de/color), without black; wine and grey of Tol's.
COLOURS = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#cc79a7",
    "#56b4e9",
    "#d55e00",
    "#f0e442",
    "#882255",
    "#b3b3b3",
)
PLAIN = "#555555"
_SHADES = 64  # of the finished picture: flat colours and the edges of letters


@dataclass(frozen=True, slots=True)
class ChartPainter:
    """The Draughtsman port, with one font."""

    font: Path | None  # None: the library's own, without Chinese

    def can_write(self, words: str) -> bool:
        """True where every letter can be drawn."""
        return all(has_letter(self.font, letter) for letter in words)

    async def draw(self, sheet: Sheet) -> bytes:
        """The charts as a PNG."""
        return await asyncio.to_thread(_Drawing(self.font).paint, sheet)


@dataclass(frozen=True, slots=True)
class _Drawing:
    font: Path | None

    def paint(self, sheet: Sheet) -> bytes:
        """All of it, as high as it has rows."""
        image = Image.new("RGB", (WIDTH, _height(sheet)), PAPER)
        canvas = ImageDraw.Draw(image)
        canvas.text(
            (MARGIN, MARGIN), self._fitted(sheet.title, TITLE, WIDTH - 2 * MARGIN), INK, self._of(TITLE)
        )
        top = MARGIN + TITLE + GAP
        for chart in sheet.charts:
            top = self._chart(chart, canvas, top=top)
        small = image.quantize(_SHADES, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        held = BytesIO()
        small.save(held, "PNG", optimize=True)
        return held.getvalue()

    def _chart(self, chart: Chart, canvas: ImageDraw.ImageDraw, *, top: int) -> int:
        """Draw one from a height on; the height below it."""
        top += GAP
        canvas.text(
            (MARGIN, top), self._fitted(chart.title, HEADING, WIDTH - 2 * MARGIN), INK, self._of(HEADING)
        )
        top += HEADING + GAP
        labels = [self._fitted(bar.label, LABEL, LABELS) for bar in chart.bars]
        begins = MARGIN + GAP + int(max(map(self._of(LABEL).getlength, labels), default=0))
        longest = max((bar.count for bar in chart.bars), default=0)
        scale = (WIDTH - MARGIN - NUMBER - begins) / max(longest, 1)
        canvas.line((begins - 2, top, begins - 2, top + ROW * len(labels)), FAINT, 2)
        for label, bar in zip(labels, chart.bars, strict=True):
            middle = top + ROW // 2
            canvas.text((begins - GAP, middle), label, INK, self._of(LABEL), anchor="rm")
            self._bar(bar, canvas, begins=(begins, middle), scale=scale)
            top += ROW
        return top + GAP

    def _bar(self, bar: Bar, canvas: ImageDraw.ImageDraw, *, begins: tuple[int, int], scale: float) -> None:
        left, middle = begins
        done = 0
        for part in bar.parts:
            start, done = done, done + part.count
            start_at, end_at = left + start * scale, left + done * scale - 1
            edges = (start_at, middle - BAR // 2, max(end_at, start_at + THINNEST), middle + BAR // 2)
            if part.count:
                colour = PLAIN if part.series is None else COLOURS[part.series % len(COLOURS)]
                canvas.rectangle(edges, colour, PAPER)
        canvas.text((left + done * scale + GAP // 2, middle), str(done), INK, self._of(LABEL), anchor="lm")

    def _of(self, size: int) -> Font:
        return open_font(self.font, size)

    def _fitted(self, words: str, size: int, room: int) -> str:
        """The words as far as they can be written, cut where there is no more room."""
        legible = " ".join("".join(map(self._letter, words)).split()) or "-"
        font, shown = self._of(size), legible
        while shown and font.getlength(shown) > room:
            legible = legible[:-1].rstrip()
            shown = legible + ("…" if has_letter(self.font, "…") else "...")
        return shown

    def _letter(self, letter: str) -> str:
        """The letter, or the one below its accents; "" where the font has neither."""
        forms = (letter, unicodedata.normalize("NFD", letter)[:1])
        return next((form for form in forms if has_letter(self.font, form)), "")


def _height(sheet: Sheet) -> int:
    rows = sum(3 * GAP + HEADING + ROW * len(chart.bars) for chart in sheet.charts)
    return 2 * MARGIN + TITLE + GAP + rows
