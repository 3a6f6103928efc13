"""When the model's server misbehaves: which error comes of it, and how many requests were spent."""

import logging
import socket
import traceback
from collections.abc import Sequence
from contextlib import aclosing
from datetime import timedelta

import pytest
from pydantic import BaseModel, SecretStr

from bot.clients.llm import OpenAIWriter
from bot.domain.models import Model, checked_model
from bot.domain.prompts import Prompt
from bot.errors import CannotDo, Reason, SetupError, TryLater, Why
from tests.fakes.model_server import MODEL, PROSE, Act, ModelServer, Traits
from tests.fakes.running_clock import RunningClock

KEY = "sk-secret"
SOON = {"retry-after-ms": "5"}


class Answer(BaseModel):
    word: str


PROMPT = Prompt(name="test/1", system="Brief the paper.", user="S1: We propose Sieve.", answer=Answer)


def writing(
    address: str, *, seconds: float = 5, key: str = KEY, model: str = MODEL, clock: RunningClock | None = None
) -> aclosing[OpenAIWriter]:
    place = Model(base_url=address, api_key=SecretStr(key), model=model, timeout=seconds, concurrency=1)
    return aclosing(OpenAIWriter(place, clock=clock or RunningClock()))


async def failure(address: str, *, seconds: float = 5, model: str = MODEL) -> CannotDo | TryLater:
    """What one write against the server raises."""
    async with writing(address, seconds=seconds, model=model) as writer:
        with pytest.raises((CannotDo, TryLater)) as caught:
            await writer.write(PROMPT)
    assert isinstance(caught.value, CannotDo | TryLater)
    return caught.value


@pytest.mark.parametrize(
    "body",
    [
        "{'choices': ",
        "<html><body>Sign in to the network</body></html>",
        "",
        "[]",
        '{"choices": []}',
        '{"choices": null}',
        '{"choices": [{}]}',
        '{"error": {"message": "upstream failed", "code": 502}}',
        '{"choices": [{"message": {"content": 4}}]}',
    ],
)
async def test_a_200_that_is_no_completion_is_nonsense_after_one_request(body: str) -> None:
    async with ModelServer(Act(body=body)) as server:
        error = await failure(server.address)
    assert isinstance(error, CannotDo)
    assert error.reason.why is Why.MODEL_NONSENSE
    assert len(server.calls) == 1


@pytest.mark.parametrize(
    "text", [PROSE, "", '{"technique": ', "[1, 2]", "{" * 5000, "<think>endless", "null"]
)
async def test_nonsense_twice_is_given_up(text: str) -> None:
    async with ModelServer(always=Act(text=text)) as server:
        error = await failure(server.address)
    assert isinstance(error, CannotDo)
    assert error.reason.why is Why.MODEL_NONSENSE
    assert len(server.calls) == 2


async def test_an_answer_that_fits_no_limit_is_given_up_after_one_longer_try() -> None:
    async with ModelServer(always=Act(needs=10**6)) as server:
        error = await failure(server.address)
    assert error.reason.why is Why.MODEL_NONSENSE
    assert len(server.calls) == 2


@pytest.mark.parametrize(
    "act",
    [
        Act(refusal="I cannot help with that."),
        Act(finish_reason="content_filter"),
        Act(status=400, code="content_filter"),
        Act(status=400, code="data_inspection_failed"),
        Act(status=400, code="InternalError.Algo.DataInspectionFailed"),
        Act(status=400, code="InputTextSensitiveContentDetected"),
        Act(status=400, code="invalid_request_error", message="Content Exists Risk"),
    ],
)
async def test_a_refusal_is_told_and_not_argued_with(act: Act) -> None:
    async with ModelServer(act) as server:
        error = await failure(server.address)
    assert isinstance(error, CannotDo)
    assert error.reason.why is Why.MODEL_REFUSED
    assert len(server.calls) == 1


