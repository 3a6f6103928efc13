"""Words that answer a post of ours, and words under those of other people, as each platform tells them."""

from bot.domain.chat import Address, Message
from tests.fakes.slack_api import SlackApi
from tests.fakes.telegram_api import TelegramApi
from tests.handlers.builders import Heard, delivery
from tests.handlers.platforms import listening, slack_bot, telegram_bot

ASKED = "How large was it?"


def told(messages: list[Message]) -> list[tuple[str | None, bool, bool]]:
    """Of each message the post that it answers, whether that is ours, and whether we are spoken to."""
    return [(each.answers, each.answers_us, each.spoken_to) for each in messages]


async def test_an_answer_to_a_post_of_ours_on_telegram() -> None:
    heard = Heard()
    async with TelegramApi(privacy=False) as server, telegram_bot(server) as platform:
        ann = server.person("Ann")
        group, alone = server.group("Lab"), server.private(ann)
        theirs = server.message_of(server.person_says(group, server.person("Bo"), "I read a paper."))
        ours = await platform.post(delivery(Address(platform="telegram", chat=str(group)), "A brief."))
        here = await platform.post(delivery(Address(platform="telegram", chat=str(alone)), "A brief."))
        server.person_says(group, ann, ASKED, reply_to=int(ours))
        server.person_says(group, ann, ASKED, reply_to=theirs)  # people talk to each other
        server.person_says(alone, ann, ASKED, reply_to=int(here))
        server.person_says(alone, ann, ASKED)
        async with listening(platform, heard):
            await server.until(lambda: not server.unconfirmed())
    in_group = [each for each in heard.messages if each.address.chat == str(group)]
    in_private = [each for each in heard.messages if each.address.chat == str(alone)]
    assert told(in_group) == [(ours, True, False)]
    assert told(in_private) == [(here, True, True), (None, False, True)]


async def test_an_answer_to_a_post_of_ours_on_slack() -> None:
    heard = Heard()
    async with SlackApi() as server, slack_bot(server) as platform:
        ann, channel = server.add_person("U0ANN"), server.add_channel("C0PAPERS")
        alone = server.direct_channel(ann)
        theirs = server.person_writes(channel, ann, "I read a paper.").ts
        ours = await platform.post(delivery(Address(platform="slack", chat=channel), "A brief."))
        here = await platform.post(delivery(Address(platform="slack", chat=alone), "A brief."))
        async with listening(platform, heard):
            server.person_writes(channel, ann, ASKED, thread_ts=ours)
            server.person_writes(channel, ann, ASKED, thread_ts=theirs)  # we may have posted there
            server.person_writes(alone, ann, ASKED, thread_ts=here)
            server.person_writes(alone, ann, ASKED)
            await server.until(lambda: len(heard.messages) == 4)
    assert sorted(told(heard.messages), key=str) == sorted(
        [(ours, True, False), (theirs, False, False), (here, True, True), (None, False, True)], key=str
    )
