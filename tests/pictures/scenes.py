"""What is drawn: what people say, and the bot's own replies to it, made by the code that makes them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from bot.domain.briefs import Language
from bot.domain.chat import Reply
from bot.domain.commands import ShowHelp, TellNews
from bot.domain.rooms import RoomSettings
from bot.domain.schedules import EVERY_DAY
from bot.errors import Reason, Why
from bot.replies.answers import answer_reply, passages_reply
from bot.replies.briefs import brief_reply
from bot.replies.help import help_reply
from bot.replies.overviews import overview_reply
from bot.replies.papers import reasons_reply
from bot.replies.reports import report_reply
from bot.replies.rooms import Effective, news_reply, settings_reply
from bot.replies.topics import follow_reply
from bot.replies.verdicts import why_reply
from bot.retrieval.excerpts import passages_for
from tests.pictures.invented import LANTERN, LANTERN_TEXT, brief_of, report
from tests.pictures.invented_days import COMING, answered, explained, follows, quiet, refused, week
from tests.pictures.invented_days import daily as a_day


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that the bot says, and what a person said before it; "" where nobody did."""

    reply: Reply
    asked: str = ""


Scene = Callable[[Language], Sequence[Turn]]


def digest(language: Language) -> Sequence[Turn]:
    """The compact post of the day."""
    return [Turn(report_reply(report(language)).model_copy(update={"below": (), "document": None}))]


def thread(language: Language) -> Sequence[Turn]:
    """What stands below it, of two papers, and the file."""
    day = report(language)
    whole = report_reply(day.model_copy(update={"entries": day.entries[1:]}))
    return [Turn(Reply(blocks=whole.below, document=whole.document))]


def brief(language: Language) -> Sequence[Turn]:
    """One paper."""
    asked = f"brief {LANTERN.handle}" if language == "en" else f"简报 {LANTERN.handle}"
    return [Turn(brief_reply(brief_of(LANTERN, language), LANTERN), asked)]


def answer(language: Language) -> Sequence[Turn]:
    """A question under a brief."""
    question = "How large was the model?" if language == "en" else "用了多大的模型？"
    return [Turn(passages_reply(passages_for(question, LANTERN, LANTERN_TEXT), language), question)]


def checked(language: Language) -> Sequence[Turn]:
    """The same question where a model answers, and one that the paper does not."""
    how, cost = ("How large was the model?", "What did training cost?")
    if language == "zh":
        how, cost = ("用了多大的模型？", "训练花了多少钱？")
    return [
        Turn(answer_reply(answered(language), LANTERN.title), how),
        Turn(answer_reply(refused(language), LANTERN.title), cost),
    ]


def daily(language: Language) -> Sequence[Turn]:
    """The report of a chat that follows a topic, and that of a day on which nothing fits."""
    posts = [report_reply(each(language)) for each in (a_day, quiet)]
    return [Turn(post.model_copy(update={"below": (), "document": None})) for post in posts]


def topic(language: Language) -> Sequence[Turn]:
    """A chat follows the built-in topic, and somebody asks why a paper came."""
    why = explained()
    words = ("follow", f"why {why.number}") if language == "en" else ("关注", f"为什么 {why.number}")
    return [
        Turn(follow_reply(follows(), COMING, language=language), words[0]),
        Turn(why_reply(why, zone=None, language=language), words[1]),
    ]


def overview(language: Language) -> Sequence[Turn]:
    """A week in numbers."""
    return [Turn(overview_reply(week(language), language), "overview" if language == "en" else "概览")]


def rooms(language: Language) -> Sequence[Turn]:
    """A chat's settings, a question to an admin, and a refusal."""
    effective = Effective(
        language=language,
        zone="Asia/Shanghai",
        hour=time(8, 30),
        weekdays=EVERY_DAY,
        reports=True,
        details=True,
        order="relevance",
        overview="off",
    )
    title = "Reading group" if language == "en" else "论文阅读小组"
    asked = TellNews(news="asked", chat="telegram:-1001234567890", title=title, person="telegram:1234")
    refused = Reason(why=Why.PDF_NO_TEXT, facts={"name": "scan.pdf", "pages": "12"})
    return [
        Turn(
            settings_reply(RoomSettings(hour=time(8, 30)), effective, coming=COMING, language=language),
            "settings" if language == "en" else "设置",
        ),
        Turn(news_reply(asked, language, names={})),
        Turn(reasons_reply([refused], language), "submit" if language == "en" else "提交"),
    ]


def manual(language: Language) -> Sequence[Turn]:
    """What the bot can do."""
    return [Turn(help_reply(ShowHelp(), language), "help" if language == "en" else "帮助")]


SCENES: Mapping[str, Scene] = {
    "digest": digest,
    "thread": thread,
    "brief": brief,
    "answer": answer,
    "checked": checked,
    "daily": daily,
    "topic": topic,
    "overview": overview,
    "rooms": rooms,
    "help": manual,
}
LANGUAGES: Sequence[Language] = ("zh", "en")
