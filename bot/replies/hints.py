"""How a person can go on -> words; in others where no post can be answered."""

from bot.domain.briefs import Language
from bot.domain.chat import Paragraph, Span
from bot.replies.catalogue import say


def hint(words: str, *, typed: str) -> Paragraph:
    """A paragraph that says how to go on, and how where nobody can answer a post."""
    return Paragraph(spans=(Span(text=words),), typed=typed)


def how_line(number: int, language: Language) -> Paragraph:
    """What can be done with the numbers of a report, by the example of one."""
    return hint(say(language, "report.how", number=number), typed=say(language, "report.how_typed"))
