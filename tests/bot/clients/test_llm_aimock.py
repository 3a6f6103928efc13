"""The model client against a server that others wrote: a valid answer or an honest failure, calls counted."""

import json
from collections.abc import Iterator
from contextlib import aclosing

import pytest
from pydantic import BaseModel, JsonValue

from bot.clients.llm import OpenAIWriter
from bot.clients.llm_chain import ChainWriter
from bot.domain.bills import CannotWrite, WriteLater, bills_of
from bot.domain.models import Model
from bot.domain.prompts import Prompt
from bot.errors import Why
from tests.fakes.aimock_server import Aimock, missing, running
from tests.fakes.model_server import MODEL, Act, ModelServer
from tests.fakes.running_clock import RunningClock

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "it runs")


class Answer(BaseModel):
    technique: str
    sentences: list[int]


PROMPT = Prompt(name="test/1", system="Brief the paper.", user="S1: We propose Sieve.", answer=Answer)
RIGHT = json.dumps({"technique": "Sieve", "sentences": [1]})
USAGE: JsonValue = {"prompt_tokens": 120, "completion_tokens": 9, "total_tokens": 129}
SAID: JsonValue = {"content": RIGHT, "usage": USAGE}


def failing(status: int, *, code: str | None = None, message: str = "No.") -> JsonValue:
    return {"error": {"message": message, "type": "invalid_request_error", "code": code}, "status": status}


@pytest.fixture(scope="module")
def server() -> Iterator[Aimock]:
    with running() as aimock:
        yield aimock


def writing(server: Aimock, *, timeout: float = 5) -> aclosing[OpenAIWriter]:
    model = Model(base_url=server.address, model=MODEL, timeout=timeout)
    return aclosing(OpenAIWriter(model, clock=RunningClock()))


@pytest.mark.parametrize(
    ("said", "calls"),
    [
        ([SAID], 1),
        ([{"content": f"```json\n{RIGHT}\n```", "usage": USAGE}], 1),
        ([{"content": f"<think>Which?</think>{RIGHT}", "usage": USAGE}], 1),
        ([{"content": "Here is a summary.", "usage": USAGE}, SAID], 2),
        ([{"content": '{"summary": "It is about a sieve."}', "usage": USAGE}, SAID], 2),
        ([{"content": RIGHT[:9], "finishReason": "length", "usage": USAGE}, SAID], 2),
        ([failing(400), SAID], 2),
        ([failing(422), failing(422), SAID], 3),
        ([failing(404), failing(404), SAID], 3),
        ([failing(429), SAID], 2),
        ([failing(503), failing(503), SAID], 3),
    ],
)
@pytest.mark.parametrize("streamed", [False, True])
async def test_what_can_be_mended_ends_in_an_answer(
    server: Aimock, said: list[JsonValue], calls: int, *, streamed: bool
) -> None:
    server.say(*said)
    async with writing(server) as writer:
        told = list[Answer]()

        async def hear(partly: Answer) -> None:
            told.append(partly)

        written = await writer.write(PROMPT, heard=hear if streamed else None)
        assert written.answer == Answer(technique="Sieve", sentences=[1])
        assert told[-1:] == [written.answer] * streamed
        assert written.usage.calls == server.calls() == calls
        assert written.usage.input == 120 * len([one for one in said if "usage" in str(one)])
        await writer.write(PROMPT)
    assert server.calls() == calls + 1


@pytest.mark.parametrize(
    ("said", "why", "calls"),
    [
        ({"content": "Here is a summary."}, Why.MODEL_NONSENSE, 2),
        ({"content": RIGHT[:9], "finishReason": "length"}, Why.MODEL_NONSENSE, 2),
        ({"content": "I cannot.", "finishReason": "content_filter"}, Why.MODEL_REFUSED, 1),
        (failing(400, code="content_filter"), Why.MODEL_REFUSED, 1),
        (failing(400, code="context_length_exceeded"), Why.PROMPT_TOO_LONG, 1),
        (failing(401, code="invalid_api_key"), Why.MODEL_MISCONFIGURED, 1),
        (failing(404, code="model_not_found"), Why.MODEL_MISCONFIGURED, 1),
        (failing(400), Why.MODEL_MISCONFIGURED, 3),
    ],
)
async def test_what_cannot_be_mended_is_told_with_its_calls(
    server: Aimock, *, said: JsonValue, why: Why, calls: int
) -> None:
    server.say(said)
    async with writing(server) as writer:
        with pytest.raises(CannotWrite) as caught:
            await writer.write(PROMPT)
    assert caught.value.reason.why is why
    assert bills_of(caught.value)[0].usage.calls == server.calls() == calls


@pytest.mark.parametrize(
    ("rates", "why", "calls"),
    [
        ({"rateLimitRate": 1}, Why.SOURCE_BUSY, 3),
        ({"dropRate": 1}, Why.MODEL_UNREACHABLE, 3),
        ({"disconnectRate": 1}, Why.MODEL_UNREACHABLE, 3),
        ({"malformedRate": 1}, Why.MODEL_NONSENSE, 1),
    ],
)
async def test_chaos_that_lasts_is_told_with_its_calls(
    server: Aimock, *, rates: dict[str, float], why: Why, calls: int
) -> None:
    server.say(SAID)
    server.disturb(**rates)
    async with writing(server) as writer:
        with pytest.raises((CannotWrite, WriteLater)) as caught:
            await writer.write(PROMPT)
    assert isinstance(caught.value, CannotWrite | WriteLater)
    assert caught.value.reason.why is why
    assert caught.value.bills[0].usage.calls == server.calls() == calls


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_one_failure_is_not_noticed(server: Aimock, status: int) -> None:
    server.say(SAID)
    server.fail_once(status)
    async with writing(server) as writer:
        written = await writer.write(PROMPT)
    assert written.usage.calls == server.calls() == 2


async def test_chaos_at_random_ends_in_an_answer_or_an_honest_failure(server: Aimock) -> None:
    server.say(SAID)
    server.disturb(dropRate=0.2, malformedRate=0.2, rateLimitRate=0.2, disconnectRate=0.2)
    answers, calls = 0, 0
    async with writing(server) as writer:
        for _ in range(20):
            try:
                written = await writer.write(PROMPT)
            except (CannotWrite, WriteLater) as error:
                calls += error.bills[0].usage.calls
            else:
                assert written.answer.technique == "Sieve"
                answers, calls = answers + 1, calls + written.usage.calls
    assert answers
    assert calls == server.calls()


async def test_a_slow_server_is_waited_for_and_a_slower_one_is_left(server: Aimock) -> None:
    server.say(SAID, latency=300)
    async with writing(server) as writer:
        assert (await writer.write(PROMPT)).usage.calls == 1
    server.say(SAID, latency=3000)
    async with writing(server, timeout=0.2) as writer:
        with pytest.raises(WriteLater) as caught:
            await writer.write(PROMPT)
    assert caught.value.reason.why is Why.MODEL_UNREACHABLE
    assert caught.value.bills[0].usage.calls == 3


async def test_a_chain_goes_on_to_the_next_server(server: Aimock) -> None:
    server.say(SAID)
    server.disturb(disconnectRate=1)
    clock = RunningClock()
    async with ModelServer(always=Act(text=RIGHT)) as second:
        models = [Model(base_url=address, model=MODEL) for address in (server.address, second.address)]
        chain = ChainWriter([OpenAIWriter(model, clock=clock) for model in models], clock=clock)
        async with aclosing(chain):
            for _ in range(3):
                await chain.write(PROMPT)
    assert (server.calls(), len(second.calls)) == (3, 3)
