"""A chat's topics at their counter: what is said of them, when reports come, and why papers did."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.announcements import Announcement, Mailing
from bot.domain.chat import Address
from bot.domain.marks import Seeker
from bot.domain.topics import Verdict
from bot.errors import Reason, Why
from bot.mailings import FollowedTopic
from bot.replies.verdicts import why_reply
from bot.topics.builtin import INFERENCE
from bot.usecases.explain_paper import explain_paper
from tests.bot.houses import ADMIN, GROUP, MEMBER, NOW, OTHER, FullHouse, direct, full_house, taps, words
from tests.storage.mailings import CHAT, announcement, follow, judge, tell, verdict

ALONE = direct(MEMBER)
FRIDAY = date(2026, 2, 27)  # the clock of the house stands on a Sunday


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[FullHouse]:
    async with full_house(tmp_path) as opened:
        await opened.ask(f"admin promote {MEMBER}", ADMIN, at=direct(ADMIN))
        yield opened


async def followed(house: FullHouse, at: Address = ALONE) -> tuple[FollowedTopic, ...]:
    return await house.storage.topics.of(at)


async def announced(house: FullHouse, *papers: Announcement, category: str = "cs.LG") -> None:
    mailing = Mailing(
        category=category, day=papers[0].day, announced=len(papers), way="feed", noted_at=house.clock.now()
    )
    await house.storage.announcements.keep(mailing, papers)


async def test_following_says_what_comes_when_and_begins_with_the_newest_mailing(house: FullHouse) -> None:
    said = await house.ask("follow", at=ALONE)
    assert "This chat now follows “AI inference acceleration”" in said
    assert "beginning with arXiv's announcements of 2026-02-27" in said
    assert "Next report: 2026-03-01 09:00" in said, "half an hour from now"
    assert "Its own weighted words count, too" in said
    (topic,) = await followed(house)
    assert (topic.topic, topic.begins, topic.by) == (INFERENCE, FRIDAY, f"square:{MEMBER}")
    await announced(house, announcement("2602.00001", day=FRIDAY - timedelta(days=1)))
    await house.ask("follow roads: roads in cs.LG", at=ALONE)
    assert [each.begins for each in await followed(house)] == [FRIDAY, FRIDAY - timedelta(days=1)]


async def test_what_keeps_reports_away_is_said_with_the_answer(house: FullHouse) -> None:
    await house.ask("admin pause square:-42", ADMIN, at=direct(ADMIN))
    await house.ask("settings reports off", at=ALONE)
    kept = {
        GROUP: "An admin paused what comes by itself. admin resume square:-42 lets it come again.",
        ALONE: "The daily report is off here: settings reports on turns it on.",
        OTHER: "so no report comes by itself. An admin can write admin allow square:-43.",
    }
    for place, why in kept.items():
        for asked in ("follow", "settings", "status", "topic"):
            said = await house.ask(asked, MEMBER if place == ALONE else ADMIN, at=place)
            assert [why in said, sum(each in said for each in kept.values())] == [True, 1], (place, asked)
    assert "Daily report comes by itself: on (default)" in await house.ask("settings", ADMIN, at=OTHER)


async def test_an_open_chat_that_follows_nothing_is_told_how_to_begin_and_not_that_it_is_shut(
    house: FullHouse,
) -> None:
    for asked in ("settings", "status"):
        said = await house.ask(asked, ADMIN)
        assert "No report comes by itself. To get one, write follow, or settings reports on." in said
    await house.ask("follow", ADMIN)
    nexts = [await house.ask(words, ADMIN) for words in ("settings", "status", "topic")]
    assert {said.partition("Next report: ")[2].splitlines()[0] for said in nexts} == {
        "2026-03-01 09:00 (UTC)"
    }


async def test_a_topic_that_is_unknown_or_one_of_several_is_asked_about(house: FullHouse) -> None:
    assert "I know no topic called “roads”" in await house.ask("follow roads", at=ALONE)
    assert "Which words do its papers hold?" in await house.ask("follow roads:", at=ALONE)
    for text in ("unfollow", "topic include lanes", "missed", "why 2602.00001"):
        assert "This chat follows no topic." in await house.ask(text, at=ALONE)
    await house.ask("follow roads: roads", at=ALONE)
    await house.ask("follow lanes: lanes", at=ALONE)
    assert (
        "several topics (lanes · roads): which one? Write, for instance, unfollow lanes."
        in await house.ask("unfollow", at=ALONE)
    )
    said = await house.ask("topic include bends", at=ALONE)
    assert "Write, for instance, topic lanes include bends." in said
    assert "Write, for instance, topic lanes test." in await house.ask("topic test", at=ALONE)
    said = await house.ask("topic", at=ALONE)
    assert "lanes (cs.LG, cs.CL" in said
    assert "roads (cs.LG" in said
    assert "It still follows: lanes." in await house.ask("unfollow ROADS", at=ALONE)


@pytest.mark.parametrize("words", ["include the", "exclude lanes, 🎉", "include (a+)+$"])
async def test_words_that_tell_no_papers_apart_are_refused(house: FullHouse, words: str) -> None:
    await house.ask("follow lanes: lanes", at=ALONE)
    (before,) = await followed(house)
    assert "tells no paper from another" in await house.ask(f"topic {words}", at=ALONE)
    assert "“of” tells no paper from another" in await house.ask("follow lanes: roads, of", at=ALONE)
    assert "tells no paper from another" in await house.ask("follow bends: 🎉", at=ALONE)
    assert await followed(house) == (before,)


async def test_words_and_weights_come_back_with_a_topic(house: FullHouse) -> None:
    await house.ask("follow lanes: lanes in cs.LG", at=ALONE)
    await house.ask("topic include bends", at=ALONE)
    (topic,) = await followed(house)
    weighed = topic.topic.model_copy(update={"moved": {"lanes": 0.25}})
    await house.storage.topics.set(topic, weighed)
    await house.ask("unfollow", at=ALONE)
    assert "again, with its words and weights as they were" in await house.ask("follow lanes", at=ALONE)
    assert [each.topic for each in await followed(house)] == [weighed]
    assert "follows “lanes” already" in await house.ask("follow lanes", at=ALONE)
    await house.ask("topic exclude survey", at=ALONE)
    await house.ask("topic threshold 0.6", at=ALONE)
    said = await house.ask("follow lanes: roads in cs.DB", at=ALONE)
    assert "looks for these words now" in said
    assert "Words that rule it out: survey" in said, "it holds on"
    (topic,) = await followed(house)
    assert (topic.topic.include, topic.topic.categories) == (("roads",), ("cs.DB",))
    assert (topic.topic.exclude, topic.topic.threshold) == (("survey",), 0.6), "nobody spoke of these"
    assert topic.topic.moved == {"lanes": 0.25}, "what people liked is theirs"
    await house.ask("follow lanes: bends", at=ALONE)
    assert [each.topic.categories for each in await followed(house)] == [("cs.DB",)]
    assert "Moved by likes and dislikes here: lanes +0.25" in await house.ask("topic", at=ALONE)


async def test_in_a_group_members_look_and_what_admins_change_is_noted(house: FullHouse) -> None:
    await house.ask("follow lanes: lanes", ADMIN)
    assert "Words that make a paper relevant: lanes" in await house.ask("topic")
    for text in ("follow", "unfollow", "topic threshold 0.9"):
        assert "Only an admin may do this" in await house.ask(text)
    assert "Least score that is kept: 0.5" in await house.ask("topic threshold")
    await house.ask("topic threshold nine", ADMIN)
    assert (await house.acts())[-5:] == [
        ("adm", "follow lanes: lanes", "done"),
        ("mem", "follow", "refused"),
        ("mem", "unfollow", "refused"),
        ("mem", "topic threshold 0.9", "refused"),
        ("adm", "topic threshold nine", "failed"),
    ]


async def test_reports_come_to_the_chat_and_not_to_a_thread_of_talk(house: FullHouse) -> None:
    thread = GROUP.model_copy(update={"thread": "id 99"})
    house.said = 98  # the next message begins that thread
    await house.ask("follow", ADMIN, at=thread)
    forum = GROUP.model_copy(update={"thread": "7"})
    await house.ask("follow lanes: lanes", ADMIN, at=forum)
    assert {each.topic.name: each.address.thread for each in await followed(house, GROUP)} == {
        INFERENCE.name: None,
        "lanes": "7",
    }


async def test_why_says_what_was_decided_by_whom_and_when(house: FullHouse) -> None:
    await house.ask("follow lanes: lanes in cs.LG", at=ALONE)
    await announced(house, announcement("2602.00001"), announcement("2602.00002"))
    (topic,) = await followed(house)
    model = Verdict(score=0.75, kept=True, reason="Keeps lanes apart.", by="model", terms=("lanes",))
    failed = verdict(0.25).model_copy(update={"instead": Reason(Why.MODEL_NONSENSE)})
    decided = {"2602.00001": (FRIDAY, model), "2602.00002": (FRIDAY, failed)}
    await house.storage.topics.judge(topic, decided, now=NOW)
    said = await house.ask("why 2602.00001v3", at=ALONE)
    assert "On Lanes\narXiv 2602.00001, announced on 2026-02-27 in cs.LG." in said
    assert "Kept for “lanes”: score 0.75\nWhy: Keeps lanes apart.\nTerms found: lanes" in said
    assert "Judged by a model, 2026-03-01 08:30" in said
    said = await house.ask("why 2602.00002", at=ALONE)
    assert "Not kept for “lanes”: score 0.25" in said
    assert "No model judged it. The model's answers could not be used." in said
    await house.ask("settings language zh", at=ALONE)
    assert "入选“lanes”：得分 0.75\n原因：Keeps lanes apart." in await house.ask(
        "为什么 2602.00001", at=ALONE
    )


async def test_why_says_why_nothing_was_decided(house: FullHouse) -> None:
    await house.ask("follow lanes: lanes in cs.LG", at=ALONE)
    assert "arXiv 2602.00009 was not announced" in await house.ask("why 2602.00009", at=ALONE)
    long_ago = announcement("2602.00001", day=FRIDAY - timedelta(days=9))
    await announced(house, long_ago)
    await announced(
        house, announcement("2602.00002", kind="replacement", version=2), announcement("2602.00003")
    )
    await announced(house, announcement("2602.00004", categories=("cs.DB",)), category="cs.DB")
    for number, why in {
        "2602.00001": "it was announced before 2026-02-27, when this topic began",
        "2602.00002": "only a later version was announced",
        "2602.00003": "not judged yet; that comes with the next report",
        "2602.00004": "it is in none of the topic's categories (cs.LG)",
    }.items():
        assert why in await house.ask(f"why {number}", at=ALONE)


async def why(house: FullHouse, number: str, *, at: datetime) -> str:
    explained = await explain_paper(
        number, CHAT, following=house.topics.following, reports=house.storage.reports, now=at
    )
    return words(why_reply(explained, zone=None, language="en"))


async def test_a_paper_that_stood_in_a_report_here_is_known_to_have(house: FullHouse) -> None:
    topic = await follow(house.storage)
    await announced(house, announcement("2602.00001"), announcement("2602.00002"))
    await judge(house.storage, topic, {"2602.00001": 0.9, "2602.00002": 0.9})
    await tell(house.storage, ["2602.00001"], at=NOW)
    for number, told in (("2602.00001", True), ("2602.00002", False)):
        said = await why(house, number, at=NOW)
        assert ("It stood in a report here." in said) is told


async def test_what_came_in_a_category_before_it_was_added_is_judged_by_no_report(house: FullHouse) -> None:
    topic = await follow(house.storage)
    paper = announcement("2602.00001", categories=("cs.DB",))
    await announced(house, paper, category="cs.DB")
    await tell(house.storage, [], at=NOW + timedelta(days=5))
    wider = topic.topic.model_copy(update={"categories": ("cs.LG", "cs.DB")})
    await house.storage.topics.set(topic, wider)
    said = await why(house, "2602.00001", at=NOW + timedelta(days=5, hours=1))
    assert "it was announced before the last report, when this topic did not have its category" in said


async def test_near_misses_come_the_nearest_first_with_buttons(house: FullHouse) -> None:
    await house.ask("follow lanes: lanes in cs.LG", at=ALONE)
    await announced(house, *(announcement(f"2602.0000{n}", title=f"On Lanes {n}") for n in range(1, 5)))
    assert "“lanes”: nothing came near since 2026-02-22." in await house.ask("missed", at=ALONE)
    (topic,) = await followed(house)
    nowhere = verdict(0.3).model_copy(update={"because": "none"})
    await announced(house, announcement("2602.00005", title="On Wheels"))
    await house.storage.topics.judge(topic, {"2602.00005": (FRIDAY, nowhere)}, now=NOW)
    await judge(
        house.storage, topic, {"2602.00001": 0.2, "2602.00002": 0.4, "2602.00003": 0.9, "2602.00004": 0}
    )
    await house.hear("missed lanes", at=ALONE)
    ((_, reply),) = await house.work()
    assert [line for line in words(reply).splitlines() if line[:1].isdigit() and ". " in line] == [
        "1. On Lanes 2",
        "2. On Lanes 1",
    ]
    assert taps(reply) == ["brief 2602.00002", "brief 2602.00001"]


async def test_a_trial_keeps_by_words_what_the_threshold_lets_pass_and_notes_nothing(
    house: FullHouse,
) -> None:
    await house.ask("follow lanes: lanes in cs.LG", at=ALONE)
    assert "No announcement is kept yet" in await house.ask("topic test", at=ALONE)
    papers = [announcement(f"2602.000{n:02}", title=f"On Lanes {n}") for n in range(1, 11)]
    await announced(house, *papers, announcement("2602.00011", title="On Wheels", abstract="We turn."))
    said = await house.ask("topic test", at=ALONE)
    assert "By its words alone “lanes” would keep 10 of 11 papers announced (2026-02-27)" in said
    assert said.count("in the title: Lanes") == 8
    await house.ask("topic threshold 0.99", at=ALONE)
    said = await house.ask("topic test", at=ALONE)
    assert "would keep 0 of 11 papers announced (2026-02-27), with the threshold 0.99." in said
    assert "lower the threshold (topic lanes threshold 0.3)" in said
    (topic,) = await followed(house)
    assert await house.storage.topics.judged(topic, after=None) == ()


async def test_settings_and_status_name_what_is_followed(house: FullHouse) -> None:
    assert "Topics: none; write follow" in await house.ask("settings", at=ALONE)
    await house.ask("follow lanes: lanes", at=ALONE)
    assert "Topics: lanes" in await house.ask("settings", at=ALONE)
    assert "Topics: lanes" in await house.ask("status", at=ALONE)


@pytest.mark.parametrize("kind", ["liked", "not_relevant"])
async def test_a_chats_marks_go_with_its_topics_where_it_moves(house: FullHouse, kind: str) -> None:
    seeker = Seeker(chat=str(GROUP), person="square:ann")
    await house.ask("follow lanes: lanes in cs.LG", ADMIN)
    (topic,) = await followed(house, GROUP)
    await judge(house.storage, topic, {"2602.00001": 0.9})
    assert await house.storage.marks.put(
        "liked" if kind == "liked" else "not_relevant", "arxiv:2602.00001", seeker=seeker, now=NOW
    )
    new = GROUP.model_copy(update={"chat": "-44"})
    await house.doors.moved(GROUP, new)
    assert [vote.liked for vote in await house.storage.topics.votes(new)] == [kind == "liked"]
