"""Every version of a paper stays, and the whole text of each file."""

from bot.domain.texts import PaperText, Passage, Section
from storage import Storage
from tests.storage.builders import NOW, paper

KEY, NUMBER = "arxiv:2603.00001", "2603.00001"
TEXT = PaperText(
    sections=(Section(title="1 引言 \0 and ï", level=1, page=1),),
    passages=(Passage(kind="paragraph", text="We keep \ufffd lanes.", page=1, section=0, position=0),),
    pages=3,
)


async def test_the_newest_version_is_what_a_paper_is_known_by(storage: Storage) -> None:
    first, second = (
        paper(KEY, number=NUMBER, version=1, sha256="aa"),
        paper(KEY, number=NUMBER, version=2, sha256="bb"),
    )
    for order in ((first, second), (second, first)):
        for one in order:
            await storage.library.keep(one, now=NOW)
        assert await storage.library.get(KEY) == second
        assert await storage.library.by_number(NUMBER) == second
        assert [await storage.library.version(KEY, number) for number in (1, 2, 3)] == [first, second, None]


async def test_a_file_is_the_paper_in_the_files_own_version(storage: Storage) -> None:
    first = paper(KEY, number=NUMBER, version=1, sha256="aa")
    second = paper(KEY, number=NUMBER, version=2, sha256="bb")
    for one in (first, second):
        await storage.library.keep(one, now=NOW)
    await storage.library.know_file("cc", paper=first)
    assert [await storage.library.by_file(name) for name in ("aa", "bb", "cc")] == [first, second, first]


async def test_versions_go_with_a_paper_that_gets_another_key(storage: Storage) -> None:
    early = paper("sha256:aa", number=NUMBER, version=1, sha256="aa")
    await storage.library.keep(early, now=NOW)
    newest = paper(KEY, number=NUMBER, version=2, sha256="bb")
    await storage.library.adopt(newest, known_as="sha256:aa", now=NOW)
    first = await storage.library.version(KEY, 1)
    assert first == early.model_copy(update={"key": KEY})
    assert await storage.library.by_file("aa") == first
    assert await storage.library.version("sha256:aa", 1) is None


async def test_a_text_comes_back_as_it_was_and_stays_when_its_paper_is_kept_again(storage: Storage) -> None:
    one = paper(KEY, number=NUMBER, version=1, sha256="aa")
    await storage.library.keep(one, now=NOW, text=TEXT)
    await storage.library.keep(one, now=NOW)
    assert await storage.library.text("aa") == TEXT
    assert await storage.library.text("bb") is None
