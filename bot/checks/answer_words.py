"""Pure: what can be said against a statement by its own words, and by the words that no paper of ours has."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.checks.addressed import calls_to_act
from bot.checks.cited_works import invented_references
from bot.checks.identifiers import unsupported_identifiers
from bot.checks.instructions import is_instruction
from bot.checks.languages import is_in
from bot.checks.markup import foreign_marks
from bot.checks.method_names import unknown_names
from bot.checks.placeholders import placeholder
from bot.checks.quotes import Quotable, letters_of
from bot.domain.answers import Dropped
from bot.domain.briefs import Language

LONGEST = 600  # characters of a statement
_NUMBERING = re.compile(r"\s*[\[(（【]\s*P\s*\d+(?:\s*[,，;、–-]\s*P?\s*\d+)*\s*[\])）】]", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w.])[@＠]\w|<[!@#]")
# What a paper's own parts are called: "Table 3" measures nothing.
_PART = re.compile(
    r"(?:\b(?:tables?|fig(?:ure)?s?\.?|sec(?:tion)?s?\.?|eq(?:uation)?s?\.?|appendix|algorithms?|alg\.?)|表格?|图|"
    r"公式|算法|附录|第)\s*\(?(?:\d+(?:\.\d+)*|[A-Z](?:\.\d+)*)\)?(?:\s*[节章])?(?![\w%])",
    re.IGNORECASE,
)
_CHINESE_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])\s?月(?:份)?")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("November", "December"),
)
_PERSON = re.compile(r"\b(?:you|yours?|my)\b|[你您]|我(?!们)", re.IGNORECASE)
_NAMED = re.compile(r"[A-Z][A-Za-z]{3,}")
_CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Said:
    """One statement as a model made it."""

    text: str
    cited: tuple[int, ...]  # 0-based places of passages, those that do not exist among them
    quote: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What a statement is held against."""

    title: str
    question: str
    language: Language
    quotable: Quotable

    def passages(self, places: Iterable[int]) -> tuple[str, ...]:
        """The passages at these places, each once, with the titles of their sections."""
        own = self.quotable.passages
        return tuple(
            f"{own[at].section}. {own[at].text}" for at in dict.fromkeys(places) if 0 <= at < len(own)
        )


def words_of(said: Said) -> str:
    """A statement as one line, without the numbers of passages, which only the model was shown."""
    return " ".join(_NUMBERING.sub("", said.text).split())


def foreign_fault(text: str, ground: Ground, passages: Sequence[str]) -> Dropped | None:
    """What of a statement comes from elsewhere: works, marks, calls and names that are not the paper's."""
    if invented_references(text, " ".join(passages), titles=_titles(ground, passages)):
        return Dropped.REFERENCE
    if foreign_marks(text, passages):
        return Dropped.MARKUP
    if calls_to_act(text, " ".join(passages)) or _speaks_to_somebody(text, passages):
        return Dropped.INSTRUCTION
    return Dropped.NAME if _unknown(text, ground, passages) else None


def _speaks_to_somebody(text: str, passages: Sequence[str]) -> bool:
    """Whether it says "you" or "my", as no passage of its does: such words are a prompt's or a letter's."""
    return bool(_PERSON.search(text)) and not any(map(_PERSON.search, passages))


def own_fault(text: str, ground: Ground) -> Dropped | None:
    """What is wrong with a statement whatever the paper says."""
    if not text or len(text) > LONGEST or placeholder(text):
        return Dropped.EMPTY
    if _MENTION.search(text):
        return Dropped.MARKUP
    if is_instruction(text):
        return Dropped.INSTRUCTION
    # "et" would pass for French
    return None if is_in(ground.language, text.replace("et al", "")) else Dropped.LANGUAGE


def _titles(ground: Ground, passages: Sequence[str]) -> str:
    return letters_of(" ".join((ground.title, ground.question, *passages))) + ground.quotable.letters


def _unknown(text: str, ground: Ground, passages: Sequence[str]) -> bool:
    """Whether it names what stands nowhere: neither near its words nor anywhere in the paper."""
    near = " ".join((ground.title + ".", ground.question, *passages))
    letters = ground.quotable.letters
    capitals = _NAMED.findall(text if _CHINESE.search(text) else text.partition(" ")[2])
    names = [*unsupported_identifiers(without_parts(text), near), *unknown_names(text, near)]
    return any(letters_of(name) not in letters for name in names) or any(
        letters_of(name)[:5] not in letters and name.lower() not in near.lower() for name in capitals
    )


def without_parts(text: str) -> str:
    """The statement without the names of the paper's own parts, whose numbers measure nothing."""
    return _PART.sub(" ", text)


def with_months(text: str, source: str) -> str:
    """The statement with the months of "5 月 15 日" named as in an English source that names them."""
    return _CHINESE_MONTH.sub(
        lambda match: name if (name := _MONTHS[int(match[1]) - 1]) in source else match[0], text
    )
