"""Words -> Command: one grammar for every platform; any text gives a command, at worst one with advice."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from bot.domain.chat import Attachment
from bot.domain.commands import BriefPaper, Command, Misunderstood, SendReport, ShowHelp, SubmitPaper
from bot.domain.references import FileReference, PaperReference, TextReference
from bot.errors import Reason, Why
from handlers.correcting import change_of
from handlers.named import JOINING, LANGUAGES, advice, is_stray, language_of, papers_of, reading_of
from handlers.words import cleaned, is_running, shown, words_of

_Wish = Literal["brief", "submit", "report", "regenerate", "correct", "help"]
_WISHES: dict[str, _Wish] = {
    "brief": "brief",
    "简报": "brief",
    "submit": "submit",
    "提交": "submit",
    "report": "report",
    "报告": "report",
    "regenerate": "regenerate",
    "重写": "regenerate",
    "correct": "correct",
    "更正": "correct",
    "help": "help",
    "帮助": "help",
    "start": "help",  # what a chat sends when a person opens a bot for the first time
}
_DAYS_AGO = {"today": 0, "今天": 0, "yesterday": 1, "昨天": 1}
# Chinese needs no space after a word; an English one ends at a space or at a mark that is not inside a word.
_HEAD = re.compile(
    r"\s*/?(?:(?P<english>[a-z]+)(?:@\w+)?(?=[\s:,;，。；！？]|[.!?]+(?:\s|\Z)|\Z)"
    r"|(?P<chinese>简报|提交|报告|重写|更正|帮助)(?:@[a-z0-9_]+)?)[\s:,.;!?，。；！？]*",
    re.IGNORECASE,
)


def understand(text: str, *, attachments: Sequence[Attachment] = (), answers: str | None = None) -> Command:
    """What a person wishes; never raises. `answers` is the post that the words answer.

    Papers without a command's word are to be briefed, a file without words is to be kept for the report,
    and running text behind `brief` or `submit` is a paper that was pasted, whatever addresses stand in it.
    A paper named twice counts once, at most MOST_PAPERS count, and words that name none are given as unread.
    """
    legible = cleaned(text)
    files: list[PaperReference] = [FileReference(file=attachment) for attachment in attachments]
    head = _HEAD.match(legible)
    wish = _WISHES.get((head["english"] or head["chinese"]).lower()) if head else None
    rest = legible[head.end() :] if head and wish else legible
    words = words_of(rest)
    if wish in {"brief", "submit"} and is_running(rest):
        words, pasted = _pasted(rest)
        files = [pasted, *files]
    match wish:
        case "brief":
            return _brief(words, files)
        case "submit":
            return _submit(words, files)
        case "report":
            return _report(words)
        case "regenerate" | "correct":
            start = len(legible) - len(rest)
            return change_of(text, start, wish=wish, files=files, answers=answers)
        case "help":
            return ShowHelp()
        case None:
            return _without_command(text, words, files) if legible.strip() else _without_words(files)


def _without_words(files: Sequence[PaperReference]) -> Command:
    return _submit((), files) if files else ShowHelp()


def _pasted(text: str) -> tuple[list[str], PaperReference]:
    """A paper's own words, and the words of a language in front of them."""
    first, _, rest = text.partition("\n")
    words = words_of(first)
    if words and all(word.lower() in LANGUAGES for word in words):
        return words, TextReference(text=rest)
    return [], TextReference(text=text)


def _brief(words: Sequence[str], files: Sequence[PaperReference]) -> Command:
    language, words = language_of(words)
    papers, unread = papers_of(words, files)
    if not papers:
        return Misunderstood(reason=advice(unread, command="brief"))
    return BriefPaper(papers=papers, unread=unread, language=language)


def _submit(words: Sequence[str], files: Sequence[PaperReference]) -> Command:
    papers, unread = papers_of(words, files)
    if not papers:
        return Misunderstood(reason=advice(unread, command="submit"))
    return SubmitPaper(papers=papers, unread=unread)


def _report(words: Sequence[str]) -> Command:
    language, words = language_of(words)
    telling = [word for word in words if word.lower() not in JOINING]
    if not telling:
        return SendReport(language=language)
    day = telling[0].lower()
    if len(telling) == 1 and day in _DAYS_AGO:
        return SendReport(days_ago=_DAYS_AGO[day], language=language)
    try:
        if len(telling) == 1 and re.fullmatch(r"\d{4}-\d\d-\d\d", day):  # fromisoformat reads other forms too
            return SendReport(day=date.fromisoformat(day), language=language)
    except ValueError:  # such as 30 February
        pass
    return Misunderstood(reason=Reason(Why.MALFORMED_DATE, {"text": shown(" ".join(words))}))


def _without_command(text: str, words: Sequence[str], files: Sequence[PaperReference]) -> Command:
    if _only_papers(words):
        return _brief(words, files)
    typed = text.split(maxsplit=1)[0]
    word = cleaned(typed).lstrip("/").partition("@")[0].rstrip(".,:;!?").lower()
    for command in ("brief", "submit", "report", "regenerate", "correct", "help"):
        if _one_slip_apart(word, command):
            return Misunderstood(reason=Reason(Why.DID_YOU_MEAN, {"text": shown(typed), "command": command}))
    unknown = Reason(Why.UNKNOWN_COMMAND, {"text": shown(text)})
    if not files:
        return Misunderstood(reason=unknown)
    papers, unread = papers_of((), files)
    return SubmitPaper(papers=papers, unread=(unknown, *unread))


def _only_papers(words: Sequence[str]) -> bool:
    """True where every word stands for a paper, well-formed or not, or joins or qualifies such words."""
    rest = [word for word in language_of(words)[1] if word.lower() not in JOINING]
    return bool(rest) and not any(is_stray(reading_of(word)) for word in rest)


def _one_slip_apart(typed: str, word: str) -> bool:
    """True where one letter is missing, added, changed, or swapped with its neighbour."""
    longer, shorter = sorted((typed, word), key=len, reverse=True)
    if len(longer) - len(shorter) == 1:
        return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))
    if len(longer) != len(shorter):
        return False
    wrong = [place for place, (a, b) in enumerate(zip(typed, word, strict=True)) if a != b]
    if len(wrong) != 2:
        return len(wrong) == 1
    first, second = wrong
    return second == first + 1 and typed[first] == word[second] and typed[second] == word[first]
