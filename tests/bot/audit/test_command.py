"""`briefbot audit` as a person and a script meet it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from tests.bot.audit.drafts import Draft, markdown

GOOD, BAD = Draft(), Draft(title="", institutions="")


def audit(report: Path, *options: str) -> tuple[int, str, str]:
    ended = CliRunner().invoke(app, ["audit", str(report), *options])
    return ended.exit_code, ended.stdout, ended.stderr


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return tmp_path / "report.md"


def test_a_clean_report_ends_well(report: Path) -> None:
    report.write_text(markdown(GOOD), encoding="utf-8")
    assert audit(report) == (0, "0 of 1 entries have something wrong.\n", "")


def test_what_is_wrong_stands_under_its_entry(report: Path) -> None:
    report.write_text(markdown(GOOD, BAD), encoding="utf-8")
    code, out, _ = audit(report)
    assert code == 1
    assert out.splitlines() == [
        "2.",
        "  blank_title           The title is blank.",
        "  unlisted_institution  The brief names an institution that the entry does not list: 清华大学",
        "  no_institution        No institution is listed, and the entry does not say that none is printed.",
        "",
        "1 of 2 entries have something wrong.",
    ]


def test_a_script_gets_one_object_an_entry(report: Path) -> None:
    report.write_text(markdown(GOOD, BAD), encoding="utf-8")
    code, out, _ = audit(report, "--json")
    first, second = map(json.loads, out.splitlines())
    assert code == 1
    assert first == {"index": 1, "title": GOOD.title, "problems": []}
    assert second["problems"][0] == {"kind": "blank_title", "text": "The title is blank."}


@pytest.mark.parametrize("content", [b"# Notes\n", b"", b"%PDF-1.7 \xff\xfe"])
def test_a_file_that_is_no_report_gets_one_sentence(report: Path, content: bytes) -> None:
    report.write_bytes(content)
    code, out, err = audit(report)
    assert (code, out) == (1, "")
    assert "report.md is no report" in err
    assert err.count("\n") == 1


def test_a_file_that_is_missing_or_a_directory_is_named(tmp_path: Path) -> None:
    assert "No such file" in audit(tmp_path / "nothing.md")[2]
    assert "Is a directory" in audit(tmp_path)[2]
