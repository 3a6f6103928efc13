"""The extractive writer on 40 papers that it was not tuned on, graded by a reader who saw only the slots.

`grades.json` has, for each paper's slots, the verdict (good, weak, wrong; missed or abstained where empty),
and the hash of the words that were graded: a slot that says something else since is not graded any more.
"""

import hashlib
import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from bot.reading.slots import extract_slots

HERE = Path(__file__)
DAILY = HERE.resolve().parents[4] / "shared" / "corpus" / "daily"
pytestmark = pytest.mark.skipif(not DAILY.is_dir(), reason="the announcements are not beside the project")
GRADES = json.loads(HERE.with_name("grades.json").read_text(encoding="utf-8"))


@cache
def verdicts() -> Counter[str]:
    """How many of the slots of today have each verdict; `ungraded` for what was not there then."""
    wanted = {row["id"]: row for row in GRADES}
    found: Counter[str] = Counter()
    for path in sorted(DAILY.glob("arxiv_*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            announced = json.loads(line)
            row = wanted.pop(announced["arxiv_id"], None) if announced.get("abstract") else None
            if row:
                slots = extract_slots(announced["title"], announced["abstract"])
                for name in ("technique", "problem", "effect"):
                    slot = getattr(slots, name)
                    verdict, words = row[name]
                    same = words == (hashlib.sha256(slot.text.encode()).hexdigest()[:12] if slot else None)
                    found[verdict if same else "ungraded"] += 1
    assert not wanted
    return found


def test_at_most_a_tenth_of_the_filled_slots_is_wrong() -> None:
    counts = verdicts()
    filled = counts["good"] + counts["weak"] + counts["wrong"]
    assert counts["wrong"] <= 0.1 * filled


def test_nine_tenths_of_the_slots_are_those_that_were_graded() -> None:
    assert verdicts()["ungraded"] <= 0.1 * 3 * len(GRADES), "else have the new ones graded"
