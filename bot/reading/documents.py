"""Markdown or plain text -> head and `PaperText`: papers that came without pages."""

import re
from collections.abc import Sequence

from bot.domain.papers import ReadPaper
from bot.domain.texts import PaperText as WholeText
from bot.domain.texts import Passage, PassageKind, ReadDocument, Section
from bot.errors import CannotDo, Reason, Why
from bot.reading.bibliography import LABELLED, is_bibliography
from bot.reading.document_lines import Piece, pieces_of
from bot.reading.letters import fold

ABSTRACT = re.compile(r"(?:abstract|summary|zusammenfassung|resume|resumen|摘要)")
OPENS_ABSTRACT = re.compile(r"\s*(?:abstract|summary|摘要)\s*[.:：—–-]+\s*(?=\S)", re.IGNORECASE)
AUTHORS = re.compile(r"(?:authors?|by)\b\s*:?\s*", re.IGNORECASE)
NAME = re.compile(r"[^\W\d_][\w.'’\-]*(?:\s+[^\W\d_][\w.'’\-]*){1,4}")
MARKS = re.compile(r"[\d*∗†‡§¶^]+|\([^)]*\)|<[^>]*>|\{[^}]*\}")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
HIDDEN_WORDS = 3  # fewer are a tool's mark, not a message
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")


def read_document(text: str, *, name: str) -> ReadDocument:
    """Read a paper that is Markdown or plain text; `name` is the file's name in errors.

    Raises CannotDo: FILE_EMPTY where no word is in it, NO_ABSTRACT where no paragraph can serve as one.
    """
    hidden = " ".join(COMMENT.findall(text))
    text = INVISIBLE.sub("", COMMENT.sub("", text))
    pieces, stated = pieces_of(text)
    if not pieces:
        raise CannotDo(Why.FILE_EMPTY, name=name)
    title, pieces = _title(pieces, stated)
    authors, pieces = _authors(pieces, stated)
    sections, passages = _passages(pieces)
    abstract = _abstract(sections, passages)
    if not abstract:
        raise CannotDo(Why.NO_ABSTRACT, name=name)
    problems = [Reason(Why.NO_AFFILIATION)]
    if len(hidden.split()) > HIDDEN_WORDS:
        problems.insert(0, Reason(Why.HIDDEN_TEXT, {"page": "1"}))
    head = ReadPaper(
        title=title, authors=authors, affiliations=(), abstract=abstract, pages=0, problems=tuple(problems)
    )
    whole = WholeText(
        sections=tuple(sections), passages=tuple(passages), pages=0, problems=tuple(problems[:-1])
    )
    return ReadDocument(paper=head, text=whole)


def _title(pieces: list[Piece], stated: dict[str, str]) -> tuple[str, list[Piece]]:
    """What the front matter states, else the heading that the paper begins with, else its first line."""
    first = pieces[0]
    if stated.get("title"):
        again = first.level and fold(first.text) == fold(stated["title"])
        return stated["title"], pieces[1:] if again else pieces
    if first.level and not ABSTRACT.fullmatch(fold(first.text)):
        return first.text, pieces[1:]
    front = [piece.text for piece in pieces if piece.kind == "front"]
    if not front:
        return "", pieces
    # a long title takes two lines; the first line of names ends it
    names = next(
        (place for place, line in enumerate(front) if place and _names(AUTHORS.sub("", line, count=1))), 1
    )
    return " ".join(front[:names]), pieces[names:]


def _authors(pieces: list[Piece], stated: dict[str, str]) -> tuple[tuple[str, ...], list[Piece]]:
    """The names in the front matter or in the paragraph under the title."""
    given = stated.get("author") or stated.get("authors")
    if given:
        return _names(given.strip("[]")), pieces
    if not pieces or pieces[0].level or pieces[0].kind not in {"front", "paragraph"}:
        return (), pieces
    line = pieces[0].text
    names = _names(AUTHORS.sub("", line, count=1))
    labelled = AUTHORS.match(line) is not None
    return (names, pieces[1:]) if names and (labelled or len(line) < 300) else ((), pieces)


def _names(line: str) -> tuple[str, ...]:
    """The names of a list; none where one of its parts is no name."""
    parts = [part.strip(" \"'.") for part in re.split(r",|;|&|\band\b|\n|、|，", MARKS.sub("", line))]
    parts = [part for part in parts if part]
    return tuple(parts) if parts and all(map(_is_name, parts)) else ()


def _is_name(part: str) -> bool:
    words = part.split()
    particles = {"de", "van", "der", "den", "von", "da", "dos", "di", "la", "le", "bin", "al", "el", "del"}
    return bool(NAME.fullmatch(part)) and all(
        word[0].isupper() or not word.isascii() or word in particles for word in words
    )


def _passages(pieces: Sequence[Piece]) -> tuple[list[Section], list[Passage]]:
    sections: list[Section] = []
    passages: list[Passage] = []
    depths = sorted({piece.level for piece in pieces if piece.level})
    for piece in pieces:
        if piece.level:
            sections.append(Section(title=piece.text, level=depths.index(piece.level) + 1, page=0))
            continue
        opens = OPENS_ABSTRACT.match(piece.text) if piece.kind == "paragraph" and not sections else None
        text = piece.text
        if opens:
            sections.append(Section(title="Abstract", level=1, page=0, run_in=True))
            text = text[opens.end() :]
        cited = bool(sections) and is_bibliography(sections[-1].title)
        texts = _references(text) if cited and piece.kind == "paragraph" else [text]
        kind: PassageKind = "reference" if cited and piece.kind == "paragraph" else piece.kind
        for one in texts:
            section = len(sections) - 1 if sections else None
            passages.append(Passage(kind=kind, text=one, page=0, section=section, position=len(passages)))
    return sections, passages


def _references(text: str) -> list[str]:
    """One text for each reference of a block: every labelled line opens one."""
    entries: list[str] = []
    for line in text.split("\n"):
        if entries and not LABELLED.match(line):
            entries[-1] += f" {line}"
        else:
            entries.append(line)
    return entries


def _abstract(sections: Sequence[Section], passages: Sequence[Passage]) -> str:
    """The paragraphs under "Abstract", else the first paragraph."""
    paragraphs = [passage for passage in passages if passage.kind == "paragraph"]
    for place, section in enumerate(sections):
        if ABSTRACT.fullmatch(fold(section.title).strip(" .:")):
            return " ".join(passage.text for passage in paragraphs if passage.section == place)
    return paragraphs[0].text if paragraphs else ""
