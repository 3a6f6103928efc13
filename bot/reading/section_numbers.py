"""The number before a heading, and how deep it says that the section stands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

FORM = re.compile(
    r"(?P<word>(?:appendix|section|chapter|part|annex|supplement(?:ary (?:note|material))?)\s+)?"
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4}|[A-Z](?:\.\d{1,2}){1,4}|[IVX]{1,5}(?:[.\-][A-Z\d])?|[A-Z])"
    r"(?P<stop>\s*[.):—–:]|(?=\s))\s*(?P<title>\S.*)",
    re.IGNORECASE,
)
ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A heading's number as printed, its parts, and the words behind it."""

    number: str
    stop: str
    title: str
    word: str  # "Appendix", where that is printed in front

    @property
    def depth(self) -> int:
        """How many parts the number has."""
        return len(re.split(r"[.\-]", self.number))

    @property
    def is_letter(self) -> bool:
        return len(self.number) == 1 and self.number.isalpha()

    @property
    def roman(self) -> int:
        """The value of a roman number, 0 for any other."""
        if not self.number or any(letter not in ROMAN for letter in self.number):
            return 0
        values = [ROMAN[letter] for letter in self.number]
        return sum(
            -value if value < max(values[place:], default=0) else value for place, value in enumerate(values)
        )


@lru_cache(maxsize=1024)
def numbered(text: str) -> Numbered | None:
    """The number and the words of a heading that has one."""
    found = FORM.match(text)
    if found is None:
        return None
    number, title, word = found["number"], found["title"], (found["word"] or "").strip()
    opens = title.lstrip("“\"'([{⟨").replace("$", "")
    if not opens[:1].isalnum() or (
        opens[:1].islower() and not re.match(r"[a-z]{0,3}[A-Z\-]|[a-z]+[A-Z0-9]", opens)
    ):
        return None
    if number[0].isalpha() and (
        number != number.upper() or (not found["stop"] and not word and _is_article(number, title))
    ):
        return None
    stop = found["stop"].strip()
    # "3: end for" is a line of a listing
    return None if stop == ":" and not word else Numbered(number, stop, title, word)


def _is_article(number: str, title: str) -> bool:
    """ "A Method ..." is a title with an article, "A Proofs" may be an appendix: the face has to tell."""
    return number == "I" and title[:1].islower()


class Depths:
    """Gives each numbered heading its level, in the paper's order."""

    def __init__(self, headings: Iterable[Numbered]) -> None:
        values = {heading.roman for heading in headings if heading.stop == "." and heading.depth == 1}
        self._roman = {1, 2} <= values
        self._last = 0

    def level_of(self, heading: Numbered) -> int:
        """1 for a section, 2 for a subsection ..."""
        if not self._roman or heading.word:
            return heading.depth
        if heading.roman == self._last + 1 or (heading.roman > 1 and len(heading.number) > 1):
            self._last = heading.roman
            return 1
        if heading.number.isdigit():
            return 3
        return 2 if heading.depth == 1 else heading.depth
