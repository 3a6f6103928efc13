"""Taps and inline queries, which a bot must answer soon: part of the local Telegram server for the tests."""

import itertools
import re
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.telegram_calls import Call
from tests.fakes.telegram_chats import Json
from tests.fakes.telegram_posting import TEXT_LIMIT, check_buttons, parse_buttons
from tests.fakes.telegram_refusals import bad_request
from tests.fakes.telegram_text import Entity, read_entities, shown_text, utf16_units

CALLBACK_TEXT = 200
MOST_RESULTS = 50
ID_BYTES = OFFSET_BYTES = 64
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True)
class Toast:
    """What the bot answered to a tap."""

    text: str = ""
    alert: bool = False
    url: str = ""


@dataclass(frozen=True)
class Result:
    """One thing that an inline query offers, and the message that it would become."""

    id: str
    title: str
    description: str
    text: str
    entities: tuple[Entity, ...]
    buttons: tuple[tuple[Json, ...], ...]


@dataclass(frozen=True)
class Offered:
    """What the bot answered to an inline query; `button` is (label, payload of its link)."""

    results: tuple[Result, ...]
    personal: bool = False
    cache_seconds: int = 300
    button: tuple[str, str] | None = None


@dataclass
class Queries:
    """Every query by its id, with the answer once there is one. Each is answered once, and not too late."""

    taps: dict[str, Toast | None] = field(default_factory=dict)
    typed: dict[str, Offered | None] = field(default_factory=dict)
    _expired: set[str] = field(default_factory=set)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(4_000_001))

    def begin_tap(self) -> str:
        """A tap's id."""
        number = str(next(self._numbers))
        self.taps[number] = None
        return number

    def begin_typing(self) -> str:
        """An inline query's id."""
        number = str(next(self._numbers))
        self.typed[number] = None
        return number

    def expire(self) -> None:
        """Whatever waits for an answer waits no longer."""
        self._expired |= {
            number for number, answer in (*self.taps.items(), *self.typed.items()) if not answer
        }

    def answer_tap(self, call: Call) -> bool:
        """answerCallbackQuery. Raises Refusal."""
        number = call.text("callback_query_id")
        self._check_open(number, self.taps)
        if len(call.text("text")) > CALLBACK_TEXT:
            raise bad_request("MESSAGE_TOO_LONG")
        url = call.text("url")
        if url and not re.fullmatch(r"https://t\.me/\w+\?start(?:=[\w-]{1,64})?", url, re.ASCII):
            raise bad_request("URL_INVALID")  # of others only those of a game
        self.taps[number] = Toast(call.text("text"), call.text("show_alert").lower() == "true", url)
        return True

    def answer_typed(self, call: Call) -> bool:
        """answerInlineQuery. Raises Refusal."""
        number = call.text("inline_query_id")
        results: Any = call.parsed("results")
        if not isinstance(results, list):
            raise bad_request("Expected an Array of inline query results")
        read = tuple(map(_result, results))
        self._check_open(number, self.typed)
        if len(read) > MOST_RESULTS:
            raise bad_request("RESULTS_TOO_MUCH")
        if len({result.id for result in read}) < len(read):
            raise bad_request("RESULT_ID_DUPLICATE")
        if len(call.text("next_offset").encode()) > OFFSET_BYTES:
            raise bad_request("NEXT_OFFSET_INVALID")
        self.typed[number] = Offered(
            read,
            personal=call.text("is_personal").lower() == "true",
            cache_seconds=call.number("cache_time", 300),
            button=_button(call.parsed("button")),
        )
        return True

    def _check_open(self, number: str, queries: dict[str, Any]) -> None:
        if queries.get(number, "unknown") is not None or number in self._expired:
            raise bad_request(TOO_OLD)


def _result(raw: object) -> Result:
    if not isinstance(raw, dict):
        raise _unread("expected an Object")
    for name in ("type", "id", "title", "input_message_content"):
        if name not in raw:
            raise _unread(f'Can\'t find field "{name}"')
    if raw["type"] != "article":
        raise _unread(f'type "{raw["type"]}" is unsupported for the inline query result')
    if not 0 < len(str(raw["id"]).encode()) <= ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if not str(raw["title"]).strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = raw["input_message_content"]
    if content.get("parse_mode"):
        raise bad_request("unsupported parse_mode")
    if not content.get("message_text"):
        raise bad_request("Message text is empty")
    text, entities = shown_text(content["message_text"], read_entities(content.get("entities")))
    if utf16_units(text) > TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    buttons = parse_buttons(raw.get("reply_markup"))
    check_buttons(buttons)
    return Result(
        id=str(raw["id"]),
        title=str(raw["title"]),
        description=str(raw.get("description", "")),
        text=text,
        entities=tuple(entities),
        buttons=tuple(map(tuple, buttons)),
    )


def _unread(fault: str) -> Exception:
    return bad_request(f"Can't parse inline query result: {fault}")


def _button(raw: Any) -> tuple[str, str] | None:
    if raw is None:
        return None
    if not raw.get("text"):
        raise bad_request('Can\'t find field "text"')
    payload = str(raw.get("start_parameter", ""))
    if not payload:
        raise bad_request("START_PARAM_EMPTY")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload):
        raise bad_request("START_PARAM_INVALID")
    return str(raw["text"]), payload
