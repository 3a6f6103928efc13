"""What can be asked of the bot: one value a wish, whoever has it. The clock wishes too."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from bot.domain.briefs import Language
from bot.domain.corrections import FieldName
from bot.domain.frozen import Frozen
from bot.domain.references import PaperReference
from bot.errors import Reason


class BriefPaper(Frozen):
    """Brief these papers now."""

    kind: Literal["brief"] = "brief"
    papers: tuple[PaperReference, ...]
    unread: tuple[Reason, ...] = ()  # words among the references that name no paper, and why
    language: Language | None = None


class SubmitPaper(Frozen):
    """Keep these papers for the day's report."""

    kind: Literal["submit"] = "submit"
    papers: tuple[PaperReference, ...]
    unread: tuple[Reason, ...] = ()


class SendReport(Frozen):
    """Report the papers that were submitted on a day."""

    kind: Literal["report"] = "report"
    day: date | None = None  # None: the day on which it is asked, or before it
    days_ago: int = Field(default=0, ge=0)  # counts only where no day is named; 1 is yesterday
    language: Language | None = None
    scheduled: bool = False  # filed by the clock, not asked by a person


class RegenerateBrief(Frozen):
    """Write this paper's brief anew, whatever is remembered."""

    kind: Literal["regenerate"] = "regenerate"
    paper: PaperReference | None  # None: the one that the answered post is about
    answers: str | None = None  # the platform's id of a post, or of the thread that it began
    language: Language | None = None


class CorrectBrief(Frozen):
    """Set a field of this paper's brief; without a field, show what stands there and who changed it."""

    kind: Literal["correct"] = "correct"
    paper: PaperReference | None  # None: the one that the answered post is about
    answers: str | None = None  # the platform's id of a post, or of the thread that it began
    language: Language | None = None
    field: FieldName | None = None
    value: str | None = None  # as it was written; None: the newest correction of the field is withdrawn


class ShowHelp(Frozen):
    """Say what the bot can do."""

    kind: Literal["help"] = "help"


class Misunderstood(Frozen):
    """Words that are no command; answered with advice."""

    kind: Literal["misunderstood"] = "misunderstood"
    reason: Reason


class Refused(Frozen):
    """A wish of somebody who may not have it; answered with what to do about that."""

    kind: Literal["refused"] = "refused"
    reason: Reason


Command = Annotated[
    BriefPaper
    | SubmitPaper
    | SendReport
    | RegenerateBrief
    | CorrectBrief
    | ShowHelp
    | Misunderstood
    | Refused,
    Field(discriminator="kind"),
]
