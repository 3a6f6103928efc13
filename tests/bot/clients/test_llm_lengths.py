"""Texts that are too long: refused by the server, by our own reckoning, or cut without a word."""

import logging
from contextlib import aclosing

import pytest
from pydantic import BaseModel

from bot.clients.llm import OpenAIWriter
from bot.domain.bills import CannotWrite, bills_of
from bot.domain.models import Model
from bot.domain.prompts import Prompt
from bot.errors import Why
from bot.replies.catalogue import explain
from tests.fakes.model_server import MODEL, Act, ModelServer, Traits
from tests.fakes.running_clock import RunningClock


class Echo(BaseModel):
    word: str


def prompt(sentences: int) -> Prompt[Echo]:
    """About 12 tokens a sentence, at the server's four letters a token."""
    lines = (f"S{at}: The lamp of room {at} was lit at dusk and put out at dawn." for at in range(sentences))
    told = "\n".join(lines)
    return Prompt(name="test/1", system="Answer.", user=f"The code word is heron.\n{told}", answer=Echo)


def writing(server: ModelServer, **limits: int) -> aclosing[OpenAIWriter]:
    model = Model.model_validate({"base_url": server.address, "model": MODEL, **limits})
    return aclosing(OpenAIWriter(model, clock=RunningClock()))


async def refusal(server: ModelServer, sentences: int, **limits: int) -> CannotWrite:
    async with writing(server, **limits) as writer:
        with pytest.raises(CannotWrite) as caught:
            await writer.write(prompt(sentences))
    assert caught.value.reason.why is Why.PROMPT_TOO_LONG
    assert caught.value.reason.facts == {"model": MODEL}
    return caught.value


@pytest.mark.parametrize(
    "act",
    [
        Act(status=400, code="context_length_exceeded"),
        Act(status=413, message="Request Entity Too Large"),
        # vLLM, older and newer; SGLang; DeepSeek has the first of them
        "This model's maximum context length is 4096 tokens. However, you requested 4472 tokens.",
        "The decoder prompt (length 9021) is longer than the maximum model length of 4096.",
        "The input (85050 tokens) is longer than the model's context length (32768 tokens).",
        "Input length (160062 tokens) exceeds the maximum allowed length (59862 tokens).",
        # llama.cpp, LM Studio, Ollama
        "the request exceeds the available context size, try increasing it",
        "Input length 6491 exceeds context length 1500",
        "the input length exceeds the context length",
        # DashScope, Ark
        "<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 30720]",
        "Total tokens of image and text exceed max message tokens.",
        # Gemini and Anthropic behind OpenAI's surface
        "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
        "prompt is too long: 210000 tokens > 200000 maximum",
        "input length and `max_tokens` exceed context limit: 199759 + 8192 > 200000",
    ],
)
async def test_every_servers_word_for_too_long_is_understood_after_one_request(act: Act | str) -> None:
    act = act if isinstance(act, Act) else Act(status=400, code="invalid_request_error", message=act)
    async with ModelServer(always=act) as server:
        error = await refusal(server, 1)
    assert len(server.calls) == 1
    assert bills_of(error)[0].usage.calls == 1


async def test_a_request_that_no_minute_would_hold_is_not_waited_for() -> None:
    words = "Request too large for large-2 on tokens per min (TPM): Limit 30000, Requested 41000."
    async with ModelServer(always=Act(status=429, code="rate_limit_exceeded", message=words)) as server:
        await refusal(server, 1)
    assert len(server.calls) == 1


@pytest.mark.parametrize(
    "words",
    [
        "Invalid value for 'max_tokens'.",
        "You exceeded your current quota, please check your plan and billing details.",
        "Rate limit reached: the maximum of 3 requests per minute.",
    ],
)
async def test_what_only_sounds_alike_is_not_taken_for_it(words: str) -> None:
    async with ModelServer(always=Act(status=400, message=words)) as server, writing(server) as writer:
        with pytest.raises(CannotWrite) as caught:
            await writer.write(prompt(1))
    assert caught.value.reason.why is Why.MODEL_MISCONFIGURED


async def test_what_does_not_fit_the_context_that_is_set_is_not_sent() -> None:
    async with ModelServer() as server:
        error = await refusal(server, 400, context_tokens=4096)
    assert (server.calls, bills_of(error)) == ([], ())
    async with ModelServer() as server, writing(server, context_tokens=4096) as writer:
        await writer.write(prompt(100))
    assert len(server.calls) == 1


async def test_what_the_server_counted_corrects_what_is_held_to_fit() -> None:
    def chinese(times: int) -> Prompt[Echo]:
        return Prompt(name="test/1", system="Answer.", user="每间屋子的灯在黄昏点亮。" * times, answer=Echo)

    async with ModelServer() as server, writing(server, context_tokens=2500) as writer:
        with pytest.raises(CannotWrite):
            await writer.write(chinese(250))
        await writer.write(chinese(100))  # this server counts a token for four characters of any script
        await writer.write(chinese(250))
    assert len(server.calls) == 2


async def test_a_longer_try_takes_no_more_room_than_the_model_has() -> None:
    async with ModelServer(always=Act(needs=2000)) as server, writing(server, context_tokens=4096) as writer:
        await writer.write(prompt(50))
    first, second = (call.request["max_tokens"] for call in server.calls)
    assert first == 1200
    assert isinstance(second, int)
    assert 2000 <= second < 4096


async def test_no_answer_is_asked_for_that_is_longer_than_the_model_gives() -> None:
    async with (
        ModelServer(always=Act(needs=5000)) as server,
        writing(server, max_output_tokens=1000) as writer,
    ):
        with pytest.raises(CannotWrite) as caught:
            await writer.write(prompt(1))
    assert caught.value.reason.why is Why.MODEL_NONSENSE
    assert [call.request["max_tokens"] for call in server.calls] == [1000]


async def test_an_answer_to_a_prompt_that_was_cut_is_not_used_and_the_operator_told_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    async with ModelServer(traits=Traits(context=2048)) as server, writing(server) as writer:
        assert (await writer.write(prompt(100))).answer.word == "heron"
        for _ in range(2):
            with pytest.raises(CannotWrite) as caught:
                await writer.write(prompt(500))
            assert caught.value.reason.why is Why.PROMPT_TOO_LONG
            (bill,) = bills_of(caught.value)
            assert (bill.usage.input, bill.usage.calls) == (2048, 1)
            assert bill.usage.output > 0
    assert caplog.text.count("model.truncated host=127.0.0.1 model=test-model") == 1
    assert "lamp" not in caplog.text


@pytest.mark.parametrize("act", [Act(), Act(usage=False)])
async def test_a_long_prompt_that_was_read_whole_or_not_counted_is_answered(act: Act) -> None:
    async with ModelServer(always=act) as server, writing(server) as writer:
        assert (await writer.write(prompt(500))).answer.word == "heron"


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_sentence_names_the_model(language: str) -> None:
    async with ModelServer(always=Act(status=413)) as server:
        error = await refusal(server, 1)
    assert MODEL in explain("zh" if language == "zh" else "en", error.reason)
