"""What an operator sets: read from the environment and .env, wrong values named at once, secrets kept."""

import logging
import sys
from datetime import time
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest

from bot.cli.doctor import what_is_set
from bot.errors import SetupError
from bot.logs import log_to_stderr
from bot.settings import Settings, names, read_settings

SECRETS = {
    "TELEGRAM_TOKEN": "123:telegram-secret",
    "SLACK_BOT_TOKEN": "xoxb-slack-secret",
    "SLACK_APP_TOKEN": "xapp-slack-secret",
    "BRIEFBOT_LLM_API_KEY": "sk-model-secret",
    "BRIEFBOT_LLM_CHAIN": "https://next.example/v1?model=m&api_key=sk-next-secret",
    "BRIEFBOT_DATABASE_URL": "postgresql://me:pass%40word-secret@db/briefbot",
}
WRONG = {
    "BRIEFBOT_OWNERS": "telegram:1,bob",
    "BRIEFBOT_ALLOWED_CHATS": "slack:",
    "BRIEFBOT_REPORT_CHATS": "irc:1",
    "BRIEFBOT_LLM_BASE_URL": "localhost:11434",
    "BRIEFBOT_LLM_CONCURRENCY": "0",
    "BRIEFBOT_LLM_TIMEOUT": "inf",
    "BRIEFBOT_LLM_PRICES": "lane-1=cheap",
    "BRIEFBOT_BUDGET_PERSON": "-0.01",
    "BRIEFBOT_BUDGET_CHAT": "nan",
    "BRIEFBOT_BUDGET_TOTAL": "5 USD",
    "BRIEFBOT_BUDGET_CURRENCY": "dollars",
    "BRIEFBOT_LANGUAGE": "fr",
    "BRIEFBOT_TIME_ZONE": "Mars/Olympus",
    "BRIEFBOT_REPORT_AT": "25:00",
    "BRIEFBOT_HOLD_UNCERTAIN": "perhaps",
    "BRIEFBOT_KEEP_PDFS_DAYS": "-1",
    "BRIEFBOT_PDF_PROCESSES": "many",
    "BRIEFBOT_ARXIV_API_URL": "arxiv",
    "BRIEFBOT_ARXIV_FEED_URL": "rss.arxiv.org/atom",
    "BRIEFBOT_ARXIV_PACE": "nan",
    "BRIEFBOT_CATCH_UP_DAYS": "61",
    "BRIEFBOT_LOG_LEVEL": "LOUD",
}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment in which nothing is set, in an empty folder."""
    for name in names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def put(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def test_nothing_has_to_be_set() -> None:
    settings = read_settings()
    assert (settings.language, settings.workers, settings.report_at) == ("zh", 4, time(9))
    assert (settings.rules.owners, settings.secrets) == (frozenset(), ())
    assert settings.database == "sqlite:///data/briefbot.sqlite3"


def test_every_wrong_value_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, WRONG)
    with pytest.raises(SetupError) as raised:
        read_settings()
    for name in WRONG:
        assert f"{name}: " in str(raised.value)
    assert "\n" not in str(raised.value)
    assert "Value error" not in str(raised.value)
    assert "Input" not in str(raised.value), "a sentence of ours, not of a library's"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("BRIEFBOT_OWNERS", "bob", "“bob” is not written as telegram:1234 or slack:U123"),
        ("BRIEFBOT_WORKERS", "0", "must be at least 1"),
        ("BRIEFBOT_WORKERS", "many", "must be a whole number"),
        ("BRIEFBOT_LLM_TIMEOUT", "90000", "must be at most 86400"),
        ("BRIEFBOT_LANGUAGE", "fr", "must be 'zh' or 'en'"),
        ("BRIEFBOT_REPORT_AT", "nine", "must be an hour such as 09:00"),
        ("BRIEFBOT_BUDGET_CURRENCY", "dollars", "write a currency's three capital letters such as USD"),
    ],
)
def test_a_wrong_value_gets_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, *, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SetupError) as raised:
        read_settings()
    assert str(raised.value) == f"Wrong settings (see deploy/env.example): {name}: {sentence}."


def test_a_wrong_value_beside_secrets_does_not_tell_them(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, SECRETS | {"BRIEFBOT_WORKERS": "none"})
    with pytest.raises(SetupError) as raised:
        read_settings()
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("hour", ["09:00Z", "09:00+02:00"])
def test_the_hour_of_the_report_has_no_zone_of_its_own(monkeypatch: pytest.MonkeyPatch, hour: str) -> None:
    monkeypatch.setenv("BRIEFBOT_REPORT_AT", hour)
    with pytest.raises(SetupError, match="its zone is BRIEFBOT_TIME_ZONE"):
        read_settings()


def test_lists_are_written_with_commas_and_may_be_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFBOT_OWNERS", " telegram:1 ,, slack:U2,")
    monkeypatch.setenv("BRIEFBOT_REPORT_CHATS", "telegram:-100:42")
    monkeypatch.setenv("BRIEFBOT_ALLOWED_CHATS", "")
    settings = read_settings()
    assert settings.owners == {"telegram:1", "slack:U2"}
    assert settings.report_chats == {"telegram:-100:42"}
    assert settings.allowed_chats == frozenset()


def test_a_budget_of_nothing_is_not_a_budget_without_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().budget.unlimited
    put(monkeypatch, {"BRIEFBOT_BUDGET_PERSON": "0", "BRIEFBOT_BUDGET_TOTAL": "0.10"})
    budget = read_settings().budget
    assert (budget.person, budget.chat, budget.total) == (Decimal(0), None, Decimal("0.1"))
    assert (budget.unlimited, budget.currency) == (False, "USD")


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "BRIEFBOT_WORKERS=7\nBRIEFBOT_REPORT_TITLE=每日简报\nOTHER=1\n", encoding="utf-8"
    )
    monkeypatch.setenv("BRIEFBOT_WORKERS", "9")
    settings = read_settings()
    assert (settings.workers, settings.report_title) == (9, "每日简报")


def test_secrets_show_neither_in_words_nor_at_the_doctors(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, SECRETS | {"BRIEFBOT_LLM_BASE_URL": "https://me:address-secret@model.example/v1"})
    settings = read_settings()
    shown = "\n".join(what_is_set(settings))
    assert "secret" not in shown
    assert "https://***@model.example/v1" in shown
    for name in SECRETS:
        assert f"{name:<28}set" in shown.splitlines()
    for secret in SECRETS.values():
        assert secret not in repr(settings) + str(settings)
    assert len(shown.splitlines()) == len(Settings.model_fields)
    assert f"{'BRIEFBOT_REPORT_TITLE':<28}not set (optional)" in shown.splitlines()
    assert "missing" not in shown


def test_secrets_are_blotted_out_of_every_log_line_and_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, SECRETS)
    lines = StringIO()
    monkeypatch.setattr(sys, "stderr", lines)
    root = logging.getLogger()
    before = root.handlers[:], root.level
    root.handlers = []  # else the test's own would be closed
    try:
        log_to_stderr("INFO", secrets=read_settings().secrets)
        try:
            raise ValueError("https://api.example/bot123:telegram-secret/getMe, pass@word-secret")
        except ValueError as error:
            logging.getLogger("anybody").exception("call.failed key=%s", "sk-model-secret")
            logging.getLogger("anybody").warning("again", exc_info=error)
        logging.getLogger("httpx").info("GET /bot123:telegram-secret/getMe")
        logging.getLogger("anybody").info("db postgresql://me:pass%40word-secret@db/briefbot")
    finally:
        root.handlers, level = before
        root.setLevel(level)
    assert "-secret" not in lines.getvalue()
    assert lines.getvalue().count("ValueError: https://api.example/bot***/getMe, ***") == 2
    assert "getMe HTTP" not in lines.getvalue()
