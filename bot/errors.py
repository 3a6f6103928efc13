"""Errors, sorted by who acts next; an error carries a reason and its facts, the catalogue has its words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

A_FEW_MINUTES = timedelta(minutes=10)


class Why(StrEnum):
    """Every reason that a person can be given; the catalogue holds a sentence for each, in each language."""

    # which paper is meant
    UNKNOWN_HANDLE = "unknown_handle"  # handle
    NOT_A_PAPER_REFERENCE = "not_a_paper_reference"  # text
    MALFORMED_ARXIV_ID = "malformed_arxiv_id"  # text
    UNKNOWN_ARXIV_ID = "unknown_arxiv_id"  # id
    UNKNOWN_VERSION = "unknown_version"  # id, version, latest
    OTHER_PAPER = "other_paper"  # id, expected, found
    OTHER_FILE = "other_file"  # id, expected, found
    # fetching
    NO_NETWORK = "no_network"  # host
    OFFLINE = "offline"  # text
    ADDRESS_REFUSED = "address_refused"  # address
    ADDRESS_FAILED = "address_failed"  # address, status
    FEED_UNREADABLE = "feed_unreadable"  # host
    SOURCE_BUSY = "source_busy"  # host
    SOURCE_BUSY_LONG = "source_busy_long"  # host, minutes: longer than "a few"
    SOURCE_LATE = "source_late"  # category, day: of the mailing that is not there yet
    FILE_MISSING = "file_missing"  # name
    FILE_IS_DIRECTORY = "file_is_directory"  # name
    FILE_UNREADABLE = "file_unreadable"  # name
    FILE_TOO_LARGE = "file_too_large"  # name, size, limit (MiB)
    FILE_EMPTY = "file_empty"  # name
    FILE_GONE = "file_gone"  # name
    ADDRESS_UNREACHABLE = "address_unreachable"  # address, host: no such host, no connection, no file in time
    # reading
    NOT_A_PDF = "not_a_pdf"  # name
    NOT_A_PAPER_FILE = "not_a_paper_file"  # name
    PDF_DAMAGED = "pdf_damaged"  # name
    # a reason, not a secret: name
    PDF_PASSWORD = "pdf_password"  # noqa: S105
    PDF_NO_TEXT = "pdf_no_text"  # name, pages
    PDF_TOO_LONG = "pdf_too_long"  # name, pages, limit
    PDF_TIMEOUT = "pdf_timeout"  # name, seconds
    PDF_CRASHED = "pdf_crashed"  # name
    NOT_A_PAPER = "not_a_paper"  # name
    NO_ABSTRACT = "no_abstract"  # name
    HIDDEN_TEXT = "hidden_text"  # page
    HIDDEN_COMMENT = "hidden_comment"
    SPEAKS_TO_MODELS = "speaks_to_models"
    PAGES_WITHOUT_TEXT = "pages_without_text"  # pages
    TEXT_UNREAD = "text_unread"
    NO_AFFILIATION = "no_affiliation"
    # briefing
    NOTHING_TO_BRIEF = "nothing_to_brief"
    MODEL_REFUSED = "model_refused"
    MODEL_NONSENSE = "model_nonsense"
    MODEL_UNREACHABLE = "model_unreachable"  # host
    MODEL_MISCONFIGURED = "model_misconfigured"  # host, model, status
    PROMPT_TOO_LONG = "prompt_too_long"  # model
    # spending: in all, in a chat, of a person
    BUDGET_SPENT = "budget_spent"  # limit, again
    BUDGET_SPENT_CHAT = "budget_spent_chat"  # limit, again
    BUDGET_SPENT_PERSON = "budget_spent_person"  # limit, again
    BUDGET_NONE = "budget_none"  # setting
    BUDGET_UNREADABLE = "budget_unreadable"
    # chat
    NOT_ALLOWED_CHAT = "not_allowed_chat"  # chat
    CHAT_ASKED = "chat_asked"  # chat
    DENIED_CHAT = "denied_chat"  # chat
    ADMINS_ONLY = "admins_only"  # command, person
    OWNERS_ONLY = "owners_only"  # command, person
    # settings and admins
    UNKNOWN_SETTING = "unknown_setting"  # text
    MALFORMED_SETTING = "malformed_setting"  # text, command
    MALFORMED_HOUR = "malformed_hour"  # text
    UNKNOWN_ZONE = "unknown_zone"  # text
    # topics
    UNKNOWN_TOPIC = "unknown_topic"  # text
    FOLLOWS_NOTHING = "follows_nothing"
    NOT_FOLLOWED = "not_followed"  # text, topics
    WHICH_TOPIC = "which_topic"  # topics, command
    NO_WORDS_GIVEN = "no_words_given"  # command
    NOT_IN_TOPIC = "not_in_topic"  # text, command
    UNKNOWN_CATEGORY = "unknown_category"  # text
    MALFORMED_THRESHOLD = "malformed_threshold"  # text
    TOPIC_TOO_LONG = "topic_too_long"  # text, limit
    TOPIC_WORD_EMPTY = "topic_word_empty"  # text
    TOPIC_TOO_FULL = "topic_too_full"  # limit
    TAKEN_NAME = "taken_name"  # text, word
    NOT_ANNOUNCED_PAPER = "not_announced_paper"  # label
    UNKNOWN_ACT = "unknown_act"  # text
    CHAT_NOT_LET_IN = "chat_not_let_in"  # chat
    UNKNOWN_CHAT = "unknown_chat"  # text
    UNKNOWN_PERSON = "unknown_person"  # text
    NO_PERSON_GIVEN = "no_person_given"  # command, person
    NO_ROLE = "no_role"  # person
    UNKNOWN_ROLE = "unknown_role"  # text
    MALFORMED_ACT = "malformed_act"  # text, example
    ROLE_NOT_YOURS = "role_not_yours"  # person
    NAMED_OWNER = "named_owner"  # person
    MALFORMED_BUDGET = "malformed_budget"  # text
    NOTHING_HELD = "nothing_held"  # text
    LET_IN_BEFORE = "let_in_before"  # chat, person
    KEPT_OUT_BEFORE = "kept_out_before"  # chat, person
    SETTLED_BEFORE = "settled_before"  # person, words
    UNKNOWN_COMMAND = "unknown_command"  # text
    DID_YOU_MEAN = "did_you_mean"  # text, command
    NO_PAPER_GIVEN = "no_paper_given"  # command
    NOTHING_HANDED_IN = "nothing_handed_in"  # command
    NO_SUCH_NUMBER = "no_such_number"  # number, count
    BUTTON_OLD = "button_old"
    ANSWER_UNDER_WAY = "answer_under_way"
    NUMBER_ALONE = "number_alone"  # number, command
    WHICH_PAPER = "which_paper"  # command, count
    SEARCH_TOO_LONG = "search_too_long"  # limit, given
    TOO_MANY_TERMS = "too_many_terms"  # limit, given
    TOO_MANY_PAPERS = "too_many_papers"  # limit, given
    MALFORMED_DATE = "malformed_date"  # text
    MALFORMED_PERIOD = "malformed_period"  # text
    UNKNOWN_FIELD = "unknown_field"  # text
    MALFORMED_VALUE = "malformed_value"  # field, limit, given, lines
    PLACEHOLDER_VALUE = "placeholder_value"  # text
    NOTHING_TO_WITHDRAW = "nothing_to_withdraw"
    NO_PAPERS_ON_DAY = "no_papers_on_day"  # day
    NOTHING_TO_PREVIEW = "nothing_to_preview"  # day
    NO_SUCH_REPORT = "no_such_report"  # day, count: of those that came
    NO_PAPERS_FOR_REPORT = "no_papers_for_report"  # day
    NOT_DELIVERED = "not_delivered"  # word
    GAVE_UP = "gave_up"  # reference
    BUG = "bug"  # reference
    STORAGE_BUSY = "storage_busy"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something cannot be done, or what is wrong with a thing: a key of the catalogue and its facts."""

    why: Why
    facts: Mapping[str, str] = field(default_factory=dict)


