"""What the bot can do -> words: the one table of commands that people are told of."""

from collections.abc import Mapping

from bot.domain.briefs import Language
from bot.domain.chat import Heading, Paragraph, Reply, Span, paragraph
from bot.domain.commands import ShowHelp
from bot.domain.permissions import LEAST
from bot.replies.catalogue import say
from bot.replies.home import first_taps

HELPED: Mapping[str, str] = {
    "brief": "brief",
    "submit": "submit",
    "report": "report",
    "overview": "overview",
    "find": "find",
    "paper": "paper",
    "ask": "ask",
    "stop": "stop",
    "save": "mark",
    "saved": "saved",
    "drop": "mark",
    "like": "mark",
    "follow": "follow",
    "topic": "topic",
    "why": "why",
    "missed": "missed",
    "preview": "report",
    "correct": "correct a field",
    "regenerate": "regenerate",
    "settings": "settings",
    "status": "status",
    "home": "home",
    "admin": "admin",
    "help": "help",
}
"""The word of each command in the order in which they are told, with its row in the table of permissions."""
_OTHER_WORDS = {"unsave": "save", "undrop": "drop", "unlike": "like", "unfollow": "follow"}


def help_reply(wish: ShowHelp, language: Language) -> Reply:
    """Every command that the asker may give, with an example; or one of them in full; or three lines."""
    if wish.greeting and wish.topic == "thanks":
        return Reply(blocks=(paragraph(say(language, "help.thanks")),))
    if wish.greeting:
        return Reply(blocks=(paragraph(say(language, "help.greeting")), *first_taps(language)))
    topic = _OTHER_WORDS.get(wish.topic, wish.topic)
    told = [word for word, row in HELPED.items() if wish.role.covers(LEAST[row])]
    if topic in told:
        return Reply(blocks=(_line(topic, language), paragraph(say(language, f"manual.{topic}"))))
    spans = [span for word in told for span in (Span(text="\n"), *_line(word, language).spans)]
    title = Heading(text=say(language, "help.title"))
    more = paragraph(say(language, "help.more"))
    return Reply(
        blocks=(title, paragraph(say(language, "help.intro")), Paragraph(spans=tuple(spans[1:])), more)
    )


def _line(word: str, language: Language) -> Paragraph:
    usage, _, meaning = say(language, f"help.{word}").partition(" — ")
    return paragraph(Span(text=usage, style="code"), f" — {meaning}")
