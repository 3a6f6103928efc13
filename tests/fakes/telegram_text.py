"""Text and entities as Telegram treats them: part of the local Telegram server that the tests talk to.

Rules and texts were compared with TDLib (`parseMarkdown`, which checks the entities it is given, and
`getTextEntities`); `test_telegram_text.py` repeats the comparison. Offsets and lengths are UTF-16 code units.
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Any

from tests.fakes.telegram_refusals import bad_request

Entity = dict[str, Any]

ENTITY_LIMIT = 100  # the rest is ignored without a word
STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
QUOTES = ("expandable_blockquote", "blockquote")
CODES = ("code", "pre")
# What else a bot may send; the server finds mentions, commands, addresses by itself and ignores them here.
SOLIDS = (*CODES, "text_link", "text_mention", "custom_emoji")
FOUND = ("mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number")

# Which of two entities with one span holds the other; equal ranks keep the order in which they were given.
_RANK = {
    **dict.fromkeys(QUOTES, 0),
    "pre": 1,
    "code": 2,
    **{style: place for place, style in enumerate(STYLES, 4)},
    "custom_emoji": 9,
}
_REQUIRED_FIELDS = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}
_DROPPED = frozenset("\r\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u0333\u033f\u030a")
_INVISIBLE = frozenset("\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2800\ufffc")
_PROTOCOL = re.compile(r"([a-z]+)://", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_COMMAND = re.compile(
    r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32}|(?!@))(?![\w/<>])"  # /brief or /brief@our_bot
)
_MENTION = re.compile(r"(?<!\w)@[A-Za-z0-9_]{4,32}(?!\w)")


def utf16_units(text: str) -> int:
    """Telegram's measure of length: a character outside the basic plane counts twice."""
    return len(text) + sum(character > "\uffff" for character in text)


def read_entities(raw: object) -> list[Entity]:
    """The entities of a call, without those that are found, not given. Raises Refusal for nonsense."""
    if not isinstance(raw, list):
        return []
    return [entity for entity in map(_read_entity, raw) if entity["type"] not in FOUND]


def _read_entity(raw: object) -> Entity:
    if not isinstance(raw, dict):
        raise bad_request("Can't parse MessageEntity: expected an Object")
    for name in ("offset", "length", "type", _REQUIRED_FIELDS.get(str(raw.get("type")), "type")):
        if name not in raw:
            raise bad_request(f"Can't parse MessageEntity: Can't find field \"{name}\"")
    for name in ("offset", "length"):
        if not isinstance(raw[name], int):
            raise bad_request(f'Can\'t parse MessageEntity: Field "{name}" must be of type Number')
    if raw["type"] not in (*STYLES, *QUOTES, *SOLIDS, *FOUND):
        raise bad_request("Can't parse MessageEntity: Unsupported type specified")
    return dict(raw)


def shown_text(
    text: str, entities: Sequence[Entity], *, empty_is_fine: bool = False
) -> tuple[str, list[Entity]]:
    """What a reader sees of a text and its entities. Raises Refusal where the server does.

    Overlaps are solved as the server solves them (nothing inside code, no quote in a quote, same styles
    joined), odd characters are dropped or made spaces, outer white space is trimmed, and the entities
    beyond the hundredth are cut. Links keep the address they were given.
    """
    for entity in entities:
        if entity["type"] == "text_link":
            check_link(str(entity["url"]))
    for name, entity in itertools.product(("offset", "length"), entities):
        if not 0 <= entity[name] <= 1_000_000:
            raise bad_request(f"Receive an entity with incorrect {name} {entity[name]}")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise bad_request("Strings must be encoded in UTF-8")
    settled = _settled([entity for entity in entities if entity["length"]])
    _check_bounds(text, settled)
    text, settled = _cleaned(text, settled)
    if not empty_is_fine and all(character.isspace() or character in _INVISIBLE for character in text):
        raise bad_request("Text must be non-empty")
    text, settled = _trimmed(text, settled)
    return text, settled[:ENTITY_LIMIT]


def found_entities(text: str) -> list[Entity]:
    """The commands and mentions that the server finds in what a person says, outside web addresses."""
    web = [match.span() for match in _WEB_ADDRESS.finditer(text)]
    found = [
        {
            "type": kind,
            "offset": utf16_units(text[: match.start()]),
            "length": utf16_units(match.group()),
        }
        for kind, pattern in (("bot_command", _COMMAND), ("mention", _MENTION))
        for match in pattern.finditer(text)
        if not any(start <= match.start() < end for start, end in web)
    ]
    return sorted(found, key=_order)


def check_link(address: str, what: str = "Entity URL") -> None:
    """Raises Refusal for an address that cannot be opened; one without a protocol counts as http."""
    protocol = _PROTOCOL.match(address)
    scheme = protocol[1].lower() if protocol else "http"
    rest = address[protocol.end() :] if protocol else address
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2]
    host, colon, port = authority.partition(":")
    fault = ""
    if scheme not in ("http", "https", "tg"):
        fault = "Unsupported URL protocol"
    elif colon and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        fault = "Wrong port number specified in the URL"
    elif not host:
        fault = "URL host is empty"
    elif re.search(r"[\s\\<>\"\[\]]", host):
        fault = "Disallowed character in URL host"
    elif scheme != "tg" and "." not in host.strip("."):
        fault = "Wrong HTTP URL"
    if fault:
        raise bad_request(f"{what} '{address}' is invalid: {fault}")


