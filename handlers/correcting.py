"""Words after `correct` and `regenerate` -> paper, field and value; the value stays as it was written."""

import re
from collections.abc import Sequence
from typing import Literal

from bot.domain.commands import CorrectBrief, Misunderstood, RegenerateBrief
from bot.domain.corrections import FieldName
from bot.domain.references import PaperReference
from bot.errors import Reason, Why
from handlers.about import about_paper
from handlers.named import language_of
from handlers.words import as_written, cleaned, words_of

_FIELDS: dict[str, FieldName] = {
    "title": "title",
    "标题": "title",
    "institution": "institutions",
    "institutions": "institutions",
    "机构": "institutions",
    "technique": "technique",
    "技术": "technique",
    "problem": "problem",
    "问题": "problem",
    "effect": "effect",
    "效果": "effect",
}
# Chinese needs no space before or after the field's name; an English one stands between spaces and colons.
_FIELD = re.compile(
    r"(?:(?:\A|(?<=[\s,:：，]))(?P<english>title|institutions?|technique|problem|effect)(?=[\s:=：]|\Z)"
    r"|(?<![\u3400-\u4dbf\u4e00-\u9fff])(?P<chinese>标题|机构|技术|问题|效果))[\s:=：]*",
    re.IGNORECASE,
)
_WITHDRAWING = frozenset({"-", "–", "—", "undo", "撤销"})


def change_of(
    text: str,
    start: int,
    *,
    wish: Literal["regenerate", "correct"],
    files: Sequence[PaperReference],
    answers: str | None,
) -> RegenerateBrief | CorrectBrief | Misunderstood:
    """What is to change in which paper's brief, from the cleaned text's `start`th character on."""
    rest = cleaned(text)[start:]
    if wish == "correct":
        return _correction(text, start, rest=rest, files=files, answers=answers)
    language, words = language_of(words_of(rest))
    about = about_paper(words, files, command=wish, answers=answers)
    if isinstance(about, Reason):
        return Misunderstood(reason=about)
    return RegenerateBrief(paper=about[0], number=about[1], answers=answers, language=language)


def _correction(
    text: str, start: int, *, rest: str, files: Sequence[PaperReference], answers: str | None
) -> CorrectBrief | Misunderstood:
    found = _FIELD.search(rest)
    language, words = language_of(words_of(rest[: found.start()] if found else rest))
    about = about_paper(words, files, command="correct", answers=answers)
    if isinstance(about, Reason):
        if about.why is Why.NOT_A_PAPER_REFERENCE and not found:
            about = Reason(Why.UNKNOWN_FIELD, {"text": about.facts["text"]})
        return Misunderstood(reason=about)
    paper, number = about
    if found is None:
        return CorrectBrief(paper=paper, number=number, answers=answers, language=language)
    value = as_written(text, start + found.end()).strip()
    return CorrectBrief(
        paper=paper,
        number=number,
        answers=answers,
        language=language,
        field=_FIELDS[(found["english"] or found["chinese"]).lower()],
        value=None if value.lower() in _WITHDRAWING else value,
    )


def is_correction(text: str) -> bool:
    """True for words whose end is a person's value, to be taken as it is written."""
    return bool(re.match(r"\s*/?(?:correct(?:@\w+)?(?=[\s:,]|\Z)|更正)", cleaned(text), re.IGNORECASE))
