"""A writer that a purse pays, in the place of one that nobody counts."""

from dataclasses import dataclass

from bot.domain.prompts import Answer, Measured, Prompt, Written
from bot.domain.spending import Account, Purpose
from bot.ports import Heard, Writer
from bot.usecases.spending import Errand, Purse


@dataclass(frozen=True, slots=True)
class PaidWriter:
    """A writer whose every call a purse pays, for one errand; it takes the writer's place."""

    purse: Purse
    writer: Writer
    purpose: Purpose
    paper: str | None
    account: Account

    @property
    def model(self) -> str:
        """The writer's."""
        return self.writer.model

    @property
    def models(self) -> tuple[str, ...]:
        """The writer's."""
        return self.writer.models

    def measure(self, prompt: Prompt[Answer]) -> Measured:
        """The writer's."""
        return self.writer.measure(prompt)

    async def write(self, prompt: Prompt[Answer], *, heard: Heard[Answer] | None = None) -> Written[Answer]:
        """What the writer writes. Raises what it raises, and what `Purse.write` does."""
        errand = Errand(self.purpose, self.paper, self.account)
        return await self.purse.write(prompt, writer=self.writer, errand=errand, heard=heard)
