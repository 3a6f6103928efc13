"""Every row of the table of permissions in words, and what may come of them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import Address
from bot.domain.papers import Paper
from bot.domain.reports import Submission
from bot.domain.rooms import KnownRoom, Role, Room, RoomSettings, Standing
from bot.domain.topics import Topic
from tests.fakes.arxiv_api import FakePaper
from tests.stories.towns import Person, Side, Town

OF_A_GROUP = "settings of a group"
IN_GROUPS = frozenset({OF_A_GROUP, "follow in a group", "unfollow in a group", "topic of a group"})
REPORTED = date(2020, 2, 2)
UNSAID: Mapping[str, str] = {
    "room": "a platform tells it, and nobody says it",
    "news": "the house files it",
    "refused": "what every other row becomes for whoever may not",
}
# In the words stand a paper, a person, a topic and a group that no other words are about.
WORDS: Mapping[str, str] = {
    "misunderstood": "sumbit {paper}",
    "help": "help",
    "brief": "brief {paper}",
    "submit": "submit {paper}",
    "report": f"report {REPORTED}",
    "overview": "overview",
    "paper": "paper {paper}",
    "find": "find lanes",
    "mark": "save {paper}",
    "saved": "saved",
    "offer": "https://arxiv.org/abs/2601.00001 https://arxiv.org/abs/2601.00002",
    "ask": "ask {paper} how large is the speedup?",
    "stop": "stop",
    "status": "status",
    "home": "home",
    "settings": "settings",
    "settings of a direct chat": "settings hour 05:55",
    OF_A_GROUP: "settings hour 05:55",
    "follow": "follow {topic}: lanes in cs.LG",
    "follow in a group": "follow {topic}: lanes in cs.LG",
    "unfollow": "unfollow {topic}",
    "unfollow in a group": "unfollow {topic}",
    "topic": "topic {topic}",
    "topic of a direct chat": "topic {topic} exclude railway",
    "topic of a group": "topic {topic} exclude railway",
    "why": "why {paper}",
    "missed": "missed {topic}",
    "correct": "correct {paper}",
    "correct a field": "correct {paper} title Lanes for Whoever May",
    "regenerate": "regenerate {paper}",
    "admin": "admin",
    "admin chats": "admin chats",
    "admin allow": "admin allow {group}",
    "admin deny": "admin deny {group}",
    "admin promote": "admin promote {person}",
    "admin demote": "admin demote {person}",
    "admin pause": "admin pause {group}",
    "admin resume": "admin resume {group}",
    "admin run": "admin run report {group}",
    "admin retry": "admin retry {paper}",
    "admin remove": "admin remove {paper} yes",
    "admin usage": "admin usage",
    "admin jobs": "admin jobs",
    "admin settle": "admin settle nothing sent",
    "admin audit": "admin audit",
    "admin health": "admin health",
    "admin budget": "admin budget",
    "admin budget to set": "admin budget person 77",
    "admin backup": "admin backup",
    "admin forget": "admin forget {person} yes",
}


@dataclass(frozen=True)
class Cell:
    """One row said by somebody of one role on one platform, about things of its own."""

    side: Side
    row: str
    role: Role
    asker: Person
    at: str  # the group, or "" for the asker's own chat
    paper: FakePaper
    person: Person
    group: str

    @property
    def words(self) -> str:
        """What is said."""
        group = self.side.named(self.group)
        names = {"person": self.person.name, "group": group, "topic": self.topic}
        return WORDS[self.row].format(paper=self.paper.number, **names)

    @property
    def topic(self) -> str:
        """The name of a topic that is nobody else's."""
        return f"Lanes {self.person.id}"

    @property
    def place(self) -> str:
        """Where it is said."""
        return self.at or self.asker.place


_FOLLOWED = frozenset(
    {
        "unfollow",
        "unfollow in a group",
        "topic",
        "topic of a direct chat",
        "topic of a group",
        "why",
        "missed",
    }
)
"""Rows about a topic that is there before."""


async def prepare(cell: Cell, *, now: datetime) -> None:
    """Let there be what the words are about."""
    town = cell.side.town
    rooms = town.kept.registers.rooms
    if cell.row in {"admin demote", "admin forget"}:
        await town.give(Role.MEMBER, cell.person)
    if cell.row in {"admin pause", "admin resume", "admin run"}:
        room = await rooms.note(cell.side.platform, cell.group, room=Room(kind="group"), now=now)
        await rooms.set(room, RoomSettings(paused=cell.row == "admin resume"))
        if cell.row == "admin run":
            await rooms.decide(room, Standing.ALLOWED, by="", now=now)
    if cell.row in _FOLLOWED:
        at = Address(platform=cell.side.platform, chat=cell.place)
        topic = Topic(name=cell.topic, include=("lanes",), categories=("cs.LG",))
        await town.kept.topics.follow(at, topic, by="", begins=now.date(), now=now)
    if cell.row == "admin remove":
        await town.kept.library.keep(kept_paper(cell.paper), now=now)


