"""Words -> the papers and the language that they name, for every command that is about papers."""

from collections.abc import Sequence
from itertools import groupby

from bot.domain.briefs import Language
from bot.domain.references import PaperReference, parse_reference
from bot.errors import CannotDo, Reason, Why
from handlers.words import shown

MOST_PAPERS = 20  # in one command: about what a person reads, and what a chat takes as one answer
LANGUAGES: dict[str, Language] = {
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
ANEW = frozenset({"anew", "again", "重新", "重做"})
JOINING = frozenset({"and", "&", "for", "in", "of", "on", "和", "与", "及", "用", "的"})


def language_of(words: Sequence[str]) -> tuple[Language | None, list[str]]:
    """The language asked for, the last one where there are several, and the other words."""
    named = [LANGUAGES[word.lower()] for word in words if word.lower() in LANGUAGES]
    return (named[-1] if named else None), [word for word in words if word.lower() not in LANGUAGES]


def papers_of(
    words: Sequence[str], files: Sequence[PaperReference]
) -> tuple[tuple[PaperReference, ...], tuple[Reason, ...]]:
    """The papers named, files last, and what is wrong with the other words, once a run of them."""
    papers: dict[PaperReference, None] = {}
    unread: dict[str, Reason] = {}
    readings = [(word, reading_of(word)) for word in words]
    for stray, group in groupby(readings, key=lambda reading: is_stray(reading[1])):
        together = list(group)
        if stray:
            text = shown(" ".join(word for word, _ in together))
            if any(word.lower() not in JOINING for word, _ in together):
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


def reading_of(word: str) -> PaperReference | Reason:
    """The paper that a word names, or why it names none."""
    try:
        return parse_reference(word)
    except CannotDo as refusal:
        return refusal.reason


def is_stray(reading: PaperReference | Reason) -> bool:
    """True for a word that does not even look like a paper's name."""
    return isinstance(reading, Reason) and reading.why is Why.NOT_A_PAPER_REFERENCE


def advice(unread: Sequence[Reason], *, command: str) -> Reason:
    """What to say where no paper was named: the slip in an id first, as words beside it explain nothing."""
    slips = [reason for reason in unread if reason.why is Why.MALFORMED_ARXIV_ID]
    return (*slips, *unread, Reason(Why.NOTHING_HANDED_IN, {"command": command}))[0]
