"""What every stored value is made of: immutable, strict about its fields, at home in JSON."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: two with the same content are equal, and neither changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")
