"""The model client: a Prompt to any server that speaks OpenAI's Chat Completions, and its answer back."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, Literal

from openai import APIStatusError
from pydantic import BaseModel

from bot.clients.llm_answers import Completion, Unfit, read_answer, schema_of, spoken
from bot.clients.llm_endpoint import Endpoint, Request, Tally
from bot.clients.llm_messages import messages_of, said_of
from bot.clients.llm_refusals import is_declined, is_too_long
from bot.clients.llm_stream import OnText, partly
from bot.clients.llm_tokens import TokenGauge, estimate
from bot.clients.llm_troubles import Troubles
from bot.domain.bills import Bill, CalledOff, billed
from bot.domain.models import Model
from bot.domain.prompts import Answer, Measured, Prompt, Written
from bot.errors import CannotDo, TryLater, Why
from bot.ports import Clock, Heard

_log = logging.getLogger(__name__)

# A reasoning model spends the limit on its thoughts before the first word of the answer.
_MORE_ROOM = 4
_NOT_UNDERSTOOD = (400, 404, 422)  # OpenRouter answers 404 where no host of a model knows the parameter
# Who knows explicit breakpoints in a prompt; their newest models find a shared prefix by nothing else.
# https://developers.openai.com/api/docs/guides/prompt-caching#prompt-cache-breakpoints
_OPENAI = "api.openai.com"
_BREAKPOINT = "prompt_cache_breakpoint"


class Rung(StrEnum):
    """The ways to ask for a form, from the strictest to the one that every server understands."""

    JSON_SCHEMA = "json_schema"
    JSON_OBJECT = "json_object"
    TEXT = "text"


_STREAMED = {"stream": True, "stream_options": {"include_usage": True}}
_BELOW = {Rung.JSON_SCHEMA: Rung.JSON_OBJECT, Rung.JSON_OBJECT: Rung.TEXT}


@dataclass(frozen=True, slots=True)
class _Dialect:
    """What is known of how this server and this model want to be asked."""

    rung: Rung = Rung.JSON_SCHEMA
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    room: int = 1  # times the prompt's own limit
    breakpoint: bool = False  # after what many prompts share
    streams: bool = True


@dataclass(frozen=True, slots=True)
class _Asking(Generic[Answer]):
    """What is asked for, after which turns, and who listens on the way."""

    prompt: Prompt[Answer]
    turns: tuple[tuple[str, str], ...]
    on_text: OnText | None


class OpenAIWriter:
    """Writes with one model of one server. What the server can do is found out once and remembered."""

    def __init__(self, model: Model, *, clock: Clock) -> None:
        self.model = model.model
        self._limits = model
        self._endpoint = Endpoint(model, clock=clock)
        self._gauge = TokenGauge()
        self._dialect = _Dialect(breakpoint=self.host == _OPENAI)
        self._said_cut = False
        self._troubles = Troubles(clock)

    @property
    def models(self) -> tuple[str, ...]:
        """The one model."""
        return (self.model,)

    @property
    def host(self) -> str:
        """The server."""
        return self._endpoint.host

    @property
    def rung(self) -> str:
        """How a form is asked for, as far as is known by now."""
        return self._dialect.rung

    async def aclose(self) -> None:
        """Close the connections."""
        await self._endpoint.aclose()

    def measure(self, prompt: Prompt[Answer]) -> Measured:
        """How many tokens the server will count, by what it counted so far."""
        estimated = estimate(*said_of(prompt, prompt.earlier))
        return Measured(self.model, self._gauge.expected(estimated), self._limits.context_tokens)

    async def write(self, prompt: Prompt[Answer], *, heard: Heard[Answer] | None = None) -> Written[Answer]:
        """An answer in the prompt's form, after at most one repair and one longer try.

        Raises CannotWrite (MODEL_REFUSED, MODEL_NONSENSE, MODEL_MISCONFIGURED, PROMPT_TOO_LONG) or
        WriteLater (MODEL_UNREACHABLE, SOURCE_BUSY), with what was spent. A request waits no longer than a
        minute for its turn, and lasts no longer than three timeouts, its retries included.
        """
        tally = Tally()
        try:
            answer = await self._write(
                prompt, tally=tally, on_text=partly(prompt.answer, heard) if heard else None
            )
        except (CannotDo, TryLater) as error:
            raise billed(error, bills=(Bill(self.model, tally.usage),)) from None
        except asyncio.CancelledError:
            raise CalledOff(bills=(Bill(self.model, tally.usage),)) from None
        return Written(answer, self.model, tally.usage)

    async def _write(self, prompt: Prompt[Answer], *, tally: Tally, on_text: OnText | None) -> Answer:
        turns, room = prompt.earlier, self._dialect.room
        while True:
            asking = _Asking(prompt, turns, on_text)
            completion = await self._complete(asking, room=room, tally=tally)
            if completion.declined:
                raise CannotDo(Why.MODEL_REFUSED)
            answer = read_answer(completion.text, prompt.answer)
            if not isinstance(answer, Unfit):
                self._dialect = replace(self._dialect, room=room)
                return answer
            if completion.cut_short and room == 1 and self._gives_more_than(prompt.max_tokens):
                room = _MORE_ROOM
            elif completion.cut_short or turns != prompt.earlier:
                raise CannotDo(Why.MODEL_NONSENSE)
            else:
                turns = (*turns, (spoken(completion.text) or "{}", answer.objection))

    async def _complete(self, asking: "_Asking[Answer]", *, room: int, tally: Tally) -> Completion:
        """One completion, down the ladder as far as the server needs it."""
        prompt, on_text = asking.prompt, asking.on_text
        said = said_of(prompt, asking.turns)
        estimated = estimate(*said)
        limit = self._limit(prompt.max_tokens, room=room, prompt=self._gauge.expected(estimated))
        dialect = self._dialect
        while True:
            extra: dict[str, object] = {dialect.limit: limit, **_asked_form(dialect.rung, prompt.answer)}
            messages = messages_of(said, shared=prompt.shared, marked=dialect.breakpoint)
            if on_text and dialect.streams:
                extra |= _STREAMED
            request = Request(messages, extra, self._gauge.expected(estimated), limit=limit, on_text=on_text)
            try:
                completion = await self._endpoint.complete(request, tally=tally)
                break
            except APIStatusError as error:
                simpler = _simpler(dialect, error)
                if simpler is None:
                    # From None: the SDK's exceptions hold the request and the server's words.
                    raise self._failure(error) from None
                dialect = simpler
        self._dialect = replace(dialect, room=self._dialect.room)
        self._check_whole(estimated, counted=completion.usage.input)
        return completion

    def _gives_more_than(self, tokens: int) -> bool:
        most = self._limits.max_output_tokens
        return most is None or most > tokens

    def _limit(self, asked: int, *, room: int, prompt: int) -> int:
        """The tokens of an answer that the model's own limits leave. Raises CannotDo (PROMPT_TOO_LONG)."""
        limit = min(asked * room, self._limits.max_output_tokens or asked * room)
        left = (self._limits.context_tokens or prompt + limit) - prompt
        if left < min(asked, limit):
            raise self._too_long()
        return min(limit, left)

    def _check_whole(self, estimated: int, *, counted: int) -> None:
        """Raises CannotDo (PROMPT_TOO_LONG) where the server read only a part of the prompt.

        What a model says of a paper whose beginning it never saw is worth nothing, however well formed.
        """
        if not self._gauge.was_cut(estimated, counted=counted):
            self._gauge.learn(estimated, counted=counted)
            return
        if not self._said_cut:
            self._said_cut = True
            _log.warning(
                "model.truncated host=%s model=%s sent=%s read=%s",
                *(self.host, self.model, self._gauge.expected(estimated), counted),
            )
        raise self._too_long()

    def _too_long(self) -> CannotDo:
        return CannotDo(Why.PROMPT_TOO_LONG, model=self.model)

    def _failure(self, error: APIStatusError) -> CannotDo:
        """The SDK's error that neither waiting nor another form helps, as one of ours."""
        if is_declined(error):
            return CannotDo(Why.MODEL_REFUSED)
        if is_too_long(error):
            return self._too_long()
        status = error.status_code
        if self._troubles.is_news(self.model, str(status)):
            _log.error("model.misconfigured host=%s model=%s status=%s", self.host, self.model, status)
        return CannotDo(Why.MODEL_MISCONFIGURED, host=self.host, model=self.model, status=status)


