"""Whether a chat is let in, asked of several admins: once it is decided, each sees by whom, and no button."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.chat import Address, Message, Reply
from bot.domain.commands import Administer, Misunderstood
from bot.domain.jobs import Job, Pieces
from bot.domain.rooms import Room, RoomSettings
from bot.errors import Why
from tests.bot.houses import ADMIN, GUEST, NOW, OTHER, OWNER, FullHouse, direct, full_house, taps, words

LET_IN, KEPT_OUT = "admin allow square:-43", "admin deny square:-43"


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[FullHouse]:
    """Two admins were asked, one of them in Chinese."""
    async with full_house(tmp_path) as opened:
        rooms, alone = opened.storage.registers.rooms, Room(kind="direct", title="Ann")
        room = await rooms.note("square", ADMIN, room=alone, now=NOW)
        await rooms.set(room, RoomSettings(language="zh"))
        await opened.hear("help", GUEST, at=OTHER)
        await all_posted(opened)
        yield opened


async def all_posted(house: FullHouse) -> list[tuple[Job, Reply]]:
    """Answer and post all that waits; the id of a post is that of its delivery."""
    jobs, deliveries = house.storage.jobs, house.storage.deliveries
    answered = []
    while job := await jobs.lease("w", platforms=["square"], now=NOW, until=NOW):
        reply = await house.answer(job)
        answered.append((job, reply))
        posts = (reply,) if reply.blocks else ()
        await jobs.write_down(job, Pieces(posts=posts, edits=reply.edits), now=NOW)
        held = await jobs.lease_reply("c", platforms=["square"], now=NOW, until=NOW)
        assert held
        for delivery in await deliveries.of(held):
            intended = await deliveries.intend(delivery, now=NOW)
            await deliveries.sent(intended, post=delivery.edits or delivery.id, now=NOW)
        await jobs.finish(held, now=NOW)
    return answered


async def asked(house: FullHouse) -> dict[str, tuple[str, Reply]]:
    """Where each admin was asked: the post, and what it shows by now."""
    posts = await house.storage.registers.oversight.asked("square:-43")
    chats = [Address(platform="square", chat=each) for each in (ADMIN, OWNER)]
    return {
        at.chat: (post.id, pieces[0])
        for at in chats
        for post in posts
        if (pieces := await house.storage.deliveries.pieces_at(at, post.id))
    }


async def tapped(house: FullHouse, says: str, *, by: str, post: str) -> Job:
    await heard_tap(house, says, by=by, post=post)
    ((job, _), *_others) = await all_posted(house)
    return job


async def heard_tap(house: FullHouse, says: str, *, by: str, post: str) -> None:
    house.said += 1
    message = Message(
        key=f"tap {house.said}",
        address=direct(by),
        person=by,
        name="Ann Admin",
        text=says,
        answers=post,
        tapped=True,
        said_at=NOW,
        room=Room(kind="direct", title="Ann"),
    )
    await house.way_in.accept(message)


@pytest.mark.parametrize(
    ("says", "english", "chinese"),
    [
        (LET_IN, "Let in by Ann Admin (square:own).", "已由 Ann Admin (square:own) 批准。"),
        (KEPT_OUT, "Kept out by Ann Admin (square:own).", "已由 Ann Admin (square:own) 拒绝。"),
    ],
)
async def test_every_admin_sees_who_decided_and_can_decide_no_more(
    house: FullHouse, says: str, *, english: str, chinese: str
) -> None:
    before = await asked(house)
    assert [taps(reply) for _, reply in before.values()] == [[LET_IN, KEPT_OUT]] * 2
    job = await tapped(house, says, by=OWNER, post=before[OWNER][0])
    assert isinstance(job.command, Administer)
    edits = [each for each in await house.storage.deliveries.of(job) if each.edits is not None]
    assert {each.edits for each in edits} == {post for post, _ in before.values()}
    assert len(await house.storage.deliveries.of(job)) == len(edits) + 1, "no post sums the edits up"
    after = await asked(house)
    assert words(after[OWNER][1]).endswith(english)
    assert words(after[ADMIN][1]).endswith(chinese)
    assert [taps(reply) for _, reply in after.values()] == [[], []]


async def test_a_tap_on_what_is_decided_is_no_act(house: FullHouse) -> None:
    posts = await asked(house)
    await tapped(house, KEPT_OUT, by=OWNER, post=posts[OWNER][0])
    late = await tapped(house, LET_IN, by=ADMIN, post=posts[ADMIN][0])
    assert isinstance(late.command, Misunderstood)
    assert late.command.reason.why is Why.BUTTON_OLD
    room = await house.storage.registers.rooms.get("square", "-43")
    assert room
    assert room.standing == "denied"
    typed = await house.ask(LET_IN, ADMIN, at=direct(ADMIN))
    assert "square:-43" in typed, "whoever writes it means it"


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (LET_IN, KEPT_OUT, "has let Title of -43 (square:-43) in already"),
        (LET_IN, LET_IN, "has let Title of -43 (square:-43) in already"),
        (KEPT_OUT, LET_IN, "keeps Title of -43 (square:-43) out already"),
    ],
)
async def test_of_two_taps_at_one_moment_one_decides_and_the_other_is_told_by_whom(
    house: FullHouse, *, one: str, other: str, told: str
) -> None:
    posts, until = await asked(house), NOW + timedelta(minutes=1)
    await heard_tap(house, one, by=ADMIN, post=posts[ADMIN][0])
    await heard_tap(house, other, by=OWNER, post=posts[OWNER][0])
    jobs = house.storage.jobs
    taken = [await jobs.lease(worker, platforms=["square"], now=NOW, until=until) for worker in ("a", "b")]
    replies = [words(await house.answer(job)) for job in taken if job]
    assert "square:-43" in replies[0]
    assert f"Ann Admin (square:adm) {told}" in replies[1]
    done = [act for act in await house.acts() if act[1].endswith("square:-43")]
    assert done == [("adm", one, "done")], "who came second did nothing"


async def test_of_two_taps_in_a_list_on_what_was_decided_before_one_changes_it(house: FullHouse) -> None:
    await house.ask(LET_IN, OWNER, at=direct(OWNER))
    for person in (ADMIN, OWNER):
        await heard_tap(house, KEPT_OUT, by=person, post="a list that nobody keeps")
    told = {job.person: words(reply) for job, reply in await house.work()}
    assert "square:-43" in told[ADMIN]
    assert "Ann Admin (square:adm) keeps Title of -43 (square:-43) out already" in told[OWNER]


async def test_a_tap_on_a_post_that_nobody_keeps_is_taken_at_its_word(house: FullHouse) -> None:
    job = await tapped(house, LET_IN, by=OWNER, post="whispered")
    assert isinstance(job.command, Administer)
