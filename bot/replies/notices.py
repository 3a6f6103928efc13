"""What a person is told while they wait -> words."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.answers import Claim
from bot.domain.briefs import Language
from bot.domain.chat import Button, Reply, Span, paragraph
from bot.errors import Reason
from bot.replies.answers import claim_line
from bot.replies.catalogue import say
from bot.replies.joints import title_line


def progress_line(done: int, of: int, language: Language) -> str:
    """How far it is; of fewer than two papers there is nothing to count."""
    if of < 2:
        return say(language, "notice.working")
    return say(language, "notice.reading", of=of, done=done)


def behind_line(language: Language) -> str:
    """That a question waits, since another one is answered first."""
    return say(language, "notice.behind")


def words_so_far(answers: Sequence[tuple[str, Sequence[Claim]]], language: Language) -> str:
    """The title of each paper that is read, and below it the claims that stand so far: words that grow."""
    lines = list[str]()
    for title, claims in answers:
        lines.append(say(language, "notice.answering", title=title_line(title)))
        lines += [claim_line(claim, language) for claim in claims]
    return "\n\n".join(lines)


def stop_button(language: Language) -> Button:
    """What ends an answer that is being written."""
    return Button(label=say(language, "button.stop"), says="stop")


def nothing_to_stop_reply(language: Language) -> Reply:
    """That no question of the person is being answered here."""
    return Reply(blocks=(paragraph(say(language, "notice.nothing_to_stop")),))


def later_line(reason: Reason, until: datetime, language: Language) -> str:
    """That something cannot be had now, and until when it is tried, in the zone of `until`."""
    host, time = reason.facts.get("host"), f"{until:%H:%M}"
    if host is None:
        return say(language, "notice.later", time=time)
    return say(language, "notice.later_host", host=host, time=time)


def asker_line(name: str, language: Language) -> str:
    """Who asked, by name, so that nobody is called by it."""
    return say(language, "notice.asker", name=name)


def whisper_reply(link: str, language: Language) -> Reply:
    """That there is an answer for one person alone, and where they have to go for it."""
    words = say(language, "notice.whisper")
    return Reply(blocks=(paragraph(words + " ", Span(text=link, link=link)),))
