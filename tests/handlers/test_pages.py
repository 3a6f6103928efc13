"""Pages: every piece fits, nothing is lost, and the cut falls where a reader would pause."""

import gc
import re
import time
import unicodedata
from html import escape
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.chat import Block, Document, Heading, Paragraph, Quote, Reply, Span, paragraph
from bot.domain.chat import words_of as plain_words_of
from handlers.pages import BlockLimits, cut, utf16_units

FAMILY = "👨‍👩‍👧‍👦"
ENGLAND = "🏴" + "".join(chr(0xE0000 + ord(letter)) for letter in "gbeng") + "\U000e007f"
CLUSTERS = [
    FAMILY,
    "🇨🇳",
    "👍🏽",
    "e\u0301",
    "1\ufe0f\u20e3",
    "क्षि",
    "\u1112\u1161\u11ab",
    "\u1100가",
    "각\u11a8",
    "葛\U000e0100",
    ENGLAND,
]


def words_of(block: Block) -> str:
    return block.label + block.text if isinstance(block, Quote) else plain_words_of(block)


def letters_of(*replies: Reply) -> str:
    return "".join("".join(words_of(block) for reply in replies for block in reply.blocks).split())


def size(reply: Reply, separator: int = 2) -> int:
    within = sum(
        separator for block in reply.blocks if isinstance(block, Quote) and block.label and block.text
    )
    total = sum(utf16_units(words_of(block)) for block in reply.blocks)
    return total + within + separator * (len(reply.blocks) - 1)


def in_pages(reply: Reply, limit: int = 64, blocks: BlockLimits | None = None) -> tuple[Reply, ...]:
    return cut(reply, limit=limit, measure=utf16_units, blocks=blocks or BlockLimits())


def texts(reply: Reply, limit: int = 64) -> list[str]:
    return ["\n".join(words_of(block) for block in piece.blocks) for piece in in_pages(reply, limit)]


SAMPLES = ["word", " ", "\n", "。", "，", ". ", "论文", "x" * 90, "\u0301", *CLUSTERS]
TEXT = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(SAMPLES), max_size=60).map("".join))
SPAN = st.builds(
    Span,
    text=TEXT,
    style=st.sampled_from(["plain", "bold", "italic", "code"]),
    link=st.sampled_from([None, "https://example.com/1", "https://example.com/2"]),
)
BLOCK = st.one_of(
    st.builds(Heading, text=TEXT, level=st.integers(1, 3)),
    st.builds(Paragraph, spans=st.lists(SPAN, max_size=4).map(tuple)),
    st.builds(Quote, label=TEXT, text=TEXT),
)
REPLY = st.builds(
    Reply,
    blocks=st.lists(BLOCK, max_size=12).map(tuple),
    document=st.sampled_from([None, Document(name="report.md", content="# Report")]),
    papers=st.sampled_from([(), ("arxiv:2501.12345",)]),
)


@settings(max_examples=300, deadline=None)
@given(reply=REPLY, limit=st.integers(64, 400))
def test_every_piece_of_any_reply_fits_and_no_letter_is_lost_or_added(reply: Reply, limit: int) -> None:
    pieces = in_pages(reply, limit)
    assert max(size(piece) for piece in pieces) <= limit
    assert letters_of(*pieces) == letters_of(reply)
    assert [piece.document for piece in pieces] == [None] * (len(pieces) - 1) + [reply.document]
    assert {piece.papers for piece in pieces} == {reply.papers}


@settings(max_examples=150, deadline=None)
@given(reply=REPLY, limit=st.integers(80, 400))
def test_any_reply_keeps_to_the_limits_of_blocks(reply: Reply, limit: int) -> None:
    pieces = in_pages(reply, limit, BlockLimits(count=3, heading=30, paragraph=60, quote=50, separator=1))
    assert letters_of(*pieces) == letters_of(reply)
    for piece in pieces:
        assert len(piece.blocks) <= 3
        assert size(piece, separator=1) <= limit
        for block in piece.blocks:
            most = {"heading": 30, "paragraph": 60, "quote": 50}[block.kind]
            assert utf16_units(words_of(block)) <= most


@settings(max_examples=150, deadline=None)
@given(reply=REPLY, limit=st.integers(64, 400))
def test_no_heading_ends_a_piece_when_a_paragraph_or_a_quote_follows_it(reply: Reply, limit: int) -> None:
    pieces = in_pages(reply, limit)
    for piece, following in pairwise(pieces):
        if isinstance(piece.blocks[-1], Heading):
            assert isinstance(following.blocks[0], Heading)


