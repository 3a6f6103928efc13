"""What the bot remembers, on one page: the shelves that storage fills, named for what stands on them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Protocol

from bot.domain.briefs import Brief, Language
from bot.domain.chat import Address
from bot.domain.commands import AskPaper
from bot.domain.corrections import Correction
from bot.domain.jobs import Job
from bot.domain.marks import HandIn, Hit, Mark, Seeker
from bot.domain.overviews import Tally
from bot.domain.papers import Paper
from bot.domain.reports import Submission
from bot.domain.spending import Charge, Spent, Whose
from bot.domain.texts import PaperText
from bot.domain.turns import KeptTurn
from bot.ports import StoredFile

Group = Literal["day", "model", "chat", "person", "paper"]


class Shelf(Protocol):
    """The files of papers, under the hash of their content."""

    async def keep(self, content: bytes, *, name: str) -> StoredFile:
        """Keep a file; the same content twice is one file."""
        ...

    async def expire(self, before: datetime) -> int:
        """Remove the files last used before a time; returns how many."""
        ...


class Texts(Protocol):
    """The whole texts of papers, by the files that they were read from."""

    async def text(self, sha256: str) -> PaperText | None:
        """The whole text that was read from a file."""
        ...


class Library(Texts, Protocol):
    """The papers, and who handed them in when."""

    async def get(self, key: str) -> Paper | None:
        """The paper with a canonical key, in its newest version."""
        ...

    async def version(self, key: str, version: int) -> Paper | None:
        """An earlier or the newest version of a paper, if it was ever kept."""
        ...

    async def get_all(self, keys: Collection[str]) -> dict[str, Paper]:
        """Those of the papers that are kept, by their keys."""
        ...

    async def by_file(self, sha256: str) -> Paper | None:
        """The paper that a file is known to be, in the version that the file is of."""
        ...

    async def by_handle(self, digits: str) -> Paper | None:
        """The one paper whose key begins with these digits of its file's hash; None where several do."""
        ...

    async def by_number(self, number: str) -> Paper | None:
        """The paper with an arXiv number, whether its key has it or only its pages print it."""
        ...

    async def keep(self, paper: Paper, *, now: datetime, text: PaperText | None = None) -> None:
        """Keep the record, with the text of its file.

        It takes the place of the same version's record; the paper's newest version is what it is known by.
        """
        ...

    async def adopt(
        self, paper: Paper, *, known_as: str, now: datetime, text: PaperText | None = None
    ) -> None:
        """Keep the record, and make all that was known under another key its own."""
        ...

    async def know_file(self, sha256: str, *, paper: Paper) -> None:
        """Note that a file is a copy of a paper in this version."""
        ...

    async def submit(self, submission: Submission, *, job: str, place: int, now: datetime) -> None:
        """Note that a paper was handed in; a second time for the same job and place, the note is replaced."""
        ...

    async def has_submission(self, job: str) -> bool:
        """True where something was handed in by a job, whatever came of it."""
        ...

    async def submissions(self, day: date) -> tuple[Submission, ...]:
        """What was handed in on a day, in the order in which it came."""
        ...


@dataclass(frozen=True, slots=True)
class KeptBrief:
    """A brief and when it was written."""

    brief: Brief
    kept_at: datetime


class Briefs(Protocol):
    """The briefs, one per paper version, language, prompt and writer."""

    async def get(self, paper: Paper, *, language: Language, prompt: str, writer: str) -> Brief | None:
        """The brief, if it was written before."""
        ...

    async def keep(self, brief: Brief, *, now: datetime) -> Brief:
        """Keep a brief and return the one that is kept: where two were written, the first."""
        ...

    async def replace(self, brief: Brief, *, now: datetime) -> Brief:
        """Keep a brief in the place of those by the same prompt, of any model; they become earlier ones."""
        ...

    async def of(self, paper: str) -> tuple[KeptBrief, ...]:
        """Every brief that was ever kept of the paper with a key, oldest first."""
        ...


