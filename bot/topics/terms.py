"""A topic's words and phrases, and where a text has them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

from bot.reading.languages import COMMON_WORDS
from bot.reading.letters import fold
from bot.topics.words import BITS, CHINESE, END, PERCENT, TIMES, sentences_of, stem, tokens_of

TABLE = "inference.tsv"
GAP = "..."
BETWEEN = 5  # words that may stand in a gap
FIGURES = {TIMES, PERCENT, BITS}
# Words that stand in almost every abstract, beside those by which its language is known.
EVERYWHERE = "at but can has have i it its not or our than their they was were will"
EMPTY = frozenset(map(stem, [*COMMON_WORDS["en"], *EVERYWHERE.split()]))


@dataclass(frozen=True, slots=True)
class Term:
    """Words and phrases that mean one thing, and what that says of a paper."""

    name: str
    group: str  # a kind, or include, or another that the table explains
    weight: float  # logits
    forms: tuple[str, ...]  # the name is one of them


@dataclass(frozen=True, slots=True)
class Finder:
    """Terms, indexed by how their forms begin."""

    phrases: dict[str, list[tuple[tuple[str, ...], Term]]] = field(default_factory=dict)  # the longest first
    gapped: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], Term]]] = field(default_factory=dict)
    chinese: list[tuple[str, Term]] = field(default_factory=list)

    def find(self, text: str) -> Counter[Term]:
        """How often each term stands in a text.

        At each word the longest form counts and its words are spent, so that "vector quantization" is no
        "quantization"; forms with a gap are looked for beside that, and Chinese ones whatever stands around.
        """
        found = sum(self.find_by_sentence(text), Counter[Term]())
        folded = _without_spaces(text) if self.chinese else ""
        for characters, term in self.chinese:
            found[term] += folded.count(characters)
        return +found

    def find_by_sentence(self, text: str) -> list[Counter[Term]]:
        """The same for each sentence in turn, without the Chinese forms."""
        return [self._find(sentence) for sentence in sentences_of(text)]

    def _find(self, tokens: Sequence[str]) -> Counter[Term]:
        found: Counter[Term] = Counter()
        place = 0
        while place < len(tokens):
            for before, after, term in self.gapped.get(tokens[place], ()):
                if _stands(before, tokens, place) and _follows(after, tokens, place + len(before)):
                    found[term] += 1
            length = 1
            for form, term in self.phrases.get(tokens[place], ()):
                if _stands(form, tokens, place):
                    found[term] += 1
                    length = len(form)
                    break
            place += length
        return found


def finder_of(terms: Iterable[Term]) -> Finder:
    """Terms, ready to be looked for. Of two terms with one form the first has it."""
    finder = Finder()
    for term in terms:
        for form in term.forms:
            _enter(form, term, finder)
    for forms in finder.phrases.values():
        forms.sort(key=lambda entry: -len(entry[0]))
    return finder


def finds_something(form: str) -> bool:
    """False for a form that no text can have, such as an emoji, and for one that nearly all have.

    Of the latter are words without a meaning of their own, and single letters: "the", "a", "(a+)+$".
    """
    if CHINESE.search(form):
        return sum(map(str.isalnum, form)) > 1
    before, _, after = (form_tokens(part) for part in form.partition(GAP))
    return bool(before) and any(len(token) > 1 and token not in EMPTY for token in (*before, *after))


def built_in_terms() -> tuple[Term, ...]:
    """The words of the built-in topic."""
    lines = files(__package__).joinpath(TABLE).read_text(encoding="utf-8").splitlines()
    return tuple(_term(line) for line in lines if line and not line.startswith("#"))


def _term(line: str) -> Term:
    group, weight, name, *others = line.split("\t")
    forms = others[0].split("|") if others else []
    return Term(name, group, float(weight), (name, *forms))


def _enter(form: str, term: Term, finder: Finder) -> None:
    if CHINESE.search(form):
        finder.chinese.append((_without_spaces(form), term))
        return
    before, _, after = (form_tokens(part) for part in form.partition(GAP))
    if before and after:
        finder.gapped.setdefault(before[0], []).append((before, after, term))
    elif before:
        finder.phrases.setdefault(before[0], []).append((before, term))


def _without_spaces(text: str) -> str:
    return fold(text).replace(" ", "")


def form_tokens(form: str) -> tuple[str, ...]:
    """What a form without a gap is compared by: as a text's tokens, and #x, #% and #bit as they are."""
    tokens: list[str] = []
    for word in form.split():
        tokens += [word] if word in FIGURES else [each for each in tokens_of(word) if each != END]
    return tuple(tokens)


def _stands(form: tuple[str, ...], tokens: Sequence[str], place: int) -> bool:
    return tuple(tokens[place : place + len(form)]) == form


def _follows(form: tuple[str, ...], tokens: Sequence[str], place: int) -> bool:
    for start in range(place, min(place + BETWEEN + 1, len(tokens))):
        if _stands(form, tokens, start):
            return True
        if tokens[start] == END:
            return False
    return False
