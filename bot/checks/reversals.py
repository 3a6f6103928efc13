"""Pure, one check of a statement: a loss denied, a kept part lost, "by" told as "to", a rival that wins.

What the sentences say in two ways, or not plainly, is believed.
"""

import re
from collections.abc import Iterator, Sequence

from bot.checks.direction_words import WORSE
from bot.checks.effects import figure_effects
from bot.checks.measures import Measure, measures_in
from bot.checks.numbers import same_quantity
from bot.checks.quantities import Quantity, quantities
from bot.checks.wording import normalised

_HEDGED = r"(?<!几乎)(?<!基本)(?<!大致)(?<!近乎)(?<!接近)(?<!近)"
_DENIED_BEFORE = re.compile(
    r"(?:(?<!nearly )(?<!almost )(?<!virtually )(?<!about )"
    r"(?:\b(?:unchanged|identical|lossless|undiminished|the same)|"
    r"\bwithout (?:any )?(?:hurting|losing|sacrificing|harming|degrading|reducing|loss of|loss in|a loss of)|"
    r"\b(?:no|zero) (?:loss|drop|degradation) (?:of|in))(?: [a-z-]+)? |"
    rf"{_HEDGED}(?:不损失|不牺牲|不降低|不影响))$",
    re.IGNORECASE,
)
_DENIED_BEHIND = re.compile(
    rf"\s?(?:is |are |stays? |remain(?:s|ing)? )?(?:unchanged|intact|undiminished)\b|"
    rf"(?:完全|均|也|保持)?{_HEDGED}"
    r"(?:不变|无损|未损失|不下降|没有下降|没有损失|不降)",
    re.IGNORECASE,
)
_KEEPS = re.compile(
    r"\b(?:unchanged|without|intact|lossless|same|preserv|maintain|retain|identical|"
    r"no (?:loss|drop|degradation))",
    re.IGNORECASE,
)
_SLIGHT_LOSS = re.compile(
    r"\b(?:negligible|minimal|minor|slight|marginal|little|almost no|nearly no)(?: [a-z-]+){0,3} "
    r"(?:loss|drop|degradation|decrease|reduction|decline)",
    re.IGNORECASE,
)
_SEVERE_LOSS = re.compile(
    r"\b(?:severe|significant|substantial|drastic|serious|large|heavy|considerable|major)"
    r"(?: (?!gain|improve)[a-z-]+){0,2} (?:loss|degradation|drop)\b|"
    r"(?:质量|精度|画质|性能|准确率|效果)(?:严重|大幅|显著|明显)(?:下降|损失|受损|退化|降低)",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"\b(?:retain|preserv|maintain|keep)\w*\s[^,;.\d]{0,20}$|(?:保留|保持)[^,;。\d]{0,8}$", re.IGNORECASE
)
_LOST_BEFORE = re.compile(
    r"\b(?:los(?:es|ing|e|t)|a loss of)\s[^,;.\d]{0,20}$|(?:损失|丢失|丧失)了?约?$", re.IGNORECASE
)
_LOST_BEHIND = re.compile(
    r"[^,;.\d]{0,50}\b(?:is |are |was )?lost\b|[^,;。\d]{0,12}(?:丢失|丧失)", re.IGNORECASE
)
_AMOUNT = (
    r"(?: ?(?:up to|over|about|around|approximately|nearly|roughly|an? average of|as much as|"
    r"more than|~|only))*\s?$"
)
_REACH = 80  # characters in front of a figure that may say what becomes of it
_BY = re.compile(
    rf"\b(?:by|(?:reduction|decrease|increase|drop|gain|saving|improvement|decline)s? of(?: an?)?){_AMOUNT}",
    re.IGNORECASE,
)
_BY_BEHIND = re.compile(
    r"\s(?:average |relative )?(?:reductions?|decreases?|less|fewer|lower|drops?|cuts?|savings?|"
    r"improvements?|gains?|faster|"
    r"shorter|smaller|higher|better|increases?)\b",
    re.IGNORECASE,
)
_TO = re.compile(
    r"(?:\b(?:cut|cuts|reduc\w+|lower\w*|decreas\w+|drop\w*|shr[aiu]nk\w*|down|fall\w*|fell|ris\w+|rais\w+|increas\w+|"
    r"improv\w+)(?: (?!by |up |of )[a-z-]+){0,3} to(?: only| just| about)?\s?|"
    r"(?:降低|下降|减少|缩短|缩减|压缩|提升|提高|增加|升高|降|减|升|增)了?(?:至|到|为)(?:原来的|原先的|原有的|约|仅)*)\s?$",
    re.IGNORECASE,
)
_NAME = r"(?P<{}>[A-Za-z][A-Za-z0-9]*[A-Z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*|[A-Z][a-z]+-[A-Za-z0-9-]+)"
_RIVAL = re.compile(
    rf"\b(?:over|than|compared (?:to|with)|relative to|versus|vs\.?|"
    rf"outperform(?:s|ed|ing)?|surpass(?:es|ed|ing)?|"
    rf"that of|times of) (?:the )?{_NAME.format('rival')}",
)
_CLAIMED = (
    re.compile(
        rf"^(?:that )?{_NAME.format('winner')} (?:rais|outperform|surpass|improv|reduc|cut|beat|exceed|"
        rf"accelerat|speed|"
        rf"boost|achiev|reach|deliver|run|is |gain)(?:[^,;.]|\.(?=\d)){{0,80}}?"
        rf"\b(?:over|than|compared (?:to|with)|relative to|"
        rf"versus|vs|outperform\w*|surpass\w*|beat\w*) (?:the )?{_NAME.format('rival')}"
    ),
    re.compile(
        rf"(?<![与和跟同较比于超为相])(?<![A-Za-z0-9.-]){_NAME.format('winner')}(?:的[^,;。\d]{{1,12}})?(?:较|比|相比|相较于?|"
        rf"优于|超越|超过|(?:最高|平均)?(?:为|是|达))\s?{_NAME.format('rival')}"
    ),
)


