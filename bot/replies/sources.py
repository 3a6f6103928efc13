"""Why arXiv's announcement is not there -> words for who waits for a report: none of them can do anything."""

from bot.domain.briefs import Language
from bot.errors import Reason, Why
from bot.replies.catalogue import explain, say


def source_words(trouble: Reason, language: Language) -> str:
    """What is wrong, without the advice for somebody who asked for a paper just now."""
    match trouble.why:
        case Why.NO_NETWORK:
            return say(language, "source.no_network", host=trouble.facts["host"])
        case Why.SOURCE_BUSY | Why.SOURCE_BUSY_LONG:
            return say(language, "source.busy", host=trouble.facts["host"])
        case Why.ADDRESS_FAILED:
            address, status = trouble.facts["address"], trouble.facts["status"]
            return say(language, "source.refused", address=address, status=status)
        case _:
            return explain(language, trouble)
