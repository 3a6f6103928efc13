"""Pure, part of the extractive writer: a sentence cut to its telling clause, in the paper's own words."""

import re

LONGEST = 220  # characters of a slot
SHORTEST = 25
_HALF = 50  # characters that must be left of a clause that was cut

_LATEX = (
    (re.compile(r"\\(?:text[a-z]*|math[a-z]*|emph|underline|href\{[^{}]*\})\s*\{([^{}]*)\}"), r"\1"),
    (re.compile(r"\\times(?![a-z])"), "×"),
    (re.compile(r"\\(?:sim|approx)(?![a-z])"), "~"),
    (re.compile(r"\\geq?(?![a-z])"), "≥"),
    (re.compile(r"\\leq?(?![a-z])"), "≤"),
    (re.compile(r"\\pm(?![a-z])"), "±"),
    (re.compile(r"\\([%&#_$])"), r"\1"),
    (re.compile(r"\$([^$\\^_{}]*)\$"), r"\1"),
    (re.compile(r"\{([^{}\\$]*)\}"), r"\1"),
    (re.compile(r"\s+(?=×)"), ""),
    (re.compile(r"(?<=\d)--(?=\d)"), "-"),
)
_LEFTOVER = re.compile(r"\\[A-Za-z]|[{}^]")

_CONNECTIVE = re.compile(
    r"(?:(?:However|Nevertheless|Nonetheless|But|Yet|Still|Moreover|Furthermore|In addition|Also|Besides|"
    r"In particular|As a result|Thus|Hence|Therefore|Overall|In summary|In conclusion|In short|Meanwhile|"
    r"In contrast|Indeed|Further|To this end|In practice|At the same time|On the other hand|For instance|"
    r"To the best of our knowledge|First|Second|Third|Fourth|Last|[A-Z][a-z]+ly),\s+"
    r"|(?:However|Yet|But|Thus|Also|Further)\s+(?=[a-z])"
    r"|(?:Conclusions?|Results?|Findings|Methods?|Purpose|Objectives?|Background|Introduction|Motivation)"
    r"\s?:\s*)"
)
_REPORTING = re.compile(
    r"(?:(?:our|the|these|extensive|comprehensive|thorough|empirical|experimental|numerical|preliminary|"
    r"quantitative|qualitative|and|main|key|initial|detailed|rigorous|systematic|experiments?|evaluations?|"
    r"simulations?|results?|findings|analys[ei]s|studies|tests|validation|we|further|also|clearly|then|"
    r"consistently|empirically|theoretically|in experiments,)\s+)+"
    r"(?:show|demonstrate|reveal|indicate|confirm|suggest|find|found|observe|prove|verify|validate|report|"
    r"establish|illustrate|highlight)(?:s|ed|d)?\s+(?:that\s+|(?=our |the proposed ))",
    re.IGNORECASE,
)
# What may open a clause that stands alone after "but"; "but is rarely met" and "but its cost" may not.
_AFTER_BUT = re.compile(
    r", (?:but|yet|however,?|and yet) (?=(?:an?|the|existing|current|most|many|conventional|traditional|"
    r"prior|previous|recent|state-of-the-art|no|few|[A-Z][A-Za-z]*)\b)"
)

# What follows a seam adds to the clause; a condition of an effect ("when", "on", "using") never does.
_NO_PARTICIPLE = (
    r"using|assuming|including|considering|requiring|depending|following|being|during|excluding|existing|"
    r"training|learning|reasoning|tuning|sampling|scaling|processing|pruning|caching|decoding|emerging|"
    r"remaining|according|given"
)
# "A, B, and C" is no seam, "…, and it does more" is one.
_NEW_CLAUSE = (
    r"we|it|they|this|these|our|its|there|is|are|can|has|have|also|thus|does|achieves|outperforms|improves|"
    r"reduces|provides|enables|shows|maintains|requires|introduces|generalizes|demonstrates|supports|remains"
)
_ADDING = (
    r", (?=(?:which|whose|where|while|whereas|thereby|thus|hence|so|but)\b"
    rf"|and (?:{_NEW_CLAUSE})\b"
    rf"|(?!(?:{_NO_PARTICIPLE})\b)[a-z]+ing\b)"
)
_STRICT = re.compile(rf"; | [-–—]{{1,3}} |—|(?<=\w)---?(?=\w)|{_ADDING}")
# Where a clause may be cut, the better seams first. An effect would lose its meaning at the later ones; a
# problem stays one without its cause, and a technique without what it consists of or is for.
Seams = tuple[re.Pattern[str], ...]
OF_EFFECT: Seams = (_STRICT,)
OF_PROBLEM: Seams = (_STRICT, re.compile(r",? (?=due to |because |owing to |since |as (?:they|it|the)\b)"))
OF_TECHNIQUE: Seams = (
    _STRICT,
    re.compile(r"[:,] | (?=that |which )"),
    re.compile(r" (?=to |by |where |via |through )"),
)
_DASH = re.compile(r" [-–—]{1,3} |—|(?<=\w)---?(?=\w)")
_FIRST = re.compile(r"(?<!\w)\(?(?:1|i|a|I)\)|\b[Ff]irst(?:ly)?,")
_LATER = re.compile(r"(?<!\w)\(?(?:[2-9]|i?v|ii+|[b-f]|II+)\)|\b[Ss]econd(?:ly)?,")
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
    for _ in range(2 if "\\" in sentence or "$" in sentence else 0):
        for pattern, spelling in _LATEX:
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
        places = [match.start() for match in seams.finditer(clause, 0, LONGEST + 2)]
        for place in reversed(places):
            shorter = clause[:place].rstrip(" .;,:-–—")
            if seams is not _STRICT and ": " in shorter:
                continue
            if _stands(shorter) and not _belongs(shorter, clause[place:]):
                return shorter
    return None


def _belongs(kept: str, rest: str) -> bool:
    """True when the cut would part a pair: "(1)" and "(2)", a list and its "respectively"."""
    pair_of_dashes = len(_DASH.findall(kept + rest)) > 1 and len(_DASH.findall(kept)) < 2
    return "respectively" in rest or bool(_FIRST.search(kept) and _LATER.search(rest)) or pair_of_dashes


def _stands(shorter: str) -> bool:
    """True for a clause that neither breaks off nor only leads in to what was cut."""
    if not _HALF <= len(shorter) <= LONGEST or _BROKEN_OFF.search(shorter) or _enclosed(shorter):
        return False
    return not _LEADING_IN.match(shorter) or bool(re.search(r", \w+ \w+ \w+", shorter))


def _enclosed(before: str) -> bool:
    """True when what comes next stands inside brackets, quotes or mathematics."""
    opened = before.count("(") + before.count("[")
    # "1)" and "a)" close nothing.
    closed = before.count("]") + len(re.findall(r"(?<![\s,;:]\d)(?<![\s,;:][a-z])(?<!^\d)\)", before))
    quoted = before.count('"') % 2 == 1 or "“" in before.rpartition("”")[2]
    return opened > closed or quoted or before.count("$") % 2 == 1
