"""Pure: what a model answered on a batch of announcements -> the verdicts that may be believed."""

import re
from collections import Counter
from collections.abc import Mapping

from bot.checks.instructions import is_instruction
from bot.checks.languages import is_in
from bot.checks.markup import foreign_marks
from bot.checks.numbers import unsupported_numbers
from bot.checks.other_papers import foreign_words
from bot.domain.announcements import Announcement
from bot.domain.arxiv_ids import ArxivId
from bot.domain.briefs import Language
from bot.domain.topics import Topic, Verdict
from bot.prompts.judging import KINDS, MOST_WORDS, JudgedPaper, JudgedPapers
from bot.reading.sentences import split_sentences

Worded = Mapping[str, tuple[Announcement, Verdict]]
"""Papers by number, each with what was decided of it, at first by the words."""

_HIGHEST = 100
_CHARACTERS_A_WORD = 2  # of Chinese
_UNIT = re.compile(r"[\u3400-\u9fff]|[^\s\u3400-\u9fff]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def believed_verdicts(
    answer: JudgedPapers,
    asked: Worded,
    *,
    topic: Topic,
    language: Language,
) -> dict[str, Verdict]:
    """Verdicts by number, each in the place of the words' one that came with its paper.

    A verdict belongs to the paper whose number it names, wherever it stands. One that names no paper of the
    batch is nobody's; of two that name the same, neither is; and one whose score or reason cannot be believed
    is none.
    """
    named = [(_number(judged.id), judged) for judged in answer.papers]
    times = Counter(number for number, _ in named)
    verdicts = {}
    for number, judged in named:
        if number in asked and times[number] == 1:
            paper, words = asked[number]
            reason = _reason(judged, paper, language=language)
            if reason and 0 <= judged.score <= _HIGHEST:
                verdicts[number] = _verdict(judged, words, topic=topic, reason=reason)
    return verdicts


def speaks_to_models(paper: Announcement) -> bool:
    """Whether an announcement holds an order to whoever judges it."""
    said = (*split_sentences(paper.title), *split_sentences(paper.abstract))
    return any(map(is_instruction, said))


def _verdict(judged: JudgedPaper, words: Verdict, *, topic: Topic, reason: str) -> Verdict:
    score = judged.score / _HIGHEST
    known = [kind for kind in KINDS if topic.vocabulary == "inference" and kind == judged.kind]
    return words.model_copy(
        update={
            "score": score,
            "kept": score >= topic.threshold,
            "reason": reason,
            "kind": known[0] if known else "other",
            "by": "model",
        }
    )


def _number(named: str) -> str:
    found = ArxivId.find(named.strip("[] "))
    return found.number if found else ""


def _reason(judged: JudgedPaper, paper: Announcement, *, language: Language) -> str:
    """The reason as one line of at most twenty words; "" where it cannot be believed of this paper."""
    reason = " ".join(judged.reason.split()).rstrip(".。 ")
    source = f"{paper.title}. {paper.abstract}"
    doubted = (
        not reason
        or not is_in(language, reason)
        or foreign_marks(reason, [paper.title, paper.abstract])
        or is_instruction(reason)
        or unsupported_numbers(reason, source)
        or foreign_words(reason, source)
    )
    return "" if doubted else _short(reason)


def _short(reason: str) -> str:
    """The first twenty words, of which a Chinese character is half a one."""
    room = MOST_WORDS * _CHARACTERS_A_WORD
    for unit in _UNIT.finditer(reason):
        room -= 1 if _CHINESE.match(unit[0]) else _CHARACTERS_A_WORD
        if room < 0:
            return reason[: unit.start()].rstrip(" ,，、;；") + "…"
    return reason
