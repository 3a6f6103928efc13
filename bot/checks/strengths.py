"""Pure, one check of an answer: it says no more than the paper, whose doubts, bounds and scope it keeps."""

import re
from collections.abc import Iterator, Sequence

from bot.checks.atoms import MARKS, Key, atoms
from bot.checks.numbers import same_quantity
from bot.checks.quantities import quantities
from bot.checks.segments import segments
from bot.checks.wording import normalised

_DOUBT = re.compile(
    r"\b(?:may(?! \d)|might|could|possibly|perhaps|suspect\w*|speculat\w*|posits?|hypothes\w*|"
    r"conjectur\w*|not clear|unclear|not known|open question|likely|seems?|appears?|suggest(?:s|ing|ed)?|"
    r"indirect\w*|indicat\w+|anticipat\w*|tends?|believe[sd]?)\b",
    re.IGNORECASE,
)
_ESTIMATES = re.compile(
    r"\b(?:estimat|expect|predict|project(?:ed|s)\b|assum|whether|unclear|hypothe|question)\w*|是否|检验|"
    r"假[设说]|不清楚|未知|估[算计]|预[计期测]|据称",
    re.IGNORECASE,
)
# What a claim may say of all, of one alone, or of both, and what of a paper bears it out.
_ALL = (
    r"\b(?:all|every|everything|always|entirely|completely|fully|never|universally|consistently|"
    r"in every case|across the board|regardless of|without exception)\b|所有|全部(?!样)|始终|"
    r"总是|总能|总会|一切|完全|绝大部分|绝大多数|无论|一律|彻底|从不(?!同)|永远|全面(?:超越|优于|领先|胜过|提升)"
)
_ALL_THEIRS = (
    r"\b(?:all|every|each|any|always|entire\w*|complet\w*|fully|full|never|univers\w*|consistently|both|"
    r"none|across|regardless|without|uniform\w*|whole|invariabl\w*|arbitrar\w*|total|throughout|"
    r"eliminat\w*|steadily|whatever|whenever|exact\w*|identical|negligible|\d\d?(?:\.\d+)?%|majority)\b"
)
_ONLY = r"\b(?:only|solely|exclusively|merely|nothing but)\b|(?<!不)仅|(?<!不)只(?!要|有在)|唯一"
_ONLY_THEIRS = (
    r"\b(?:only|solely|exclusiv\w*|merely|just|alone|sole|single|nothing but|no other|limited|"
    r"restricted|unique\w*|except|less than|at most|no more|without|a mere|as little|as few|one|not|"
    r"finite|few|"
    r"small|select\w*|top|subset|partial\w*|specific\w*|minimal\w*|focus\w*|confin\w*|rest|until|fixed|"
    r"frozen|unchanged|alone|while|whereas|but|instead|rather)\b|<|\btop-"
)
_BOTH = r"\bboth\b|两者|二者"
_BOTH_THEIRS = r"\b(?:both|and|all|each|either|neither|two|simultaneous\w*|as well|while|also)\b"
_SCOPES = tuple(
    (re.compile(ours, re.IGNORECASE), re.compile(theirs, re.IGNORECASE))
    for ours, theirs in ((_ALL, _ALL_THEIRS), (_ONLY, _ONLY_THEIRS), (_BOTH, _BOTH_THEIRS))
)
# "All they have is logs" speaks of one thing, "are all faster" of those that it lists, "only 2" of a figure.
_NO_SCOPE = re.compile(
    r"\ball (?:that|they|it|we|one|you|he|she)\b|\b(?:are|were|is|was|have|had) all\b|, all\b|"
    r"\b(?:only|just|merely) (?=(?:about |a |an |the )?(?:\d|one|two|three|four|five|six|ten|half|single)\b)|"
    r"[只仅](?:有|为|是|用|需要?|要|占|约|剩下?|激活|增加|高|低|差|多|少|下降|提升)?了?\s?(?=约?\s?[\d一两二三几]|不到)",
    re.IGNORECASE,
)
_PROVES = re.compile(
    r"\b(?:prove[sdn]?|proving|demonstrates? conclusively|direct (?:evidence|proof))\b|直接证明|证明了|证实|"
    r"直接说明"
)
_PER = re.compile(
    r"\b(?:per|each|every) ([a-z]+)|每(?:个|一|条|次|块|张)?\s?([A-Za-z]+|请求|词元|令牌|样本|秒|分钟|"
    r"小时|查询|层|设备|步|轮|用户|节点|用例)"
)
_AT_LEAST = re.compile(
    r"(?:\b(?:at least|no (?:less|fewer) than|(?:more|higher|greater|larger) than|over|above|exceed\w*)|"
    r"至少|不少于|不低于|超过|"
    r"大于|多于|高于|>|≥)(?: (?:an?|about))?[\u4e00-\u9fff]{0,6}\s?$"
)
_AT_MOST = re.compile(
    r"(?:\b(?:at most|no more than|up to|as (?:much|many) as|(?:less|fewer|lower|smaller) than|under|"
    r"below|within)|"
    r"最多|至多|不超过|不到|低于|少于|小于|最高|<|≤)(?: (?:an?|about))?[\u4e00-\u9fff]{0,6}\s?$"
)
_BEHIND_LEAST = re.compile(r"\s?(?:[A-Za-z%×]{0,8}\s?)?(?:以上|or more|或更多|\+)")
_TOPIC = re.compile(
    r"(?:(?:[Ff]or|[Oo]n|[Ii]n|[Ww]ith|[Aa]t|[Uu]nder|[Ww]hen)\b|对于?|在|当)\s?([^,]{2,50}),"
)
_PLANNED = re.compile(
    r"\b(?:in (?:the |our )?future|future (?:work|research|version|stud\w+)|we (?:will|plan|intend|hope|"
    r"aim) (?:to )?"
    r"(?:attempt|explore|investigate|study|extend|include|release|add))\b",
    re.IGNORECASE,
)
_PLANS = re.compile(
    r"\b(?:future|will|would|could|may|might|plan\w*|intend\w*|hope\w*|aim\w*|next|later|yet|remain\w*|"
    r"promising|"
    r"suggest\w*|propos\w*|want\w*|left|leave\w*|need\w*)\b|将|计划|打算|今后|未来|后续|下一步|希望|有待|留待|仍需|需要|尚|可以|可能|拟|建议",
    re.IGNORECASE,
)
_FRONT = 22  # characters in front of a figure that may bound it
_NO_TOPIC = frozenset({"may", "can", "if", "not", "instead"})


