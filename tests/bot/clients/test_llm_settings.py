"""The models as an operator writes them: one line for the chain, and no key of it shown anywhere."""

import traceback

import pytest
from pydantic import SecretStr

from bot.cli.doctor import what_is_set
from bot.clients.clock import SystemClock
from bot.domain.models import Model, keys_of, parse_chain
from bot.errors import SetupError
from bot.opening import Network, open_models, open_writer
from bot.settings import Settings

FIRST = {"BRIEFBOT_LLM_BASE_URL": "http://localhost:11434/v1", "BRIEFBOT_LLM_MODEL": "qwen3:8b"}
CHAIN = (
    "https://api.example.com/v1?model=large-2&api_key=sk-two%2Csecret&requests_per_minute=60&tokens_per_minute=9000"
    ", http://localhost:8080/v1?model=org/small&timeout=300&concurrency=1&max_output_tokens=900&context_tokens=4096,"
)


def settings(**values: str) -> Settings:
    return Settings(_env_file=None, **FIRST, **values)  # type: ignore[arg-type]


def test_a_chain_is_read_from_one_line() -> None:
    assert parse_chain(CHAIN) == (
        Model(
            base_url="https://api.example.com/v1",
            model="large-2",
            api_key=SecretStr("sk-two,secret"),
            requests_per_minute=60,
            tokens_per_minute=9000,
        ),
        Model(
            base_url="http://localhost:8080/v1",
            model="org/small",
            timeout=300,
            concurrency=1,
            max_output_tokens=900,
            context_tokens=4096,
        ),
    )
    assert parse_chain("") == parse_chain(" , ") == ()


def test_a_plus_in_a_key_stays_a_plus() -> None:
    (model,) = parse_chain("http://h/v1?model=m&api_key=a+b=c")
    assert model.api_key.get_secret_value() == "a+b=c"


@pytest.mark.parametrize(
    ("chain", "wrong"),
    [
        ("word", "base_url"),
        ("http://h/v1", "model: is missing"),
        ("http://h/v1?model=", "model"),
        ("ftp://h/v1?model=m", "base_url"),
        ("http://h/v1?model=m&api_key=sk-second&timeout=0", "timeout"),
        ("http://h/v1?model=m&requests=4", "requests: is not a name that is known here"),
        ("http://h/v1?model=m&api_key=sk-ｓecret", "api_key"),
        ("http://h/v1?model=m&tokens_per_minute=many", "tokens_per_minute"),
    ],
)
def test_a_wrong_chain_stops_the_start_and_says_which_model_is_wrong(chain: str, wrong: str) -> None:
    own = settings(BRIEFBOT_LLM_CHAIN=f"http://h/v1?model=ok&api_key=sk-first,{chain}")
    with pytest.raises(SetupError) as caught:
        open_writer(own, clock=SystemClock(), network=Network())
    assert "Model 2 of BRIEFBOT_LLM_CHAIN is wrong" in str(caught.value)
    assert wrong in str(caught.value)
    shown = "".join(traceback.format_exception(caught.value))
    assert "sk-" not in shown


def test_a_wrong_first_model_is_named_by_its_setting() -> None:
    own = settings(BRIEFBOT_LLM_API_KEY="sk-ｓecret")
    with pytest.raises(SetupError, match="BRIEFBOT_LLM_API_KEY: it holds a character that no key") as caught:
        _ = own.models
    assert "sk-" not in "".join(traceback.format_exception(caught.value))


def test_the_first_model_has_the_settings_of_its_own() -> None:
    (first,) = settings(
        BRIEFBOT_LLM_API_KEY="sk-one\n",
        BRIEFBOT_LLM_TIMEOUT="7",
        BRIEFBOT_LLM_CONCURRENCY="3",
        BRIEFBOT_LLM_REQUESTS_PER_MINUTE="60",
        BRIEFBOT_LLM_TOKENS_PER_MINUTE="5000",
        BRIEFBOT_LLM_MAX_OUTPUT_TOKENS="900",
        BRIEFBOT_LLM_CONTEXT_TOKENS="8192",
    ).models
    assert first == Model(
        base_url="http://localhost:11434/v1",
        model="qwen3:8b",
        api_key=SecretStr("sk-one"),
        timeout=7,
        concurrency=3,
        requests_per_minute=60,
        tokens_per_minute=5000,
        max_output_tokens=900,
        context_tokens=8192,
    )


@pytest.mark.parametrize("missing", FIRST)
def test_a_chain_without_a_first_model_stops_the_start(missing: str) -> None:
    values = {**FIRST, "BRIEFBOT_LLM_CHAIN": CHAIN}
    del values[missing]
    with pytest.raises(SetupError) as caught:
        _ = Settings(_env_file=None, **values).models  # type: ignore[arg-type]
    assert "BRIEFBOT_LLM_BASE_URL and BRIEFBOT_LLM_MODEL" in str(caught.value)


async def test_the_models_are_asked_in_the_order_of_the_settings() -> None:
    writer = open_writer(settings(BRIEFBOT_LLM_CHAIN=CHAIN), clock=SystemClock(), network=Network())
    assert writer
    assert (writer.model, writer.models) == ("qwen3:8b", ("qwen3:8b", "large-2", "org/small"))
    await writer.aclose()


async def test_offline_only_the_models_of_this_machine_are_asked() -> None:
    models = open_models(
        settings(BRIEFBOT_LLM_CHAIN=CHAIN), clock=SystemClock(), network=Network(offline=True)
    )
    assert [model.model for model in models] == ["qwen3:8b", "org/small"]
    assert open_writer(Settings(_env_file=None), clock=SystemClock(), network=Network()) is None


def test_no_key_of_a_chain_shows() -> None:
    own = settings(BRIEFBOT_LLM_CHAIN=CHAIN)
    shown = "\n".join(what_is_set(own)) + repr(own) + str(own) + repr(own.models) + str(own.models)
    assert "secret" not in shown
    assert {"sk-two%2Csecret", "sk-two,secret"} <= set(own.secrets)


def test_the_keys_of_a_chain_that_cannot_be_read_are_secrets_all_the_same() -> None:
    assert keys_of("nonsense?api_key=sk-1&x,http://h?api_key=sk%262") == ("sk-1", "sk%262", "sk&2")
