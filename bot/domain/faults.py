"""What a check found wrong with settings -> a sentence each, and never a value: it may be a secret."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

# https://docs.pydantic.dev/latest/errors/validation_errors/: by type, with what the type tells
_SENTENCES = {
    "missing": "is missing",
    "extra_forbidden": "is not a name that is known here",
    "int_parsing": "must be a whole number",
    "int_parsing_size": "must be a smaller number",
    "int_from_float": "must be a whole number",
    "float_parsing": "must be a number",
    "decimal_parsing": "must be a number alone, such as 2.50",
    "finite_number": "must be a number with an end",
    "bool_parsing": "must be true or false",
    "time_parsing": "must be an hour such as 09:00",
    "literal_error": "must be {expected}",
    "string_too_short": "must not be empty",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
}


def faults_of(error: ValidationError) -> tuple[tuple[str, str], ...]:
    """The name of each wrong setting, and what is wrong with it; a validator's own sentence as it is."""
    faults = error.errors(include_input=False, include_url=False)
    return tuple(
        (".".join(map(str, fault["loc"])), _sentence(fault["type"], fault["msg"], fault.get("ctx", {})))
        for fault in faults
    )


def _sentence(kind: str, words: str, facts: Mapping[str, Any]) -> str:
    if kind == "value_error":
        return str(facts["error"])
    if kind in _SENTENCES:
        return _SENTENCES[kind].format(**{name: _plain(fact) for name, fact in facts.items()})
    return words.replace("Input should be", "must be")


def _plain(fact: object) -> object:
    """A limit without the point that only its type has: 86400, not 86400.0."""
    return int(fact) if isinstance(fact, float) and fact.is_integer() else fact
