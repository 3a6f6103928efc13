"""What a model is asked, and the form that its answer must have."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

Answer = TypeVar("Answer", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Prompt(Generic[Answer]):
    """One question to a model. Instructions stand in `system`; a paper's text only ever in `user`."""

    name: str  # "brief/1": the prompt's name and version, kept with what came of it
    system: str
    user: str
    answer: type[Answer]
    max_tokens: int = 1200
    earlier: tuple[tuple[str, str], ...] = ()  # (answer, objection) of earlier tries, for a repair turn
    shared: str = ""  # sent before `user`, in the same bytes for many prompts: servers can keep it in a cache

    @property
    def message(self) -> str:
        """All that is said to the model beside its instructions."""
        return self.shared + self.user


@dataclass(frozen=True, slots=True)
class Measured:
    """How much a prompt asks a model to read, before it is asked."""

    model: str
    tokens: int  # as the server will count them, by all that is known
    context: int | None = None  # tokens of one request, input and output together; None: not known


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer cost, in tokens and requests; tokens are 0 where the server does not count them."""

    input: int = 0  # all that was read, cached or not
    cached: int = 0  # of the input: read from the server's cache
    cache_writes: int = 0  # of the input: written to the cache, where that has its own price
    output: int = 0
    calls: int = 0  # requests, those that only found out what the server can do included

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            input=self.input + other.input,
            cached=self.cached + other.cached,
            cache_writes=self.cache_writes + other.cache_writes,
            output=self.output + other.output,
            calls=self.calls + other.calls,
        )


@dataclass(frozen=True, slots=True)
class Written(Generic[Answer]):
    """An answer that has the prompt's form; whether it is true is for others to check."""

    answer: Answer
    model: str  # the name that was asked for, whatever the server calls it
    usage: Usage
