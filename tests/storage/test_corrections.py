"""What people corrected is kept for good, a rewritten brief has a past, and posts change with both."""

import pytest

from bot.domain.chat import Address, Edits, Reply, Swap, paragraph
from bot.domain.corrections import Correction
from bot.domain.jobs import Delivery, DeliveryState, Job
from storage import Storage
from tests.storage.builders import NOW, PLATFORM, brief, lease_reply, one_job, paper, pieces, replied, seconds

KEY, FILE = "arxiv:2603.00001", "sha256:ab"
SECOND = paper(KEY, number="2603.00001", version=2)
OLD, NEW, NEWER, OTHER = (paragraph(words) for words in ("old", "new", "newer", "other"))
SQUARE = Address(platform=PLATFORM, chat="square", thread="7")


def correction(job: str, *, of: str = KEY, value: str | None = "On Li\0nes") -> Correction:
    """A title that somebody set."""
    return Correction(
        job=job,
        paper=of,
        field="title",
        language=None,
        value=value,
        before="On Lanes",
        person="market:ann",
        at=NOW,
    )


async def test_corrections_are_kept_in_order_and_once_a_job(storage: Storage) -> None:
    shelf = storage.corrections
    await shelf.keep(correction("one"))
    await shelf.keep(correction("two", value=None))
    await shelf.keep(correction("one", value="another"))
    await shelf.keep(correction("three", of="arxiv:2603.00002"))
    first, second = await shelf.of([KEY])
    assert first == correction("one", value="On Li\N{REPLACEMENT CHARACTER}nes")
    assert second == correction("two", value=None)
    assert [each.job for each in await shelf.of([KEY, "arxiv:2603.00002"])] == ["one", "two", "three"]
    assert await shelf.of([]) == ()


async def test_a_file_that_turns_out_to_be_a_paper_brings_its_corrections_and_earlier_briefs(
    storage: Storage,
) -> None:
    await storage.library.keep(paper(FILE, sha256="ab"), now=NOW)
    await storage.corrections.keep(correction("one", of=FILE))
    await storage.briefs.keep(brief(FILE, effect="first"), now=NOW)
    await storage.briefs.replace(brief(FILE, effect="second"), now=NOW + seconds(1))
    await storage.library.adopt(SECOND, known_as=FILE, now=NOW)
    assert [each.paper for each in await storage.corrections.of([KEY])] == [KEY]
    kept = await storage.briefs.of(KEY)
    assert [each.brief for each in kept] == [
        brief(KEY, version=2, effect="first"),
        brief(KEY, version=2, effect="second"),
    ]
    assert await storage.briefs.of(FILE) == ()


async def test_a_brief_that_is_written_anew_takes_the_place_of_those_of_any_model(storage: Storage) -> None:
    first, second = (brief(KEY, version=2, effect=effect) for effect in ("first", "second"))
    other = first.model_copy(update={"writer": "model-2"})
    chinese = first.model_copy(update={"language": "zh"})
    for number, each in enumerate((first, other, chinese)):
        await storage.briefs.keep(each, now=NOW + seconds(number))
    assert await storage.briefs.replace(second, now=NOW + seconds(9)) == second
    get = storage.briefs.get
    assert await get(SECOND, language="en", prompt="brief/1", writer="model-1") == second
    assert await get(SECOND, language="en", prompt="brief/1", writer="model-2") is None
    assert await get(SECOND, language="zh", prompt="brief/1", writer="model-1") == chinese
    kept = await storage.briefs.of(KEY)
    assert [(each.brief, each.kept_at) for each in kept] == [
        (first, NOW),
        (other, NOW + seconds(1)),
        (chinese, NOW + seconds(2)),
        (second, NOW + seconds(9)),
    ]


async def test_words_are_swapped_in_what_was_posted_and_in_what_is_about_to_be(storage: Storage) -> None:
    posted = await _said(storage, "posted", OLD, OTHER)
    waiting = await _said(storage, "waiting", OLD, post=None)
    untouched = await _said(storage, "untouched", OTHER)
    job = await _job(storage, "correct")
    edits = _edits([posted, waiting, untouched], OLD, NEW)
    await storage.jobs.write_down(job, pieces(Reply(blocks=(NEW,)), edits=edits), now=NOW)
    answer, edit, sum_of_it = await storage.deliveries.of(job)
    assert (answer.edits, answer.piece.blocks, answer.sums_up) == (None, (NEW,), False)
    assert (edit.edits, edit.piece.blocks) == ("post of posted", (NEW, OTHER))
    assert (edit.address, edit.reply_to, edit.state) == (SQUARE, None, DeliveryState.WAITING)
    assert sum_of_it.sums_up
    assert [delivery.part for delivery in (answer, edit, sum_of_it)] == [0, 1, 2]
    assert (await _now_in(storage, "waiting")).piece.blocks == (NEW,)
    assert (await _now_in(storage, "untouched")).piece.blocks == (OTHER,)


