"""Words -> Command: one grammar for every platform; any text gives a command, at worst one with advice."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Literal

from bot.domain.briefs import Language
from bot.domain.chat import Attachment
from bot.domain.commands import BriefPaper, Command, Misunderstood, SendReport, ShowHelp, SubmitPaper
from bot.domain.references import FileReference, PaperReference, TextReference, parse_reference
from bot.errors import CannotDo, Reason, Why
from handlers.words import cleaned, is_running, shown, words_of

MOST_PAPERS = 20  # in one command: about what a person reads, and what a chat takes as one answer

_Wish = Literal["brief", "submit", "report", "help"]
_WISHES: dict[str, _Wish] = {
    "brief": "brief",
    "简报": "brief",
    "submit": "submit",
    "提交": "submit",
    "report": "report",
    "报告": "report",
    "help": "help",
    "帮助": "help",
    "start": "help",  # what a chat sends when a person opens a bot for the first time
}
_LANGUAGES: dict[str, Language] = {
    "en": "en",
    "english": "en",
    "英文": "en",
    "英语": "en",
    "用英文": "en",
    "zh": "zh",
    "chinese": "zh",
    "中文": "zh",
    "用中文": "zh",
}
_DAYS_AGO = {"today": 0, "今天": 0, "yesterday": 1, "昨天": 1}
_JOINING = frozenset({"and", "&", "for", "in", "of", "on", "和", "与", "及", "用", "的"})
# Chinese needs no space after a word; an English one ends at a space or at a mark that is not inside a word.
_HEAD = re.compile(
    r"\s*/?(?:(?P<english>[a-z]+)(?:@\w+)?(?=[\s:,;，。；！？]|[.!?]+(?:\s|\Z)|\Z)"
    r"|(?P<chinese>简报|提交|报告|帮助)(?:@[a-z0-9_]+)?)[\s:,.;!?，。；！？]*",
    re.IGNORECASE,
)


def understand(text: str, *, attachments: Sequence[Attachment] = ()) -> Command:
    """What a person wishes; never raises.

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
        case "help":
            return ShowHelp()
        case None if legible.strip():
            return _without_command(text, words, files)
        case None:
            return _submit(words, files) if files else ShowHelp()


def _pasted(text: str) -> tuple[list[str], PaperReference]:
    """A paper's own words, and the words of a language in front of them."""
    first, _, rest = text.partition("\n")
    words = words_of(first)
    if words and all(word.lower() in _LANGUAGES for word in words):
        return words, TextReference(text=rest)
    return [], TextReference(text=text)


def _brief(words: Sequence[str], files: Sequence[PaperReference]) -> Command:
    language, words = _language(words)
    papers, unread = _papers(words, files)
    if not papers:
        return Misunderstood(reason=_advice(unread, command="brief"))
    return BriefPaper(papers=papers, unread=unread, language=language)


def _submit(words: Sequence[str], files: Sequence[PaperReference]) -> Command:
    papers, unread = _papers(words, files)
    if not papers:
        return Misunderstood(reason=_advice(unread, command="submit"))
    return SubmitPaper(papers=papers, unread=unread)


def _report(words: Sequence[str]) -> Command:
    language, words = _language(words)
    telling = [word for word in words if word.lower() not in _JOINING]
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
    for command in ("brief", "submit", "report", "help"):
        if _one_slip_apart(word, command):
            return Misunderstood(reason=Reason(Why.DID_YOU_MEAN, {"text": shown(typed), "command": command}))
    unknown = Reason(Why.UNKNOWN_COMMAND, {"text": shown(text)})
    if not files:
        return Misunderstood(reason=unknown)
    papers, unread = _papers((), files)
    return SubmitPaper(papers=papers, unread=(unknown, *unread))


def _only_papers(words: Sequence[str]) -> bool:
    """True where every word stands for a paper, well-formed or not, or joins or qualifies such words."""
    rest = [word for word in _language(words)[1] if word.lower() not in _JOINING]
    return bool(rest) and not any(_is_stray(_reading(word)) for word in rest)


def _language(words: Sequence[str]) -> tuple[Language | None, list[str]]:
    """The language asked for, the last one where there are several, and the other words."""
    named = [_LANGUAGES[word.lower()] for word in words if word.lower() in _LANGUAGES]
    return (named[-1] if named else None), [word for word in words if word.lower() not in _LANGUAGES]


def _papers(
    words: Sequence[str], files: Sequence[PaperReference]
) -> tuple[tuple[PaperReference, ...], tuple[Reason, ...]]:
    """The papers named, files last, and what is wrong with the other words, once a run of them."""
    papers: dict[PaperReference, None] = {}
    unread: dict[str, Reason] = {}
    readings = [(word, _reading(word)) for word in words]
    for stray, group in groupby(readings, key=lambda reading: _is_stray(reading[1])):
        together = list(group)
        if stray:
            text = shown(" ".join(word for word, _ in together))
            if any(word.lower() not in _JOINING for word, _ in together):
                unread[text] = Reason(Why.NOT_A_PAPER_REFERENCE, {"text": text})
            continue
        for word, reading in together:
            if isinstance(reading, Reason):
                unread[word] = reading
            else:
                papers[reading] = None
    papers |= dict.fromkeys(files)
    reasons = tuple(unread.values())
    if len(papers) > MOST_PAPERS:
        facts = {"limit": str(MOST_PAPERS), "given": str(len(papers))}
        reasons += (Reason(Why.TOO_MANY_PAPERS, facts),)
    return tuple(papers)[:MOST_PAPERS], reasons


def _reading(word: str) -> PaperReference | Reason:
    try:
        return parse_reference(word)
    except CannotDo as refusal:
        return refusal.reason


def _is_stray(reading: PaperReference | Reason) -> bool:
    return isinstance(reading, Reason) and reading.why is Why.NOT_A_PAPER_REFERENCE


def _advice(unread: Sequence[Reason], *, command: str) -> Reason:
    """What to say where no paper was named: the slip in an id first, as words beside it explain nothing."""
    slips = [reason for reason in unread if reason.why is Why.MALFORMED_ARXIV_ID]
    return (*slips, *unread, Reason(Why.NO_PAPER_GIVEN, {"command": command}))[0]


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
