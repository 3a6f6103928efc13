"""Pure, part of the extractive writer: the words by which a sentence shows its role, with their weights.

Weights and thresholds were set on abstracts of three mailing days, of which forty were kept unread.
"""

import re

Cues = tuple[tuple[re.Pattern[str], float], ...]


def cues(*weights: tuple[str, float]) -> Cues:
    return tuple((re.compile(pattern, re.IGNORECASE), weight) for pattern, weight in weights)


def weigh(cues: Cues, text: str) -> float:
    """The sum of the weights of the cues that the text holds, each counted once."""
    return sum(weight for pattern, weight in cues if pattern.search(text))


TECHNIQUE = cues(
    (r"\b(?:novel|new|first)\b", 1.5),
    (
        (
            r"\b(?:framework|method|approach|model|algorithm|system|benchmark|data ?set|pipeline|"
            r"architecture|technique|strategy|network|paradigm|mechanism|module|toolkit|library|corpus|"
            r"protocol|metric|scheme|suite|survey|agent|loss|estimator|taxonomy)s?\b"
        ),
        1.5,
    ),
    (r"\b(?:named|called|dubbed|termed)\b|\([A-Z][A-Za-z0-9-]+\)", 1.0),
)
TECHNIQUE_THRESHOLD = 5.0
_OTHERS = (
    r"\b(?:existing|current|prior|previous|conventional|traditional|most|many|state-of-the-art|standard|"
    r"recent)"
)
_THINGS = r"(?:methods?|approaches|works?|models?|techniques|systems|benchmarks?|solutions)"
_STANCE = cues(
    (r"^(?:however|yet|but|nevertheless|nonetheless|unfortunately)\b", 2.5),
    (r"^(?:despite|although|though|while)\b", 1.0),
    (r"^(?:however, |but |yet )?(?:this|these|such|those)\b", -2.5),
    (r"[,;] (?:but|yet|however)\b", 2.0),
    (rf"{_OTHERS} (?:[a-z-]+ ){{0,4}}{_THINGS}", 1.0),
    (rf"{_OTHERS} ", 0.5),
    (
        (
            r"\bto (?:mitigate|address|overcome|alleviate|reduce|avoid|prevent|counter)\b|\b(?:can be|"
            r"enables?|allows?|facilitates?|promising|adapts)\b"
        ),
        -1.0,
    ),
)
# What goes wrong: a clause without any of these tells no problem.
TROUBLE = cues(
    (
        (
            r"\b(?:suffers?|suffering|struggl(?:es?|ing)|fails? to|fail|failing|failures?|lacks?|lacking|"
            r"lack of|falls? short|cannot|unable|inability|absence of)\b"
        ),
        2.5,
    ),
    (
        (
            r"\b(?:neglect|overlook|ignor|disregard|discard|misrepresent)(?:s|es|e|ing|ed)?\b|"
            r"\b(?:unaddressed|unresolved|unsolved|confined to|underutilized|under-utilized)\b"
        ),
        2.5,
    ),
    (
        (
            r"\b(?:limited|limitations?|limit(?:s|ing)?(?! of)|insufficient\w*|inadequate\w*|infeasible|"
            r"impractical|ineffective|suboptimal|sub-optimal|inconsisten\w+|mismatch\w*|fragmented|"
            r"unsuitable)\b"
        ),
        2.0,
    ),
    (
        (
            r"\b(?:hinder|hamper|restrict|impede|prevent|undermin|threaten|compromis|complicat)\w*\b|"
            r"\bconstrain(?:s|ed|ing)?\b"
        ),
        1.5,
    ),
    (r"\b(?:exacerbat\w+|at the (?:cost|expense) of|sacrific\w+|jeopardi\w+|degrad\w+)\b", 1.5),
    (
        (
            r"\b(?:challeng(?:es?|ing)|bottlenecks?|difficult\w*|hard to|hard because|far from|demanding|"
            r"dilemma|trade-?offs?|obstacles?|barriers?|hurdles?|gaps?|tension|drawbacks?|shortcomings?|"
            r"concerns?)\b"
        ),
        2.0,
    ),
    (
        (
            r"\b(?:costly|expensive|prohibitive\w*|inefficien\w+|time[- ]consuming|invasive|"
            r"labou?r-intensive|slow|cumbersome|laborious|shortages?)\b"
        ),
        2.0,
    ),
    (r"\b(?:yet to be|(?:has|have) not (?:yet )?been|remains? (?:[a-z]+ )?un[a-z]+ed)\b", 2.5),
    (r"\b(?:under-?\s?explored|unexplored|under-?\s?(?:examined|studied)|unclear|unknown)\b", 2.5),
    (
        (
            r"\bopen (?:question|problem|challenge|issue)|\bneeds? (?:further|to be)\b|\bremains? (?:an?|the|"
            r"to)\b"
        ),
        1.5,
    ),
    (r"\bno (?:existing|prior|current|previous|known|principled|systematic|unified|standard)\b", 1.5),
    (
        (
            r"\b(?:poorly understood|little|rarely|seldom|scarc\w+|largely|predominantly|primarily|not yet|"
            r"not(?! only)|no|problem of)\b"
        ),
        1.0,
    ),
    (r"\b(?:overhead|latency|vulnerab\w+|unreliable|poor|poorly|worse|brittle|bias(?:es|ed)?)\b", 1.0),
    (
        (
            r"\b(?:hallucinat\w+|burden|risks?|threats?|errors?|loss of|nois[ey]\w*|false|mislead\w*|"
            r"critical|attacks?|tend to|often|(?<!not )only|without|susceptib\w+|prone)\b"
        ),
        1.0,
    ),
    (r"\bincur\w*\b", 1.5),
    (r"\bfac(?:e|es|ed|ing)\b", 1.0),
    (r"\brais(?:e|es|ing) (?:[a-z]+ )?(?:questions|concerns|issues)\b", 1.5),
    (r"\b(?:assum(?:e|es|ing)|conflicts? with|unrealistic\w*|simplistic)\b", 1.0),
    (r"\b(?:rely|relies|reliance|heavily|manual\w*|depends?|dependen(?:t|ce|cy))\b", 1.0),
    (
        (
            r"\brequir\w+ (?:[a-z-]+ ){0,2}(?:large|extensive|substantial|significant|massive|costly|manual|"
            r"full)"
        ),
        1.5,
    ),
    (
        (
            r"\b(?:high|heavy|significant|substantial|quadratic|growing|large) (?:[a-z]+ )?(?:costs?|"
            r"overhead|complexity|computation\w*|memory|demand\w*)\b"
        ),
        1.5,
    ),
)
PROBLEM = _STANCE + TROUBLE
ADVERB = r"(?:(?:also|further|then|first|therefore|thus|hence|[a-z]+ly) )*"
# A sentence about the paper's own work or its results is no problem of others.
NO_PROBLEM = re.compile(
    rf"^(?:To [a-z]|Unlike\b|In contrast to|Compared (?:to|with)|Instead of|Rather than)|"
    rf"\bwe {ADVERB}(?!{ADVERB}(?:find|still|lack|cannot|often|observe|know|note|identify|need|face)\b)"
    r"[a-z]+|\bour (?:method|approach|framework|model|results?|experiments?|work|analysis|findings|system|"
    r"evaluation|study)\b|(?:experiments?|results|findings) (?:on|show|reveal|demonstrate|indicate)|"
    r"\boutperform|\bis available\b|https?:|^(?:In )?this (?:paper|work|study|article|survey|review|report|"
    r"thesis)\b",
    re.IGNORECASE,
)
# Of others, so that it may stand behind the sentence in which the paper sets out.
OTHERS = re.compile(rf"{_OTHERS} ", re.IGNORECASE)
# "Our approach addresses the challenge of finding small defects" names the problem itself.
ADDRESSED = re.compile(
    r"\b(?:address|tackl|solv|overcom|resolv|mitigat|stud|consider|investigat|target)(?:e|es|s|y|ies|"
    r"ing)? (?=the (?:[a-z-]+ ){0,3}(?:problem|challenge|issue|limitation|lack|difficult|threat|risk|gap|"
    r"scarcity)(?:s|y|ies)? (?:of|in|that|when|between)\b)",
    re.IGNORECASE,
)
PROBLEM_THRESHOLD = 2.0
PROBLEM_TOLD = 1.5  # the least trouble in the clause itself: "often" or "no" alone is none
PROBLEM_ANSWERED = 1.0  # the same where the next sentence says that it answers it
# How the next sentence points at a problem that was just told.
ANSWERING = re.compile(
    r"(?:^|, )(?:to|in order to|aiming to|in) (?:address|overcom|tackl|solv|mitigat|bridg|resolv|fill|handl|"
    r"alleviat|clos|meet|remed|combat|respon|counter|light|view|navigat|help)[a-z]* (?:[a-z]+ )?(?:both |"
    r"all )?(?:of |to )?(?:these|this|those|such|the (?:above|aforementioned|issue|problem|challenge|"
    r"limitation|gap)|it|them)\b|\baddress(?:es)? th(?:is|ese) (?:gap|challenge|issue|problem|limitation|"
    r"need)|^Motivated by",
    re.IGNORECASE,
)

# What points back to a sentence that is not told.
DANGLING = re.compile(
    r"(?:their|its|his|her|it(?! (?:is|has been|remains) [a-z]+ (?:that|how|whether|to|what)\b)|they|"
    r"(?:while|although|though|despite)\b[^,]*, (?:these|this|such|those)|the former|the latter|both|"
    r"one of (?:these|them)|among (?:these|them)|(?:on|in|for) (?:this|these|such|that)|these|those|such|"
    r"this (?!(?:[a-z-]+ )?(?:paper|work|study|article|framework|method|approach|system|model|survey)\b))\b",
    re.IGNORECASE,
)
# A clause about "it" tells less than one about a name.
PRONOUN = re.compile(r", (?:it|they|this)\b", re.IGNORECASE)
# What points back inside a clause weighs against it; "such as" does not.
BACKWARD = re.compile(
    r"\b(?:address|do|achieve|overcome|mitigates?) (?:this|it|these|so)\b|\b(?:these|this|those|"
    r"such) (?!as\b|an?\b)[a-z]+",
    re.IGNORECASE,
)