class CannotDo(Exception):
    """The asker acts: the request cannot be met as it stands."""

    def __init__(self, why: Why, **facts: str | int) -> None:
        self.reason = Reason(why, {name: str(value) for name, value in facts.items()})
        super().__init__(why, self.reason.facts)


class TryLater(Exception):
    """The worker acts: the same call may go well after a while. Of a long one the reason tells how long."""

    def __init__(self, why: Why, after: timedelta | None = None, **facts: str | int) -> None:
        if why is Why.SOURCE_BUSY and after and after > A_FEW_MINUTES:
            why, facts = Why.SOURCE_BUSY_LONG, facts | {"minutes": round(after / timedelta(minutes=1))}
        self.reason = Reason(why, {name: str(value) for name, value in facts.items()})
        self.after = after
        super().__init__(why, self.reason.facts)


class SetupError(Exception):
    """The operator acts: start-up stops with exit code 78. The message says what is wrong and what to do."""


class InUse(SetupError):
    """Another process of ours has it: what a second bot must not touch, and a doctor need not."""


class NotThereYet(SetupError):
    """The supervisor acts: what was set is right and not there yet, so start again after a while."""


class PostRefused(Exception):
    """Nobody acts: the chat does not take this post and never will. The message is the platform's word."""


class ChatClosed(PostRefused):
    """The chat takes no post any more: we were put out or blocked, or it is gone or an archive."""


class ChatMoved(Exception):
    """The courier acts: nothing was posted, for the chat has another id now."""

    def __init__(self, chat: str) -> None:
        self.chat = chat
        super().__init__(chat)


class CannotWhisper(Exception):
    """The person acts: nothing was posted, for they never opened a chat with the bot; `link` leads there."""

    def __init__(self, link: str) -> None:
        self.link = link
        super().__init__(link)


class OutcomeUnknown(Exception):
    """The worker settles it: a post was on its way when the connection broke; it may stand in the chat."""


class ToldMeanwhile(Exception):
    """The worker makes the reply again: the chat was just told of one of its papers by another report."""


class LeaseLost(Exception):
    """The worker leaves the job alone: somebody else holds it by now, or it is finished."""
