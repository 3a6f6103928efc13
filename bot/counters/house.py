"""What a house does its own way, on whose account it works, and what its counters say alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from bot.domain.briefs import Language
from bot.domain.chat import Block, Buttons, Reply
from bot.domain.jobs import Job
from bot.domain.marks import Seeker
from bot.domain.reports import Order
from bot.domain.spending import Account
from bot.errors import Reason
from bot.replies.papers import reasons_reply


@dataclass(frozen=True, slots=True)
class House:
    """What this house does its own way, as its operator set it."""

    language: Language  # of reports and briefs, where nobody asks for another
    zone: tzinfo | None  # in which a day begins and ends; None: the machine's own
    title: str = ""  # of the report; "": the language's own
    details: bool = True  # whether a report in a chat holds them beside the briefs
    order: Order = "relevance"  # of the papers in a report
    direct: bool = False  # the chat that is answered has one person


def account_of(job: Job) -> Account:
    """Who pays, the person, if one asked, and the chat; and for which job."""
    platform = job.address.platform
    person = f"{platform}:{job.person}" if job.person else None
    return Account(person=person, chat=f"{platform}:{job.address.chat}", job=job.key)


def seeker_of(job: Job) -> Seeker:
    """Who looks or gives, and where."""
    account = account_of(job)
    return Seeker(chat=account.chat or "", person=account.person or "")


def with_cost(blocks: Sequence[Block], cost: Sequence[Block]) -> list[Block]:
    """The blocks of one paper with what it cost, in front of the buttons that they end with."""
    end = len(blocks) - (bool(blocks) and isinstance(blocks[-1], Buttons))
    return [*blocks[:end], *cost, *blocks[end:]]


def with_unread(
    blocks: Sequence[Block], unread: Sequence[Reason], language: Language, *, papers: tuple[str, ...]
) -> Reply:
    """The blocks, and a sentence for each word that named no paper."""
    return Reply(blocks=(*blocks, *reasons_reply(unread, language).blocks), papers=papers)
