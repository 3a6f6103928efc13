"""Telegram, Slack and a model in a process of their own, with the people who all speak at once.

`crowd.py` starts it with its Size as JSON. It says where its servers are, waits for a line with a
moment, lets everybody speak then, waits for another line, and says what it saw.
"""

import asyncio
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass

from tests.fakes.model_server import Act, ModelServer
from tests.fakes.slack_api import SlackApi
from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_limits import ON_THE_WAY, WRITING

LATENCY = 0.1  # seconds of the model
FIRST = (0, 3)  # people who ask before the others, so that the bot is not just out of bed
ROOM = "papers"  # what every chat is called
PACE = 1.0  # seconds between two posts in a channel


@dataclass(frozen=True, slots=True)
class Size:
    """How many of everything; half of the chats are on each platform."""

    people: int = 200
    chats: int = 20  # in which they speak
    digests: int = 50  # chats that get the digest: those, and others
    papers: int = 20
    within: float = 1.0  # seconds in which they all speak


@dataclass(frozen=True, slots=True)
class Seen:
    """What the servers saw."""

    refused: dict[str, int]  # posts that came too early, by platform
    posts: dict[str, dict[str, int]]  # by platform and chat
    most: dict[str, int]  # posts of a chat, or of all, within a span
    seconds: float  # from the first word to the last post
    redelivered: int  # events that Slack sent again


def number_of(place: int) -> str:
    """The arXiv number of the nth paper."""
    return f"2501.{place + 1:05}"


class Town:
    """The chats, and who is in them."""

    def __init__(self, telegram: TelegramApi, slack: SlackApi, size: Size) -> None:
        self.telegram = telegram
        self.slack = slack
        self.size = size
        self.groups = [telegram.supergroup(ROOM) for _ in range(size.digests // 2)]
        self.channels = [
            slack.add_channel(f"C0ROOM{place:03}", name=ROOM) for place in range(size.digests // 2)
        ]
        self.began = (0.0, 0.0)

    async def speak(self, moment: float) -> None:
        """Everybody says a word when the bot listens on both platforms, and asks at a moment after that."""
        await self.telegram.until(lambda: bool(self.telegram.calls("getUpdates")), within=30)
        await self.slack.until(lambda: bool(self.slack.sockets.open), seconds=30)
        people = [self._person(place) for place in range(self.size.people)]
        for place, person in enumerate(people):
            self._say(place, person, self._question(place) if place in FIRST else "good morning")
        await asyncio.sleep(max(0.0, moment - time.time()))
        self.began = (time.monotonic(), time.time())
        for place, person in enumerate(people):
            self._say(place, person, self._question(place))
            late = self.began[0] + self.size.within * (place + 1) / self.size.people - time.monotonic()
            if late > 0:
                await asyncio.sleep(late)

    def _question(self, place: int) -> str:
        paper = number_of(place % self.size.papers)
        words = f"brief {paper}" if place // 2 % 2 else f"ask {paper} how much faster is it, and why?"
        return f"/{words}" if place % 2 else f"<@{self.slack.workspace.bot_user}> {words}"

    def _person(self, place: int) -> int | str:
        return self.telegram.person(f"Person {place}", language="en") if place % 2 else f"U0P{place:04}"

    def _say(self, place: int, person: int | str, words: str) -> None:
        number = place // 2 % (self.size.chats // 2)
        if isinstance(person, int):
            self.telegram.person_says(self.groups[number], person, words)
        else:
            self.slack.person_writes(self.channels[number], person, words)

    def seen(self) -> Seen:
        """What came of it."""
        calls = [call for call in self.telegram.calls() if call.method in WRITING]
        made = [(call.at, call.text("chat_id")) for call in calls if call.outcome == 200]
        posted = [
            (float(post.ts), post.channel) for channel in self.channels for post in self.slack.posted(channel)
        ]
        early = [call for call in self.slack.calls if call.answer == "ratelimited"]
        last = [max((at for at, _ in made), default=0.0) - self.began[0]]
        last.append(max((at for at, _ in posted), default=0.0) - self.began[1])
        return Seen(
            refused={"telegram": self.telegram.limits.refused, "slack": len(early)},
            posts={"telegram": _counted(made), "slack": _counted(posted)},
            most={
                "in a group within 1 s": _most_of_one(made, 1 - ON_THE_WAY),
                "in a group within 60 s": _most_of_one(made, 60 - ON_THE_WAY),
                "in all of Telegram within 1 s": _most([at for at, _ in made], 1 - ON_THE_WAY),
                "in a channel within 1 s": _most_of_one(posted, PACE - ON_THE_WAY),
            },
            seconds=max(last),
            redelivered=len(self.slack.sockets.acked)
            - len({each.event_id for each in self.slack.sockets.acked}),
        )


def _counted(posts: Iterable[tuple[float, str]]) -> dict[str, int]:
    return dict(Counter(chat for _, chat in posts))


def _most_of_one(posts: Iterable[tuple[float, str]], span: float) -> int:
    moments: dict[str, list[float]] = defaultdict(list)
    for at, chat in posts:
        moments[chat].append(at)
    return max((_most(each, span) for each in moments.values()), default=0)


def _most(moments: Iterable[float], span: float) -> int:
    """The most that fall into any span of seconds."""
    ordered, first, most = sorted(moments), 0, 0
    for place, at in enumerate(ordered):
        while ordered[first] <= at - span:
            first += 1
        most = max(most, place - first + 1)
    return most


async def serve(size: Size) -> None:
    """The whole play."""
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(TelegramApi())
        slack = await stack.enter_async_context(SlackApi(pace=PACE))
        model = await stack.enter_async_context(ModelServer(always=Act(latency=LATENCY)))
        telegram.keep_limits()
        town = Town(telegram, slack, size)
        _say(
            {
                "TELEGRAM_TOKEN": telegram.token,
                "TELEGRAM_API_URL": telegram.address,
                "SLACK_BOT_TOKEN": slack.bot_token,
                "SLACK_APP_TOKEN": slack.app_token,
                "SLACK_API_URL": slack.address,
                "BRIEFBOT_LLM_BASE_URL": model.address,
                "BRIEFBOT_LLM_MODEL": "test-model",
                "chats": ",".join(
                    [
                        *(f"telegram:{each}" for each in town.groups),
                        *(f"slack:{each}" for each in town.channels),
                    ]
                ),
            }
        )
        await town.speak(float(await asyncio.to_thread(sys.stdin.readline)))
        await asyncio.to_thread(sys.stdin.readline)
        _say(asdict(town.seen()))


def _say(answer: object) -> None:
    sys.stdout.write(f"{json.dumps(answer)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(serve(Size(**json.loads(sys.argv[1]))))
