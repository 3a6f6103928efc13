"""How chats stand by now: what was decided of them, and the role of whoever writes there."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.bot.houses import ADMIN, OWNER, FullHouse, direct, full_house


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[FullHouse]:
    async with full_house(tmp_path) as opened:
        yield opened


async def test_the_chat_of_an_owner_is_listed_as_let_in_and_stays_open_where_it_is_denied(
    house: FullHouse,
) -> None:
    here = direct(OWNER)
    assert f"({here.platform}:{here.chat}) · let in" in await house.ask("admin chats", OWNER, at=here)
    assert "but an admin or owner writes there" in await house.ask("admin deny", OWNER, at=here)
    assert f"({here.platform}:{here.chat}) · let in" in await house.ask("admin chats", OWNER, at=here)


async def test_no_report_is_promised_to_a_chat_that_is_not_let_in(house: FullHouse) -> None:
    await house.ask("admin deny square:-42", ADMIN, at=direct(ADMIN))
    said = await house.ask("admin run report square:-42", ADMIN, at=direct(ADMIN))
    assert "it is not let in. Write admin allow square:-42, then run it again." in said
    assert await house.work() == []


async def test_to_be_asked_whether_it_is_meant_is_no_deed_done(house: FullHouse) -> None:
    await house.ask("admin forget square:eve", OWNER, at=direct(OWNER))
    assert (await house.acts())[-1] == (OWNER, "admin forget square:eve", "asked")
