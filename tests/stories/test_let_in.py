"""A stranger writes to the bot, an owner lets the chat in with the words of a button, and it serves."""

import pytest

from tests.stories.towns import tells
from tests.stories.worlds import SlackChat, TelegramChat, World

OPEN = "not open yet"


def others_chat(world: World) -> tuple[str, str]:
    """A second person on the platform, as settings name them, and their chat with the bot."""
    chat = world.chat
    if isinstance(chat, TelegramChat):
        number = chat.server.person("Owen", language="en")
        return f"telegram:{number}", str(chat.server.private(number))
    assert isinstance(chat, SlackChat)
    person = chat.server.add_person("U0OWEN")
    return f"slack:{person}", chat.server.direct_channel(person)


async def says(world: World, text: str, *, place: str, person: str) -> None:
    chat = world.chat
    if isinstance(chat, TelegramChat):
        chat.server.person_says(int(place), int(person), text)
    elif isinstance(chat, SlackChat):
        chat.server.person_writes(place, person, text)


def shown(world: World, place: str) -> str:
    chat = world.chat
    if isinstance(chat, TelegramChat):
        return "\n".join(each.text.replace("\u2060", "") for each in chat.server.sent(int(place)))
    assert isinstance(chat, SlackChat)
    return "\n".join(post.text for post in chat.server.posted(place))


@tells("refused", "news")
async def test_a_stranger_is_let_in_by_an_owner(world: World) -> None:
    if not world.chat.owner:
        pytest.skip("whoever sits at a terminal owns it")
    owner, place = others_chat(world)
    platform, _, person = owner.partition(":")
    world.settings |= {"BRIEFBOT_OWNERS": owner, "BRIEFBOT_ALLOWED_CHATS": f"{platform}:nobody"}
    await world.start()
    await says(world, "status", place=place, person=person)
    await world.until(lambda: "Nothing is being done" in shown(world, place))
    await world.chat.say("settings")
    await world.answered(OPEN, "An admin was asked to let it in")
    name = "\n".join(world.chat.shown()).partition("admin allow ")[2].strip(". ")
    await world.until(lambda: "Let it in?" in shown(world, place))
    await says(world, f"admin allow {name}", place=place, person=person)
    await world.until(lambda: f"{name}) is let in." in shown(world, place))
    await world.answered("An admin let this chat in.")
    await world.chat.say("settings")
    await world.answered("Settings of this chat")
