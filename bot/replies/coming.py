"""When the next report comes to a chat by itself, or what keeps it: in one wording wherever it is asked."""

from bot.domain.briefs import Language
from bot.replies.catalogue import say
from bot.replies.topic_facts import Coming


def coming_line(coming: Coming, language: Language) -> str:
    """One sentence."""
    if why := coming.withheld:
        return say(language, f"coming.{why}", chat=coming.chat)
    zone = coming.zone or say(language, "coming.server_time")
    return say(language, "coming.next", time=f"{coming.moment:%Y-%m-%d %H:%M}", zone=zone)
