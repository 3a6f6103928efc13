"""`briefbot schedule` and `briefbot run-report`: what comes when; what is due now, sent by whoever can."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.chat import Address
from bot.domain.rooms import Room, RoomSettings, Standing
from storage import open_storage
from tests.fakes.telegram_api import TelegramApi
from tests.shells import Shell
from tests.stories.worlds import TelegramChat

DAY = timedelta(days=1)
OTHER = Address(platform="slack", chat="C0PAPERS")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    zone = {"BRIEFBOT_TIME_ZONE": "UTC", "BRIEFBOT_REPORT_AT": "00:00", "TZ": "UTC"}
    return Shell(tmp_path, {"BRIEFBOT_DATA_DIR": str(tmp_path / "data"), **zone})


@pytest_asyncio.fixture
async def telegram(shell: Shell) -> AsyncIterator[TelegramChat]:
    """A chat to which a report comes; its token and its address are set."""
    async with TelegramApi() as server:
        chat = TelegramChat(server)
        shell.settings |= {**chat.environment(), "BRIEFBOT_REPORT_CHATS": f"telegram:{chat.place}"}
        yield chat


def url(shell: Shell) -> tuple[str, Path]:
    data = Path(shell.settings["BRIEFBOT_DATA_DIR"])
    return f"sqlite:///{data}/briefbot.sqlite3", data


async def begin(shell: Shell, address: Address, *, covered: date) -> None:
    place, data = url(shell)
    async with open_storage(place, data_dir=data) as storage:
        await storage.schedules.begin(address, covered=covered, now=datetime.now(UTC))


async def let_in(shell: Shell, address: Address, **wants: object) -> None:
    place, data = url(shell)
    async with open_storage(place, data_dir=data) as storage:
        rooms, now = storage.registers.rooms, datetime.now(UTC)
        room = await rooms.note(address.platform, address.chat, room=Room(kind="group"), now=now)
        await rooms.decide(room, Standing.ALLOWED, by="", now=now)
        await rooms.set(room, RoomSettings.model_validate(wants))


def today() -> date:
    return datetime.now(UTC).date()


async def test_the_next_ten_runs_of_each_chat_stand_with_their_zone_and_offset(shell: Shell) -> None:
    wants = {"reports": True, "hour": "09:00", "zone": "Asia/Kathmandu", "weekdays": [0, 3]}
    await let_in(shell, OTHER, **wants, paused=True)
    ended = await shell.run("schedule")
    assert (ended.code, ended.err) == (0, "")
    head, paused, *runs = ended.out.splitlines()
    assert head == "slack:C0PAPERS: Mon, Thu at 09:00, time zone Asia/Kathmandu"
    assert paused.strip().startswith("paused: no report comes until it is resumed")
    assert [run.split()[0] for run in runs[:2]] in (["Mon", "Thu"], ["Thu", "Mon"])
    assert all("09:00+05:45 covers " in run for run in runs)
    assert len(runs) == 10


async def test_a_program_gets_one_object_a_chat(shell: Shell) -> None:
    await let_in(shell, OTHER, reports=True, zone="Europe/Berlin")
    await begin(shell, OTHER, covered=today() - 5 * DAY)
    (chat,) = (await shell.run("schedule", "--json")).objects
    first, second = chat["runs"][:2]
    assert (chat["chat"], chat["zone"], chat["hour"], len(chat["runs"])) == (
        str(OTHER),
        "Europe/Berlin",
        "00:00",
        10,
    )
    assert chat["covered"] == first["begins"] == (today() - 5 * DAY).isoformat()
    assert second["begins"] == second["ends"] == first["due"], "what is late is one run"


async def test_where_no_report_comes_that_is_said(shell: Shell) -> None:
    empty = await shell.run("schedule")
    assert (empty.code, empty.out) == (78, "")
    assert "There is no database at" in empty.err
    await let_in(shell, OTHER)
    ended = await shell.run("schedule")
    assert (ended.code, ended.out) == (1, "")
    assert "No report comes to any chat by itself." in ended.err
    ended = await shell.run("run-report")
    assert (ended.code, "No platform is connected" in ended.err) == (78, True)


async def test_what_is_due_is_sent_where_no_bot_runs_and_only_once(
    shell: Shell, telegram: TelegramChat, tmp_path: Path
) -> None:
    here = Address(platform="telegram", chat=str(telegram.place))
    await begin(shell, here, covered=today() - 3 * DAY)
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "broken.pdf").write_bytes(b"no PDF")
    shell.settings["BRIEFBOT_PAPER_FOLDER"] = str(tmp_path / "papers")
    ended = await shell.run("run-report")
    place, data = url(shell)
    async with open_storage(place, data_dir=data, guest=True) as storage:
        assert [each.label for each in await storage.library.submissions(today())] == ["broken.pdf"]
    days = f"{today() - 3 * DAY} to {today() - DAY}"
    assert ended.err == ""
    filed, sent = ended.out.splitlines()
    assert filed == f"{here}: the report that covers {days} is filed."
    assert "no papers were handed in" in sent
    assert ended.code == 0
    assert len(telegram.shown()) == 1
    again = await shell.run("run-report", str(here))
    assert again.code == 0
    assert again.out.startswith(f"{here}: nothing is due. The next report comes ")
    assert len(telegram.shown()) == 1


async def test_dates_can_be_left_for_later_and_a_chat_without_reports_is_named(
    shell: Shell, telegram: TelegramChat
) -> None:
    here = Address(platform="telegram", chat=str(telegram.place))
    await begin(shell, here, covered=today() - 3 * DAY)
    ended = await shell.run("run-report", str(here), "--date", (today() - 2 * DAY).isoformat())
    assert f"the report that covers {today() - 3 * DAY} is filed" in ended.out
    place, data = url(shell)
    async with open_storage(place, data_dir=data) as storage:
        (schedule,) = await storage.schedules.all()
    assert schedule.covered == today() - 2 * DAY
    ended = await shell.run("run-report", "slack:C9")
    assert (ended.code, ended.out) == (1, "")
    assert "No report comes to “slack:C9” by itself." in ended.err


async def test_beside_a_bot_it_is_filed_and_the_bot_sends_it(shell: Shell, telegram: TelegramChat) -> None:
    here = Address(platform="telegram", chat=str(telegram.place))
    await begin(shell, here, covered=today() - DAY)
    place, data = url(shell)
    async with open_storage(place, data_dir=data) as storage:  # as the bot holds it
        ended = await shell.run("run-report")
        assert (ended.code, ended.err) == (0, "")
        assert ended.out.endswith("is filed.\nThe bot that runs sends it within a minute.\n")
        assert await storage.jobs.counts() == {"waiting": 1}
    assert telegram.shown() == []
