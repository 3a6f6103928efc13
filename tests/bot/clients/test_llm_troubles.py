"""A trouble that every call meets is one line in the log a while, whatever the number of papers."""

import logging
from contextlib import aclosing
from datetime import timedelta

import pytest
from pydantic import BaseModel, SecretStr

from bot.clients.llm import OpenAIWriter
from bot.clients.llm_chain import ChainWriter
from bot.clients.llm_troubles import Troubles
from bot.domain.models import Model
from bot.domain.prompts import Prompt
from tests.fakes.model_server import MODEL, ModelServer
from tests.fakes.ports import FakeClock
from tests.fakes.running_clock import RunningClock


class Answer(BaseModel):
    word: str


PROMPT = Prompt(name="test/1", system="Brief the paper.", user="S1: We propose Sieve.", answer=Answer)


def test_a_trouble_is_news_once_in_ten_minutes_for_each_model_and_kind() -> None:
    clock = FakeClock()
    troubles = Troubles(clock)
    assert [troubles.is_news("lane-1", "401") for _ in range(3)] == [True, False, False]
    assert troubles.is_news("lane-2", "401")
    assert troubles.is_news("lane-1", "404")
    clock.go_on(timedelta(minutes=9))
    assert not troubles.is_news("lane-1", "401")
    clock.go_on(timedelta(minutes=1))
    assert [troubles.is_news("lane-1", "401") for _ in range(2)] == [True, False]
    clock.go_on(timedelta(hours=-3))
    assert troubles.is_news("lane-1", "401"), "the clock was set back"


async def test_many_papers_with_an_unknown_model_are_one_line_for_the_model_and_one_for_the_chain(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    async with ModelServer() as closed, ModelServer() as good:
        clock = RunningClock()
        models = [
            OpenAIWriter(Model(base_url=at, api_key=SecretStr(""), model=name), clock=clock)
            for at, name in ((closed.address, "dead"), (good.address, MODEL))
        ]
        async with aclosing(ChainWriter(models, clock=clock)) as chain:
            wrote = [(await chain.write(PROMPT)).model for _ in range(5)]
        asked = len(closed.calls)
    assert (wrote, asked) == ([MODEL] * 5, 5)
    assert caplog.messages == [
        "model.misconfigured host=127.0.0.1 model=dead status=404",
        "model.failed model=dead why=model_misconfigured",
    ]
