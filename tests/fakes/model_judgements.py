"""What the fake model says of announcements: relevant where a title or abstract speaks of speed or size."""

import re
from collections.abc import Sequence

from pydantic import JsonValue

Json = dict[str, JsonValue]

_PAPER = re.compile(r"^\[(?P<id>[^\]\n]+)\]\nTitle: (?P<title>.*)\nAbstract: (?P<abstract>.*)$", re.MULTILINE)
_RELEVANT = re.compile(
    r"inference|serving|speculative|quanti[sz]|pruning|distill|cache|kernel|latency|throughput|speedup",
    re.IGNORECASE,
)
_IN_CHINESE = "Write the reasons in Chinese"
_RATHER, _HARDLY = 84, 12
_WORDS_OF_TITLE = 8


def judgements(messages: Sequence[Json]) -> Json:
    """`papers` of an answer to the judging prompt; nothing for any other prompt."""
    user = str(messages[-1]["content"])
    if "<papers>" not in user:
        return {}
    chinese = _IN_CHINESE in str(messages[0]["content"])
    return {"papers": [_judged(found, chinese=chinese) for found in _PAPER.finditer(user)]}


def _judged(found: re.Match[str], *, chinese: bool) -> JsonValue:
    relevant = bool(_RELEVANT.search(f"{found['title']} {found['abstract']}"))
    about = " ".join(re.findall(r"[A-Za-z][A-Za-z-]+", found["title"])[:_WORDS_OF_TITLE])
    reason = f"{'Speeds up' if relevant else 'Is about another thing in'} {about.lower()}"
    if chinese:
        reason = "论文的贡献在于降低模型推理的开销" if relevant else "论文的贡献与推理开销无关"
    return {
        "id": found["id"],
        "score": _RATHER if relevant else _HARDLY,
        "reason": reason,
        "kind": "serving" if relevant else "other",
    }
