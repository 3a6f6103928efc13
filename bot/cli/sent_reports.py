"""`sent`: a report or an overview as it was sent to a chat, in Markdown, HTML or JSON, and a chat's feed."""

import asyncio
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, assert_never

from bot.cli.streams import complain, put
from bot.clients.charts import ChartPainter
from bot.clients.clock import SystemClock
from bot.clients.fonts import find_font
from bot.domain.chat import Address, words_of
from bot.domain.overviews import Period, ToldOverview, period_named
from bot.domain.reports import Report
from bot.errors import SetupError
from bot.ports import Draughtsman
from bot.replies.feeds import paint_feed
from bot.replies.overview_records import overview_json
from bot.replies.overviews import markdown as overview_markdown
from bot.replies.overviews import overview_blocks, table_of
from bot.replies.report_records import report_json
from bot.replies.reports import markdown, report_blocks
from bot.replies.web_page import paint_page, paint_picture, paint_table
from bot.settings import Settings
from bot.told import KeptReport, Reports, best_place
from bot.usecases.draw_overview import draw_overview
from bot.usecases.write_feed import LAST
from storage import open_storage
from storage.places import read_place

Form = Literal["md", "html", "json", "atom"]


@dataclass(frozen=True, slots=True)
class Wish:
    """Which report is wanted, and how."""

    chat: str  # platform:chat
    when: date | Period | None  # for which it came; None: the newest daily report
    form: Form
    output: Path | None
    place: int = 0  # of the reports that came for a date: 1 is the first; 0: the last


@dataclass(frozen=True, slots=True)
class Said:
    """What a chat was told."""

    address: Address
    reports: Reports


async def sent(wish: Wish, *, settings: Settings) -> bool:
    """Print a report that was sent, or all the newest as a feed; False where there is none."""
    address = parse_chat(wish.chat)
    file = read_place(settings.database).file
    if file and not file.exists():
        raise SetupError(f"There is no database at {file} yet, so no report was sent.")
    with tempfile.TemporaryDirectory(prefix="briefbot-") as folder:  # nothing is put beside the bot's files
        opening = open_storage(settings.database, data_dir=Path(folder), guest=True)
        async with opening as storage:
            said = Said(address, reports=storage.reports)
            if isinstance(wish.when, Period):
                charts = ChartPainter(find_font(settings.font))
                words = await _overview(wish, wish.when, said=said, charts=charts)
            else:
                words = await _report(wish, wish.when, said=said)
    if words is None:
        return False
    if wish.output is None:
        return put(words)
    try:
        await asyncio.to_thread(wish.output.write_text, words, encoding="utf-8")
    except OSError as error:
        complain(f"{wish.output} cannot be written: {error.strerror}. Give another file with -o.")
        return False
    return True


def parse_chat(text: str) -> Address:
    """A chat as `admin chats` shows it. Raises SetupError."""
    platform, _, chat = text.partition(":")
    if not platform or not chat:
        raise SetupError(f"“{text}” is no chat. Write it as platform:id, as admin chats shows it.")
    return Address(platform=platform, chat=chat)


def parse_when(text: str) -> date | Period | None:
    """A day such as 2026-03-02, a week or a month; None: it is none of them."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-03-02") else period_named(text)
    except ValueError:
        return None


async def _report(wish: Wish, day: date | None, *, said: Said) -> str | None:
    address = said.address
    newest = await said.reports.newest(address, most=LAST)
    if not newest:
        complain(f"No report came to {wish.chat} by itself yet.")
        return None
    if wish.form == "atom":
        return paint_feed(address, newest, made_at=SystemClock().now())
    if day is None and wish.place:
        complain("--number counts the reports of one day. Give the day, too.")
        return None
    if day is None:
        return _painted(newest[0].report, wish.form)
    kept = await said.reports.on(address, day)
    if kept:
        chosen = _one_of(kept, day, wish=wish)
        return _painted(chosen.report, wish.form) if chosen else None
    days = ", ".join(dict.fromkeys(each.due.isoformat() for each in newest[:10]))
    complain(f"No report came to {wish.chat} on {day}. The newest came on: {days}.")
    return None


def _one_of(kept: tuple[KeptReport, ...], day: date, *, wish: Wish) -> KeptReport | None:
    if wish.place > len(kept):
        complain(f"{wish.chat} has {len(kept)} of {day}: --number 1 is the first of them.")
        return None
    place = wish.place or best_place(kept)
    if len(kept) > 1 and not wish.place:
        complain(_choice(kept, day, place=place))
    return kept[place - 1]


def _choice(kept: tuple[KeptReport, ...], day: date, *, place: int) -> str:
    times = ", ".join(f"--number {at} {each.report.made_at:%H:%M}" for at, each in enumerate(kept, 1))
    return f"{len(kept)} reports came on {day}; this is --number {place} of them: {times}."


def _painted(report: Report, form: Literal["md", "html", "json"]) -> str:
    match form:
        case "md":
            return markdown(report)
        case "html":
            return paint_page(report_blocks(report), title=report.title, language=report.language)
        case "json":
            return report_json(report)
        case _:
            assert_never(form)


async def _overview(wish: Wish, period: Period, *, said: Said, charts: Draughtsman) -> str | None:
    told = await said.reports.overview(said.address, period)
    if told is None:
        newest = await said.reports.overviews(said.address, most=10)
        known = ", ".join(each.overview.period.name for each in newest) or "none"
        complain(f"No overview of {period.name} came to {wish.chat} by itself. The newest are: {known}.")
        return None
    match wish.form:
        case "md":
            return overview_markdown(told.overview, told.language)
        case "html":
            return await _page(told, charts)
        case "json":
            return overview_json(told)
        case "atom":
            complain("A feed holds daily reports. Leave out the week or month, or give another --format.")
            return None
        case _:
            assert_never(wish.form)


async def _page(told: ToldOverview, charts: Draughtsman) -> str:
    overview, language = told.overview, told.language
    picture = await draw_overview(overview, language, charts=charts)
    blocks = overview_blocks(overview, language)
    end = paint_table(*table_of(overview, language)) + (paint_picture(picture) if picture else "")
    return paint_page(blocks, title=words_of(blocks[0]), language=language, end=end)