def _order(entity: Entity) -> tuple[int, int, int]:
    return entity["offset"], -entity["length"], _RANK.get(entity["type"], 3)


def _end(entity: Entity) -> int:
    return int(entity["offset"] + entity["length"])


def _settled(entities: Iterable[Entity]) -> list[Entity]:
    ordered = sorted(entities, key=_order)
    quotes = _apart([entity for entity in ordered if entity["type"] in QUOTES])
    solids = [
        solid
        for solid in _apart([entity for entity in ordered if entity["type"] in SOLIDS])
        if all(_disjoint(solid, quote) or _inside(solid, quote) for quote in quotes)
    ]
    codes = [solid for solid in solids if solid["type"] in CODES]
    styles = [
        piece
        for kind in STYLES
        for style in _joined([entity for entity in ordered if entity["type"] == kind])
        for piece in _without(style, codes)
    ]
    return sorted((*quotes, *solids, *styles), key=_order)


def _disjoint(one: Entity, other: Entity) -> bool:
    return bool(_end(one) <= other["offset"] or _end(other) <= one["offset"])


def _inside(inner: Entity, outer: Entity) -> bool:
    return bool(outer["offset"] <= inner["offset"] and _end(inner) <= _end(outer))


def _apart(ordered: Iterable[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in ordered:
        if not kept or entity["offset"] >= _end(kept[-1]):
            kept.append(entity)
    return kept


def _joined(ordered: Iterable[Entity]) -> list[Entity]:
    joined: list[Entity] = []
    for entity in ordered:
        if joined and entity["offset"] <= _end(joined[-1]):
            end = max(_end(joined[-1]), _end(entity))
            joined[-1] = {**joined[-1], "length": end - joined[-1]["offset"]}
        else:
            joined.append(entity)
    return joined


def _without(style: Entity, codes: Iterable[Entity]) -> list[Entity]:
    pieces, start = [], style["offset"]
    for code in codes:
        if not _disjoint(style, code):
            pieces.append({**style, "offset": start, "length": code["offset"] - start})
            start = _end(code)
    pieces.append({**style, "offset": start, "length": _end(style) - start})
    return [piece for piece in pieces if piece["length"] > 0]


def _check_bounds(text: str, entities: Sequence[Entity]) -> None:
    """Raises the first fault in reading order: endings come before beginnings, inner endings before outer."""
    bytes_at: dict[int, int] = {}
    units = size = 0
    for character in text:
        bytes_at[units] = size
        units += utf16_units(character)
        size += len(character.encode())
    bytes_at[units] = size
    faults: list[tuple[tuple[int, int, int], str]] = []
    for place, entity in enumerate(entities):
        start, end = entity["offset"], _end(entity)
        if start > units:
            words = f"Entity begins after the end of the text at UTF-16 offset {start}"
            faults.append(((units, 2, place), words))
        elif start not in bytes_at:
            words = f"Entity begins in a middle of a UTF-16 symbol at byte offset {bytes_at[start + 1]}"
            faults.append(((start + 1, 1, place), words))
        elif end > units:
            after = f"ends after the end of the text at UTF-16 offset {end}"
            faults.append(((units, 3, -place), f"Entity beginning at UTF-16 offset {start} {after}"))
        elif end not in bytes_at:
            middle = f"ends in a middle of a UTF-16 symbol at byte offset {bytes_at[end + 1]}"
            faults.append(((end + 1, 0, -place), f"Entity beginning at UTF-16 offset {start} {middle}"))
    if faults:
        raise bad_request(min(faults)[1])


def _cleaned(text: str, entities: Iterable[Entity]) -> tuple[str, list[Entity]]:
    moved: dict[int, int] = {}
    characters: list[str] = []
    before = after = 0
    for character in text:
        moved[before] = after
        before += utf16_units(character)
        if character not in _DROPPED:
            characters.append(" " if character < " " and character != "\n" else character)
            after += utf16_units(character)
    moved[before] = after
    # A run of direction marks would break the reader's screen: all but the last become non-joiners.
    clean = re.sub(r"[\u200e\u200f](?=[\u200e\u200f])", "\u200c", "".join(characters))
    return clean, [
        {**entity, "offset": moved[entity["offset"]], "length": moved[_end(entity)] - moved[entity["offset"]]}
        for entity in entities
        if moved[_end(entity)] > moved[entity["offset"]]
    ]


def _trimmed(text: str, entities: Sequence[Entity]) -> tuple[str, list[Entity]]:
    text = text.rstrip(" \n")
    last = utf16_units(text)
    first = min(len(text) - len(text.lstrip(" \n")), min((each["offset"] for each in entities), default=last))
    return text[first:], [
        {**entity, "offset": entity["offset"] - first, "length": min(_end(entity), last) - entity["offset"]}
        for entity in entities
        if entity["offset"] < last
    ]
