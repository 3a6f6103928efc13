"""Pure, one check of a brief: markup, addresses, mentions and secrets, which no clause of a paper needs."""

import re
from collections.abc import Sequence

from bot.checks.wording import normalised

_TOP_LEVEL = (
    r"(?:com|org|net|edu|gov|io|ai|dev|app|co|cn|me|info|biz|xyz|top|site|online|shop|link|click|tech|cloud|"
    r"example|"
    r"test|invalid|local|ru|uk|de|fr|jp|in|us|eu|ly|gg|tv|cc|to|sh|so|page|pro|live|store|zip|mov)"
)
_FORMS = (
    r"</?[A-Za-z!@#&][^<>]{0,200}>",  # <b>, <!channel>, <@U012>, <a href=…>
    r"<!--|-->|&(?:lt|gt|amp|quot|#\d+);",
    r"!?\[[^\]]{0,200}\]\([^)]{0,500}\)",  # [x](…)
    r"\b[A-Za-z][A-Za-z0-9+.-]{1,20}://\S*|\b(?:javascript|data|mailto|tel|file):\S+|\bwww\.\S+",
    rf"(?<![\w@.-])(?:[a-z0-9][a-z0-9-]{{0,62}}\.)*[a-z0-9][a-z0-9-]{{2,62}}\.{_TOP_LEVEL}(?![\w-])(?:[/:?#]\S*)?",
    r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])",
    r"[\w.%+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?!\w)|(?<![\w.])@[a-z_]\w+",  # mail and mentions
    r"`+[^`]*`*|~~~|(?<!\w)\*\*(?=\S)|__(?=[A-Za-z])[^_]+__|^\s{0,3}#{1,6}\s|^\s*>\s|\|\s*-{3,}",
    r"\b(?:sk|pk|rk|ghp|gho|glpat|xox[abprs]|hf|AKIA|AIza|eyJ)[-_]?[A-Za-z0-9_-]{12,}",
    r"\bBearer\s+\S+|\b(?:api[ _-]?key|password|passwd|secret)\s*[:=]\s*\S+",
    r"(?=[\w+/]*\d)(?=[\w+/]*(?-i:[A-Z]))[a-z0-9+/]{40,}={0,2}|\b[0-9a-fA-F]{32,}\b",
    r"\{\{[^}]*\}\}|\{%[^%]*%\}|<\|[^|]*\|>|\[/?INST\]",
    # what cannot be seen, or changes the direction of reading
    (
        "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ue000-\uf8ff]"
        "|[\U000e0000-\U000e007f]"
    ),
)
# ASCII: a Chinese character beside an address is no part of it.
_FOREIGN = re.compile("|".join(_FORMS), re.IGNORECASE | re.ASCII)
_ADDRESS = re.compile(r"://|\bwww\.", re.IGNORECASE)


def foreign_marks(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """Markup, addresses, mentions, secrets and hidden characters of a claim, as far as they can be printed.

    What stands in a sentence is a name there, as "<think>" may be; but no clause needs a whole address.
    """
    source = [*sentences, *map(normalised, sentences)]
    marks = [
        mark
        for mark in (match[0] for match in _FOREIGN.finditer(claim))
        if _ADDRESS.search(mark) or not mark.isprintable() or not any(mark in text for text in source)
    ]
    return tuple(dict.fromkeys(mark if mark.isprintable() else ascii(mark)[1:-1] for mark in marks))
