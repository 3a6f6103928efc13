"""What of a Slack workspace is meant for the bot, and as what it is read."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from bot.domain.chat import Message
from bot.domain.rooms import Room
from handlers.slack.notation import plain
from handlers.slack.reading import read_body
from tests.fakes.slack_trouble import Json
from tests.handlers.builders import NOW

ME = "U0BRIEFBOT"


def event(**inner: object) -> Json:
    """An event as Slack sends it; `inner` adds to a message in a channel or takes its place."""
    said = {"type": "message", "channel": "C0PAPERS", "channel_type": "channel", "user": "U0GRACE"}
    return {
        "type": "event_callback",
        "event_id": "Ev1",
        "team_id": "T0LAB",
        "event": {**said, "text": f"<@{ME}> brief 2501.12345", "ts": "1772353800.000200", **inner},
        "authorizations": [{"user_id": ME, "is_bot": True}],
    }


def command(text: str) -> Json:
    """A slash command."""
    words = {"command": "/brief", "trigger_id": "1.2.3", "channel_id": "C0PAPERS", "user_id": "U0GRACE"}
    return {**words, "text": text, "response_url": "https://hooks.slack.com/commands/1"}


def read(body: Json) -> Message | None:
    found = read_body(body, now=NOW)
    assert len(found) < 2
    return found[0] if found else None


def must_read(body: Json) -> Message:
    message = read(body)
    assert message is not None
    return message


def test_a_mention_is_read_in_both_shapes_as_one_message_that_is_answered_in_its_thread() -> None:
    as_message, as_mention = must_read(event()), must_read(event(type="app_mention", channel_type=None))
    assert as_message.text == as_mention.text == "brief 2501.12345"
    assert as_message.echoes == as_mention.echoes == "slack:T0LAB:C0PAPERS:1772353800.000200"
    assert str(as_message.address) == str(as_mention.address) == "slack:C0PAPERS:1772353800.000200"
    assert as_message.said_at == datetime.fromtimestamp(1772353800.0002, UTC)
    inside = must_read(event(thread_ts="1772353000.000100"))
    assert inside.address.thread == "1772353000.000100"


@pytest.mark.parametrize("subtype", [None, "thread_broadcast", "file_share"])
def test_a_reply_in_a_thread_is_handed_over_as_heard_and_the_rest_of_the_talk_is_not(
    subtype: str | None,
) -> None:
    said = {"text": "3: how large?", "thread_ts": "1772353000.000100", "subtype": subtype}
    heard = must_read(event(**said))
    assert (heard.spoken_to, heard.answers) == (False, "1772353000.000100")
    assert must_read(event(**said | {"text": f"<@{ME}> how large?"})).spoken_to
    assert must_read(event(type="app_mention")).spoken_to
    begun = event(text="let us talk", thread_ts="1772353800.000200")  # the first of a thread bears its own
    assert read(begun) is None


def test_a_chat_is_told_of_along_the_way() -> None:
    direct = must_read(event(channel="D0GRACE", channel_type="im")).room
    group = must_read(event(channel="C0THREE", channel_type="mpim")).room
    shared = must_read(event() | {"is_ext_shared_channel": True}).room
    assert direct == Room(kind="direct")
    assert group == Room(kind="group")
    assert shared == Room(kind="channel", shared=True)


def test_a_direct_message_needs_no_mention_and_no_thread() -> None:
    said = {"channel": "D0GRACE", "channel_type": "im", "text": "2501.12345"}
    assert must_read(event(**said)).address.thread is None
    assert must_read(event(**said, thread_ts="1772353000.000100")).address.thread == "1772353000.000100"


@pytest.mark.parametrize(
    "inner",
    [
        {"text": "brief 2501.12345"},
        {"text": "<@U0SOMEBODY> brief 2501.12345"},
        {"channel_type": "mpim", "channel": "G0THREE", "text": "hello"},
        {"user": ME},
        {"user": None},
        {"bot_id": "B0OTHER"},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"subtype": "bot_message"},
        {"type": "reaction_added"},
    ],
)
def test_what_people_say_to_each_other_and_what_bots_say_is_not_meant_for_the_bot(inner: Json) -> None:
    assert read(event(**inner)) is None


@pytest.mark.parametrize("body", [{}, {"type": "url_verification"}, {"type": "view_closed"}])
def test_other_envelopes_hold_no_message(body: Json) -> None:
    assert read(body) is None


@pytest.mark.parametrize("inner", [{"text": 5}, {"files": "none"}, {"ts": "soon"}])
def test_a_form_that_nobody_knows_is_an_error(inner: Json) -> None:
    with pytest.raises((ValidationError, ValueError)):
        read(event(**inner))


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        (f"<@{ME}> brief <https://arxiv.org/abs/2501.12345>", "brief https://arxiv.org/abs/2501.12345"),
        (f"<@{ME}|briefbot>, help", ", help"),
        ("<http://arxiv.org/abs/2501.12345|arxiv.org/abs/2501.12345>", "http://arxiv.org/abs/2501.12345"),
        ("<https://x.org/a?b=1&amp;c=2|x> &lt;b&gt; &amp;lt;", "https://x.org/a?b=1&c=2 <b> &lt;"),
        ("<#C0PAPERS|papers> <!here> 2501.12345", "2501.12345"),
        ("ask <@U0SOMEBODY>", "ask <@U0SOMEBODY>"),
        (f"<@{ME}> admin deny <#C0BAD|bad>", "admin deny slack:C0BAD"),
        ("管理 拒绝 <#C0BAD>", "管理 拒绝 slack:C0BAD"),
        ("admin deny <!subteam^S1|@lab>", "admin deny @subteam^S1"),
        (f"admin deny <@{ME}>", f"admin deny <@{ME}>"),
    ],
)
def test_slacks_notation_is_undone(sent: str, meant: str) -> None:
    assert plain(sent, ME) == meant


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("2501.12345", "2501.12345"),
        ("submit 2501.12345", "submit 2501.12345"),
        ("report", "report"),
        ("", ""),
        ("attention is all you need", "brief attention is all you need"),
    ],
)
def test_the_words_after_a_slash_command_are_the_bots_own(typed: str, read_as: str) -> None:
    message = must_read(command(typed))
    assert message.text == read_as
    assert (message.message_id, message.address.thread) == ("https://hooks.slack.com/commands/1", None)
    assert (message.key, message.said_at) == ("slack:command:1.2.3", NOW)


def test_shared_files_are_read_with_their_private_addresses() -> None:
    files = [
        {"name": "a.pdf", "size": 9, "url_private": "https://files.slack.com/a"},
        {"name": None, "url_private_download": "https://files.slack.com/d/b", "url_private": "https://x"},
        {"name": "tombstone", "mode": "tombstone"},
    ]
    message = must_read(event(subtype="file_share", files=files))
    assert [(file.name, file.handle, file.size) for file in message.attachments] == [
        ("a.pdf", "https://files.slack.com/a", 9),
        ("paper.pdf", "https://files.slack.com/d/b", None),
    ]
