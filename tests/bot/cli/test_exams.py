"""`briefbot eval questions`: what is found, answered and refused, against answers that are known."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.cli.exams import NoQuestions, Wish, questions, read_questions, summary, summary_lines
from bot.domain.answers import Dropped
from bot.domain.exams import ExamQuestion, Grade
from bot.settings import Settings
from bot.usecases.grade_answer import grade_answer
from storage import open_storage
from tests.bot.answering import GAIN, answering, claim, keep, paper, told
from tests.bot.retrieval.papers import FILLER
from tests.fakes.ports import FakeClock
from tests.shells import Shell

EXAM = Path(__file__).parents[2] / "campaigns" / "exam.jsonl"
ANSWER = "All runs were made on one server with eight cards."
PARTS = "\n\n".join(f"## {number} History of part {number}\n\n{FILLER} {FILLER}" for number in range(3, 25))
HEAD = "# On Lanes\n\nAnn Archer\n\n## Abstract\n\nWe keep lanes."
TEXT = f"{HEAD}\n\n{PARTS}\n\n## 30 Setup\n\n{FILLER} {ANSWER}\n"
MACHINE = {
    "paper": "lanes",
    "question": "Which server was used?",
    "language": "en",
    "words": "own",
    "answerable": True,
    "answer": "one server with eight cards",
}
CHINESE = MACHINE | {
    "question": "用了什么机器？",
    "language": "zh",
    "words": "other",
    "rewrite": "server cards",
}
LICENCE = MACHINE | {"question": "Which licence has the code?", "answerable": False, "answer": ""}


def written(folder: Path, *asked: Mapping[str, object]) -> Path:
    """A file of questions beside its paper."""
    (folder / "lanes.md").write_text(TEXT, encoding="utf-8")
    file = folder / "exam.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in asked), encoding="utf-8")
    return file


async def test_without_a_model_the_search_is_graded_and_that_is_said(tmp_path: Path) -> None:
    written(tmp_path, MACHINE, CHINESE, LICENCE)
    ended = await Shell(tmp_path).run("eval", "questions", "exam.jsonl", "--json", "--offline")
    assert ended.code == 0, ended.err
    assert "only the search" in ended.err
    *grades, last = ended.objects
    assert [grade["found"] for grade in grades] == [True, grades[1]["found"], None]
    assert grades[1]["rewritten"] is True
    assert {grade["outcome"] for grade in grades} == {"unanswered"}
    recall: Mapping[str, Any] = last["summary"]["recall_at_12"]
    assert recall["en, own words"] == {"of": 1, "good": 1, "share": 1.0}
    assert recall["rewritten"]["good"] == 1
    assert "answered_rightly" not in last["summary"]


async def test_what_cannot_be_read_is_one_sentence_and_no_success(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, MACHINE | {"paper": "gone"}, MACHINE)
    wish = Wish(file, tmp_path, as_json=False)
    assert not await questions(wish, settings=Settings(_env_file=None), offline=True)
    printed = capsys.readouterr()
    assert "gone" in printed.err
    assert "recall at 12, en, own words: 1 of 1 (1.000)" in printed.out
    for content in ("", "{}", "no json", json.dumps(MACHINE | {"page": -1})):
        file.write_text(content, encoding="utf-8")
        with pytest.raises(NoQuestions, match=r"exam\.jsonl"):
            read_questions(file)
    with pytest.raises(NoQuestions, match="cannot be read"):
        read_questions(tmp_path / "nowhere.jsonl")


async def test_an_answer_is_graded_by_its_claims_and_by_the_page_that_they_quote(tmp_path: Path) -> None:
    asked = ExamQuestion.model_validate(
        MACHINE
        | {"question": "How much does throughput rise?", "page": 6, "answer": "raises throughput by 45%"}
    )
    good = claim("LaneKeep raises throughput by 45%.", GAIN, "P5")
    wrong = claim("LaneKeep raises throughput by 54%.", GAIN, "P5")
    async with open_storage(f"sqlite:///{tmp_path}/b.db", data_dir=tmp_path) as storage:
        one = await keep(storage, paper())
        by = answering(storage, told(good, wrong))
        grade = await grade_answer(asked, one, answering=by, clock=FakeClock())
        refusing = answering(storage, told(answerable=False))
        refused = await grade_answer(asked, one, answering=refusing, clock=FakeClock())
    assert (grade.outcome, grade.right, grade.claims, grade.verified) == ("answered", True, 1, 1)
    assert (grade.found, grade.on_page, grade.dropped) == (True, True, (Dropped.NUMBER,))
    assert (refused.outcome, refused.right, refused.on_page) == ("refused", False, None)
    figures = summary([grade, refused])
    assert figures["answered_rightly"] == {"of": 2, "good": 1, "share": 0.5}
    assert figures["numbers_verified"] == {"of": 2, "good": 1, "share": 0.5}
    assert "answered rightly: 1 of 2 (0.500)" in summary_lines(figures)


def test_the_exam_is_sixty_questions_on_twelve_papers_and_quotes_few_words() -> None:
    exam = read_questions(EXAM)
    assert (len(exam), len({one.paper for one in exam})) == (60, 12)
    assert sum(not one.answerable for one in exam) == 20
    assert sum(one.language == "zh" for one in exam) == 15
    assert all(len(one.answer.split()) <= 8 for one in exam)
    assert all(bool(one.page and one.answer) == one.answerable for one in exam)
    assert not any(one.gist for one in exam)
    assert all(bool(one.rewrite) == (one.language == "zh") for one in exam)
    assert Grade(asked=exam[0]).right is None
