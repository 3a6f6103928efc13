"""What the database keeps of each post, and what stands in the chats of both platforms."""

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.domain.chat import Reply, paragraph
from bot.replies.notices import asker_line
from handlers.slack.painting import plain_text
from handlers.slack.posting import EDITED_BYTES, ID
from handlers.telegram.painting import paint
from handlers.telegram.taps import query_of
from tests.campaigns.crowd import Crowd
from tests.fakes.telegram_calls import Call

Row = dict[str, Any]
SUM = ""  # of the words of a post that are only known when it is made
_NOTED = ("id", "job_id", "part", "state", "post", "reply_to", "whisper_to", "resent", "below", "edits")
_POSTING = ("sendmessage", "senddocument")


@dataclass(frozen=True)
class Post:
    """A post of the bot as its chat shows it; `delivery`: which one it says it is."""

    id: str
    chat: str  # platform:id
    words: str
    ts: str = ""  # Slack's, of a file that was found by its message
    delivery: str = ""
    person: str = ""  # who alone sees it


@dataclass(frozen=True)
class Intent:
    """A call that may have been under way when the process died."""

    delivery: str
    since: str  # when it was noted
    chat: str  # platform:id
    words: frozenset[str]  # any of which it may have posted


def rows(database: Path, query: str) -> list[Row]:
    """What a database has; nothing where it is not there yet."""
    if not database.exists():
        return []
    with closing(sqlite3.connect(database, timeout=10)) as connection:
        connection.row_factory = sqlite3.Row
        made = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'deliveries'").fetchone()
        return [dict(row) for row in connection.execute(query)] if made else []


def deliveries(database: Path) -> list[Row]:
    """Every delivery with its piece as a Reply, and what its job says of the asker."""
    found = rows(
        database,
        "SELECT d.*, j.command, j.language, j.name, j.unseen, j.key"
        " FROM deliveries d JOIN jobs j ON j.id = d.job_id ORDER BY d.rowid",
    )
    return [row | {"reply": Reply.model_validate_json(row["piece"])} for row in found]


def place_of(row: Row) -> str:
    """Where a post is seen: a whisper on Telegram in the person's own chat."""
    if row["whisper_to"] and row["platform"] == "telegram":
        return f"telegram:{row['whisper_to']}"
    if row["platform"] == "slack" and row["chat"].startswith("U"):  # a person's id stands for their chat
        return f"slack:D{row['chat'][1:]}"
    return f"{row['platform']}:{row['chat']}"


def words_of_row(row: Row) -> str:
    """The words that are kept of a post; SUM where there are none before it is made."""
    return _painted(row, row["reply"])


def shows(words: str, row: Row) -> bool:
    """Whether these words show what is kept: whole, under who asked, or shortened by an edit on Slack."""
    kept, reply = words_of_row(row), row["reply"]
    if kept in {SUM, words}:
        return True
    if row["unseen"] and row["name"] and not (row["part"] or row["whisper_to"]):
        line = paragraph(asker_line(row["name"], row["language"]))
        if words == _painted(row, reply.model_copy(update={"blocks": (line, *reply.blocks)})):
            return True
    return bool(reply.blocks) and words == plain(plain_text(reply, limit=EDITED_BYTES))


def _painted(row: Row, reply: Reply) -> str:
    if not reply.blocks:
        return reply.document.name if reply.document else SUM
    return plain(paint(reply)[0] if row["platform"] == "telegram" else plain_text(reply))


def plain(text: str) -> str:
    """Without what nobody sees."""
    return text.replace("\u2060", "").strip()


def intent_of(row: Row, crowd: Crowd, *, edited: bool) -> Intent:
    """An open intent; on Telegram only words that were called since it was noted can stand.

    Where the words were `edited` behind the call, they are others by now.
    """
    words = frozenset({words_of_row(row)})
    if row["platform"] == "telegram":
        said = {said for said in _called(row, crowd) if edited or shows(said, row)}
        words = frozenset(said)
    return Intent(row["id"], str(row["intended_at"]), place_of(row), words)


def _called(row: Row, crowd: Crowd) -> Iterator[str]:
    since = datetime.fromisoformat(row["intended_at"])
    ago = time.time() - (since if since.tzinfo else since.replace(tzinfo=UTC)).timestamp()
    begun, chat = time.monotonic() - ago, place_of(row).removeprefix("telegram:")
    for call in crowd.telegram.calls():
        if call.at < begun:
            continue
        if call.method in _POSTING and call.text("chat_id") == chat:
            yield said_by(call)
        elif call.method == "answercallbackquery" and _query(row) == call.text("callback_query_id"):
            yield plain(call.text("text"))


def said_by(call: Call) -> str:
    """What a call to Telegram posts: its words, or the name of its file."""
    names = [name for name, _ in call.files.values()]
    return plain(call.text("text") or call.text("caption")) or next(iter(names), "")


def toasts(crowd: Crowd) -> Mapping[str, str]:
    """Words that were shown over a chat on Telegram, by the tap that they answered."""
    return {
        call.text("callback_query_id"): plain(call.text("text"))
        for call in crowd.telegram.calls("answerCallbackQuery")
        if call.outcome == 200 and call.text("text")
    }


def toast_of(row: Row, shown: Mapping[str, str]) -> str:
    """The words that answered the tap of a delivery, where there are any."""
    return shown.get(_query(row), "") if row["whisper_to"] and not row["part"] else ""


def _query(row: Row) -> str:
    return (query_of(row["reply_to"]) if row["platform"] == "telegram" else None) or ""


def on_telegram(crowd: Crowd) -> Iterator[Post]:
    """What stands in the chats of Telegram."""
    for chat in sorted({place.chat for place in crowd.everybody if place.chat.startswith("telegram:")}):
        for shown in crowd.telegram.sent(int(chat.removeprefix("telegram:"))):
            yield Post(str(shown.id), chat, plain(shown.text) or shown.document_name)


def on_slack(crowd: Crowd) -> Iterator[Post]:
    """What stands in the chats of Slack, and what one person alone saw there."""
    there = crowd.slack.workspace
    for channel in there.channels:
        for post in crowd.slack.posted(channel):
            said = (post.metadata or {}).get("event_payload", {}).get(ID, "")
            file = post.files[0]["id"] if post.files else ""
            words = plain(post.text) or (there.files[file].name if file else "")
            yield Post(file or post.ts, f"slack:{channel}", words, ts=post.ts, delivery=said)
    for post in there.ephemeral:
        yield Post("", f"slack:{post.channel}", plain(post.text), person=post.only_for or "")


def told(row: Row) -> str:
    """A delivery and its job in one line, for whoever looks into a broken promise."""
    noted = " ".join(f"{name}={row[name]}" for name in _NOTED if row[name] not in {None, "", 0})
    kind = json.loads(row["command"])["kind"]
    times = f"intended={row['intended_at']} noted={row['noted_at']}"
    return f"{noted} {times} job={kind} {row['key']} in {place_of(row)}: {words_of_row(row)[:80]!r}"


def shown(post: Post) -> str:
    """A post in one line."""
    whose = f" for {post.person} alone" if post.person else ""
    return f"post {post.ts or post.id} in {post.chat}{whose}: {post.words[:80]!r}"
