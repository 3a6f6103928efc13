"""What becomes of chats on Telegram, and what is said in channels and in private topics."""

from collections.abc import Callable

import pytest

from bot.domain.chat import Message
from bot.domain.rooms import Room, RoomChange
from tests.fakes.telegram_api import TelegramApi
from tests.handlers.builders import Heard, delivery
from tests.handlers.platforms import listening, telegram_bot

OURS = "@paper_brief_bot"


async def heard_of(deeds: Callable[[TelegramApi], object]) -> list[Message]:
    """What the bot takes in when people do this while it listens."""
    heard = Heard()
    async with TelegramApi() as server, telegram_bot(server) as platform, listening(platform, heard):
        await server.until(lambda: bool(server.calls("getUpdates")))  # now all kinds are asked for
        deeds(server)
        server.push({})
        await server.until(lambda: not server.unconfirmed())
    return heard.messages


def told(messages: list[Message]) -> list[tuple[str, Room | None, RoomChange | None]]:
    return [(message.address.chat, message.room, message.change) for message in messages]


LEFT = RoomChange(event="left")


def joined_by(person: str) -> RoomChange:
    return RoomChange(event="joined", by=person)


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_a_group_that_takes_the_bot_in_or_puts_it_out_is_told_once(kind: str) -> None:
    chats: list[int] = []

    def deeds(server: TelegramApi) -> None:
        ann = server.person("Ann", language="zh")
        chats.append(server.group("Lab") if kind == "group" else server.supergroup("Lab"))
        server.bot_is_kicked(chats[0], ann)
        server.bot_is_added(chats[0], ann)
        server.bot_is_promoted(chats[0], ann)

    messages = await heard_of(deeds)
    lab = Room(kind="group", title="Lab")
    assert told(messages) == [(str(chats[0]), lab, LEFT), (str(chats[0]), lab, joined_by(messages[1].person))]
    assert messages[1].person
    assert {(message.text, message.language, message.message_id) for message in messages} == {
        ("", "zh", None)
    }


async def test_a_person_who_blocks_the_bot_leaves_and_comes_back() -> None:
    def deeds(server: TelegramApi) -> None:
        ann = server.person("Ann")
        server.private(ann)
        server.person_blocks(ann)
        server.person_unblocks(ann)

    left, joined = await heard_of(deeds)
    assert (left.change, joined.change) == (LEFT, joined_by(joined.person))
    assert left.room == Room(kind="direct", title="Ann")
    assert left.address.chat == left.person


async def test_a_channel_takes_the_bot_in_as_its_administrator() -> None:
    def deeds(server: TelegramApi) -> None:
        channel, ann = server.channel("News"), server.person("Ann")
        server.bot_is_kicked(channel, ann)
        server.bot_is_promoted(channel, ann)

    messages = await heard_of(deeds)
    assert [message.change for message in messages] == [LEFT, joined_by(messages[1].person)]
    assert {message.room for message in messages} == {Room(kind="channel", title="News")}


async def test_restricted_is_still_there() -> None:
    def deeds(server: TelegramApi) -> None:
        member, chat = {"user": {"id": 1}, "status": "member"}, {"id": -5, "type": "group", "title": "Lab"}
        for after in ({"status": "restricted", "is_member": True}, {"status": "restricted"}):
            body = {"chat": chat, "from": {"id": 7}, "date": 1_772_353_800, "old_chat_member": member}
            server.push({"my_chat_member": body | {"new_chat_member": {"user": {"id": 1}} | after}})

    assert [message.change for message in await heard_of(deeds)] == [LEFT]


async def test_a_new_title_is_told_with_the_room() -> None:
    chats: list[int] = []

    def deeds(server: TelegramApi) -> None:
        chats.append(server.group("Lab"))
        server.group_is_renamed(chats[0], server.person("Ann"), "Library")

    messages = await heard_of(deeds)
    assert told(messages) == [
        (str(chats[0]), Room(kind="group", title="Library"), RoomChange(event="renamed"))
    ]


async def test_a_group_that_became_a_supergroup_moved_whichever_chat_says_so_first() -> None:
    chats: list[int] = []

    def deeds(server: TelegramApi) -> None:
        chats.append(server.group("Lab"))
        chats.append(server.migrate(chats[0], server.person("Ann")))

    first, second = await heard_of(deeds)
    old, new = map(str, chats)
    assert first.change == second.change == RoomChange(event="moved", to=new)
    assert (first.address.chat, second.address.chat) == (old, old)
    assert first.key != second.key
    assert first.echoes == second.echoes, "stored once"
    assert first.echoes == f"telegram:7000000001:moved:{old}:{new}"


@pytest.mark.parametrize(
    ("posted", "read"),
    [
        (f"/report{OURS} yesterday", "/report yesterday"),
        (f"{OURS} report", "report"),
        ("/report", None),
        ("2501.12345", None),
        (f"Made with {OURS}", None),
        ("/report@other_bot", None),
    ],
)
async def test_in_a_channel_only_what_begins_with_our_name_is_read(posted: str, read: str | None) -> None:
    chats: list[int] = []

    def deeds(server: TelegramApi) -> None:
        chats.append(server.channel("News"))
        server.channel_posts(chats[0], posted)

    messages = await heard_of(deeds)
    assert [message.text for message in messages] == ([] if read is None else [read])
    for message in messages:
        assert message.person == message.address.chat == str(chats[0]), "the channel speaks for itself"
        assert message.room == Room(kind="channel", title="News")


async def test_a_topic_of_a_private_chat_is_kept() -> None:
    heard = Heard()
    async with TelegramApi() as server, telegram_bot(server) as platform, listening(platform, heard):
        ann = server.person("Ann")
        topic = server.topic(server.private(ann), ann, "Reading")
        server.person_says(ann, ann, "help", thread=topic)
        await server.until(lambda: bool(heard.messages))
        await platform.post(delivery(heard.messages[0].address, "All that I do."))
        assert [shown.thread for shown in server.sent(ann)] == [topic]
    assert heard.messages[0].address.thread == str(topic)
