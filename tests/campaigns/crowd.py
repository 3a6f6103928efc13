"""Mixed traffic: people in several chats of both platforms ask, hand in, tap, correct and administer."""

import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from tests.fakes.arxiv_api import FakePaper
from tests.fakes.slack_api import SlackApi
from tests.fakes.slack_workspace import Post
from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_people import Shown
from tests.paper_pdf import draw, paper

PAPERS = 24
CORRECTED = 4  # papers, so that each stands in many posts when it is corrected
BETTER = "a wait that is {count}.5x shorter, by hand"
Role = Literal["owner", "member", "stranger"]


@dataclass(frozen=True)
class Deed:
    """What somebody did, and the keys of which exactly one is to become a job's."""

    what: str
    chat: str  # platform:id
    keys: tuple[str, ...]


class Place(ABC):
    """One person in one chat."""

    def __init__(self, chat: str, role: Role, *, direct: bool) -> None:
        self.chat = chat
        self.role = role
        self.direct = direct

    @abstractmethod
    def says(self, text: str) -> tuple[str, ...]:
        """The person writes to the bot; the keys of it."""

    @abstractmethod
    def answers(self, text: str, chance: random.Random) -> tuple[str, ...]:
        """The person writes under some post that is about papers; nothing where there is none."""

    @abstractmethod
    def taps(self, verb: str, chance: random.Random) -> tuple[str, ...]:
        """The person taps some button that says a verb; nothing where there is none."""


class TelegramPlace(Place):
    """On Telegram."""

    def __init__(self, server: TelegramApi, chat: int, *, person: int, role: Role) -> None:
        super().__init__(f"telegram:{chat}", role, direct=chat > 0)
        self._server = server
        self._place = chat
        self._person = person

    def says(self, text: str) -> tuple[str, ...]:
        return self._keys(self._server.person_says(self._place, self._person, f"/{text}"))

    def answers(self, text: str, chance: random.Random) -> tuple[str, ...]:
        about = [post for post in self._server.sent(self._place) if post.buttons]
        if not about:
            return ()
        post = chance.choice(about)
        return self._keys(self._server.person_says(self._place, self._person, text, reply_to=post.id))

    def taps(self, verb: str, chance: random.Random) -> tuple[str, ...]:
        found = [(post.id, said) for post in self._server.sent(self._place) for said in _said(post, verb)]
        if not found:
            return ()
        post, said = chance.choice(found)
        return self._keys(self._server.person_presses(self._place, self._person, message=post, callback=said))

    def _keys(self, update: int) -> tuple[str, ...]:
        return (f"telegram:{self._server.token.partition(':')[0]}:{update}",)


def _said(post: Shown, verb: str) -> list[str]:
    return [said for row in post.buttons for _, said in row if said.startswith(f"{verb} ")]


class SlackPlace(Place):
    """On Slack."""

    def __init__(self, server: SlackApi, chat: str, *, person: str, role: Role) -> None:
        super().__init__(f"slack:{chat}", role, direct=chat.startswith("D"))
        self._server = server
        self._place = chat
        self._person = person

    def says(self, text: str) -> tuple[str, ...]:
        tell = self._server.person_writes if self.direct else self._server.person_mentions
        return tuple(f"slack:{event}" for event in tell(self._place, self._person, text).event_ids)

    def answers(self, text: str, chance: random.Random) -> tuple[str, ...]:
        about = [post for post in self._server.posted(self._place) if _elements(post, "ask")]
        if not about:
            return ()
        post = chance.choice(about)
        said = self._server.person_writes(
            self._place, self._person, text, thread_ts=post.thread_ts or post.ts
        )
        return tuple(f"slack:{event}" for event in said.event_ids)

    def taps(self, verb: str, chance: random.Random) -> tuple[str, ...]:
        posts = self._server.posted(self._place)
        found = [(post.ts, action) for post in posts for action in _elements(post, verb)]
        if not found:
            return ()
        ts, action = chance.choice(found)
        said = self._server.person_presses(self._place, self._person, ts, action_id=action)
        return tuple(f"slack:tap:{trigger}" for trigger in said.event_ids)


def _elements(post: Post, verb: str) -> list[str]:
    return [
        element["action_id"]
        for block in post.blocks
        for element in block.get("elements", ())
        if str(element.get("value", "")).startswith(f"{verb} ")
    ]


