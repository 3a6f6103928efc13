"""What admins do to chats, people, reports and papers; doing it twice for one job is the same as once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from decimal import Decimal, InvalidOperation

from bot.domain.alarms import zone_named
from bot.domain.chat import Address
from bot.domain.commands import BriefPaper, SendReport, SubmitPaper
from bot.domain.jobs import Job, NewJob
from bot.domain.papers import Paper
from bot.domain.permissions import act_of, may_change
from bot.domain.references import ArxivReference, HandleReference, PaperReference, parse_reference
from bot.domain.rooms import Act, AdminAct, KnownPerson, KnownRoom, Role, Standing
from bot.domain.spending import Whose
from bot.errors import CannotDo, Why
from bot.shelves import Ledger, Library
from bot.usecases.doors import Doors
from bot.usecases.list_chats import standing_there
from bot.usecases.name_places import person_named, room_named

_ROLES = {
    "member": Role.MEMBER,
    "成员": Role.MEMBER,
    "admin": Role.ADMIN,
    "管理员": Role.ADMIN,
    "owner": Role.OWNER,
    "所有者": Role.OWNER,
}
_WHOSE: Mapping[str, Whose] = {
    "person": "person",
    "每人": "person",
    "chat": "chat",
    "聊天": "chat",
    "total": "total",
    "合计": "total",
}
_NO_LIMIT = frozenset({"-", "–", "—", "none", "不限"})
_MOST = 10**9  # as of a budget in the settings


@dataclass(frozen=True, slots=True)
class Office:
    """What admins work with, for one job of one of them."""

    doors: Doors
    library: Library
    ledger: Ledger
    job: Job

    @property
    def person(self) -> str:
        """Who gives the command."""
        return f"{self.job.address.platform}:{self.job.person}"

    @property
    def act(self) -> Act:
        """What is noted once the command is done."""
        job = self.job
        name, words = act_of(job.command, direct=True) or ("", "")
        chat = f"{job.address.platform}:{job.address.chat}"
        now = self.doors.clock.now()
        return Act(job=job.key, person=self.person, chat=chat, act=name, words=words, outcome="done", at=now)

    async def room(self, name: str, *, unheard: bool = False) -> KnownRoom:
        """The chat that a name stands for. Raises CannotDo(UNKNOWN_CHAT)."""
        return await room_named(name, here=self.job.address, doors=self.doors, unheard=unheard)

    def named(self, name: str, *, act: AdminAct) -> str:
        """The person that a name stands for. Raises CannotDo."""
        if not name:
            raise CannotDo(Why.NO_PERSON_GIVEN, command=f"admin {act}", person=self.person)
        return person_named(name, here=self.job.address, doors=self.doors)


async def promote(name: str, value: str, *, office: Office) -> tuple[str, Role]:
    """Give a person a role, a member's where none is named. Raises CannotDo."""
    return await _give(office.named(name, act="promote"), _role(value or "member"), office=office)


async def demote(name: str, value: str, *, office: Office) -> tuple[str, Role]:
    """Take a person's role away, or leave a lower one. Raises CannotDo."""
    person = office.named(name, act="demote")
    role = _role(value) if value else Role.GUEST
    known = await office.doors.registers.people.get(person)
    if known is None and person not in office.doors.rules.owners:
        raise CannotDo(Why.NO_ROLE, person=person)
    had = known.role if known else Role.GUEST
    return await _give(person, role if had.covers(role) else had, office=office)


async def _give(person: str, role: Role, *, office: Office) -> tuple[str, Role]:
    people, doors = office.doors.registers.people, office.doors
    if person in doors.rules.owners:
        raise CannotDo(Why.NAMED_OWNER, person=person)
    known = await people.get(person)
    giver = await doors.role(office.person, Standing.UNKNOWN)  # as it is by now
    if not may_change(giver, had=known.role if known else Role.GUEST, given=role):
        raise CannotDo(Why.ROLE_NOT_YOURS, person=person)
    if role is Role.GUEST:
        await people.remove(person)
    else:
        now = doors.clock.now()
        await people.keep(KnownPerson(person=person, role=role, given_by=office.person, at=now))
    doors.ranked(person, role)
    return person, role


