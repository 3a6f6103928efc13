"""A paper may be pasted into a message: its own words go with the command as they stand."""

import pytest

from bot.domain.arxiv_ids import ArxivId
from bot.domain.commands import BriefPaper, SubmitPaper
from bot.domain.references import ArxivReference, TextReference
from handlers.grammar import understand

PASTED = "Lanes for Wheels\n\n" + "We keep wheels apart, see https://example.org/lanes and 2501.12345. " * 8


@pytest.mark.parametrize(
    "words", [PASTED, PASTED.replace("wheels", "half-wheels"), "标题\n" + "分道调度把请求分开处理。" * 9]
)
def test_a_paper_that_is_pasted_behind_a_command_is_read_as_it_stands(words: str) -> None:
    pasted = (TextReference(text=words),)
    assert understand(f"brief {words}") == BriefPaper(papers=pasted)
    assert understand(f"/submit\n{words}") == SubmitPaper(papers=pasted)
    assert understand(f"brief en\n{words}") == BriefPaper(papers=pasted, language="en")
    assert pasted[0].label in {"Lanes for Wheels", "标题"}


def test_a_remark_beside_a_papers_name_is_no_paper() -> None:
    remark = "this is the one that we spoke of at lunch and that everybody wants to read by Friday "
    command = understand(f"brief 2501.12345 {remark}")
    assert isinstance(command, BriefPaper)
    assert command.papers == (ArxivReference(id=ArxivId.parse("2501.12345")),)
