"""Pure, one check of a brief: a method's name that stands nowhere in the paper was made up."""

import re
from dataclasses import dataclass

from bot.checks.wording import key, normalised

# CamelCase ("FlashDecode") or two capitals and more ("KD-LoRA", "MoE").
_NAME = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*[A-Z])[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*"
)
_SMALL = frozenset({"of", "the", "and", "for", "a", "an", "in", "on", "with", "to"})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A text, as far as it is asked for names."""

    letters: str  # and digits, in one run
    initials: tuple[str, str]  # of all its words, and of those that mean something

    @classmethod
    def of(cls, source: str) -> "Vocabulary":
        """What a text holds and spells out."""
        source = normalised(source)
        words = re.findall(r"[A-Za-z0-9]+", source.lower())
        telling = [word for word in words if word not in _SMALL]
        return cls(key(source), ("".join(word[0] for word in words), "".join(word[0] for word in telling)))

    def has(self, name: str) -> bool:
        """Whether a name stands in the text or is spelled out there."""
        short = key(re.sub(r"(?<=[A-Z])s$", "", name))
        if not short or short in self.letters:
            return True
        capitals = sum(character.isupper() for character in name)
        return capitals > 1 and any(short in letters for letters in self.initials)


def unknown_names(claim: str, source: str) -> tuple[str, ...]:
    """The names of the claim that the source neither holds nor spells out, as written.

    "LLMs" is spelled out by "large language models", "SOTA" by "state-of-the-art".
    """
    known = Vocabulary.of(source)
    unknown = [
        name
        for name in _NAME.findall(normalised(claim))
        if not known.has(name) and not all(map(known.has, name.split("-")))
    ]
    return tuple(dict.fromkeys(unknown))
