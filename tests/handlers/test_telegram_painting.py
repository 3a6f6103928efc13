"""What Telegram shows of a reply: judged by TDLib, which its makers wrote, whatever a paper holds."""

import json
from typing import Any

import pytest
import tdjson
from hypothesis import HealthCheck, example, given, settings
from telegram import MessageEntity

from bot.domain.chat import Heading, Paragraph, Quote, Reply, Span, paragraph
from handlers.telegram.painting import MOST_ENTITIES, WORD_JOINER, paint, pieces, plain_text, quiet
from tests.handlers.hostile import bare, replies, said

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


@pytest.fixture(autouse=True, scope="module")
def _quiet_library() -> None:
    ask("setLogVerbosityLevel", new_verbosity_level=0)


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


def formats(text: str, entities: list[tuple[str, int, int]]) -> tuple[str, list[set[str]]]:
    """A text without white space at its ends, and the formats of each UTF-16 unit."""
    marks: list[set[str]] = [set() for _ in range(units(text))]
    for kind, offset, length in entities:
        for place in range(offset, offset + length):
            marks[place].add(kind)
    first = units(text) - units(text.lstrip(" \n"))
    return text.strip(" \n"), marks[first : units(text.rstrip(" \n"))]


def accepted(text: str, entities: list[MessageEntity]) -> tuple[str, list[set[str]]]:
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


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(replies)
@example(Reply(blocks=(Paragraph(spans=(Span(text="@"), Span(text="channel", style="bold"))),)))
@example(Reply(blocks=(paragraph("/\rcmd @\u030aname \u202e#tag"),)))
@example(Reply(blocks=(Paragraph(spans=tuple(Span(text="@channel ", style="code") for _ in range(150))),)))
@example(Reply(blocks=(Quote(label="", text="x"), Quote(label="y", text=""), Heading(text=""))))
def test_no_word_of_a_paper_is_taken_for_markup_a_mention_or_a_command(reply: Reply) -> None:
    for piece in pieces(reply):
        text, entities = paint(piece)
        assert units(text) <= LIMIT
        assert len(entities) <= MOST_ENTITIES
        assert linked(text, entities) & FORBIDDEN == set()
        assert linked(plain_text(piece), []) & FORBIDDEN == set()
        assert units(plain_text(piece)) <= LIMIT
        legible = text.translate(NO_MARKUP)
        ours = [(TDLIB[each.type], each.offset, each.length) for each in entities]
        assert accepted(legible, entities) == formats(legible, ours)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(replies)
def test_every_word_of_a_reply_is_shown_once_in_order(reply: Reply) -> None:
    shown = "\n".join(paint(piece)[0] for piece in pieces(reply))
    assert bare(shown) == bare(said(reply.blocks))


def test_a_hundred_thousand_characters_are_cut_into_messages_that_telegram_takes() -> None:
    reply = Reply(blocks=(Heading(text="Long"), paragraph("@a 中文。𝒙 " * 11_112)))
    parts = pieces(reply)
    assert len(parts) > 25
    for part in parts:
        text, entities = paint(part)
        assert units(text) <= LIMIT
        assert linked(text, entities) == set()


def test_offsets_count_a_character_beyond_the_basic_plane_twice() -> None:
    text, entities = paint(Reply(blocks=(paragraph("𝒙 ", Span(text=" bold ", style="bold")),)))
    assert text == "𝒙  bold "
    assert [(each.type, each.offset, each.length) for each in entities] == [("bold", 4, 4)]


@pytest.mark.parametrize(
    "text", ["and/or", "km/h", "ann@uni.edu", "https://arxiv.org/abs/2501.12345", "US$ 5", "C# 9"]
)
def test_words_that_link_to_nobody_can_be_copied_as_they_are(text: str) -> None:
    assert quiet(text) == text


def test_a_command_in_code_can_be_copied() -> None:
    text, _ = paint(Reply(blocks=(Paragraph(spans=(Span(text="/brief 2501.12345", style="code"),)),)))
    assert WORD_JOINER not in text


def test_a_reply_that_shows_nothing_is_no_message() -> None:
    assert pieces(Reply(blocks=(Heading(text="\u2060\x00"), paragraph(" \n")))) == ()