def overstated(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """What a claim says more strongly than the sentences, as written."""
    whole = " ".join(sentences)
    wider = (*_universal(claim, whole), *_per(claim, whole), *_topic(claim, sentences))
    surer = (*_undoubted(claim, sentences), *_done(claim, sentences), *_bounded(claim, whole))
    return tuple(dict.fromkeys(wider + surer))


def _universal(claim: str, whole: str) -> Iterator[str]:
    claim = _NO_SCOPE.sub(" ", claim)
    for ours, theirs in _SCOPES:
        if (found := ours.search(claim)) and not theirs.search(whole):
            yield found[0]
    if (found := _PROVES.search(claim)) and _DOUBT.search(whole) and not _PROVES.search(whole):
        yield found[0]


def _done(claim: str, sentences: Sequence[str]) -> Iterator[str]:
    """What the sentences only plan, told as if it were so."""
    if all(map(_PLANNED.search, sentences)) and not _PLANS.search(claim):
        yield from (match[0] for match in map(_PLANNED.search, sentences) if match)


def _undoubted(claim: str, sentences: Sequence[str]) -> Iterator[str]:
    """Doubts of the pieces of sentences that a claim has most words of, where the claim has none."""
    mine = {one.name for one in atoms(claim)}
    if "may" in mine or {"if", "can"} <= mine or _ESTIMATES.search(claim):
        return
    keys = frozenset(one.key for one in atoms(claim) if one.name not in _NO_TOPIC)
    pieces = [piece for sentence in sentences for piece in segments(sentence)]
    best = max((len(piece.keys & keys) for piece in pieces), default=0)
    nearest = [piece for piece in pieces if len(piece.keys & keys) == best]
    if not best and not all(_DOUBT.search(piece.text) for piece in nearest):
        return
    yield from (doubt[0] for piece in nearest if (doubt := _DOUBT.search(piece.text)))
    dropped = any(piece.condition and not _keeps(keys, piece.keys) for piece in pieces)
    if (
        nearest
        and dropped
        and not mine & {"can", "if"}
        and all(("can", 0) in piece.keys for piece in nearest)
    ):
        yield "can"


def _keeps(keys: frozenset[Key], condition: frozenset[Key]) -> bool:
    """Whether a claim tells a condition in other words: it has half of what that speaks of."""
    told = [key for key in condition if key[0] not in _NO_TOPIC]
    return 2 * sum(key in keys for key in told) >= len(told)


def _bounded(claim: str, whole: str) -> Iterator[str]:
    claim, whole = normalised(claim), normalised(whole)
    known = quantities(whole)
    for told in quantities(claim):
        if told.counted or told.version:
            continue
        sides = _bounds(claim, told.start, told.end)
        places = [_bounds(whole, one.start, one.end) for one in known if same_quantity(told, one)]
        if sides and places and not any(sides & theirs for theirs in places):
            yield told.words.strip()


def _bounds(text: str, start: int, end: int) -> frozenset[str]:
    before = text[max(0, start - _FRONT) : start]
    sides = set()
    if _AT_LEAST.search(before) or _BEHIND_LEAST.match(text, end):
        sides.add("least")
    if _AT_MOST.search(before):
        sides.add("most")
    return frozenset(sides)


def _per(claim: str, whole: str) -> Iterator[str]:
    theirs = {one.name for match in _PER.finditer(whole) for one in atoms(match[1] or match[2])}
    for match in _PER.finditer(claim):
        ours = {one.name for one in atoms(match[1] or match[2])}
        if theirs and ours and not ours & theirs and not _is_short(match, whole):
            yield match[0]


def _is_short(match: re.Match[str], whole: str) -> bool:
    """Whether the sentences shorten a unit, as "sec" for "second"."""
    unit = match[1] or ""
    return any(
        unit.startswith(one[1]) or one[1].startswith(unit) for one in _PER.finditer(whole) if one[1] and unit
    )


def _topic(claim: str, sentences: Sequence[str]) -> Iterator[str]:
    """What a claim says it is true for, where the sentences name another thing in front and never this."""
    told = _TOPIC.match(normalised(claim))
    if told is None or not any(_TOPIC.match(normalised(sentence)) for sentence in sentences):
        return
    known = {one.name for sentence in sentences for one in atoms(sentence)}
    ours = {one.name for one in atoms(told[1]) if one.name not in MARKS}
    if ours and not ours & known:
        yield told[0]
