"""What admins do in chat: done where it may be, refused where it may not, noted once either way."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.chat import Reply, paragraph
from bot.domain.commands import BriefPaper, SendReport, SubmitPaper
from bot.domain.jobs import Pieces
from bot.domain.prompts import Usage
from bot.domain.references import parse_reference
from bot.domain.reports import Submission
from bot.domain.rooms import Role
from bot.domain.spending import Account, Budget, Charge, Price
from bot.errors import Reason, Why
from storage import open_storage
from tests.bot.houses import (
    ADMIN,
    GROUP,
    GUEST,
    MEMBER,
    NOW,
    OTHER,
    OWNER,
    FullHouse,
    direct,
    full_house,
    taps,
    words,
)
from tests.storage.builders import paper

MARKUP = "*bold* <!channel> [link](http://evil.example) `code` @everyone"


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[FullHouse]:
    async with full_house(tmp_path) as opened:
        yield opened


async def admin(house: FullHouse, text: str, person: str = ADMIN) -> str:
    return await house.ask(f"admin {text}".strip(), person, at=direct(person))


async def role(house: FullHouse, person: str) -> Role | None:
    known = await house.storage.registers.people.get(f"square:{person}")
    return known.role if known else None


async def test_admin_alone_lists_what_one_may_do(house: FullHouse) -> None:
    for_admin, for_owner = await admin(house, ""), await admin(house, "", OWNER)
    assert "admin chats — the chats that I know" in for_admin
    assert "admin backup" not in for_admin
    assert "admin backup — copy the database and the files" in for_owner
    assert for_admin.splitlines()[:2] == ["What admins can do", "Admins"]


async def test_in_a_group_an_answer_to_an_admin_is_for_them_alone(house: FullHouse) -> None:
    for at, person, whispered in [
        (GROUP, ADMIN, True),
        (direct(ADMIN), ADMIN, False),
        (GROUP, MEMBER, False),  # that it is for admins is no secret
    ]:
        await house.hear("admin chats", person, at=at)
        ((_, reply),) = await house.work()
        assert reply.whispered is whispered


async def test_every_act_is_noted_once_done_refused_or_failed(house: FullHouse) -> None:
    await house.hear("admin allow square:-43", ADMIN, at=direct(ADMIN), key="same")
    await house.hear("admin allow square:-43", ADMIN, at=direct(ADMIN), key="same")
    answered = await house.work()
    await house.answer(answered[0][0])  # a job that is tried again after a crash
    await house.hear("admin deny square:-43", MEMBER, key="refused")
    await house.hear("admin deny square:-43", MEMBER, key="refused")
    await house.work()
    await admin(house, "promote square:bob king")
    assert await house.acts() == [
        (OWNER, f"admin promote {ADMIN} admin", "done"),
        (ADMIN, "admin allow square:-43", "done"),
        (MEMBER, "admin deny square:-43", "refused"),
        (ADMIN, "admin promote square:bob king", "failed"),
    ]
    said = await admin(house, "audit 2")
    assert said.splitlines()[1:] == [
        "2026-03-01 08:30 · square:adm · square:adm · admin promote square:bob king · failed",
        "2026-03-01 08:30 · square:mem · square:-42 · admin deny square:-43 · refused",
    ]


ROLES = [
    (OWNER, "promote bob admin", "square:bob is an admin now.", Role.ADMIN),
    (OWNER, "promote square:bob owner", "square:bob is an owner now.", Role.OWNER),
    (OWNER, "提升 bob 管理员", "square:bob is an admin now.", Role.ADMIN),
    (OWNER, "promote <@bob|Bob> admin", "square:bob is an admin now.", Role.ADMIN),
    (ADMIN, "promote bob", "square:bob is a member now.", Role.MEMBER),
    (ADMIN, "promote bob admin", "You cannot change the role of square:bob", None),
    (ADMIN, "promote adm owner", "You cannot change the role of square:adm", None),
    (ADMIN, "demote own", "square:own is an owner by BRIEFBOT_OWNERS", None),
    (OWNER, "demote own", "square:own is an owner by BRIEFBOT_OWNERS", None),
    (MEMBER, "promote mem owner", "", None),
    (OWNER, "promote bob king", "“king” is no role.", None),
    (OWNER, "promote", "Whom? Write admin promote", None),
    (OWNER, "promote other:bob", "nobody called “other:bob”", None),
    (OWNER, "promote @bob", "nobody called “@bob”", None),
    (OWNER, "promote Robert", "nobody called “Robert”", None),
    (OWNER, "demote bob", "square:bob has no role", None),
    (OWNER, "promote square:b:o:b", "nobody called “square:b:o:b”", None),
    (OWNER, f"promote {'x' * 200}", "I know nobody called", None),
]


async def test_roles_are_given_by_those_who_may(house: FullHouse) -> None:
    for who, said, answer, then in ROLES:
        assert answer in await admin(house, said, who), said
        assert await role(house, "bob") is then, said
        assert await role(house, ADMIN) is Role.ADMIN
        assert await role(house, MEMBER) is None
        await house.storage.registers.people.remove("square:bob")


async def test_a_role_is_taken_away_or_lowered_never_raised_by_demoting(house: FullHouse) -> None:
    await admin(house, "promote bob admin", OWNER)
    assert "You cannot change" in await admin(house, "demote bob")
    assert "a member now" in await admin(house, "demote bob member", OWNER)
    assert "a member now" in await admin(house, "demote bob admin", OWNER)
    assert "without a role now" in await admin(house, "demote bob")
    assert await role(house, "bob") is None
    assert await admin(house, "chats", "bob") != "", "and is told so when they try"


async def test_a_member_is_served_wherever_they_are(house: FullHouse) -> None:
    assert "not open yet" in await house.ask("settings", "bob", at=direct("bob"))
    await admin(house, "promote bob")
    assert "Settings of this chat" in await house.ask("settings", "bob", at=direct("bob"))
    assert "Settings of this chat" in await house.ask("settings", "bob", at=OTHER)


@pytest.mark.parametrize("at", [GROUP, OTHER, direct(MEMBER)])
async def test_a_tap_on_anothers_button_is_asked_like_any_words(house: FullHouse, *, at: object) -> None:
    await house.ask("help", GUEST, at=OTHER)
    # the chat in which the button hangs is no permission
    said = await house.ask("admin allow square:-43", MEMBER, at=at)  # type: ignore[arg-type]
    assert "let in" not in said.replace("to let it in", "")
    room = await house.storage.registers.rooms.get("square", "-43")
    assert room is not None
    assert room.standing != "allowed"
    assert (await house.acts())[-1] == (MEMBER, "admin allow square:-43", "refused")


async def test_a_denied_chat_is_no_place_to_administer_from_but_for_admins(house: FullHouse) -> None:
    await admin(house, "deny square:-43")
    assert "keeps this chat closed" in await house.ask("admin allow square:-43", MEMBER, at=OTHER)
    assert await house.ask("admin allow", ADMIN, at=OTHER) == "Title of -43 (square:-43) is let in."


NO_CHATS = [
    "allow other:1",
    "allow square:",
    "allow a:b:c:d",
    "deny square:-4 3 ",
    f"allow {MARKUP}",
    "allow " + "9" * 65,
    "allow 77",
    "allow Gus",
    "deny <#C1|lab>",
    "pause Kick",
    "resume square:77",
    "run weekly",
    "run report square:77",
]


async def test_a_chat_that_there_cannot_be_is_refused(house: FullHouse) -> None:
    for said in NO_CHATS:
        assert "I know no chat" in await admin(house, said), said
    assert len(await house.storage.registers.rooms.all()) == 2


async def test_an_odd_id_gets_no_button_that_would_not_fit(house: FullHouse) -> None:
    await admin(house, "allow square:" + "9" * 60)
    await house.hear("admin chats", ADMIN, at=direct(ADMIN))
    ((_, reply),) = await house.work()
    assert "9" * 60 in words(reply)
    assert not [tap for tap in taps(reply) if "9" * 60 in tap]
    assert all(len(tap.encode()) <= 64 for tap in taps(reply))


async def test_chats_are_listed_with_what_can_be_decided(house: FullHouse) -> None:
    await house.ask("help", GUEST, at=OTHER)
    await house.ask("help", MEMBER, at=GROUP)
    await house.hear("admin chats", ADMIN, at=direct(ADMIN))
    ((_, reply),) = await house.work()
    lines = words(reply).splitlines()
    assert lines[1] == "1. Title of -43 (square:-43) · waits for an admin", (
        "what is to be decided comes first"
    )
    assert "2. Title of -42 (square:-42) · let in" in lines
    assert taps(reply)[:2] == ["admin allow square:-43", "admin deny square:-43"]
    assert "admin deny square:-42" in taps(reply)


async def test_what_comes_by_itself_is_paused_and_resumed(house: FullHouse) -> None:
    house.report_chats = frozenset({"square:-42"})
    await house.ask("help")
    assert await admin(house, "pause square:-42") == "Paused: square:-42."
    assert "An admin paused" in await house.ask("status")
    assert await house.ask("admin resume", ADMIN) == "Resumed: square:-42."
    assert "Next report" in await house.ask("status")
    assert "square:-42" in await admin(house, "pause all")


async def test_a_report_is_sent_where_and_when_an_admin_wants_it(house: FullHouse) -> None:
    await house.hear("admin run report square:-42", ADMIN, at=direct(ADMIN))
    (job, reply), (report, _) = await house.work()
    assert words(reply) == "The report up to 2026-02-28 goes to square:-42."
    assert isinstance(report.command, SendReport)
    assert (str(report.address), report.command.day) == ("square:-42", job.created_at.date() - timedelta(1))
    await house.answer(job)
    assert await house.work() == [], "a job that is tried again files it once"


async def test_failed_submissions_are_read_again_else_the_paper_is_briefed_again(house: FullHouse) -> None:
    await house.hear("submit 2501.12345 2501.12346", MEMBER)
    (job, _), *_ = await house.work()
    for place, number in enumerate(("2501.12345", "2501.12346")):
        reference = parse_reference(number)
        note = Submission(
            label=reference.label,
            identity=reference.identity,
            day=house.clock.now().date(),
            paper=None if place == 0 else "arxiv:2501.12346",
            reason=Reason(Why.SOURCE_BUSY, {"host": "x"}) if place == 0 else None,
        )
        await house.storage.library.submit(note, job=job.key, place=place, now=house.clock.now())
    await house.hear("admin retry 2501.12345", ADMIN)
    (_, reply), (again, _) = await house.work()
    assert words(reply) == "Failed submissions that are read again: 1."
    assert again.command == SubmitPaper(papers=(parse_reference("2501.12345"),))
    await house.hear("admin retry 2501.12346", ADMIN)
    (_, reply), (again, _) = await house.work()
    assert words(reply).startswith("No submission of it failed, so its brief comes here: 2501.12346. ")
    assert isinstance(again.command, BriefPaper)
    assert "names no paper" in await admin(house, "retry the first one")
    assert "Which paper?" in await admin(house, "retry")


async def test_a_budget_is_set_by_an_owner_and_holds_from_then_on(house: FullHouse) -> None:
    house.budget = Budget(total=Decimal(5))
    assert "Only an owner may do this" in await admin(house, "budget total 100")
    assert "all together: 5 USD" in await admin(house, "budget")
    assert (await admin(house, "budget chat 2.50", OWNER)).endswith("from now on: each chat, 2.50.")
    assert (await admin(house, "budget total -", OWNER)).endswith("from now on: all together, no limit.")
    assert (await admin(house, "budget")).splitlines()[1:] == [
        "each person: no limit",
        "each chat: 2.50 USD",
        "all together: no limit",
        "Spent today in all: 0",
    ]
    assert (await house.purse.budget()).chat == Decimal("2.50")
    for wrong in ("chat", "chat free", "chat -1", "chat nan", "chat inf", "chat 1e99", "world 5"):
        assert "sets no budget" in await admin(house, f"budget {wrong}", OWNER)


async def test_health_says_how_the_house_does(house: FullHouse) -> None:
    said = await admin(house, "health")
    assert "The database answers." in said
    assert "Connected: square" in said
    assert "No model was charged for yet." in said
    assert "The oldest unfinished job waits for 0 seconds." in said
    assert "being done 1" in said, "this very job"
    assert not re.search("leased|intended|replied", said)


async def test_what_nobody_can_do_is_said_with_advice(house: FullHouse) -> None:
    await house.hear("admin frobnicate everything", ADMIN)
    ((job, _),) = await house.work()
    assert job.command.kind == "misunderstood"
    for said, answer in [
        ("settle nothing sent", "No held post is called “nothing sent”."),
        ("remove", "Which paper?"),
        ("remove 2501.99999", "I keep no paper under arXiv:2501.99999."),
        ("forget", "Whom? Write admin forget"),
        ("forget Max", "nobody called “Max”"),
        ("usage month", "I do not understand “month” here."),
        ("audit many", "I do not understand “many” here."),
        ("chats 0", "I do not understand “0” here."),
        ("chats 2", "There are no more chats."),
        ("usage", "No model was asked in that time (2026-03-01 to 2026-03-01)."),
        ("usage week", "No model was asked in that time (2026-02-23 to 2026-03-01)."),
        ("jobs", "Nothing waits, failed, or needs to be settled."),
    ]:
        assert answer in await admin(house, said, OWNER), said


async def test_words_with_markup_stay_words(house: FullHouse) -> None:
    """They are shown as they were written; painting makes words of them."""
    await admin(house, f"retry {MARKUP}")
    said = await admin(house, "audit 1")
    assert MARKUP in said


async def test_usage_is_summed_by_model_chat_person_and_paper(house: FullHouse) -> None:
    for person, cost in ((MEMBER, "0.25"), (None, "0.5")):
        await house.storage.ledger.add(charge(person, cost))
    said = (await admin(house, "usage")).splitlines()
    assert said[0] == "What models did (2026-03-01 to 2026-03-01)"
    assert "lane-1: 0.7500 USD · 2 calls · 22 tokens" in said
    assert said[said.index("By person") + 1 :][:2] == [
        "the clock: 0.5000 USD · 1 call · 11 tokens",
        "square:mem: 0.2500 USD · 1 call · 11 tokens",
    ]
    assert said[-1] == "In all: 0.7500 USD · 2 calls · 22 tokens"


def charge(person: str | None, cost: str) -> Charge:
    price = Price(
        input=Decimal(1),
        cached_input=Decimal(1),
        cache_write=Decimal(1),
        output=Decimal(1),
        currency="USD",
        since=NOW.date(),
    )
    return Charge(
        purpose="brief",
        paper="arxiv:2501.12345",
        account=Account(person=person and f"square:{person}", chat="square:-42"),
        model="lane-1",
        usage=Usage(input=10, output=1, calls=1),
        price=price,
        cost=Decimal(cost),
        at=NOW,
        day=NOW.date(),
    )


async def test_posts_that_may_stand_or_not_are_shown_and_settled_by_a_tap(house: FullHouse) -> None:
    await house.hear("report", MEMBER)
    job = await house.storage.jobs.lease("w", platforms=["square"], now=NOW, until=NOW + timedelta(1))
    assert job is not None
    pieces = Pieces(posts=(Reply(blocks=(paragraph("one"),)),))
    await house.storage.jobs.write_down(job, pieces, now=NOW, failure=Reason(Why.GAVE_UP, {"reference": "7"}))
    carried = await house.storage.jobs.lease_reply(
        "c", platforms=["square"], now=NOW, until=NOW + timedelta(1)
    )
    assert carried is not None
    (delivery,) = await house.storage.deliveries.of(carried)
    delivery = await house.storage.deliveries.intend(delivery, now=NOW)
    delivery = await house.storage.deliveries.uncertain(delivery, now=NOW)
    await house.storage.deliveries.hold(delivery, now=NOW)
    await house.storage.jobs.finish(carried, now=NOW)
    await house.hear("admin jobs", ADMIN, at=direct(ADMIN))
    ((_, reply),) = await house.work()
    assert f"{job.id} · report · square:-42 · failed · 0 seconds: I tried several times" in words(reply)
    assert f"{delivery.id} · square:-42 · held" in words(reply)
    sent, again = taps(reply)
    assert "Only an admin" in await house.ask(sent, MEMBER)
    assert await house.ask(again, ADMIN, at=direct(ADMIN)) == "It is posted again."
    assert "has settled that post already (again)" in await house.ask(sent, ADMIN, at=direct(ADMIN))
    assert "No held post" in await house.ask("admin settle 0123 sent", ADMIN, at=direct(ADMIN))


async def test_what_is_gone_for_good_is_asked_twice(house: FullHouse) -> None:
    await house.storage.library.keep(paper("arxiv:2501.12345", number="2501.12345"), now=NOW)
    await house.ask("settings reports on", ADMIN, at=direct(ADMIN))
    for person, ask, name, done in [
        (ADMIN, "admin remove 2501.12345", "On Lanes", "Removed “On Lanes”."),
        (OWNER, "admin forget adm", "square:adm", "Gone: roles 1, jobs 3, direct chats 1."),
    ]:
        await house.hear(ask, person, at=direct(person))
        ((_, reply),) = await house.work()
        assert name in words(reply)
        assert "Nothing brings" in words(reply)
        (yes,) = taps(reply)
        assert await house.storage.registers.people.get(f"square:{ADMIN}") is not None
        assert done in await house.ask(yes, person, at=direct(person))
    assert await house.storage.library.get("arxiv:2501.12345") is None
    assert await house.storage.registers.people.get(f"square:{ADMIN}") is None
    assert (OWNER, "admin forget square:adm yes", "done") in await house.acts()


async def test_a_backup_is_made_by_an_owner_and_says_where(house: FullHouse) -> None:
    assert "Only an owner" in await admin(house, "backup")
    said = await admin(house, "backup", OWNER)
    place = Path(said.partition("Database: ")[2].partition(";")[0])
    async with open_storage(f"sqlite:///{place}", data_dir=place.parent) as restored:
        assert await restored.registers.people.get(f"square:{ADMIN}") is not None
    assert said.endswith(f"0 files in {place.parent / 'pdfs'}")
