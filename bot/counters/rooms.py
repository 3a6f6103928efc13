"""The counter of chats: what each wants, what is under way for it, who may come in, what happened to it."""

from dataclasses import dataclass, replace
from typing import Literal, assert_never
from zoneinfo import ZoneInfo

from bot.counters.house import House
from bot.domain.alarms import zone_named
from bot.domain.chat import Address, Reply
from bot.domain.commands import ChangeRoom, ChangeSettings, Refused, ShowStatus, TellNews
from bot.domain.jobs import Job
from bot.domain.permissions import act_of
from bot.domain.room_settings import changed
from bot.domain.rooms import Act, KnownRoom, RoomSettings, Standing
from bot.domain.schedules import EVERY_DAY, Plan
from bot.domain.spending import Account, Spent
from bot.errors import Reason, Why
from bot.replies.papers import reasons_reply
from bot.replies.rooms import (
    Doing,
    Effective,
    hello_reply,
    news_reply,
    settings_reply,
    status_reply,
)
from bot.replies.topic_facts import Coming, Withheld
from bot.usecases.doors import Doors
from bot.usecases.following import names_of
from bot.usecases.plan_reports import Planning
from bot.usecases.writing import Writing

RoomCommand = ChangeSettings | ShowStatus | ChangeRoom | TellNews | Refused
SILENCE = Reply(blocks=())
"""What is said where nobody can hear it, or nobody wants to."""
_MOST_JOBS = 10
_UNDECIDED = frozenset({Standing.UNKNOWN, Standing.ASKED})


