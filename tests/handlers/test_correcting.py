"""The grammar of corrections: paper, field and value, and a value that stays as it was written."""

from pathlib import Path

import pytest

from bot.domain.arxiv_ids import ArxivId
from bot.domain.commands import CorrectBrief, Misunderstood, RegenerateBrief
from bot.domain.references import ArxivReference, FileReference
from bot.errors import Reason, Why
from handlers.correcting import is_correction
from handlers.grammar import understand
from handlers.typed import read_line
from tests.handlers.builders import attachment

PAPER = ArxivReference(id=ArxivId.parse("2501.12345"))


@pytest.mark.parametrize(
    "text",
    [
        "correct 2501.12345 effect 2.5x faster",
        "/correct@my_bot arXiv:2501.12345 effect: 2.5x faster ",
        "correct https://arxiv.org/abs/2501.12345, effect = 2.5x faster",
        "更正 2501.12345 效果 2.5x faster",
        "更正2501.12345效果：2.5x faster",
        "Correct 2501.12345 EFFECT\n2.5x faster",
    ],
)
def test_a_correction_names_paper_field_and_value(text: str) -> None:
    assert understand(text) == CorrectBrief(paper=PAPER, field="effect", value="2.5x faster")


@pytest.mark.parametrize(
    ("word", "field"),
    [
        *(("title", "title"), ("institution", "institutions"), ("institutions", "institutions")),
        *(("technique", "technique"), ("problem", "problem"), ("标题", "title"), ("机构", "institutions")),
        *(("技术", "technique"), ("问题", "problem")),
    ],
)
def test_every_field_has_its_words_in_both_languages(word: str, field: str) -> None:
    command = understand(f"correct 2501.12345 {word} x")
    assert isinstance(command, CorrectBrief)
    assert (command.field, command.value) == (field, "x")


@pytest.mark.parametrize(
    "value", ["Ａ，ｂ：50％ （约）！", "the effect of title, and/or en zh", "a -b", "x\ny", "-5%"]
)
def test_a_value_stays_as_it_was_written(value: str) -> None:
    command = understand(f"correct\u200b 2501.12345 zh title {value}")
    assert command == CorrectBrief(paper=PAPER, language="zh", field="title", value=value)


@pytest.mark.parametrize("value", ["-", "—", "undo", "UNDO", "撤销"])
def test_the_newest_correction_is_withdrawn_with_a_word(value: str) -> None:
    assert understand(f"correct 2501.12345 title {value}") == CorrectBrief(paper=PAPER, field="title")


@pytest.mark.parametrize("text", ["correct 2501.12345", "更正2501.12345", "correct 2501.12345 en"])
def test_without_a_field_the_fields_are_shown(text: str) -> None:
    command = understand(text)
    assert isinstance(command, CorrectBrief)
    assert (command.paper, command.field, command.value) == (PAPER, None, None)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("correct", Why.NO_PAPER_GIVEN),
        ("correct effect 2x", Why.NO_PAPER_GIVEN),
        ("correct 2501.12345 efect 2x", Why.UNKNOWN_FIELD),
        ("correct, thank you", Why.UNKNOWN_FIELD),
        ("correct 2501.123456 effect 2x", Why.MALFORMED_ARXIV_ID),
        ("correct 2501.12345 2501.12346 effect 2x", Why.TOO_MANY_PAPERS),
        ("correct my paper effect 2x", Why.NOT_A_PAPER_REFERENCE),
        ("regenerate", Why.NO_PAPER_GIVEN),
        ("regenerate 2501.12345 hello", Why.NOT_A_PAPER_REFERENCE),
        ("regenerat 2501.12345", Why.DID_YOU_MEAN),
    ],
)
def test_what_is_no_correction_gets_advice(text: str, why: Why) -> None:
    command = understand(text)
    assert isinstance(command, Misunderstood)
    assert command.reason.why is why


@pytest.mark.parametrize("text", ["regenerate 2501.12345 zh", "/重写 2501.12345 中文", "重写2501.12345 zh"])
def test_a_brief_is_to_be_written_anew(text: str) -> None:
    assert understand(text) == RegenerateBrief(paper=PAPER, language="zh")


def test_an_answer_may_leave_the_paper_out() -> None:
    assert understand("correct effect 2x", answers="42") == CorrectBrief(
        paper=None, answers="42", field="effect", value="2x"
    )
    assert understand("regenerate", answers="42") == RegenerateBrief(paper=None, answers="42")
    refused = understand("correct it effect 2x", answers="42")
    assert refused == Misunderstood(reason=Reason(Why.NOT_A_PAPER_REFERENCE, {"text": "it"}))


def test_a_file_is_the_paper_of_a_correction() -> None:
    file = attachment("telegram", "F1")
    command = understand("correct effect 2x", attachments=[file])
    assert command == CorrectBrief(paper=FileReference(file=file), field="effect", value="2x")


def test_on_a_terminal_only_the_word_after_the_command_is_a_path(tmp_path: Path) -> None:
    place = tmp_path / "my paper.pdf"
    text, (file,) = read_line(f"correct '{place}' effect and/or it's \"so\"")
    assert (text, file.handle) == ('correct effect and/or it\'s "so"', str(place))
    assert read_line("correct 2501.12345 effect a/b.pdf") == ("correct 2501.12345 effect a/b.pdf", ())
    assert read_line("correct 'a") == ("correct 'a", ())


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("/correct@bot x", True), ("更正x", True), ("Correct", True), ("corrections", False), ("brief", False)],
)
def test_a_correction_is_known_by_its_head(text: str, *, is_one: bool) -> None:
    assert is_correction(text) is is_one
