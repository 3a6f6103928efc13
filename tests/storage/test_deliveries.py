"""The deliveries shelf: what is known of each post, and no step that forgets it."""

import pytest

from bot.domain.jobs import Delivery, DeliveryState, Job, JobState, Pieces
from storage import Storage
from storage.steps import WrongStep
from tests.storage.builders import NOW, lease, leased, new_job, one_job, replied, reply, seconds
from tests.storage.delivery_steps import STEPS, WAYS


@pytest.mark.parametrize("state", DeliveryState)
async def test_a_delivery_takes_the_steps_that_lead_on_and_no_other(
    storage: Storage, state: DeliveryState
) -> None:
    for name, step in STEPS.items():
        delivery = await _delivery(storage, f"{state} {name}", WAYS[state])
        assert delivery.state is state
        if state not in step.origins:
            with pytest.raises(WrongStep):
                await step.take(storage.deliveries, delivery)
            assert await _now_in(storage, delivery) == delivery
        else:
            returned = await step.take(storage.deliveries, delivery)
            current = await _now_in(storage, delivery)
            assert current.state == step.leads_to
            assert returned in {None, current}


async def test_an_intent_is_there_before_the_call(storage: Storage) -> None:
    delivery = await _delivery(storage, "one")
    intended = await storage.deliveries.intend(delivery, now=NOW + seconds(3))
    assert intended == delivery.model_copy(
        update={"state": DeliveryState.INTENDED, "intended_at": NOW + seconds(3)}
    )
    assert await _now_in(storage, delivery) == intended


async def test_a_resend_is_marked_for_good(storage: Storage) -> None:
    delivery = await _delivery(storage, "one", ("intend", "uncertain", "again"))
    assert delivery.resent
    await storage.deliveries.back(await storage.deliveries.intend(delivery, now=NOW))
    assert (await _now_in(storage, delivery)).resent


async def test_a_call_that_was_not_made_leaves_no_intent(storage: Storage) -> None:
    delivery = await _delivery(storage, "one", ("intend", "back"))
    assert (delivery.state, delivery.intended_at, delivery.resent) == (DeliveryState.WAITING, None, False)


async def test_a_step_from_an_older_view_is_refused(storage: Storage) -> None:
    first_view = await _delivery(storage, "one")
    first_call = await storage.deliveries.intend(first_view, now=NOW)
    uncertain = await storage.deliveries.uncertain(first_call, now=NOW)
    second_view = await storage.deliveries.again(uncertain)
    second_call = await storage.deliveries.intend(second_view, now=NOW + seconds(1))
    with pytest.raises(WrongStep):
        await storage.deliveries.sent(first_call, post="p1", now=NOW)
    await storage.deliveries.sent(second_call, post="p2", now=NOW)
    with pytest.raises(WrongStep):
        await storage.deliveries.uncertain(second_call, now=NOW)
    assert (await _now_in(storage, first_view)).state is DeliveryState.SENT


async def test_deliveries_are_counted_by_state(storage: Storage) -> None:
    assert await storage.deliveries.counts() == {}
    for key in ("one", "two"):
        await _delivery(storage, key, ("intend", "sent"))
    await _delivery(storage, "three", ("intend",))
    assert await storage.deliveries.counts() == {"sent": 2, "intended": 1}


async def test_what_stands_below_learns_of_the_first_post_and_is_found_by_it(storage: Storage) -> None:
    job = await one_job(storage, "one")
    about = reply("words").model_copy(update={"papers": ("arxiv:2603.00001",)})
    posts = Pieces(posts=(reply("head"), reply("more")), below=(about,), whispered=True)
    await storage.jobs.write_down(job, posts, now=NOW)
    first, second, below = await storage.deliveries.of(job)
    assert [each.below for each in (first, second, below)] == [False, False, True]
    assert {each.whisper_to for each in (first, second, below)} == {"ann"}
    assert below.under is None
    await storage.deliveries.sent(await storage.deliveries.intend(first, now=NOW), post="p1", now=NOW)
    assert (await storage.deliveries.of(job))[1].under is None
    assert (await storage.deliveries.intend(below, now=NOW)).under == "p1"
    assert await storage.deliveries.papers_at(job.address, "p1") == ("arxiv:2603.00001",)


async def test_what_is_still_to_be_posted_moves_with_its_chat(storage: Storage) -> None:
    job = await one_job(storage, "one")
    await storage.jobs.write_down(job, Pieces(posts=(reply("a"), reply("b"))), now=NOW)
    first = (await storage.deliveries.of(job))[0]
    await storage.deliveries.sent(await storage.deliveries.intend(first, now=NOW), post="p1", now=NOW)
    await storage.jobs.add(new_job("two"), now=NOW)
    await storage.jobs.move(job.address, job.address.model_copy(update={"chat": "hall"}))
    assert [each.address.chat for each in await storage.deliveries.of(job)] == ["square", "hall"]
    assert (await leased(storage)).address.chat == "hall"
    await storage.jobs.add(new_job("three", chat="hall"), now=NOW)
    assert await lease(storage) is None, "one lane with those who write there by now"


async def _delivery(storage: Storage, key: str, steps: tuple[str, ...] = ()) -> Delivery:
    """A delivery of a job of its own that took some steps."""
    job = await one_job(storage, key)
    await storage.jobs.finish(await replied(storage, job, reply("words")), now=NOW)
    (delivery,) = await storage.deliveries.of(job)
    for step in steps:
        await STEPS[step].take(storage.deliveries, delivery)
        (delivery,) = await storage.deliveries.of(job)
    return delivery


async def _now_in(storage: Storage, delivery: Delivery) -> Delivery:
    """What the shelf says of it now; these jobs have one delivery each."""
    job = Job(
        **dict(new_job("any")), id=delivery.job_id, state=JobState.DONE, tries=0, crashes=0, created_at=NOW
    )
    (current,) = await storage.deliveries.of(job)
    return current
