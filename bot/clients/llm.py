"""The model client: a Prompt to any server that speaks OpenAI's Chat Completions, and its answer back."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Literal
from urllib.parse import urlsplit

from openai import APIConnectionError, APIStatusError, AsyncOpenAI
from openai.types.chat import ChatCompletionMessageParam
from pydantic import BaseModel

from bot.clients.llm_answers import (
    Completion,
    Unfit,
    instructions,
    read_answer,
    read_completion,
    schema_of,
    spoken,
)
from bot.domain.frozen import Frozen
from bot.domain.prompts import Answer, Prompt, Usage, Written
from bot.errors import CannotDo, SetupError, TryLater, Why

_log = logging.getLogger(__name__)

_RETRIES = 2
# A reasoning model spends the limit on its thoughts before the first word of the answer.
_MORE_ROOM = 4
_LONGEST_WAIT = timedelta(days=1)

_NOT_UNDERSTOOD = (400, 404, 422)  # OpenRouter answers 404 where no host of a model knows the parameter
_PASSING = (408, 409, 429)
# The codes that stand for "not this text": Azure, DashScope, Ark, one-api; DeepSeek has only a sentence.
_DECLINED = (
    "content_filter",
    "content_policy",
    "data_inspection_failed",
    "datainspectionfailed",
    "sensitive",
)
_DECLINED_BY_DEEPSEEK = "Content Exists Risk"
_NO_MONEY = "insufficient_quota"  # OpenAI says it with a 429; waiting does not fill an account


class Rung(StrEnum):
    """The ways to ask for a form, from the strictest to the one that every server understands."""

    JSON_SCHEMA = "json_schema"
    JSON_OBJECT = "json_object"
    TEXT = "text"


_BELOW = {Rung.JSON_SCHEMA: Rung.JSON_OBJECT, Rung.JSON_OBJECT: Rung.TEXT}


@dataclass(frozen=True, slots=True)
class _Dialect:
    """What is known of how this server and this model want to be asked."""

    rung: Rung = Rung.JSON_SCHEMA
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    room: int = 1  # times the prompt's own limit


class _Echo(Frozen):
    word: str
    number: int


_PROBE = Prompt(
    name="probe/1",
    system="You answer a check of the connection.",
    user="Give the word 'ready' and the number 7.",
    answer=_Echo,
)


class OpenAIWriter:
    """Writes with one model of one server. What the server can do is found out once and remembered."""

    def __init__(
        self, *, base_url: str, api_key: str, model: str, timeout: timedelta, concurrency: int
    ) -> None:
        """`timeout` is for one request; `concurrency` is how many may be under way at once.

        An empty key is right for a local server. Raises SetupError for an address or a key that no
        request could carry.
        """
        address, key = urlsplit(base_url), api_key.strip()
        if address.scheme not in ("http", "https") or not address.hostname:
            raise SetupError(
                "The model server's address must begin with http:// or https:// and name a host."
            )
        if not (key.isascii() and key.isprintable()):
            raise SetupError("The model server's API key holds a character that no key has. Copy it again.")
        self.model = model
        self._host = address.hostname
        self._client = AsyncOpenAI(
            base_url=base_url,
            api_key=key or "none",  # the SDK insists on one
            timeout=timeout.total_seconds(),
            max_retries=_RETRIES,
        )
        # The SDK takes these from the environment; they are no business of another firm's server.
        self._client.organization = self._client.project = None
        # DeepSeek sends blank lines while a request queues, up to ten minutes: no read ever times out.
        self._patience = timeout * (1 + _RETRIES)
        self._slots = asyncio.Semaphore(concurrency)
        self._dialect = _Dialect()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def write(self, prompt: Prompt[Answer]) -> Written[Answer]:
        """An answer in the prompt's form, after at most one repair and one longer try.

        Raises CannotDo (MODEL_REFUSED, MODEL_NONSENSE, MODEL_MISCONFIGURED) or TryLater
        (MODEL_UNREACHABLE, SOURCE_BUSY). No request lasts longer than three timeouts, its retries and
        their waits included.
        """
        turns, room, spent = prompt.earlier, self._dialect.room, Usage()
        while True:
            completion = await self._complete(prompt, turns, limit=prompt.max_tokens * room)
            spent += completion.usage
            answer = read_answer(completion.text, prompt.answer)
            if not isinstance(answer, Unfit):
                self._dialect = replace(self._dialect, room=room)
                return Written(answer, self.model, spent)
            if completion.cut_short and room == 1:
                room = _MORE_ROOM
            elif completion.cut_short or turns != prompt.earlier:
                raise CannotDo(Why.MODEL_NONSENSE)
            else:
                turns = (*turns, (spoken(completion.text) or "{}", answer.objection))

    async def probe(self) -> str:
        """Ask for a form of two fields; returns the rung that works. Raises what `write` raises."""
        await self.write(_PROBE)
        return self._dialect.rung

    async def _complete(
        self, prompt: Prompt[Answer], turns: tuple[tuple[str, str], ...], *, limit: int
    ) -> Completion:
        """One completion, down the ladder as far as the server needs it."""
        messages, dialect, refused = _messages(prompt, turns), self._dialect, 0
        while True:
            extra = {dialect.limit: limit, **_asked_form(dialect.rung, prompt.answer)}
            try:
                body = await self._post(messages, extra)
                break
            except APIStatusError as error:
                simpler = _simpler(dialect, error)
                # From None, here and below: the SDK's exceptions hold the request and the server's words.
                if simpler is None:
                    raise self._failure(error) from None
                dialect, refused = simpler, refused + 1
            except (APIConnectionError, TimeoutError):
                raise TryLater(Why.MODEL_UNREACHABLE, host=self._host) from None
        self._dialect = replace(dialect, room=self._dialect.room)
        completion = read_completion(body)
        return replace(completion, usage=completion.usage + Usage(calls=refused))

    async def _post(self, messages: list[ChatCompletionMessageParam], extra: Mapping[str, object]) -> bytes:
        """The body of a 200. It is read by us: the SDK builds its objects without checking them."""
        async with self._slots, asyncio.timeout(self._patience.total_seconds()):
            response = await self._client.chat.completions.with_raw_response.create(
                model=self.model, messages=messages, extra_body=extra
            )
        return response.content

    def _failure(self, error: APIStatusError) -> CannotDo | TryLater:
        """The SDK's error after its retries, as one of ours."""
        if _is_declined(error):
            return CannotDo(Why.MODEL_REFUSED)
        status = error.status_code
        if (status in _PASSING or status >= 500) and error.code != _NO_MONEY:
            why = Why.SOURCE_BUSY if status in (429, 503) else Why.MODEL_UNREACHABLE
            return TryLater(why, after=_asked_wait(error.response.headers), host=self._host)
        _log.error("model.misconfigured host=%s model=%s status=%s", self._host, self.model, status)
        return CannotDo(Why.MODEL_MISCONFIGURED, host=self._host, model=self.model, status=status)


