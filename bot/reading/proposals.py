"""Pure, part of the extractive writer: where a sentence says what the paper made."""

import re

from bot.reading.clauses import SHORTEST

_SUBJECT = (
    r"(?:\bwe|\b(?:this|the|our|the present) (?:present |current |proposed )?(?:paper|work|study|article|"
    r"report|research|thesis|letter|survey|review|position paper|technical report|manuscript|contribution)|"
    r"\bthe (?:present )?authors)"
)
_ADVERBS = (
    r"(?:,? (?:have|has|therefore|thus|hence|here|first|then|also|further|instead|next|jointly|[a-z]+ly))*,?"
)
_PROPOSE = r"(?:propos|introduc|present|develop|design|devis|formulat|creat|releas|unveil)(?:e|es|ed|s|ing)?"
_MAKE = (
    r"(?:builds?|built|constructs?|constructed|contributes?|establish(?:es)?|implements?|implemented|offers?|"
    r"describes?|provides?|derives?|curates?|collects?|proposing|introducing|curated)"
)
_JOINED = r"(?:,| and| by)(?: then| thus| therefore| further| we)?"
_PASSIVE = r"\b(?:is|are|was|were) (?:then |therefore |here |also )?(?:proposed|introduced|presented)\b"
_OWN = r"\b(?:novel|new|this (?:paper|work|study|article))\b"

# After "and", "design" may be a noun: "competition and design governance".
_A_THING = r"(?=(?:an?|the|our|one|two|three|four|several|novel|new|both|multi[\w-]+|(?-i:[A-Z])[\w-]*)\b)"
_NAMED = r"(?-i:[A-Z])[\w-]+(?: \([^()]*\))?, (?:an?|the|our)\b"
_AND_MORE = (
    r"(?: and (?:[a-z]+ly )?(?:(?:stud|evaluat|validat|analy[sz]|investigat|explor|releas|appl|test|develop|"
    r"design|implement|propos|introduc|present|construct|creat|train|deploy|formali[sz])[a-z]+|built|"
    r"[a-z]+(?= (?:an?|the|two|three|several|novel|new)\b)))?"
)

