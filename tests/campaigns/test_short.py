"""The long campaigns in short, so that they cannot rot."""

from tests.campaigns import fuzz_pdf, kill_report


async def test_a_report_survives_a_few_kills() -> None:
    tally = await kill_report.campaign(kills=4, seed=7, concurrency=8)
    assert tally.kills == 4
    assert kill_report.verdict(tally, concurrency=8) == []


async def test_damaged_pdfs_end_in_a_reading_or_a_reason() -> None:
    ends, broken = await fuzz_pdf.campaign(fuzz_pdf.seeds_from(None), files=60, seed=7)
    assert broken == []
    assert sum(ends.values()) == 60
    assert len(ends) > 2, "the mutations reach more than one end"
