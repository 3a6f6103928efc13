"""What comes to chats by itself, as one argument: what is announced, chosen, and was told."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.briefs import Language
from bot.domain.chat import Address
from bot.domain.choices import Choice
from bot.domain.spending import Account
from bot.told import Reports
from bot.topics.categories import categories_of
from bot.usecases.choose_papers import Choosing, choose_papers
from bot.usecases.following import Following
from bot.usecases.pull_mailings import Press, pull_mailings


@dataclass(frozen=True, slots=True)
class Mail:
    """The shelf of reports, what their papers are chosen from, and where that comes from."""

    reports: Reports
    choosing: Choosing | None = None  # None: there is no chat that could follow anything
    press: Press | None = None  # None: there is no network

    @property
    def following(self) -> Following | None:
        """The topics of chats, for whoever changes them."""
        if self.choosing is None:
            return None
        choosing = self.choosing
        return Following(choosing.topics, choosing.announcements, turns=choosing.judging.turns)

    async def pull(self, address: Address) -> None:
        """Fetch what was announced in the categories that a chat follows; cheap where that was just done.

        What could not be fetched is noted, and the choice tells of it. Raises TryLater for storage.
        """
        if self.choosing and self.press:
            followed = await self.choosing.topics.of(address)
            await pull_mailings(categories_of(each.topic for each in followed), press=self.press)

    async def choose(
        self, address: Address, *, account: Account, language: Language, now: datetime, final: bool
    ) -> Choice | None:
        """What a chat is to read of what was announced; None: it follows nothing. Raises TryLater."""
        if self.choosing is None:
            return None
        choosing = self.choosing.on(account, final=final)
        return await choose_papers(address, choosing=choosing, language=language, now=now)
