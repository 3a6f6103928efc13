"""What a brief may rest on: the abstract's sentences, and of the whole text those that tell the most."""

import re
from collections.abc import Iterator

from bot.checks.instructions import is_instruction
from bot.domain.briefs import Evidence
from bot.domain.texts import PaperText, Passage
from bot.reading.bibliography import is_bibliography
from bot.reading.letters import fold, key_of
from bot.reading.sentences import split_sentences

MOST_OF_TEXT = 8  # sentences of the introduction, and as many of the results
LONGEST = 400  # characters of a sentence; what is longer is a list or a torn formula
_INTRODUCTION = re.compile(r"\bintroduction\b|引言|绪论")
_RESULTS = re.compile(
    r"\b(?:result|experiment|evaluation|conclusion|performance|discussion|concluding|finding)|实验|结果|结论"
)
_ABSTRACT = re.compile(r"\babstract\b|\bsummary\b|摘要")
_CONTRIBUTION = re.compile(
    r"\b(?:we|this (?:paper|work|article)|our (?:main |key )?contributions?)\b.{0,60}?"
    r"\b(?:propos|introduc|present|develop|design|build|describ|contribut|show|demonstrat|provid|study|investigat|find|formul|derive|releas)",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"\d(?:[\d.,]*)\s?(?:%|×|x\b|times|fold|points?|pp\b|ms\b|s\b|GB|MB|tokens|倍)|\b(?:outperform|surpass|improv"
    r"|reduc|achiev|faster|speed-?up|higher|lower|state-of-the-art)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d")


def evidence_of(abstract: str, text: PaperText | None) -> tuple[Evidence, ...]:
    """The numbered sentences: those of the abstract, then the introduction's claims, then the results'.

    A sentence that says again what an earlier one says is left out, and so is one that speaks to a model.
    """
    found = [Evidence(number=0, text=sentence) for sentence in split_sentences(abstract)]
    if text:
        introduction = [passage for passage in text.passages if _stands_in(passage, text, _INTRODUCTION)]
        results = [passage for passage in text.passages if _stands_in(passage, text, _RESULTS)]
        found += _telling(introduction, text, _CONTRIBUTION)
        found += _telling(results, text, _OUTCOME)
    said: set[str] = set()
    kept: list[Evidence] = []
    for sentence in found:
        if is_instruction(sentence.text):
            continue
        words = key_of(sentence.text)
        if not sentence.section or words not in said:  # the abstract keeps its own numbers
            kept.append(sentence.model_copy(update={"number": len(kept) + 1}))
            said.add(words)
    return tuple(kept)


def _stands_in(passage: Passage, text: PaperText, title: re.Pattern[str]) -> bool:
    """Whether a paragraph stands in a section, or in one of its subsections, whose title fits."""
    if passage.kind != "paragraph" or passage.section is None:
        return False
    place = passage.section
    level = text.sections[place].level
    while place >= 0:
        section = text.sections[place]
        if section.level <= level:
            level = section.level - 1
            plain = fold(section.title)
            if is_bibliography(section.title) or _ABSTRACT.search(plain):
                return False
            if title.search(plain):
                return True
        place -= 1
    return False


def _telling(passages: list[Passage], text: PaperText, cue: re.Pattern[str]) -> list[Evidence]:
    """The sentences that the cue fits, those with figures first, at most MOST_OF_TEXT, in reading order."""
    told = [
        (len(_NUMBER.findall(sentence)) > 0, -place, sentence, passage)
        for place, (sentence, passage) in enumerate(_sentences(passages))
        if cue.search(sentence)
    ]
    chosen = sorted(told, key=lambda one: one[:2], reverse=True)[:MOST_OF_TEXT]
    return [
        Evidence(number=0, text=sentence, section=text.title_of(passage), page=passage.page)
        for _, _, sentence, passage in sorted(chosen, key=lambda one: one[1], reverse=True)
    ]


def _sentences(passages: list[Passage]) -> Iterator[tuple[str, Passage]]:
    for passage in passages:
        for sentence in split_sentences(passage.text):
            if 40 <= len(sentence) <= LONGEST and sentence[-1] in ".!?。！？":
                yield sentence, passage
