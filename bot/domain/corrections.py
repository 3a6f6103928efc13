"""What people changed about a brief: kept for good, and laid over whatever a model or a page says."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from bot.domain.briefs import Brief, Evidence, Language, Slot, SlotName, Slots
from bot.domain.chat import Edits
from bot.domain.frozen import Frozen
from bot.domain.papers import Affiliation, Paper
from bot.errors import Why

FieldName = Literal["title", "institutions", "technique", "problem", "effect"]
FIELDS: tuple[FieldName, ...] = ("title", "institutions", "technique", "problem", "effect")
_SLOTS: tuple[SlotName, ...] = ("technique", "problem", "effect")
# characters: of a slot as many as of a model's; a title or a list of institutions may be longer
LONGEST: Mapping[FieldName, int] = {
    "title": 250,
    "institutions": 400,
    "technique": 220,
    "problem": 220,
    "effect": 220,
}
_JOINER = "\u200d"  # between the parts of one emoji
# Nothing to be seen, though Unicode has them among letters, marks and signs: fillers, a Braille cell without
# dots, the place of a missing object, and the selectors that can spell out a hidden text.
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\U000e0100-\U000e01ef]")


class Correction(Frozen):
    """That a person set a field of a paper's brief, or withdrew what was set; it is never changed."""

    job: str  # key of the job that it came with: a job corrects once
    paper: str  # Paper.key
    field: FieldName
    language: Language | None  # of the briefs that it holds for; None: of all
    value: str | None  # None: the newest value that stood was withdrawn
    before: str  # what was shown until then; "": nothing
    person: str  # `platform:id`
    at: datetime
    name: str = ""  # the person's, where the platform told it; kept with the job and nowhere else


class Changes(Frozen):
    """What becomes of earlier posts when words of a brief change."""

    edits: Edits
    fixed: int  # posts that keep old words: where they stand, nothing can be edited
    torn: int  # posts that keep old words: a block was cut between two of them
    files: int  # that went with posts and keep old words


def scope_of(field: FieldName, language: Language) -> Language | None:
    """The language that a correction holds for: title and institutions are the same in all."""
    return language if field in _SLOTS else None


def standing(
    corrections: Iterable[Correction], *, paper: str, language: Language
) -> Mapping[FieldName, Correction]:
    """The corrections, oldest first, that count for a brief: a withdrawal brings back the one before."""
    values: dict[FieldName, list[Correction]] = {}
    for correction in corrections:
        if correction.paper != paper or correction.language not in {None, language}:
            continue
        earlier = values.setdefault(correction.field, [])
        if correction.value is not None:
            earlier.append(correction)
        elif earlier:
            earlier.pop()
    return {field: earlier[-1] for field, earlier in values.items() if earlier}


def corrected(paper: Paper, brief: Brief, corrections: Iterable[Correction]) -> tuple[Paper, Brief]:
    """Both as they are to be shown: a person's value takes the place of what stood there.

    A corrected slot rests on a person and not on sentences of the paper.
    """
    found = standing(corrections, paper=paper.key, language=brief.language)
    values = {field: found[field].value or "" for field in FIELDS if field in found}
    if not values:
        return paper, brief
    if "title" in values:
        paper = paper.model_copy(update={"title": values["title"]})
    if "institutions" in values:
        places = _places(names_in(values["institutions"]), paper.affiliations)
        problems = tuple(problem for problem in paper.problems if problem.why is not Why.NO_AFFILIATION)
        paper = paper.model_copy(update={"affiliations": places, "problems": problems})
        brief = brief.model_copy(update={"institutions": tuple(place.name for place in places)})
    slots: dict[str, Slot] = {
        name: Slot(text=values[name].rstrip(" 。.；;"), sentences=()) for name in _SLOTS if name in values
    }
    filled = brief.slots.model_copy(update=slots)
    return paper, brief.model_copy(
        update={
            "slots": filled,
            "extracted": brief.extracted and any(slot for name, slot in filled if name not in slots),
            "left_out": tuple(name for name in brief.left_out if name not in slots),
            "evidence": _rested_on(brief, filled),
            "corrected": tuple(values),
        }
    )


def shown_value(field: FieldName, paper: Paper, brief: Brief) -> str:
    """What a field says in a brief; "" where it says nothing."""
    if field == "title":
        return paper.title
    if field == "institutions":
        return ", ".join(brief.institutions or [place.name for place in paper.affiliations])
    slot: Slot | None = getattr(brief.slots, field)
    return slot.text if slot else ""


def visible(value: str) -> str:
    """A value in one line, without controls, invisible marks and marks that turn the reading order."""
    shown = _UNSEEN.sub("", " ".join(value.split()))
    return "".join(
        letter
        for place, letter in enumerate(shown)
        if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co"}
        or (
            letter == _JOINER
            and _is_pictured(shown[max(0, place - 2) : place])
            and _is_pictured(shown[place + 1 :][:1])
        )
    ).strip()


def names_in(value: str) -> tuple[str, ...]:
    """The institutions of a value: apart by 、 or ; where it has them, so that a name may hold a comma."""
    separator = r"[、;；]" if re.search(r"[、;；]", value) else r"[,，]"
    return tuple(name for part in re.split(separator, value) if (name := part.strip(" ,，.。")))


def _is_pictured(text: str) -> bool:
    """Whether a text ends in a sign such as an emoji, with what tints or forms it."""
    bare = text.rstrip("\ufe0e\ufe0f")
    return unicodedata.category(bare[-1:] or " ") in {"So", "Sk"}


def _places(names: Sequence[str], printed: Sequence[Affiliation]) -> tuple[Affiliation, ...]:
    """The institutions by name, those that the page prints with what is known of them."""
    known = {place.name.casefold(): place for place in printed}
    return tuple(
        known.get(name.casefold(), Affiliation(name=name, page=0, words="", read_by="person"))
        for name in names
    )


def _rested_on(brief: Brief, slots: Slots) -> tuple[Evidence, ...]:
    named = {number for _, slot in slots if slot for number in slot.sentences}
    return tuple(sentence for sentence in brief.evidence if sentence.number in named)
