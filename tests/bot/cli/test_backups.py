"""`briefbot backup`: a copy that opens elsewhere, or one sentence that says why there is none."""

from pathlib import Path

from bot.domain.rooms import KnownPerson, Role
from storage import open_storage
from tests.shells import Shell
from tests.storage.builders import NOW


async def test_what_is_kept_is_copied_while_a_bot_has_it_open(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shell = Shell(tmp_path, {"BRIEFBOT_DATA_DIR": str(data)})
    empty = await shell.run("backup")
    assert (empty.code, "There is no database at" in empty.err) == (78, True)
    async with open_storage(f"sqlite:///{data}/briefbot.sqlite3", data_dir=data) as storage:
        ann = KnownPerson(person="square:ann", role=Role.MEMBER, given_by="square:own", at=NOW)
        await storage.registers.people.keep(ann)
        await storage.shelf.keep(b"bytes", name="x.pdf")
        ended = await shell.run("backup")
    assert (ended.code, ended.err) == (0, "")
    (copy,) = (data / "backups").iterdir()
    assert f"Database: {copy / 'briefbot.sqlite3'}; 1 file in {copy / 'pdfs'}" in ended.out
    async with open_storage(f"sqlite:///{copy}/briefbot.sqlite3", data_dir=copy) as restored:
        assert await restored.registers.people.all() == (ann,)
        assert await restored.shelf.remove(next(copy.glob("pdfs/*/*.pdf")).stem)


async def test_a_server_is_copied_by_its_own_tool(tmp_path: Path) -> None:
    url = "postgresql://me:hidden@127.0.0.1:1/briefbot"
    ended = await Shell(tmp_path, {"BRIEFBOT_DATABASE_URL": url}).run("backup")
    assert (ended.code, ended.out) == (1, "")
    assert "pg_dump --format=custom" in ended.err
    assert "hidden" not in ended.err
