"""Short words beside others: times of a history, the hint behind Wrong?, states of what is asked."""

from datetime import UTC, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from bot.domain.briefs import Language
from bot.domain.chat import words_of
from bot.domain.commands import Command
from bot.domain.corrections import Correction
from bot.domain.jobs import JobState
from bot.replies.admin import span_words
from bot.replies.briefs import brief_reply
from bot.replies.buttons import paper_buttons
from bot.replies.catalogue import say
from bot.replies.corrections import fields_reply
from bot.replies.joints import LONGEST_TITLE, title_line
from bot.replies.topic_facts import Explained
from bot.replies.verdicts import why_reply
from handlers.grammar import understand
from tests.storage.builders import brief, paper
from tests.storage.mailings import announcement

NOW = datetime(2026, 3, 1, 20, 30, tzinfo=UTC)
PAPER = paper("arxiv:2501.00001", number="2501.00001", version=1)
SHOWN = (PAPER, brief(PAPER.key, version=1))
CHANGED = Correction(
    job="k",
    paper=PAPER.key,
    field="effect",
    language="en",
    value="a 3x speedup",
    before="",
    person="x:7",
    at=NOW,
)


@pytest.mark.parametrize(
    ("zone", "time"), [("UTC", "2026-03-01 20:30"), ("Asia/Shanghai", "2026-03-02 04:30")]
)
def test_a_history_tells_times_on_the_wall_of_the_chats_zone(zone: str, time: str) -> None:
    reply = fields_reply(SHOWN, [CHANGED], zone=ZoneInfo(zone), language="en")
    (line,) = [line for block in reply.blocks for line in words_of(block).splitlines() if "x:7" in line]
    assert time in line
    assert "a 3x speedup" in line


def test_the_button_wrong_leads_to_words_that_say_how_to_correct() -> None:
    buttons = {tap.label: tap.says for tap in paper_buttons(PAPER, "en").buttons}
    assert understand(buttons["✏️ Wrong?"]).kind == "correct"
    for language in get_args(Language):
        hint = words_of(fields_reply(SHOWN, [], zone=None, language=language).blocks[-1])
        example = hint.replace("：", ": ").rpartition(": ")[2]
        assert PAPER.handle in example
        assert understand(example).kind == "correct", "the hint can be sent as it stands"


def test_there_is_a_word_for_every_command_and_state_that_status_shows() -> None:
    kinds = {each.model_fields["kind"].default for each in get_args(get_args(Command)[0])}
    for language in get_args(Language):
        for kind in kinds:
            assert say(language, f"status.of_{kind}").strip()
        for state in set(JobState) - {JobState.DONE}:
            assert say(language, f"status.state_{state}").strip()


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=-1), "0 seconds"),
        (timedelta(seconds=59.9), "59 seconds"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(hours=25), "1 day"),
    ],
)
def test_a_span_is_told_in_its_largest_unit(span: timedelta, words: str) -> None:
    assert span_words(span, "en") == words


def test_a_title_that_is_none_by_its_length_is_cut_behind_a_word_in_posts() -> None:
    assert title_line("On\n Lanes") == "On Lanes"
    assert title_line("x" * LONGEST_TITLE) == "x" * LONGEST_TITLE
    assert title_line("x" * 20_000) == "x" * LONGEST_TITLE + "…"
    cut = title_line("lanes, " * 3000)
    assert cut.endswith("lanes, lanes…")
    assert len(cut) <= LONGEST_TITLE
    whole = PAPER.model_copy(update={"title": "lanes " * 3000})
    posts = [
        fields_reply((whole, SHOWN[1]), [], zone=None, language="en").blocks[0],
        *brief_reply(SHOWN[1], whole).blocks,
    ]
    assert all(len(words_of(block) or "") < 2 * LONGEST_TITLE for block in posts)


def test_sentences_of_chinese_have_no_space_between_them() -> None:
    told = Explained("2602.00001", announcement("2602.00001"), judged=(), unjudged=(), told=True)
    (_, line, *_) = why_reply(told, zone=None, language="zh").blocks
    assert "公布于 cs.LG。它列入过" in (words_of(line) or "")
