"""Posts to Telegram through the real client: what stands in the chat, and what each refusal means."""

from base64 import b64decode
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.chat import Address, Heading, Paragraph, Reply, Span, paragraph
from bot.domain.commands import ShowHelp
from bot.domain.jobs import NewJob, Pieces
from bot.errors import CannotDo, ChatClosed, ChatMoved, OutcomeUnknown, PostRefused, TryLater, Why
from bot.ports import ChatPlatform
from bot.postman import Postman, Waits
from storage import open_storage
from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_trouble import Kind
from tests.handlers.builders import DOT, NOW, Clock, attachment, delivery, file_reply, picture_reply
from tests.handlers.platforms import telegram_bot

PDF = b"%PDF-1.7 something"
LEASE = timedelta(minutes=1)


def address(chat: int, thread: int | None = None) -> Address:
    """A chat of Telegram."""
    return Address(platform="telegram", chat=str(chat), thread=str(thread) if thread else None)


async def test_the_first_piece_answers_the_question_and_the_others_stand_below_it() -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        ann = server.person("Ann")
        question = str(server.message_of(server.person_says(server.private(ann), ann, "2501.12345")))
        for part in (0, 1):
            await platform.post(delivery(address(ann), f"piece {part}", reply_to=question, part=part))
        first, second = server.sent(ann)
        options = [call.parsed("link_preview_options") for call in server.calls("sendMessage")]
    assert (first.reply_to, second.reply_to) == (int(question), None)
    assert options == [{"is_disabled": True}] * 2


async def test_an_answer_to_a_deleted_question_is_posted_all_the_same() -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        group = server.group("Lab")
        await platform.post(delivery(address(group), "hello", reply_to="999"))
        assert [shown.reply_to for shown in server.sent(group)] == [None]


async def test_a_post_goes_into_its_topic_and_one_to_a_deleted_topic_is_refused() -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        forum, ann = server.forum("Lab"), server.person("Ann")
        topic = server.topic(forum, ann, "Papers")
        await platform.post(delivery(address(forum, topic), "hello"))
        await platform.post(delivery(address(forum, topic), file_reply()))
        assert [shown.thread for shown in server.sent(forum)] == [topic, topic]
        server.topic_is_closed(forum, topic)
        with pytest.raises(
            PostRefused, match=r"(?i)the topic was closed or deleted \(topic_closed"
        ) as closed:
            await platform.post(delivery(address(forum, topic), "hello"))
        gone = server.topic(forum, ann, "Gone")
        server.topic_is_deleted(forum, gone)
        with pytest.raises(PostRefused, match=r"(?i)thread not found") as deleted:
            await platform.post(delivery(address(forum, gone), "hello"))
        assert ChatClosed not in {closed.type, deleted.type}, "the rest of the group is still open"
        await platform.post(delivery(address(forum), "hello"))


async def test_a_group_that_became_a_supergroup_tells_its_new_id() -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        group, ann = server.group("Lab"), server.person("Ann")
        new = server.migrate(group, ann)
        with pytest.raises(ChatMoved) as moved:
            await platform.post(delivery(address(group), "hello", reply_to="1"))
        assert moved.value.chat == str(new)
        assert server.sent(new) == []


async def test_a_picture_is_posted_as_one_behind_the_words_and_before_the_document() -> None:
    picture, document = picture_reply().picture, file_reply("overview.md").document
    reply = Reply(blocks=(paragraph("words"),), picture=picture, document=document)
    async with TelegramApi() as server, telegram_bot(server) as platform:
        group = server.group("Lab")
        for part, piece in enumerate(platform.cut(reply)):
            await platform.post(delivery(address(group), piece, part=part))
        shown = server.sent(group)
    assert [(each.text, each.photo, each.document_name) for each in shown] == [
        ("words", None, ""),
        ("", b64decode(DOT), ""),
        ("", None, "overview.md"),
    ]


async def test_a_document_is_sent_with_its_name_and_a_line_about_a_repeat_as_its_caption() -> None:
    report = file_reply("report-2026-03-01.md", "# 报告\n")
    told_twice = report.model_copy(update={"blocks": (paragraph("This may be a repeat."),)})
    async with TelegramApi() as server, telegram_bot(server) as platform:
        group = server.group("Lab")
        await platform.post(delivery(address(group), report))
        await platform.post(delivery(address(group), told_twice))
        shown = [(each.text, each.document_name, each.document) for each in server.sent(group)]
    content = "# 报告\n".encode()
    assert shown == [
        ("", "report-2026-03-01.md", content),
        ("This may be a repeat.", "report-2026-03-01.md", content),
    ]


