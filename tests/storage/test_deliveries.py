"""The deliveries shelf: what is known of each post, and no step that forgets it."""

import pytest

from bot.domain.jobs import Delivery, DeliveryState, Job, JobState
from storage import Storage
from storage.deliveries import WrongStep
from tests.storage.builders import NOW, new_job, one_job, reply, seconds
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


async def _delivery(storage: Storage, key: str, steps: tuple[str, ...] = ()) -> Delivery:
    """A delivery of a job of its own that took some steps."""
    job = await one_job(storage, key)
    await storage.jobs.write_down(job, [reply("words")], now=NOW)
    await storage.jobs.finish(job, now=NOW)
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
