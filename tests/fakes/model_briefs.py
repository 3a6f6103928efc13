"""What the fake model writes: the asked form, filled from the numbered lines of the prompt itself."""

import re
from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from bot.checks.glossary import terms
from tests.fakes.model_judgements import judgements

Json = dict[str, JsonValue]

_LINE = re.compile(r"^(?P<kind>[SI])(?P<number>\d+):[ \t]*(?P<text>.+)$", re.MULTILINE)
_PROPOSES = re.compile(
    r"\bwe (?:propose|introduce|present|develop|design|describe|study|show)\b (?P<clause>[^,;:]+)",
    re.IGNORECASE,
)
_IN_CHINESE = re.compile(r"\bin Chinese\b|中文")
_NAME = re.compile(r"\b[A-Z][A-Za-z]*[A-Z0-9][\w-]*|^[A-Z][\w-]+")  # as TokenKeeper, or Lanes at the start
_DEEDS = frozenset(
    {"增益", "减少", "保留", "优于", "基线", "基准"}
)  # of the glossary, and nothing to be measured
_SURE = 4  # letters of a word's beginning that tell which word of the glossary it is
_MOST_TERMS = 3
_NEAR = 2  # characters between a figure and the "on average" behind it
# What a translator keeps of an English clause: its figures with what qualifies them.
_KEPT = re.compile(
    r"(?:(?P<most>up to|as much as)|(?P<least>at least)|(?P<rough>about|around|approximately|nearly)"
    r"|(?P<over>over|more than)|(?P<less>less than|under|below)|(?P<change>within))(?=\s+\d)"
    r"|(?P<mean>(?:on )?average|mean)"
    r"|(?P<figure>(?<![A-Za-z0-9.\-])\d[\d.,]*\s?(?:%|x\b|×|times|fold|points?|ms|s\b|GB|MB)?)",
    re.IGNORECASE,
)
_QUALIFIERS = {
    "most": "最高",
    "least": "至少",
    "rough": "约",
    "over": "超过",
    "less": "低于",
    "change": "变化小于",
    "mean": "平均",
}
_MOST_WORDS = 55
_LONG = 12  # words of a sentence that nobody would repeat as it stands


def filled(schema: Json, *, messages: Sequence[Json], wrong_numbers: bool = False) -> JsonValue:
    """A plausible answer of a schema: fields of briefs and judgements from the prompt, any other by its type.

    With wrong numbers every number of the effect is one more than in its sentence.
    """
    known = _brief(messages, wrong_numbers=wrong_numbers) | judgements(messages)
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
    chinese = bool(_IN_CHINESE.search(system))
    told = _whole if chinese else _shorter  # a translation copies nothing, and needs the sentence's subject
    effect = told(sentences[last])
    if wrong_numbers:
        effect = re.sub(r"\d+", lambda number: str(int(number[0]) + 1), effect)
    slots = {
        "technique": (_proposed(sentences[proposing], proposal, whole=chinese), proposing),
        "problem": (told(sentences[first]), first),
        "effect": (effect, last),
    }
    institutions: list[JsonValue] = list(lines["I"])
    return {
        "institutions": institutions,
        **{name: _slot(name, *slot, chinese=chinese) for name, slot in slots.items()},
    }


def _proposed(sentence: str, proposal: re.Match[str] | None, *, whole: bool) -> str:
    """What a sentence says is proposed: its name and, where it is wished, what is said of it."""
    if proposal is None:
        return sentence
    return sentence[proposal.start("clause") :] if whole else proposal["clause"]


def _whole(sentence: str) -> str:
    return sentence


def _shorter(sentence: str) -> str:
    """What a writer would keep of a long sentence: what follows its "that", or its later three quarters."""
    _, found, told = sentence.partition(" that ")
    words = sentence.split()
    if len(words) < _LONG:
        return sentence
    return told if found and len(told.split()) > 4 else " ".join(words[len(words) // 4 :])


def _slot(name: str, text: str, sentence: int, *, chinese: bool) -> JsonValue:
    clause = " ".join(text.split()[:_MOST_WORDS]).rstrip(".。 ")
    return {"text": _IN_CHINESE_AS[name](clause) if chinese else clause, "sentences": [sentence]}


def _technique(clause: str) -> str:
    named = _NAME.search(clause)
    about = _joined(_terms(clause))
    of = f"面向{about}的" if about else "一种"
    return f"{of}新方法{named[0] if named else ''}{_in_brackets(clause)}"


def _problem(clause: str) -> str:
    return f"{_joined(_terms(clause)) or '论文所述场景'}方面现有做法的不足{_in_brackets(clause)}"


def _effect(clause: str) -> str:
    told = _figures(clause, named=True)
    return "、".join(told) if told else f"{_joined(_terms(clause)) or '各项结果'}均好于此前做法"


_IN_CHINESE_AS = {"technique": _technique, "problem": _problem, "effect": _effect}


def _in_brackets(clause: str) -> str:
    told = _figures(clause, named=False)
    return f"（{'、'.join(told)}）" if told else ""


def _figures(clause: str, *, named: bool) -> list[str]:
    """The figures of a clause, each behind its qualifiers and, where wished, behind what it is told of."""
    parts = [(found, _QUALIFIERS.get(found.lastgroup or "")) for found in _KEPT.finditer(clause)]
    figures = [found for found, qualifier in parts if not qualifier]
    things = _terms(clause) if named else {}
    told = []
    for place, figure in enumerate(figures):
        start = figures[place - 1].end() if place else 0
        end = figures[place + 1].start() if place + 1 < len(figures) else len(clause)
        # "on average" may stand behind its figure; any other qualifier stands before it
        own = [
            (found.start() > figure.start(), qualifier)
            for found, qualifier in parts
            if qualifier and start + _NEAR < found.start() < figure.end() + _NEAR
        ]
        words = "".join(qualifier for _, qualifier in sorted(own, key=lambda one: one[0], reverse=True))
        before = [at for at in things if start <= at < figure.start()]
        behind = [at for at in things if figure.start() < at < end]
        of = [things.pop(at) for at in [*before[-1:], *behind[:1]][:1]]
        told.append("".join([*of, words, figure[0].strip(" .,")]))
    return told


def _joined(terms: Mapping[int, str]) -> str:
    return "、".join(list(dict.fromkeys(terms.values()))[:_MOST_TERMS])


def _terms(clause: str) -> dict[int, str]:
    """The glossary's Chinese for the things that a clause names, by their places."""
    kept = {place for found in _KEPT.finditer(clause) for place in range(*found.span())}
    named: dict[int, str] = {}
    for term in (*terms("measure"), *terms("topic")):
        for found in term.english.finditer(clause) if term.name not in _DEEDS else ():
            rest = re.match(r"[A-Za-z]*", clause[found.end() :])
            whole = len(found[0]) + len(rest[0] if rest else "")
            if found.start() not in kept and len(found[0]) >= max(_SURE, 0.6 * whole):
                named[found.start()] = term.name
    return dict(sorted(named.items()))
