"""The briefs shelf: one brief per paper version, language, prompt and writer."""

import asyncio

import pytest

from storage import Storage
from tests.storage.builders import NOW, brief, paper

KEY = "arxiv:2603.00001"
SECOND = paper(KEY, number="2603.00001", version=2)


async def test_a_brief_is_found_by_what_it_was_written_of_and_by(storage: Storage) -> None:
    await storage.briefs.keep(brief(KEY, version=2), now=NOW)
    get = storage.briefs.get
    assert await get(SECOND, language="en", prompt="brief/1", writer="model-1") == brief(KEY, version=2)
    assert await get(SECOND, language="zh", prompt="brief/1", writer="model-1") is None
    assert await get(SECOND, language="en", prompt="brief/2", writer="model-1") is None
    assert await get(SECOND, language="en", prompt="brief/1", writer="model-2") is None
    for other in (paper(KEY, number="2603.00001", version=1), paper(KEY), paper("sha256:ab")):
        assert await get(other, language="en", prompt="brief/1", writer="model-1") is None


async def test_a_brief_of_a_file_has_no_version(storage: Storage) -> None:
    await storage.briefs.keep(brief("sha256:ab"), now=NOW)
    found = await storage.briefs.get(paper("sha256:ab"), language="en", prompt="brief/1", writer="model-1")
    assert found == brief("sha256:ab")


@pytest.mark.parametrize("version", [None, 2])
async def test_of_two_briefs_the_first_is_kept(storage: Storage, version: int | None) -> None:
    first, second = (brief(KEY, version=version, effect=effect) for effect in ("first", "second"))
    assert await storage.briefs.keep(first, now=NOW) == first
    assert await storage.briefs.keep(second, now=NOW) == first


async def test_of_briefs_written_at_once_one_is_kept(storage: Storage) -> None:
    written = [brief(KEY, effect=str(number)) for number in range(8)]
    kept = await asyncio.gather(*(storage.briefs.keep(one, now=NOW) for one in written))
    assert len(set(kept)) == 1