def _asked_form(rung: Rung, form: type[BaseModel]) -> Mapping[str, object]:
    match rung:
        case Rung.JSON_SCHEMA:
            schema = {"name": "answer", "strict": True, "schema": schema_of(form)}
            return {"response_format": {"type": rung, "json_schema": schema}}
        case Rung.JSON_OBJECT:
            return {"response_format": {"type": rung}}
        case Rung.TEXT:
            return {}


def _simpler(dialect: _Dialect, error: APIStatusError) -> _Dialect | None:
    """The next dialect to try after an error that a simpler request may avoid."""
    if error.status_code not in _NOT_UNDERSTOOD or error.code == "model_not_found":
        return None
    if is_declined(error) or is_too_long(error):
        return None
    # Models from before the breakpoints.
    if dialect.breakpoint and _BREAKPOINT in error.message:
        return replace(dialect, breakpoint=False)
    if dialect.streams and "stream" in error.message.lower():
        return replace(dialect, streams=False)
    # OpenAI's reasoning models know the limit by a name that most other servers do not know.
    if dialect.limit == "max_tokens" and "max_completion_tokens" in error.message:
        return replace(dialect, limit="max_completion_tokens")
    below = _BELOW.get(dialect.rung)
    return replace(dialect, rung=below) if below else None
