"""What Telegram shows of a reply: judged by TDLib, which its makers wrote, whatever a paper holds."""

import pytest
from hypothesis import HealthCheck, example, given, settings

from bot.domain.chat import Button, Buttons, Heading, Paragraph, Quote, Reply, Span, paragraph
from handlers.telegram.painting import WORD_JOINER, keyboard, paint, pieces, plain_text, quiet
from tests.handlers.hostile import bare, replies, said
from tests.handlers.tdlib import FORBIDDEN, LIMIT, judge, linked, units


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(replies)
@example(Reply(blocks=(Paragraph(spans=(Span(text="@"), Span(text="channel", style="bold"))),)))
@example(Reply(blocks=(paragraph("/\rcmd @\u030aname \u202e#tag"),)))
@example(Reply(blocks=(Paragraph(spans=tuple(Span(text="@channel ", style="code") for _ in range(150))),)))
@example(Reply(blocks=(Quote(label="", text="x"), Quote(label="y", text=""), Heading(text=""))))
def test_no_word_of_a_paper_is_taken_for_markup_a_mention_or_a_command(reply: Reply) -> None:
    for piece in pieces(reply):
        judge(*paint(piece))
        assert linked(plain_text(piece), []) & FORBIDDEN == set()
        assert units(plain_text(piece)) <= LIMIT


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


def test_a_title_with_a_link_is_as_bold_as_one_without_as_far_as_there_is_room() -> None:
    title = paragraph(Span(text="Lanes", style="bold", link="https://arxiv.org/abs/2501.12345"))
    _, entities = paint(Reply(blocks=(title,)))
    assert {(each.type, each.offset, each.length) for each in entities} == {
        ("text_link", 0, 5),
        ("bold", 0, 5),
    }
    kinds = [each.type for each in paint(Reply(blocks=(title,) * 60))[1]]
    assert (kinds.count("text_link"), kinds.count("bold")) == (60, 40), "a link is more than a style"


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


def rows(*blocks: Buttons) -> list[list[str]]:
    """The labels of a post's keyboard, row by row."""
    shown = keyboard(Reply(blocks=(paragraph("x"), *blocks)))
    return [[button.text for button in row] for row in shown.inline_keyboard] if shown else []


def buttons(*labels: str, number: int | None = None) -> Buttons:
    return Buttons(buttons=tuple(Button(label=label, says="help") for label in labels), number=number)


def test_buttons_stand_in_even_rows_of_as_many_as_can_be_read() -> None:
    numbers = buttons(*map(str, range(1, 11)))
    assert list(map(len, rows(numbers))) == [5, 5]
    assert list(
        map(len, rows(buttons("📄 Details", "💬 Ask", "⭐ Save", "🚫 Not relevant", "✏️ Wrong?")))
    ) == [3, 2]
    chinese = buttons("📄 详情", "💬 提问", "⭐ 收藏", "🚫 不相关", "✏️ 有误？", number=1)
    assert list(map(len, rows(chinese, buttons("📄 详情", number=2)))) == [3, 2, 1]
    assert rows() == []


def test_the_buttons_of_several_papers_bear_their_numbers() -> None:
    one, two = buttons("Ask", "Save", number=1), buttons("Ask", number=2)
    assert rows(one, two) == [["1 Ask", "1 Save"], ["2 Ask"]]
    assert rows(two) == [["Ask"]]


def test_no_label_is_empty_or_names_anybody_and_no_keyboard_is_too_large() -> None:
    assert rows(buttons("\u2060", "@channel")) == [["…", "@\u2060channel"]]
    assert sum(map(len, rows(*(buttons(*"12345678") for _ in range(20))))) <= 100
