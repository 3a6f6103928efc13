"""What can be asked of the bot: one value a wish, whoever has it. The clock wishes too."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from bot.domain.briefs import Language
from bot.domain.corrections import FieldName
from bot.domain.frozen import Frozen
from bot.domain.marks import Mark
from bot.domain.overviews import SendOverview
from bot.domain.references import PaperReference
from bot.domain.rooms import AdminAct, Role, RoomChange, RoomNews, SettingName, Standing
from bot.domain.topic_commands import OfTopics
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
    begins: date | None = None  # the first day that is covered, where it is not the day alone
    days_ago: int = Field(default=0, ge=0)  # counts only where no day is named; 1 is yesterday
    language: Language | None = None
    scheduled: bool = False  # the daily report of the chat: filed by the clock, or for it by an admin
    dates: int = Field(default=1, ge=1)  # due dates that it covers, where the clock filed it
    preview: bool = False  # the daily report as it would be now, for the asker alone; nothing is told by it
    anew: bool = False  # from what was handed in on the day, not as a report was sent on it
    place: int = Field(default=0, ge=0)  # which report that was sent on the day, 1 the first; 0: the last


class AboutPaper(Frozen):
    """A wish about one paper: named, or meant by the post that it answers."""

    paper: PaperReference | None = None  # None: the one that the answered post is about
    number: int | None = Field(default=None, ge=1)  # of the paper in the answered post, where it has several
    answers: str | None = None  # the platform's id of a post, or of the thread that it began
    kind: str

    @property
    def verb(self) -> str:
        """The word that it is typed with."""
        return self.kind


class RegenerateBrief(AboutPaper):
    """Write this paper's brief anew, whatever is remembered."""

    kind: Literal["regenerate"] = "regenerate"
    language: Language | None = None


class CorrectBrief(AboutPaper):
    """Set a field of this paper's brief; without a field, show what stands there and who changed it."""

    kind: Literal["correct"] = "correct"
    language: Language | None = None
    field: FieldName | None = None
    value: str | None = None  # as it was written; None: the newest correction of the field is withdrawn


class ShowPaper(AboutPaper):
    """All that is kept of a paper: its head, versions, links, and BibTeX as a file."""

    kind: Literal["paper"] = "paper"


class AskPaper(AboutPaper):
    """A question about one paper."""

    kind: Literal["ask"] = "ask"
    question: str  # "": the person is asked to write one
    against: PaperReference | None = None  # a second paper that is asked the same
    against_number: int | None = Field(default=None, ge=1)  # the same by its number in the answered post
    mends: bool = False  # the same message asked before in other words


class StopAnswer(Frozen):
    """End the answer that is being written for this person here; a job only where there is none."""

    kind: Literal["stop"] = "stop"


class MarkPaper(AboutPaper):
    """Keep a paper for oneself, or say that this chat wants more or less like it; or take that back."""

    kind: Literal["mark"] = "mark"
    mark: Mark
    taken_back: bool = False
    silent: bool = False  # a reaction says so, which everybody sees stand there: nothing is answered

    @property
    def verb(self) -> str:
        """The word that it is typed with."""
        word = {"saved": "save", "liked": "like", "not_relevant": "drop"}[self.mark]
        return f"un{word}" if self.taken_back else word


class WhyPaper(AboutPaper):
    """What was decided of this paper for each topic of the chat."""

    kind: Literal["why"] = "why"


class FindPapers(Frozen):
    """Look through the papers that are kept."""

    kind: Literal["find"] = "find"
    words: str  # as they were written; "": the newest papers
    page: int = Field(default=1, ge=1)


class ShowSaved(Frozen):
    """The papers that the person saved, newest first."""

    kind: Literal["saved"] = "saved"
    page: int = Field(default=1, ge=1)


class OfferPapers(Frozen):
    """Offer to brief papers that somebody named without saying what for."""

    kind: Literal["offer"] = "offer"
    papers: tuple[PaperReference, ...]


class ChangeSettings(Frozen):
    """Set one thing of this chat; without a name, show them all."""

    kind: Literal["settings"] = "settings"
    name: SettingName | None = None
    value: str | None = None  # as it was written; None: back to what the operator set


class ShowStatus(Frozen):
    """What is being done, and when the next report comes."""

    kind: Literal["status"] = "status"


class Administer(Frozen):
    """What only admins and owners may do."""

    kind: Literal["admin"] = "admin"
    act: AdminAct | None = None  # None: say which there are
    object: str = ""  # a chat, a person, a paper or a delivery, as it was written
    value: str = ""  # such as a role, or a sum of money
    unless: tuple[Standing, ...] = ()  # of the chat: then somebody else was faster, and nothing is done


class ChangeRoom(Frozen):
    """Something happened to this chat; answered only where the bot is new."""

    kind: Literal["room"] = "room"
    change: RoomChange


class TellNews(Frozen):
    """Say here what happened to a chat; filed by the house, never asked by a person."""

    kind: Literal["news"] = "news"
    news: RoomNews
    chat: str  # platform:id of the chat that it is about
    title: str = ""
    person: str = ""  # platform:id of whoever wanted to be let in
    adder: str = ""  # platform:id of whoever added the bot there
    shared: bool = False  # people of another organisation read along there
    word: str = ""  # the platform's, for why it closed
    reason: Reason | None = None  # why what its report needs of arXiv could not be had


class ShowHome(Frozen):
    """One page of what concerns a person: settings, the latest report, what they saved."""

    kind: Literal["home"] = "home"


class ShowHelp(Frozen):
    """Say what the bot can do."""

    kind: Literal["help"] = "help"
    topic: str = ""  # a command's word; "": all of them; in a greeting "thanks" for somebody who gave thanks
    greeting: bool = False  # somebody opens a chat with the bot, or says no more than hello
    role: Role = Role.MEMBER  # of whoever asks: what they may not do is not shown


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
    | SendOverview
    | RegenerateBrief
    | CorrectBrief
    | ShowPaper
    | AskPaper
    | StopAnswer
    | MarkPaper
    | WhyPaper
    | OfTopics
    | FindPapers
    | ShowSaved
    | OfferPapers
    | ChangeSettings
    | ShowStatus
    | Administer
    | ChangeRoom
    | TellNews
    | ShowHome
    | ShowHelp
    | Misunderstood
    | Refused,
    Field(discriminator="kind"),
]
