"""Pure, one check of an answer: "it uses dropout" where the paper says "we do not use dropout"."""

import re
from collections.abc import Sequence

from bot.checks.likeness import likeness
from bot.checks.wording import normalised

_NO = re.compile(
    r"\b(?:not|never|no|none|nor|neither|cannot|without|nothing|nobody|lacks?|lacking|fails?|failed|unable|"
    r"unlike|instead of|rather than|barely|hardly|absent|omits?|omitted|excluded?|ignored?|avoids?|remov\w+|"
    r"only|solely|little|few|scarce\w*|insufficient\w*|difficult\w*|negligible|prevent\w*|preclud\w+|"
    r"forbid\w*|prohibit\w*|block\w*|stop(?:s|ped)?|eliminat\w+|free of|obviat\w+|alleviat\w+|mitigat\w+|"
    r"(?:shift|mov|chang|switch|depart)\w* (?:away )?from|replac\w+|drop(?:s|ped)?|discard\w*|skip\w*|"
    r"bypass\w*|"
    r"independent\w*|regardless|irrespective|invariant|despite|rarely|seldom|lost|loses?|miss\w*|short of)\b"
    r"|n['’]t\b|-free\b|-less\b|\b(?:un|in|im|ir)(?:able|clear|likely|possible|necessary|affected|changed|"
    r"known|"
    r"explored|sufficient|relevant|available)\w*",
    re.IGNORECASE,
)
_PLAINLY_NO = re.compile(
    r"\b(?:not|never|cannot|no|neither|without)\b"
    r"(?! only\b| (?:larger|more|greater|higher|less|fewer|lower|smaller) than)|n['’]t\b",
    re.IGNORECASE,
)
_CHINESE_NO = re.compile(
    r"[没無无免未非]|不(?!同|仅|但|断|只|过|管|论|少|等|久|妨|禁|愧)|缺|失败|而是|避免|去掉|移除|仅|只"
)
_CHINESE_PLAINLY_NO = re.compile(
    r"没有|并未|未(?!来|知)|并不|不会|不能|不再|不需要?|无法|无需|从不|并非|不是"
)
_CHINESE = re.compile("[\u4e00-\u9fff]")
_CLAUSE_END = re.compile(r"[,;:。，；]\s|[。，；]|\b(?:and|but|while|whereas)\b")


def denied(claim: str, sentences: Sequence[str]) -> bool:
    """Whether a claim denies where no sentence does, or their nearest clause denies and it does not.

    It tells no more: what is denied may still be the same in other words, so a reader is to compare.
    """
    claim, texts = normalised(claim), [normalised(sentence) for sentence in sentences]
    if _plainly(claim) and not any(map(_somehow, texts)):
        return True
    clauses = [clause for text in texts for clause in _CLAUSE_END.split(text)]
    alike = [likeness(claim, clause)[1] for clause in clauses]
    nearest = [clause for clause, share in zip(clauses, alike, strict=True) if share == max(alike)]
    return bool(nearest) and all(map(_plainly, nearest)) and not _somehow(claim)


def _plainly(text: str) -> bool:
    return bool((_CHINESE_PLAINLY_NO if _CHINESE.search(text) else _PLAINLY_NO).search(text))


def _somehow(text: str) -> bool:
    return bool((_CHINESE_NO if _CHINESE.search(text) else _NO).search(text))
