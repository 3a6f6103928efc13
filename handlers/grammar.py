"""Words -> Command: one grammar for every platform; any text gives a command, at worst one with advice."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Literal, TypeGuard

from bot.domain.chat import Attachment
from bot.domain.commands import (
    Administer,
    BriefPaper,
    Command,
    Misunderstood,
    OfferPapers,
    SendReport,
    ShowHelp,
    ShowHome,
    ShowStatus,
    StopAnswer,
    SubmitPaper,
)
from bot.domain.references import ArxivReference, FileReference, PaperReference, TextReference
from bot.errors import Reason, Why
from handlers.about import number_alone, number_of
from handlers.administering import act_of, settings_of
from handlers.correcting import change_of
from handlers.courtesy import greeted
from handlers.following import follow_of, missed_of, topic_of, unfollow_of
from handlers.looking import is_talk, mark_of, paper_of, saved_of, search_of, why_of
from handlers.named import ANEW, JOINING, LANGUAGES, advice, is_stray, language_of, papers_of, reading_of
from handlers.overviewing import overview_of
from handlers.threads import COMPARING, comparison_of, is_question, question_of
from handlers.vocabulary import Wish, nearly, number_behind, wish_of
from handlers.words import cleaned, is_running, shown, words_of

_NOW = frozenset({"now", "现在", "立即"})
_TALKATIVE = frozenset({"topic", "follow", "missed"})  # words that begin questions about a paper, too
_BEGIN_SENTENCES = frozenset({"paper", "why", "like", "unlike"})
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
        compared = comparison_of(legible, files=files, answers=answers)
        if not rest.strip():
            return _without_words(files)
        return compared or _without_command(text, words_of(rest), files, answers=answers)
    if _is_no_wish(wish, legible, rest=rest, answers=answers):
        return _without_command(text, words_of(legible), files, answers=answers)
    command: Command
    match wish:
        case "brief" | "submit":
            command = _handed_in(rest, files, wish=wish)
        case "ask":
            command = question_of(rest, files=files, answers=answers)
        case "regenerate" | "correct":
            command = change_of(text, start, wish=wish, files=files, answers=answers)
        case "follow":
            command = follow_of(text, start, answers=answers)
        case "paper" | "why" | "save" | "unsave" | "drop" | "undrop" | "like" | "unlike":
            command = _of_one_paper(text, start, wish=wish, files=files, answers=answers)
        case _:
            reader = _READERS.get(wish)
            command = reader(text, start) if reader else ShowHelp(topic=wish_of(rest)[0] or "")
    return command


def _is_no_wish(wish: Wish, legible: str, *, rest: str, answers: str | None) -> bool:
    """Whether a command's word only begins other words: a home page, or a question about what is answered."""
    if wish in {"home", "stop"}:
        return bool(rest.strip())
    if not answers:
        return False
    if wish == "why":
        return not rest.strip() and "?" in legible
    return wish in _TALKATIVE and bool(rest.strip()) and is_question(legible)


def _of_one_paper(
    text: str,
    start: int,
    *,
    wish: Literal["paper", "why", "save", "unsave", "drop", "undrop", "like", "unlike"],
    files: Sequence[PaperReference],
    answers: str | None,
) -> Command:
    """A wish about a paper; some of their words also begin sentences."""
    rest = cleaned(text)[start:]
    command: Command
    match wish:
        case "paper":
            command = paper_of(rest, files, answers=answers)
        case "why":
            command = why_of(rest, files, answers=answers)
        case _:
            command = mark_of(rest, files, wish=wish, answers=answers)
    if wish in _BEGIN_SENTENCES and isinstance(command, Misunderstood) and is_talk(command):
        return _without_command(text, words_of(cleaned(text)), files, answers=answers)
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


def _preview(text: str, start: int) -> SendReport:
    return SendReport(preview=True, language=language_of(words_of(cleaned(text)[start:]))[0])


def _report(text: str, start: int) -> Command:
    language, words = language_of(words_of(cleaned(text)[start:]))
    telling = [word for word in words if word.lower() not in JOINING]
    anew = len(telling) > 1 and telling[0].lower() in ANEW
    telling = telling[anew:]
    if not telling:
        return SendReport(language=language)
    day = telling[0].lower()
    if len(telling) == 1 and day in _NOW:
        return Administer(act="run")
    if len(telling) == 1 and day in _DAYS_AGO:
        return SendReport(days_ago=_DAYS_AGO[day], language=language)
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", day):  # fromisoformat reads other forms too
            wish = SendReport(day=date.fromisoformat(day), language=language, anew=anew)
            if len(telling) == 1:
                return wish
            if len(telling) == 2 and re.fullmatch(r"[1-9]\d?", telling[1]) and not anew:
                return wish.model_copy(update={"place": int(telling[1])})
    except ValueError:  # such as 30 February
        pass
    return Misunderstood(reason=Reason(Why.MALFORMED_DATE, {"text": shown(" ".join(words))}))


def _without_command(
    text: str, words: Sequence[str], files: Sequence[PaperReference], *, answers: str | None
) -> Command:
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
        return (None if answers else _spoken_of(text, words)) or Misunderstood(reason=unknown)
    papers, unread = papers_of((), files)
    return SubmitPaper(papers=papers, unread=(unknown, *unread))


def _spoken_of(text: str, words: Sequence[str]) -> Command | None:
    """What words of one's own beside papers of arXiv want: a question is put to the one paper.

    Else briefs are offered: the words may want something else of them, or nothing.
    """
    if number := number_of(words):
        return Misunderstood(reason=number_alone(number, command="paper"))
    named = [paper for paper in papers_of(words, ())[0] if isinstance(paper, ArxivReference)]
    if len(named) == 1 and is_question(text) and not COMPARING.match(text):
        return question_of(text, files=(), answers=None)
    return OfferPapers(papers=tuple(named)) if named else None


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


_READERS: Mapping[Wish, Callable[[str, int], Command]] = {
    "report": _report,
    "preview": _preview,
    "overview": overview_of,
    "find": search_of,
    "saved": saved_of,
    "unfollow": unfollow_of,
    "topic": topic_of,
    "missed": missed_of,
    "settings": settings_of,
    "admin": act_of,
    "status": lambda _text, _start: ShowStatus(),
    "home": lambda _text, _start: ShowHome(),
    "stop": lambda _text, _start: StopAnswer(),
    "start": lambda _text, _start: ShowHelp(greeting=True),
}
"""How a wish in which no one paper is named is read, from the cleaned text's character on."""
