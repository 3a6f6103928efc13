"""Overview -> its picture, in letters that the font has."""

from base64 import b64encode

from bot.domain.briefs import Language
from bot.domain.chat import Picture
from bot.domain.overviews import Overview
from bot.ports import Draughtsman
from bot.replies.overview_figures import sheet_of, written
from bot.replies.overviews import alt_text, file_name


async def draw_overview(
    overview: Overview, language: Language, *, charts: Draughtsman | None
) -> Picture | None:
    """None where nobody draws, or there is nothing to draw.

    Drawn in English where the font has no letters for another language; told in words in its own.
    """
    if charts is None or not overview.entries:
        return None
    drawn: Language = language if charts.can_write(written(language)) else "en"
    png = await charts.draw(sheet_of(overview, drawn))
    return Picture(
        name=file_name(overview, drawn, "png"),
        png=b64encode(png).decode(),
        alt=alt_text(overview, language),
    )
