"""A model as an operator names it: where it is served, and how much of it may be used."""

from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator

from bot.domain.faults import faults_of
from bot.domain.frozen import Frozen
from bot.domain.references import is_web_address
from bot.errors import SetupError


class Model(Frozen):
    """One model of one server, with its limits; None stands for a limit that nobody set."""

    base_url: str
    model: str = Field(min_length=1)
    api_key: SecretStr = SecretStr("")  # empty: the server asks for none
    timeout: float = Field(90, gt=0, le=86400)  # seconds for one request
    concurrency: int = Field(8, ge=1, le=64)  # requests under way at once
    requests_per_minute: int | None = Field(None, ge=1)
    tokens_per_minute: int | None = Field(None, ge=1)  # input and output together
    max_output_tokens: int | None = Field(None, ge=1)  # of one answer, thoughts included
    context_tokens: int | None = Field(None, ge=1)  # of one request, input and output together

    @field_validator("base_url")
    @classmethod
    def _reachable(cls, address: str) -> str:
        if not is_web_address(address):
            raise ValueError("an address begins with http:// or https:// and names a host")
        return address

    @field_validator("api_key")
    @classmethod
    def _fit_to_be_sent(cls, key: SecretStr) -> SecretStr:
        bare = key.get_secret_value().strip()  # a file's line break
        if not (bare.isascii() and bare.isprintable()):
            raise ValueError("it holds a character that no key has; copy it again")
        return SecretStr(bare)

    @property
    def host(self) -> str:
        """The server."""
        return urlsplit(self.base_url).hostname or ""


def checked_model(settings: Mapping[str, object], *, label: str, prefix: str = "") -> Model:
    """The model of these fields. Raises SetupError that says what is wrong, and never the key.

    With a prefix the fields are named as settings of their own are: in capitals behind it.
    """
    try:
        return Model.model_validate(settings)
    except ValidationError as error:
        faults = faults_of(error)
    wrong = "; ".join(f"{prefix + name.upper() if prefix else name}: {words}" for name, words in faults)
    # Not where it was caught: the validation error holds the key.
    raise SetupError(f"{label} is wrong: {wrong}. See deploy/README.md, Models.")


def parse_chain(text: str) -> tuple[Model, ...]:
    """Models with commas between them, each as `address?model=name&api_key=...&timeout=90`.

    The names after the question mark are those of `Model`. A comma, an ampersand or a percent sign inside a
    value is written as %2C, %26 or %25. Raises SetupError that says which model is wrong, and never its key.
    """
    parts = [part.strip() for part in text.split(",")]
    return tuple(_parse(part, place=place) for place, part in enumerate(parts, start=1) if part)


def keys_of(chain: str) -> tuple[str, ...]:
    """Every key that stands in a chain, as it is written and as it is sent, whether or not all else fits."""
    settings = [setting for part in chain.split(",") for setting in part.strip().partition("?")[2].split("&")]
    written = [setting.partition("=")[2] for setting in settings if setting.startswith("api_key=")]
    return tuple(key for one in written for key in dict.fromkeys((one, unquote(one))) if key)


def _parse(part: str, *, place: int) -> Model:
    address, _, rest = part.partition("?")
    written = (setting.partition("=") for setting in rest.split("&") if setting)
    settings = {name: unquote(value) for name, _, value in written}
    return checked_model({**settings, "base_url": address}, label=f"Model {place} of BRIEFBOT_LLM_CHAIN")
