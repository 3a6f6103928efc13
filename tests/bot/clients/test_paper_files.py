"""Files in every form that people send: each is read, or refused with its reason."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from bot.clients.paper_files import read_file
from bot.domain.pages import ReadLimits
from bot.errors import CannotDo, Why
from tests.paper_pdf import draw, paper

ABSTRACT = (
    "We keep wheels apart from one another with a lane for each, so that a slow one never holds up "
    "those behind it, and we measure that the longest wait is half of what it was."
)
LIMITS = ReadLimits(whole=True)


def packed() -> bytes:
    """A word processor's file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", f"<w:t>{ABSTRACT}</w:t>")
    return content.getvalue()


OTHER_FORMS = {
    "a.docx": packed(),
    "a.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "a.jpg": b"\xff\xd8\xff\xe0" + bytes(range(256)),
    "a.gz": gzip.compress(ABSTRACT.encode()),
    "a.html": f"<!DOCTYPE html><html><body><p>{ABSTRACT}</p></body></html>".encode(),
    "a.xml": f'<?xml version="1.0"?><p>{ABSTRACT}</p>'.encode(),
    "a.rtf": f"{{\\rtf1 {ABSTRACT}}}".encode(),
    "a.tex": f"\\documentclass{{article}}\\begin{{document}}{ABSTRACT}".encode(),
    "a.ps": f"%!PS-Adobe-3.0\n({ABSTRACT}) show".encode(),
    "a.eml": f"From: a@example.org\nSubject: A paper\n\n{ABSTRACT}".encode(),
    "a.exe": b"MZ\x90\0" + bytes(300),
    "old.txt": "Größe ".encode("latin-1") * 40,
    "late.pdf": b"\0" * 2000 + b"%PDF-1.4",
}
OTHER_TEXTS = {
    "a.csv": b"step,loss\n" + b"1,0.5\n" * 60,
    "a.json": b'{"parts": [1, 2, 3]}' * 20,
    "a.py": b"import os\n\ndef main(path):\n    return open(path).read()\n" * 9,
    "a.log": b"2026-03-01T08:00:00Z INFO wheel.turned n=4\n" * 40,
    "a.txt": b"Remember the milk.",
}


def reason(path: Path) -> Why:
    with pytest.raises(CannotDo) as refused:
        read_file(path, name=path.name, limits=LIMITS)
    assert refused.value.reason.facts["name"] == path.name
    return refused.value.reason.why


@pytest.mark.parametrize("name", OTHER_FORMS)
def test_a_file_in_another_form_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(OTHER_FORMS[name])
    assert reason(tmp_path / name) is Why.NOT_A_PAPER_FILE


@pytest.mark.parametrize("name", OTHER_TEXTS)
def test_a_text_that_is_no_paper_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(OTHER_TEXTS[name])
    assert reason(tmp_path / name) in {Why.NOT_A_PAPER, Why.NO_ABSTRACT}


def test_what_is_empty_or_not_there_or_no_file_has_its_own_reason(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "folder.pdf").mkdir()
    found = [reason(tmp_path / name) for name in ("empty.pdf", "none.pdf", "folder.pdf")]
    assert found == [Why.FILE_EMPTY, Why.FILE_MISSING, Why.FILE_UNREADABLE]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_whatever_its_name_and_unicode_form(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(f"# Lanes for Wheels\n\n{ABSTRACT}\n\n## Method\n\nWe draw lanes.\n".encode(encoding))
    read = read_file(path, name=path.name, limits=LIMITS)
    assert (read.paper.title, read.paper.abstract) == ("Lanes for Wheels", ABSTRACT)
    assert read.text is not None
    assert [section.title for section in read.text.sections] == ["Method"]


def test_of_a_pdf_the_text_is_read_where_it_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(draw(paper(1)))
    head = read_file(path, name=path.name, limits=ReadLimits())
    whole = read_file(path, name=path.name, limits=LIMITS)
    assert head.text is None
    assert whole.paper == head.paper
    assert whole.text is not None
    assert {passage.page for passage in whole.text.passages} <= set(range(1, whole.paper.pages + 1))
