"""Reactions as the platforms tell them -> words, and which of them become jobs."""

from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.chat import Message
from bot.domain.commands import MarkPaper
from handlers.intake import Intake
from handlers.reactions import Thumb, said_by
from handlers.slack.reading import read_body
from handlers.telegram.reading import Me, read_update
from tests.bot.houses import GROUP as HERE
from tests.bot.houses import MEMBER, full_house
from tests.handlers.builders import NOW
from tests.handlers.test_threads import _posted

ANN = {"id": 7, "is_bot": False, "first_name": "Ann", "language_code": "zh"}


@pytest.mark.parametrize(
    ("before", "now", "word"),
    [
        ([], ["up"], "like"),
        ([], ["down"], "drop"),
        (["up"], [], "unlike"),
        (["down"], [], "undrop"),
        (["up"], ["down"], "drop"),
        (["down"], ["up"], "like"),
        (["up"], ["up"], ""),
        ([], [], ""),
    ],
)
def test_what_thumbs_say(before: list[Thumb], now: list[Thumb], word: str) -> None:
    assert said_by(before, now) == word


def told(update: dict[str, object]) -> Message | None:
    return read_update({"update_id": 1, "message_reaction": update}, Me(1, "briefbot"), now=NOW)


def thumb(*emojis: str) -> list[dict[str, str]]:
    return [{"type": "emoji", "emoji": emoji} for emoji in emojis]


def test_telegram_tells_both_states_and_who_it_was() -> None:
    group = {"id": -42, "type": "group", "title": "Lab"}
    update = {"chat": group, "message_id": 9, "user": ANN, "date": 1, "old_reaction": []}
    said = told(update | {"new_reaction": thumb("🔥", "👍")})
    assert said
    assert (said.text, said.answers, said.person, said.reacted) == ("like", "9", "7", True)
    assert told(update | {"new_reaction": thumb("🔥")}) is None
    assert told(update | {"new_reaction": [{"type": "custom_emoji", "custom_emoji_id": "5"}]}) is None
    bot = ANN | {"is_bot": True}
    assert told(update | {"user": bot, "new_reaction": thumb("👍")}) is None
    nobody = {name: value for name, value in update.items() if name != "user"}
    assert told(nobody | {"actor_chat": group, "new_reaction": thumb("👍")}) is None


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({}, "like"),
        ({"type": "reaction_removed"}, "unlike"),
        ({"reaction": "thumbsdown"}, "drop"),
        ({"reaction": "-1::skin-tone-3"}, "drop"),
        ({"reaction": "tada"}, None),
        ({"item_user": "U0OTHER"}, None),
        ({"user": "U0BOT"}, None),
        ({"item": {"type": "file", "file": "F1"}}, None),
    ],
)
def test_slack_tells_one_reaction_and_whose_message_it_is_under(
    change: dict[str, object], word: str | None
) -> None:
    event = {
        "type": "reaction_added",
        "user": "U0ANN",
        "reaction": "+1",
        "item": {"type": "message", "channel": "C1", "ts": "1.2"},
        "item_user": "U0BOT",
        "event_ts": "1.3",
    }
    body = {"type": "event_callback", "event_id": "Ev1", "authorizations": [{"user_id": "U0BOT"}]}
    said = read_body(body | {"event": event | change}, now=NOW)
    assert [(each.text, each.answers, each.reacted) for each in said] == (
        [(word, "1.2", True)] if word else []
    )


async def test_only_who_may_and_only_under_a_post_of_ours_about_one_paper(tmp_path: Path) -> None:
    async with full_house(tmp_path) as house:
        way_in = Intake(
            house.storage.jobs,
            house.storage.deliveries,
            doors=house.doors,
            clock=house.clock,
            language="en",
            ring=lambda: None,
        )
        one = await _posted(house.storage, address=HERE)
        several = await _posted(
            house.storage, address=HERE, post="902", papers=("arxiv:2501.00001", "arxiv:2501.00002")
        )
        away = HERE.model_copy(update={"chat": "-999"})
        stray = await _posted(house.storage, address=away, post="903")
        for key, post, where in (
            ("one", one, HERE),
            ("several", several, HERE),
            ("others", "77", HERE),
            ("outside", stray, away),
        ):
            said = {"key": key, "address": where, "person": MEMBER, "text": "like", "said_at": NOW}
            await way_in.accept(Message.model_validate(said | {"answers": post, "reacted": True}))
        async with house.storage.database.reading() as connection:
            rows = (await connection.execute(text("SELECT key, command FROM jobs"))).all()
    filed = {row.key: row.command for row in rows}
    assert filed.keys() & {"one", "several", "others", "outside"} == {"one"}
    command = MarkPaper.model_validate_json(filed["one"])
    assert (command.mark, command.answers, command.silent) == ("liked", one, True)
