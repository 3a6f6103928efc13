"""Is this a person's name, and where does one end? Author lines of any template -> names with their marks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.letters import fold, word_list
from bot.reading.markers import CLOSE, MARK, OPEN, marks_in
from bot.reading.notes import is_unaffiliated
from bot.reading.organisations import is_firm, is_named_place, level_of

# text recognition reads an l as 1: a digit between letters is a letter
TOKEN = re.compile(r"\(?[^\W\d_](?:[^\W\d_]|\d(?=[^\W\d_]))*(?:[’'`´\-‐‑–.]+[^\W\d_]*)*\.?\)?,?")
SEPARATOR = re.compile(
    r"\s*(?:[;·•|]|,(?!\s*(?:Jr|Sr|II|III|IV)\b)|\s&\s|(?<!\w)(?:and|AND|et|und|And)(?=\s|$))\s*"
)
TITLES = re.compile(
    r"\b(?:(?:Senior |Student |Graduate Student |Life |Associate )*(?:Member|Fellow)|IEEE|ACM|SIAM"
    r"|Ph\.?\s?D\.?|M\.?D\.?|MSc|M\.Sc\.?|B\.Sc\.?|Dr\.(?:-Ing\.)?|Prof\.(?: Dr\.)?|Professor|Mr\.|Ms\.|Mrs\."
    r"|Corresponding author)(?![\w])"
)
BYLINE = re.compile(r"^\s*(?:by|BY|By|von|par|authors?:?|AUTHORS?:?)\s+(?=[A-Z])")
GROUP = re.compile(
    r"\b(?:Team|Group|Collaboration|Consortium|Initiative|Project|Alliance|Community|Authors)$"
)
# words of prose; "an", "in" or "to" are left out, they are names too
NEVER = frozenset(
    {"the", "of", "with", "this", "from", "our", "which", "these", "that", "for", "are", "figure"}
)


@dataclass(frozen=True, slots=True)
class Name:
    """One printed author, as printed, and the marks behind the name."""

    text: str
    marks: tuple[str, ...] = ()


def is_name(text: str) -> bool:
    """Whether a text has the form of one person's name: two to six capitalised words or initials."""
    return not level_of(text) and not is_named_place(text) and not is_unaffiliated(text) and _has_form(text)


def is_named_like_firm(text: str) -> bool:
    """Whether a text has the form of a name of which one word is a firm's too: "Huawei Li"."""
    brands = [token for token in text.split() if level_of(token)]
    return len(brands) == 1 and is_firm(brands[0]) and _has_form(text)


def _has_form(text: str) -> bool:
    tokens = text.replace(",", " ").split()
    if not 2 <= len(tokens) <= 6:
        return False
    capitals = 0
    for token in tokens:
        bare = token.strip('()"“”')
        if bare.lower() in NEVER:
            return False
        if bare.islower() and fold(bare) in word_list("name_particles.txt"):
            continue
        begins = bare[:1].isupper() or "\u4e00" <= bare[:1] <= "\u9fff" or bare[:1] in "’'`"
        if not begins or not TOKEN.fullmatch(token.strip('"“”')):
            return False
        capitals += 1
    longest = max(len(token.strip(".,()")) for token in tokens)
    return capitals >= 2 and longest >= 2


def is_group(text: str) -> bool:
    """Whether a byline names a group of people as one author."""
    return bool(GROUP.search(text)) and len(text.split()) <= 6 and text[:1].isupper()


def split_names(text: str) -> list[Name]:
    """The parts of an author line in marked text, whatever they are: name-like or not is for the caller."""
    text = TITLES.sub("", BYLINE.sub("", text))
    parts: list[Name] = []
    for stretch, raised in _stretches(text):
        pieces = [part for piece in SEPARATOR.split(stretch) for part in _at_wide_spaces(piece.strip(" ,;:"))]
        pieces = [piece for piece in pieces if piece and re.search(r"[^\W\d_]", piece)]
        for piece in pieces:
            plain = re.sub(r"[\s,\d]+$", "", piece)
            digits = piece[len(plain) :]
            parts.append(Name(_tidy(plain), marks_in(digits)))
        if raised and parts:
            parts[-1] = Name(parts[-1].text, parts[-1].marks + marks_in(raised))
    return [part for part in parts if part.text]


def _at_wide_spaces(text: str) -> list[str]:
    """Names that only two spaces keep apart; elsewhere two spaces are an accident."""
    parts = re.split(r"\s{2,}", text)
    whole = len(parts) > 1 and all(is_name(part) and not part.endswith(".") for part in parts)
    return parts if whole else [re.sub(r"\s+", " ", text)]


def _stretches(text: str) -> list[tuple[str, str]]:
    """Text with the mark that follows it."""
    pieces = MARK.split(text)
    return list(zip(pieces[::2], [*pieces[1::2], ""], strict=True))


def _tidy(text: str) -> str:
    text = text.replace(OPEN, "").replace(CLOSE, "")
    return re.sub(r"\s+", " ", text).strip(" ,;:").removesuffix(" -")


def in_reading_case(names: Sequence[str]) -> tuple[str, ...]:
    """Names printed in capitals as one writes them: "AMR MOHAMED" is Amr Mohamed; initials stay."""
    if any(letter.islower() for name in names for letter in name if letter.isalpha()):
        return tuple(_single_in_reading_case(name) for name in names)
    return tuple(" ".join(map(_capitalised, name.split())) for name in names)


def _single_in_reading_case(name: str) -> str:
    """A name in capitals among others that are not; short words may be initials and stay."""
    tokens = name.split()
    long = [token for token in tokens if len(re.sub(r"[^\w]", "", token)) > 2]
    return " ".join(map(_capitalised, tokens)) if long and all(map(str.isupper, long)) else name


def _capitalised(token: str) -> str:
    if len(re.sub(r"[^\w]", "", token)) <= 1 or re.fullmatch(r"(?:[A-Z]\.-?)+", token):
        return token
    if fold(token) in word_list("name_particles.txt"):
        return token.lower()
    parts = re.split(r"([-‐‑–'’])", token)
    return "".join(part[:1] + part[1:].lower() for part in parts)
