"""Pure: a report in Markdown -> what is wrong with each of its entries."""

import re
from collections.abc import Iterator, Sequence

from bot.audit.abstracts import caption, what_follows
from bot.audit.entries import PrintedEntry, parse_entries
from bot.audit.problems import AuditedEntry, Problem
from bot.audit.problems import ProblemKind as Kind
from bot.audit.titles import is_in_capitals, repeated_words
from bot.audit.words import damaged_words
from bot.checks.directions import contradicted_figures, moved_figures
from bot.checks.listed import unlisted_institutions
from bot.checks.numbers import unsupported_numbers
from bot.checks.placeholders import placeholder
from bot.checks.qualifiers import overclaims
from bot.checks.subjects import subject_of
from bot.checks.vague_numbers import unsupported_vague_numbers
from bot.reading.sentences import split_sentences

FAILED = re.compile(
    r"(?:简报|摘要|总结|内容)?(?:生成|撰写|调用|处理|请求)(?:失败|出错|异常|超时)|没有写成简报|"
    r"^no brief of|(?:brief|summary|generation|request) (?:generation )?failed|^error\b|\btraceback\b",
    re.IGNORECASE,
)


def audit_report(text: str) -> tuple[AuditedEntry, ...]:
    """Every entry of a report with what is wrong with it, in the order of their numbers.

    Raises NoReport for a text that is none.
    """
    return tuple(
        AuditedEntry(entry.index, entry.title, tuple(_problems(entry))) for entry in parse_entries(text)
    )


def _problems(entry: PrintedEntry) -> Iterator[Problem]:
    yield from _title_problems(entry.title)
    yield from _brief_problems(entry)
    if _says_nothing(entry.institutions) and not entry.none_printed:
        yield Problem(Kind.NO_INSTITUTION)
    yield from _abstract_problems(entry)


def _title_problems(title: str) -> Iterator[Problem]:
    if _says_nothing(title):
        yield Problem(Kind.BLANK_TITLE, title)
        return
    if words := repeated_words(title):
        yield Problem(Kind.REPEATED_TITLE, words)
    if is_in_capitals(title):
        yield Problem(Kind.CAPITALS_TITLE, title)


def _brief_problems(entry: PrintedEntry) -> Iterator[Problem]:
    """No brief and a placeholder end it: nothing else can be asked of them."""
    brief = entry.brief
    if not any(map(str.isalnum, brief)) or FAILED.search(brief):
        yield Problem(Kind.NO_BRIEF, brief)
        return
    if words := placeholder(brief):
        yield Problem(Kind.PLACEHOLDER, words)
        return
    subject = subject_of(brief)
    if subject.missing:
        yield Problem(Kind.UNNAMED_SUBJECT, brief[:20])
    if subject.generic:
        yield Problem(Kind.GENERIC_SUBJECT, subject.generic)
    yield from _listed(Kind.UNLISTED_INSTITUTION, unlisted_institutions(subject.names, entry.institutions))
    if entry.abstract:
        source = f"{entry.title}. {entry.abstract} {entry.evidence}"
        yield from _listed(Kind.UNSUPPORTED_NUMBER, _unsupported(subject.statement, source))
        yield from _listed(Kind.DROPPED_QUALIFIER, overclaims(subject.statement, source))


def _unsupported(said: str, source: str) -> tuple[str, ...]:
    """Numbers that the paper does not have, has the other way, or has of another measure."""
    sentences = split_sentences(source)
    return (
        *unsupported_numbers(said, source),
        *unsupported_vague_numbers(said, source),
        *contradicted_figures(said, sentences),
        *moved_figures(said, sentences),
    )


def _abstract_problems(entry: PrintedEntry) -> Iterator[Problem]:
    if _says_nothing(entry.abstract):
        yield Problem(Kind.NO_ABSTRACT)
    elif words := caption(entry.abstract):
        yield Problem(Kind.CAPTION_ABSTRACT, words)
    elif words := what_follows(entry.abstract):
        yield Problem(Kind.CONTAMINATED_ABSTRACT, words)
    yield from _listed(Kind.DAMAGED_WORDS, damaged_words(entry.title, entry.abstract))


def _says_nothing(words: str) -> bool:
    """True for what is blank, and for a "N/A" or "未提供" that stands alone."""
    return not any(map(str.isalnum, words)) or placeholder(words) == words.strip(" .。")


def _listed(kind: Kind, words: Sequence[str]) -> Iterator[Problem]:
    if words:
        yield Problem(kind, ", ".join(words))
