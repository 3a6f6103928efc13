"""Which chats get a report by itself, and when: pure, from what the operator set and what each chat wants."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import time, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.briefs import Language
from bot.domain.chat import Address
from bot.domain.permissions import Rules, standing_of
from bot.domain.rooms import KnownPerson, KnownRoom, Role, RoomSettings, Standing
from bot.domain.schedules import EVERY_DAY, Plan


@dataclass(frozen=True, slots=True)
class Alarm:
    """When and where the daily report is due, as the operator set it."""

    chats: frozenset[str]  # "platform:chat" or "platform:chat:thread"
    at: time
    zone: tzinfo | None  # None: the machine's own
    language: Language
    rules: Rules = field(default_factory=Rules)


def zone_named(name: str | None, house: tzinfo | None) -> tzinfo | None:
    """A chat's zone; the house's where it has none, or where this machine no longer knows it."""
    try:
        return ZoneInfo(name) if name else house
    except (ZoneInfoNotFoundError, ValueError):
        return house


def planned(
    alarm: Alarm,
    *,
    rooms: Sequence[KnownRoom] = (),
    people: Sequence[KnownPerson] = (),
    followed: Sequence[Address] = (),
) -> list[Plan]:
    """The chats to which a report comes by itself, those that are paused too, in the order of their names.

    A chat that moved is meant by its old name, too. A direct chat counts while its person has a role. What is
    `followed`, the oldest first, says where in a chat its report comes, unless the operator said that.
    """
    known = {(room.platform, room.chat): room for room in rooms}
    let_in = {(room.platform, room.chat) for room in rooms if _is_let_in(room, alarm, people=people)}
    asked = [
        Address(platform=room.platform, chat=room.chat)
        for room in rooms
        if room.settings.reports and (room.platform, room.chat) in let_in
    ]
    wanted = {str(address): address for address in _named(alarm, known)}
    served = {(address.platform, address.chat) for address in wanted.values()}
    for address in (*followed, *asked):
        chat = (address.platform, address.chat)
        if chat in let_in - served:
            served.add(chat)
            wanted[str(address)] = address
    plans = []
    for _, address in sorted(wanted.items()):
        room = known.get((address.platform, address.chat))
        if room is None or _comes(room, alarm):
            plans.append(_plan(address, room.settings if room else None, alarm))
    return plans


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
    return not (shut or room.settings.reports is False)


def _plan(address: Address, settings: RoomSettings | None, alarm: Alarm) -> Plan:
    wants = settings or RoomSettings()
    return Plan(
        address=address,
        at=alarm.at if wants.hour is None else wants.hour,
        zone=zone_named(wants.zone, alarm.zone),
        language=wants.language or alarm.language,
        weekdays=wants.weekdays or EVERY_DAY,
        paused=wants.paused,
        overview=wants.overview or "off",
    )
