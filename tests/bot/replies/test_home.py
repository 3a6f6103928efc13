"""The one page of a person: what stands on it, in which order, and what does not belong there."""

from bot.domain.briefs import Language
from bot.domain.chat import Block, Button, Buttons, Heading, Reply, paragraph, words_of
from bot.replies.catalogue import say
from bot.replies.home import MOST_OF_REPORT, first_taps, home_reply, saved_line

SETTINGS = Reply(blocks=(paragraph("Language: English"),))
SAVED = Reply(blocks=(paragraph("On Lanes"),))
TAPS = Buttons(buttons=(Button(label="1", says="paper 2501.00001"),))


def page(report: Reply | None, language: Language = "en") -> list[Block]:
    """The blocks of the page with this report."""
    reply = home_reply(SETTINGS, report, SAVED, language=language)
    assert reply.whispered, "what somebody saved is theirs"
    return list(reply.blocks)


def test_a_new_person_sees_what_to_tap_their_settings_and_that_there_is_no_report_yet() -> None:
    blocks = page(None)
    said = [words_of(block) for block in blocks]
    places = [
        said.index(words)
        for words in ("Language: English", say("en", "home.no_report"), say("en", "home.saved"), "On Lanes")
    ]
    assert places == sorted(places)
    taps = [tap.says for block in blocks if isinstance(block, Buttons) for tap in block.buttons]
    assert taps == ["report today", "find", "saved", "help"]
    assert [tap for block in first_taps("zh") if isinstance(block, Buttons) for tap in block.buttons]


def test_of_the_report_there_is_its_head_without_buttons_and_without_how_to_answer_it() -> None:
    for language in ("en", "zh"):
        papers = [paragraph(f"paper {number}") for number in range(20)]
        how = paragraph(say(language, "report.how", number=2 if language == "en" else 1))
        report = Reply(blocks=(Heading(text="The day's report", level=1), how, TAPS, *papers))
        blocks = page(report, language)
        assert how not in blocks
        assert TAPS not in blocks
        (title,) = [block for block in blocks if isinstance(block, Heading) and "day's" in block.text]
        assert title.level == 3, "it does not outrank the page's own title"
        shown = [block for block in papers if block in blocks]
        assert shown == papers[: MOST_OF_REPORT - 1]


def test_saved_papers_are_counted_with_how_to_see_them_all() -> None:
    assert "12" in words_of(saved_line(12, "en"))
    assert "saved" in words_of(saved_line(12, "en"))
    assert "12" in words_of(saved_line(12, "zh"))