class Corrections(Protocol):
    """What people changed about briefs; nothing is ever taken away."""

    async def keep(self, correction: Correction) -> None:
        """Add a correction; a second one of the same job changes nothing."""
        ...

    async def of(self, papers: Collection[str]) -> tuple[Correction, ...]:
        """All that was corrected about the papers with these keys, oldest first."""
        ...


class PaperIndex(Protocol):
    """What papers are found by, and what is told of one."""

    async def find(
        self, terms: Sequence[str], *, seeker: Seeker, skip: int, limit: int
    ) -> tuple[tuple[Hit, ...], int]:
        """Papers that hold every term, from the `skip`th on, and how many there are in all.

        Those with more terms in their title come first, then the newest. A paper that came as a file or a
        text in a direct chat, and is not on arXiv, is found by whoever gave it alone.
        """
        ...

    async def given(self, paper: str, *, seeker: Seeker | None) -> None:
        """Note who gave a file or a text, and where; None: it was fetched from a public address."""
        ...

    async def hand_ins(self, paper: str) -> tuple[HandIn, ...]:
        """Who handed a paper in for a report, and when, oldest first."""
        ...

    async def versions(self, paper: str) -> tuple[int, ...]:
        """The versions of a paper that are kept, oldest first."""
        ...


class Marks(Protocol):
    """What people marked: each mark once for a person, a paper and, where it matters, a chat."""

    async def put(self, mark: Mark, paper: str, *, seeker: Seeker, now: datetime) -> bool:
        """Mark a paper; False: it was marked before."""
        ...

    async def take(self, mark: Mark, paper: str, *, seeker: Seeker) -> bool:
        """Take a mark back; False: there was none."""
        ...

    async def saved(self, person: str, *, skip: int, limit: int) -> tuple[tuple[Hit, ...], int]:
        """What a person saved, newest first, from the `skip`th on, each with when; and how many in all."""
        ...

    async def tallies(self, address: Address, papers: Collection[str]) -> Mapping[str, Tally]:
        """How many people saved papers, wherever they are, or like them in a chat: by key, where any do."""
        ...


class ThreadTurns(Protocol):
    """What was asked and answered in threads."""

    async def session_of(self, job: Job, *, paper: str, answers: str | None, since: datetime) -> str:
        """The session of a question about a paper: that of the post that it answers, or that this begins.

        A question that answers no post goes on with the last of its person about the paper in the chat,
        where that came `since` a moment.
        """
        ...

    async def of(self, session: str, *, paper: str, job: Job, mends: bool) -> tuple[KeptTurn, ...]:
        """The turns of a session about a paper, oldest first, but for those whose place the job's takes."""
        ...

    async def keep(self, kept: Sequence[KeptTurn], *, job: Job, mends: bool) -> None:
        """Keep the turns of a job in the place of those that it had.

        Where the job answers a message that was edited, it `mends` what came of it before.
        """
        ...

    async def asked_at(self, address: Address, post: str) -> AskPaper | None:
        """The question that a post of ours answers."""
        ...

    async def shown_for(self, job: Job) -> tuple[str, ...]:
        """Ids of the deliveries that answer the same message in its earlier words, and can be edited."""
        ...


class Ledger(Protocol):
    """Every charge, and sums of them."""

    async def add(self, charge: Charge) -> None:
        """Note a charge."""
        ...

    async def spent(
        self, *, since: datetime, until: datetime, person: str | None = None, chat: str | None = None
    ) -> Spent:
        """The sum from one moment to before another: of a person, of a chat, or of all."""
        ...

    async def by(self, *, since: datetime, until: datetime, group: Group) -> dict[str | None, Spent]:
        """The same sums apart, in the groups' order; a day as in 2026-11-21, None for what has none."""
        ...

    async def of_job(self, job: str) -> dict[str, Spent]:
        """What a job cost, all its tries together, by model."""
        ...

    async def limits(self) -> dict[Whose, Decimal | None]:
        """The budgets that were set in chat, in the place of the operator's; None: no limit."""
        ...

    async def limit(self, whose: Whose, limit: Decimal | None) -> None:
        """Set a budget, in the currency of the house; None: no limit."""
        ...
