"""Words typed in any chat -> kept papers, for people who are let in: by the table that holds for commands."""

from dataclasses import dataclass

from bot.domain.briefs import Language
from bot.domain.commands import FindPapers, Refused
from bot.domain.marks import Seeker
from bot.domain.permissions import Asker, permitted, standing_of
from bot.domain.suggestions import Suggestion, Typed
from bot.errors import CannotDo
from bot.replies.suggestions import suggestion
from bot.usecases.doors import Doors
from bot.usecases.find_papers import Finding, find_papers


@dataclass(frozen=True, slots=True)
class Suggesting:
    """An `Inline`: the first page of what `find` finds for the person in private."""

    doors: Doors
    finding: Finding
    language: Language  # for people whose platform does not tell theirs

    async def suggest(self, typed: Typed) -> tuple[Suggestion, ...] | None:
        """The papers that hold the words, without words the newest; None: the person may not look."""
        asker = await self._asker(typed)
        if isinstance(permitted(FindPapers(words=typed.words), asker), Refused):
            return None
        language = typed.language or self.language
        seeker = Seeker(chat=asker.chat, person=asker.person)
        try:
            page = await find_papers(
                typed.words, page=1, seeker=seeker, language=language, finding=self.finding
            )
        except CannotDo:  # too many words: nothing is found by them
            return ()
        return tuple(suggestion(found, language) for found in page.papers)

    async def _asker(self, typed: Typed) -> Asker:
        """The person as in private: in which chat they type, nobody tells. Nothing is noted of strangers."""
        rooms = self.doors.registers.rooms
        chat = await rooms.direct_chat(typed.platform, typed.person) or typed.person
        room = await rooms.get(typed.platform, chat)
        name = f"{typed.platform}:{chat}"
        standing = standing_of(name, kept=room.standing if room else None, rules=self.doors.rules)
        person = f"{typed.platform}:{typed.person}"
        role = await self.doors.role(person, standing)
        return Asker(person=person, chat=name, role=role, direct=True, standing=standing)
