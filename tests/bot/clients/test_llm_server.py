"""The fake model server is as strict as real ones, and writes briefs that a gate can pass or catch."""

import asyncio
import sys
from contextlib import aclosing
from pathlib import Path

import aiohttp
import pytest

from bot.clients.clock import SystemClock
from bot.clients.llm import OpenAIWriter
from bot.domain.briefs import Evidence
from bot.domain.models import Model
from bot.domain.papers import Affiliation, Paper
from bot.prompts.briefs import WrittenBrief, brief_prompt
from tests.fakes.model_server import MODEL, Act, ModelServer, Traits

PROJECT = Path(__file__).resolve().parents[3]
PAPER = Paper(
    key="arxiv:2501.12345",
    title="Sieve",
    authors=("A. Author",),
    affiliations=(
        Affiliation(name="Aarhus University", page=1, words="Aarhus University"),
        Affiliation(name="ETH Zurich", page=1, words="ETH Zurich"),
    ),
    abstract="",
    source="page",
)
SENTENCES = (
    Evidence(number=1, text="Search is slow."),
    Evidence(number=2, text="We introduce Sieve, a filter."),
    Evidence(number=3, text="It is 2.5x faster on 12 tasks."),
)
CHAT = {
    "model": MODEL,
    "messages": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "S1: We propose it."},
    ],
}


async def written(language: str, act: Act) -> WrittenBrief:
    prompt = brief_prompt(PAPER, evidence=SENTENCES, language="zh" if language == "zh" else "en")
    async with ModelServer(act) as server:
        writer = OpenAIWriter(Model(base_url=server.address, model=MODEL, timeout=5), clock=SystemClock())
        async with aclosing(writer):
            return (await writer.write(prompt)).answer


async def status_of(server: ModelServer, **changes: object) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{server.address}/chat/completions", json={**CHAT, **changes}) as response,
    ):
        return response.status


async def test_the_brief_comes_from_the_prompt_itself() -> None:
    brief = await written("en", Act())
    assert brief.institutions == [1, 2]
    assert (brief.technique.text, brief.technique.sentences) == ("Sieve", [2])
    assert (brief.problem.text, brief.problem.sentences) == ("Search is slow", [1])
    assert (brief.effect.text, brief.effect.sentences) == ("It is 2.5x faster on 12 tasks", [3])


async def test_the_brief_is_in_chinese_when_the_prompt_asks_for_it() -> None:
    brief = await written("zh", Act())
    assert "方法" in brief.technique.text
    assert "加速2.5x" in brief.effect.text, "the figure, and what it is told of"
    assert "2.5x" in brief.effect.text


async def test_wrong_numbers_are_wrong() -> None:
    brief = await written("en", Act(wrong_numbers=True))
    assert brief.effect.text == "It is 3.6x faster on 13 tasks"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, 200),
        ({"model": "other"}, 404),
        ({"response_format": {"type": "json_object"}}, 400),  # without the word JSON
        ({"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}]}, 400),
        (
            {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"strict": True, "schema": {"properties": {"a": {"type": "string"}}}},
                }
            },
            400,
        ),
    ],
)
async def test_requests_that_real_servers_refuse_are_refused(changes: dict[str, object], status: int) -> None:
    async with ModelServer() as server:
        assert await status_of(server, **changes) == status
        assert len(server.calls) == 1


async def test_a_key_is_insisted_on_where_one_is_set() -> None:
    async with ModelServer(traits=Traits(key="sk-1")) as server:
        assert await status_of(server) == 401


async def test_it_runs_as_its_own_process_and_tells_its_calls() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.fakes.model_server", "--latency", "0.01", "--act", '{"status": 503}'),
        cwd=PROJECT,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout
        address = (await process.stdout.readline()).decode().strip()
        async with aiohttp.ClientSession() as session:
            for status in (503, 200):
                async with session.post(f"{address}/chat/completions", json=CHAT) as response:
                    assert response.status == status
            async with session.get(address.removesuffix("/v1") + "/control/calls") as response:
                calls = await response.json()
    finally:
        process.kill()
        await process.wait()
    assert [call["request"] for call in calls] == [CHAT, CHAT]
