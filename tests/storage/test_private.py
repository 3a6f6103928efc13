"""Who may read what is kept: its owner alone, from the first moment on."""

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from storage import open_storage
from tests.storage.builders import NOW, new_job

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the system has no such modes")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_what_is_made_is_for_its_owner_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    before = os.umask(0o000)
    try:
        async with open_storage(f"sqlite:///{data}/briefbot.db", data_dir=data) as storage:
            await storage.jobs.add(new_job("one"), now=NOW)
            kept = await storage.shelf.keep(b"%PDF-1.7", name="a.pdf")
            found = {path.name: mode(path) for path in data.rglob("*")}
    finally:
        os.umask(before)
    assert mode(data) == 0o700
    assert {"briefbot.db", "briefbot.db-wal", "briefbot.db-shm", kept.path.name} <= set(found)
    for name, rights in found.items():
        assert rights == (0o600 if "." in name else 0o700), name


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An empty database that the operator's group may read."""
    file = tmp_path / "briefbot.db"
    with closing(sqlite3.connect(file)):
        file.touch()
    file.chmod(0o640)
    tmp_path.chmod(0o750)
    return file


async def test_what_was_there_before_keeps_its_rights(old: Path, tmp_path: Path) -> None:
    async with open_storage(f"sqlite:///{old}", data_dir=tmp_path):
        assert (mode(old), mode(tmp_path)) == (0o640, 0o750)
