"""The model client against a server of OpenAI's kind: what it asks, how often, and what comes of it."""

import asyncio
import json
from contextlib import aclosing
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr

from bot.clients.clock import SystemClock
from bot.clients.llm import OpenAIWriter
from bot.domain.models import Model
from bot.domain.prompts import Prompt, Usage
from tests.fakes.model_server import MODEL, Act, ModelServer, Traits


class Slot(BaseModel):
    text: str
    sentences: list[int]


class Answer(BaseModel):
    institutions: list[int] = []
    technique: Slot
    effect: Slot


PROMPT = Prompt(
    name="test/1",
    system="Brief the paper.",
    user="I1: Aarhus University\nS1: Search is slow.\nS2: We propose Sieve.\nS3: It is 2.5x faster.",
    answer=Answer,
)


def writing(server: ModelServer) -> aclosing[OpenAIWriter]:
    model = Model(
        base_url=server.address, api_key=SecretStr("sk-secret"), model=MODEL, timeout=5, concurrency=4
    )
    return aclosing(OpenAIWriter(model, clock=SystemClock()))


def request(server: ModelServer, number: int) -> dict[str, Any]:
    return dict(server.calls[number].request)


def rungs(server: ModelServer) -> list[str]:
    asked = (request(server, number) for number in range(len(server.calls)))
    return [one.get("response_format", {"type": "text"})["type"] for one in asked]


async def test_an_enforced_form_takes_one_request() -> None:
    async with ModelServer(traits=Traits(key="sk-secret")) as server, writing(server) as writer:
        written = await writer.write(PROMPT)
    assert written.answer.institutions == [1]
    assert written.answer.technique.text == "Sieve"
    assert written.answer.effect == Slot(text="It is 2.5x faster", sentences=[3])
    assert written.model == MODEL
    assert written.usage.calls == len(server.calls) == 1
    assert written.usage.input > 50
    assert written.usage.output > 10


@pytest.mark.parametrize("status", [400, 404, 422])
@pytest.mark.parametrize(
    ("refuses", "ladder"),
    [
        (["json_schema"], ["json_schema", "json_object"]),
        (["json_schema", "json_object"], ["json_schema", "json_object", "text"]),
    ],
)
async def test_the_rung_that_works_is_found_once_and_remembered(
    status: int, refuses: list[str], ladder: list[str]
) -> None:
    async with (
        ModelServer(traits=Traits(refuses=refuses, refuses_with=status)) as server,
        writing(server) as writer,
    ):
        first, second = await writer.write(PROMPT), await writer.write(PROMPT)
    assert rungs(server) == [*ladder, ladder[-1]]
    assert (first.usage.calls, second.usage.calls) == (len(ladder), 1)
    assert first.answer == second.answer


async def test_the_limit_goes_by_the_name_that_the_model_knows() -> None:
    async with ModelServer(traits=Traits(new_limit_name=True)) as server, writing(server) as writer:
        await writer.write(PROMPT)
        await writer.write(PROMPT)
    assert rungs(server) == ["json_schema"] * 3
    assert [request(server, at).get("max_completion_tokens") for at in range(3)] == [None, 1200, 1200]
    assert ["max_tokens" in request(server, at) for at in range(3)] == [True, False, False]


@pytest.mark.parametrize(
    "frame",
    [
        "```json\n{}\n```",
        '<think>Perhaps {"technique": 1}? No.</think>\n{}',
        "the template opened the tag</think>\n\n{}",
        "Sure! Here is the JSON:\n{}\nIs there anything else?",
        "<think>Hm.</think>Here:\n```\n{}\n```\nDone.",
    ],
)
async def test_an_answer_in_any_wrapping_takes_one_request(frame: str) -> None:
    async with ModelServer(Act(frame=frame)) as server, writing(server) as writer:
        written = await writer.write(PROMPT)
    assert written.answer.technique.text == "Sieve"
    assert len(server.calls) == 1


async def test_an_answer_of_another_form_is_repaired_once_with_its_faults() -> None:
    async with ModelServer(Act(schema_ignored=True)) as server, writing(server) as writer:
        written = await writer.write(PROMPT)
    assert written.answer.technique.text == "Sieve"
    assert written.usage.calls == len(server.calls) == 2
    first, second = (request(server, at)["messages"] for at in range(2))
    assert second[:2] == first
    assert second[2]["role"] == "assistant"
    assert second[2]["content"].startswith('{"summary"')
    assert "technique: Field required; effect: Field required" in second[3]["content"]


async def test_a_repair_names_the_first_three_faults_only() -> None:
    wrong = '{"institutions": ["a", "b", "c"], "technique": {}, "effect": 4}'
    async with ModelServer(Act(text=wrong)) as server, writing(server) as writer:
        await writer.write(PROMPT)
    objection = request(server, 1)["messages"][-1]["content"]
    assert "institutions.0" in objection
    assert "institutions.2" in objection
    assert "technique" not in objection


async def test_the_usage_of_a_repair_is_the_sum_of_its_requests() -> None:
    async with ModelServer(Act(text="x" * 4000)) as server, writing(server) as writer:
        written = await writer.write(PROMPT)
    assert written.usage.output > 1000


