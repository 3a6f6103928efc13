"""Pure, part of the extractive writer: a sentence cut to its telling clause, in the paper's own words."""

import re

LONGEST = 240  # characters of a slot
SHORTEST = 25
_HALF = 50  # characters that must be left of a clause that was cut

_COMMAND = re.compile(r"\\(?:text[a-z]*|math[a-z]*|emph|underline|href\{[^{}]*\})\s*\{([^{}]*)\}")
_LATEX = (
    (re.compile(r"\\times(?![a-z])"), "×"),
    (re.compile(r"\\(?:sim|approx)(?![a-z])"), "~"),
    (re.compile(r"\\geq?(?![a-z])"), "≥"),
    (re.compile(r"\\leq?(?![a-z])"), "≤"),
    (re.compile(r"\\pm(?![a-z])"), "±"),
    (re.compile(r"\\([%&#_$])"), r"\1"),
    (re.compile(r"\$([^$\\{}]*)\$"), r"\1"),
    (re.compile(r"\{\\(?:em|bf|it|sc|tt)\s+([^{}]*)\}"), r"\1"),
    (re.compile(r"\{([^{}\\$]*)\}"), r"\1"),
    (re.compile(r"\*\*"), ""),
    (re.compile(r"(?<!\w)\*([a-z][^*]*)\*(?!\w)"), r"\1"),
    (re.compile(r"\s+(?=×)"), ""),
    (re.compile(r"(?<=\d)--(?=\d)"), "-"),
)
_NESTED = 3  # commands within commands: a bold, underlined letter in braces
_LEFTOVER = re.compile(r"\\[A-Za-z]|[{}]")

_CONNECTIVE = re.compile(
    r"(?:\(?(?:\d|[ivx]+|[a-d])\)\s+|(?:However|Nevertheless|Nonetheless|But|Yet|Still|Moreover|Furthermore|"
    r"In addition|Also|Besides|In particular|As a result|Thus|Hence|Therefore|Overall|In summary|"
    r"In conclusion|In short|Meanwhile|In contrast|Indeed|Further|To this end|In practice|At the same time|"
    r"On the other hand|For instance|To the best of our knowledge|In fact|More broadly|Together|"
    r"Taken together|Collectively|As such|Consequently|Accordingly|Altogether|In this (?:paper|work|study|"
    r"article)|First|Second|Third|Fourth|Last|(?:(?:Most|More|Perhaps) [a-z]+|[A-Z][a-z]+)ly),\s+|(?:However|"
    r"Yet|But|Thus|Also|Further)\s+(?=[a-z])|(?:By|With|Based on|Building (?:up)?on|Motivated by|Inspired by|"
    r"Using|Through|Beyond|Despite|Given) (?:[a-z]+ing )?(?:these|this|those|such|that|"
    r"it)\b[^,;:]{0,60}, (?!(?:and|or)\b)|(?:Conclusions?|Results?|Findings|Methods?|Purpose|Objectives?|"
    r"Background|Introduction|Motivation)\s?:\s*)"
)
_REPORTING = re.compile(
    r"(?:(?:our|the|these|extensive|comprehensive|thorough|empirical|experimental|numerical|preliminary|"
    r"quantitative|qualitative|and|main|key|initial|detailed|rigorous|systematic|experiments?|evaluations?|"
    r"simulations?|results?|findings|analys[ei]s|studies|tests|validation|we|further|also|clearly|then|"
    r"consistently|empirically|theoretically|in experiments,)\s+)+(?:show|demonstrate|reveal|indicate|"
    r"confirm|suggest|find|found|observe|prove|verify|validate|report|establish|illustrate|highlight)(?:s|"
    r"ed|d)?\s+(?:that\s+|(?=our |the proposed ))",
    re.IGNORECASE,
)
# What may open a clause that stands alone after "but"; "but is rarely met" and "but its cost" may not.
_AFTER_BUT = re.compile(
    r", (?:but|yet|however,?|and yet) (?=(?:an?|the|existing|current|most|many|conventional|traditional|"
    r"prior|previous|recent|state-of-the-art|no|few|[A-Z][A-Za-z]*)\b)"
)
# "While A, existing methods fail": what others do badly stands alone without what is conceded before it.
_CONCEDED = re.compile(
    r"(?:While|Although|Though|Even though|Whereas|Despite|Given|As|Since|"
    r"With)\b[^;:]*?, (?:however, )?(?=(?:existing|current|most|many|conventional|traditional|prior|previous|"
    r"recent|state-of-the-art|few|no) (?!(?:and|or)\b))"
)
# What says only that the technique answers what was told before: "…designed to overcome these limitations".
_OPENED = re.compile(r",? (?:that|which)(?:, [^,]*)?$")
_POINTING_BACK = re.compile(
    r"[, ]*(?: (?:that|which|designed|developed|aimed|aiming|intended|tailored|able|capable|of|to|at|for|"
    r"[a-z]+ly))+ (?:address|overcom|tackl|solv|mitigat|bridg|resolv|fill|handl|alleviat|clos|meet|remed|"
    r"combat|achiev|reduc|support|navigat|counter)[a-z]* (?:both |all |each )?(?:of )?(?:these|this|those|"
    r"such|the (?:above|aforementioned)|it|them)\b.*$"
)

