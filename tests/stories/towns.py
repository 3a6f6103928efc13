"""A town for stories: one bot on both platforms and many people, so that no story needs its own bot."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from signal import SIGKILL
from typing import Any, TypeVar

from bot.domain.rooms import KnownPerson, Role
from storage import Storage, open_storage
from tests.fakes.arxiv_api import FakeArxiv, FakePaper
from tests.fakes.model_server import ModelServer
from tests.fakes.slack_api import SlackApi
from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_people import Shown
from tests.paper_pdf import draw, paper
from tests.stories.worlds import PATIENCE, Running

PLATFORMS = ("telegram", "slack")
Test = TypeVar("Test", bound=Callable[..., Any])


def tells(*rows: str) -> Callable[[Test], Test]:
    """Whose story it is: rows of the table of permissions, each with a story on every platform."""

    def mark(test: Test) -> Test:
        test.__dict__["rows"] = rows
        return test

    return mark


@dataclass(frozen=True)
class Person:
    """Somebody with a role, and their own chat with the bot."""

    id: str  # the platform's
    name: str  # as settings and admins write it
    place: str
    called: str = "Grace"  # as others are told of them


@dataclass(frozen=True)
class Post:
    """What the bot said, as it stands now."""

    id: str
    text: str
    buttons: tuple[tuple[str, str], ...]  # label, words
    files: tuple[tuple[str, str], ...]  # name, content
    under: str | None  # the message that it answers, or the thread that it stands in


class Side(ABC):
    """One platform of the town. Places and people are known by the platform's ids."""

    platform: str
    town: "Town"

    def __init__(self, members: int, rooms: int) -> None:
        self.operator = self.newcomer()  # an owner by the settings, as long as the bot runs
        self.members = [self.newcomer() for _ in range(members)]
        self.rooms = [self.new_room() for _ in range(rooms)]
        self.let_in = [*(each.name for each in self.members), *map(self.named, self.rooms)]
        self._raised: list[Person] = []

    def somebody(self) -> Person:
        """A person who is let in, and who never spoke before."""
        return self.members.pop()

    async def admin(self) -> Person:
        """An admin for the length of a story."""
        return await self._raise(Role.ADMIN)

    async def owner(self) -> Person:
        """An owner for the length of a story."""
        return await self._raise(Role.OWNER)

    async def _raise(self, role: Role) -> Person:
        person = self.newcomer()
        await self.town.give(role, person)
        self._raised.append(person)
        return person

    async def retire(self) -> None:
        """The admins and owners of the story go: whoever wants to be let in next is not told to them."""
        while self._raised:
            await self.town.kept.registers.people.remove(self._raised.pop().name)

    def room(self) -> str:
        """A group that is let in, and in which nobody spoke before."""
        return self.rooms.pop()

    def named(self, place: str) -> str:
        """A place as settings and admins write it."""
        return f"{self.platform}:{place}"

    async def sees(
        self, place: str, *words: str, person: Person | None = None, since: Collection[str] = ()
    ) -> Post:
        """The newest post in a place that has all these words, once there is one.

        `person`: one for their eyes alone. `since`: the ids of those that do not count.
        """

        def found() -> Post | None:
            posts = self.alone(person, place) if person else self.posts(place)
            fitting = (post for post in reversed(posts) if all(word in post.text for word in words))
            return next((post for post in fitting if post.id not in since), None)

        await self.town.until(lambda: found() is not None)
        post = found()
        assert post
        return post

    async def asks(
        self, person: Person, words: str, *answer: str, at: str = "", under: Post | None = None
    ) -> Post:
        """The person says words in their own chat, or in a group, and everybody there sees the answer."""
        if under:
            await self.town.idle()  # nobody answers a post before the bot knows that it stands
        before = {post.id for post in self.posts(at or person.place)}
        self.says(person, words, at=at, answers=under)
        return await self.sees(at or person.place, *answer, since=before)

    async def is_told(self, person: Person, words: str, *answer: str, at: str) -> Post:
        """The person says words in a group, and nobody else there sees the answer."""
        told, seen = {post.id for post in self.alone(person, at)}, self.posts(at)
        self.says(person, words, at=at)
        post = await self.sees(at, *answer, person=person, since=told)
        assert not [each.text for each in self.posts(at)[len(seen) :] if answer[0] in each.text]
        return post

    @abstractmethod
    def newcomer(self, *, language: str = "en") -> Person:
        """Somebody whom nobody let in, and whose app speaks a language."""

    @abstractmethod
    def says(self, person: Person, words: str, *, at: str = "", answers: Post | None = None) -> str:
        """Somebody speaks to the bot, in a group by its name; the message's id."""

    @abstractmethod
    def hands_over(self, person: Person, name: str, content: bytes) -> None:
        """Somebody sends a file."""

    @abstractmethod
    def taps(self, person: Person, post: Post, words: str, *, at: str = "") -> None:
        """Somebody taps the button that says these words. LookupError where there is none such."""

    @abstractmethod
    def posts(self, place: str) -> list[Post]:
        """What everybody in a place sees of the bot, oldest first."""

    @abstractmethod
    def alone(self, person: Person, place: str) -> list[Post]:
        """What one person alone was told who asked in a place."""

    @abstractmethod
    def adds_bot(self, person: Person, place: str) -> None:
        """Somebody lets the bot into a group, which tells of it."""

    @abstractmethod
    def removes_bot(self, person: Person, place: str) -> None:
        """Somebody removes it."""

    @abstractmethod
    def new_room(self) -> str:
        """A group with the bot in it that nobody let in."""


