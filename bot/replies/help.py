"""What the bot can do -> words: the one table of commands that people are told of."""

from collections.abc import Mapping

from bot.domain.briefs import Language
from bot.domain.chat import Heading, Paragraph, Reply, Span, paragraph, words_of
from bot.domain.commands import ShowHelp
from bot.domain.permissions import LEAST
from bot.replies.catalogue import say
from bot.replies.hints import hint
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
_ANSWERING = "↩"
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
        return Reply(blocks=(_line(topic, language), _manual(topic, language)))
    lines = [_line(word, language) for word in told]
    spans = [span for line in lines for span in (Span(text="\n"), *line.spans)]
    typed = "\n".join(words_of(line) if line.typed is None else line.typed for line in lines)
    title = Heading(text=say(language, "help.title"))
    more = paragraph(say(language, "help.more"))
    return Reply(
        blocks=(
            title,
            paragraph(say(language, "help.intro")),
            Paragraph(spans=tuple(spans[1:]), typed=typed),
            more,
        )
    )


def _line(word: str, language: Language) -> Paragraph:
    usage, _, meaning = say(language, f"help.{word}").partition(" — ")
    typed = say(language, "help.ask_typed") if word == "ask" else None
    return Paragraph(spans=(Span(text=usage, style="code"), Span(text=f" — {meaning}")), typed=typed)


def _manual(word: str, language: Language) -> Paragraph:
    """How a command is used; where nobody can answer a post, without what is said in answer to one."""
    lines = say(language, f"manual.{word}").splitlines()
    return hint("\n".join(lines), typed="\n".join(line for line in lines if not line.startswith(_ANSWERING)))
