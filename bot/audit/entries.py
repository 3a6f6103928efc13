"""Pure: a report in Markdown -> its entries; the earlier system's form and ours, in both languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.briefs import Language
from bot.replies.catalogue import say

LANGUAGES: tuple[Language, ...] = ("zh", "en")
SECTION = re.compile(r"^##[ \t]+(?P<name>\S.*?)[ \t]*$", re.MULTILINE)
HEADING = re.compile(r"^###[ \t]+(?P<index>\d+)\.(?:[ \t]+(?P<title>.*?))?[ \t]*$", re.MULTILINE)
GROUP = re.compile(
    r"^\*\*[^*\n]+\*\*[ \t]*$", re.MULTILINE
)  # alone in its line: what the next papers are about
LABEL = re.compile(r"^\*\*(?P<name>[^*\n]+)\*\*[ \t]*[:：]")
LONGEST = 20_000  # letters of one field that are looked at: what is longer is no part of a report
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")  # spec.commonmark.org, 0.31.2: any ASCII punctuation


@dataclass(frozen=True, slots=True)
class PrintedEntry:
    """One paper as the report prints it. What the report does not hold is empty."""

    index: int  # the number in front of its title
    title: str
    brief: str
    institutions: str  # all of them, as they stand behind their label
    none_printed: bool  # the entry says that the paper prints no institution
    abstract: str
    evidence: str = ""  # sentences of the paper that the brief rests on, which ours prints


class NoReport(ValueError):
    """The text has no numbered papers under the headings of such a report."""


def parse_entries(text: str) -> tuple[PrintedEntry, ...]:
    """The entries of a report in the order of their numbers, each brief with the details of its number.

    Raises NoReport.
    """
    sections = dict(_sections(text.replace("\r\n", "\n").removeprefix("\ufeff")))
    briefs = dict(_blocks(sections.get("briefs", "")))
    details = dict(_blocks(sections.get("details", "")))
    if not briefs and not details:
        raise NoReport
    return tuple(_entry(key, briefs.get(key), details.get(key)) for key in sorted({*briefs, *details}))


def _sections(text: str) -> Iterator[tuple[str, str]]:
    """The text under the headings of the briefs and of the details, where they stand."""
    names = {
        say(language, f"report.{section}"): section
        for language in LANGUAGES
        for section in ("briefs", "details")
    }
    headings = [heading for heading in SECTION.finditer(text) if heading["name"] in names]
    for place, heading in enumerate(headings):
        end = headings[place + 1].start() if place + 1 < len(headings) else len(text)
        yield names[heading["name"]], text[heading.end() : end]


def _blocks(section: str) -> Iterator[tuple[tuple[int, int], tuple[str, str]]]:
    """Title and body under each numbered heading, by its number and how often the number stood before."""
    headings = list(HEADING.finditer(section))
    seen: dict[int, int] = {}
    for place, heading in enumerate(headings):
        end = headings[place + 1].start() if place + 1 < len(headings) else len(section)
        for other in (SECTION, GROUP):
            if found := other.search(section, heading.end(), end):
                end = found.start()
        index = int(heading["index"])
        seen[index] = seen.get(index, -1) + 1
        yield (index, seen[index]), (_plain(heading["title"] or ""), section[heading.end() : end].strip())


def _entry(
    key: tuple[int, int], brief: tuple[str, str] | None, details: tuple[str, str] | None
) -> PrintedEntry:
    headings = [one[0] for one in (brief, details) if one]
    body = details[1] if details else ""
    institutions = _labelled(body, "paper.institutions")
    unsaid = {say(language, "paper.no_institution") for language in LANGUAGES}
    unread = {say(language, "paper.institutions_unread") for language in LANGUAGES}
    return PrintedEntry(
        index=key[0],
        title=headings[0][:LONGEST] if all(headings) else "",
        brief=_plain(brief[1])[:LONGEST] if brief else "",
        institutions="" if institutions in unsaid | unread else institutions,
        none_printed=institutions in unsaid,
        abstract=_labelled(body, "paper.abstract")[:LONGEST],
        evidence=_labelled(body, "evidence.label")[:LONGEST],
    )


def _labelled(body: str, key: str) -> str:
    """What stands behind a label, or under it, up to the next label or an empty line."""
    labels = {say(language, key) for language in LANGUAGES}
    lines = body.split("\n")
    for place, line in enumerate(lines):
        label = LABEL.match(line)
        if label and label["name"].strip() in labels:
            rest = "\n".join([line[label.end() :], *lines[place + 1 :]])
            return _plain(re.split(r"\n\s*\n|\n(?=\*\*)", rest, maxsplit=1)[0])
    return ""


def _plain(markdown: str) -> str:
    """The words without escapes, on one line."""
    return ESCAPED.sub(r"\1", " ".join(markdown.split()))