@pytest.mark.parametrize("uncertain", [False, True])
async def test_a_post_that_may_stand_is_edited_too_and_not_before_it_is_known(
    storage: Storage, *, uncertain: bool
) -> None:
    waiting = await _said(storage, "under way", OLD, post=None)
    under_way = await storage.deliveries.intend(waiting, now=NOW)
    if uncertain:
        under_way = await storage.deliveries.uncertain(under_way, now=NOW)
    async with storage.database.writing() as connection:
        await connection.exec_driver_sql("UPDATE jobs SET state = 'replied'")
    assert [each.id for each in await storage.deliveries.about([KEY])] == [waiting.id]
    job = await _job(storage, "correct")
    await storage.jobs.write_down(job, pieces(edits=_edits([waiting], OLD, NEW)), now=NOW)
    edit, _ = await storage.deliveries.of(job)
    assert (edit.edits, edit.too_early, edit.piece.blocks) == ("", True, (NEW,))
    await storage.deliveries.sent(under_way, post="p1", now=NOW)
    edit, _ = await storage.deliveries.of(job)
    assert (edit.edits, edit.too_early) == ("p1", False)


async def test_an_answer_that_changes_no_post_has_nothing_to_sum_up(storage: Storage) -> None:
    posted = await _said(storage, "posted", OTHER)
    job = await _job(storage, "correct")
    edits = _edits([posted], OLD, NEW)
    await storage.jobs.write_down(job, pieces(Reply(blocks=(NEW,)), edits=edits), now=NOW)
    (answer,) = await storage.deliveries.of(job)
    assert answer.piece.blocks == (NEW,)


async def test_an_edit_that_comes_late_shows_what_was_corrected_since(storage: Storage) -> None:
    posted = await _said(storage, "posted", OLD)
    jobs = []
    for old, new in ((OLD, NEW), (NEW, NEWER)):
        job = await _job(storage, f"to {new}")
        await storage.jobs.write_down(job, pieces(edits=_edits([posted], old, new)), now=NOW)
        held = await lease_reply(storage)
        assert held
        await storage.jobs.finish(held, now=NOW)
        jobs.append(job)
    for job in reversed(jobs):
        edit = (await storage.deliveries.of(job))[0]
        assert (await storage.deliveries.intend(edit, now=NOW)).piece.blocks == (NEWER,)


async def test_posts_about_a_paper_are_found_and_those_that_nobody_can_edit_are_marked(
    storage: Storage,
) -> None:
    for key, of, post in (
        ("one", (KEY,), "post of one"),
        ("two", ("arxiv:2603.00002", KEY), "post of two"),
        ("whispered", (KEY,), ""),
        ("other", ("arxiv:2603.000011",), "post of other"),
        ("waiting", (KEY,), None),
    ):
        await _said(storage, key, OLD, of=of, post=post)
    found = await storage.deliveries.about([KEY])
    assert [await _key(storage, each) for each in found] == ["one", "two", "whispered", "waiting"]
    assert [each.fixed for each in found] == [False, False, True, False]


async def test_what_an_answer_is_about_is_known_by_the_post_its_thread_or_its_question(
    storage: Storage,
) -> None:
    await _said(storage, "one", OLD)
    at = storage.deliveries.papers_at
    for post in ("post of one", "message of one", "7"):
        assert await at(SQUARE, post) == (KEY,)
    assert await at(SQUARE, "8") == ()
    assert await at(Address(platform=PLATFORM, chat="elsewhere"), "7") == ()
    await _said(storage, "two", OLD, of=("arxiv:2603.00002",))
    assert set(await at(SQUARE, "7")) == {KEY, "arxiv:2603.00002"}


def _edits(posts: list[Delivery], old: object, new: object) -> Edits:
    swap = Swap.model_validate({"old": (old,), "new": (new,)})
    return Edits(posts=tuple(post.id for post in posts), swaps=(swap,))


async def _job(storage: Storage, key: str) -> Job:
    job = await one_job(storage, key)
    _JOBS.pop(key, None)
    _JOBS[key] = job
    return job


_JOBS: dict[str, Job] = {}


async def _said(
    storage: Storage,
    key: str,
    *blocks: object,
    of: tuple[str, ...] = (KEY,),
    post: str | None = "own",
) -> Delivery:
    """What was said of a paper in a job of its own; without a post it still waits."""
    job = await _job(storage, key)
    piece = Reply.model_validate({"blocks": blocks, "papers": of})
    await storage.jobs.finish(await replied(storage, job, piece), now=NOW)
    (delivery,) = await storage.deliveries.of(job)
    if post is not None:
        intended = await storage.deliveries.intend(delivery, now=NOW)
        await storage.deliveries.sent(intended, post=f"post of {key}" if post == "own" else post, now=NOW)
    return delivery


async def _now_in(storage: Storage, key: str) -> Delivery:
    (delivery,) = await storage.deliveries.of(_JOBS[key])
    return delivery


async def _key(storage: Storage, delivery: Delivery) -> str:
    # another test has its own jobs under the same ids: the newest is ours
    return next(key for key, job in reversed(_JOBS.items()) if job.id == delivery.job_id)
