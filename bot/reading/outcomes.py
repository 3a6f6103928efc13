"""Pure, part of the extractive writer: what an effect sounds like, and when a clause tells one."""

import re

from bot.reading.cues import ADVERB, cues

_FIGURE = (
    r"\d(?:[\d.,]*)\s?(?:%|×(?!\s?\d)|x\b|-?times\b|-?fold\b|percent|points?\b|pp\b|dB\b|ms\b|FPS\b|mAP\b|"
    r"F1\b|AUC)"
)
_GAIN = (
    r"\b(?:achiev\w+|outperform\w*|surpass\w*|exceed\w*|improv\w+|reduc\w+|attain\w*|speed-?ups?|"
    r"accelerat\w+|superior)\b"
)
_DOING = (
    rf"{_GAIN}|\b(?:speeds? up|faster|lower|higher|better|gains?|boost\w*|increas\w+|decreas\w+|"
    r"sav(?:es|ings?)|enhanc\w+|reach\w*|yields?|delivers?|superior\w*|state-of-the-art|SOTA|competitive|"
    r"comparable|on par|match\w*|maintain\w*|preserv\w+|effective\w*|robust\w*|significant\w*|consistently|"
    r"generali[sz]\w+|enabl\w+|accura\w+|success\w*|first place|rank\w*)\b"
)
_FINDING = (
    r"\b(?:show|shows|showed|showing|demonstrat\w+|reveal\w*|find|found|finds|indicate\w*|suggest\w*|"
    r"confirm\w*|observe|proves?|uncover\w*|highlight\w*|validat\w+|verif\w+)\b"
)
EFFECT = cues(
    (_GAIN, 2.0),
    (_DOING, 1.5),
    (_FIGURE, 2.5),
    (r"\d", 0.5),
    (
        (
            r"\b(?:experiments?|experimental|empirical\w*|evaluat\w+|results?|simulations?|findings|"
            r"benchmarks|tests|case stud(?:y|ies))\b"
        ),
        1.5,
    ),
    (_FINDING, 1.5),
    (
        rf"\b(?:we|results|findings|analys[ei]s|evaluations?|experiments|study) {ADVERB}{_FINDING} that\b",
        2.0,
    ),
    (rf"\bwe {ADVERB}(?:find|found|observe|discover)\b", 2.0),
    (r"\b(?:we|results|experiments) (?:also|further)\b", -1.0),
    (r"\b(?:adopts|employs|introduces|incorporates|integrates|leverages|utilizes|constructs)\b", -2.0),
    (r"\b(?:these|those|such) (?!as\b|an?\b)[a-z]+|\bthis [a-z]+ (?:improvement|gain|result|effect)", -1.0),
    (r"\b(?:could|may|might|will|in the future|potential)\b", -3.0),
    (r"\b(?:achiev|deliver|set|attain|reach|obtain|yield)\w* .{0,40}(?:state-of-the-art|SOTA)\b", 1.0),
    (r"\b(?:compared (?:to|with)|over|than|baselines?|versus)\b", 0.5),
    (r"\b(?:our|ours|we|the proposed|this (?:method|approach|framework|model|system))\b", 0.5),
    (r"\b(?:degrad\w+|drops?|worse\w*|struggl\w+|fails?)\b", -1.0),
    (r"\b(?:is|are|was|were) (?:designed|guided|trained|introduced|used|employed|optimi[sz]ed)\b", -1.5),
)
EFFECT_THRESHOLD = 4.5
# Code, plans, hopes, method steps and set-ups without an outcome.
NO_EFFECT = re.compile(
    r"https?:|\b(?:codes?|data|datasets?|models?|project page|implementation|"
    r"demo)\b[^.]{0,40}\b(?:available|released|open-?sourced?)\b|\bpav(?:es?|ing) the way|\bfuture (?:work|"
    r"research|directions?)\b|^(?:However|To [a-z]|\(?\d\))|\bwe (?:also |further |then |finally )?(?:hope|"
    r"believe|discuss|plan|envision|provide|propose|introduce|present|design|develop|release|construct|"
    r"collect)\b|\binsights? into\b|\balign\w* with our\b|(?:results|findings|work|study) (?:highlight|"
    r"underscore|demonstrate|show|suggest)s? (?:the|its|their|[A-Za-z0-9-]+'s) (?:[a-z]+ )?(?:value|"
    r"potential|importance|need|feasibility|promise)",
    re.IGNORECASE,
)
_GAINING = re.compile(_GAIN, re.IGNORECASE)
_MEASURED = re.compile(_FIGURE, re.IGNORECASE)
# "reducing the gap" alone may tell how the method works.
_OUTCOME = re.compile(
    rf"{_FINDING} that\b|\b(?:we|analys[ei]s|findings|study|results) {ADVERB}{_FINDING}|{_FIGURE}|"
    rf"\b(?:achiev|outperform|surpass|exceed|attain|superior)\w*\b|"
    r"\b(?:state-of-the-art|SOTA|competitive|comparable|on par|baselines?|substantial\w*|significant\w*|"
    r"consistent\w*)\b|\bthan\b|"
    rf"\b(?:experiments?|experimental|evaluations?|results?|findings)\b.{{0,90}}\b(?:show|reveal|demonstrat|"
    rf"confirm|"
    r"indicat|validat|verif|suggest|prove)\w*|\b(?:demonstrat|show|exhibit)(?:s|es|ed|ing)? (?:strong|"
    r"robust|remarkable|excellent|promising|impressive)|\b(?:improv|increas|reduc|decreas|lower|boost|"
    r"enhanc)\w*\b.{0,60}\b(?:accuracy|performance|latency|costs?|time|memory|errors?|rates?|robustness|"
    r"variance|perplexity|throughput|quality|speed|efficiency)\b",
    re.IGNORECASE,
)
_BETTER = re.compile(r"\b(?:outperform|surpass|exceed)\w*\b|\bstate-of-the-art\b|\bSOTA\b", re.IGNORECASE)
# What was measured, and on whose work; without either a gain is a hope or a background.
_RESTING = re.compile(
    rf"{_FIGURE}|{_FINDING}|\b(?:we|our|ours|the proposed|this (?:method|approach|framework|model|system|"
    rf"work)|"
    r"experiments?|experimental\w*|evaluat\w+|results?|findings|benchmarks?|datasets?|corpus|corpora|"
    r"baselines?|tasks|state-of-the-art|SOTA|outperform\w*|surpass\w*|compared|than|theoretical\w*|"
    r"prove\w*)\b",
    re.IGNORECASE,
)
# "Experiments validate the effectiveness of our method" tells nothing more.
_EMPTY = re.compile(
    r"\b(?:effectiveness|superiority|efficacy|correctness|validity|feasibility|advantages?|"
    r"superior performance|align\w* with our|usefulness|practicality)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:on|in|over|across|against|than|for|when|under|compared|up to|while|with)\b|\d")


def says_effect(clause: str, *, of: str, told: str) -> bool:
    """True when a clause of the sentence `of` tells an outcome and not only that there was one.

    What led in to the clause ("Experiments show that ") counts: `told` is both. A gain that was cut away must
    not be missed, nor a figure, but where the clause tells a better result without it.
    """
    empty = _EMPTY.search(clause) and not (_GAINING.search(clause) or _CONDITION.search(clause))
    lost = [bool(found.search(of) and not found.search(clause)) for found in (_GAINING, _MEASURED)]
    if empty or lost[0] or (lost[1] and not _BETTER.search(clause)):
        return False
    return bool(_OUTCOME.search(told))


def rests(clause: str, known: tuple[str, ...]) -> bool:
    """True when a clause says what was measured, or speaks of the paper's own work or one of its names."""
    return bool(_RESTING.search(clause)) or any(name in clause.lower() for name in known)
