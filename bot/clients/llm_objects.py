"""The JSON objects in what a model wrote, with the slips that models make mended, brought near a form.

Mended are a comma before a closing bracket, a line end inside a string, one missing last brace and a
capital in a key. An object inside another of one key ("answer") is taken out. Of values: null for one that
may be left out, a number for a list of one, "S3" or "S1, S2" for numbers. All else stays, and is refused.
"""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import get_args, get_origin

from pydantic import BaseModel, JsonValue

_MOST_STARTS = 100  # places at which an object may begin; prose has a few braces
_STRING_OR_COMMA = re.compile(r'"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])', re.DOTALL)
_NUMBERS = re.compile(r"\s*[SI]?\d{1,6}(?:(?:\s*[,;]\s*|\s+)[SI]?\d{1,6})*\s*", re.IGNORECASE)
_DECODER = json.JSONDecoder(strict=False)  # a raw line end may stand in a string


@dataclass(frozen=True, slots=True)
class Found:
    """One object of a text."""

    value: dict[str, JsonValue]
    whole: bool  # False: its last brace was missing


def objects_in(text: str) -> Iterator[Found]:
    """The objects that stand in a text beside each other, in order."""
    end = 0
    for count, start in enumerate(found.start() for found in re.finditer(r"\{", text)):
        if start < end:
            continue
        if count >= _MOST_STARTS:
            return
        for rest in dict.fromkeys((text[start:], _without_commas(text[start:]))):
            if read := _read(rest):
                value, length = read
                end = start + length
                yield Found(value, whole=True)
                break
        else:
            closed = _without_commas(text[start:]).rstrip().rstrip("`").rstrip() + "}"
            read = _read(closed)
            if read and read[1] == len(closed):
                yield Found(read[0], whole=False)
                return


def _read(text: str) -> tuple[dict[str, JsonValue], int] | None:
    try:
        value, length = _DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return (value, length) if isinstance(value, dict) else None


def _without_commas(text: str) -> str:
    """A space for a comma before a closing bracket, so that lengths stay."""
    return _STRING_OR_COMMA.sub(lambda found: " " if found[0] == "," else found[0], text)


def fitted(found: Found, form: type[BaseModel]) -> dict[str, JsonValue]:
    """An object nearer to a form. What the form requires is made up only where it may be an empty part."""
    value, fields = found.value, form.model_fields
    inner = next(iter(value.values())) if len(value) == 1 else None
    if isinstance(inner, dict) and not value.keys() & fields.keys():
        value = inner
    value = {_spelled(name, fields): part for name, part in value.items()}
    fit = dict(value)
    parts = [name for name, field in fields.items() if _may_be_empty(field.annotation)]
    if any(isinstance(value.get(name), dict) for name in parts):
        for name in parts:
            if value.get(name) is None and (found.whole or name in value):
                fit[name] = {}
    for name, field in fields.items():
        if name in fit:
            fit[name] = _value(fit[name], field.annotation)
            if fit[name] is None and not field.is_required():
                del fit[name]
    return fit


def _spelled(name: str, fields: Collection[str]) -> str:
    return name.lower() if name.lower() in fields else name


def _value(value: JsonValue, wanted: object) -> JsonValue:
    if isinstance(wanted, type) and issubclass(wanted, BaseModel) and isinstance(value, dict):
        return fitted(Found(value, whole=True), wanted)
    if get_origin(wanted) is list:
        (item,) = get_args(wanted)
        if item is int:
            return _numbers(value)
        if isinstance(value, list):
            return [_value(one, item) for one in value]
    return value


def _numbers(value: JsonValue) -> JsonValue:
    if isinstance(value, int) and not isinstance(value, bool):
        return [value]
    if isinstance(value, str) and _NUMBERS.fullmatch(value):
        return [int(digits) for digits in re.findall(r"\d+", value)]
    if isinstance(value, list) and all(isinstance(one, int | float | str) for one in value):
        read = [_numbers(one) if isinstance(one, str) else [one] for one in value]
        if all(isinstance(one, list) for one in read):
            return [number for one in read if isinstance(one, list) for number in one]
    return value


def _may_be_empty(wanted: object) -> bool:
    return (
        isinstance(wanted, type)
        and issubclass(wanted, BaseModel)
        and not any(field.is_required() for field in wanted.model_fields.values())
    )