async def test_where_entities_are_refused_the_words_are_sent_without_them(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = Span(text="the paper", link="http://a b/")
    code = Span(text=" @channel", style="code")
    reply = Reply(blocks=(Heading(text="Title"), Paragraph(spans=(broken, code))))
    async with TelegramApi() as server, telegram_bot(server) as platform:
        group = server.group("Lab")
        await platform.post(delivery(address(group), reply))
        (shown,) = server.sent(group)
    assert shown.text == "Title\n\nthe paper @\u2060channel"
    assert shown.entities == ()
    assert "telegram.entities_refused" in caplog.text


@pytest.mark.parametrize("durations", ["true", "false"])
async def test_a_flood_names_its_pause_whichever_way_the_client_counts_time(
    monkeypatch: pytest.MonkeyPatch, durations: str
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", durations)
    async with TelegramApi() as server, telegram_bot(server) as platform:
        group = server.group("Lab")
        server.trouble("rate_limit", method="sendMessage", seconds=7)
        with pytest.raises(TryLater) as flood:
            await platform.post(delivery(address(group), "hello"))
        assert flood.value.after == timedelta(seconds=7)
        await platform.post(delivery(address(group), "hello"))
        assert len(server.sent(group)) == 1


@pytest.mark.parametrize(("kind", "status"), [("drop_before", 0), ("drop_after", 0), ("server_error", 502)])
async def test_a_post_that_nobody_answered_may_stand_in_the_chat(kind: Kind, status: int) -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        group = server.group("Lab")
        server.trouble(kind, method="sendMessage", status=status)
        piece = delivery(address(group), "hello")
        with pytest.raises(OutcomeUnknown):
            await platform.post(piece)
        assert len(server.sent(group)) == (kind == "drop_after")
        with pytest.raises(OutcomeUnknown):
            await platform.find(piece)


async def test_where_nothing_listens_nothing_was_posted() -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        await server.__aexit__(None, None, None)
        with pytest.raises(TryLater):
            await platform.post(delivery(address(1), "hello"))


async def test_a_chat_that_does_not_want_the_bot_is_told_nothing_more() -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        ann, group = server.person("Ann"), server.group("Lab")
        server.private(ann)
        server.person_blocks(ann)
        server.bot_is_kicked(group, ann)
        gone = server.group("Gone")
        server.group_is_deleted(gone)
        refusals = ((ann, "blocked"), (group, "kicked"), (gone, "deleted"), (-424_242, "chat not found"))
        for chat, word in refusals:
            with pytest.raises(ChatClosed, match=f"(?i){word}"):
                await platform.post(delivery(address(chat), "hello"))


async def test_a_flood_in_the_middle_of_an_answer_leaves_the_posted_pieces_and_resumes_behind_them(
    tmp_path: Path,
) -> None:
    clock = Clock()
    async with (
        TelegramApi() as server,
        telegram_bot(server) as platform,
        open_storage(f"sqlite:///{tmp_path}/briefbot.db", data_dir=tmp_path) as storage,
    ):
        group = server.group("Lab")
        wish = NewJob(key="1", command=ShowHelp(), address=address(group), language="en", due_at=NOW)
        await storage.jobs.add(wish, now=NOW)
        job = await storage.jobs.lease("worker", platforms=["telegram"], now=NOW, until=NOW + LEASE)
        assert job is not None
        parts = platform.cut(Reply(blocks=(paragraph("All work and no play. " * 700),)))
        assert len(parts) == 4
        await storage.jobs.write_down(job, Pieces(posts=parts), now=NOW)
        job = await storage.jobs.lease_reply("courier", platforms=["telegram"], now=NOW, until=NOW + LEASE)
        assert job is not None
        postman = Postman(storage.deliveries, storage.jobs, platforms={"telegram": platform}, clock=clock)
        server.trouble("delay", method="sendMessage", times=2, seconds=0)
        server.trouble("rate_limit", method="sendMessage", seconds=40)
        with pytest.raises(Waits) as flood:
            await postman.deliver(job)
        assert flood.value.after == timedelta(seconds=40)
        assert len(server.sent(group)) == 2
        with pytest.raises(Waits) as again:
            await postman.deliver(job)
        assert (again.value.after, again.value.reason) == (timedelta(seconds=40), None)
        clock.time += timedelta(seconds=40)
        assert await postman.deliver(job) is None
        shown = [each.text for each in server.sent(group)]
    assert len(shown) == 4
    assert " ".join(shown) == ("All work and no play. " * 700).strip()


async def fetch(
    platform: ChatPlatform, handle: str, *, size: int | None = None, limit: int = 50 * 2**20
) -> bytes:
    return await platform.fetch(attachment("telegram", handle, size=size), limit=limit)


async def test_an_uploaded_file_is_handed_over_up_to_what_the_api_gives() -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        ann = server.person("Ann")
        for size in (None, 30 * 2**20):
            server.person_sends_document(server.private(ann), ann, "paper.pdf", PDF, size=size)
        small, big = "BQACAgFile0001", "BQACAgFile0002"
        assert await fetch(platform, small) == PDF
        for handle, claimed, limit in ((big, 30 * 2**20, 2**30), (big, None, 2**30), (small, None, 5)):
            with pytest.raises(CannotDo) as refusal:
                await fetch(platform, handle, size=claimed, limit=limit)
            assert refusal.value.reason.why is Why.FILE_TOO_LARGE
        with pytest.raises(CannotDo) as gone:
            await fetch(platform, "BQACAgNoSuchFile")
    assert gone.value.reason.why is Why.FILE_GONE


@pytest.mark.parametrize("method", ["getFile", "download"])
@pytest.mark.parametrize("kind", ["rate_limit", "server_error", "drop_before"])
async def test_a_file_that_cannot_be_had_now_is_asked_for_later(method: str, kind: Kind) -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        ann = server.person("Ann")
        server.person_sends_document(server.private(ann), ann, "paper.pdf", PDF)
        server.trouble(kind, method=method)
        with pytest.raises(TryLater):
            await fetch(platform, "BQACAgFile0001")
        assert await fetch(platform, "BQACAgFile0001") == PDF