@dataclass
class Crowd:
    """Everybody, and what they did so far."""

    telegram: TelegramApi
    slack: SlackApi
    chance: random.Random
    deeds: list[Deed] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    settings: Mapping[str, str] = field(default_factory=dict)
    everybody: list[Place] = field(default_factory=list)
    _strangers: list[Place] = field(default_factory=list)
    _count: int = 0

    def __post_init__(self) -> None:
        there, here = self.telegram, self.slack
        ann, bob, eve = (there.person(name, language="en") for name in ("Ann", "Bob", "Eve"))
        group = there.group("Lab")
        alone = [there.private(person) for person in (ann, bob, eve)]
        owner, member, stranger = (here.add_person(f"U0{name}") for name in ("ANN", "BOB", "EVE"))
        papers, talk = here.add_channel("C0PAPERS"), here.add_channel("C0TALK")
        self.places = [
            TelegramPlace(there, alone[0], person=ann, role="owner"),
            TelegramPlace(there, group, person=ann, role="owner"),
            TelegramPlace(there, group, person=bob, role="member"),
            TelegramPlace(there, alone[1], person=bob, role="member"),
            SlackPlace(here, here.direct_channel(owner), person=owner, role="owner"),
            SlackPlace(here, papers, person=owner, role="owner"),
            SlackPlace(here, papers, person=member, role="member"),
            SlackPlace(here, talk, person=owner, role="owner"),
            SlackPlace(here, here.direct_channel(member), person=member, role="member"),
        ]
        self._strangers = [
            TelegramPlace(there, alone[2], person=eve, role="stranger"),
            SlackPlace(here, here.direct_channel(stranger), person=stranger, role="stranger"),
        ]
        self.everybody = [*self.places, *self._strangers]
        chats = [f"telegram:{chat}" for chat in (alone[0], alone[1], group)]
        chats += [f"slack:{each}" for each in (owner, member, papers, talk)]
        self.settings = {
            "BRIEFBOT_ALLOWED_CHATS": ",".join(chats),
            "BRIEFBOT_OWNERS": f"telegram:{ann},slack:{owner}",
        }

    def act(self) -> None:
        """Somebody does something; who finds nothing to tap or to answer asks for a brief."""
        doings: Mapping[Callable[[Place], tuple[str, ...]], int] = {
            self._brief: 5,
            self._submit: 3,
            self._report: 2,
            self._find: 1,
            self._details: 1,
            self._save: 4,
            self._ask: 4,
            self._set: 2,
            self._correct: 3,
            self._administer: 3,
            self._let_in: 1,
        }
        doing = self.chance.choices(list(doings), list(doings.values()))[0]
        owners = {self._set, self._correct, self._administer, self._let_in}
        place = self.chance.choice(
            [each for each in self.places if each.role == "owner" or doing not in owners]
        )
        self._count += 1
        if keys := doing(place):
            self._note(doing.__name__.removeprefix("_"), place, keys)
        else:
            self._note("brief", place, self._brief(place))

    def _note(self, what: str, place: Place, keys: tuple[str, ...]) -> None:
        self.deeds.append(Deed(what, place.chat, keys))

    def _number(self, among: int = PAPERS) -> str:
        return f"2501.{self.chance.randrange(among) + 1:05}"

    def _brief(self, place: Place) -> tuple[str, ...]:
        language = self.chance.choice(("zh", "en"))
        return place.says(f"brief {self._number(self.chance.choice((CORRECTED, PAPERS)))} {language}")

    def _submit(self, place: Place) -> tuple[str, ...]:
        return place.says("submit " + " ".join(self._number() for _ in range(self.chance.randint(1, 3))))

    def _report(self, place: Place) -> tuple[str, ...]:
        return place.says("report en")

    def _find(self, place: Place) -> tuple[str, ...]:
        return place.says("find tokens")

    def _details(self, place: Place) -> tuple[str, ...]:
        return place.says(f"paper {self._number()}")

    def _save(self, place: Place) -> tuple[str, ...]:
        return place.taps("save", self.chance)

    def _ask(self, place: Place) -> tuple[str, ...]:
        return place.answers(f"How fast is it in trial {self._count}?", self.chance)

    def _set(self, place: Place) -> tuple[str, ...]:
        return place.says(f"settings hour {self._count % 24:02}:{self._count % 60:02}")

    def _correct(self, place: Place) -> tuple[str, ...]:
        return place.says(f"correct {self._number(CORRECTED)} effect {BETTER.format(count=self._count)}")

    def _administer(self, place: Place) -> tuple[str, ...]:
        return place.says(f"admin {self.chance.choice(('chats', 'health', 'jobs', 'audit'))}")

    def _let_in(self, place: Place) -> tuple[str, ...]:
        """A stranger knocks; the next time an owner lets them in."""
        if not self._strangers:
            return ()
        stranger = self._strangers[0]
        if not any(deed.chat == stranger.chat for deed in self.deeds):
            self._note("knock", stranger, stranger.says("help"))
            return ()
        keys = place.says(f"admin allow {stranger.chat}")
        self._strangers.remove(stranger)
        return keys


def on_arxiv() -> list[FakePaper]:
    """The papers that the crowd speaks of."""
    return [
        FakePaper(
            f"2501.{number + 1:05}",
            title=paper(number).title,
            authors=paper(number).authors,
            abstract=paper(number).abstract,
            pdf=draw(paper(number)),
        )
        for number in range(PAPERS)
    ]
