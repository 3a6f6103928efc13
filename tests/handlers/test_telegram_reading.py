"""What of a Telegram chat is meant for the bot, and as what it is read; driven through the real client."""

from collections.abc import Callable

import pytest

from bot.domain.chat import Message
from tests.fakes.telegram_api import TelegramApi
from tests.handlers.builders import Heard, delivery
from tests.handlers.platforms import listening, telegram_bot

Deeds = Callable[[TelegramApi], object]
OURS = "@paper_brief_bot"


async def heard_of(deeds: Deeds, *, privacy: bool = True) -> list[Message]:
    """What the bot takes in when people do this, once all of it is confirmed."""
    heard = Heard()
    async with TelegramApi(privacy=privacy) as server, telegram_bot(server) as platform:
        deeds(server)
        server.push({})
        async with listening(platform, heard):
            await server.until(lambda: not server.unconfirmed())
    return heard.messages


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("/brief 2501.12345", "/brief 2501.12345"),
        (f"/brief{OURS} 2501.12345", "/brief 2501.12345"),
        (f"/brief{OURS.upper()} 2501.12345", "/brief 2501.12345"),
        (f"{OURS} 2501.12345", "2501.12345"),
        (f"what about 2501.12345, {OURS}?", "what about 2501.12345, ?"),
        ("/breif 2501.12345", "/breif 2501.12345"),
        ("/brief@other_bot 2501.12345", None),
        (f"/brief@other_bot ask {OURS}", None),
        ("/weather", None),
        ("/weather Berlin", None),
        ("I read 2501.12345 today", None),
        ("brief me on it later", None),
        (f"{OURS}_2 is another", None),
    ],
)
async def test_in_a_group_only_what_is_said_to_the_bot_is_read(said: str, read: str | None) -> None:
    def deeds(server: TelegramApi) -> None:
        for group in (server.group("Lab"), server.supergroup("Lab")):
            server.person_says(group, server.person("Ann"), said)

    for privacy in (True, False):
        messages = await heard_of(deeds, privacy=privacy)
        assert [message.text for message in messages] == ([] if read is None else [read, read])


async def test_a_sticker_under_the_bots_message_is_not_meant_for_it() -> None:
    ours = {"message_id": 3, "from": {"id": 7000000001, "is_bot": True}}
    group = {"id": -1000000000042, "type": "supergroup", "title": "Lab"}

    def deeds(server: TelegramApi) -> None:
        answer = {"chat": group, "reply_to_message": ours}
        server.push(raw(sticker={"file_id": "x"}, **answer))
        server.push(raw(document={"file_id": "y", "file_name": "a.pdf"}, **answer))

    (message,) = await heard_of(deeds)
    assert [file.name for file in message.attachments] == ["a.pdf"]
    assert message.answers == "3"


async def test_what_the_bot_put_into_a_chat_for_somebody_is_not_said_to_it() -> None:
    me = {"id": 7000000001, "is_bot": True, "first_name": "Brief"}
    forward = {"sender_chat": {"id": -1000000000043, "type": "channel"}, "is_automatic_forward": True}

    def deeds(server: TelegramApi) -> None:
        server.push(raw(text="2501.12345", via_bot=me))
        server.push(raw(text=f"/brief{OURS} 2501.12345", **forward))

    assert await heard_of(deeds) == []


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_an_answer_to_the_bots_message_is_meant_for_it_and_one_to_a_person_is_not(kind: str) -> None:
    heard = Heard()
    async with TelegramApi(privacy=False) as server, telegram_bot(server) as platform:
        group = server.group("Lab") if kind == "group" else server.supergroup("Lab")
        ann = server.person("Ann")
        async with listening(platform, heard):
            question = server.person_says(group, ann, "/brief 2501.12345")
            await server.until(lambda: not server.unconfirmed())
            ours = await platform.post(delivery(heard.messages[0].address, "A brief."))
            server.person_says(group, ann, "and 2501.12346", reply_to=int(ours))
            server.person_says(group, ann, "oh", reply_to=server.message_of(question))
            await server.until(lambda: not server.unconfirmed())
    assert heard.texts == ["/brief 2501.12345", "and 2501.12346"]
    # In a supergroup the second message carries the number of its chain of answers: that is no topic.
    assert [message.address.thread for message in heard.messages] == [None, None]


async def test_in_a_topic_every_message_answers_its_opening_and_only_those_to_the_bot_are_read() -> None:
    def deeds(server: TelegramApi) -> None:
        forum, ann = server.forum("Lab"), server.person("Ann")
        topic = server.topic(forum, ann, "Papers")
        server.person_says(forum, ann, "good morning", thread=topic)
        server.person_says(forum, ann, "/brief 2501.12345", thread=topic)
        server.person_says(forum, ann, "/brief 2501.12346")

    first, second = await heard_of(deeds, privacy=False)
    assert first.text == "/brief 2501.12345"
    assert first.address.thread
    assert first.answers is None, "the opening of a topic is no post of ours"
    assert second.address.thread is None


