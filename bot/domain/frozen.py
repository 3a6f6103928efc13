"""What every stored value is made of: immutable, strict about its fields, at home in JSON."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: two with the same content are equal, and neither changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def whole(text: str) -> str:
    """The text with U+FFFD for lone surrogates: such halves of characters fit neither JSON nor a database."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


Whole = Annotated[str, AfterValidator(whole)]
"""A name as somebody's platform hands it over: perhaps with half of an emoji that was cut."""
