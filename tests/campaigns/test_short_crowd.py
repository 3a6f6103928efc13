"""The benchmark of a crowd in short: everybody is answered, in order, and nobody is written to too fast."""

from pathlib import Path

from tests.benchmarks.crowd import DIGEST, crowd
from tests.benchmarks.crowd_town import FIRST, Size


async def test_a_crowd_and_a_digest_are_answered_in_order_and_at_the_platforms_pace(tmp_path: Path) -> None:
    size = Size(people=4, chats=2, digests=4, papers=4, within=0.1)
    outcome = await crowd(size, tmp_path)
    assert outcome.jobs == {"done": size.people + size.digests + len(FIRST)}
    assert outcome.deliveries == {"sent": size.people + len(FIRST) + DIGEST * size.digests}
    assert outcome.seen.refused == {"telegram": 0, "slack": 0}
    assert outcome.seen.most["in a group within 1 s"] == 1
    assert outcome.seen.most["in a channel within 1 s"] == 1
    assert outcome.inversions == 0
    assert outcome.sent >= outcome.deliveries["sent"]  # words that grow have posts of their own
    assert len(outcome.watch.seconds["telegram"]) == size.people // 2
    assert len(outcome.watch.seconds["slack"]) >= size.people // 2
