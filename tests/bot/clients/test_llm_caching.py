"""The breakpoint behind the stable part of a prompt: at OpenAI alone, and only where the model knows it."""

from contextlib import aclosing
from dataclasses import replace
from typing import Any

import pytest
from pydantic import BaseModel

from bot.clients.llm import OpenAIWriter
from bot.clients.llm_tokens import estimate
from bot.domain.models import Model
from bot.domain.prompts import Prompt
from tests.fakes.model_server import MODEL, ModelServer, Traits
from tests.fakes.running_clock import RunningClock

HERE = "127.0.0.1"


class Echo(BaseModel):
    word: str


PROMPT = Prompt(name="test/1", system="Brief the paper.", user="S1: We propose Sieve.", answer=Echo)


def writing(address: str) -> aclosing[OpenAIWriter]:
    return aclosing(OpenAIWriter(Model(base_url=address, model=MODEL), clock=RunningClock()))


def through(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """An address at OpenAI whose requests come to the server: it stands in as a proxy."""
    monkeypatch.setenv("HTTP_PROXY", server.address.removesuffix("/v1"))
    return "http://api.openai.com/v1"


def systems(server: ModelServer) -> list[Any]:
    asked: list[dict[str, Any]] = [dict(call.request) for call in server.calls]
    return [request["messages"][0]["content"] for request in asked]


async def test_openai_is_told_where_the_stable_part_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    async with ModelServer() as server, writing(through(server, monkeypatch)) as writer:
        await writer.write(PROMPT)
        await writer.write(PROMPT)
    for (part,) in systems(server):
        assert part["prompt_cache_breakpoint"] == {"mode": "explicit"}
        assert part["text"].startswith("Brief the paper.")
    assert len(server.calls) == 2


async def test_a_model_from_before_is_asked_without_from_then_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async with (
        ModelServer(traits=Traits(breakpoints=False)) as server,
        writing(through(server, monkeypatch)) as writer,
    ):
        first, second = await writer.write(PROMPT), await writer.write(PROMPT)
        assert writer.rung == "json_schema"
    assert (first.usage.calls, second.usage.calls) == (2, 1)
    assert [type(system) for system in systems(server)] == [list, str, str]


async def test_no_other_server_hears_of_it() -> None:
    async with ModelServer() as server, writing(server.address) as writer:
        await writer.write(PROMPT)
    assert HERE in server.address
    assert all(isinstance(system, str) for system in systems(server))


async def test_what_prompts_share_comes_first_and_ends_in_a_breakpoint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = replace(PROMPT, shared="<paper>We propose Sieve.</paper>\n", user="Question: Why?")
    async with ModelServer() as server, writing(through(server, monkeypatch)) as writer:
        await writer.write(asked)
    request: dict[str, Any] = dict(server.calls[0].request)
    shared, question = request["messages"][1]["content"]
    assert shared["text"] == asked.shared
    assert shared["prompt_cache_breakpoint"] == {"mode": "explicit"}
    assert question == {"type": "text", "text": asked.user}


async def test_elsewhere_the_shared_part_and_the_question_are_one_text() -> None:
    asked = replace(PROMPT, shared="<paper>We propose Sieve.</paper>\n", user="Question: Why?")
    async with ModelServer() as server, writing(server.address) as writer:
        before = writer.measure(asked).tokens
        await writer.write(asked)
    request: dict[str, Any] = dict(server.calls[0].request)
    assert request["messages"][1]["content"] == asked.shared + asked.user
    assert before > estimate(asked.message)
