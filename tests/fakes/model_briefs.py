"""What the fake model writes: the asked form, filled from the numbered lines of the prompt itself."""

import re
from collections.abc import Mapping, Sequence

from pydantic import JsonValue

Json = dict[str, JsonValue]

_LINE = re.compile(r"^(?P<kind>[SI])(?P<number>\d+):[ \t]*(?P<text>.+)$", re.MULTILINE)
_PROPOSES = re.compile(
    r"\bwe (?:propose|introduce|present|develop|design|describe|study|show)\b (?P<clause>[^,;:]+)",
    re.IGNORECASE,
)
_IN_CHINESE = re.compile(r"\bin Chinese\b|中文")
_CHINESE_FRAMES = {
    "technique": "一种新的方法{}",
    "problem": "现有做法在论文所述场景{}中的不足",
    "effect": "论文实验中报告的各项结果均好于此前的做法{}",
}
# What a translator keeps of an English clause: its figures with what qualifies them.
_KEPT = re.compile(
    r"(?:(?P<most>up to|as much as)|(?P<least>at least)|(?P<rough>about|around|approximately|nearly)"
    r"|(?P<over>over|more than)|(?P<less>within|less than|under|below))(?=\s+\d)"
    r"|(?P<mean>(?:on )?average|mean)"
    r"|(?P<figure>(?<![A-Za-z0-9.\-])\d[\d.,]*\s?(?:%|x\b|×|times|fold|points?|ms|s\b|GB|MB)?)",
    re.IGNORECASE,
)
_QUALIFIERS = {"most": "最高", "least": "至少", "rough": "约", "over": "超过", "less": "低于", "mean": "平均"}
_MOST_WORDS = 55
_LONG = 12  # words of a sentence that nobody would repeat as it stands


def filled(schema: Json, *, messages: Sequence[Json], wrong_numbers: bool = False) -> JsonValue:
    """A plausible answer of a schema: the brief's fields from the prompt, any other field by its type.

    With wrong numbers every number of the effect is one more than in its sentence.
    """
    known = _brief(messages, wrong_numbers=wrong_numbers)
    return _filled(schema, schema, known=known)


def _filled(node: JsonValue, root: Json, *, known: Mapping[str, JsonValue]) -> JsonValue:
    node = _resolved(node, root)
    fields = node.get("properties")
    if isinstance(fields, dict):
        return {
            name: known[name] if name in known else _filled(part, root, known={})
            for name, part in fields.items()
        }
    examples: dict[str, JsonValue] = {
        "string": "ready",
        "integer": 7,
        "number": 7,
        "boolean": True,
        "array": [],
    }
    return examples.get(str(node.get("type")))


def _resolved(node: JsonValue, root: Json) -> Json:
    """The node behind references, and the first choice of several."""
    while isinstance(node, dict):
        choices = node.get("anyOf")
        definitions = root.get("$defs")
        if isinstance(choices, list) and choices:
            node = choices[0]
        elif isinstance(reference := node.get("$ref"), str) and isinstance(definitions, dict):
            node = definitions[reference.rpartition("/")[2]]
        else:
            return node
    return {}


def _brief(messages: Sequence[Json], *, wrong_numbers: bool) -> Json:
    user = "\n".join(str(message["content"]) for message in messages if message["role"] == "user")
    system = "\n".join(str(message["content"]) for message in messages if message["role"] == "system")
    lines = {"S": dict[int, str](), "I": dict[int, str]()}
    for match in _LINE.finditer(user):
        lines[match["kind"]][int(match["number"])] = match["text"].strip()
    sentences = lines["S"]
    if not sentences:
        return {}
    first, last = min(sentences), max(sentences)
    proposing = next((number for number in sentences if _PROPOSES.search(sentences[number])), first)
    proposal = _PROPOSES.search(sentences[proposing])
    effect = _shorter(sentences[last])
    if wrong_numbers:
        effect = re.sub(r"\d+", lambda number: str(int(number[0]) + 1), effect)
    slots = {
        "technique": (proposal["clause"] if proposal else sentences[proposing], proposing),
        "problem": (_shorter(sentences[first]), first),
        "effect": (effect, last),
    }
    institutions: list[JsonValue] = list(lines["I"])
    return {
        "institutions": institutions,
        **{
            name: _slot(name, *slot, chinese=bool(_IN_CHINESE.search(system))) for name, slot in slots.items()
        },
    }


def _shorter(sentence: str) -> str:
    """What a writer would keep of a long sentence: what follows its "that", or its later three quarters."""
    _, found, told = sentence.partition(" that ")
    words = sentence.split()
    if len(words) < _LONG:
        return sentence
    return told if found and len(told.split()) > 4 else " ".join(words[len(words) // 4 :])


def _slot(name: str, text: str, sentence: int, *, chinese: bool) -> JsonValue:
    clause = " ".join(text.split()[:_MOST_WORDS]).rstrip(".。 ")
    if chinese:
        clause = _CHINESE_FRAMES[name].format(_in_chinese(clause))
    return {"text": clause, "sentences": [sentence]}


def _in_chinese(clause: str) -> str:
    """The figures of a clause with their qualifiers, in brackets; nothing where it has none."""
    parts = [
        _QUALIFIERS.get(found.lastgroup or "") or found[0].strip(" .,") + "，"
        for found in _KEPT.finditer(clause)
    ]
    return f"（{''.join(parts).rstrip('，')}）" if parts else ""