def kept_paper(paper: FakePaper) -> Paper:
    """A paper as it is kept of which only arXiv's record is known."""
    return Paper(
        key=f"arxiv:{paper.number}",
        title=paper.title,
        authors=paper.authors,
        affiliations=(),
        abstract=paper.abstract,
        arxiv_id=ArxivId(number=paper.number, version=1),
        source="arxiv",
    )


async def report_something(town: Town) -> None:
    """Let one paper have been handed in on the day that is asked for."""
    paper, now = kept_paper(town.paper()), datetime.now(UTC)
    await town.kept.library.keep(paper, now=now)
    handed_in = Submission(label=paper.handle, identity=paper.key, day=REPORTED, paper=paper.key)
    await town.kept.library.submit(handed_in, job="of old", place=0, now=now)


async def _room(cell: Cell, place: str) -> KnownRoom | None:
    return await cell.side.town.kept.registers.rooms.get(cell.side.platform, place)


async def _role(cell: Cell) -> Role:
    known = await cell.side.town.kept.registers.people.get(cell.person.name)
    return known.role if known else Role.GUEST


async def _is_kept(cell: Cell) -> bool:
    return await cell.side.town.kept.library.by_number(cell.paper.number) is not None


async def _stands(cell: Cell, standing: Standing) -> bool:
    room = await _room(cell, cell.group)
    return room is not None and room.standing is standing


async def _is_set(cell: Cell) -> bool:
    room = await _room(cell, cell.place)
    return room is not None and room.settings.hour is not None


async def _is_paused(cell: Cell) -> bool:
    room = await _room(cell, cell.group)
    return room is not None and room.settings.paused


async def _is_saved(cell: Cell) -> bool:
    hits, _ = await cell.side.town.kept.marks.saved(cell.asker.name, skip=0, limit=9)
    return f"arxiv:{cell.paper.number}" in [hit.paper.key for hit in hits]


async def _is_corrected(cell: Cell) -> bool:
    return bool(await cell.side.town.kept.corrections.of([f"arxiv:{cell.paper.number}"]))


async def _is_followed(cell: Cell) -> bool:
    at = Address(platform=cell.side.platform, chat=cell.place)
    return cell.topic in [each.topic.name for each in await cell.side.town.kept.topics.of(at)]


async def _is_excluded(cell: Cell) -> bool:
    at = Address(platform=cell.side.platform, chat=cell.place)
    followed = await cell.side.town.kept.topics.of(at)
    return any(each.topic.name == cell.topic and each.topic.exclude == ("railway",) for each in followed)


async def _is_reported(cell: Cell) -> bool:
    return bool(cell.side.posts(cell.group))


async def _is_member(cell: Cell) -> bool:
    return await _role(cell) is Role.MEMBER


Effect = Callable[[Cell], Awaitable[bool]]


def _no(effect: Effect) -> Effect:
    async def turned(cell: Cell) -> bool:
        return not await effect(cell)

    return turned


def _standing(standing: Standing) -> Effect:
    async def stands(cell: Cell) -> bool:
        return await _stands(cell, standing)

    return stands


EFFECTS: Mapping[str, Effect] = {
    "brief": _is_kept,
    "submit": _is_kept,
    "paper": _is_kept,
    "mark": _is_saved,
    "ask": _is_kept,
    "settings of a direct chat": _is_set,
    OF_A_GROUP: _is_set,
    "follow": _is_followed,
    "follow in a group": _is_followed,
    "unfollow": _no(_is_followed),
    "unfollow in a group": _no(_is_followed),
    "topic of a direct chat": _is_excluded,
    "topic of a group": _is_excluded,
    "correct": _is_kept,
    "correct a field": _is_corrected,
    "regenerate": _is_kept,
    "admin allow": _standing(Standing.ALLOWED),
    "admin deny": _standing(Standing.DENIED),
    "admin promote": _is_member,
    "admin demote": _no(_is_member),
    "admin pause": _is_paused,
    "admin resume": _no(_is_paused),
    "admin run": _is_reported,
    "admin retry": _is_kept,
    "admin remove": _no(_is_kept),
    "admin forget": _no(_is_member),
}
"""Whether what a row is for has happened; of the others the answer is all there is, or one for all."""
