"""When the daily report of each chat is due: pure, from what the operator set and what each chat wants."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.briefs import Language
from bot.domain.chat import Address
from bot.domain.commands import SendReport
from bot.domain.jobs import NewJob
from bot.domain.permissions import Rules, standing_of
from bot.domain.rooms import KnownPerson, KnownRoom, Role, RoomSettings, Standing


@dataclass(frozen=True, slots=True)
class Alarm:
    """When and where the daily report is due, as the operator set it."""

    chats: frozenset[str]  # "platform:chat" or "platform:chat:thread"
    at: time
    zone: tzinfo | None  # None: the machine's own
    language: Language
    rules: Rules = field(default_factory=Rules)


@dataclass(frozen=True, slots=True)
class Plan:
    """The daily report of one chat."""

    address: Address
    at: time
    zone: tzinfo | None
    language: Language

    def next(self, now: datetime) -> datetime:
        """When the hour comes next, in the chat's zone."""
        here = now.astimezone(self.zone)
        day = here.date() + timedelta(days=here.time() >= self.at)
        moment = datetime.combine(day, self.at, tzinfo=self.zone)
        return moment if self.zone else moment.astimezone()


def zone_named(name: str | None, house: tzinfo | None) -> tzinfo | None:
    """A chat's zone; the house's where it has none, or where this machine no longer knows it."""
    try:
        return ZoneInfo(name) if name else house
    except (ZoneInfoNotFoundError, ValueError):
        return house


def planned(
    alarm: Alarm, *, rooms: Sequence[KnownRoom] = (), people: Sequence[KnownPerson] = ()
) -> list[Plan]:
    """The chats to which a report comes by itself, in the order of their names.

    A chat that moved is meant by its old name, too. A direct chat counts while its person has a role.
    """
    known = {(room.platform, room.chat): room for room in rooms}
    own = [room for room in rooms if room.settings.reports and _is_let_in(room, alarm, people=people)]
    wanted: dict[str, Plan] = {}
    for address in (
        *_named(alarm, known),
        *(Address(platform=each.platform, chat=each.chat) for each in own),
    ):
        room = known.get((address.platform, address.chat))
        if room is None or _comes(room, alarm):
            wanted.setdefault(str(address), _plan(address, room.settings if room else None, alarm))
    return [wanted[name] for name in sorted(wanted)]


def due(
    alarm: Alarm, now: datetime, *, rooms: Sequence[KnownRoom] = (), people: Sequence[KnownPerson] = ()
) -> Iterable[NewJob]:
    """The reports whose hour has come today, one a chat: each covers the day before, which is over."""
    for plan in planned(alarm, rooms=rooms, people=people):
        here = now.astimezone(plan.zone)
        if here.time().replace(tzinfo=None) < plan.at:
            continue
        yield NewJob(
            key=f"report:{plan.address}:{here.date().isoformat()}",
            command=SendReport(day=here.date() - timedelta(days=1), scheduled=True),
            address=plan.address,
            language=plan.language,
            due_at=now,
        )


def _named(alarm: Alarm, known: dict[tuple[str, str], KnownRoom]) -> Iterator[Address]:
    """Those that the operator named, where they are by now."""
    for name in sorted(alarm.chats):
        platform, _, rest = name.partition(":")
        chat, _, thread = rest.partition(":")
        seen = {chat}
        while (room := known.get((platform, chat))) and room.moved_to and room.moved_to not in seen:
            chat = room.moved_to
            seen.add(chat)
        yield Address(platform=platform, chat=chat, thread=thread or None)


def _is_let_in(room: KnownRoom, alarm: Alarm, *, people: Sequence[KnownPerson]) -> bool:
    standing = standing_of(room.name, kept=room.standing, rules=alarm.rules)
    if room.room.kind != "direct" or standing in {Standing.DENIED, Standing.CLOSED}:
        return standing is Standing.ALLOWED
    served = {each.person for each in people if each.role.covers(Role.MEMBER)}
    return standing is Standing.ALLOWED or room.decided_by in served | alarm.rules.owners | alarm.rules.chats


def _comes(room: KnownRoom, alarm: Alarm) -> bool:
    standing = standing_of(room.name, kept=room.standing, rules=alarm.rules)
    shut = standing in {Standing.DENIED, Standing.CLOSED}
    return not (shut or room.settings.paused or room.settings.reports is False)


def _plan(address: Address, settings: RoomSettings | None, alarm: Alarm) -> Plan:
    wants = settings or RoomSettings()
    return Plan(
        address=address,
        at=alarm.at if wants.hour is None else wants.hour,
        zone=zone_named(wants.zone, alarm.zone),
        language=wants.language or alarm.language,
    )
