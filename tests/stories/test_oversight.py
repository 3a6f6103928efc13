"""What admins look at and put right: jobs, reports, posts that may stand or not, money, copies."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.reports import Submission
from tests.fakes.arxiv_api import FakePaper
from tests.stories.towns import Side, Town, tells

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def handed_in_yesterday(town: Town, paper: FakePaper) -> None:
    now = datetime.now().astimezone()
    key, day = f"arxiv:{paper.number}", now.date() - timedelta(days=1)
    submission = Submission(label=paper.number, identity=key, day=day, paper=key)
    await town.kept.library.submit(submission, job=f"yesterday:{key}", place=0, now=now)


@tells("admin run")
async def test_yesterdays_report_goes_to_a_group_when_an_admin_says_so(here: Side) -> None:
    admin, person, room, paper = await here.admin(), here.somebody(), here.room(), here.town.paper()
    await here.asks(person, f"brief {paper.number}", paper.title, at=room)
    await handed_in_yesterday(here.town, paper)
    words = f"admin run report {here.named(room)}"
    await here.asks(
        admin, words, f"The report up to {datetime.now().astimezone().date() - timedelta(days=1)}", room
    )
    await here.sees(room, "AI Inference Acceleration: Paper Report", paper.title)
    await here.town.until(lambda: any(each.files for each in here.posts(room)))


@tells("admin settle", "admin jobs")
async def test_a_report_that_may_stand_or_not_waits_for_somebody_who_looked(here: Side) -> None:
    """Slack can be asked for a post and Telegram cannot: what an admin there settles stands on Telegram."""
    telegram, admin = here.town.telegram, await here.admin()
    person, room = telegram.somebody(), telegram.room()
    await telegram.asks(person, "status", "Nothing is being done", at=room)
    telegram.server.trouble("drop_after", method="sendMessage", chat=int(room))
    await here.asks(admin, f"admin run report {telegram.named(room)}", "The report up to", room)
    await here.town.until_so(lambda: is_held(here.town, room))
    post = await here.asks(admin, "admin jobs", "Posts that may stand or not", room)
    words = next(says for _, says in post.buttons if says.endswith(" sent"))
    here.taps(admin, post, words)
    await here.sees(admin.place, "Noted: the post stands.")
    assert not await is_held(here.town, room)
    assert sum("Report" in each.text for each in telegram.posts(room)) == 1
    await here.asks(admin, words, "has settled that post already")
    assert [outcome for act, outcome in await here.town.acts(admin) if act == "admin settle"] == ["done"]


async def is_held(town: Town, place: str) -> bool:
    held = await town.kept.registers.oversight.held(most=50)
    return any(post.address.chat == place and post.state == "held" for post in held)


@tells("admin jobs")
async def test_what_failed_is_listed_with_its_reason(here: Side) -> None:
    admin, person = await here.admin(), here.somebody()
    await here.asks(person, "brief 2601.00009", "arXiv has no paper numbered 2601.00009.")
    post = await here.asks(
        admin, "admin jobs", "Failed within a day", "arXiv has no paper numbered 2601.00009"
    )
    assert person.place in post.text


@tells("admin retry")
async def test_a_submission_that_failed_is_read_again(here: Side) -> None:
    admin, person, paper = await here.admin(), here.somebody(), here.town.paper()
    there = here.town.arxiv.papers.pop(paper.number)
    await here.asks(person, f"submit {paper.number}", f"arXiv has no paper numbered {paper.number}")
    here.town.arxiv.papers[paper.number] = there
    await here.asks(admin, f"admin retry {paper.number}", "Failed submissions that are read again: 1.")
    await here.sees(admin.place, f"Kept for the report: {paper.title}")
    assert await here.town.kept.library.by_number(paper.number)


@tells("admin usage")
async def test_what_models_did_is_summed_by_person_and_paper(here: Side) -> None:
    admin, person, paper = await here.admin(), here.somebody(), here.town.paper()
    await here.asks(person, f"brief {paper.number} zh", f"《{paper.title}》")
    await here.asks(person, f"brief {paper.number} en", f"“{paper.title}”")  # two calls: among the first
    post = await here.asks(admin, "admin usage", "By model", "test-model: ", "By paper")
    assert "By chat" in post.text
    assert "In all: " in post.text
    assert person.id in post.text
    assert paper.number in post.text


@tells("admin budget", "admin budget to set")
async def test_an_owner_sets_what_may_be_spent_and_an_admin_sees_it(here: Side) -> None:
    owner, admin = await here.owner(), await here.admin()
    await here.asks(admin, "admin budget person 7.25", "Only an owner may do this (admin budget)")
    assert (await here.town.kept.ledger.limits()).get("person") is None
    await here.asks(owner, "admin budget person 7.25", "each person, 7.25.")
    assert (await here.town.kept.ledger.limits())["person"] == Decimal("7.25")
    await here.asks(
        admin, "admin budget", "each person: 7.25 USD", "each chat: no limit", "Spent today in all"
    )
    await here.asks(owner, "admin budget person -", "each person, no limit.")
    assert await here.town.acts(admin) == [("admin budget", "refused"), ("admin budget", "done")]


@tells("admin audit")
async def test_who_did_what_and_who_was_kept_from_it_is_there_for_admins(here: Side) -> None:
    admin, person, paper = await here.admin(), here.somebody(), here.town.paper()
    await here.asks(person, f"regenerate {paper.number}", "Only an admin may do this (regenerate).")
    await here.asks(admin, "admin health", "Health")
    post = await here.asks(
        admin, "admin audit 5", "What was done", f"regenerate arXiv:{paper.number} · refused"
    )
    assert person.id in post.text
    assert "admin health · done" in post.text


@tells("admin backup")
async def test_an_owner_has_all_of_it_copied(here: Side) -> None:
    owner, admin = await here.owner(), await here.admin()
    await here.asks(admin, "admin backup", "Only an owner may do this (admin backup)")
    assert await here.town.acts(admin) == [("admin backup", "refused")]
    post = await here.asks(owner, "admin backup", "Backed up.")
    (copy,) = (each for each in (here.town.data / "backups").glob("*/*.sqlite3") if str(each) in post.text)
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("SELECT count(*) FROM jobs").fetchone()[0] > 0


@tells("admin health")
async def test_health_tells_of_database_queues_platforms_and_model(here: Side) -> None:
    admin, room = await here.admin(), here.room()
    post = await here.is_told(admin, "admin health", "Health", "telegram", "slack", at=room)
    assert "GiB" in post.text