@pytest.mark.parametrize(
    ("asked", "granted", "reason"),
    [
        ("600", timedelta(minutes=10), Reason(Why.SOURCE_BUSY, {"host": "127.0.0.1"})),
        (
            "9" * 400,
            timedelta(days=1),
            Reason(Why.SOURCE_BUSY_LONG, {"host": "127.0.0.1", "minutes": "1440"}),
        ),
    ],
)
async def test_a_long_wait_is_left_to_the_worker(asked: str, granted: timedelta, reason: Reason) -> None:
    async with ModelServer(Act(status=429, headers={"Retry-After": asked})) as server:
        error = await failure(server.address)
    assert isinstance(error, TryLater)
    assert (error.reason, error.after) == (reason, granted)
    assert len(server.calls) == 1


async def test_a_wait_until_a_date_is_understood() -> None:
    headers = {"Retry-After": "Mon, 02 Mar 2026 12:10:00 GMT"}  # ten minutes after the clock's noon
    async with ModelServer(Act(status=429, headers=headers)) as server:
        error = await failure(server.address)
    assert isinstance(error, TryLater)
    assert error.after == timedelta(minutes=10)


@pytest.mark.parametrize("words", ["soon", "", "-4", "Wed, 21 Oct 2015 07:28:00 GMT"])
async def test_a_wait_that_says_nothing_of_use_is_tried_twice_more(words: str) -> None:
    async with ModelServer(always=Act(status=429, headers={"Retry-After": words})) as server:
        error = await failure(server.address)
    assert isinstance(error, TryLater)
    assert (error.after, len(server.calls)) == (None, 3)


async def test_a_short_wait_is_waited_here() -> None:
    clock = RunningClock()
    async with (
        ModelServer(Act(status=429, headers={"Retry-After": "20"}), now=clock.seconds) as server,
        writing(server.address, clock=clock) as writer,
    ):
        written = await writer.write(PROMPT)
    assert [call.at for call in server.calls] == [0, 20]
    assert written.usage.calls == 2


async def test_a_server_that_says_not_to_try_again_is_not_tried_again() -> None:
    async with ModelServer(always=Act(status=500, headers={"x-should-retry": "false"})) as server:
        error = await failure(server.address)
    assert isinstance(error, TryLater)
    assert len(server.calls) == 1


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (Act(status=429, headers=SOON), Why.SOURCE_BUSY),
        (Act(status=503, headers=SOON), Why.SOURCE_BUSY),
        (Act(status=500, headers=SOON), Why.MODEL_UNREACHABLE),
        (Act(status=408, headers=SOON), Why.MODEL_UNREACHABLE),
        (Act(disconnect=True), Why.MODEL_UNREACHABLE),
    ],
)
async def test_trouble_that_lasts_is_tried_later_after_three_requests(act: Act, why: Why) -> None:
    async with ModelServer(always=act) as server:
        error = await failure(server.address)
    assert isinstance(error, TryLater)
    assert error.reason.why is why
    assert len(server.calls) == 3


@pytest.mark.parametrize("act", [Act(status=500, headers=SOON), Act(disconnect=True)])
async def test_trouble_that_passes_is_not_noticed(act: Act) -> None:
    async with ModelServer(act) as server, writing(server.address) as writer:
        await writer.write(PROMPT)
    assert len(server.calls) == 2


async def test_a_server_that_hangs_is_tried_later() -> None:
    async with ModelServer(always=Act(hang=True)) as server:
        error = await failure(server.address, seconds=0.7)
    assert isinstance(error, TryLater)
    assert error.reason.why is Why.MODEL_UNREACHABLE
    assert len(server.calls) in {2, 3}  # three timeouts bound it all, the pauses between tries included


async def test_a_server_that_only_sends_blank_lines_is_left_after_three_timeouts() -> None:
    async with ModelServer(Act(blank_lines=60)) as server:
        error = await failure(server.address, seconds=0.1)
    assert isinstance(error, TryLater)
    assert error.reason.why is Why.MODEL_UNREACHABLE
    assert len(server.calls) == 1