@settings(max_examples=100, deadline=None)
@given(spans=st.lists(SPAN, min_size=1, max_size=30), limit=st.integers(64, 200))
def test_every_letter_keeps_its_style_and_its_link(spans: list[Span], limit: int) -> None:
    def painted(reply: tuple[Reply, ...]) -> list[tuple[str, str, str | None]]:
        return [
            (letter, span.style, span.link)
            for piece in reply
            for block in piece.blocks
            if isinstance(block, Paragraph)
            for span in block.spans
            for letter in span.text
            if not letter.isspace()
        ]

    reply = Reply(blocks=(Paragraph(spans=tuple(spans)),))
    assert painted(in_pages(reply, limit)) == painted((reply,))


@settings(max_examples=200, deadline=None)
@given(clusters=st.lists(st.sampled_from([*CLUSTERS, "a", "文"]), min_size=40, max_size=200))
def test_no_emoji_flag_or_accented_letter_is_cut_in_two(clusters: list[str]) -> None:
    known = "|".join(re.escape(cluster) for cluster in (*CLUSTERS, "a", "文"))
    pieces = texts(Reply(blocks=(paragraph("".join(clusters)),)))
    assert [cluster for piece in pieces for cluster in re.findall(f"{known}|.", piece)] == clusters


def test_a_reply_that_fits_is_one_piece_and_unchanged() -> None:
    reply = Reply(
        blocks=(Heading(text="Title"), paragraph(" Some words. ")),
        document=Document(name="report.md", content=""),
        papers=("arxiv:2501.12345",),
    )
    assert in_pages(reply) == (reply,)


def test_a_reply_without_blocks_is_one_piece_with_its_document() -> None:
    reply = Reply(blocks=(), document=Document(name="report.md", content="words"))
    assert in_pages(reply) == (reply,)


def test_blocks_move_whole_to_the_next_piece() -> None:
    reply = Reply(blocks=tuple(paragraph(letter * 30) for letter in "abc"))
    assert texts(reply) == ["a" * 30 + "\n" + "b" * 30, "c" * 30]


def test_separators_count() -> None:
    reply = Reply(blocks=(paragraph("a" * 31), paragraph("b" * 31)))
    assert len(in_pages(reply, 64)) == 1
    assert len(in_pages(Reply(blocks=(paragraph("a" * 31), paragraph("b" * 32))), 64)) == 2


@pytest.mark.parametrize(
    ("first", "rest"),
    [
        ("A sentence ends. A line, with a clause, ends", "\nseven. eight, nine. ten" + " eleven" * 9),
        ("An opening clause, with some words in it.", " Then, more words" + " follow" * 9),
        (
            "我们提出一种新方法，可以加速推理，效果很好，也很省内存，而且不损失精度。",
            "第二句话在这里开始，" + "又有很多字" * 9,
        ),
        (
            "他说：“这就是我们想要的那种推理方法，它可以在一秒之内读完整篇论文。”",
            "然后他就走了，" + "没有再说" * 20,
        ),
        ("No sentence ends here before the limit,", " but a clause " + "does" * 20),
        ("先说一个没有句号的很长的开头然后再说下去一直说到这里为止了吧对吧，", "然后" + "继续" * 30),
        ("Only words stand in this text and nothing else to be seen to be", " seen" * 20),
        ("see Fig.\u00a03 " * 5 + "see", " Fig.\u00a03 see" * 20),
        ("Version 3.5 of a thing that has a long name and 10.25", " points" + "5" * 40),
        ("These words fill the piece up to its very last letter of all now", " and go on" * 9),
        ("a", " " + "b" * 60 + "c" * 60),
        ("版" * 64, "版" * 36),
    ],
)
def test_a_long_paragraph_is_cut_at_the_best_seam(first: str, rest: str) -> None:
    assert texts(Reply(blocks=(paragraph(first + rest),)))[0] == first


def test_a_heading_goes_with_its_paragraph() -> None:
    reply = Reply(blocks=(paragraph("a" * 40), Heading(text="Details", level=2), paragraph("b" * 40)))
    assert texts(reply) == ["a" * 40, "Details\n" + "b" * 40]


def test_a_heading_goes_with_the_beginning_of_a_paragraph_that_is_too_long() -> None:
    reply = Reply(blocks=(paragraph("a" * 40), Heading(text="Details", level=2), paragraph("word " * 30)))
    pieces = texts(reply)
    assert pieces[0] == "a" * 40
    assert pieces[1].startswith("Details\nword word")


