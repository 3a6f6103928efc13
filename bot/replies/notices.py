"""What a person is told while they wait -> words."""

from datetime import datetime

from bot.domain.briefs import Language
from bot.domain.chat import Reply, Span, paragraph
from bot.errors import Reason
from bot.replies.catalogue import say


def progress_line(done: int, of: int, language: Language) -> str:
    """How far it is; of fewer than two papers there is nothing to count."""
    if of < 2:
        return say(language, "notice.working")
    return say(language, "notice.reading", of=of, done=done)


def later_line(reason: Reason, until: datetime, language: Language) -> str:
    """That something cannot be had now, and until when it is tried, in the zone of `until`."""
    host, time = reason.facts.get("host"), f"{until:%H:%M}"
    if host is None:
        return say(language, "notice.later", time=time)
    return say(language, "notice.later_host", host=host, time=time)


def whisper_reply(link: str, language: Language) -> Reply:
    """That there is an answer for one person alone, and where they have to go for it."""
    words = say(language, "notice.whisper")
    return Reply(blocks=(paragraph(words + " ", Span(text=link, link=link)),))
