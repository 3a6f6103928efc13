"""Pure, part of the extractive writer: the words by which a sentence shows its role, with their weights.

Weights and thresholds were set on abstracts of two mailing days, before a third was looked at.
"""

import re

Cues = tuple[tuple[re.Pattern[str], float], ...]


def _cues(*weights: tuple[str, float]) -> Cues:
    return tuple((re.compile(pattern, re.IGNORECASE), weight) for pattern, weight in weights)


def weigh(cues: Cues, text: str) -> float:
    """The sum of the weights of the cues that the text holds, each counted once."""
    return sum(weight for pattern, weight in cues if pattern.search(text))


TECHNIQUE = _cues(
    (r"\b(?:novel|new|first)\b", 1.5),
    (
        (
            r"\b(?:framework|method|approach|model|algorithm|system|benchmark|data ?set|pipeline|"
            r"architecture|technique|"
            r"strategy|network|paradigm|mechanism|module|toolkit|library|corpus|protocol|metric|scheme|"
            r"suite|survey|"
            r"agent|loss|estimator|taxonomy)s?\b"
        ),
        1.5,
    ),
    (r"\b(?:named|called|dubbed|termed)\b|\([A-Z][A-Za-z0-9-]+\)", 1.0),
)
TECHNIQUE_THRESHOLD = 5.0
_POINTING_BACK = re.compile(
    r" (?:to|that|for|which) (?:[a-z]+ ){0,3}(?:these|this|such|those|the above|it|them)\b.*$", re.IGNORECASE
)
_TELLING = 40  # characters

_OTHERS = (
    r"\b(?:existing|current|prior|previous|conventional|traditional|most|many|state-of-the-art|standard|"
    r"recent)"
)
_THINGS = r"(?:methods?|approaches|works?|models?|techniques|systems|benchmarks?|solutions)"
PROBLEM = _cues(
    (r"^(?:however|yet|but|nevertheless|nonetheless|unfortunately)\b", 2.5),
    (r"^(?:despite|although|though|while)\b", 1.0),
    (r"^(?:however, |but |yet )?(?:this|these|such|those)\b", -1.5),
    (r"[,;] (?:but|yet|however)\b", 2.0),
    (rf"{_OTHERS} (?:[a-z-]+ ){{0,4}}{_THINGS}", 1.0),
    (rf"{_OTHERS} ", 0.5),
    (
        (
            r"\b(?:suffers?|struggles?|fails? to|fail|failing|lacks?|lacking|lack of|falls? short|cannot|"
            r"unable)\b"
        ),
        2.5,
    ),
    (r"\b(?:neglect|overlook|ignor)(?:s|es|e|ing|ed)?\b|\b(?:unaddressed|unresolved|confined to)\b", 2.5),
    (r"\b(?:limited|limitations?|limit(?:s|ing)?|insufficient|inadequate|infeasible|impractical)\b", 2.0),
    (r"\b(?:hinder|hamper|restrict|constrain|impede|prevent|undermin)\w*\b", 1.5),
    (r"\b(?:challeng\w+|bottlenecks?|difficult\w*|hard to|demanding|dilemma|trade-?offs?)\b", 2.0),
    (
        (
            r"\b(?:costly|expensive|prohibitive\w*|inefficien\w+|time-consuming|labor-intensive|slow|"
            r"shortages?)\b"
        ),
        2.0,
    ),
    (r"\b(?:under[- ]?explored|unexplored|under[- ]?examined|unclear|unknown)\b", 2.0),
    (r"\bopen (?:question|problem|challenge)", 2.0),
    (r"\b(?:poorly understood|little|rarely|seldom|scarc\w+|gaps?|largely|not yet|no|problems?)\b", 1.0),
    (
        (
            r"\b(?:overhead|latency|degrad\w+|vulnerab\w+|unreliable|poor|poorly|worse|brittle|bias(?:es|"
            r"ed)?)\b"
        ),
        1.0,
    ),
    (
        (
            r"\b(?:hallucinat\w+|burden|risks?|threats?|errors?|loss of|nois[ey]\w*|false|mislead\w*|"
            r"critical)\b"
        ),
        1.0,
    ),
    (
        (
            r"\brequir\w+ (?:[a-z-]+ ){0,2}(?:large|extensive|substantial|significant|massive|costly|manual|"
            r"full)"
        ),
        1.5,
    ),
    (
        (
            r"\b(?:high|heavy|significant|substantial|quadratic|growing) (?:[a-z]+ )?(?:costs?|overhead|"
            r"complexity)\b"
        ),
        1.5,
    ),
    (
        (
            r"\b(?:high|heavy|significant|substantial|growing) (?:[a-z]+ )?(?:computation\w*|memory|"
            r"demand\w*)\b"
        ),
        1.5,
    ),
)
# A sentence about the paper's own work or its results is no problem of others.
NO_PROBLEM = re.compile(
    r"^To [a-z]|\bwe (?:also |further |then |first |therefore |thus )?(?!find\b|still|lack|cannot|often|"
    r"observe|"
    r"know|note|identify|need|face)[a-z]+|\bour (?:method|approach|framework|model|results?|experiments?|"
    r"work|analysis|findings|system|evaluation|study)\b|(?:experiments?|results|findings) (?:on|show|"
    r"reveal|"
    r"demonstrate|indicate)|\boutperform|\bis available\b|https?:",
    re.IGNORECASE,
)
PROBLEM_THRESHOLD = 3.0