def _role(value: str) -> Role:
    if value.lower() not in _ROLES:
        raise CannotDo(Why.UNKNOWN_ROLE, text=value[:80])
    return _ROLES[value.lower()]


async def pause(name: str, *, paused: bool, office: Office) -> list[str]:
    """Stop what comes by itself to a chat, or to all, or let it come again; the names of the chats."""
    rooms = office.doors.registers.rooms
    if name.lower() in {"all", "全部"}:
        meant = [room for room in await rooms.all() if room.standing is not Standing.CLOSED]
    else:
        meant = [await office.room(name)]
    for room in meant:
        await rooms.set(room, room.settings.model_copy(update={"paused": paused}))
    return [room.name for room in meant]


async def run_report(name: str, *, zone: tzinfo | None, office: Office) -> tuple[date, KnownRoom]:
    """File the report of the day before, as the clock would; `zone` is the house's.

    Raises CannotDo: UNKNOWN_CHAT, CHAT_NOT_LET_IN.
    """
    room, doors = await office.room(name), office.doors
    if await standing_there(room, doors) in {Standing.DENIED, Standing.CLOSED}:
        raise CannotDo(Why.CHAT_NOT_LET_IN, chat=room.name)
    now = doors.clock.now()
    here = office.job.created_at.astimezone(zone_named(room.settings.zone, zone))
    day = here.date() - timedelta(days=1)
    job = NewJob(
        key=f"run:{office.job.key}",
        command=SendReport(day=day, scheduled=True),
        address=Address(platform=room.platform, chat=room.chat),
        language=room.settings.language or doors.language,
        due_at=now,
    )
    await _file(job, office=office)
    return day, room


async def retry(name: str, *, day: date, office: Office) -> int:
    """Read the failed submissions of a paper on a day again, as one job; without any, brief it again.

    Returns how many there are. Raises CannotDo where the name is no paper's.
    """
    failed = await office.doors.registers.oversight.failed_submissions(day)
    meant = {
        each.identity: each for label, each in failed if label == name or _identity(name) == each.identity
    }
    if meant:
        wish: SubmitPaper | BriefPaper = SubmitPaper(papers=tuple(meant.values()))
    else:
        reference: PaperReference = parse_reference(name)
        wish = BriefPaper(papers=(reference,))
    job = office.job
    again = NewJob(
        key=f"retry:{job.key}",
        command=wish,
        address=job.address,
        reply_to=job.reply_to,
        person=job.person,
        language=job.language,
        due_at=office.doors.clock.now(),
    )
    await _file(again, office=office)
    return len(meant)


def _identity(name: str) -> str | None:
    try:
        return parse_reference(name).identity
    except CannotDo:
        return None


async def kept_paper(name: str, *, office: Office) -> Paper:
    """The paper of the library that a name stands for. Raises CannotDo."""
    reference = parse_reference(name)
    found = None
    if isinstance(reference, ArxivReference):
        found = await office.library.by_number(reference.id.number)
    elif isinstance(reference, HandleReference):
        found = await office.library.by_handle(reference.digits)
    if found is None:
        raise CannotDo(Why.UNKNOWN_HANDLE, handle=reference.label)
    return found


async def set_budget(whose: str, value: str, *, office: Office) -> tuple[Whose, Decimal | None]:
    """Set what may be spent a day, in the currency of the house; whose it is and how much, None: no limit.

    Raises CannotDo(MALFORMED_BUDGET).
    """
    wrong = CannotDo(Why.MALFORMED_BUDGET, text=f"{whose} {value}".strip()[:80])
    if whose.lower() not in _WHOSE or not value:
        raise wrong
    limit = None
    if value not in _NO_LIMIT:
        try:
            limit = Decimal(value.split(maxsplit=1)[0])
        except InvalidOperation:
            raise wrong from None
        if not (limit.is_finite() and 0 <= limit <= _MOST):
            raise wrong
    meant = _WHOSE[whose.lower()]
    await office.ledger.limit(meant, limit)
    return meant, limit


async def _file(job: NewJob, *, office: Office) -> None:
    if await office.doors.jobs.add(job, now=job.due_at):
        office.doors.ring()
