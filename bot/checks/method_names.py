"""Pure, one check of a brief: a method's name that stands nowhere in the paper was made up."""

import re

from bot.checks.wording import key, normalised

# CamelCase ("FlashDecode") or two capitals and more ("KD-LoRA", "MoE").
_NAME = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*[A-Z])[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*"
)


def unknown_names(claim: str, source: str) -> tuple[str, ...]:
    """The names of the claim that the source neither holds nor spells out, as written.

    "LLMs" is spelled out by "large language models", "SOTA" by "state-of-the-art".
    """
    source = normalised(source)
    known, initials = key(source), _initials(source)
    unknown = []
    for name in _NAME.findall(normalised(claim)):
        parts = [name, *(part for part in name.split("-"))]
        whole, *pieces = (_stands(part, known=known, initials=initials) for part in parts)
        if not whole and not all(pieces):
            unknown.append(name)
    return tuple(dict.fromkeys(unknown))


def _stands(name: str, *, known: str, initials: tuple[str, ...]) -> bool:
    short = key(re.sub(r"(?<=[A-Z])s$", "", name))
    if not short or short in known:
        return True
    return sum(character.isupper() for character in name) > 1 and any(
        short in letters for letters in initials
    )


def _initials(source: str) -> tuple[str, ...]:
    words = re.findall(r"[A-Za-z0-9]+", source.lower())
    content = [
        word for word in words if word not in {"of", "the", "and", "for", "a", "an", "in", "on", "with", "to"}
    ]
    return "".join(word[0] for word in words), "".join(word[0] for word in content)
