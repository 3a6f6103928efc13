"""The messages are drawn to the last word: Slack's by a package of others, Telegram's by our own page."""

from pathlib import Path

import pytest
from PIL import Image
from telegram import MessageEntity

from bot.domain.chat import Buttons, Reply, words_of
from handlers.slack.painting import paint, pieces
from tests.pictures import draw, slack_page, telegram_page
from tests.pictures.scenes import LANGUAGES, SCENES, Turn

TURNS = [turn for scene in SCENES.values() for language in LANGUAGES for turn in scene(language)]
needs_node = pytest.mark.skipif(bool(slack_page.missing()), reason=slack_page.missing() or "-")
needs_chromium = pytest.mark.skipif(bool(draw.missing_browser()), reason=draw.missing_browser() or "-")


def words(reply: Reply) -> list[str]:
    """What each block of a post has to show, without white space."""
    shown = [
        "".join(button.label for button in block.buttons) if isinstance(block, Buttons) else words_of(block)
        for block in reply.blocks
    ]
    return ["".join(text.split()) for text in shown]


@needs_node
def test_the_package_knows_every_block_of_slack_and_shows_all_its_words() -> None:
    posts = [piece for turn in TURNS for piece in pieces(turn.reply)]
    drawn = slack_page.drawn([paint(post) for post in posts])
    assert sum(map(len, drawn)) > 50
    for post, blocks in zip(posts, drawn, strict=True):
        assert [slack_page.words_in(html) for html in blocks] == words(post)


@needs_node
def test_a_block_that_the_package_does_not_know_is_found() -> None:
    assert slack_page.drawn([[{"type": "no_such_block", "text": "words"}]]) == [[""]]


def test_the_page_of_telegram_shows_every_word_and_every_button() -> None:
    for turn in TURNS:
        page = slack_page.words_in(telegram_page.telegram_page([turn], "en").partition("<body>")[2])
        for block in turn.reply.blocks:
            labels = [button.label for button in block.buttons] if isinstance(block, Buttons) else []
            for text in (words_of(block), *labels):
                assert "".join(text.split()) in page.replace("\u2060", "")


def test_text_becomes_html_by_its_entities_alone() -> None:
    text = "😀 <b>a</b> & c"
    entities = [
        MessageEntity(MessageEntity.BOLD, offset=3, length=3),
        MessageEntity(MessageEntity.TEXT_LINK, offset=3, length=3, url='https://example.com/"x'),
    ]
    html = telegram_page.rich(text, entities)
    assert html.startswith("😀 <")
    assert '<b><a href="https://example.com/&quot;x">&lt;b&gt;</a></b>' in html
    assert html.endswith("a&lt;/b&gt; &amp; c")


def test_the_locked_packages_name_no_host_to_fetch_them_from() -> None:
    lock = slack_page.PROGRAM.with_name("package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in lock
    assert '"resolved"' not in lock


@needs_chromium
def test_a_picture_is_small_and_shows_something(tmp_path: Path) -> None:
    turn = Turn(Reply(blocks=SCENES["rooms"]("zh")[0].reply.blocks))
    picture = tmp_path / "one.png"
    draw.photograph(telegram_page.telegram_page([turn], "zh"), picture, width=telegram_page.WIDTH)
    assert picture.stat().st_size < draw.MOST_BYTES
    with Image.open(picture) as image:
        assert image.width == telegram_page.WIDTH * draw.SCALE
        assert 300 < image.height < draw.HEIGHT
        assert len(image.getcolors() or ()) > 10
