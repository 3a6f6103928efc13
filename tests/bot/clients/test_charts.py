"""Charts as a picture: small, a bar for every number, no label cut at an edge, no empty box for a letter."""

from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.clients.charts import COLOURS, INK, MARGIN, PAPER, PLAIN, WIDTH, ChartPainter
from bot.clients.fonts import find_font, has_letter
from bot.domain.briefs import Language
from bot.domain.charts import Bar, Chart, Part, Sheet
from bot.errors import SetupError
from bot.replies.overview_figures import written

CHINESE = find_font(None)
needs_chinese = pytest.mark.skipif(
    CHINESE is None or not has_letter(CHINESE, "周"), reason="no font with Chinese letters is installed here"
)
LONG = "State Key Laboratory of Processors and of All That Is Known About Them, Somewhere Far Away"


def bar(label: str, *counts: int) -> Bar:
    return Bar(
        label=label, parts=tuple(Part(series=place, count=count) for place, count in enumerate(counts))
    )


def sheet(*bars: Bar, title: str = "Papers") -> Sheet:
    return Sheet(title=title, charts=(Chart(title="By week", bars=bars),))


async def drawn(shown: Sheet, font: Path | None = None) -> Image.Image:
    png = await ChartPainter(font).draw(shown)
    return Image.open(BytesIO(png)).convert("RGB")


def pixels(image: Image.Image) -> Counter[str]:
    """How many there are of each colour, but for the edges of letters."""
    raw = image.tobytes()
    return Counter(f"#{raw[place : place + 3].hex()}" for place in range(0, len(raw), 3))


def is_near(one: str, other: str) -> bool:
    """The same colour, as far as a palette of few keeps it."""
    channels = (range(place, place + 2) for place in (1, 3, 5))
    return all(
        abs(int(one[span.start : span.stop], 16) - int(other[span.start : span.stop], 16)) < 8
        for span in channels
    )


def area(image: Image.Image, colour: str) -> int:
    return sum(count for each, count in pixels(image).items() if is_near(each, colour))


async def test_bars_are_as_long_as_their_numbers_and_parts_have_colours_of_their_own() -> None:
    image = await drawn(sheet(bar("one", 3, 0, 1), bar("two", 6, 2, 0)))
    blue, orange, green = (area(image, colour) for colour in COLOURS[:3])
    assert blue / green == pytest.approx(9, rel=0.1)
    assert orange / green == pytest.approx(2, rel=0.1)


async def test_a_bar_of_no_series_has_the_plain_colour_and_none_has_no_bar() -> None:
    alone = Bar(label="one", parts=(Part(series=None, count=5),))
    image = await drawn(sheet(alone, bar("none", 0)))
    assert area(image, PLAIN) > 10_000
    assert area(image, COLOURS[0]) == 0


@pytest.mark.parametrize("font", [None, pytest.param(CHINESE, marks=needs_chinese)])
async def test_nothing_is_drawn_in_the_margins_however_long_a_label_or_a_number_is(font: Path | None) -> None:
    image = await drawn(sheet(bar(LONG, 123_456), bar("i", 7), bar("量" * 80, 1), title=LONG + LONG), font)
    edges = [
        image.crop((0, 0, MARGIN - 6, image.height)),
        image.crop((WIDTH - MARGIN // 2, 0, WIDTH, image.height)),
        image.crop((0, image.height - MARGIN // 2, WIDTH, image.height)),
    ]
    assert [len(pixels(edge)) for edge in edges] == [1, 1, 1]
    assert {each for edge in edges for each in pixels(edge)} == {PAPER}
    assert area(image, INK) > 500


def test_without_a_chinese_font_charts_are_for_english_alone() -> None:
    painter = ChartPainter(None)
    languages: tuple[Language, ...] = ("en", "zh")
    assert [painter.can_write(written(language)) for language in languages] == [True, False]


@needs_chinese
def test_with_one_they_are_for_both() -> None:
    painter = ChartPainter(CHINESE)
    languages: tuple[Language, ...] = ("en", "zh")
    assert [painter.can_write(written(language)) for language in languages] == [True, True]


async def test_letters_that_the_font_lacks_are_left_out_or_lose_their_accents() -> None:
    painter = ChartPainter(None)
    plain = await painter.draw(sheet(bar("Ecole", 1), bar("-", 2)))
    assert await painter.draw(sheet(bar("É量cole", 1), bar("清华大学", 2))) == plain


@pytest.mark.parametrize("font", [None, pytest.param(CHINESE, marks=needs_chinese)])
async def test_a_full_overview_is_small_enough_to_be_kept_with_its_post(font: Path | None) -> None:
    bars = [bar(f"{LONG} 论文 {number}", *([number] * 9)) for number in range(1, 10)]
    charts = tuple(Chart(title="By kind", bars=tuple(bars)) for _ in range(3))
    png = await ChartPainter(font).draw(Sheet(title="Overview", charts=charts))
    assert len(png) < 100_000


def test_a_font_that_is_set_is_taken_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="BRIEFBOT_FONT"):
        find_font(tmp_path / "none.ttf")
    words = tmp_path / "words.ttf"
    words.write_text("no font")
    assert find_font(None, usual=[str(words), str(tmp_path)]) is None
    with pytest.raises(SetupError, match=r"words\.ttf"):
        find_font(words)
    if CHINESE:
        assert find_font(CHINESE, usual=[]) == CHINESE
        assert find_font(None, usual=[str(words), str(CHINESE)]) == CHINESE