def _messages(prompt: Prompt[Answer], turns: tuple[tuple[str, str], ...]) -> list[ChatCompletionMessageParam]:
    """The stable part first, so that servers can cache it; later turns follow."""
    messages: list[ChatCompletionMessageParam] = [
        {"role": "system", "content": instructions(prompt.system, prompt.answer)},
        {"role": "user", "content": prompt.user},
    ]
    for answer, objection in turns:
        messages += [{"role": "assistant", "content": answer}, {"role": "user", "content": objection}]
    return messages


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
    if error.status_code not in _NOT_UNDERSTOOD or error.code == "model_not_found" or _is_declined(error):
        return None
    # OpenAI's reasoning models know the limit by a name that most other servers do not know.
    if dialect.limit == "max_tokens" and "max_completion_tokens" in error.message:
        return replace(dialect, limit="max_completion_tokens")
    below = _BELOW.get(dialect.rung)
    return replace(dialect, rung=below) if below else None


def _is_declined(error: APIStatusError) -> bool:
    code = f"{error.code} {error.type}".lower()
    return _DECLINED_BY_DEEPSEEK in error.message or any(word in code for word in _DECLINED)


def _asked_wait(headers: Mapping[str, str]) -> timedelta | None:
    seconds = headers.get("retry-after", "").strip()
    return min(timedelta(seconds=int(seconds[:9])), _LONGEST_WAIT) if seconds.isdecimal() else None
