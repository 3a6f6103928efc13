"""An answer told while it is written: the same ladder, bills and failures, and what is whole so far."""

import asyncio
from contextlib import aclosing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, SecretStr

from bot.clients.llm import OpenAIWriter
from bot.clients.llm_chain import ChainWriter
from bot.clients.llm_stream import partial_answer
from bot.domain.bills import CalledOff
from bot.domain.models import Model
from bot.domain.prompts import Prompt
from bot.errors import CannotDo, TryLater, Why
from tests.fakes.model_server import MODEL, Act, ModelServer, Traits
from tests.fakes.running_clock import RunningClock


class Said(BaseModel):
    text: str
    quote: str = ""


class Answer(BaseModel):
    answerable: bool
    claims: list[Said] = []
    missing: str = ""


PROMPT = Prompt(name="test/1", system="Answer.", user="P1: It is 2.5x faster.", answer=Answer)
WHOLE = Answer(answerable=True, claims=[Said(text="It is fast." * 9, quote="fast"), Said(text="So? " * 9)])
TEXT = WHOLE.model_dump_json()
SAYS = Act(text=TEXT)


class Ear:
    """Somebody who listens."""

    def __init__(self) -> None:
        self.told: list[Answer] = []
        self.begun = asyncio.Event()

    async def hear(self, partly: Answer) -> None:
        self.told.append(partly)
        self.begun.set()


def writing(server: ModelServer, *, timeout: float = 5) -> aclosing[OpenAIWriter]:
    model = Model(
        base_url=server.address, api_key=SecretStr("sk-secret"), model=MODEL, timeout=timeout, concurrency=4
    )
    return aclosing(OpenAIWriter(model, clock=RunningClock()))


async def test_what_is_whole_is_told_while_the_rest_is_written() -> None:
    ear = Ear()
    async with ModelServer(SAYS) as server, writing(server) as writer:
        written = await writer.write(PROMPT, heard=ear.hear)
    assert written.answer == WHOLE == ear.told[-1]
    assert [len(partly.claims) for partly in ear.told] == sorted(len(partly.claims) for partly in ear.told)
    assert any(
        len(partly.claims) == 1 and "quote" in partly.claims[0].model_fields_set for partly in ear.told
    )
    asked = server.calls[0].request
    assert asked["stream"] is True
    assert asked["stream_options"] == {"include_usage": True}
    assert written.usage.calls == 1
    assert written.usage.output


async def test_the_ladder_is_climbed_down_once_and_then_streamed_on_the_rung_that_works() -> None:
    traits = Traits(refuses=["json_schema", "json_object"])
    async with ModelServer(always=SAYS, traits=traits) as server, writing(server) as writer:
        await writer.write(PROMPT, heard=Ear().hear)
        ear = Ear()
        written = await writer.write(PROMPT, heard=ear.hear)
    assert len(server.calls) == 4
    assert written.answer == ear.told[-1]


async def test_a_server_that_refuses_to_stream_is_asked_for_the_whole_from_then_on() -> None:
    ear = Ear()
    async with ModelServer(always=SAYS, traits=Traits(streams=False)) as server, writing(server) as writer:
        first = await writer.write(PROMPT, heard=ear.hear)
        second = await writer.write(PROMPT, heard=ear.hear)
    assert first.answer == second.answer == WHOLE
    assert ear.told == []
    assert [call.request.get("stream", False) for call in server.calls] == [True, False, False]
    form = dict[str, Any](server.calls[-1].request)["response_format"]
    assert form["type"] == "json_schema", "no rung is lost over it"


async def test_a_server_that_sends_the_whole_in_spite_of_all_is_understood() -> None:
    body = '{"choices": [{"message": {"content": "{\\"answerable\\": false}"}, "finish_reason": "stop"}]}'
    async with ModelServer(Act(body=body)) as server, writing(server) as writer:
        written = await writer.write(PROMPT, heard=Ear().hear)
    assert written.answer == Answer(answerable=False)


