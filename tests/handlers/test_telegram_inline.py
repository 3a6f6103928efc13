"""Inline mode through the real client: what is offered while somebody types, and to whom."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.domain.chat import Heading, Paragraph, Span, paragraph
from bot.domain.suggestions import Suggestion, Typed
from bot.ports import Inline
from tests.fakes.telegram_api import TelegramApi
from tests.handlers.builders import Heard
from tests.handlers.platforms import listening, telegram_bot


def paper(number: int, *, title: str = "Lanes", text: str = "It keeps lanes apart.") -> Suggestion:
    link = Span(text=f"arXiv:2501.{number}", link=f"https://arxiv.org/abs/2501.{number}")
    return Suggestion(
        handle=f"2501.{number}",
        title=title,
        description=text,
        blocks=(Heading(text=title, level=3), paragraph(text), Paragraph(spans=(link,))),
    )


@asynccontextmanager
async def asked(inline: Inline, heard: Heard) -> AsyncIterator[TelegramApi]:
    """A server whose bot listens, and asks `inline`."""
    async with (
        TelegramApi() as server,
        telegram_bot(server) as platform,
        listening(platform, heard, inline=inline),
    ):
        await server.until(lambda: bool(server.calls("getUpdates")))
        yield server


async def test_typed_words_are_answered_with_papers_that_can_be_put_into_any_chat() -> None:
    typed: list[Typed] = []

    async def suggest(words: Typed) -> tuple[Suggestion, ...]:
        typed.append(words)
        return (paper(12345, title="Lanes @channel", text="@all " * 2000), paper(12346))

    heard = Heard()
    async with asked(suggest, heard) as server:
        ann, group = server.person("Ann", language="zh-hans"), server.group("Lab")
        update = server.person_types(ann, " lanes ")
        await server.until(lambda: server.offered(update) is not None)
        offered = server.offered(update)
        assert offered
        server.person_chooses(group, ann, update=update, result=1)
        server.person_says(group, ann, "/help")
        await server.until(lambda: bool(heard.messages))
    assert typed == [Typed(platform="telegram", person=str(ann), words="lanes", language="zh")]
    long, short = offered.results
    assert (offered.personal, offered.cache_seconds <= 30, offered.button) == (True, True, None)
    assert (short.title, short.text) == ("Lanes", "Lanes\n\nIt keeps lanes apart.\n\narXiv:2501.12346")
    assert [entity["type"] for entity in short.entities] == ["bold", "text_link"]
    assert "@\u2060all" in long.text
    assert "@\u2060channel" in long.text
    assert len(long.description) <= 120
    ((button,),) = short.buttons
    assert button["url"] == "https://t.me/paper_brief_bot?start=paper_2501-12346"
    assert heard.texts == ["/help"], "what was put into the chat for somebody is not said to the bot"


async def test_who_is_not_let_in_gets_a_button_to_ask_and_nothing_else() -> None:
    async def refuse(_: Typed) -> None:
        return None

    async with asked(refuse, Heard()) as server:
        update = server.person_types(server.person("Ann", language="en"), "")
        await server.until(lambda: server.offered(update) is not None)
        offered = server.offered(update)
    assert offered
    assert offered.results == ()
    assert offered.button
    assert offered.button[1] == "start"
    assert "let in" in offered.button[0]


async def test_the_newest_letters_take_the_place_of_the_earlier_ones() -> None:
    begun: list[str] = []
    gone: list[str] = []

    async def slow(typed: Typed) -> tuple[Suggestion, ...]:
        begun.append(typed.words)
        try:
            if typed.words == "la":
                await asyncio.Event().wait()
        except asyncio.CancelledError:
            gone.append(typed.words)
            raise
        return (paper(12345),)

    async with asked(slow, Heard()) as server:
        ann = server.person("Ann")
        first = server.person_types(ann, "la")
        await server.until(lambda: not server.unconfirmed())
        second = server.person_types(ann, "lanes")
        await server.until(lambda: server.offered(second) is not None)
        assert server.offered(first) is None
    assert (begun, gone) == (["la", "lanes"], ["la"])


async def test_no_paper_more_than_telegram_takes_is_offered() -> None:
    async def all_of_them(_: Typed) -> tuple[Suggestion, ...]:
        return (
            Suggestion(handle="x", title="", description="", blocks=()),
            *map(paper, range(10_000, 10_080)),
        )

    async with asked(all_of_them, Heard()) as server:
        update = server.person_types(server.person("Ann"), "lanes")
        await server.until(lambda: server.offered(update) is not None)
        offered = server.offered(update)
    assert offered
    assert len(offered.results) == 50


@pytest.mark.parametrize("trouble", ["expired", "broken"])
async def test_what_cannot_be_answered_costs_no_message(trouble: str) -> None:
    heard = Heard()

    async def suggest(_: Typed) -> tuple[Suggestion, ...]:
        if trouble == "broken":
            raise ConnectionError("the database is away")
        server.queries_expire()
        return (paper(12345),)

    async with asked(suggest, heard) as server:
        ann = server.person("Ann")
        update = server.person_types(ann, "lanes")
        server.person_says(server.private(ann), ann, "help")
        await server.until(lambda: not server.unconfirmed())
        if trouble == "expired":
            await server.until(lambda: bool(server.calls("answerInlineQuery")))
        assert server.offered(update) is None
    assert heard.texts == ["help"]
