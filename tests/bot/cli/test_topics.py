"""`briefbot topic` as scripts meet it: a line for a line, and a sentence for what is no paper."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.cli.topics import score_papers
from bot.topics.builtin import INFERENCE
from tests.bot.topics.papers import BIRDS, FAST

GIVEN = {"arxiv_id": "2501.00001", "title": FAST.title, "abstract": FAST.abstract, "kind": "new"}
OTHER = {"paper_id": "x7", "title": BIRDS.title, "abstract": BIRDS.abstract}


def run(*arguments: str, given: str | bytes = "") -> Any:
    return CliRunner().invoke(app, ["topic", *arguments], input=given)


def lines(*papers: object) -> str:
    return "".join(json.dumps(paper, ensure_ascii=False) + "\n" for paper in papers)


def objects(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


def test_each_paper_is_one_line_in_order_under_the_key_it_came_with() -> None:
    ended = run("score", given=lines(OTHER, GIVEN))
    assert (ended.exit_code, ended.stderr) == (0, "")
    herons, fast = objects(ended.stdout)
    assert list(herons) == ["paper_id", "score", "kept", "reason"]
    assert list(fast) == ["arxiv_id", "score", "kept", "reason"]
    assert (herons["paper_id"], herons["kept"], herons["reason"]) == ("x7", False, "no term of the topic")
    assert (fast["arxiv_id"], fast["kept"]) == ("2501.00001", True)
    assert 0 <= herons["score"] < 0.5 <= fast["score"] <= 1


def test_both_ids_come_back_where_both_were_given() -> None:
    record = objects(run("score", given=lines(GIVEN | {"paper_id": 7})).stdout)[0]
    assert list(record)[:2] == ["paper_id", "arxiv_id"]
    assert (
        objects(run("score", given=lines(GIVEN | {"paper_id": None})).stdout)[0]["score"] == record["score"]
    )


def test_a_paper_without_an_abstract_is_judged_by_its_title() -> None:
    bare = {"arxiv_id": "1", "title": "Quantization of Large Language Models"}
    without, null, empty = objects(
        run("score", given=lines(bare, bare | {"abstract": None}, bare | {"abstract": ""})).stdout
    )
    assert without == null == empty
    assert without["kept"]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        (b"{not json", "is no JSON."),
        (b"[" * 100_000, "is no JSON."),
        (b'["a list"]', "is no JSON object."),
        (b"null", "is no JSON object."),
        (b'{"title": "A"}', "has neither paper_id nor arxiv_id."),
        (b'{"paper_id": "", "title": "A"}', "has neither paper_id nor arxiv_id."),
        (b'{"paper_id": true, "title": "A"}', "has neither paper_id nor arxiv_id."),
        (b'{"paper_id": "1"}', "has no title."),
        (b'{"paper_id": "1", "title": " "}', "has no title."),
        (b'{"paper_id": "1", "title": "A", "abstract": 5}', "has an abstract that is no text."),
        (b'{"paper_id": "1", "title": "\xff"}', "is not in UTF-8."),
    ],
)
def test_a_line_that_is_no_paper_costs_no_other_line(line: bytes, wrong: str) -> None:
    paper = lines(GIVEN).encode()
    ended = run("score", given=paper + line + b"\n" + paper)
    assert ended.exit_code == 1
    assert ended.stderr.startswith(f"Line 2 {wrong}")
    assert ended.stderr.count("\n") == 1
    first, bad, last = objects(ended.stdout)
    assert first == last
    assert bad == {"line": 2, "error": ended.stderr.strip()}


def test_blank_lines_marks_of_order_and_line_ends_of_windows_are_nothing() -> None:
    given = (
        b"\xef\xbb\xbf" + lines(GIVEN).encode().replace(b"\n", b"\r\n") + b"\n  \n" + lines(OTHER).encode()
    )
    ended = run("score", given=given.removesuffix(b"\n"))
    assert (ended.exit_code, len(objects(ended.stdout))) == (0, 2)
    assert run("score", given="").exit_code == 0
    assert run("score", given="").stdout == ""


def test_half_a_character_in_an_id_can_still_be_printed() -> None:
    ended = run("score", given='{"paper_id": "\\ud800", "title": "A"}\n')
    assert (ended.exit_code, objects(ended.stdout)[0]["paper_id"]) == (0, "�")


def test_each_line_is_answered_before_the_next_one_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    def slowly() -> Iterator[bytes]:
        yield lines(GIVEN).encode()
        assert "2501.00001" in capsys.readouterr().out
        yield lines(OTHER).encode()

    assert score_papers(slowly(), INFERENCE)
    assert "x7" in capsys.readouterr().out


def test_categories_count_as_a_list_and_as_arxiv_prints_them() -> None:
    forms: tuple[object, ...] = ("math.AG cs.LG", ["math.AG", "cs.LG"], "math.AG")
    given = [{**GIVEN, "categories": form} for form in forms]
    assert [each["kept"] for each in objects(run("score", given=lines(*given)).stdout)] == [True, True, False]


def test_a_topic_goes_by_each_of_its_names_and_an_unknown_one_is_a_sentence() -> None:
    assert objects(run("score", "--topic", "AI 推理加速", given=lines(GIVEN)).stdout)[0]["kept"]
    ended = run("score", "--topic", "herons", given=lines(GIVEN))
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "herons" in ended.stderr
    assert "推理加速" in ended.stderr
    assert run("list").stdout == "AI inference acceleration (AI 推理加速, inference)\n"