_FIGURE = (
    r"\d(?:[\d.,]*)\s?(?:%|×|x\b|-?times\b|-?fold\b|percent|points?\b|pp\b|dB\b|ms\b|FPS\b|mAP\b|F1\b|AUC)"
)
_GAIN = (
    r"\b(?:achiev\w+|outperform\w*|surpass\w*|exceed\w*|improv\w+|reduc\w+|attain\w*|speed-?ups?|"
    r"accelerat\w+|superior)\b"
)
_DOING = (
    rf"{_GAIN}|\b(?:speeds? up|faster|lower|higher|better|gains?|boost\w*|increas\w+|decreas\w+|"
    rf"sav(?:es|ings?)|"
    r"reach\w*|yields?|delivers?|superior\w*|state-of-the-art|SOTA|competitive|comparable|on par|match\w*|"
    r"maintain\w*|preserv\w+|effective\w*|robust\w*|significant\w*|consistently|generali[sz]\w+|enabl\w+|"
    r"accura\w+|success\w*|first place|rank\w*)\b"
)
_FINDING = (
    r"\b(?:show|shows|showed|demonstrat\w+|reveal\w*|find|found|finds|indicate\w*|suggest\w*|confirm\w*|"
    r"observe|"
    r"proves?|uncover\w*|highlight\w*|validat\w+)\b"
)
EFFECT = _cues(
    (_GAIN, 2.0),
    (_DOING, 1.5),
    (_FIGURE, 2.5),
    (r"\d", 0.5),
    (
        (
            r"\b(?:experiments?|experimental|empirical\w*|evaluations?|results?|simulations?|findings|"
            r"benchmarks|tests)\b"
        ),
        1.5,
    ),
    (_FINDING, 1.5),
    (r"\b(?:could|may|might|will|in the future|potential)\b", -3.0),
    (r"\b(?:compared (?:to|with)|over|than|baselines?|versus)\b", 0.5),
)
EFFECT_THRESHOLD = 4.5
# Code, plans, hopes, method steps and set-ups without an outcome.
NO_EFFECT = re.compile(
    r"https?:|\b(?:codes?|data|datasets?|models?|project page|implementation|"
    r"demo)\b[^.]{0,40}\b(?:available|"
    r"released|open-?sourced?)\b|\bpav(?:es?|ing) the way|\bfuture (?:work|research|directions?)\b|"
    r"^(?:However|To [a-z]|\(?\d\))|\bwe (?:also |further |then |finally )?(?:hope|believe|discuss|plan|"
    r"envision|"
    r"provide|propose|introduce|present|design|develop|release|construct|collect)\b|\binsights? into\b|"
    r"(?:results|findings|work|study) (?:highlight|underscore|demonstrate|show|suggest)s? "
    r"(?:the|its|their|[A-Za-z0-9-]+'s) (?:[a-z]+ )?(?:value|potential|importance|need|feasibility|"
    r"promise)",
    re.IGNORECASE,
)
_GAINING = re.compile(_GAIN, re.IGNORECASE)
_MEASURED = re.compile(_FIGURE, re.IGNORECASE)
# "reducing the gap" alone may tell how the method works.
_OUTCOME = re.compile(
    rf"{_FIGURE}|\b(?:achiev|outperform|surpass|exceed|attain|superior)\w*\b|\b(?:state-of-the-art|SOTA|"
    rf"competitive|"
    r"comparable|on par|baselines?|substantial\w*|significant\w*|consistent\w*)\b|\bthan\b|"
    rf"\b(?:experiments?|experimental|evaluations?|results?|simulations?|findings)\b.*{_FINDING}|"
    r"\b(?:improv|increas|reduc|decreas|lower|boost|enhanc)\w*\b.{0,60}\b(?:accuracy|performance|"
    r"latency|costs?|"
    r"time|memory|errors?|rates?|robustness|variance|throughput|quality|speed|efficiency)\b",
    re.IGNORECASE,
)
# What points back to a sentence that is not told.
DANGLING = re.compile(
    r"(?:their|its|his|her|it|they|the former|the latter|both)\b|this \w+s\b|"
    r"(?:this|these|such|those) (?:limitations?|challenges?|issues?|problems?|gaps?|shortcomings?|"
    r"observations?|"
    r"improvements?|gains|differences|two|three|factors|reasons?|is|are|can|has|have|leads?|makes?|raises?|"
    r"creates?|results? in|calls?|underscores?|highlights?|\w+ly)\b",
    re.IGNORECASE,
)


def says_effect(clause: str, *, of: str) -> bool:
    """True when a clause tells an outcome, and the figures and the gains of the longer one `of` with it."""
    kept = all(pattern.search(clause) or not pattern.search(of) for pattern in (_GAINING, _MEASURED))
    return kept and bool(_OUTCOME.search(clause))


def is_vague(technique: str) -> bool:
    """True when little is told but what is pointed back to: "a framework to resolve these issues"."""
    pointing = _POINTING_BACK.search(technique)
    return pointing is not None and pointing.start() < _TELLING
