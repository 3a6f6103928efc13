"""What Slack is handed for a reply: judged by the SDK's own models and by the limits that Slack keeps."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from slack_sdk.models.blocks import Block

from bot.domain.chat import Heading, Paragraph, Quote, Reply, Span, paragraph
from handlers.slack.painting import TEXT_LIMIT, escape, paint, paint_simply, pieces, plain_text
from tests.fakes.slack_blocks import MESSAGE_CHARACTERS, check_blocks, message_weight
from tests.handlers.hostile import bare, replies, said

MAYBE_A_REPEAT = paragraph("This may be a repeat: I could not find out whether the post got through.")


def shown(value: Any) -> list[str]:
    """Every text in some blocks, in order."""
    if isinstance(value, list):
        return [text for part in value for text in shown(part)]
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [
            text for part in value.values() if isinstance(part, (dict, list)) for text in shown(part)
        ]
    return []


def elements(value: Any) -> list[dict[str, Any]]:
    """Every object with a type in some blocks."""
    if isinstance(value, list):
        return [each for part in value for each in elements(part)]
    if isinstance(value, dict):
        own = [value] if "type" in value else []
        return own + [each for part in value.values() for each in elements(part)]
    return []


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(replies)
@example(Reply(blocks=(Quote(label="", text="x"), Quote(label="y", text=""), Heading(text="\u202e"))))
@example(Reply(blocks=(Paragraph(spans=()), Paragraph(spans=(Span(text=""), Span(text="x"))))))
@example(Reply(blocks=tuple(paragraph("x") for _ in range(120))))
def test_every_message_is_within_slacks_limits_and_pings_nobody(reply: Reply) -> None:
    for piece in pieces(reply):
        blocks: Any = json.loads(json.dumps(paint(piece), ensure_ascii=False).encode())
        check_blocks(blocks)
        for block in Block.parse_all(blocks):
            assert block is not None
            block.validate_json()
        assert 0 < len(blocks) <= 50
        assert all(each["text"] for each in elements(blocks) if "text" in each)
        assert all(each["elements"] for each in elements(blocks) if "elements" in each)
        assert {each["type"] for each in elements(blocks)} <= {
            *("header", "plain_text", "text", "link"),
            *("rich_text", "rich_text_section", "rich_text_quote"),
        }
        text = plain_text(piece)
        assert 0 < len(text) <= TEXT_LIMIT
        assert not any(sign in text for sign in "<>")
        assert "&" not in text.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(replies)
def test_every_word_of_a_reply_is_shown_once_in_order(reply: Reply) -> None:
    words = "\n".join(text for piece in pieces(reply) for text in shown(paint(piece)))
    assert bare(words) == bare(said(reply.blocks))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(replies)
def test_there_is_room_for_the_line_about_a_possible_repeat(reply: Reply) -> None:
    for piece in pieces(reply):
        told_twice: Any = paint(Reply(blocks=(MAYBE_A_REPEAT, *piece.blocks)))
        assert message_weight(told_twice) <= MESSAGE_CHARACTERS
        assert len(told_twice) <= 50


def test_a_hundred_thousand_characters_are_cut_into_messages_that_slack_takes() -> None:
    parts = pieces(Reply(blocks=(Heading(text="Long"), paragraph("<!channel> 中文。& " * 6_667))))
    assert len(parts) > 8
    for part in parts:
        check_blocks(json.loads(json.dumps(paint(part))))
        assert "<" not in plain_text(part)


def test_a_text_that_grows_when_it_is_escaped_is_not_cut_inside_an_entity() -> None:
    for length in range(11_990, 12_000):
        text = plain_text(Reply(blocks=(paragraph("x" * (length % 5) + "&" * length),)))
        assert len(text) <= TEXT_LIMIT
        assert text.endswith("&amp;")


@pytest.mark.parametrize(
    ("text", "inert"),
    [
        ("<!channel> & <@U0GRACE>", "&lt;!channel&gt; &amp; &lt;@U0GRACE&gt;"),
        ("&lt;!here&gt;", "&amp;lt;!here&amp;gt;"),
    ],
)
def test_slacks_active_characters_are_made_inert(text: str, inert: str) -> None:
    assert escape(text) == inert


def test_a_title_too_long_for_a_header_is_shown_in_bold() -> None:
    short, long = paint(Reply(blocks=(Heading(text="x" * 150), Heading(text="𝒙" * 76))))
    assert short["type"] == "header"
    assert long == {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [{"type": "text", "text": "𝒙" * 76, "style": {"bold": True}}],
            }
        ],
    }


def test_a_reply_that_shows_nothing_is_no_message() -> None:
    assert pieces(Reply(blocks=(Heading(text="\u2060\x00"), paragraph(" \n")))) == ()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(replies)
def test_the_simple_form_is_within_the_limits_and_says_the_same_without_any_markup(reply: Reply) -> None:
    for piece in pieces(reply):
        blocks: Any = json.loads(json.dumps(paint_simply(piece), ensure_ascii=False).encode())
        check_blocks(blocks)
        assert {each["type"] for each in elements(blocks)} <= {"section", "plain_text"}
        assert bare("\n".join(shown(blocks))) == bare(said(piece.blocks))
