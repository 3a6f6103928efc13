"""`briefbot metrics`: every counter, beside a bot that runs, in a form that a monitoring system reads."""

from pathlib import Path

from storage import open_storage
from tests.expositions import parse
from tests.shells import Shell
from tests.storage.builders import NOW
from tests.storage.mailings import announce, announcement, follow, judge, tell


async def test_the_counters_are_printed_while_the_bot_holds_its_database(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shell = Shell(tmp_path, {"BRIEFBOT_DATA_DIR": str(data)})
    async with open_storage(f"sqlite:///{data}/briefbot.sqlite3", data_dir=data) as storage:
        await announce(storage, announcement("2603.00001"), announcement("2603.00002"))
        await judge(storage, await follow(storage), {"2603.00001": 0.9, "2603.00002": 0.1})
        await tell(storage, ["2603.00001"], at=NOW)
        ended = await shell.run("metrics")
    assert (ended.code, ended.err) == (0, "")
    metrics = parse(ended.out)
    assert metrics["briefbot_announced_total"].of(category="cs.LG", kind="new") == 2
    assert metrics["briefbot_mailings_total"].of(category="cs.LG", way="feed") == 1
    assert metrics["briefbot_weighed_total"].of(by="words") == 2
    assert metrics["briefbot_relevant_total"].of(by="words") == 1
    assert metrics["briefbot_reports_total"].of(kind="daily") == 1
    assert metrics["briefbot_jobs"].of(state="replied") == 1
    assert metrics["briefbot_mailing_days_missing"].of(category="cs.LG") > 0, "the mailing is of March"
    assert "square" not in ended.out, "it names no chat"


async def test_without_a_database_nothing_is_made(tmp_path: Path) -> None:
    ended = await Shell(tmp_path, {"BRIEFBOT_DATA_DIR": str(tmp_path / "data")}).run("metrics")
    assert (ended.code, ended.out, "There is no database at" in ended.err) == (78, "", True)
    assert not (tmp_path / "data").exists()