# What follows a seam adds to the clause; a condition of an effect ("when", "on", "using") never does.
_NO_PARTICIPLE = (
    r"using|assuming|including|considering|requiring|depending|following|being|during|excluding|existing|"
    r"training|learning|reasoning|tuning|sampling|scaling|processing|pruning|caching|decoding|emerging|"
    r"remaining|according|given"
)
# What a result is good for, after the result.
_PRAISE = re.compile(
    r", (?:and )?(?:thereby |thus |hence |further |also |clearly )?(?:paving|opening|highlighting|"
    r"underscoring|emphasi[sz]ing|advancing|laying|marking|underlining|positioning|setting the stage|"
    r"(?:offering|providing|establishing|representing|making it|suggesting|pointing to) (?:its|their|an?|new|"
    r"the|valuable|important|practical|actionable|useful|insights?)|an? (?:[a-z]+ ){0,2}(?:contribution|step|"
    r"advance)) [^%\d]*$"
)
# "A, B, and C" is no seam, "…, and it does more" is one.
_NEW_CLAUSE = (
    r"we|it|they|this|these|our|its|there|is|are|can|has|have|also|thus|does|achieves|outperforms|improves|"
    r"reduces|provides|enables|shows|maintains|requires|introduces|generalizes|demonstrates|supports|remains"
)
_ADDING = (
    r", (?=(?:which|whose|where|while|whereas|thereby|thus|hence|so|but)\b"
    rf"|and (?:{_NEW_CLAUSE})\b|and [a-z]+s (?:the|an?|its|their|that)\b|with (?:its|their)\b|"
    rf"an? (?:[a-z]+ ){{0,2}}(?:contribution|step|advance|result|improvement)\b|"
    rf"(?!(?:{_NO_PARTICIPLE})\b)(?:often |then |[a-z]+ly )?[a-z]+ing\b(?!,| and\b))"
)
_STRICT = re.compile(rf"; | [-–—]{{1,3}} |—|(?<=\w)---?(?=\w)|{_ADDING}")
_EXAMPLES = re.compile(r",? (?=(?:including|such as|for example|e\.g\.|namely)\b)")
# Where a clause may be cut, the better seams first. An effect would lose its meaning at the later ones; a
# problem stays one without its cause, and a technique without what it consists of or is for.
Seams = tuple[re.Pattern[str], ...]
OF_EFFECT: Seams = (_STRICT, re.compile(r" (?=while |by (?:[a-z]+ly )?[a-z]+ing )|, (?=with )"))
OF_PROBLEM: Seams = (
    _STRICT,
    _EXAMPLES,
    re.compile(r": (?=\(?(?:i|1|a)\))"),
    re.compile(
        r",? (?=which |due to |because |owing to |since |as (?:they|it|the|existing|most|many|current|"
        r"traditional)\b)"
    ),
)
OF_TECHNIQUE: Seams = (
    _STRICT,
    _EXAMPLES,
    re.compile(
        r": | (?=that |which )|, (?=(?:an?|the|by|for|to|with|in|on|under|from|where|based|built|called|"
        r"named|especially|particularly|rather|without|through|via|as|towards?|[a-z]+ed|[a-z]+ing)\b)"
    ),
    re.compile(r" (?=to |by |where |via |through )"),
)
_DASH = re.compile(r" [-–—]{1,3} |—|(?<=\w)---?(?=\w)")
# "…three key challenges" announces what a colon or a dash brings; alone it tells nothing.
_ANNOUNCED = re.compile(
    r"\b(?:challenges|hurdles|gaps|problems|limitations|questions|issues|contributions|findings|insights|"
    r"aspects|goals|following(?: [\w-]+){0,3}|requirements|tasks|reasons)$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?:, [^,;:]{1,80})*, (?:and|or) ")
_FIRST = re.compile(r"(?<!\w)\(?(?:1|i|a|I)\)|\b[Ff]irst(?:ly)?,")
_LATER = re.compile(r"(?<!\w)\(?(?:[2-9]|i?v|ii+|[b-f]|II+)\)|\b[Ss]econd(?:ly)?,")
_TRAILING = re.compile(
    r",? (?:largely|mainly|primarily|mostly|partly|often|especially|particularly|typically|thereby|thus|"
    r"even)$"
)
_PAIRS = (("not only ", "but "), ("either ", " or "), ("whether ", " or "), ("between ", " and "))
_BROKEN_OFF = re.compile(
    r"\b(?:we \w+|that|which|of|to|and|or|by|with|for|in|on|the|an?|is|are|be|as|from|so|such|than|what|how|"
    r"can|not|e\.g|i\.e|namely|both|(?:that|which) \w+)$",
    re.IGNORECASE,
)
_LEADING_IN = re.compile(
    r"(?:while|although|though|despite|as|since|when|given|unlike|in|on|to|by|for|with)\b", re.IGNORECASE
)


