"""The shelf of files: content under its own hash, whole or not at all."""

import asyncio
import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import TryLater
from storage.files import FileShelf
from tests.storage.builders import seconds

CONTENT = b"%PDF-1.7 words"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def shelf(tmp_path: Path) -> FileShelf:
    """An empty shelf."""
    return FileShelf(tmp_path)


async def test_a_file_is_kept_under_the_hash_of_its_content(shelf: FileShelf) -> None:
    stored = await shelf.keep(CONTENT, name="paper.pdf")
    assert (stored.sha256, stored.name) == (SHA256, "paper.pdf")
    assert stored.path == shelf.folder / SHA256[:2] / f"{SHA256}.pdf"
    assert stored.path.read_bytes() == CONTENT


@pytest.mark.parametrize("name", ["../../escape.pdf", "/etc/passwd", "a\0b", "x" * 5000, ""])
async def test_a_name_from_outside_is_no_part_of_a_path(shelf: FileShelf, name: str) -> None:
    stored = await shelf.keep(CONTENT, name=name)
    assert stored.name == name
    assert _files(shelf) == [stored.path]


async def test_the_same_content_is_one_file_however_often_it_comes(shelf: FileShelf) -> None:
    kept = await asyncio.gather(*(shelf.keep(CONTENT, name=str(number)) for number in range(8)))
    assert {stored.path for stored in kept} == set(_files(shelf))


async def test_a_file_is_never_there_in_part(shelf: FileShelf) -> None:
    content = bytes(30_000_000)
    path = (
        shelf.folder / hashlib.sha256(content).hexdigest()[:2] / f"{hashlib.sha256(content).hexdigest()}.pdf"
    )
    keeping = asyncio.create_task(shelf.keep(content, name="a"))
    while not keeping.done():
        await asyncio.sleep(0.001)
        assert not path.exists() or path.stat().st_size == len(content)
    assert (await keeping).path == path


async def test_a_file_that_was_cut_short_is_made_whole(shelf: FileShelf) -> None:
    stored = await shelf.keep(CONTENT, name="a")
    stored.path.write_bytes(CONTENT[:4])
    await shelf.keep(CONTENT, name="a")
    assert stored.path.read_bytes() == CONTENT


async def test_files_that_nobody_used_for_long_are_removed(shelf: FileShelf) -> None:
    old = await shelf.keep(b"old", name="old")
    used = await shelf.keep(b"used again", name="used")
    new = await shelf.keep(b"new", name="new")
    part = old.path.with_name("half.part")
    part.write_bytes(b"of a process that was killed")
    for path in (old.path, used.path, part):
        _age(path)
    await shelf.keep(b"used again", name="used")
    assert await shelf.expire(LONG_AGO + seconds(1)) == 1
    assert set(_files(shelf)) == {used.path, new.path}
    assert await shelf.expire(LONG_AGO + seconds(1)) == 0


async def test_a_disk_that_takes_no_file_is_tried_later(shelf: FileShelf) -> None:
    (shelf.folder / SHA256[:2]).write_text("in the way")
    with pytest.raises(TryLater):
        await shelf.keep(CONTENT, name="a")


async def test_nothing_is_left_of_a_file_that_could_not_be_kept(shelf: FileShelf) -> None:
    (shelf.folder / SHA256[:2] / f"{SHA256}.pdf").mkdir(parents=True)
    with pytest.raises(TryLater):
        await shelf.keep(CONTENT, name="a")
    assert _files(shelf) == []


def _files(shelf: FileShelf) -> list[Path]:
    return sorted(path for path in shelf.folder.rglob("*") if path.is_file())


def _age(path: Path) -> None:
    os.utime(path, (LONG_AGO.timestamp(), LONG_AGO.timestamp()))