async def test_a_stream_that_breaks_off_is_tried_again_and_paid_for() -> None:
    ear = Ear()
    async with ModelServer(Act(text=TEXT, breaks_after=7), SAYS) as server, writing(server) as writer:
        written = await writer.write(PROMPT, heard=ear.hear)
    assert written.answer == WHOLE == ear.told[-1]
    async with ModelServer(SAYS) as alone, writing(alone) as other:
        once = await other.write(PROMPT)
    assert written.usage.calls == len(server.calls) == 2
    assert written.usage.output > once.usage.output


@pytest.mark.parametrize("events", [0, 3])
async def test_a_server_that_never_comes_to_an_end_is_left(events: int) -> None:
    always = Act(text=TEXT, breaks_after=events)
    async with ModelServer(always=always) as server, writing(server) as writer:
        with pytest.raises(TryLater) as caught:
            await writer.write(PROMPT, heard=Ear().hear)
    assert caught.value.reason.why is Why.MODEL_UNREACHABLE
    assert len(server.calls) == 3


@pytest.mark.parametrize(
    ("line", "why"),
    [("data: <html>", Why.MODEL_NONSENSE), ('data: {"error": {"code": 502}}', Why.MODEL_UNREACHABLE)],
)
async def test_what_is_no_chunk_is_no_answer(line: str, why: Why) -> None:
    act = Act(body=f"{line}\n\n", headers={"Content-Type": "text/event-stream"})
    async with ModelServer(always=act) as server, writing(server) as writer:
        with pytest.raises(CannotDo if why is Why.MODEL_NONSENSE else TryLater) as caught:
            await writer.write(PROMPT, heard=Ear().hear)
    assert isinstance(caught.value, CannotDo | TryLater)
    assert caught.value.reason.why is why


async def test_an_answer_that_is_called_off_is_paid_for_as_far_as_it_came() -> None:
    ear = Ear()
    async with ModelServer(Act(text=TEXT, pause=0.05)) as server, writing(server) as writer:
        chain = ChainWriter([writer], clock=RunningClock())
        task = asyncio.create_task(chain.write(PROMPT, heard=ear.hear))
        await ear.begun.wait()
        task.cancel()
        with pytest.raises(CalledOff) as caught:
            await task
    (bill,) = caught.value.bills
    assert bill.model == MODEL
    assert bill.usage.calls == 1
    assert bill.usage.input
    assert 0 < bill.usage.output < len(TEXT) // 4


async def test_a_model_that_is_called_off_while_it_thinks_has_read_the_prompt() -> None:
    async with ModelServer(Act(hang=True)) as server, writing(server) as writer:
        task = asyncio.create_task(writer.write(PROMPT, heard=Ear().hear))
        async with asyncio.timeout(5):
            while not server.calls:  # noqa: ASYNC110  # a list has no event to wait for
                await asyncio.sleep(0.005)
        task.cancel()
        with pytest.raises(CalledOff) as caught:
            await task
    (bill,) = caught.value.bills
    assert (bool(bill.usage.input), bill.usage.output) == (True, 0)


@given(
    cut=st.integers(0, len(TEXT)), around=st.sampled_from(["{}", "```json\n{}\n```", "<think>{{a</think>{}"])
)
def test_of_any_beginning_only_what_is_whole_is_told(cut: int, around: str) -> None:
    said = around.replace("{{", "{").replace("{}", TEXT[:cut])
    partly = partial_answer(said, Answer)
    if partly is None:
        return
    assert partly.answerable
    for told, meant in zip(partly.claims, WHOLE.claims, strict=False):
        assert told.text == meant.text
        assert told.quote in {"", meant.quote}


def test_thoughts_and_prose_are_no_answer() -> None:
    for text in ('<think>{"answerable": true', "Well, ", '{"claims": [', "[1"):
        assert partial_answer(text, Answer) is None