class TelegramSide(Side):
    """Telegram; what one person alone may read goes to their own chat."""

    platform = "telegram"

    def __init__(self, server: TelegramApi, *, members: int, rooms: int) -> None:
        self.server = server
        super().__init__(members, rooms)

    def newcomer(self, *, language: str = "en") -> Person:
        number = self.server.person("Grace", language=language)
        return Person(str(number), f"telegram:{number}", str(self.server.private(number)))

    def says(self, person: Person, words: str, *, at: str = "", answers: Post | None = None) -> str:
        words = f"@{self.server.username} {words}" if at else words
        reply_to = int(answers.id) if answers else None
        update = self.server.person_says(int(at or person.place), int(person.id), words, reply_to=reply_to)
        return str(self.server.message_of(update))

    def hands_over(self, person: Person, name: str, content: bytes) -> None:
        self.server.person_sends_document(int(person.place), int(person.id), name, content=content)

    def taps(self, person: Person, post: Post, words: str, *, at: str = "") -> None:
        place = int(at or person.place)
        self.server.person_presses(place, int(person.id), message=int(post.id), callback=words)

    def posts(self, place: str) -> list[Post]:
        return [
            Post(
                str(each.id),
                each.text.replace("\u2060", ""),
                buttons=tuple(button for row in each.buttons for button in row),
                files=_files(each),
                under=str(each.reply_to) if each.reply_to else None,
            )
            for each in self.server.sent(int(place))
        ]

    def alone(self, person: Person, place: str) -> list[Post]:
        return self.posts(person.place)

    def adds_bot(self, person: Person, place: str) -> None:
        self.server.bot_is_added(int(place), int(person.id))

    def removes_bot(self, person: Person, place: str) -> None:
        self.server.bot_is_kicked(int(place), int(person.id))

    def new_room(self) -> str:
        return str(self.server.group("Lab"))


def _files(shown: Shown) -> tuple[tuple[str, str], ...]:
    if shown.photo:
        return (("photo.png", ""),)
    return ((shown.document_name, shown.document.decode()),) if shown.document else ()


class SlackSide(Side):
    """Slack; what one person alone may read is whispered in the channel."""

    platform = "slack"

    def __init__(self, server: SlackApi, *, members: int, rooms: int) -> None:
        self.server = server
        self._numbers = count(1)
        super().__init__(members, rooms)

    def newcomer(self, *, language: str = "en") -> Person:
        person = self.server.add_person(f"U0GRACE{next(self._numbers)}", locale=language)
        return Person(person, f"slack:{person}", self.server.direct_channel(person), called=person.title())

    def says(self, person: Person, words: str, *, at: str = "", answers: Post | None = None) -> str:
        speak = self.server.person_mentions if at else self.server.person_writes
        thread = (answers.under or answers.id) if answers else None
        return speak(at or person.place, person.id, words, thread_ts=thread).ts

    def hands_over(self, person: Person, name: str, content: bytes) -> None:
        self.server.person_shares_file(person.place, person.id, name, content=content)

    def taps(self, person: Person, post: Post, words: str, *, at: str = "") -> None:
        label = next((label for label, says in post.buttons if says == words), words)
        there = [*self.server.posted(at or person.place), *self.server.whispered(person.id)]
        self.server.person_taps(person.id, next(each for each in there if each.ts == post.id), label)

    def posts(self, place: str) -> list[Post]:
        return [self._post(each) for each in self.server.posted(place)]

    def alone(self, person: Person, place: str) -> list[Post]:
        if place == person.place:
            return self.posts(place)
        return [self._post(each) for each in self.server.whispered(person.id) if each.channel == place]

    def adds_bot(self, person: Person, place: str) -> None:
        self.server.invite_bot(place, person.id)

    def removes_bot(self, person: Person, place: str) -> None:
        self.server.remove_bot(place, person.id)

    def new_room(self) -> str:
        number = next(self._numbers)
        return self.server.add_channel(f"C0LAB{number}", name=f"lab-{number}")

    def _post(self, post: Any) -> Post:
        kept = self.server.workspace.files
        elements = [each for block in post.blocks for each in block.get("elements", ())]
        return Post(
            post.ts,
            post.text,
            buttons=tuple(
                (each["text"]["text"], str(each.get("value", "")))
                for each in elements
                if each.get("type") == "button"
            ),
            files=tuple(
                (file["name"], kept[file["id"]].content.decode(errors="replace")) for file in post.files
            ),
            under=post.thread_ts,
        )


