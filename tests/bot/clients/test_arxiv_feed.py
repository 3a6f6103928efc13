"""arXiv's feed is believed when it is whole and dated; its API's pages are counted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.clients.arxiv import ArxivPapers, ArxivSite
from bot.clients.arxiv_atom import Unreadable, read_feed
from bot.clients.arxiv_bulletins import read_bulletin
from bot.clients.arxiv_feed import ArxivMailings
from bot.errors import CannotDo, TryLater, Why
from tests.bot.clients.test_arxiv import HurriedClock
from tests.fakes.arxiv_api import BROKEN_OFF, EMPTY_PAGE, GARBAGE, HALF_XML, SERVER_ERROR, Trouble, busy
from tests.fakes.arxiv_mailings import FakeMailings, MailingDay, Row, Sorting

DAY = date(2026, 4, 13)
BEGINS, ENDS = datetime(2026, 4, 9, 18, tzinfo=UTC), datetime(2026, 4, 10, 18, tzinfo=UTC)
KINDS = {"new": "new", "cross": "cross", "replace": "replacement", "replace-cross": "replacement"}


def atom(*entries: str, head: str = "<updated>2026-04-13T04:00:11+00:00</updated>") -> bytes:
    return f"""<?xml version='1.0' encoding='UTF-8'?><feed xmlns:arxiv="http://arxiv.org/schemas/atom"
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://www.w3.org/2005/Atom">{head}
    {"".join(entries)}</feed>""".encode()


def entry(told: str = "new", **other: str) -> str:
    usual = {
        "id": "<id>oai:arXiv.org:2604.00001v1</id>",
        "title": "<title>Sieve:  a &lt; b\n  and more</title>",
        "published": "<published>2026-04-13T00:00:00-04:00</published>",
        "kind": f"<arxiv:announce_type>{told}</arxiv:announce_type>",
        "summary": f"<summary>arXiv:2604.00001v1 Announce Type: {told} \nAbstract: We\n sieve.</summary>",
        "creator": "<dc:creator>Ada Lovelace (Mill, London), Bo Æ. Li, Cy</dc:creator>",
        "terms": '<category term="cs.DS"/><category term="cs.LG"/>',
    }
    return f"<entry>{''.join((usual | other).values())}</entry>"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_entry_tells_what_was_announced(kind: str) -> None:
    bulletin = read_bulletin(atom(entry(kind)), category="cs.LG")
    (announced,) = bulletin.announced
    assert (bulletin.category, bulletin.day, announced.day) == ("cs.LG", DAY, DAY)
    assert (str(announced.id), announced.kind) == ("2604.00001v1", KINDS[kind])
    assert announced.title == "Sieve: a < b and more"
    assert announced.authors == ("Ada Lovelace", "Bo Æ. Li", "Cy")
    assert announced.abstract == "We sieve."
    assert announced.categories == ("cs.DS", "cs.LG")


def test_the_kind_is_read_from_the_summary_where_it_stands_nowhere_else() -> None:
    (announced,) = read_bulletin(atom(entry("replace", kind="")), category="cs.LG").announced
    assert announced.kind == "replacement"


@pytest.mark.parametrize("character", ["\x07", "\x00", "\x1f", "&#7;", "&#x1B;", "&#011;", "&#x0;"])
def test_a_character_that_xml_does_not_allow_costs_no_paper(character: str) -> None:
    title = f"<title>Sie{character}ve &#65;&#x1F600;&#10;b\tc</title>"
    (announced,) = read_bulletin(atom(entry(title=title)), category="cs.LG").announced
    assert announced.title == "Sieve A\N{GRINNING FACE} b c"
    answer = atom(entry(id="<id>http://arxiv.org/abs/2604.00001v1</id>", title=title))
    (record,) = read_feed(answer).records
    assert record.title == announced.title


def test_a_mended_abstract_announces_nothing() -> None:
    assert read_bulletin(atom(entry("absonly"), entry("new")), category="cs.LG").announced[0].kind == "new"


def test_a_feed_without_entries_has_its_own_date_by_arxivs_clock() -> None:
    winter = "<updated>2026-01-18T04:59:00+00:00</updated>"
    assert read_bulletin(atom(head=winter), category="cs.LG").day == date(2026, 1, 17)
    assert read_bulletin(atom(), category="cs.LG").announced == ()


def test_the_older_form_is_read_too() -> None:
    body = b"""<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
    version="2.0"><channel><title>cs.LG updates</title><pubDate>Mon, 13 Apr 2026 00:00:00 -0400</pubDate>
    <item><title>Sieve</title><guid isPermaLink="false">oai:arXiv.org:2604.00001v2</guid>
    <description>arXiv:2604.00001v2 Announce Type: replace \nAbstract: We sieve.</description>
    <category>cs.LG</category><pubDate>Mon, 13 Apr 2026 00:00:00 -0400</pubDate>
    <dc:creator>Ada Lovelace, Bo Li</dc:creator></item></channel></rss>"""
    bulletin = read_bulletin(body, category="cs.LG")
    (announced,) = bulletin.announced
    assert (bulletin.day, str(announced.id), announced.kind) == (DAY, "2604.00001v2", "replacement")
    assert (announced.authors, announced.categories) == (("Ada Lovelace", "Bo Li"), ("cs.LG",))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        GARBAGE.body,
        HALF_XML.body,
        b"<html><body>Down.</body></html>",
        atom(entry())[:-20],
        atom(head=""),
        atom(head="<updated>soon</updated>"),
        atom(head="<updated>0001-01-01T00:00:00Z</updated>"),
        atom(entry(id="")),
        atom(entry(id="<id>oai:arXiv.org:2604.00001</id>")),
        atom(entry(id="<id>oai:arXiv.org:nonsense</id>")),
        atom(entry(title="")),
        atom(entry(kind="", summary="")),
        # there arXiv stops, and the new ones stand last
        atom(*[entry()] * 2000),
    ],
)
def test_what_is_not_whole_is_not_read(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_bulletin(body, category="cs.LG")


def rows(count: int) -> tuple[Row, ...]:
    return tuple(
        Row(f"2604.{place + 1:05}", kind="new", submitted=BEGINS + timedelta(minutes=place % 1400))
        for place in range(count)
    )


@asynccontextmanager
async def asking(count: int = 3) -> AsyncIterator[tuple[ArxivMailings, FakeMailings, HurriedClock]]:
    clock = HurriedClock()
    clock.time = datetime(2026, 4, 13, 12, tzinfo=UTC)
    async with FakeMailings([MailingDay(DAY, rows(count))], clock=clock) as arxiv:
        site = ArxivSite(api=arxiv.api_address, pdfs=arxiv.pdf_address)
        async with ArxivPapers(site, clock=clock) as papers:
            yield ArxivMailings(papers, feed=arxiv.feed_address), arxiv, clock


async def test_feed_and_api_are_asked_at_arxivs_pace() -> None:
    async with asking() as (source, _, clock):
        await source.bulletin("cs.LG")
        await source.bulletin("cs.CL")
        assert len(await source.submitted(["cs.LG", "cs.CL"], begins=BEGINS, ends=ENDS)) == 3
        assert clock.slept.count(timedelta(seconds=3)) == 2


@pytest.mark.parametrize("trouble", [GARBAGE, HALF_XML, BROKEN_OFF, SERVER_ERROR, Trouble(403)])
async def test_what_is_no_feed_is_asked_for_again_later(trouble: Trouble) -> None:
    async with asking() as (source, arxiv, _):
        arxiv.troubles.append(trouble)
        with pytest.raises(TryLater) as later:
            await source.bulletin("cs.LG")
        handed_over = trouble in (GARBAGE, HALF_XML, BROKEN_OFF)
        assert later.value.reason.why is (Why.FEED_UNREADABLE if handed_over else Why.SOURCE_BUSY)
        assert later.value.after
        assert len((await source.bulletin("cs.LG")).announced) == 3


async def test_a_429_closes_the_host_for_as_long_as_it_says() -> None:
    async with asking() as (source, arxiv, clock):
        arxiv.troubles.append(busy("120"))
        for _ in range(2):
            with pytest.raises(TryLater):
                await source.bulletin("cs.LG")
        assert len(arxiv.times) == 1
        clock.time += timedelta(seconds=120)
        await source.bulletin("cs.LG")


async def test_a_category_that_there_is_not_is_no_matter_of_waiting() -> None:
    async with asking() as (source, arxiv, _):
        arxiv.troubles.append(Trouble(400, b"<feed/>", {"Content-Type": "application/atom+xml"}))
        with pytest.raises(CannotDo) as refused:
            await source.bulletin("cs.XX")
        assert refused.value.reason.why is Why.ADDRESS_FAILED


async def test_a_long_span_is_read_page_by_page() -> None:
    async with asking(2300) as (source, arxiv, _):
        records = await source.submitted(["cs.LG"], begins=BEGINS, ends=ENDS)
        assert len({record.id.number for record in records}) == 2300
        assert len(arxiv.searches) == 3
        assert "submittedDate:[202604091800 TO 202604101800]" in arxiv.searches[0]


@pytest.mark.parametrize("trouble", [EMPTY_PAGE, HALF_XML, Trouble(400)])
async def test_a_page_that_lacks_records_is_no_answer(trouble: Trouble) -> None:
    async with asking() as (source, arxiv, _):
        arxiv.troubles.append(trouble)
        with pytest.raises(TryLater):
            await source.submitted(["cs.LG"], begins=BEGINS, ends=ENDS)


async def test_papers_are_looked_up_by_their_numbers_in_pieces() -> None:
    async with asking(160) as (source, arxiv, _):
        wanted = [f"2604.{place:05}" for place in range(1, 171)]
        assert len(await source.numbered(wanted)) == 160
        assert [len(asked) for asked in arxiv.queries] == [150, 20]
        assert await source.numbered([]) == ()


def revised(count: int, *, of: int, since: datetime = BEGINS) -> tuple[Row, ...]:
    """Papers, of which some came in a new version, all within a day."""
    kinds = ["replacement"] * count + ["new"] * (of - count)
    return tuple(
        Row(f"2604.{place + 1:05}", kind=kind, submitted=since + timedelta(minutes=place % 1400))
        for place, kind in enumerate(kinds)
    )


async def test_new_versions_are_walked_back_to_until_the_moment_is_passed() -> None:
    async with asking() as (source, arxiv, _):
        early = revised(1500, of=1600, since=BEGINS - timedelta(days=9))
        late = [replace(row, number=f"2603.{row.number[5:]}") for row in revised(900, of=1300)]
        arxiv.days = {DAY: MailingDay(DAY, (*early, *late))}
        records = await source.replaced(["cs.LG", "cs.CL"], begins=BEGINS)
        assert {str(record.id) for record in records} == {f"2603.{place:05}v2" for place in range(1, 901)}
        assert arxiv.searches == ["cat:cs.CL OR cat:cs.LG"] * 2, "of three pages"


@pytest.mark.parametrize(
    ("versions", "papers", "sorting"),
    [
        (0, 100, "proper"),  # too many for none of them to be a new version
        (13_000, 13_000, "proper"),  # no end to them
        (3, 9, "by submission"),
        (3, 9, "failing"),
    ],
)
async def test_what_may_not_be_all_new_versions_is_no_answer(
    versions: int, papers: int, sorting: Sorting
) -> None:
    async with asking() as (source, arxiv, _):
        first = Row("2604.00002", kind="new", submitted=BEGINS - timedelta(days=9))
        early, today = DAY - timedelta(3), MailingDay(DAY, revised(versions, of=papers))
        arxiv.days = {early: MailingDay(early, (first,)), DAY: today}
        arxiv.sorting = sorting
        with pytest.raises(TryLater):
            await source.replaced(["cs.LG"], begins=BEGINS)
        assert len(arxiv.searches) <= 12


async def test_where_there_are_few_papers_none_may_have_come_in_a_new_version() -> None:
    async with asking(99) as (source, _, _):
        assert await source.replaced(["cs.LG"], begins=BEGINS) == ()


async def test_versions_without_their_dates_are_no_answer() -> None:
    async with asking() as (source, arxiv, _):
        answer = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Sieve</title>
        <id>http://arxiv.org/abs/2604.00001v2</id><updated>soon</updated></entry></feed>"""
        arxiv.troubles.append(Trouble(body=answer))
        with pytest.raises(TryLater):
            await source.replaced(["cs.LG"], begins=BEGINS)
