"""The menus of commands and the bot's own words about itself, in each language. They permit nothing."""

import logging
from collections.abc import Collection, Mapping, Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, TelegramError

from bot.domain.briefs import Language
from bot.domain.rooms import Role
from bot.replies.catalogue import say

IN_PRIVATE = (
    *("brief", "submit", "report", "find", "paper", "ask", "stop", "saved"),
    *("follow", "topic", "missed", "preview", "settings", "status", "help"),
)
IN_GROUPS = ("brief", "submit", "report", "find", "topic", "status", "help")
OF_OWNERS = (*IN_PRIVATE, "correct", "regenerate", "admin")
# Whoever uses neither language gets what is set without a language.
LANGUAGES: Mapping[Language, str | None] = {"en": None, "zh": "zh"}

log = logging.getLogger(__name__)


async def register(bot: Bot, owners: Collection[str]) -> None:
    """Set what differs from what is set, once; what cannot be set now is set at the next start.

    `owners` are Telegram's ids of people, who see more in private.
    """
    scopes: list[tuple[BotCommandScope, Sequence[str]]] = [
        (BotCommandScopeAllPrivateChats(), IN_PRIVATE),
        (BotCommandScopeAllGroupChats(), IN_GROUPS),
        *((BotCommandScopeChat(owner), OF_OWNERS) for owner in sorted(owners)),
    ]
    try:
        for language in LANGUAGES:
            await _introduce(bot, language)
            for scope, names in scopes:
                await _show(bot, scope, names=names, language=language)
    except TelegramError as error:
        log.warning("telegram.menus_unset error=%s", type(error).__name__)


async def show_own(bot: Bot, person: str, *, role: Role) -> None:
    """Set the menu of one person's chat with the bot. Raises TelegramError."""
    names = OF_OWNERS if role.covers(Role.ADMIN) else IN_PRIVATE
    for language in LANGUAGES:
        await _show(bot, BotCommandScopeChat(person), names=names, language=language)


async def _show(bot: Bot, scope: BotCommandScope, *, names: Sequence[str], language: Language) -> None:
    menu = tuple(BotCommand(name, say(language, f"menu.{name}")) for name in names)
    code = LANGUAGES[language]
    try:
        if await bot.get_my_commands(scope, language_code=code) != menu:
            await bot.set_my_commands(menu, scope, language_code=code)
    except BadRequest as error:  # who never wrote to the bot has no chat for a menu
        log.warning("telegram.menu_refused scope=%s word=%s", scope.type, error.message)


async def _introduce(bot: Bot, language: Language) -> None:
    """What an empty chat shows, and what stands on the bot's page."""
    long, short = say(language, "profile.description"), say(language, "profile.short")
    code = LANGUAGES[language]
    if (await bot.get_my_description(language_code=code)).description != long:
        await bot.set_my_description(long, language_code=code)
    if (await bot.get_my_short_description(language_code=code)).short_description != short:
        await bot.set_my_short_description(short, language_code=code)