def reversals(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """What the claim turns round of what the sentences plainly state, as "unchanged accuracy", "to 37%"."""
    claim = normalised(claim)
    sources = [normalised(sentence) for sentence in sentences]
    found = [*_denied(claim, sources), *_turned(claim, sources), *_rival_wins(claim, sources)]
    return tuple(dict.fromkeys(found))


def _denied(claim: str, sources: Sequence[str]) -> Iterator[str]:
    """Measures said to be unchanged of which a figure is lost, and a slight loss that became severe."""
    whole = " ".join(sources)
    lost = {} if _KEEPS.search(whole) else _lost(sources)
    for start, end, one in measures_in(claim):
        before, behind = (
            _DENIED_BEFORE.search(claim[max(0, start - _REACH) : start]),
            _DENIED_BEHIND.match(claim, end),
        )
        if one.name in lost and (denial := before or behind):
            yield f"{denial[0].strip()} {one.name}"
    severe = _SEVERE_LOSS.search(claim)
    if severe and _SLIGHT_LOSS.search(whole) and not _SEVERE_LOSS.search(whole):
        yield severe[0]


def _lost(sources: Sequence[str]) -> dict[str, Measure]:
    """The measures of which figures are lost and never won."""
    said = [one for text in sources for one in figure_effects(text) if one.cue and one.quantity]
    won = {of.name for one in said if one.worth() != WORSE for of in one.measures}
    return {
        of.name: of
        for one in said
        if one.worth() == WORSE
        for of in one.measures
        if of.better == "up" and of.name not in won
    }


def _turned(claim: str, sources: Sequence[str]) -> Iterator[str]:
    """Figures told as what was lost that were kept, and as what is left that were the difference."""
    known = [(text, one) for text in sources for one in quantities(text)]
    for told in dict.fromkeys(quantities(claim)):
        if told.counted or told.version:
            continue
        before = _in_front(claim, told)
        places = [(text, one) for text, one in known if same_quantity(told, one)]
        lost = _LOST_BEFORE.search(before) or _LOST_BEHIND.match(claim, told.end)
        if lost and places and all(_KEPT.search(_without_amount(text, one)) for text, one in places):
            yield f"lost {told.words.strip()}"
        reached = _TO.search(before)
        is_share = any(kind in {"percent", "factor"} for kind, _ in told.readings)
        if reached and is_share and places and all(_is_difference(text, one) for text, one in places):
            yield f"{reached[0].strip()} {told.words.strip()}"


def _in_front(text: str, quantity: Quantity) -> str:
    return text[max(0, quantity.start - _REACH) : quantity.start]


def _without_amount(text: str, quantity: Quantity) -> str:
    return re.sub(rf"(?:over|about|more than|up to|≥|>|~){_AMOUNT}", "", _in_front(text, quantity))


def _is_difference(text: str, quantity: Quantity) -> bool:
    return bool(_BY.search(_in_front(text, quantity)) or _BY_BEHIND.match(text, quantity.end))


def _rival_wins(claim: str, sources: Sequence[str]) -> Iterator[str]:
    """A method that the sentences only compare with, said to win against one that they do not."""
    rivals = {match["rival"] for text in sources for match in _RIVAL.finditer(text)}
    for match in (found for pattern in _CLAIMED for found in pattern.finditer(claim)):
        if match["winner"] in rivals and match["rival"] not in rivals:
            yield f"{match['winner']} over {match['rival']}"
