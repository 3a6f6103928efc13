"""A chat follows topics: what is announced is judged for it, and people ask why, and say what they like."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.announcements import Announcement, Mailing
from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import Address
from bot.domain.topics import Sketch
from bot.mailings import FollowedTopic
from bot.topics.scoring import score
from tests.fakes.arxiv_api import FakePaper
from tests.stories.towns import Side, tells

pytestmark = pytest.mark.asyncio(loop_scope="session")
INFERENCE = "AI inference acceleration"


async def announce(here: Side, paper: FakePaper, *, abstract: str = "") -> Announcement:
    """arXiv announces a paper today."""
    now = datetime.now(UTC)
    announced = Announcement(
        id=ArxivId(number=paper.number, version=1),
        kind="new",
        day=now.date(),
        title=paper.title,
        authors=paper.authors,
        abstract=abstract or paper.abstract,
        categories=("cs.LG",),
    )
    mailing = Mailing(category="cs.LG", day=now.date(), announced=1, way="feed", noted_at=now)
    await here.town.kept.announcements.keep(mailing, [announced])
    return announced


async def judge(here: Side, announced: Announcement, place: str) -> None:
    """The chat's topics judge it, as with the next report."""
    for each in await followed(here, place):
        sketch = Sketch(title=announced.title, abstract=announced.abstract, categories=announced.categories)
        decided = {announced.id.number: (announced.day, score(each.topic, sketch))}
        await here.town.kept.topics.judge(each, decided, now=datetime.now(UTC))


async def followed(here: Side, place: str) -> tuple[FollowedTopic, ...]:
    return await here.town.kept.topics.of(Address(platform=here.platform, chat=place))


@tells("follow", "unfollow")
async def test_a_person_follows_the_built_in_topic_and_ends_it_and_takes_it_up_again(here: Side) -> None:
    person = here.somebody()
    post = await here.asks(person, "follow", f"This chat now follows “{INFERENCE}”", "Next report: ")
    assert "Categories: cs.LG, cs.CL" in post.text
    (topic,) = await followed(here, person.place)
    assert topic.begins >= datetime.now(UTC).date() - timedelta(days=7)
    assert topic.by == person.name
    status = await here.asks(person, "status", "Next report: ")
    assert f"Topics: {INFERENCE}" in status.text
    await here.asks(person, "unfollow", "no longer follows", f"follow {INFERENCE}")
    assert await followed(here, person.place) == ()
    await here.asks(person, f"关注 {INFERENCE}", f"This chat follows “{INFERENCE}” again")
    assert len(await followed(here, person.place)) == 1


@tells("follow in a group", "unfollow in a group", "topic of a group")
async def test_in_a_group_admins_follow_and_it_is_noted(here: Side) -> None:
    person, admin, room = here.somebody(), await here.admin(), here.room()
    await here.asks(person, "follow", "Only an admin may do this (follow)", at=room)
    await here.asks(admin, "follow Lanes: lanes in cs.LG", "This chat now follows “Lanes”", at=room)
    assert [each.address.thread for each in await followed(here, room)] == [None]
    await here.asks(person, "topic Lanes exclude railway", "Only an admin may do this (topic)", at=room)
    await here.asks(admin, "topic Lanes exclude railway", "“Lanes” is changed", "railway", at=room)
    await here.asks(admin, "unfollow", "This chat no longer follows “Lanes”", at=room)
    assert await here.town.acts(admin) == [
        ("follow", "done"),
        ("topic exclude", "done"),
        ("unfollow", "done"),
    ]


@tells("topic", "topic of a direct chat")
async def test_an_own_topic_is_made_looked_at_changed_and_tried(here: Side) -> None:
    person, paper = here.somebody(), here.town.paper()
    await announce(here, paper)
    word = paper.title.partition(":")[0]
    await here.asks(person, "topic", "This chat follows no topic yet")
    await here.asks(person, f"follow mine: {word}, another word in cs.LG", "This chat now follows “mine”")
    shown = await here.asks(person, "topic", "Words that make a paper relevant: ", "another word")
    assert "Least score that is kept: 0.5" in shown.text
    changed = await here.asks(person, "topic include - another word", "“mine” is changed", "another word")
    assert "topic mine include another word" in changed.text
    here.taps(person, changed, "topic mine test")
    tried = await here.sees(person.place, "“mine” would keep 1 of")
    assert paper.title in tried.text
    await here.asks(person, "topic threshold 2", "“2” is no threshold")
    await here.asks(person, "topic other include x", "This chat does not follow “other”. It follows: mine.")


