"""A question with buttons that is decided: on each platform the words stand, and the buttons are gone."""

from bot.domain.chat import Address, Button, Buttons, Reply, paragraph
from tests.fakes.slack_api import SlackApi
from tests.fakes.telegram_api import TelegramApi
from tests.handlers.builders import delivery
from tests.handlers.platforms import slack_bot, telegram_bot

QUESTION = paragraph("“Lab” wants to use me. Let it in?")
ASKED = Reply(blocks=(QUESTION, Buttons(buttons=(Button(label="Allow", says="admin allow x:1"),))))
DECIDED = Reply(blocks=(QUESTION, paragraph("Let in by Ann (x:2).")))


async def test_buttons_go_on_telegram() -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        ann = server.private(server.person("Ann"))
        at = Address(platform="telegram", chat=str(ann))
        post = await platform.post(delivery(at, ASKED))
        assert server.sent(ann)[0].buttons
        await platform.edit(delivery(at, DECIDED).model_copy(update={"edits": post}))
        (shown,) = server.sent(ann)
    assert not shown.buttons
    assert shown.text.endswith("Let in by Ann (x:2).")


async def test_buttons_go_on_slack() -> None:
    async with SlackApi() as server, slack_bot(server) as platform:
        alone = server.direct_channel(server.add_person("U0ANN"))
        at = Address(platform="slack", chat=alone)
        post = await platform.post(delivery(at, ASKED))
        assert [block["type"] for block in server.posted(alone)[0].blocks] == ["rich_text", "actions"]
        await platform.edit(delivery(at, DECIDED).model_copy(update={"edits": post}))
        (shown,) = server.posted(alone)
    assert [block["type"] for block in shown.blocks] == ["rich_text", "rich_text"]
    assert shown.text.endswith("Let in by Ann (x:2).")