async def test_a_server_that_is_not_there_is_tried_later() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
    error = await failure(address)
    assert isinstance(error, TryLater)
    assert error.reason.why is Why.MODEL_UNREACHABLE


@pytest.mark.parametrize("status", [401, 402, 403, 405])
async def test_a_wrong_account_is_told_and_not_retried(status: int) -> None:
    async with ModelServer(Act(status=status)) as server:
        error = await failure(server.address)
    assert isinstance(error, CannotDo)
    assert error.reason.why is Why.MODEL_MISCONFIGURED
    assert error.reason.facts == {"host": "127.0.0.1", "model": MODEL, "status": str(status)}
    assert len(server.calls) == 1


async def test_an_unknown_model_is_told_after_one_request() -> None:
    async with ModelServer() as server:
        error = await failure(server.address, model="tset-model")
    assert error.reason.why is Why.MODEL_MISCONFIGURED
    assert error.reason.facts["model"] == "tset-model"
    assert len(server.calls) == 1


@pytest.mark.parametrize("status", [400, 404, 422])
async def test_a_server_that_understands_nothing_is_told_after_the_whole_ladder(status: int) -> None:
    async with ModelServer(always=Act(status=status)) as server:
        error = await failure(server.address)
    assert isinstance(error, CannotDo)
    assert error.reason.why is Why.MODEL_MISCONFIGURED
    assert len(server.calls) == 3


async def test_an_empty_account_is_told_though_the_server_calls_it_a_rate_limit() -> None:
    async with ModelServer(always=Act(status=429, code="insufficient_quota", headers=SOON)) as server:
        error = await failure(server.address)
    assert isinstance(error, CannotDo)
    assert error.reason.why is Why.MODEL_MISCONFIGURED


async def test_a_failed_ladder_is_not_remembered() -> None:
    async with ModelServer(*[Act(status=400)] * 3) as server, writing(server.address) as writer:
        with pytest.raises(CannotDo):
            await writer.write(PROMPT)
        await writer.write(PROMPT)
        assert writer.rung == "json_schema"


@pytest.mark.parametrize(
    "acts",
    [
        (),  # 401, and this server repeats the key in its answer
        (Act(status=429, message=f"slow down, {KEY}", headers={"Retry-After": "600"}),),
        (Act(body=f"{KEY} is not JSON"),),
        (Act(status=400, message=f"bad request: {KEY}"),) * 3,
    ],
)
async def test_the_key_never_shows(acts: Sequence[Act], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with ModelServer(*acts, traits=Traits(key="" if acts else "another")) as server:
        error = await failure(server.address)
    shown = "".join(traceback.format_exception(error)) + repr(error) + caplog.text
    assert "127.0.0.1" in shown
    assert KEY not in shown
    assert "Sieve" not in shown


@pytest.mark.parametrize(
    ("address", "key"),
    [("localhost:8000/v1", KEY), ("ftp://host/v1", KEY), ("https:///v1", KEY), ("http://h/v1", "sk-ｓecret")],
)
async def test_what_no_request_could_carry_stops_the_start(address: str, key: str) -> None:
    with pytest.raises(SetupError) as caught:
        checked_model({"base_url": address, "api_key": key, "model": MODEL}, label="It")
    assert key not in "".join(traceback.format_exception(caught.value))


async def test_a_key_with_the_line_break_of_its_file_works() -> None:
    async with (
        ModelServer(traits=Traits(key=KEY)) as server,
        writing(server.address, key=f"{KEY}\n") as writer,
    ):
        assert (await writer.write(PROMPT)).usage.calls == 1


async def test_a_server_without_keys_needs_none() -> None:
    async with ModelServer() as server, writing(server.address, key="") as writer:
        assert (await writer.write(PROMPT)).usage.calls == 1
