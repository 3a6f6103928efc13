"""Menus and descriptions: each language and scope has its own, and only what differs is set."""

import pytest

from bot.domain.commands import Misunderstood
from bot.domain.rooms import Role
from bot.errors import Why
from handlers import Credentials, connect
from handlers.grammar import understand
from handlers.telegram.menus import IN_GROUPS, IN_PRIVATE, OF_OWNERS
from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_trouble import Kind
from tests.handlers.builders import Clock, Heard
from tests.handlers.platforms import listening, telegram_bot

SETTING = ("setMyCommands", "setMyDescription", "setMyShortDescription")


async def start(server: TelegramApi, *owners: int) -> int:
    """Let the bot listen for a moment; returns how much it set."""
    before = sum(len(server.calls(method)) for method in SETTING)
    polls = len(server.calls("getUpdates"))
    credentials = Credentials(token=server.token, api_url=server.address, owners=frozenset(map(str, owners)))
    async with connect("telegram", credentials, clock=Clock()) as platform, listening(platform, Heard()):
        await server.until(lambda: len(server.calls("getUpdates")) > polls)
    return sum(len(server.calls(method)) for method in SETTING) - before


async def test_each_scope_has_its_menu_in_each_language_and_an_owner_a_longer_one() -> None:
    async with TelegramApi() as server:
        ann = server.private(server.person("Ann"))
        assert await start(server, ann) == 2 * (3 + 2)
        for language in ("", "zh"):
            menus = [
                server.commands(language, scope="all_private_chats"),
                server.commands(language, scope="all_group_chats"),
                server.commands(language, scope="chat", chat=ann),
            ]
            assert [tuple(menu) for menu in menus] == [IN_PRIVATE, IN_GROUPS, OF_OWNERS]
            for words in (*menus[2].values(), *server.words_about_itself(language)):
                assert words.replace("’", "'").isascii() == (language == "")


async def test_what_is_set_already_is_not_set_again() -> None:
    async with TelegramApi() as server:
        await start(server)
        assert await start(server) == 0


async def test_an_owner_who_never_wrote_has_no_menu_and_keeps_nobody_elses_back() -> None:
    async with TelegramApi() as server:
        await start(server, 424_242)
        assert server.commands("zh", scope="all_group_chats")


async def _until_shown(server: TelegramApi, person: int, menu: tuple[str, ...]) -> None:
    await server.until(
        lambda: all(
            tuple(server.commands(language, scope="chat", chat=person)) == menu for language in ("", "zh")
        )
    )


async def test_whoever_is_made_an_admin_gets_their_menu_and_loses_it_again() -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        ann, bo = (server.private(server.person(name)) for name in ("Ann", "Bo"))
        for role, menu in ((Role.ADMIN, OF_OWNERS), (Role.GUEST, IN_PRIVATE), (Role.OWNER, OF_OWNERS)):
            platform.rank(str(ann), role)
            await _until_shown(server, ann, menu)
        assert not server.commands("", scope="chat", chat=bo)
        platform.rank("424242", Role.ADMIN)  # never wrote to the bot
        await server.until(lambda: len(server.calls("getMyCommands")) >= 8)


@pytest.mark.parametrize("kind", ["rate_limit", "server_error", "drop_before"])
async def test_menus_that_cannot_be_set_keep_the_bot_from_nothing(kind: Kind) -> None:
    async with TelegramApi() as server:
        server.trouble(kind, method="getMyDescription")
        assert await start(server) == 0
        assert await start(server) > 0


@pytest.mark.parametrize("name", OF_OWNERS)
def test_every_command_of_a_menu_is_one(name: str) -> None:
    wish = understand(f"/{name}")
    strange = {Why.UNKNOWN_COMMAND, Why.DID_YOU_MEAN}
    assert not (isinstance(wish, Misunderstood) and wish.reason.why in strange)