# In order, with how plainly each says it: what follows the verb is the technique, or (without "verb") the
# whole sentence tells it.
_PROPOSING = tuple(
    (re.compile(pattern, re.IGNORECASE), plainness)
    for pattern, plainness in (
        (rf"{_SUBJECT}{_ADVERBS} (?P<verb>{_PROPOSE}\b){_AND_MORE} ", 10.0),
        (rf"{_SUBJECT} [^.;]{{3,180}}?{_JOINED} (?P<verb>{_PROPOSE}\b){_AND_MORE} {_A_THING}", 10.0),
        (rf"^(?=.*{_OWN}).*{_PASSIVE}", 9.0),
        (rf"{_SUBJECT}{_ADVERBS} (?P<verb>{_MAKE}\b){_AND_MORE} ", 8.0),
        (
            (
                rf"{_SUBJECT} (?:address|tackle|approach)(?:es)? [^.;]{{3,140}}? (?P<verb>with|using|"
                rf"via) (?={_NAMED})"
            ),
            8.0,
        ),
    )
)
_STUDYING = re.compile(
    rf"{_SUBJECT}{_ADVERBS} (?:stud(?:y|ies|ied)|investigates?|explores?|examines?|analy[sz]es?|evaluates?|"
    r"compares?|conduct(?:s|ed)?|surveys?|reviews?|adapt|appl(?:y|ies)|extends?|leverages?|employs?|use|"
    r"uses|deploy|equip|fine-tune|consider|quantif(?:y|ies)|measures?|formali[sz]es?|revisits?|identif(?:y|"
    r"ies)|synthesi[sz]es?|assess(?:es)?|benchmarks?|combines?|integrates?|train|aims? to|"
    r"tackles?) (?!(?:that|how|whether|these|this|it|them|both|its|their|our|each|all|one)\b)",
    re.IGNORECASE,
)
_SETTING_OUT = re.compile(
    rf"{_SUBJECT}{_ADVERBS} (?!(?:find|observe|show|note|argue|identif|know|still|need|lack|face|"
    r"cannot|are|have|believe)[a-z]*\b|[a-z]+ly\b)[a-z]+|^To (?:address|overcome|tackle|solve|mitigate|"
    r"bridge|fill)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(r"\b(?:previous|prior|earlier|recent) (?:work|paper|study),? we\b", re.IGNORECASE)
_IS_A = re.compile(r"(?P<name>[A-Z][\w-]+)(?: \([^()]*\))? is (?:an?|the first) ")
# What is proposed is no technique when it is a finding, a plan or a hope.
_NO_TECHNIQUE = re.compile(
    r"(?:an? |the |our |both |and |some |several |new |first |novel |strong |empirical |experimental |"
    r"theoretical |extensive |comprehensive )*(?:results?|evidence|experiments?|findings?|insights?|proofs?|"
    r"examples?|guarantees?|analys[ei]s of (?:our|the) (?:method|results)|limitations?|"
    r"(?:research )?questions?|suggestions?|recommendations?|starting points?|steps?|vision|views?|guidance|"
    r"guidelines|future|submission|it|them|code|all|that|how|why|whether|(?:previous|prior|earlier|"
    r"existing) work)\b(?!-)"
)
# What is proposed besides: "In addition, we propose a metric"; and what is posed, not made.
_BESIDES = re.compile(
    r"(?:In addition|Additionally|Furthermore|Moreover|Finally|Lastly|Second|Third|Besides)\b|"
    rf"{_SUBJECT} (?:also|further|additionally)\b",
    re.IGNORECASE,
)
_POSED = re.compile(
    r"(?:an?|the) (?:[a-z-]+ ){0,2}(?:problem|task|challenge|question|setting|concept|notion|assumption)s?\b",
    re.IGNORECASE,
)


def names(title: str) -> tuple[str, ...]:
    """The names in a title, in lower case: what stands before its colon, and words with a capital inside."""
    head, colon, _ = title.partition(":")
    inside = re.findall(r"\b[A-Za-z0-9-]*[a-z0-9][A-Z][A-Za-z0-9-]*|\b[A-Z]{3,}[A-Za-z0-9-]*", title)
    return tuple(
        name.lower() for name in (*inside, head.strip() if colon and len(head) <= 40 else "") if name
    )


def names_in(technique: str) -> tuple[str, ...]:
    """The names that a technique is given: "PageKeep, a cache", "a cache for pages (PK)"; in lower case."""
    first = re.match(r"(?:the )?((?=\S*[A-Z]\S*[A-Z]|[A-Z]\S*,)[\w-]{2,})", technique)
    given = re.findall(r"\(([A-Z][\w-]+)\)", technique)
    return tuple(name.lower() for name in (*given, first[1] if first else "") if name)


def proposal(sentence: str, known: tuple[str, ...] = ()) -> tuple[float, str] | None:
    """How plainly a sentence says what the paper made, and the words that say it; None where it does not.

    `known` are the names in the title: "PageKeep is a cache" says it too.
    """
    if _EARLIER.search(sentence):
        return None
    for pattern, plainness in _PROPOSING:
        found = pattern.search(sentence)
        if found:
            told = sentence[found.end() :] if "verb" in pattern.groupindex else sentence
            if len(told) < SHORTEST:
                told = sentence[found.start() :]
            if _NO_TECHNIQUE.match(told) or told.startswith(("on ", "upon ")):
                return None
            return plainness - 2.0 * bool(_BESIDES.match(sentence)) - 2.0 * bool(_POSED.match(told)), told
    found = _STUDYING.search(sentence)
    if found:
        return 6.0, sentence[found.start() :]
    is_a = _IS_A.match(sentence)
    return (7.0, sentence) if is_a and is_a["name"].lower() in known else None


def sets_out(sentence: str) -> bool:
    """True where the paper begins to tell what it does; what it finds may still be the problem."""
    return bool(_SETTING_OUT.search(sentence))


def speaks_of_itself(sentence: str) -> bool:
    """True when the paper or its authors are the subject: "this article discusses", "we argue"."""
    return bool(re.search(rf"{_SUBJECT}{_ADVERBS} [a-z]+", sentence, re.IGNORECASE))
