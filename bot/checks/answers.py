"""Pure: one statement of a model about a paper -> a claim with the paper's own words, or why not."""

import re
from collections.abc import Iterable, Sequence

from bot.checks.answer_words import (
    Ground,
    Said,
    foreign_fault,
    own_fault,
    with_months,
    without_parts,
    words_of,
)
from bot.checks.borne_out import not_borne_out
from bot.checks.claims import unsupported_claims
from bot.checks.counts import miscounted
from bot.checks.denials import denied
from bot.checks.directions import contradicted_figures, contradicted_measures, moved_figures
from bot.checks.elsewhere import named_elsewhere
from bot.checks.exchanged import exchanged_numbers
from bot.checks.instructions import is_instruction
from bot.checks.likeness import likeness
from bot.checks.misplaced import misplaced_figures, repeated_figures
from bot.checks.numbers import unsupported_values
from bot.checks.opposites import opposite_words
from bot.checks.other_papers import foreign_words
from bot.checks.qualifiers import overclaims
from bot.checks.quantities import quantities
from bot.checks.quotes import Place
from bot.checks.reversals import reversals
from bot.checks.spelled_counts import other_counts
from bot.checks.turned import turned_round
from bot.checks.vague_numbers import unsupported_vague_numbers
from bot.domain.answers import Claim, Dropped, Span

LEAST_ALIKE = 0.15  # of a statement's telling words, where its quote stands in the paper
CLEARLY_ALIKE = 0.3  # the same, under which it is shown with a word of doubt
MOSTLY_ALIKE = 0.75  # the same where it has no such quote
_OPENING = range(4)  # passages in which a paper names what it is about
LEAST_TOLD = 4  # telling words, under which a share says nothing
_CHINESE = re.compile("[\u4e00-\u9fff]")


def check_claim(said: Said, ground: Ground) -> Claim | Dropped:
    """The claim as it may be shown, with the paper's words; or why it may not.

    Where its quote stands in the paper it is verified, unless those words bear it out only in part. Where it
    does not, it is shown, not verified, only if it has no figures and nearly all its words are those of a
    passage that it names.
    """
    text = words_of(said)
    if fault := own_fault(text, ground):
        return fault
    place = ground.quotable.find(said.quote, cited=said.cited)
    passages = ground.passages([*([place.passage] if place else []), *said.cited])
    if fault := foreign_fault(text, ground, passages):
        return fault
    if place is None:
        return _without_quote(text, said, ground)
    return _with_quote(text, place, cited=said.cited, ground=ground)


def _with_quote(text: str, place: Place, *, cited: Sequence[int], ground: Ground) -> Claim | Dropped:
    spans = place.spans
    if any(map(is_instruction, _sentences(spans))):
        return Dropped.INSTRUCTION
    told = with_months(without_parts(text), " ".join(_sentences(spans)))
    spans = _with_figures(told, spans, places=(place.passage, *cited), ground=ground)
    sentences = _sentences(spans)
    if fault := _contradiction(told, sentences):
        return fault
    near = ground.passages((place.passage, *cited))
    share = _share(text, ground, near)
    if _is_unrelated(told, share, " ".join((ground.title, ground.question, *near))):
        return Dropped.UNRELATED
    lowered = text.lower()
    if any(word in lowered for word in place.changed):
        return Dropped.CONTRADICTED  # it rests on a word that the paper does not have
    doubted = (
        place.changed
        or (share is not None and share < CLEARLY_ALIKE)
        or denied(text, sentences)
        or misplaced_figures(told, sentences)
        or turned_round(told, sentences)
        or not_borne_out(told, sentences)
        or overclaims(told, " ".join(sentences))
        or unsupported_claims(text, [*sentences, *near])
        or named_elsewhere(told, (ground.title, ground.question, *ground.passages(_OPENING), *near))
    )
    return Claim(text=text, spans=spans, verified=not doubted)


def _is_unrelated(told: str, share: float | None, source: str) -> bool:
    """Whether too little of a statement is the paper's; what is nearly all of it is of no other paper."""
    if share is not None and not LEAST_ALIKE <= share < MOSTLY_ALIKE:
        return share < LEAST_ALIKE
    return bool(foreign_words(told, source))


def _share(text: str, ground: Ground, passages: Sequence[str]) -> float | None:
    """What share of a statement's words its passages have, or the question; None where it says too little."""
    source = " ".join((ground.title, *passages))
    if bool(_CHINESE.search(ground.question)) == bool(_CHINESE.search(source)):
        source += f" {ground.question}"
    count, share = likeness(text, source)
    return share if count >= LEAST_TOLD else None


def _without_quote(text: str, said: Said, ground: Ground) -> Claim | Dropped:
    """As `check_claim`, of a statement whose quote does not stand in the paper."""
    if any(not one.counted for one in quantities(without_parts(text))):
        return Dropped.UNFOUND
    candidates = [
        (likeness(text, sentence), place, sentence)
        for place in dict.fromkeys(said.cited)
        if 0 <= place < len(ground.quotable.passages)
        for sentence in ground.quotable.sentences(place)
    ]
    fitting = [one for one in candidates if one[0][0] >= LEAST_TOLD and one[0][1] >= MOSTLY_ALIKE]
    if not fitting:
        return Dropped.UNFOUND
    _, place, sentence = max(fitting, key=lambda one: one[0][1])
    if is_instruction(sentence):
        return Dropped.INSTRUCTION
    if fault := _contradiction(text, [sentence]):
        return fault
    if denied(text, [sentence]) or turned_round(text, [sentence]):
        return Dropped.CONTRADICTED
    span = ground.quotable.passages[place].model_copy(update={"text": sentence})
    return Claim(text=text, spans=(span,), verified=False)


def _with_figures(
    text: str, spans: tuple[Span, ...], *, places: Sequence[int], ground: Ground
) -> tuple[Span, ...]:
    """The spans, and of the same passages the sentences with the figures that those do not tell."""
    known = " ".join(span.text for span in spans)
    missing = unsupported_values(text, known)
    if not missing:
        return spans
    own = ground.quotable.passages
    for place in dict.fromkeys(at for at in places if 0 <= at < len(own)):
        for sentence in ground.quotable.sentences(place):
            left = unsupported_values(text, f"{known} {sentence}")
            if len(left) < len(missing) and _tells_of_it(sentence, text):
                spans = (*spans, own[place].model_copy(update={"text": sentence}))
                known, missing = f"{known} {sentence}", left
    return spans


def _tells_of_it(sentence: str, text: str) -> bool:
    """Whether a sentence has a figure of a statement of the same thing; a row of a table may not."""
    is_row = " | " in sentence
    return not is_row and likeness(text, sentence)[1] >= CLEARLY_ALIKE and not is_instruction(sentence)


def _contradiction(text: str, sentences: Sequence[str]) -> Dropped | None:
    """Figures that the sentences do not tell, or tell of something else; the opposite of what they say."""
    whole = " ".join(sentences)
    if (
        unsupported_values(text, whole)
        or unsupported_vague_numbers(text, whole)
        or miscounted(text, whole)
        or other_counts(text, whole)
        or repeated_figures(text, sentences)
        or exchanged_numbers(text, sentences)
        or moved_figures(text, sentences)
    ):
        return Dropped.NUMBER
    if (
        contradicted_figures(text, sentences)
        or contradicted_measures(text, sentences)
        or reversals(text, sentences)
        or opposite_words(text, whole)
    ):
        return Dropped.CONTRADICTED
    return None


def _sentences(spans: Iterable[Span]) -> list[str]:
    return [span.text for span in spans]
