"""Pure, part of the extractive writer: where a sentence says what the paper made."""

import re

_SUBJECT = (
    r"(?:\bwe|\b(?:this|the|our|the present) (?:present |current |proposed )?(?:paper|work|study|article|"
    r"report|research|thesis|letter|survey|review|position paper|technical report|manuscript|contribution))"
)
_ADVERBS = r"(?:,? (?:therefore|thus|hence|here|first|then|also|further|instead|next|jointly|[a-z]+ly))*,?"
_PROPOSE = r"(?:propos|introduc|present|develop|design|devis|formulat|creat|releas|unveil)(?:e|es|ed|s|ing)?"
_MAKE = (
    r"(?:builds?|built|constructs?|constructed|contributes?|establish(?:es)?|implements?|implemented|"
    r"offers?|"
    r"describes?|provides?|derives?|curates?|collects?|proposing|introducing|curated)"
)
_JOINED = r"(?:,| and| by)(?: then| thus| therefore| further| we)?"
_PASSIVE = r"\b(?:is|are|was|were) (?:then |therefore |here |also )?(?:proposed|introduced|presented)\b"
_OWN = r"\b(?:novel|new|this (?:paper|work|study|article))\b"

_AND_MORE = (
    r"(?: and (?:[a-z]+ly )?(?:(?:stud|evaluat|validat|analy[sz]|investigat|explor|releas|appl|test)[a-z]+|"
    r"[a-z]+(?= (?:an?|the|two|three|several|novel|new)\b)))?"
)

# In order, with how plainly each says it: what follows the verb is the technique, or (without "verb") the
# whole sentence tells it.
_PROPOSING = tuple(
    (re.compile(pattern, re.IGNORECASE), plainness)
    for pattern, plainness in (
        (rf"{_SUBJECT}{_ADVERBS} (?P<verb>{_PROPOSE}\b){_AND_MORE} ", 10.0),
        (rf"{_SUBJECT} [^.;]{{3,180}}?{_JOINED} (?P<verb>{_PROPOSE}\b){_AND_MORE} ", 10.0),
        (rf"^(?=.*{_OWN}).*{_PASSIVE}", 9.0),
        (rf"{_SUBJECT}{_ADVERBS} (?P<verb>{_MAKE}\b){_AND_MORE} ", 8.0),
    )
)
_STUDYING = re.compile(
    rf"{_SUBJECT}{_ADVERBS} (?:stud(?:y|ies|ied)|investigates?|explores?|examines?|analy[sz]es?|evaluates?|"
    r"compares?|conduct(?:s|ed)?|surveys?|reviews?|adapt|appl(?:y|ies)|extends?|leverages?|employs?|use|"
    r"uses|"
    r"formali[sz]es?|revisits?|identif(?:y|ies)|synthesi[sz]es?|assess(?:es)?|benchmarks?|combines?|"
    r"integrates?|train|show how|shows how|aims? to|tackles?) "
    r"(?!(?:that|how|whether|these|this|it|them|both)\b)",
    re.IGNORECASE,
)
# What is proposed is no technique when it is a finding, a plan or a hope.
_NO_TECHNIQUE = re.compile(
    r"(?:an? |the |our |both |and |some |several |new |first |novel |strong |empirical |experimental |"
    r"theoretical |"
    r"extensive |comprehensive )*(?:results?|evidence|experiments?|findings?|insights?|proofs?|examples?|"
    r"guarantees?|analys[ei]s of (?:our|the) (?:method|results)|limitations?|"
    r"(?:research )?questions?|suggestions?|"
    r"recommendations?|starting points?|steps?|vision|"
    r"views?|guidance|guidelines|future|it|them|code|all|that|how|why|whether)\b",
    re.IGNORECASE,
)


def names(title: str) -> tuple[str, ...]:
    """The names in a title, in lower case: what stands before its colon, and words with a capital inside."""
    head, colon, _ = title.partition(":")
    inside = re.findall(r"\b[A-Za-z0-9-]*[a-z0-9][A-Z][A-Za-z0-9-]*|\b[A-Z]{3,}[A-Za-z0-9-]*", title)
    return tuple(
        name.lower() for name in (*inside, head.strip() if colon and len(head) <= 40 else "") if name
    )


def proposal(sentence: str) -> tuple[float, str] | None:
    """How plainly a sentence says what the paper made, and the words that say it; None where it does not."""
    for pattern, plainness in _PROPOSING:
        found = pattern.search(sentence)
        if found:
            told = sentence[found.end() :] if "verb" in pattern.groupindex else sentence
            return None if _NO_TECHNIQUE.match(told) else (plainness, told)
    found = _STUDYING.search(sentence)
    return (6.0, sentence[found.start() :]) if found else None


def speaks_of_itself(sentence: str) -> bool:
    """True when the paper or its authors are the subject: "this article discusses", "we argue"."""
    return bool(re.search(rf"{_SUBJECT}{_ADVERBS} [a-z]+", sentence, re.IGNORECASE))
