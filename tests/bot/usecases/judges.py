"""A model that judges announcements as a test tells it to."""

import asyncio
import re
from collections.abc import Callable

from pydantic import BaseModel

from bot.domain.prompts import Answer, Measured, Prompt, Usage, Written
from bot.ports import Heard
from bot.prompts.judging import JudgedPaper, JudgedPapers

Judge = Callable[[str], JudgedPaper | None]  # by number; None: says nothing of it
_NUMBER = re.compile(r"^\[(.+)\]$", re.MULTILINE)


def says(score: int = 80, reason: str = "Keeps lanes apart", kind: str = "other") -> Judge:
    """The same of each paper."""
    return lambda number: JudgedPaper(id=number, score=score, reason=reason, kind=kind)


class JudgingModel:
    """Answers each batch from its last paper on; `trouble` may raise instead, by the numbers asked."""

    def __init__(
        self,
        judge: Judge | None = None,
        *,
        trouble: Callable[[list[str]], Exception | None] = lambda _: None,
        extra: tuple[JudgedPaper, ...] = (),
    ) -> None:
        self.model = "judge-1"
        self.models = (self.model,)
        self.judge = judge or says()
        self.trouble = trouble
        self.extra = extra
        self.prompts: list[Prompt[BaseModel]] = []
        self.asked: list[list[str]] = []

    def measure(self, prompt: Prompt[Answer]) -> Measured:
        return Measured(self.model, len(prompt.message) // 4)

    async def write(self, prompt: Prompt[Answer], *, heard: Heard[Answer] | None = None) -> Written[Answer]:
        numbers = _NUMBER.findall(prompt.user)
        # only its words are looked at
        self.prompts.append(prompt)  # type: ignore[arg-type]
        self.asked.append(numbers)
        await asyncio.sleep(0)
        if error := self.trouble(numbers):
            raise error
        told = [judged for number in reversed(numbers) if (judged := self.judge(number))]
        answer = prompt.answer.model_validate(JudgedPapers(papers=[*told, *self.extra]).model_dump())
        return Written(answer, self.model, Usage(input=1000, output=100, calls=1))
