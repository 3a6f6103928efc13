"""The counter of admins: each act is done, noted once, and answered to the admin alone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

from bot.counters.house import House
from bot.domain.chat import Reply
from bot.domain.commands import Administer
from bot.domain.days import day_of
from bot.domain.jobs import Job
from bot.domain.permissions import LEAST
from bot.domain.rooms import AdminAct, Role, Standing
from bot.domain.spending import Account, Budget, Spent
from bot.errors import CannotDo, Why
from bot.replies.admin import (
    acts_reply,
    backup_reply,
    budget_reply,
    budget_set_reply,
    chats_reply,
    decided_edits,
    erased_reply,
    said,
    sure_reply,
    titled,
)
from bot.replies.catalogue import say
from bot.replies.joints import title_line
from bot.replies.oversight import audit_reply, health_reply, jobs_reply, usage_reply
from bot.shelves import Group, Ledger, Library
from bot.usecases.administer import (
    Office,
    demote,
    kept_paper,
    pause,
    promote,
    retry,
    run_report,
    set_budget,
)
from bot.usecases.decide import allow, deny, settle
from bot.usecases.doors import Doors
from bot.usecases.list_chats import is_undeniable, list_chats
from bot.usecases.spending import Purse

_GROUPS: tuple[Group, ...] = ("model", "chat", "person", "paper")
_MOST_JOBS = 10
_MOST_ACTS = 100
_WEEK = frozenset({"week", "本周", "周"})
_TODAY = frozenset({"", "today", "今天"})
_TOO_LATE = frozenset({Why.LET_IN_BEFORE, Why.KEPT_OUT_BEFORE, Why.SETTLED_BEFORE})


@dataclass(frozen=True, slots=True)
class AdminCounter:
    """Where admins are served; whether somebody is one was asked on the way in."""

    doors: Doors
    house: House
    library: Library
    ledger: Ledger
    purse: Purse | None  # None: nobody counts what models cost

    async def answer(self, command: Administer, job: Job) -> Reply:
        """The reply, for the admin alone in a group. Raises CannotDo or TryLater."""
        office = Office(self.doors, library=self.library, ledger=self.ledger, job=job)
        acts = self.doors.registers.acts
        try:
            reply = await self._do(command, job, office=office)
        except CannotDo as trouble:
            if trouble.reason.why not in _TOO_LATE:
                await acts.add(office.act.model_copy(update={"outcome": "failed"}))
            raise
        is_asked = command.act in {"remove", "forget"} and command.value != "yes"
        await acts.add(office.act.model_copy(update={"outcome": "asked"}) if is_asked else office.act)
        room = await self.doors.known(job.address)
        return reply.model_copy(update={"whispered": room.room.kind != "direct"})

    async def _do(self, command: Administer, job: Job, *, office: Office) -> Reply:
        match command.act:
            case None:
                answering = self._acts(office)
            case "allow" | "deny" | "promote" | "demote" | "pause" | "resume":
                answering = self._let(command.act, command, office=office)
            case "run" | "retry" | "settle" | "jobs":
                answering = self._work(command.act, command, office=office)
            case "remove" | "forget":
                answering = self._erase(command.act, command, office=office)
            case "chats" | "audit" | "health" | "backup":
                answering = self._look(command.act, command, office=office)
            case "budget":
                answering = self._budget(command, office=office)
            case "usage":
                answering = self._usage(command, job)
            case _:
                assert_never(command.act)
        return await answering

    async def _acts(self, office: Office) -> Reply:
        role = await self.doors.role(office.person, Standing.UNKNOWN)
        acts = {
            each: [
                kind.removeprefix("admin ")
                for kind, least in LEAST.items()
                if kind.count(" ") == 1 and kind.startswith("admin ") and least is each
            ]
            for each in (Role.ADMIN, Role.OWNER)
            if role.covers(each)
        }
        return acts_reply(acts, office.job.language)

    async def _let(self, act: AdminAct, command: Administer, *, office: Office) -> Reply:
        language = office.job.language
        if act in {"allow", "deny"}:
            decide = allow if act == "allow" else deny
            room, chosen = await decide(command.object, unless=command.unless, office=office)
            name = titled(room.name, room.room.title, language)
            if not chosen:
                why = Why.KEPT_OUT_BEFORE if room.standing is Standing.DENIED else Why.LET_IN_BEFORE
                raise await self._late(why, by=room.decided_by, chat=name)
            kept_out = "admin.denied_but" if await is_undeniable(room, self.doors) else "admin.denied"
            reply = said(language, "admin.allowed" if act == "allow" else kept_out, chat=name)
            asked = await self.doors.registers.oversight.asked(room.name)
            by = await self._called([office.person])
            edits = decided_edits(asked, by=by[office.person], let_in=act == "allow")
            return reply.model_copy(update={"edits": edits})
        if act in {"promote", "demote"}:
            change = promote if act == "promote" else demote
            person, role = await change(command.object, command.value, office=office)
            called = (await self._called([person]))[person]
            return said(language, "admin.given", person=called, role=say(language, f"admin.role_{role}"))
        names = await pause(command.object, paused=act == "pause", office=office)
        chats = ", ".join(names) or say(language, "admin.nowhere")
        return said(language, "admin.paused" if act == "pause" else "admin.resumed", chats=chats)

    async def _work(self, act: AdminAct, command: Administer, *, office: Office) -> Reply:
        language, now = office.job.language, self.doors.clock.now()
        if act == "run":
            day, room = await run_report(command.object, zone=self.house.zone, office=office)
            return said(language, "admin.ran", day=day.isoformat(), chat=room.name)
        if act == "retry":
            if not command.object:
                raise CannotDo(Why.NO_PAPER_GIVEN, command="admin retry")
            today = office.job.created_at.astimezone(self.house.zone).date()
            count = await retry(command.object, day=today, office=office)
            if count:
                return said(language, "admin.retried", count=count)
            return said(language, "admin.briefed_again", label=command.object)
        if act == "settle":
            sent, settled = await settle(command.object, command.value, office=office)
            if settled.job != office.job.key:
                value = settled.words.rpartition(" ")[2]
                raise await self._late(Why.SETTLED_BEFORE, by=settled.person, words=value)
            return said(language, "admin.settled_sent" if sent else "admin.settled_again")
        oversight = self.doors.registers.oversight
        unfinished = await oversight.unfinished(most=_MOST_JOBS + 1)
        return jobs_reply(
            waiting=[job for job in unfinished if job.id != office.job.id][:_MOST_JOBS],
            failed=await oversight.failed(since=now - timedelta(days=1), most=_MOST_JOBS),
            held=await oversight.held(most=_MOST_JOBS),
            language=language,
            now=now,
        )

    async def _erase(self, act: AdminAct, command: Administer, *, office: Office) -> Reply:
        language, erasure, sure = office.job.language, self.doors.registers.erasure, command.value == "yes"
        if act == "forget":
            person = office.named(command.object, act="forget")
            if not sure:
                return sure_reply(
                    "forget", says=f"admin forget {person} yes", language=language, person=person
                )
            counts = await erasure.forget(person, sparing=office.job.key)
            self.doors.ranked(person, await self.doors.role(person, Standing.UNKNOWN))
            return erased_reply("admin.forgotten", counts, language=language, person=person)
        if not command.object:
            raise CannotDo(Why.NO_PAPER_GIVEN, command="admin remove")
        paper = await kept_paper(command.object, office=office)
        if not sure:
            says = f"admin remove {paper.handle} yes"
            return sure_reply("remove", says=says, language=language, title=title_line(paper.title))
        counts = await erasure.remove(paper.key)
        return erased_reply("admin.removed", counts, language=language, title=title_line(paper.title))

    async def _look(self, act: AdminAct, command: Administer, *, office: Office) -> Reply:
        language, registers, now = office.job.language, self.doors.registers, self.doors.clock.now()
        match act:
            case "chats":
                page = _count(command.object or "1", example="admin chats 2")
                return chats_reply(await list_chats(self.doors), language, page=page)
            case "audit":
                count = _count(command.object or "20", example="admin audit 50")
                acts = await registers.acts.newest(min(count, _MOST_ACTS))
                names = await self._called({act.person for act in acts})
                return audit_reply(acts, language, names=names, zone=self.house.zone)
            case "health":
                health = await registers.oversight.health()
                return health_reply(health, language, platforms=self.doors.platforms, now=now)
            case _:
                return backup_reply(await registers.backups.make(office.job.created_at), language)

    async def _budget(self, command: Administer, *, office: Office) -> Reply:
        if command.object:
            whose, limit = await set_budget(command.object, command.value, office=office)
            return budget_set_reply(whose, limit, office.job.language)
        budget = await self.purse.budget() if self.purse else Budget()
        spent = await self.purse.spent_today(Account()) if self.purse else Spent()
        return budget_reply(budget, spent, office.job.language)

    async def _usage(self, command: Administer, job: Job) -> Reply:
        today = job.created_at.astimezone(self.house.zone).date()
        span = command.object.lower()
        if span not in _WEEK | _TODAY:
            raise CannotDo(Why.MALFORMED_ACT, text=command.object[:80], example="admin usage week")
        first = today - timedelta(days=6 if span in _WEEK else 0)
        since, until = day_of(first, self.house.zone)[0], day_of(today, self.house.zone)[1]
        sums: dict[str, dict[str | None, Spent]] = {
            group: await self.ledger.by(since=since, until=until, group=group) for group in _GROUPS
        }
        people = await self._called(filter(None, sums["person"]))
        rooms = {room.name: room for room in await self.doors.registers.rooms.all()}
        chats = {name: titled(name, room.room.title, job.language) for name, room in rooms.items()}
        for group, shown in (("person", people), ("chat", chats)):
            sums[group] = {name and shown.get(name, name): spent for name, spent in sums[group].items()}
        return usage_reply(sums, job.language, since=first.isoformat(), until=today.isoformat())

    async def _late(self, why: Why, *, by: str, **facts: str) -> CannotDo:
        """That somebody else decided in the same moment, which is no act of whoever came second."""
        return CannotDo(why, person=(await self._called([by]))[by], **facts)

    async def _called(self, people: Iterable[str]) -> dict[str, str]:
        """How each of the people is shown: by the name that their platform told, with the id behind it."""
        meant = set(people)
        names = await self.doors.registers.people.names(meant)
        return {each: titled(each, names.get(each, ""), self.house.language) for each in meant}


def _count(text: str, *, example: str) -> int:
    """A number from 1 on. Raises CannotDo(MALFORMED_ACT)."""
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise CannotDo(Why.MALFORMED_ACT, text=text[:80], example=example)
    return int(text)
