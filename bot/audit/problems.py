"""Pure: what can be wrong with an entry of a report, with a sentence for its reader."""

from dataclasses import dataclass
from enum import StrEnum


class ProblemKind(StrEnum):
    """Every kind there is, in the order in which an entry's problems are told."""

    BLANK_TITLE = "blank_title"
    REPEATED_TITLE = "repeated_title"  # words: what the heading prints twice
    CAPITALS_TITLE = "capitals_title"
    NO_BRIEF = "no_brief"
    PLACEHOLDER = "placeholder"  # words: the refusal or the gap
    UNNAMED_SUBJECT = "unnamed_subject"  # words: how the sentence begins
    GENERIC_SUBJECT = "generic_subject"  # words: the subject
    UNLISTED_INSTITUTION = "unlisted_institution"  # words: the names
    UNSUPPORTED_NUMBER = "unsupported_number"  # words: the numbers
    DROPPED_QUALIFIER = "dropped_qualifier"  # words: "up to 4×"
    NO_INSTITUTION = "no_institution"
    NO_ABSTRACT = "no_abstract"
    CAPTION_ABSTRACT = "caption_abstract"  # words: how it begins
    CONTAMINATED_ABSTRACT = "contaminated_abstract"  # words: what stands behind its end
    DAMAGED_WORDS = "damaged_words"  # words: the damaged ones


_SENTENCES = {
    ProblemKind.BLANK_TITLE: "The title is blank.",
    ProblemKind.REPEATED_TITLE: "The title is printed twice: {words}",
    ProblemKind.CAPITALS_TITLE: "The title is in capitals.",
    ProblemKind.NO_BRIEF: "There is no brief.",
    ProblemKind.PLACEHOLDER: "A refusal or a placeholder stands for the brief: {words}",
    ProblemKind.UNNAMED_SUBJECT: "The brief does not say who published: {words}…",
    ProblemKind.GENERIC_SUBJECT: "The brief names nobody in particular: {words}",
    ProblemKind.UNLISTED_INSTITUTION: "The brief names an institution that the entry does not list: {words}",
    ProblemKind.UNSUPPORTED_NUMBER: "The brief tells a number that title and abstract do not: {words}",
    ProblemKind.DROPPED_QUALIFIER: "The brief leaves out a qualifier of the abstract: {words}",
    ProblemKind.NO_INSTITUTION: "No institution is listed, and the entry does not say that none is printed.",
    ProblemKind.NO_ABSTRACT: "The abstract is missing.",
    ProblemKind.CAPTION_ABSTRACT: "The abstract is the caption of a figure or table: {words}…",
    ProblemKind.CONTAMINATED_ABSTRACT: "The abstract runs on into what stands behind it: {words}…",
    ProblemKind.DAMAGED_WORDS: "Words were damaged at the ends of lines: {words}",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, with the report's own words where it has some."""

    kind: ProblemKind
    words: str = ""

    @property
    def sentence(self) -> str:
        """The problem in English, as a person is told it."""
        return _SENTENCES[self.kind].format(words=self.words)


@dataclass(frozen=True, slots=True)
class AuditedEntry:
    """One entry of a report: its number and title as printed, and all that is wrong with it."""

    index: int
    title: str
    problems: tuple[Problem, ...]
