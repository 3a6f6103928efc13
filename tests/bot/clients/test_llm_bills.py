"""What a write cost is told however it ends: every request, and the tokens of every answer that came."""

from collections.abc import Sequence
from contextlib import aclosing

import pytest
from pydantic import BaseModel

from bot.clients.llm import OpenAIWriter
from bot.domain.bills import Bill, CannotWrite, WriteLater, bills_of
from bot.domain.models import Model
from bot.domain.prompts import Prompt, Usage, Written
from bot.errors import CannotDo, TryLater, Why
from bot.ports import Heard
from tests.fakes.model_server import MODEL, PROSE, Act, ModelServer, Traits
from tests.fakes.running_clock import RunningClock


class Answer(BaseModel):
    word: str


PROMPT = Prompt(name="test/1", system="Brief the paper.", user="S1: We propose Sieve.", answer=Answer)
GOOD = Act(text='{"word": "Sieve"}')
PLAIN = Traits(refuses=["json_schema", "json_object"])


async def listening(_: Answer) -> None:
    """Somebody waits for single words."""


async def told(
    server: ModelServer, *, seconds: float = 5, heard: Heard[Answer] | None = None
) -> tuple[Why | None, tuple[Bill, ...]]:
    """Why there is no answer, if there is none, and the bills."""
    model = Model(base_url=server.address, model=MODEL, timeout=seconds, concurrency=1)
    async with aclosing(OpenAIWriter(model, clock=RunningClock())) as writer:
        try:
            return None, bills_of(await writer.write(PROMPT, heard=heard))
        except (CannotWrite, WriteLater) as error:
            return error.reason.why, bills_of(error)


NONSENSE, REFUSED, WRONG = Why.MODEL_NONSENSE, Why.MODEL_REFUSED, Why.MODEL_MISCONFIGURED
BUSY, AWAY = Why.SOURCE_BUSY, Why.MODEL_UNREACHABLE
LONG = {"Retry-After": "600"}
# What happens: what the server does, why no answer comes, requests, those that were answered and so paid.
KINDS: dict[str, tuple[Sequence[Act], Traits, Why | None, int, int]] = {
    "an answer": ([GOOD], Traits(), None, 1, 1),
    "json_schema unsupported": ([], Traits(refuses=["json_schema"]), None, 2, 1),
    "json_object unsupported too": ([], PLAIN, None, 3, 1),
    "the limit by another name": ([], Traits(new_limit_name=True), None, 2, 1),
    "schema ignored once": ([Act(text='{"a": 1}'), GOOD], Traits(), None, 2, 2),
    "schema ignored twice": ([Act(text='{"a": 1}')] * 2, Traits(), NONSENSE, 2, 2),
    "prose on the lowest rung": ([Act(text=PROSE)] * 2, PLAIN, NONSENSE, 4, 2),
    "cut short once": ([Act(needs=3000)] * 2, Traits(), None, 2, 2),
    "cut short twice": ([Act(needs=10**6)] * 2, Traits(), NONSENSE, 2, 2),
    "only thoughts": ([Act(text="<think>Hm.")] * 2, Traits(), NONSENSE, 2, 2),
    "the model declines": ([Act(refusal="No.")], Traits(), REFUSED, 1, 1),
    "a filter declines the answer": ([Act(finish_reason="content_filter")], Traits(), REFUSED, 1, 1),
    "a filter declines the prompt": ([Act(status=400, code="content_filter")], Traits(), REFUSED, 1, 0),
    "a repair is declined": ([Act(text=PROSE), Act(refusal="No.")], Traits(), REFUSED, 2, 2),
    "too long": ([Act(status=400, code="context_length_exceeded")], Traits(), Why.PROMPT_TOO_LONG, 1, 0),
    "429, then an answer": ([Act(status=429, headers={"Retry-After": "9"}), GOOD], Traits(), None, 2, 1),
    "429 three times": ([Act(status=429)] * 3, Traits(), BUSY, 3, 0),
    "429 with a long wait": ([Act(status=429, headers=LONG)], Traits(), BUSY, 1, 0),
    "503 three times": ([Act(status=503)] * 3, Traits(), BUSY, 3, 0),
    "500, then an answer": ([Act(status=500), GOOD], Traits(), None, 2, 1),
    "500 three times": ([Act(status=500)] * 3, Traits(), AWAY, 3, 0),
    "a repair meets 500": ([Act(text=PROSE), *[Act(status=500)] * 3], Traits(), AWAY, 4, 1),
    "disconnected three times": ([Act(disconnect=True)] * 3, Traits(), AWAY, 3, 0),
    "no body that can be read": ([Act(body="<html>")], Traits(), NONSENSE, 1, 0),
    "wrong key": ([], Traits(key="sk-other"), WRONG, 1, 0),
    "an empty account": ([Act(status=429, code="insufficient_quota")], Traits(), WRONG, 1, 0),
    "nothing is understood": ([Act(status=400)] * 3, Traits(), WRONG, 3, 0),
}


@pytest.mark.parametrize("heard", [None, listening])
@pytest.mark.parametrize("kind", KINDS)
async def test_every_request_and_every_token_is_told(kind: str, heard: Heard[Answer] | None) -> None:
    acts, traits, why, calls, paid = KINDS[kind]
    async with ModelServer(*acts, always=GOOD, traits=traits) as server:
        reason, (bill,) = await told(server, heard=heard)
    assert reason is why
    assert bill.model == MODEL
    assert bill.usage.calls == len(server.calls) == calls
    # The server counts a token for four characters of the messages: what they hold is at least that.
    least = len(PROMPT.system + PROMPT.user) // 4
    assert bill.usage.input >= paid * least
    assert bool(bill.usage.input) == bool(bill.usage.output) == bool(paid)
    assert not server.script


async def test_a_server_that_hangs_costs_no_more_than_three_requests() -> None:
    async with ModelServer(always=Act(hang=True)) as server:
        reason, (bill,) = await told(server, seconds=0.2)
    assert reason is Why.MODEL_UNREACHABLE
    assert bill.usage.calls == len(server.calls) == 3


def test_what_no_model_was_asked_for_cost_nothing() -> None:
    assert bills_of(CannotDo(Why.MODEL_REFUSED)) == bills_of(TryLater(Why.SOURCE_BUSY)) == ()
    written = Written(Answer(word="a"), "m", Usage(calls=2))
    assert bills_of(written) == (Bill("m", Usage(calls=2)),)
