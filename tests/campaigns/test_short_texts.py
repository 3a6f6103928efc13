"""The campaign of hostile texts in short, and what it found once."""

import json

import pytest

from bot.domain.chat import Attachment, Button, Buttons, Heading, Reply, paragraph
from bot.domain.commands import Command
from bot.domain.texts import PaperText, Passage
from bot.retrieval.pieces import pieces_of
from handlers.grammar import understand
from handlers.slack import painting as slack
from handlers.telegram import painting as telegram
from tests.campaigns.hostile_facts import Facts, Said
from tests.campaigns.hostile_replies import every_reply
from tests.campaigns.hostile_texts import Tally, campaign, put_through
from tests.campaigns.hostile_words import KINDS, hostile_texts


def test_hostile_texts_are_taken_by_both_platforms_and_ping_nobody() -> None:
    tally = campaign(texts=100, seed=7)
    assert tally.broken == {}, tally.examples
    assert set(tally.texts) == set(KINDS)
    assert min(tally.posts.values()) > 200


def test_the_campaign_notices_words_that_are_lost() -> None:
    tally = Tally()
    put_through(Said("lost", Reply(blocks=(paragraph("some words"),)), ("more words",)), tally)
    assert set(tally.broken) == {"telegram: lost", "slack: lost"}


def test_the_replies_of_a_campaign_are_of_every_kind() -> None:
    texts = [text for _, text in hostile_texts(25, seed=1)]
    kinds = {said.kind for said in every_reply(Facts(texts, 0))}
    assert {"brief", "digest", "digest below", "paper", "find", "answer", "admin jobs", "error"} <= kinds


def test_a_file_whose_name_holds_half_a_character_is_kept() -> None:
    file = Attachment(platform="telegram", handle="f1", name="cut \ud83d.pdf")
    command: Command = understand("", attachments=[file])
    assert "cut \ufffd.pdf" in command.model_dump_json()


def test_buttons_stay_under_a_paper_that_fills_its_posts() -> None:
    buttons = Buttons(buttons=(Button(label="Details", says="paper 2501.12345"),))
    for length in range(3_880, 3_900):
        reply = Reply(blocks=(Heading(text="Title", level=3), paragraph("x" * length), buttons))
        last = telegram.pieces(reply)[-1]
        assert last.blocks[-1] == buttons
        assert len(last.blocks) > 1


def test_a_passage_of_white_space_alone_is_no_piece() -> None:
    blank = Passage(kind="paragraph", text=" \n" * 5_000, page=1, section=None, position=0)
    assert pieces_of(PaperText(sections=(), passages=(blank,), pages=1)) == ()


@pytest.mark.parametrize("label", ["\x15", "\u2800\u200b", " \n"])
def test_a_button_whose_words_nobody_sees_has_some_on_both_platforms(label: str) -> None:
    buttons = Buttons(buttons=(Button(label=label, says="topic"),))
    reply = Reply(blocks=(paragraph("words"), buttons))
    keyboard = telegram.keyboard(reply)
    assert keyboard
    assert [button.text for row in keyboard.inline_keyboard for button in row] == ["…"]
    assert json.dumps(slack.paint(reply), ensure_ascii=False).count('"text": "…"') == 1
