"""Telegram's own library as the judge of what is about to be sent: offline, in 0.2 ms."""

import json
from typing import Any

import tdjson
from telegram import MessageEntity

from handlers.telegram.painting import MOST_ENTITIES

LIMIT = 4096
FORBIDDEN = {"Mention", "Hashtag", "Cashtag", "BotCommand", "MentionName"}
TDLIB = {
    "bold": "Bold",
    "italic": "Italic",
    "code": "Code",
    "text_link": "TextUrl",
    "expandable_blockquote": "ExpandableBlockQuote",
}
# What parseMarkdown would read as markup: this test asks it about entities only.
NO_MARKUP = str.maketrans(dict.fromkeys("*_~|`[]()", "."))


def ask(kind: str, **fields: object) -> dict[str, Any]:
    """A request that TDLib answers at once, without a network."""
    answer = tdjson.td_execute(json.dumps({"@type": kind, **fields}).encode())
    assert answer is not None
    parsed: dict[str, Any] = json.loads(answer)
    assert parsed["@type"] != "error", parsed
    return parsed


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def linked(text: str, entities: list[MessageEntity]) -> set[str]:
    """The kinds of what Telegram links by itself outside code."""
    code = [(each.offset, each.offset + each.length) for each in entities if each.type == "code"]
    found = ask("getTextEntities", text=text)["entities"]
    return {
        each["type"]["@type"].removeprefix("textEntityType")
        for each in found
        if not any(start < each["offset"] + each["length"] and each["offset"] < end for start, end in code)
    }


def formats(text: str, entities: list[tuple[str, int, int]]) -> tuple[str, list[frozenset[str]]]:
    """A text without white space at its ends, and the formats of each UTF-16 unit."""
    marks: list[frozenset[str]] = [frozenset()] * units(text)
    for kind, offset, length in entities:
        for place in range(offset, offset + length):
            marks[place] |= {kind}
    first = units(text) - units(text.lstrip(" \n"))
    return text.strip(" \n"), marks[first : units(text.rstrip(" \n"))]


def accepted(text: str, entities: list[MessageEntity]) -> tuple[str, list[frozenset[str]]]:
    """What TDLib makes of a text with its entities."""
    given_entities = [
        {
            "@type": "textEntity",
            "offset": each.offset,
            "length": each.length,
            "type": {"@type": f"textEntityType{TDLIB[each.type]}", "url": each.url or ""},
        }
        for each in entities
    ]
    formatted = {"@type": "formattedText", "text": text, "entities": given_entities}
    answer = ask("parseMarkdown", text=formatted)
    return formats(
        answer["text"],
        [
            (each["type"]["@type"].removeprefix("textEntityType"), each["offset"], each["length"])
            for each in answer["entities"]
        ],
    )


def judge(text: str, entities: list[MessageEntity]) -> None:
    """Fails where Telegram would refuse a message, show it otherwise than meant, or link a word by itself."""
    assert units(text) <= LIMIT
    assert len(entities) <= MOST_ENTITIES
    assert linked(text, entities) & FORBIDDEN == set()
    legible = text.translate(NO_MARKUP)
    ours = [(TDLIB[each.type], each.offset, each.length) for each in entities]
    assert accepted(legible, entities) == formats(legible, ours)


ask("setLogVerbosityLevel", new_verbosity_level=0)