def plain(sentence: str) -> str:
    """The sentence without the LaTeX that would show in chat; its words and their order stay."""
    if re.search(r"[\\$*]", sentence):
        for _ in range(_NESTED):
            sentence = _COMMAND.sub(r"\1", sentence)
        for pattern, spelling in _LATEX * 2:
            sentence = pattern.sub(spelling, sentence)
    return " ".join(sentence.split())


def without_lead(sentence: str) -> str:
    """Without leading connectives and reporting phrases: "However, ", "Extensive experiments show that ".

    "Experiments on two data sets show that" stays: it is a condition of what follows.
    """
    while found := _CONNECTIVE.match(sentence) or _REPORTING.match(sentence):
        sentence = sentence[found.end() :]
    return sentence


def after_but(sentence: str) -> str:
    """What comes after ", but", where that can stand alone; else the sentence."""
    for match in _AFTER_BUT.finditer(sentence):
        if not _enclosed(sentence[: match.start()]) and len(sentence) - match.end() >= _HALF:
            return sentence[match.end() :]
    return sentence


def after_concession(sentence: str) -> str:
    """What comes after "While …, existing", where that can stand alone; else the sentence."""
    match = _CONCEDED.match(sentence)
    alone = match and not _enclosed(match[0]) and len(sentence) - match.end() >= _HALF
    return sentence[match.end() :] if match and alone else sentence


def without_pointing_back(clause: str) -> str:
    """A technique without a tail that only names what was told before: "to overcome these limitations"."""
    match = _POINTING_BACK.search(clause)
    return _OPENED.sub("", clause[: match.start()]) if match else clause


def without_praise(effect: str) -> str:
    """An effect without what it is said to be good for: ", paving the way for safer systems"."""
    match = _PRAISE.search(effect)
    long_enough = match and match.start() >= _HALF and not _enclosed(effect[: match.start()])
    return effect[: match.start()] if match and long_enough else effect


def cut_to_length(clause: str, *, at: Seams) -> str | None:
    """The clause, ended at its last seam within LONGEST characters; None where no seam will do.

    Never inside parentheses or mathematics, and never between a list and its "respectively".
    """
    clause = clause.strip().rstrip(" .;,:")
    if len(clause) < SHORTEST or _LEFTOVER.search(clause):
        return None
    if len(clause) <= LONGEST:
        return None if _enclosed(clause) else clause
    for seams in at:
        places = [match.start() for match in seams.finditer(clause) if match.start() <= LONGEST]
        for place in reversed(places):
            shorter, rest = _TRAILING.sub("", clause[:place].rstrip(" .;,:-–—")), clause[place:]
            if seams not in (_STRICT, _EXAMPLES) and (": " in shorter or _LISTED.match(rest)):
                continue
            if clause[:place].rstrip().endswith(":") and not rest.startswith(":"):
                continue
            if _stands(shorter) and not _belongs(shorter, rest):
                return shorter
    return None


def _belongs(kept: str, rest: str) -> bool:
    """True when the cut would part a pair: "(1)" and "(2)", a list and what announces it or its order."""
    pair_of_dashes = len(_DASH.findall(kept + rest)) > 1 and len(_DASH.findall(kept)) < 2
    announced = re.match(r"\s?[:;–—-]|,? (?:such as|including|namely)\b", rest) and _ANNOUNCED.search(kept)
    listed = "respectively" in rest or (_FIRST.search(kept) and (_LATER.search(rest) or _LATER.search(kept)))
    paired = any(first in kept and second in rest for first, second in _PAIRS)
    return bool(listed or pair_of_dashes or announced or paired)


def _stands(shorter: str) -> bool:
    """True for a clause that neither breaks off nor only leads in to what was cut."""
    if not _HALF <= len(shorter) <= LONGEST or _BROKEN_OFF.search(shorter) or _enclosed(shorter):
        return False
    return not _LEADING_IN.match(shorter) or bool(re.search(r", [\w-]+ [\w-]+ [\w-]+", shorter))


def _enclosed(before: str) -> bool:
    """True when what comes next stands inside brackets, quotes or mathematics."""
    opened = before.count("(") + before.count("[")
    # "1)" and "a)" close nothing.
    closed = before.count("]") + len(re.findall(r"(?<![\s,;:]\d)(?<![\s,;:][a-z])(?<!^\d)\)", before))
    quoted = before.count('"') % 2 == 1 or "“" in before.rpartition("”")[2]
    return opened > closed or quoted or before.count("$") % 2 == 1
