"""Why a verdict came out as it did, in at most twenty plain English words: the command line prints them."""

from collections.abc import Sequence
from typing import assert_never

from bot.domain.topics import Because, Ground, share_words

MOST_WORDS = 20


def reason_of(
    because: Because, grounds: Sequence[Ground], *, lacking: tuple[float, float] = (0.0, 0.0)
) -> str:
    """The reason; `lacking`: the score and the threshold that it did not reach."""
    match because:
        case "terms":
            return _places(grounds) or "the threshold is so low"
        case "few":
            return f"only: {_names(grounds, MOST_WORDS - 4)} ({share_words(lacking[0])} < {lacking[1]:.2f})"
        case "none":
            return "no term of the topic"
        case "excluded":
            return f"excluded: {_names(grounds, MOST_WORDS - 4)} in the {grounds[0].place}"
        case "author" | "institution":
            return f"followed {because}: {_names(grounds, MOST_WORDS - 2)}"
        case "category":
            return f"in none of the topic's categories: {_names(grounds, MOST_WORDS - 6)}"
        case _:
            assert_never(because)


def _places(grounds: Sequence[Ground]) -> str:
    """title: speculative decoding; abstract: KV cache, speedup."""
    left = MOST_WORDS
    parts: list[str] = []
    for place in ("title", "abstract"):
        names = _names(
            [ground for ground in grounds if ground.place == place], left // 2 if not parts else left
        )
        if names:
            parts.append(f"{place}: {names}")
            left -= len(parts[-1].split()) + 1
    return "; ".join(parts)


def _names(grounds: Sequence[Ground], most: int) -> str:
    """As many of the names as fit; of a first one that does not fit, its beginning."""
    names: list[str] = []
    for ground in grounds:
        words = ground.shown.split()
        if names and len(words) > most:
            break
        names.append(" ".join(words[:most]))
        most -= len(words)
    return ", ".join(names)