@tells("why")
async def test_why_a_paper_came_is_told_and_its_details_offer_to_ask(here: Side) -> None:
    person, paper, other = here.somebody(), here.town.paper(), here.town.paper()
    word = paper.title.partition(":")[0]
    await here.asks(person, f"why {paper.number}", "This chat follows no topic")
    await here.asks(person, f"follow mine: {word} in cs.LG", "This chat now follows “mine”")
    await here.asks(person, f"why {paper.number}", f"arXiv {paper.number} was not announced")
    announced = await announce(here, paper)
    await here.asks(person, f"why {paper.number}", "“mine”: not judged yet")
    await judge(here, announced, person.place)
    await here.asks(
        person,
        f"why {paper.number}",
        "Kept for “mine”: score 0.",
        f"in the title: {word}",
        "the topic's words",
    )
    details = await here.asks(person, f"paper {paper.number}", paper.title, "Versions kept: v1")
    here.taps(person, details, f"why {paper.number}")
    await here.town.idle()
    assert len([post for post in here.posts(person.place) if "Kept for “mine”" in post.text]) == 2
    rejected = await announce(here, other)
    await judge(here, rejected, person.place)
    await here.asks(person, f"why {other.number}", "Not kept for “mine”", "none of the topic's words")


@tells("missed")
async def test_what_was_nearly_kept_is_listed_and_briefed_by_a_tap(here: Side) -> None:
    person, paper = here.somebody(), here.town.paper()
    word = paper.title.partition(":")[0]
    await here.asks(person, f"follow mine: {word} in cs.LG", "This chat now follows “mine”")
    await here.asks(person, "topic threshold 0.99", "Least score that is kept: 0.99")
    await judge(here, await announce(here, paper), person.place)
    post = await here.asks(person, "missed", "Closest misses for “mine”", f"1. {paper.title}")
    here.taps(person, post, f"brief {paper.number}")
    await here.sees(person.place, paper.title, "University of Turin")


@tells("mark")
async def test_a_like_and_a_dislike_move_the_words_of_this_chat_and_leave_nothing_when_taken_back(
    here: Side,
) -> None:
    person, paper = here.somebody(), here.town.paper()
    word = paper.title.partition(":")[0]
    await here.asks(person, f"follow mine: {word} in cs.LG", "This chat now follows “mine”")
    await judge(here, await announce(here, paper), person.place)

    async def moved() -> dict[str, float]:
        (topic,) = await followed(here, person.place)
        return dict(topic.topic.moved)

    liked = f"This chat gets more like it (mine): {word} +0.06 (now +0.06)."
    await here.asks(person, f"like {paper.number}", "Noted that you like it", liked)
    await here.asks(person, f"like {paper.number}", "Noted before that you like it")
    assert await moved() == {word: 1 / 16}
    less = f"This chat gets less like it (mine): {word} −0.12 (now −0.06)."
    await here.asks(person, f"drop {paper.number}", "Noted as not relevant", less)
    assert await moved() == {word: -1 / 16}
    await here.asks(person, f"undrop {paper.number}", "No longer noted as not relevant")
    assert await moved() == {}


@tells("report")
async def test_a_preview_is_whispered_and_tells_nothing(here: Side) -> None:
    person, room, paper = here.somebody(), here.room(), here.town.paper()
    admin = await here.admin()
    word = paper.title.partition(":")[0]
    await here.asks(admin, f"follow mine: {word} in cs.LG", "This chat now follows “mine”", at=room)
    await announce(here, paper)
    await here.is_told(person, "preview", paper.title, at=room)
    address = Address(platform=here.platform, chat=room)
    assert await here.town.kept.reports.newest(address, most=1) == ()
