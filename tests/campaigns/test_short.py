"""The long campaigns in short, so that they cannot rot."""

from pathlib import Path

import pytest

from tests.campaigns import aftermath, backup_restore, fuzz_pdf, kill_traffic, mutate_briefs

REPORTS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "reports"


async def test_mixed_traffic_survives_a_few_kills() -> None:
    tally = await kill_traffic.campaign(kills=4, seed=7, moment=2.0)
    assert tally.kills == 4
    assert tally.deeds.total() > 4
    assert aftermath.verdict(tally, every_state=False) == []


async def test_a_backup_under_load_is_restored_by_the_words_of_the_runbook() -> None:
    tally = await backup_restore.campaign(backups=1, seed=7, seconds=1.0, doctor=False)
    assert tally.rows["jobs"] > 0
    assert tally.broken == []


async def test_damaged_pdfs_end_in_a_reading_or_a_reason() -> None:
    found = await fuzz_pdf.campaign(fuzz_pdf.seeds_from(None), files=60, seed=7)
    assert found.broken == []
    assert sum(found.ends.values()) == 60
    assert len(found.ends) > 2, "the mutations reach more than one end"


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the earlier reports are not beside the project")
def test_falsified_briefs_are_caught_and_clean_ones_pass() -> None:
    briefs = mutate_briefs.briefs_from(REPORTS)
    counts = {"number": 60, "institution": 20, "qualifier": 30, "paper": 20}
    tallies = mutate_briefs.campaign(briefs, counts=counts, seed=7)
    assert {kind: tally.made.total() for kind, tally in tallies.items()} == counts
    missed = {kind: tally.missed for kind, tally in tallies.items() if len(tally.missed) > 1}
    assert missed == {}, "the shares that are asked for allow one of so few"
    alarms = mutate_briefs.false_alarms(briefs, mutate_briefs.read_labels())
    assert alarms.clean == 137
    assert alarms.share <= mutate_briefs.MOST_FALSE_ALARMS
