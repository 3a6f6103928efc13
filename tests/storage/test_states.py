"""Any sequence of steps that workers could take leaves the tables as a small model says."""

import asyncio
from collections.abc import Awaitable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.domain.jobs import Job, Pieces
from bot.errors import LeaseLost, Reason, Why
from storage import Storage, open_storage
from storage.columns import metadata
from storage.steps import WrongStep
from tests.storage.builders import LEASE, NOW, lease, lease_reply, new_job, reply
from tests.storage.delivery_steps import STEPS
from tests.storage.model import Model, Row

BUSY = Reason(Why.SOURCE_BUSY, {"host": "h"})


@dataclass(frozen=True)
class Held:
    """A job in the hands of a worker, who may have lost it without knowing."""

    job: Job
    row: Row
    owner: str
    lease: int

    @property
    def stands(self) -> bool:
        """True while nobody took or freed it since."""
        return self.row.unfinished and self.row.owner is not None and self.row.lease == self.lease


class Workers(RuleBasedStateMachine):
    """Workers that stall, die and come back, in any order."""

    held = Bundle("held")

    def __init__(self, storage: Storage, runner: asyncio.Runner) -> None:
        super().__init__()
        self.storage, self.runner, self.model, self.now = storage, runner, Model(), NOW
        self.run(_empty(storage))

    def run(self, step: Coroutine[Any, Any, Any]) -> Any:
        """Take one step; no two happen at the same time."""
        self.now += timedelta(milliseconds=1)
        return self.runner.run(step)

    def write(self, held: Held, step: Coroutine[Any, Any, None], *, allowed: bool = True) -> bool:
        """Write to a held job; True where that must go well, and did."""
        try:
            self.run(step)
        except LeaseLost:
            assert not (held.stands and allowed)
            return False
        assert held.stands
        assert allowed
        return True

    @rule(key=st.integers(0, 12), person=st.sampled_from("ab"), wait=st.integers(0, 20))
    def add(self, key: int, person: str, wait: int) -> None:
        due = self.now + timedelta(seconds=wait)
        added = self.run(self.storage.jobs.add(new_job(str(key), person=person, due_at=due), now=self.now))
        assert added is self.model.add(str(key), person, due)

    @rule(wait=st.sampled_from([1, 10, 61, 400]))
    def time_passes(self, wait: int) -> None:
        self.now += timedelta(seconds=wait)

    @rule(target=held, owner=st.sampled_from(["p1-0", "p1-1", "p2-0"]))
    def lease(self, owner: str) -> Held | None:
        now = self.now
        job = self.run(lease(self.storage, owner, now=now))
        row = self.model.lease(owner, now=now, until=now + LEASE)
        if job is None or row is None:
            assert job is row
            return None
        assert (job.key, job.state, job.tries, job.crashes, job.due_at) == (
            *(row.key, row.state, row.tries, row.crashes, row.due),
        )
        return Held(job, row, owner, row.lease)

    @rule(target=held, owner=st.sampled_from(["p1-c", "p2-c"]))
    def lease_reply(self, owner: str) -> Held | None:
        now = self.now
        job = self.run(lease_reply(self.storage, owner, now=now))
        row = self.model.lease_reply(owner, now=now, until=now + LEASE)
        if job is None or row is None:
            assert job is row
            return None
        assert (job.key, job.state, job.crashes, job.due_at) == (row.key, row.state, row.crashes, row.due)
        return Held(job, row, owner, row.lease)

    @rule(held=held.filter(bool), owner=st.sampled_from(["p1-0", "p1-1", "p2-0"]))
    def renew(self, held: Held, owner: str) -> None:
        until = self.now + LEASE
        renewed = self.run(self.storage.jobs.renew(held.job, owner=owner, until=until))
        assert renewed is (held.stands and held.row.owner == owner)
        if renewed:
            held.row.until = until

    @rule(held=held.filter(bool), pieces=st.integers(0, 3), failed=st.booleans())
    def write_down(self, held: Held, pieces: int, *, failed: bool) -> None:
        step = self.storage.jobs.write_down(
            held.job,
            Pieces(posts=(reply("words"),) * pieces),
            now=self.now,
            failure=BUSY if failed else None,
        )
        if self.write(held, step, allowed=held.row.state == "leased"):
            row = held.row
            row.free()
            row.state, row.failed, row.posts = "replied", failed, ["waiting"] * pieces
            row.replied = row.due = self.now
            row.tries = row.crashes = 0

    @rule(held=held.filter(bool))
    def progressed(self, held: Held) -> None:
        if self.write(held, self.storage.jobs.progressed(held.job)):
            held.row.tries = held.row.crashes = 0

    @rule(held=held.filter(bool), wait=st.integers(0, 90), tried=st.booleans(), behind=st.booleans())
    def put_back(self, held: Held, wait: int, *, tried: bool, behind: bool) -> None:
        due, behind = self.now + timedelta(seconds=wait), behind and held.row.state == "replied"
        step = self.storage.jobs.put_back(held.job, due_at=due, reason=BUSY if tried else None, behind=behind)
        if self.write(held, step):
            held.row.due, held.row.tries, held.row.crashes = due, held.row.tries + tried, 0
            held.row.replied = due if behind else held.row.replied
            held.row.free()

    @rule(held=held.filter(bool), failed=st.booleans())
    def finish(self, held: Held, *, failed: bool) -> None:
        step = self.storage.jobs.finish(held.job, now=self.now, failure=BUSY if failed else None)
        if self.write(held, step):
            held.row.free()
            held.row.state = "failed" if failed or held.row.failed else "done"

    @rule(prefix=st.sampled_from(["p1", "p1-0", "p2", ""]))
    def a_process_dies(self, prefix: str) -> None:
        theirs = [row for row in self.model.rows if row.owner is not None and row.owner.startswith(prefix)]
        assert self.run(self.storage.jobs.release(prefix)) == len(theirs)
        for row in theirs:
            row.free()

    @rule(held=held.filter(bool), part=st.integers(0, 2), name=st.sampled_from(sorted(STEPS)))
    def deliver(self, held: Held, part: int, name: str) -> None:
        deliveries = self.run(self.storage.deliveries.of(held.job))
        assert [delivery.state for delivery in deliveries] == held.row.posts
        if part >= len(deliveries):
            return
        step = STEPS[name]
        try:
            self.run(_taken(step.take(self.storage.deliveries, deliveries[part])))
        except WrongStep:
            assert held.row.posts[part] not in step.origins
        else:
            assert held.row.posts[part] in step.origins
            held.row.posts[part] = step.leads_to

    @invariant()
    def the_tables_are_as_the_model_says(self) -> None:
        assert self.runner.run(self.storage.jobs.counts()) == self.model.counts()
        assert self.runner.run(self.storage.deliveries.counts()) == self.model.post_counts()


def test_jobs_and_deliveries_go_through_their_states_as_the_model_says(url: str, tmp_path: Path) -> None:
    with asyncio.Runner() as runner:
        opening = open_storage(url, data_dir=tmp_path)
        storage = runner.run(opening.__aenter__())
        try:
            run_state_machine_as_test(
                # any function that makes a machine will do, though its signature asks for a class
                lambda: Workers(storage, runner),  # type: ignore[arg-type]
                settings=settings(
                    max_examples=15,
                    stateful_step_count=40,
                    deadline=None,
                    database=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            runner.run(opening.__aexit__(None, None, None))


async def _taken(step: Awaitable[Any]) -> None:
    await step


async def _empty(storage: Storage) -> None:
    async with storage.database.writing() as connection:
        for table in reversed(metadata.sorted_tables):
            await connection.execute(table.delete())