@pytest.mark.parametrize(("text", "shown"), [("", "{}"), ("<think>Shall I?</think>No.", "No.")])
async def test_a_model_is_shown_what_it_said_and_not_what_it_thought(text: str, shown: str) -> None:
    async with ModelServer(Act(text=text)) as server, writing(server) as writer:
        await writer.write(PROMPT)
    assert request(server, 1)["messages"][2] == {"role": "assistant", "content": shown}
    assert len(server.calls) == 2


async def test_an_answer_cut_short_gets_more_room_and_no_repair() -> None:
    async with ModelServer(always=Act(needs=3000)) as server, writing(server) as writer:
        first, second = await writer.write(PROMPT), await writer.write(PROMPT)
    assert [request(server, at)["max_tokens"] for at in range(3)] == [1200, 4800, 4800]
    assert request(server, 0)["messages"] == request(server, 1)["messages"]
    assert (first.usage.calls, second.usage.calls) == (2, 1)


async def test_a_whole_answer_is_taken_though_the_server_calls_it_cut_short() -> None:
    async with ModelServer(Act(finish_reason="length")) as server, writing(server) as writer:
        await writer.write(PROMPT)
    assert len(server.calls) == 1


async def test_earlier_tries_follow_the_stable_prefix() -> None:
    again = Prompt(
        name=PROMPT.name,
        system=PROMPT.system,
        user=PROMPT.user,
        answer=Answer,
        earlier=(('{"a": 1}', "Sentence 9 does not exist."), ('{"a": 2}', "Nor does 8.")),
    )
    async with ModelServer() as server, writing(server) as writer:
        await writer.write(PROMPT)
        await writer.write(again)
    first, second = (request(server, at)["messages"] for at in range(2))
    assert second[:2] == first
    assert [(turn["role"], turn["content"]) for turn in second[2:]] == [
        ("assistant", '{"a": 1}'),
        ("user", "Sentence 9 does not exist."),
        ("assistant", '{"a": 2}'),
        ("user", "Nor does 8."),
    ]


async def test_an_objected_answer_that_comes_in_another_form_is_still_repaired() -> None:
    again = Prompt(
        name=PROMPT.name, system=PROMPT.system, user=PROMPT.user, answer=Answer, earlier=(("{}", "No."),)
    )
    async with ModelServer(Act(text="Sorry!")) as server, writing(server) as writer:
        await writer.write(again)
    assert [len(request(server, at)["messages"]) for at in range(2)] == [4, 6]


async def test_the_same_prompt_is_the_same_bytes_and_can_be_cached() -> None:
    long = Prompt(name="test/1", system="Brief the paper. " * 400, user=PROMPT.user, answer=Answer)
    async with ModelServer() as server, writing(server) as writer:
        first, second = await writer.write(long), await writer.write(long)
    assert server.calls[0].request == server.calls[1].request
    assert first.usage.cached == 0
    assert second.usage.cached >= 1024


async def test_deepseeks_name_for_cached_tokens_is_read() -> None:
    answer = '{"technique": {"text": "a", "sentences": [1]}, "effect": {"text": "b", "sentences": [1]}}'
    usage = {"prompt_tokens": 90, "completion_tokens": 7, "prompt_cache_hit_tokens": 64}
    body = json.dumps({"choices": [{"message": {"content": answer}}], "usage": usage})
    async with ModelServer(Act(body=body)) as server, writing(server) as writer:
        written = await writer.write(PROMPT)
    assert written.usage == Usage(input=90, cached=64, output=7, calls=1)


async def test_a_server_that_counts_nothing_still_answers() -> None:
    async with ModelServer(Act(usage=False)) as server, writing(server) as writer:
        written = await writer.write(PROMPT)
    assert written.usage == Usage(calls=1)


async def test_no_more_requests_are_under_way_than_allowed() -> None:
    async with ModelServer(always=Act(latency=0.05)) as server, writing(server) as writer:
        await asyncio.gather(*(writer.write(PROMPT) for _ in range(12)))
    assert len(server.calls) == 12
    assert server.most_at_once == 4


async def test_blank_lines_before_an_answer_are_waited_through() -> None:
    async with ModelServer(Act(blank_lines=0.2)) as server, writing(server) as writer:
        await writer.write(PROMPT)
    assert len(server.calls) == 1


@pytest.mark.parametrize(
    ("refuses", "rung"),
    [([], "json_schema"), (["json_schema"], "json_object"), (["json_schema", "json_object"], "text")],
)
async def test_a_writer_tells_which_rung_works(refuses: list[str], rung: str) -> None:
    async with ModelServer(traits=Traits(refuses=refuses)) as server, writing(server) as writer:
        await writer.write(PROMPT)
        assert (writer.rung, writer.models, writer.host) == (rung, (MODEL,), "127.0.0.1")


async def test_an_account_in_the_environment_is_not_told_to_the_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-private")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-private")
    async with ModelServer() as server, writing(server) as writer:
        await writer.write(PROMPT)
    assert "private" not in str(server.calls[0].headers)
