"""A completion that comes word by word: what is whole of it so far, and at the end the completion itself."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from pydantic import BaseModel, Field, JsonValue, ValidationError
from pydantic_core import from_json

from bot.clients.llm_answers import Completion, spoken, usage_of
from bot.domain.prompts import Answer
from bot.errors import CannotDo, Why
from bot.ports import Heard

OnText = Callable[[str], Awaitable[None]]
"""Is told all of the text so far, each time that something in it may have become whole."""

_DATA, _END = "data:", "[DONE]"
_CLOSES = re.compile(r'["}\]]')  # what ends a value in JSON
_BROKEN = "stream_broken"


class StreamBroken(Exception):
    """A stream ended before its completion did, or its server says that something went wrong in between."""


class _Delta(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    delta: _Delta = Field(default_factory=_Delta)
    finish_reason: str | None = None


class _Chunk(BaseModel):
    choices: list[_Choice] = Field(default_factory=list)
    usage: JsonValue = None
    error: JsonValue = None


@dataclass(slots=True)
class Transcript:
    """What came of one stream so far."""

    text: str = ""
    _usage: JsonValue = None
    _finish: str | None = None
    _declined: bool = False
    _done: bool = False

    async def read(self, lines: AsyncIterator[str], on_text: OnText) -> Completion:
        """Read server-sent events to their end.

        Raises CannotDo (MODEL_NONSENSE) for what is no chunk of a completion, and StreamBroken.
        """
        async for line in lines:
            if not line.startswith(_DATA):  # comments keep a connection open
                continue
            data = line.removeprefix(_DATA).strip()
            if data == _END:
                self._done = True
                break
            if _CLOSES.search(self._take(data)):
                await on_text(self.text)
        if not (self._done or self._finish):
            raise StreamBroken(_BROKEN)
        return Completion(
            text=self.text,
            usage=usage_of(self._usage),
            cut_short=self._finish == "length",
            declined=self._declined or self._finish == "content_filter",
        )

    def _take(self, data: str) -> str:
        """The words that one event brings."""
        try:
            chunk = _Chunk.model_validate_json(data)
        except ValidationError:
            raise CannotDo(Why.MODEL_NONSENSE) from None
        if chunk.error:
            raise StreamBroken(_BROKEN)
        self._usage = chunk.usage or self._usage  # its own event, the last; some send it with each
        words = ""
        for choice in chunk.choices[:1]:
            words = choice.delta.content or ""
            self._declined = self._declined or bool(choice.delta.refusal)
            self._finish = choice.finish_reason or self._finish
        self.text += words
        return words


def partly(form: type[Answer], heard: Heard[Answer]) -> OnText:
    """Tells `heard` what a text is of an answer already, each time that it is another one."""
    told: Answer | None = None

    async def on_text(text: str) -> None:
        nonlocal told
        partial = partial_answer(text, form)
        if partial is not None and partial != told:
            told = partial
            await heard(partial)

    return on_text


def partial_answer(text: str, form: type[Answer]) -> Answer | None:
    """An answer of what is whole in a text that is still being written; None while it makes none.

    A string without its end is left out, as is a field whose value has not begun.
    """
    said = spoken(text)
    start = said.find("{")
    if start < 0:
        return None
    try:
        found = from_json(said[start:], allow_partial=True)
    except ValueError:
        return None
    while True:
        try:
            return form.model_validate(found)
        except ValidationError:
            begun = _last_list(found)
            if not begun:
                return None
            begun.pop()  # what has only begun lacks what the form requires


def _last_list(value: JsonValue) -> list[JsonValue] | None:
    """The innermost list that is still being written, if it has a part."""
    found = None
    while value and isinstance(value, dict | list):
        if isinstance(value, list):
            found = value
            value = value[-1]
        else:
            value = [*value.values()][-1]
    return found
