"""What an operator may set; every name stands in deploy/env.example with its default. Read once, at start."""

import re
from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import unquote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.faults import faults_of
from bot.domain.models import Model, checked_model, keys_of, parse_chain
from bot.domain.permissions import Rules
from bot.domain.price_list import parse_prices
from bot.domain.references import is_web_address
from bot.domain.spending import Budget
from bot.errors import SetupError

_PASSWORD = re.compile(r"^[^/]*//[^/@]*?:(.+)@")
_ARXIV_ADDRESSES = ("arxiv_api_url", "arxiv_pdf_url", "arxiv_feed_url")
Names = Annotated[frozenset[str], NoDecode]  # written as a list with commas


class Settings(BaseSettings):
    """Frozen; secrets show only whether they are set."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, frozen=True, extra="ignore")

    telegram_token: SecretStr | None = Field(None, validation_alias="TELEGRAM_TOKEN")
    telegram_api_url: str = Field("https://api.telegram.org", validation_alias="TELEGRAM_API_URL")
    slack_bot_token: SecretStr | None = Field(None, validation_alias="SLACK_BOT_TOKEN")
    slack_app_token: SecretStr | None = Field(None, validation_alias="SLACK_APP_TOKEN")
    slack_api_url: str = Field("https://slack.com/api/", validation_alias="SLACK_API_URL")

    owners: Names = Field(frozenset(), validation_alias="BRIEFBOT_OWNERS")
    allowed_chats: Names = Field(frozenset(), validation_alias="BRIEFBOT_ALLOWED_CHATS")

    llm_base_url: str = Field("", validation_alias="BRIEFBOT_LLM_BASE_URL")
    llm_api_key: SecretStr | None = Field(None, validation_alias="BRIEFBOT_LLM_API_KEY")
    llm_model: str = Field("", validation_alias="BRIEFBOT_LLM_MODEL")
    llm_institutions: bool = Field(default=True, validation_alias="BRIEFBOT_LLM_INSTITUTIONS")
    llm_concurrency: int = Field(8, ge=1, le=64, validation_alias="BRIEFBOT_LLM_CONCURRENCY")
    llm_timeout: float = Field(90, gt=0, le=86400, validation_alias="BRIEFBOT_LLM_TIMEOUT")  # seconds
    llm_requests: int | None = Field(None, ge=1, validation_alias="BRIEFBOT_LLM_REQUESTS_PER_MINUTE")
    llm_tokens: int | None = Field(None, ge=1, validation_alias="BRIEFBOT_LLM_TOKENS_PER_MINUTE")
    llm_output: int | None = Field(None, ge=1, validation_alias="BRIEFBOT_LLM_MAX_OUTPUT_TOKENS")
    llm_context: int | None = Field(None, ge=1, validation_alias="BRIEFBOT_LLM_CONTEXT_TOKENS")
    llm_chain: SecretStr | None = Field(None, validation_alias="BRIEFBOT_LLM_CHAIN")

    llm_prices: str = Field("", validation_alias="BRIEFBOT_LLM_PRICES")  # as in bot.domain.price_list
    budget_person: Decimal | None = Field(None, ge=0, le=10**9, validation_alias="BRIEFBOT_BUDGET_PERSON")
    budget_chat: Decimal | None = Field(None, ge=0, le=10**9, validation_alias="BRIEFBOT_BUDGET_CHAT")
    budget_total: Decimal | None = Field(None, ge=0, le=10**9, validation_alias="BRIEFBOT_BUDGET_TOTAL")
    budget_currency: str = Field("USD", validation_alias="BRIEFBOT_BUDGET_CURRENCY")  # ISO 4217

    language: Literal["zh", "en"] = Field("zh", validation_alias="BRIEFBOT_LANGUAGE")
    time_zone: str = Field("", validation_alias="BRIEFBOT_TIME_ZONE")  # IANA name; "": the machine's own
    report_title: str = Field("", validation_alias="BRIEFBOT_REPORT_TITLE")
    report_chats: Names = Field(frozenset(), validation_alias="BRIEFBOT_REPORT_CHATS")
    report_at: time = Field(time(9, 0), validation_alias="BRIEFBOT_REPORT_AT")  # in the time zone
    font: Path | None = Field(None, validation_alias="BRIEFBOT_FONT")  # of pictures; None: one that is found
    hold_uncertain: bool = Field(default=False, validation_alias="BRIEFBOT_HOLD_UNCERTAIN")

    data_dir: Path = Field(Path("data"), validation_alias="BRIEFBOT_DATA_DIR")
    database_url: SecretStr | None = Field(None, validation_alias="BRIEFBOT_DATABASE_URL")
    keep_pdfs_days: int = Field(30, ge=0, le=36500, validation_alias="BRIEFBOT_KEEP_PDFS_DAYS")
    pdf_max_pages: int = Field(300, ge=1, validation_alias="BRIEFBOT_PDF_MAX_PAGES")
    pdf_max_mib: int = Field(50, ge=1, validation_alias="BRIEFBOT_PDF_MAX_MIB")
    pdf_timeout: float = Field(60, gt=0, le=86400, validation_alias="BRIEFBOT_PDF_TIMEOUT")  # seconds
    pdf_processes: int = Field(2, ge=1, le=16, validation_alias="BRIEFBOT_PDF_PROCESSES")
    workers: int = Field(4, ge=1, le=64, validation_alias="BRIEFBOT_WORKERS")

    arxiv_api_url: str = Field(
        "https://export.arxiv.org/api/query", validation_alias="BRIEFBOT_ARXIV_API_URL"
    )
    arxiv_pdf_url: str = Field("https://arxiv.org/pdf/", validation_alias="BRIEFBOT_ARXIV_PDF_URL")
    arxiv_feed_url: str = Field(
        "https://rss.arxiv.org/atom/", validation_alias="BRIEFBOT_ARXIV_FEED_URL"
    )  # a category is added
    arxiv_pace: float = Field(
        3.0, ge=0, le=86400, validation_alias="BRIEFBOT_ARXIV_PACE"
    )  # seconds a request
    catch_up_days: int = Field(7, ge=0, le=60, validation_alias="BRIEFBOT_CATCH_UP_DAYS")
    paper_folder: Path | None = Field(None, validation_alias="BRIEFBOT_PAPER_FOLDER")  # a team's own PDFs
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", validation_alias="BRIEFBOT_LOG_LEVEL"
    )

    @field_validator("owners", "allowed_chats", "report_chats", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return frozenset(name for name in (part.strip() for part in value.split(",")) if name)
        return value

    @field_validator("owners", "allowed_chats", "report_chats")
    @classmethod
    def _with_platform(cls, names: frozenset[str]) -> frozenset[str]:
        for name in sorted(names):
            platform, _, rest = name.partition(":")
            if platform not in {"telegram", "slack"} or not rest:
                raise ValueError(f"“{name}” is not written as telegram:1234 or slack:U123")
        return names

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            return name and ZoneInfo(name).key
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"“{name}” is no time zone; write one such as Asia/Shanghai") from error

    @field_validator("report_at")
    @classmethod
    def _on_the_wall(cls, moment: time) -> time:
        if moment.tzinfo:
            raise ValueError("write an hour such as 09:00; its zone is BRIEFBOT_TIME_ZONE")
        return moment

    @field_validator("budget_currency")
    @classmethod
    def _coded(cls, code: str) -> str:
        if not re.fullmatch(r"[A-Z]{3}", code):
            raise ValueError("write a currency's three capital letters such as USD")
        return code

    @field_validator("telegram_api_url", "slack_api_url", *_ARXIV_ADDRESSES, "llm_base_url")
    @classmethod
    def _reachable(cls, address: str) -> str:
        if address and not is_web_address(address):
            raise ValueError("an address begins with http:// or https:// and names a host")
        return address

    @field_validator("llm_prices")
    @classmethod
    def _well_formed(cls, line: str) -> str:
        parse_prices(line)
        return line

    @property
    def database(self) -> str:
        """The database's address; may hold a password."""
        if self.database_url:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'briefbot.sqlite3'}"

    @property
    def models(self) -> tuple[Model, ...]:
        """The models, the first choice first; none: briefs are extracted. Raises SetupError."""
        chain = parse_chain(self.llm_chain.get_secret_value() if self.llm_chain else "")
        if not (self.llm_base_url or self.llm_model or chain):
            return ()
        if not (self.llm_base_url and self.llm_model):
            names = "BRIEFBOT_LLM_BASE_URL and BRIEFBOT_LLM_MODEL"
            raise SetupError(f"A model needs both {names}. See deploy/README.md, Models.")
        first = {
            "base_url": self.llm_base_url,
            "model": self.llm_model,
            "api_key": self.llm_api_key or "",
            "timeout": self.llm_timeout,
            "concurrency": self.llm_concurrency,
            "requests_per_minute": self.llm_requests,
            "tokens_per_minute": self.llm_tokens,
            "max_output_tokens": self.llm_output,
            "context_tokens": self.llm_context,
        }
        return (checked_model(first, label="The first model", prefix="BRIEFBOT_LLM_"), *chain)

    @property
    def rules(self) -> Rules:
        """Whom the operator lets in."""
        return Rules(owners=self.owners, chats=self.allowed_chats)

    @property
    def budget(self) -> Budget:
        """What may be spent a day."""
        return Budget(
            person=self.budget_person,
            chat=self.budget_chat,
            total=self.budget_total,
            currency=self.budget_currency,
        )

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret that is set, for the log's filter and for nothing else."""
        held = (getattr(self, name) for name in type(self).model_fields)
        words = [secret.get_secret_value() for secret in held if isinstance(secret, SecretStr)]
        # A driver's complaint may hold the password alone, and as it is, not as an address writes it.
        password = _PASSWORD.search(self.database)
        alone = {password[1], unquote(password[1])} if password else set()
        keys = keys_of(self.llm_chain.get_secret_value()) if self.llm_chain else ()
        return (*words, *keys, *sorted(alone, key=len, reverse=True))


def read_settings() -> Settings:
    """The settings from the environment and from .env. Raises SetupError that names every wrong one."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = [f"{name}: {sentence}" for name, sentence in faults_of(error)]
    # Not where it was caught: the validation error holds the values.
    raise SetupError(f"Wrong settings (see deploy/env.example): {'; '.join(wrong)}.")


def names() -> dict[str, object]:
    """Every setting's name in the environment and its default."""
    return {str(field.validation_alias): field.default for field in Settings.model_fields.values()}