class Town(Running):
    """The bot, both platforms, and what is kept, looked at beside the bot."""

    def __init__(
        self,
        arxiv: FakeArxiv,
        *,
        model: ModelServer,
        data: Path,
        kept: Storage,
        sides: tuple[TelegramSide, SlackSide],
    ) -> None:
        super().__init__(arxiv, model=model, data=data)
        self.kept = kept
        self.sides: tuple[Side, Side] = sides
        self.telegram, self.slack = sides
        self._papers = count(100)
        for side in sides:
            side.town = self

    def environment(self) -> dict[str, str]:
        telegram, slack = self.telegram.server, self.slack.server
        return {
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.address,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.address,
            "BRIEFBOT_OWNERS": ",".join(side.operator.name for side in self.sides),
            "BRIEFBOT_ALLOWED_CHATS": ",".join([*self.telegram.let_in, *self.slack.let_in]),
            "BRIEFBOT_HOLD_UNCERTAIN": "true",
        }

    def heard(self) -> str:
        calls = (
            self.telegram.server.calls("sendMessage")[-8:],
            self.slack.server.called("chat.postMessage")[-8:],
        )
        return "\n".join(map(str, calls))

    def paper(self, *, read: bool = True) -> FakePaper:
        """A paper that arXiv has and nobody named before; of one that is not `read` there is no PDF."""
        number = next(self._papers)
        made = paper(number)
        new = FakePaper(
            f"2601.{number:05d}",
            title=made.title,
            authors=made.authors,
            abstract=made.abstract,
            pdf=draw(made) if read else None,
            withdrawn=not read,
        )
        self.arxiv.papers[new.number] = new
        return new

    async def give(self, role: Role, *people: Person) -> None:
        """Let these people have a role, as an owner would."""
        for person in people:
            given = KnownPerson(person=person.name, role=role, given_by="slack:U0OWNER", at=datetime.now(UTC))
            await self.kept.registers.people.keep(given)

    async def until_so(self, holds: Callable[[], Awaitable[bool]], *, within: float = PATIENCE) -> None:
        """Wait until something kept is so."""
        async with asyncio.timeout(within):
            while not await holds():  # noqa: ASYNC110
                await asyncio.sleep(0.1)

    async def idle(self, *, within: float = PATIENCE) -> None:
        """Wait until all that was said came in and is answered."""

        async def is_idle() -> bool:
            waiting = self.telegram.server.unconfirmed() or self.slack.server.sockets.waiting
            return not waiting and not await self.kept.registers.oversight.unfinished(most=1)

        await self.until_so(is_idle, within=within)

    async def acts(self, person: Person) -> list[tuple[str, str]]:
        """What a person did of what only admins may, and what became of it, the oldest first."""
        newest = await self.kept.registers.acts.newest(1000)
        return [(act.act, act.outcome) for act in reversed(newest) if act.person == person.name]


@asynccontextmanager
async def open_town(place: Path, *, members: int = 60, rooms: int = 30) -> AsyncIterator[Town]:
    """A town in which the bot runs, with a model."""
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(TelegramApi())
        slack = await stack.enter_async_context(SlackApi())
        arxiv = await stack.enter_async_context(FakeArxiv())
        model = await stack.enter_async_context(ModelServer())
        url, data = f"sqlite:///{place / 'data' / 'briefbot.sqlite3'}", place / "data"
        kept = await stack.enter_async_context(open_storage(url, data_dir=data, guest=True))
        sides = (
            TelegramSide(telegram, members=members, rooms=rooms),
            SlackSide(slack, members=members, rooms=rooms),
        )
        town = Town(arxiv, model=model, data=data, kept=kept, sides=sides)
        town.connect_model()
        await town.start()
        try:
            await town.until(lambda: bool(slack.sockets.open))
            yield town
        finally:
            if town.process:
                await town.stop(SIGKILL)
