"""A reaction to a post -> the word that it stands for, the same on every platform."""

from collections.abc import Collection
from typing import Literal

Thumb = Literal["up", "down"]
_SAYS: dict[Thumb, str] = {"up": "like", "down": "drop"}


def said_by(before: Collection[Thumb], now: Collection[Thumb]) -> str:
    """What a person says who had these reactions and has those; "": nothing.

    Who turns one into the other says the new one, which takes the old one back.
    """
    for thumb, word in _SAYS.items():
        if thumb in now and thumb not in before:
            return word
    for thumb, word in _SAYS.items():
        if thumb in before and thumb not in now:
            return f"un{word}"
    return ""
