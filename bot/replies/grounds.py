"""What a brief rests on, and what of it could not be believed -> words."""

from bot.domain.briefs import Brief, Conditions, Evidence, Language, SlotName
from bot.domain.chat import Quote
from bot.replies.catalogue import explain, say

_NAMES: tuple[SlotName, ...] = ("technique", "problem", "effect")


def evidence_quote(brief: Brief) -> tuple[Quote, ...]:
    """The paper's own sentences behind each slot; none for clauses that are the paper's own already."""
    if brief.extracted or not brief.evidence:
        return ()
    language = brief.language
    known = {sentence.number: sentence for sentence in brief.evidence}
    lines = []
    for name in _NAMES:
        slot = getattr(brief.slots, name)
        for number in slot.sentences if slot else ():
            if number not in known:
                continue
            words, sentence = say(language, f"slot.{name}"), known[number]
            facts = {
                "slot": words[:1].upper() + words[1:],
                "place": _place(sentence, language),
                "text": sentence.text,
            }
            lines.append(say(language, "evidence.line", **facts))
    return (Quote(label=say(language, "evidence.label"), text="\n".join(lines)),) if lines else ()


def _place(sentence: Evidence, language: Language) -> str:
    """Where a reader finds a sentence: its section, and the page where that is known."""
    section = sentence.section or say(language, "evidence.abstract")
    if not sentence.page:
        return section
    return say(language, "evidence.page", section=section, page=sentence.page)


def conditions_line(brief: Brief) -> str:
    """Metric, baseline, model and hardware of the effect, as far as the paper states them."""
    effect = brief.slots.effect
    if effect is None or effect.conditions is None:
        return ""
    language = brief.language
    stated = [
        say(language, f"condition.{name}", text=text)
        for name in Conditions.model_fields
        if (text := getattr(effect.conditions, name))
    ]
    return say(language, "evidence.join").join(stated)


def unbelieved(brief: Brief, language: Language) -> list[str]:
    """What no model wrote, or wrote and could not be believed, and what stands in its place."""
    if brief.instead:
        return [say(language, "evidence.instead", reason=explain(language, brief.instead))]
    if not brief.left_out:
        return []
    if brief.extracted:
        return [say(language, "evidence.extracted")]
    names = [say(language, f"slot.{name}") for name in brief.left_out]
    return [say(language, "evidence.left_out", slots=say(language, "paper.list_join").join(names))]
