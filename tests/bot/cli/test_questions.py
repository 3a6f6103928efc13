"""`briefbot ask` as people and scripts meet it: passages with their places, a sentence for what fails."""

import json
from pathlib import Path

import pytest

from bot.cli.questions import Wish, ask
from bot.settings import Settings
from tests.bot.retrieval.papers import FILLER
from tests.fakes.model_server import Act, ModelServer
from tests.paper_pdf import draw, paper
from tests.shells import Shell

ANSWER = "All runs were made on one server with eight cards."
PARTS = "\n\n".join(f"## {number} History of part {number}\n\n{FILLER} {FILLER}" for number in range(3, 25))
TEXT = (
    f"# On Lanes and Gates\n\nAnn Archer\n\n## Abstract\n\n{paper(1).abstract}\n\n"
    f"## 1 Introduction\n\n{FILLER}\n\n{PARTS}\n\n## 30 Setup\n\n{FILLER} {ANSWER}\n"
)


async def test_passages_as_json_are_one_object_with_the_one_that_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "lanes.md").write_text(TEXT, encoding="utf-8")
    wish = Wish(str(tmp_path / "lanes.md"), "Which machine?", passages=True, as_json=True)
    assert await ask(wish, settings=Settings(_env_file=None), offline=True)
    printed = capsys.readouterr()
    assert printed.err == ""
    record = json.loads(printed.out)
    assert list(record) == ["passages"]
    assert len(record["passages"]) <= 12
    assert all(set(passage) == {"page", "section", "text"} for passage in record["passages"])
    assert [passage["section"] for passage in record["passages"] if ANSWER in passage["text"]] == ["30 Setup"]


async def test_without_passages_the_best_come_first_and_are_called_what_they_are(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    (tmp_path / "drawn.pdf").write_bytes(draw(paper(1)))
    ended = await shell.run("ask", "drawn.pdf", "How much faster is it?", "--offline")
    assert ended.code == 0
    assert "not an answer" in ended.err
    assert ended.out.startswith(f"{paper(1).title}\n\nPage 1 · Abstract\n")
    assert "3.5x speedup" in ended.out


async def test_a_paper_that_is_not_there_is_one_sentence_and_no_success(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wish = Wish(str(tmp_path / "gone.pdf"), "Why?", passages=False, as_json=False)
    assert not await ask(wish, settings=Settings(_env_file=None), offline=True)
    assert capsys.readouterr().err == "gone.pdf does not exist. Check the path.\n"


async def test_where_nothing_matches_that_is_said_and_no_passage_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "lanes.md").write_text(TEXT, encoding="utf-8")
    wish = Wish(str(tmp_path / "lanes.md"), "Zeppelin?", passages=False, as_json=True)
    assert await ask(wish, settings=Settings(_env_file=None), offline=True)
    printed = capsys.readouterr()
    assert json.loads(printed.out)["passages"] == []
    assert printed.err.startswith("Nothing in this paper matches the question. I looked for: Zeppelin.")


async def test_passages_for_a_chinese_question_are_told_of_in_chinese(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "drawn.pdf").write_bytes(draw(paper(1)))
    for passages in (False, True):
        wish = Wish(str(tmp_path / "drawn.pdf"), "加速比是多少？", passages=passages, as_json=False)
        assert await ask(wish, settings=Settings(_env_file=None), offline=True)
        printed = capsys.readouterr()
        assert "第 1 页 · Abstract" in printed.out
        assert "论文不是用中文写的" in printed.err
        assert ("并不是答案" in printed.err) is not passages


CLAIM = {"text": "All runs were made on one server with eight cards.", "cites": ["P1"], "quote": ANSWER}
LIE = {"text": "All runs were made on nine servers.", "cites": ["P1"], "quote": ANSWER}


async def test_a_model_answers_with_the_papers_words_and_what_it_cost(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    (tmp_path / "lanes.md").write_text(TEXT, encoding="utf-8")
    answer = json.dumps({"answerable": True, "claims": [LIE, CLAIM], "missing": ""})
    async with ModelServer(always=Act(text=answer)) as server:
        shell.write_with(server.address)
        said = await shell.run("ask", "lanes.md", "Which machine was used?", "--offline")
        told = await shell.run("ask", "lanes.md", "Which machine was used?", "--offline", "--json")
        await shell.run("ask", "lanes.md", "Which machine was used?", "--offline", "--passages")
    assert said.out == f"On Lanes and Gates\n\n{CLAIM['text']} (30 Setup)\n  {ANSWER}\n"
    assert "1 statement" in said.err
    assert "Models cost" in said.err
    (record,) = told.objects
    assert (record["file"], record["title"], record["mode"]) == ("lanes.md", "On Lanes and Gates", "whole")
    assert record["claims"] == [
        {
            "text": CLAIM["text"],
            "verified": True,
            "spans": [{"page": 0, "section": "30 Setup", "text": ANSWER}],
        }
    ]
    assert record["dropped"] == ["number"]
    assert record["tokens"]["input"] > 1000
    assert len(server.calls) == 2, "for passages alone nobody is paid"


async def test_a_refusal_stands_under_the_title_where_the_answer_would(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    (tmp_path / "lanes.md").write_text(TEXT, encoding="utf-8")
    answer = json.dumps({"answerable": False, "claims": [], "missing": "the price"})
    async with ModelServer(always=Act(text=answer)) as server:
        shell.write_with(server.address)
        said = await shell.run("ask", "lanes.md", "Which server was cheapest?", "--offline")
    assert said.out.startswith("On Lanes and Gates\n\nThe paper does not answer this")


async def test_a_question_may_begin_with_a_dash_and_a_wrong_option_is_told(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    (tmp_path / "drawn.pdf").write_bytes(draw(paper(1)))
    for question in ("-1 or 2 times faster?", "--how much faster is it?", "- speedup?"):
        ended = await shell.run("ask", "drawn.pdf", question, "--offline", "--json")
        assert ended.code == 0, ended.err
        assert json.loads(ended.out)["question"] == question
    wrong = await shell.run("ask", "drawn.pdf", "--pasages")
    assert wrong.code == 2
    assert "--pasages is no option of ask, and no question." in " ".join(wrong.err.replace("│", " ").split())
