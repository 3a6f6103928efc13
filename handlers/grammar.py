"""Words -> Command: one grammar for every platform; any text gives a command, at worst one with advice."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal, TypeGuard

from bot.domain.chat import Attachment
from bot.domain.commands import (
    BriefPaper,
    Command,
    Misunderstood,
    OfferPapers,
    SendReport,
    ShowHelp,
    ShowHome,
    ShowStatus,
    SubmitPaper,
)
from bot.domain.references import ArxivReference, FileReference, PaperReference, TextReference
from bot.errors import Reason, Why
from handlers.administering import act_of, settings_of
from handlers.correcting import change_of
from handlers.courtesy import greeted
from handlers.looking import is_talk, mark_of, paper_of, saved_of, search_of
from handlers.named import JOINING, LANGUAGES, advice, is_stray, language_of, papers_of, reading_of
from handlers.threads import question_of
from handlers.vocabulary import Wish, nearly, number_behind, wish_of
from handlers.words import cleaned, is_running, shown, words_of

_DAYS_AGO = {"today": 0, "今天": 0, "yesterday": 1, "昨天": 1}


def understand(text: str, *, attachments: Sequence[Attachment] = (), answers: str | None = None) -> Command:
    """What a person wishes; never raises. `answers` is the post that the words answer.

    Papers without a command's word are to be briefed, a file without words is to be kept for the report,
    and running text behind `brief` or `submit` is a paper that was pasted, whatever addresses stand in it.
    A paper named twice counts once, at most MOST_PAPERS count, and words that name none are given as unread.
    """
    if answers:
        text = number_behind(text)
    legible = cleaned(text)
    files: list[PaperReference] = [FileReference(file=attachment) for attachment in attachments]
    wish, start = wish_of(legible)
    rest = legible[start:]
    if wish is None:
        return _without_command(text, words_of(rest), files) if rest.strip() else _without_words(files)
    if wish == "home" and rest.strip():  # such as a home page
        return _without_command(text, words_of(legible), files)
    if wish == "paper":
        about = paper_of(rest, files, answers=answers)
        if isinstance(about, Misunderstood) and is_talk(about):
            return _without_command(text, words_of(legible), files)
        return about
    command: Command
    match wish:
        case "brief" | "submit":
            command = _handed_in(rest, files, wish=wish)
        case "ask":
            command = question_of(rest, files=files, answers=answers)
        case "save" | "unsave" | "drop" | "undrop":
            command = mark_of(rest, files, wish=wish, answers=answers)
        case "regenerate" | "correct":
            command = change_of(text, start, wish=wish, files=files, answers=answers)
        case _:
            command = _of_no_paper(text, start, wish=wish)
    return command


def _of_no_paper(text: str, start: int, *, wish: Wish) -> Command:
    """A wish in which no one paper is named."""
    command: Command
    match wish:
        case "report":
            command = _report(words_of(cleaned(text)[start:]))
        case "find":
            command = search_of(text, start)
        case "saved":
            command = saved_of(text, start)
        case "settings":
            command = settings_of(text, start)
        case "admin":
            command = act_of(text, start)
        case "status":
            command = ShowStatus()
        case "home":
            command = ShowHome()
        case "start":
            command = ShowHelp(greeting=True)
        case _:
            command = ShowHelp(topic=wish_of(cleaned(text)[start:])[0] or "")
    return command


def _handed_in(rest: str, files: Sequence[PaperReference], *, wish: Literal["brief", "submit"]) -> Command:
    words = words_of(rest)
    if is_running(rest):
        words, pasted = _pasted(rest)
        files = [pasted, *files]
    return _brief(words, files) if wish == "brief" else _submit(words, files)


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
    if not files and (greeting := greeted(text)):
        return greeting
    if _only_papers(words):
        wish = _brief(words, files)
        return OfferPapers(papers=wish.papers) if _is_offered(wish, files) else wish
    typed = text.split(maxsplit=1)[0]
    word = cleaned(typed).lstrip("/").partition("@")[0].rstrip(".,:;!?").lower()
    unknown = Reason(Why.UNKNOWN_COMMAND, {"text": shown(text)})
    if command := nearly(word):
        return Misunderstood(reason=Reason(Why.DID_YOU_MEAN, {"text": shown(typed), "command": command}))
    if not files:
        return Misunderstood(reason=unknown)
    papers, unread = papers_of((), files)
    return SubmitPaper(papers=papers, unread=(unknown, *unread))


def _is_offered(wish: Command, files: Sequence[PaperReference]) -> TypeGuard[BriefPaper]:
    """True for several arXiv papers and nothing else: a list need not be wanted at once."""
    return (
        isinstance(wish, BriefPaper)
        and len(wish.papers) > 1
        and not (files or wish.unread or wish.language)
        and all(isinstance(paper, ArxivReference) for paper in wish.papers)
    )


def _only_papers(words: Sequence[str]) -> bool:
    """True where every word stands for a paper, well-formed or not, or joins or qualifies such words."""
    rest = [word for word in language_of(words)[1] if word.lower() not in JOINING]
    return bool(rest) and not any(is_stray(reading_of(word)) for word in rest)
