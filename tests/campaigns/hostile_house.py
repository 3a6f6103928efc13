"""Hostile texts as the names of chats and people, and as what admins are told of the house."""

from collections.abc import Iterator
from datetime import UTC, time
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import get_args

from bot.domain.chat import Address, Reply, paragraph, swapped
from bot.domain.commands import ShowHelp, TellNews
from bot.domain.rooms import Act, KnownRoom, Role, Room, RoomNews, RoomSettings, Standing
from bot.domain.spending import Budget, Spent
from bot.errors import Reason, Why
from bot.registers import AskedPost, Copies, Health, HeldPost, JobNote
from bot.replies import admin, notices, oversight, rooms
from bot.replies.catalogue import say
from bot.replies.help import help_reply
from bot.replies.topic_facts import Coming
from tests.campaigns.hostile_facts import NOW, SPENT, Facts, Said, in_turn


def house_replies(facts: Facts) -> Iterator[Said]:
    """All that is said of chats, and to admins."""
    for kind in (_of_chats, _of_admins, _of_acts):
        yield from kind(facts)


def effective(facts: Facts) -> rooms.Effective:
    """What holds for a chat whose zone and topic are somebody's tricks."""
    return rooms.Effective(
        facts.language,
        zone=facts.word,
        hour=time(9),
        weekdays=(0, 4),
        reports=True,
        details=True,
        order="title",
        overview="weekly",
        topics=facts.fact,
    )


def _job(facts: Facts) -> JobNote:
    return JobNote(
        1,
        "brief",
        Address(platform="slack", chat=facts.room),
        facts.person,
        "failed",
        NOW,
        Reason(Why.ADDRESS_FAILED, {"address": facts.fact, "status": facts.word}),
        name=facts.value,
    )


def _of_chats(facts: Facts) -> Iterator[Said]:
    language, held = facts.language, effective(facts)
    shut = Coming(chat=facts.room, withheld="shut")
    settings = rooms.settings_reply(RoomSettings(zone=facts.word), held, coming=shut, language=language)
    yield Said("settings", settings, (facts.word, facts.fact))
    one = rooms.settings_reply(RoomSettings(), held, coming=shut, language=language, changed="zone")
    yield Said("settings, one", one, (facts.room,))
    coming = Coming(chat=facts.room, moment=NOW, zone=facts.word)
    doing = rooms.Doing([_job(facts)], coming=coming, model=facts.model, spent=(SPENT, "2.5 USD"), now=NOW)
    status = rooms.status_reply(doing, held, language=language)
    yield Said("status", status, (facts.word, facts.fact, facts.model))
    for let_in, asked in ((False, False), (False, True), (True, False)):
        hello = rooms.hello_reply(language, chat=facts.room, let_in=let_in, asked=asked)
        yield Said("hello", hello, () if let_in or asked else (facts.room,))
    for news, title in in_turn(product(get_args(RoomNews), (facts.room, "")), facts):
        yield Said(f"news, {news}", *_news(facts, news, title=title))
    yield Said("help", help_reply(ShowHelp(topic=facts.word, role=Role.OWNER), language))
    yield Said("whisper", notices.whisper_reply("https://t.me/paper_brief_bot?start", language))
    later = notices.later_line(Reason(Why.SOURCE_BUSY, {"host": facts.fact}), NOW, language)
    yield Said("notice", Reply(blocks=(paragraph(later),)), (facts.fact,))


def _news(facts: Facts, news: RoomNews, *, title: str) -> tuple[Reply, tuple[str, ...]]:
    """What admins are told of a chat, and what must be found of it."""
    told = TellNews(
        news=news,
        chat=facts.value,
        title=title,
        person=facts.person if facts.number % 2 else "",
        adder=facts.model,
        shared=True,
        word=facts.word,
        reason=Reason(Why.SOURCE_BUSY, {"host": facts.fact}) if news == "source" else None,
    )
    names = {facts.person: facts.word, facts.model: facts.word}
    reply = rooms.news_reply(told, facts.language, names=names)
    ends = {"closed": facts.word, "source": facts.fact, "asked": facts.value if title else ""}
    return reply, () if news == "allowed" else (title, ends[news])


