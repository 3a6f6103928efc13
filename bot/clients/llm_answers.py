"""What a model server sends back, read leniently, and the words that ask a model for its form."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, Field, JsonValue, ValidationError

from bot.clients.llm_objects import Found, fitted, objects_in
from bot.domain.prompts import Answer, Usage
from bot.errors import CannotDo, Why

# DashScope refuses json_object unless the word JSON stands in the messages.
_ASK = "Answer with one JSON object that fits this JSON Schema, and with nothing else:\n"
_OBJECTION = (
    "This answer cannot be used: {faults}.\n"
    "Answer again with one JSON object that fits the schema, and with nothing else."
)
# Servers without a reasoning parser leave the thoughts in the text. Some prompt templates open the tag
# themselves, so that only its end is seen; a truncated answer has only its start.
_THOUGHT = r"(?:think(?:ing)?|thoughts?|reason(?:ing)?)"
_THOUGHTS_ENDED = re.compile(
    rf"^.*(?:</{_THOUGHT}>|\[/THINK\]|<\|channel\|>final(?:\s*<\|constrain\|>\w+)?<\|message\|>)", re.DOTALL
)
_THOUGHTS_OPEN = re.compile(rf"(?:<{_THOUGHT}>|\[THINK\]|<\|channel\|>(?:analysis|commentary)).*$", re.DOTALL)
_END_OF_TURN = re.compile(r"(?:<\|(?:end|return)\|>\s*)+$")
_NOISE = ("title", "default", "$defs")  # OpenAI's strict mode refuses `default`; neither helps a model
_FAULTS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Completion:
    """The part of a chat completion that is used."""

    text: str
    usage: Usage  # the tokens of this one request
    cut_short: bool = False  # the token limit was reached
    declined: bool = False  # by the model, or by a filter in front of it


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a text is no answer, in words for the model that wrote it."""

    faults: tuple[str, ...]

    @property
    def objection(self) -> str:
        """The turn that asks for a better answer."""
        return _OBJECTION.format(faults="; ".join(self.faults[:_FAULTS_SHOWN]))


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Body(BaseModel):
    choices: list[_Choice] = Field(min_length=1)
    usage: JsonValue = None


Tokens = Annotated[int, Field(ge=0, le=10**9)]  # what is outside is no count, and would be no price


class _InputDetails(BaseModel):
    cached_tokens: Tokens | None = None
    cache_write_tokens: Tokens | None = None


class _Counts(BaseModel):
    prompt_tokens: Tokens | None = None
    completion_tokens: Tokens | None = None
    prompt_tokens_details: _InputDetails | None = None
    prompt_cache_hit_tokens: Tokens | None = None  # DeepSeek's own name for the cached part


def read_completion(body: bytes) -> Completion:
    """Read the body of a 200. Raises CannotDo (MODEL_NONSENSE): a proxy's page, no choices."""
    try:
        read = _Body.model_validate_json(body)
    except ValidationError:
        raise CannotDo(Why.MODEL_NONSENSE) from None
    choice = read.choices[0]
    return Completion(
        text=choice.message.content or "",
        usage=usage_of(read.usage),
        cut_short=choice.finish_reason == "length",
        declined=bool(choice.message.refusal) or choice.finish_reason == "content_filter",
    )


def usage_of(counts: JsonValue) -> Usage:
    """A bill that cannot be read is no reason to lose the answer."""
    try:
        read = _Counts.model_validate(counts)
    except ValidationError:
        return Usage()
    details = read.prompt_tokens_details or _InputDetails()
    return Usage(
        input=read.prompt_tokens or 0,
        cached=details.cached_tokens or read.prompt_cache_hit_tokens or 0,
        cache_writes=details.cache_write_tokens or 0,
        output=read.completion_tokens or 0,
    )


def read_answer(text: str, form: type[Answer]) -> Answer | Unfit:
    """The last object in a model's text that fits the form: bare, after thoughts, fenced or amid prose.

    The slips that models make are mended (`bot.clients.llm_objects`); what has another type is refused.
    """
    unfit = None
    for found in _candidates(text, form):
        try:
            return form.model_validate_json(json.dumps(fitted(found, form)))
        except ValidationError as error:
            faults = error.errors(include_url=False, include_context=False, include_input=False)
        unfit = unfit or Unfit(tuple(_fault(fault["loc"], fault["msg"]) for fault in faults))
    return unfit or Unfit(("there is no JSON object in it",))


def spoken(text: str) -> str:
    """A model's text without its thoughts."""
    return _END_OF_TURN.sub("", _THOUGHTS_OPEN.sub("", _THOUGHTS_ENDED.sub("", text)).strip()).strip()


def _candidates(text: str, form: type[BaseModel]) -> Iterator[Found]:
    """The text itself where it is one object, which may speak of thoughts; else the last before "
    "the others."""
    bare = text.strip().removeprefix("\ufeff")
    alone = list(objects_in(bare)) if bare.startswith("{") and bare.endswith("}") else []
    if len(alone) == 1:
        yield from alone
    there = list(objects_in(spoken(text)))
    there.reverse()
    yield from sorted(there, key=lambda found: not found.value.keys() & form.model_fields.keys())


def _fault(place: tuple[int | str, ...], words: str) -> str:
    return f"{'.'.join(map(str, place)) or 'the answer'}: {words}"


@lru_cache(maxsize=64)  # it takes milliseconds to make
def schema_of(form: type[BaseModel]) -> JsonValue:
    """The JSON Schema of a form (not a recursive one) as OpenAI's strict mode takes it.

    Every field is required, no other is allowed, and references are written out:
    https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
    """
    schema = form.model_json_schema()
    return _strict(schema, schema.get("$defs", {}))


def _strict(node: JsonValue, definitions: Mapping[str, JsonValue]) -> JsonValue:
    if isinstance(node, list):
        return [_strict(part, definitions) for part in node]
    if not isinstance(node, dict):
        return node
    if isinstance(reference := node.get("$ref"), str):
        return _strict(definitions[reference.rpartition("/")[2]], definitions)
    strict = {key: _strict(part, definitions) for key, part in node.items() if key not in _NOISE}
    if isinstance(fields := node.get("properties"), dict):
        strict["properties"] = {name: _strict(part, definitions) for name, part in fields.items()}
        strict["required"] = list(fields)
        strict["additionalProperties"] = False
    return strict


def instructions(system: str, form: type[BaseModel]) -> str:
    """The system text with the form of the answer: the same bytes for the same prompt, on every server."""
    schema = json.dumps(schema_of(form), ensure_ascii=False, separators=(",", ":"))
    return f"{system}\n\n{_ASK}{schema}"
