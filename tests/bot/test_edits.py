"""What becomes of an edit: made, refused and told, made again after a crash; the job never fails of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.chat import Edits, Reply, Swap, paragraph
from bot.errors import OutcomeUnknown, PostRefused, TryLater, Why
from tests.bot.posts import Dying, Office, open_office
from tests.bot.test_dying import live_through

OLD, NEW, ANSWER = paragraph("the old words"), paragraph("the new words"), paragraph("Corrected.")
FLOOD = TryLater(Why.SOURCE_BUSY, host="square")
MOST_STEPS = 40


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as opened:
        await corrected(opened)
        yield opened


async def corrected(office: Office) -> None:
    """Two posts with the old words stand in the chat, and somebody corrects them."""
    office.desk.acts = [Reply(blocks=(OLD,)), Reply(blocks=(OLD,))]
    for key in ("one", "two"):
        await office.ask(key)
        assert await office.work()
    posts = tuple(row[0] for row in await office.rows("SELECT id FROM deliveries"))
    swap = Swap(old=(OLD,), new=(NEW,))
    office.desk.acts = [Reply(blocks=(ANSWER,), edits=Edits(posts=posts, swaps=(swap,)))]
    office.chat.posts.clear()
    await office.ask("correct")


def edited(office: Office) -> list[tuple[str | None, str]]:
    """The posts that were edited, and what they show."""
    return [(each.edits, "new" if each.piece.blocks == (NEW,) else "old") for each in office.chat.edits]


async def states(office: Office) -> list[str]:
    rows = await office.rows("SELECT state FROM deliveries WHERE job_id = 3 ORDER BY part")
    return [row[0] for row in rows]


async def ended(office: Office) -> str:
    return str((await office.rows("SELECT state FROM jobs WHERE id = 3"))[0][0])


async def test_the_answer_comes_first_then_the_edits_and_a_word_about_them(office: Office) -> None:
    await office.work()
    assert edited(office) == [("post 1", "new"), ("post 2", "new")]
    assert office.shown() == ["Corrected.", "Posts edited: 2."]
    assert await ended(office) == "done"


async def test_an_edit_that_is_refused_is_told_and_fails_no_job(office: Office) -> None:
    office.chat.edit_acts = [PostRefused("message to edit not found")]
    await office.work()
    assert edited(office) == [("post 2", "new")]
    assert office.shown()[-1] == (
        "Posts edited: 1. Posts that could not be edited: 1 (message to edit not found)."
    )
    assert await states(office) == ["sent", "refused", "sent", "sent"]
    assert await ended(office) == "done"


async def test_an_edit_that_must_wait_keeps_the_answer_and_comes_later(office: Office) -> None:
    office.chat.edit_acts = [FLOOD]
    await office.work()
    assert office.shown() == ["Corrected."]
    await office.work(after=2)
    assert len(office.chat.edits) == 2
    assert office.shown() == ["Corrected.", "Posts edited: 2."]


async def test_an_edit_of_unknown_outcome_is_made_again_without_looking_for_it(office: Office) -> None:
    office.chat.edit_acts = [OutcomeUnknown("time-out")]
    office.chat.found = [AssertionError("an edit is not looked for")]
    await office.work()
    await office.work(after=2)
    assert [post for post, _ in edited(office)] == ["post 1", "post 1", "post 2"]
    assert await ended(office) == "done"


async def another_chat(office: Office, *, found: list[Exception | None]) -> None:
    """The first post was made in another chat, and nobody answered; then its words are corrected."""
    office.desk.acts = [Reply(blocks=(OLD,))]
    office.chat.acts = [OutcomeUnknown("time-out")]
    office.chat.found = found
    await office.ask("one", chat="elsewhere")
    assert await office.work()
    ((post,),) = await office.rows("SELECT id FROM deliveries")
    edits = Edits(posts=(post,), swaps=(Swap(old=(OLD,), new=(NEW,)),))
    office.desk.acts = [Reply(blocks=(ANSWER,), edits=edits)]
    await office.ask("correct")
    assert await office.work()


async def test_a_post_of_unknown_outcome_is_edited_once_it_is_found(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        await another_chat(office, found=[])
        assert [each.state for each in office.chat.edits] == []
        await office.finish()
        assert [post and post.partition(" ")[0] for post, _ in edited(office)] == ["found"]
        assert edited(office)[0][1] == "new"
        assert office.shown() == ["the old words", "Corrected.", "Posts edited: 1."]


async def test_a_post_of_unknown_outcome_that_is_made_again_has_the_new_words(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        await another_chat(office, found=[OutcomeUnknown("nobody can tell")])
        await office.finish()
        assert office.shown().count("the new words") == 1
        assert {row[0] for row in await office.rows("SELECT state FROM jobs")} == {"done"}


async def test_a_post_that_was_given_up_is_not_waited_for(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        await another_chat(office, found=[TryLater(Why.SOURCE_BUSY, host="square")] * 60)
        async with office.storage.database.writing() as connection:
            await connection.exec_driver_sql("UPDATE jobs SET state = 'failed' WHERE key = 'one'")
        await office.finish()
        assert {row[0] for row in await office.rows("SELECT state FROM jobs WHERE key = 'correct'")} == {
            "done"
        }
        assert edited(office) == []


async def test_a_post_where_this_process_has_no_platform_is_told(office: Office) -> None:
    async with office.storage.database.writing() as connection:
        await connection.exec_driver_sql("UPDATE deliveries SET platform = 'market' WHERE job_id = 2")
    await office.work()
    assert office.shown()[-1] == (
        "Posts edited: 1. Posts that could not be edited: 1 (market is not connected)."
    )


@pytest.mark.parametrize("after", [False, True])
async def test_killed_at_any_step_every_post_is_edited_in_the_end(tmp_path: Path, *, after: bool) -> None:
    deaths = set()
    for step in range(1, MOST_STEPS):
        folder = tmp_path / str(step)
        folder.mkdir()
        async with open_office(folder) as office:
            await corrected(office)
            act = office.desk.acts[0]
            office.desk.acts = [act, act]  # the desk may be asked again
            dying = Dying(step, after=after)
            await live_through(office, dying)
            if not dying.where:
                break
            deaths.add(dying.where)
            assert {post for post, _ in edited(office)} == {"post 1", "post 2"}, dying.where
            assert await ended(office) == "done"
            assert office.shown().count("Corrected.") == 1
            assert office.shown()[-1] == "Posts edited: 2."
    when = "after" if after else "before"
    assert {f"{when} edit", f"{when} post", f"{when} intend", f"{when} write_down"} <= deaths