@dataclass(frozen=True, slots=True)
class RoomCounter:
    """Where chats are looked after."""

    doors: Doors
    house: House  # as the operator set it
    planning: Planning
    writing: Writing

    async def house_at(self, address: Address) -> House:
        """What a chat wants, and where it wants nothing, what the operator set."""
        room = await self.doors.registers.rooms.get(address.platform, address.chat)
        if room is None:
            return self.house
        wants = room.settings
        return replace(
            self.house,
            language=wants.language or self.house.language,
            zone=zone_named(wants.zone, self.house.zone),
            details=self.house.details if wants.details is None else wants.details,
            order=wants.order or self.house.order,
            direct=room.room.kind == "direct",
        )

    async def answer(self, command: RoomCommand, job: Job) -> Reply:
        """The reply. Raises CannotDo or TryLater."""
        match command:
            case ChangeSettings():
                return await self._settings(command, job)
            case ShowStatus():
                return await self._status(job)
            case ChangeRoom():
                return await self._room(command, job)
            case TellNews():
                names = await self.doors.registers.people.names({command.person, command.adder})
                return news_reply(command, job.language, names=names)
            case Refused():
                return await self._refuse(command.reason, job)
            case _:
                assert_never(command)

    async def _settings(self, command: ChangeSettings, job: Job) -> Reply:
        room = await self.doors.known(job.address)
        if command.name:
            settings = await self._changed(command, room, job=job)
            room = await self.claim(job)
            if command.name != "language":
                settings = settings.model_copy(update={"language": room.settings.language})
            await self.doors.registers.rooms.set(room, settings)
            room = room.model_copy(update={"settings": settings})
        effective = await self._effective(room)
        language = effective.language if command.name == "language" else job.language
        return settings_reply(
            room.settings,
            effective,
            coming=await self.coming(room),
            language=language,
            changed=command.name,
        )

    async def _changed(self, command: ChangeSettings, room: KnownRoom, *, job: Job) -> RoomSettings:
        """A chat's settings with the change; in a group it is noted, done or failed."""
        if command.name is None:
            return room.settings
        outcome: Literal["done", "failed"] = "failed"
        try:
            settings = changed(room.settings, command.name, command.value)
            outcome = "done"
        finally:
            await self.note(job, outcome=outcome)
        return settings

    async def claim(self, job: Job) -> KnownRoom:
        """The chat of a job; a direct one that nobody decided on is known from now on as its person's.

        What comes there by itself, where nobody asks, speaks the language that they are spoken to in now.
        """
        room = await self.doors.known(job.address)
        if room.room.kind != "direct":
            return room
        if room.settings.language is None and job.language != self.house.language:
            settings = room.settings.model_copy(update={"language": job.language})
            await self.doors.registers.rooms.set(room, settings)
            room = room.model_copy(update={"settings": settings})
        if self.doors.standing(room) in _UNDECIDED:
            return await self.doors.decide(room, Standing.UNKNOWN, by=person_of(job))
        return room

    async def note(self, job: Job, *, outcome: Literal["done", "failed"]) -> None:
        """Note in the audit what only admins may do."""
        room = await self.doors.known(job.address)
        named = act_of(job.command, direct=room.room.kind == "direct")
        if named is None or not job.person:
            return
        act = Act(
            job=job.key,
            person=person_of(job),
            chat=room.name,
            act=named[0],
            words=named[1],
            outcome=outcome,
            at=self.doors.clock.now(),
        )
        await self.doors.registers.acts.add(act)

    async def coming(self, room: KnownRoom) -> Coming:
        """When the next report comes to a chat by itself, or what keeps it."""
        wants, zone = room.settings, (await self.house_at(_address(room))).zone
        named = zone.key if isinstance(zone, ZoneInfo) else ""
        plan = await self.plan_of(room)
        withheld: Withheld = ""
        if wants.reports is False:
            withheld = "off"
        elif plan is None and (wants.reports or await self.planning.topics.of(_address(room))):
            withheld = "shut"
        elif wants.paused:
            withheld = "paused"
        elif plan is None:
            withheld = "unwanted"
        if plan is None or withheld:
            return Coming(room.name, withheld=withheld)
        return Coming(room.name, moment=plan.next(self.doors.clock.now()), zone=named)

    async def _effective(self, room: KnownRoom) -> Effective:
        house = await self.house_at(_address(room))
        topics = await self.planning.topics.of(_address(room))
        plan = await self.plan_of(room)
        return Effective(
            language=house.language,
            zone=house.zone.key if isinstance(house.zone, ZoneInfo) else "",
            hour=self.planning.alarm.at if room.settings.hour is None else room.settings.hour,
            weekdays=room.settings.weekdays or EVERY_DAY,
            reports=bool(plan or topics) if room.settings.reports is None else room.settings.reports,
            details=house.details,
            order=house.order,
            overview=room.settings.overview or "off",
            topics=names_of(topics),
        )

    async def plan_of(self, room: KnownRoom) -> Plan | None:
        """The report that comes to a chat by itself, also while it is paused."""
        here = (room.platform, room.chat)
        plans = await self.planning.plans()
        return next((plan for plan in plans if (plan.address.platform, plan.address.chat) == here), None)

    async def _status(self, job: Job) -> Reply:
        room = await self.doors.known(job.address)
        unfinished = await self.doors.registers.oversight.unfinished(chat=job.address, most=_MOST_JOBS + 1)
        now = self.doors.clock.now()
        writer = self.writing.writer
        doing = Doing(
            jobs=[each for each in unfinished if each.id != job.id][:_MOST_JOBS],
            coming=await self.coming(room),
            model=writer.model if writer else "",
            spent=await self._spent(room.name),
            now=now,
        )
        effective = await self._effective(room)
        return status_reply(doing, effective, language=job.language)

    async def _spent(self, chat: str) -> tuple[Spent, str] | None:
        purse = self.writing.purse
        budget = await purse.budget() if purse else None
        if purse is None or budget is None or budget.chat is None:
            return None
        return await purse.spent_today(Account(chat=chat)), f"{budget.chat:f} {budget.currency}"

    async def _room(self, command: ChangeRoom, job: Job) -> Reply:
        room = await self.doors.registers.rooms.get(job.address.platform, job.address.chat)
        if room is None:
            return SILENCE
        match command.change.event:
            case "joined":
                return await self._joined(room, job, by=command.change.by)
            case "left":
                await self.doors.decide(room, Standing.CLOSED, by=room.decided_by)
            case "moved":
                if command.change.to:
                    new = job.address.model_copy(update={"chat": command.change.to})
                    await self.doors.moved(job.address, new)
            case "renamed":
                pass  # its title was noted on the way in
        return SILENCE

    async def _joined(self, room: KnownRoom, job: Job, *, by: str) -> Reply:
        standing = self.doors.standing(room)
        if standing is Standing.DENIED:
            return SILENCE
        let_in = standing is Standing.ALLOWED
        asked = not let_in and await self.doors.ask(room, adder=by and f"{room.platform}:{by}")
        return hello_reply(job.language, chat=room.name, let_in=let_in, asked=asked)

    async def _refuse(self, reason: Reason, job: Job) -> Reply:
        room = await self.doors.known(job.address)
        if reason.why is Why.NOT_ALLOWED_CHAT and await self.doors.ask(room, person=person_of(job)):
            reason = Reason(Why.CHAT_ASKED, {"chat": room.name})
        return reasons_reply([reason], job.language)


def person_of(job: Job) -> str:
    """Whoever asks, as platform:id; "" where nobody does."""
    return f"{job.address.platform}:{job.person}" if job.person else ""


def _address(room: KnownRoom) -> Address:
    return Address(platform=room.platform, chat=room.chat)
