"""What the doctor finds out about each model, in words for an operator, and what it says that it cost."""

import socket
from typing import Any

import pytest

from bot.cli.doctor_models import examine_models
from bot.settings import Settings
from tests.fakes.model_server import MODEL, Act, ModelServer, Traits


async def look(server: ModelServer, **values: str) -> tuple[list[str], list[bool]]:
    """The lines for one model, and whether each is well."""
    named = {"BRIEFBOT_LLM_BASE_URL": server.address, "BRIEFBOT_LLM_MODEL": MODEL, **values}
    findings = await examine_models(Settings(_env_file=None, **named))  # type: ignore[arg-type]
    assert findings[0].thing == "model"
    return [finding.words for finding in findings], [finding.ok for finding in findings]


async def test_a_sound_model_is_asked_four_times_and_the_cost_told() -> None:
    async with ModelServer() as server:
        words, well = await look(server)
    assert all(well)
    assert words[0] == "test-model at 127.0.0.1 answers (json_schema)"
    assert words[1].startswith("test-model: prompts are cached; ")
    assert words[2].startswith("test-model: long prompts are whole; what stood at the start of ")
    assert words[3].startswith("test-model: this look cost 4 requests, ")
    assert len(words) == 4
    assert len(server.calls) == 4


async def test_the_probes_are_as_long_as_they_say() -> None:
    """A prefix of over 1,024 tokens, which is what OpenAI caches; a prompt of about 6,000."""
    async with ModelServer() as server:
        await look(server)
    asked: list[dict[str, Any]] = [dict(call.request) for call in server.calls]
    texts = ["".join(message["content"] for message in one["messages"]) for one in asked]
    _, shared, again, long = (len(text) / 4 for text in texts)
    assert 1100 < shared == again < 2500
    assert 5000 < long < 7500


@pytest.mark.parametrize(
    ("refuses", "rung", "calls"),
    [(["json_schema"], "json_object", 5), (["json_schema", "json_object"], "text", 6)],
)
async def test_the_rung_that_works_is_named(refuses: list[str], rung: str, calls: int) -> None:
    async with ModelServer(traits=Traits(refuses=refuses)) as server:
        words, well = await look(server)
    assert all(well)
    assert words[0].endswith(f"answers ({rung})")
    assert f"this look cost {calls} requests" in words[3]
    assert len(server.calls) == calls


async def test_a_server_that_cuts_long_prompts_is_found_out() -> None:
    async with ModelServer(traits=Traits(context=4096)) as server:
        words, well = await look(server)
    assert well == [True, True, False, True]
    assert "what stood at the start" in words[2]
    async with ModelServer(traits=Traits(context=2048)) as server:
        words, well = await look(server)
    assert well == [True, True, False, True]
    assert "refused or cut" in words[2]
    assert "deploy/README.md, Models" in words[2]


async def test_a_context_that_is_set_is_kept_to() -> None:
    async with ModelServer(traits=Traits(context=4096)) as server:
        words, well = await look(server, BRIEFBOT_LLM_CONTEXT_TOKENS="4096")
    assert all(well)
    assert "are not sent" in words[2]
    assert len(server.calls) == 3


@pytest.mark.parametrize(
    ("act", "words"),
    [(Act(usage=False), "the server counts no tokens"), (Act(frame="{}"), "prompts are cached")],
)
async def test_what_the_server_does_not_tell_is_not_claimed(act: Act, words: str) -> None:
    async with ModelServer(always=act) as server:
        told, well = await look(server)
    assert all(well)
    assert words in told[1]


async def test_a_model_that_does_not_answer_is_asked_nothing_more() -> None:
    async with ModelServer(traits=Traits(key="sk-another")) as server:
        words, well = await look(server, BRIEFBOT_LLM_API_KEY="sk-wrong")
    assert well == [False, True]
    assert "does not accept our request for test-model (status 401)" in words[0]
    assert "this look cost 1 request, 0 tokens" in words[1]


async def test_every_model_of_a_chain_is_looked_at_and_no_key_shown() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{unused.getsockname()[1]}/v1?model=gone&api_key=sk-secret"
        async with ModelServer() as server:
            words, well = await look(
                server, BRIEFBOT_LLM_CHAIN=f"{server.address}?model={MODEL}&api_key=sk-secret,{nowhere}"
            )
    assert well == [True] * 8 + [False, True]
    assert "did not answer" in words[8]
    assert "gone: this look cost 3 requests" in words[9]
    assert "secret" not in "\n".join(words)


async def test_without_a_model_nothing_is_asked_and_a_wrong_chain_is_told() -> None:
    (finding,) = await examine_models(Settings(_env_file=None))
    assert (finding.ok, finding.words) == (True, "not set; briefs are extracted from the abstract")
    wrong = Settings(_env_file=None, BRIEFBOT_LLM_CHAIN="word")
    (finding,) = await examine_models(wrong)
    assert not finding.ok
    assert "Model 1 of BRIEFBOT_LLM_CHAIN is wrong" in finding.words
