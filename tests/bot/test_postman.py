"""What becomes of a post: sent, refused, uncertain, held; in order, and not twice where that can be known."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.commands import Command, ShowHelp
from bot.errors import OutcomeUnknown, PostRefused, TryLater, Why
from tests.bot.posts import REPORT, Office, open_office

FIRST, SECOND = "the first part", "the second part"
REPEAT = "This may be a repeat: I could not find out whether the post got through."
FLOOD = TryLater(Why.SOURCE_BUSY, host="square")


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as opened:
        yield opened


async def test_what_was_posted_stays_posted_when_the_rest_must_wait(office: Office) -> None:
    office.chat.acts = [None, FLOOD]
    await office.ask()
    await office.work()
    assert await office.deliveries() == ["sent", "waiting"]
    await office.work(after=2)
    assert office.shown() == [FIRST, SECOND]
    assert len(office.desk.finals) == 1, "the answer was written down: nobody is asked again"


async def test_a_refused_post_does_not_keep_the_others_back_and_the_job_says_so(office: Office) -> None:
    office.chat.acts = [PostRefused("chat not found")]
    await office.ask()
    await office.work()
    assert await office.deliveries() == ["refused", "sent"]
    state, failure = await office.job()
    assert state[0] == "failed"
    assert json.loads(failure) == {"why": "not_delivered", "facts": {"word": "chat not found"}}


async def test_a_refusal_is_not_forgotten_when_the_rest_is_posted_later(office: Office) -> None:
    office.chat.acts = [PostRefused("too long"), FLOOD]
    await office.ask()
    await office.work()
    await office.work(after=2)
    assert await office.deliveries() == ["refused", "sent"]
    assert (await office.job())[0][0] == "failed"


@pytest.mark.parametrize("command", [ShowHelp(), REPORT])
async def test_an_uncertain_post_that_stands_in_the_chat_is_not_made_again(
    office: Office, command: Command
) -> None:
    office.chat.acts = [OutcomeUnknown("timeout")]
    await office.ask(command=command)
    await office.work()
    assert await office.deliveries() == ["uncertain", "waiting"]
    await office.work(after=2)
    assert office.shown() == [FIRST, SECOND]
    posts = await office.rows("SELECT post FROM deliveries ORDER BY part")
    assert posts[0][0].startswith("found ")


@pytest.mark.parametrize("command", [ShowHelp(), REPORT])
async def test_an_uncertain_post_that_is_not_there_is_made(office: Office, command: Command) -> None:
    office.chat.acts = [OutcomeUnknown("timeout")]
    await office.ask(command=command)
    await office.work()
    office.chat.posts.clear()
    await office.work(after=2)
    assert [words for words in office.shown() if words != REPEAT] == [FIRST, SECOND]


async def test_what_cannot_be_found_now_is_looked_for_later(office: Office) -> None:
    office.chat.acts, office.chat.found = [OutcomeUnknown("timeout")], [FLOOD]
    await office.ask()
    await office.work()
    await office.work(after=2)
    assert await office.deliveries() == ["uncertain", "waiting"]
    await office.work(after=10)
    assert office.shown() == [FIRST, SECOND]


async def test_a_person_gets_the_answer_once_more_where_nobody_can_tell(office: Office) -> None:
    unknown = OutcomeUnknown("no history")
    office.chat.acts, office.chat.found = [unknown, unknown], [unknown, unknown]
    await office.ask()
    await office.finish()
    assert office.shown() == [FIRST, FIRST, FIRST, SECOND]
    assert (await office.job())[0][0] == "done"


async def test_a_scheduled_post_is_made_once_more_with_a_word_about_it_and_then_held(office: Office) -> None:
    unknown = OutcomeUnknown("no history")
    office.chat.acts, office.chat.found = [unknown, unknown], [unknown, unknown]
    await office.ask(command=REPORT)
    await office.finish()
    assert office.shown() == [FIRST, REPEAT, FIRST, SECOND]
    assert await office.deliveries() == ["held", "sent"]


async def test_the_word_about_a_repeat_leaves_the_rest_of_the_post_as_it_was(office: Office) -> None:
    unknown = OutcomeUnknown("no history")
    office.chat.acts, office.chat.found = [unknown], [unknown]
    await office.ask(command=REPORT)
    await office.finish()
    first, again, _ = office.chat.posts
    assert again.piece.blocks[1:] == first.piece.blocks
    assert again.piece.papers == first.piece.papers
    assert again.id == first.id


async def test_an_operator_may_want_to_be_asked_first(office: Office) -> None:
    unknown = OutcomeUnknown("no history")
    office.hold_uncertain = True
    office.chat.acts, office.chat.found = [unknown], [unknown]
    await office.ask(command=REPORT)
    await office.finish()
    assert office.shown() == [FIRST, SECOND]
    assert await office.deliveries() == ["held", "sent"]


async def test_an_operator_who_wants_to_be_asked_keeps_no_person_waiting(office: Office) -> None:
    unknown = OutcomeUnknown("no history")
    office.hold_uncertain = True
    office.chat.acts, office.chat.found = [unknown], [unknown]
    await office.ask()
    await office.finish()
    assert office.shown() == [FIRST, FIRST, SECOND]


async def test_a_chat_that_is_away_for_a_day_is_given_up_with_its_reason(office: Office) -> None:
    half_an_hour = timedelta(minutes=30)
    office.chat.acts = [TryLater(Why.SOURCE_BUSY, half_an_hour, host="square")] * 99
    await office.ask()
    await office.work()
    tries, couriers = 1, office.couriers()
    office.clock.go_on(half_an_hour)
    while await couriers.carry_once():
        office.clock.go_on(half_an_hour)
        tries += 1
    assert tries == 50, "every half an hour, for a day"
    state, failure = await office.job()
    assert state[0] == "failed"
    assert json.loads(failure)["why"] == "source_busy_long"
