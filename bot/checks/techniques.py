"""Pure, one check of a brief: a technique that the paper has nothing of was made up."""

import re
from functools import cache
from importlib.resources import files

from bot.checks.method_names import Vocabulary
from bot.checks.wording import normalised

TABLE = "techniques.tsv"
LEAST_UNKNOWN = 2  # plain words of an English clause; one alone may be the writer's own
LEAST_SHARE = 0.4  # of the words of an English clause, that stand in the paper
_STEM = 5  # letters by which two forms of one word are known
# PDFs lose hyphens: "selfdistillation".
_PREFIX = "(?:self|semi|auto|multi|pre|post|re|un|non|co|hyper|inter)?"
_WORD = re.compile(r"[A-Za-z]{4,}")
# What any clause may say of any paper.
_GENERAL = re.compile(
    r"(?:that|this|these|those|them|they|their|with|without|within|from|into|onto|over|under|upon|than|then|"
    r"when|"
    r"where|which|while|whose|each|every|both|between|among|through|across|against|along|around|after|"
    r"before|during|"
    r"only|also|more|most|less|least|much|many|very|such|same|other|another|have|has|been|being|does|make|"
    r"makes|made|"
    r"take|takes|give|gives|given|keep|keeps|gets|lets|using|used|uses|based|novel|simple|approach\w*|"
    r"method\w*|"
    r"scheme\w*|system\w*|framework\w*|techniques?|algorithms?|mechanisms?|strateg\w+|pipelines?|models?|"
    r"paper|"
    r"propos\w+|introduc\w+|present\w*|combin\w+|called|named|toward|towards|instead|rather|not|own|its|one|"
    r"two|"
    r"three|first|second|that|should|would|could|their|until|here|there|large|small|high|low|better|good|"
    r"well|problems?|tasks?|achiev\w+|improv\w+|perform\w*|"
    r"efficien\w+|effective\w*)\Z"
)
# labelled and labels, poorly and poor, colours and color
_ENDING = re.compile(r"(?:l?l?ed|l?ling|ings?|ly|i[sz]es?|es|s|e)$")
_LEAST_ROOT = 4
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def unfounded_techniques(claim: str, source: str) -> tuple[str, ...]:
    """The techniques of the table that the claim names and the source has nothing of, as written."""
    claim, source = normalised(claim), normalised(source)
    return tuple(
        found[0]
        for named, borne_out in _table()
        if (found := named.search(claim)) and not borne_out.search(source)
    )


def unfounded_words(clause: str, source: str) -> tuple[str, ...]:
    """What an English clause says and the source does not, where that is most of what it says.

    Words are known by how they begin, or by standing inside others; small and general ones are not asked for.
    () for Chinese, and for a clause that says too little to know.
    """
    clause, known = normalised(clause), Vocabulary.of(source)
    if _CHINESE.search(clause):
        return ()
    said = [word for word in dict.fromkeys(_WORD.findall(clause)) if not _GENERAL.match(word.lower())]
    roots = {_root(word)[:_STEM] for word in _WORD.findall(normalised(source))}
    unknown = [
        word
        for word in said
        if word[:_STEM].lower() not in known.letters
        and not known.has(word)
        and _root(word)[:_STEM] not in roots
    ]
    if len(unknown) < LEAST_UNKNOWN or len(said) - len(unknown) >= LEAST_SHARE * len(said):
        return ()
    return tuple(unknown)


def _root(word: str) -> str:
    """A word without its ending, in American spelling; a short one stays whole."""
    word = word.lower().replace("our", "or")
    root = _ENDING.sub("", word)
    return root if len(root) >= _LEAST_ROOT else word


@cache
def _table() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    rows = files(__package__).joinpath(TABLE).read_text(encoding="utf-8").splitlines()
    return tuple(_row(row) for row in rows if not row.startswith("#"))


def _row(row: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    named, starts = row.split("\t")
    borne_out = rf"(?<![A-Za-z]){_PREFIX}(?:{starts})"
    return re.compile(named, re.IGNORECASE), re.compile(borne_out, re.IGNORECASE)