async def test_in_private_everything_is_read_with_the_persons_language() -> None:
    def deeds(server: TelegramApi) -> None:
        for language in ("en", "de", "zh-hans", "ZH", ""):
            person = server.person("Ann", language=language)
            server.person_says(server.private(person), person, language or "none")

    messages = await heard_of(deeds)
    assert [message.text for message in messages] == ["en", "de", "zh-hans", "ZH", "none"]
    assert [message.language for message in messages] == ["en", "en", "zh", "zh", None]
    assert all(message.address.chat == message.person for message in messages)


async def test_a_document_is_read_with_its_caption_and_its_claimed_size() -> None:
    def deeds(server: TelegramApi) -> None:
        ann, group = server.person("Ann"), server.group("Lab")
        there = server.private(ann)
        server.person_sends_document(there, ann, "a b.pdf", b"%PDF-1.7", caption="/submit")
        server.person_sends_document(there, ann, "big.pdf", b"%PDF-1.7", size=30 * 2**20)
        server.person_sends_document(group, ann, "c.pdf", b"%PDF-1.7", caption=f"{OURS} brief")
        server.person_sends_document(group, ann, "d.pdf", b"%PDF-1.7", caption="for Ben")

    messages = await heard_of(deeds, privacy=False)
    assert [message.text for message in messages] == ["/submit", "", "brief"]
    files = [file for message in messages for file in message.attachments]
    assert [(file.name, file.size) for file in files] == [
        ("a b.pdf", 8),
        ("big.pdf", 30 * 2**20),
        ("c.pdf", 8),
    ]


def raw(**said: object) -> dict[str, object]:
    """An update with a private message as the Bot API writes it; `said` adds to it or takes its place."""
    ann = {"id": 7, "is_bot": False, "first_name": "Ann"}
    chat = {"id": 7, "type": "private"}
    return {"message": {"message_id": 5, "date": 1_772_353_800, "chat": chat, "from": ann} | said}


async def test_an_address_behind_words_is_read_as_if_it_were_written() -> None:
    link = {"type": "text_link", "offset": 0, "length": 4, "url": "https://arxiv.org/abs/2501.12345"}
    bold = {"type": "bold", "offset": 0, "length": 4}
    (message,) = await heard_of(lambda server: server.push(raw(text="this", entities=[bold, link])))
    assert message.text == "this https://arxiv.org/abs/2501.12345"


@pytest.mark.parametrize(
    ("kind", "sent", "name"),
    [
        ("sticker", {"file_id": "x"}, "sticker.webp"),
        ("voice", {"file_id": "x", "file_size": 9}, "voice.ogg"),
        ("video_note", {"file_id": "x"}, "video.mp4"),
        ("audio", {"file_id": "x", "file_name": "talk.mp3"}, "talk.mp3"),
        ("photo", [{"file_id": "small"}, {"file_id": "x"}], "photo.jpg"),
    ],
)
async def test_in_private_what_is_no_document_is_a_file_to_be_told_apart(
    kind: str, sent: object, name: str
) -> None:
    (message,) = await heard_of(lambda server: server.push(raw(**{kind: sent})))
    assert message.text == ""
    assert [(file.handle, file.name) for file in message.attachments] == [("x", name)]


async def test_a_picture_beside_words_is_no_paper() -> None:
    picture = [{"file_id": "x"}]
    (message,) = await heard_of(lambda server: server.push(raw(photo=picture, caption="2501.12345")))
    assert (message.text, message.attachments) == ("2501.12345", ())


@pytest.mark.parametrize("kind", ["location", "contact", "poll", "dice"])
async def test_in_private_nothing_is_met_with_silence(kind: str) -> None:
    (message,) = await heard_of(lambda server: server.push(raw(**{kind: {}})))
    assert (message.text, message.attachments) == ("", ())


@pytest.mark.parametrize(
    "event", ["pinned_message", "new_chat_members", "group_chat_created", "forum_topic_closed"]
)
async def test_an_event_in_a_chat_is_nobodys_word(event: str) -> None:
    assert await heard_of(lambda server: server.push(raw(**{event: True}))) == []


async def test_an_administrator_who_speaks_as_the_group_is_read_and_other_bots_and_channels_are_not() -> None:
    group = {"id": -1000000000042, "type": "supergroup", "title": "Lab"}
    channel = {"id": -1000000000043, "type": "channel", "title": "News"}
    stand_in = {"id": 1087968824, "is_bot": True, "first_name": "Group"}

    def deeds(server: TelegramApi) -> None:
        said = {"chat": group, "from": stand_in}
        server.push(raw(text="/brief 2501.00001", sender_chat=group, **said))
        server.push(raw(text="/brief 2501.00002", sender_chat=channel, **said))
        server.push(raw(text="/brief 2501.00003", **said))

    (message,) = await heard_of(deeds)
    assert message.text == "/brief 2501.00001"
    assert message.person == str(group["id"]), "the stand-in is the same in every group"


async def test_a_message_is_known_by_its_bot_and_update_and_names_what_it_answers() -> None:
    def deeds(server: TelegramApi) -> None:
        ann = server.person("Ann")
        server.person_says(server.private(ann), ann, "one")
        server.person_says(server.private(ann), ann, "two")

    one, two = await heard_of(deeds)
    assert one.key == "telegram:7000000001:500000001"
    assert two.key == "telegram:7000000001:500000002"
    assert (one.message_id, two.message_id) == ("1", "2")