def _of_admins(facts: Facts) -> Iterator[Said]:
    language = facts.language
    room = KnownRoom(
        platform="slack",
        chat="C1",
        room=Room(kind="group", title=facts.room, shared=True),
        standing=Standing.ASKED,
        noted_at=NOW,
    )
    listed = admin.ListedChat(room, standing=Standing.ASKED, is_open=False)
    yield Said("admin chats", admin.chats_reply([listed] * 30, language), (facts.room,))
    sums: dict[str, dict[str | None, Spent]] = {
        "model": {facts.model: SPENT},
        "person": {facts.person: SPENT, None: SPENT},
    }
    usage = oversight.usage_reply(sums, language, since="2026-03-01", until="2026-03-01")
    yield Said("admin usage", usage, (facts.model, facts.person))
    held = HeldPost(id="0123456789abcdef" * 2, address=_job(facts).address, state="held", noted_at=NOW)
    jobs = oversight.jobs_reply(
        waiting=[_job(facts)], failed=[_job(facts)], held=[held] * 3, language=language, now=NOW
    )
    yield Said("admin jobs", jobs, (facts.room, facts.fact, facts.room, facts.fact, facts.room))
    act = Act(
        job="j",
        person=facts.person,
        chat=facts.room,
        act="admin allow",
        words=facts.word,
        outcome="done",
        at=NOW,
    )
    audit = oversight.audit_reply([act] * 3, language, names={act.person: facts.word}, zone=UTC)
    yield Said("admin audit", audit)
    health = Health(
        {"done": 1}, {"sent": 1}, oldest_waiting=NOW, last_charge=(facts.model, NOW), free_bytes=1
    )
    shown = oversight.health_reply(health, language, platforms=[facts.word], now=NOW)
    yield Said("admin health", shown, (facts.word, facts.model))
    yield Said("admin backup", admin.backup_reply(None, language))
    yield Said("admin budget", admin.budget_reply(Budget(), SPENT, language))
    sure = admin.sure_reply(
        "forget", says=f"admin forget {facts.person} yes", language=language, person=facts.person
    )
    yield Said("admin forget", sure, (facts.person,))
    erased = admin.erased_reply("admin.removed", {"briefs": 2}, language=language, title=facts.title)
    yield Said("admin remove", erased, (facts.named,))


def _of_acts(facts: Facts) -> Iterator[Said]:
    """What an admin is answered, as the counter of admins says it."""
    language, chat, person = facts.language, facts.room, facts.person
    named = admin.titled(facts.value, chat, language)
    for key, says in (
        ("admin.allowed", {"chat": named}),
        ("admin.denied", {"chat": named}),
        ("admin.denied_but", {"chat": named}),
        ("admin.ran", {"day": "2026-03-01", "chat": chat}),
        ("admin.paused", {"chats": chat}),
        ("admin.resumed", {"chats": chat}),
        ("admin.briefed_again", {"label": chat}),
        ("admin.given", {"person": chat, "role": say(language, "admin.role_member")}),
    ):
        yield Said("admin", admin.said(language, key, **says), (chat,))
    for key, says in (("remove", {"title": facts.named}), ("forget", {"person": person})):
        sure = admin.sure_reply(key, says=f"admin {key} {person} yes", language=language, **says)
        yield Said("admin, sure?", sure, tuple(says.values()))
    erased = admin.erased_reply("admin.forgotten", {"marks": 1}, language=language, person=person)
    yield Said("admin forget", erased, (person,))
    yield Said("admin acts", admin.acts_reply({Role.ADMIN: ("chats",), Role.OWNER: ("forget",)}, language))
    for limit in (Decimal("2.5"), None):
        yield Said("admin budget", admin.budget_set_reply("chat", limit, language))
    backup = Copies(Path(facts.fact.replace("\0", "")), files=Path("pdfs"), count=1)
    yield Said("admin backup", admin.backup_reply(backup, language))
    yield from _decided(facts)


def _decided(facts: Facts) -> Iterator[Said]:
    """A request to let a chat in, as it shows who decided."""
    shown, _ = _news(facts, "asked", title=facts.room)
    asked = [AskedPost(id="d1", shows=shown, language=facts.language)]
    for let_in in (True, False):
        edits = admin.decided_edits(asked, by=facts.person, let_in=let_in)
        if edits:
            blocks = swapped(shown.blocks, edits.swaps)
            yield Said("request, decided", Reply(blocks=blocks), (facts.room, facts.value, facts.person))