def test_headings_that_leave_no_room_for_words_part_so_that_the_last_has_some() -> None:
    headings = (Heading(text="a" * 29), Heading(text="b" * 29, level=2))
    pieces = texts(Reply(blocks=(*headings, paragraph("word " * 30))))
    assert pieces[0] == "a" * 29
    assert pieces[1].startswith("b" * 29 + "\nword word")


def test_the_blocks_of_a_paper_stay_together() -> None:
    def paper(letter: str) -> tuple[Block, ...]:
        return (
            Heading(text=f"{letter}.", level=3),
            paragraph(letter * 5),
            Quote(label="Abstract", text=letter * 12),
        )

    reply = Reply(blocks=(Heading(text="Briefs", level=2), *paper("a"), *paper("b"), paragraph("3 papers")))
    assert [piece[0] for piece in texts(reply)] == ["B", "b"]


def test_a_paper_that_no_piece_holds_is_still_cut_between_its_blocks() -> None:
    reply = Reply(blocks=(Heading(text="Paper", level=3), paragraph("a" * 50), paragraph("b" * 50)))
    assert texts(reply) == ["Paper\n" + "a" * 50, "b" * 50]


def test_only_the_first_part_of_a_quote_bears_the_label() -> None:
    pieces = in_pages(Reply(blocks=(Quote(label="Abstract", text="A sentence of words. " * 12),)))
    assert len(pieces) > 1
    assert [block.label for piece in pieces for block in piece.blocks if isinstance(block, Quote)] == [
        "Abstract",
        *[""] * (len(pieces) - 1),
    ]


def test_a_label_that_leaves_no_room_for_words_stands_alone() -> None:
    pieces = in_pages(Reply(blocks=(Quote(label="x" * 58, text="words " * 20),)))
    assert pieces[0].blocks == (Quote(label="x" * 58, text=""),)
    assert words_of(pieces[1].blocks[0]).startswith("words words")


def test_a_long_label_without_words_leaves_no_empty_quote() -> None:
    pieces = in_pages(Reply(blocks=(Quote(label="label " * 30, text=""),)))
    assert all(words_of(block) for piece in pieces for block in piece.blocks)


def test_a_space_that_bears_an_accent_is_not_dropped() -> None:
    assert texts(Reply(blocks=(paragraph("a" * 60 + " \u0301" + "b" * 60),)))[1].startswith(" \u0301b")


def test_a_character_that_no_piece_holds_is_cut_between_its_code_points() -> None:
    pieces = texts(Reply(blocks=(paragraph("e" + "\u0301" * 150),)))
    assert [len(piece) for piece in pieces] == [64, 64, 23]
    assert all(unicodedata.combining(piece[-1]) for piece in pieces)


def test_any_measure_that_adds_up_is_kept_to() -> None:
    def escaped(text: str) -> int:
        return len(escape(text, quote=False))

    pieces = cut(Reply(blocks=(paragraph("a < b & c " * 100),)), limit=64, measure=escaped)
    assert max(escaped(words_of(block)) for piece in pieces for block in piece.blocks) <= 64


@pytest.mark.parametrize(
    "text",
    ["word " * 20_000, "字" * 100_000, "🇨🇳" * 50_000, "a" + "\u0301" * 99_999, " " * 100_000, "." * 100_000],
)
@pytest.mark.parametrize(("limit", "spans"), [(64, 1), (64, 10_000), (12_000, 1)])
def test_ten_times_the_text_is_not_a_hundred_times_the_work(text: str, limit: int, spans: int) -> None:
    seconds = []
    for part in (text[: len(text) // 10], text):
        length = len(text) // spans
        parts = tuple(Span(text=part[start : start + length]) for start in range(0, len(part), length))
        reply = Reply(blocks=(Paragraph(spans=parts),))
        gc.collect()  # or a search for cycles, among all that the other tests left, falls into the time
        started = time.process_time()
        pieces = in_pages(reply, limit)
        seconds.append(time.process_time() - started)
        assert letters_of(*pieces) == letters_of(reply)
    assert seconds[1] < 50 * max(seconds[0], 0.01)


@pytest.mark.parametrize(("text", "units"), [("", 0), ("a文", 2), ("😀", 2), (FAMILY, 11), ("\ud83d", 1)])
def test_characters_beyond_the_first_plane_are_two_units(text: str, units: int) -> None:
    assert utf16_units(text) == units
