"""`sent`: a report as it was sent to a chat, in Markdown, HTML or JSON, and a chat's feed."""

import asyncio
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, assert_never

from bot.clients.clock import SystemClock
from bot.domain.chat import Address
from bot.domain.reports import Report
from bot.errors import SetupError
from bot.replies.feeds import paint_feed
from bot.replies.report_records import report_json
from bot.replies.reports import markdown, report_blocks
from bot.replies.web_page import paint_page
from bot.settings import Settings
from bot.streams import complain, put
from bot.told import Reports
from bot.usecases.write_feed import LAST
from storage import open_storage
from storage.places import read_place

Form = Literal["md", "html", "json", "atom"]


@dataclass(frozen=True, slots=True)
class Wish:
    """Which report is wanted, and how."""

    chat: str  # platform:chat
    day: date | None  # for which it came; None: the newest
    form: Form
    output: Path | None


async def sent(wish: Wish, *, settings: Settings) -> bool:
    """Print a report that was sent, or all the newest as a feed; False where there is none."""
    address = parse_chat(wish.chat)
    file = read_place(settings.database).file
    if file and not file.exists():
        raise SetupError(f"There is no database at {file} yet, so no report was sent.")
    with tempfile.TemporaryDirectory(prefix="briefbot-") as folder:  # nothing is put beside the bot's files
        opening = open_storage(settings.database, data_dir=Path(folder), guest=True)
        async with opening as storage:
            words = await _words(wish, address, reports=storage.reports)
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


async def _words(wish: Wish, address: Address, *, reports: Reports) -> str | None:
    newest = await reports.newest(address, most=LAST)
    if not newest:
        complain(f"No report came to {wish.chat} by itself yet.")
        return None
    if wish.form == "atom":
        return paint_feed(address, newest, made_at=SystemClock().now())
    kept = await reports.on(address, wish.day) if wish.day else newest[0]
    if kept is None:
        days = ", ".join(dict.fromkeys(each.due.isoformat() for each in newest[:10]))
        complain(f"No report came to {wish.chat} on {wish.day}. The newest came on: {days}.")
        return None
    return _painted(kept.report, wish.form)


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
