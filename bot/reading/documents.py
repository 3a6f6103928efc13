"""Markdown or plain text -> head and `PaperText`: papers that came without pages."""

import re
from collections.abc import Sequence

from bot.domain.papers import Affiliation, ReadPaper
from bot.domain.texts import PaperText as WholeText
from bot.domain.texts import Passage, PassageKind, ReadDocument, Section
from bot.errors import CannotDo, Reason, Why
from bot.reading.affiliation_blocks import Block
from bot.reading.affiliation_blocks import pieces_of as pieces_of_work
from bot.reading.affiliations import affiliations_from
from bot.reading.bibliography import LABELLED, is_bibliography
from bot.reading.document_lines import Piece, pieces_of
from bot.reading.layout import is_prose
from bot.reading.letters import fold
from bot.reading.markers import CLOSE, MARK, OPEN, mark_up, marks_in, unmarked
from bot.reading.names import Name, is_named_like_firm
from bot.reading.notes import is_unaffiliated
from bot.reading.organisations import LABORATORY, level_of

ABSTRACT = re.compile(r"(?:abstract|summary|zusammenfassung|resume|resumen|摘要)")
OPENS_ABSTRACT = re.compile(r"\s*(?:abstract|summary|摘要)\s*[.:：—–-]+\s*(?=\S)", re.IGNORECASE)
AUTHORS = re.compile(r"(?:authors?|by)\b\s*:?\s*", re.IGNORECASE)
NAME = re.compile(r"[^\W\d_][\w.'’\-]*(?:\s+[^\W\d_][\w.'’\-]*){1,4}")
REMARKS = re.compile(r"\([^)]*\)|<[^>]*>|\{[^}]*\}")
RAISED = re.compile(
    r"\$?\^\{?([\d*∗†‡§¶a-z](?:,?[\d*∗†‡§¶a-z]){0,7})\}?\$?\^?|<sup>(.{1,12}?)</sup>", re.IGNORECASE
)
BETWEEN = re.compile(rf"(?:,|;|&|\band\b|\n|、|，|\s[—–-]\s)(?![^{OPEN}]*{CLOSE})")
# a comment, or what a style keeps from being seen
COMMENT = re.compile(
    r"<!--.*?-->|<(\w+)\b[^>]*(?:display:\s*none|visibility:\s*hidden|font-size:\s*0|\bhidden\b)[^>]*>.*?</\1>",
    re.DOTALL | re.IGNORECASE,
)
LONGEST_PLACE = 300  # letters of a line that names places of work
RUNNING = 25  # words of a paragraph that can stand for an abstract; the shortest real ones have 40
HIDDEN_WORDS = 3  # fewer are a tool's mark, not a message
IDEOGRAPH = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
SENTENCE_END = re.compile(r"[.!?。！？](?:\s|$|[\"”’)])|[。！？]")
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")


def read_document(text: str, *, name: str) -> ReadDocument:
    """Read a paper that is Markdown or plain text; `name` is the file's name in errors.

    Raises CannotDo: FILE_EMPTY where no word is in it, NO_ABSTRACT where no paragraph can serve as one,
    NOT_A_PAPER where it has no sections either, or only what is no running text: a table, a program.
    """
    hidden = " ".join(found[0] for found in COMMENT.finditer(text))
    text = INVISIBLE.sub("", COMMENT.sub("", text))
    pieces, stated = pieces_of(text)
    if not pieces:
        raise CannotDo(Why.FILE_EMPTY, name=name)
    title, pieces = _title(pieces, stated)
    authors, pieces = _authors(pieces, stated)
    affiliations, pieces = _affiliations(pieces, marks=[name.marks for name in authors])
    sections, passages = _passages(pieces)
    abstract = _abstract(sections, passages)
    if not abstract:
        raise CannotDo(Why.NO_ABSTRACT if sections else Why.NOT_A_PAPER, name=name)
    if not any(_is_abstract(section) for section in sections) and not _is_running(abstract):
        raise CannotDo(Why.NOT_A_PAPER, name=name)
    problems = [Reason(Why.HIDDEN_COMMENT)] if len(hidden.split()) > HIDDEN_WORDS else []
    unsaid = [] if affiliations else [Reason(Why.NO_AFFILIATION)]
    head = ReadPaper(
        title=title,
        authors=tuple(name.text for name in authors),
        affiliations=affiliations,
        abstract=abstract,
        pages=0,
        title_page=0,
        abstract_page=0,
        problems=(*problems, *unsaid),
    )
    whole = WholeText(sections=tuple(sections), passages=tuple(passages), pages=0, problems=tuple(problems))
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
        (place for place, line in enumerate(front) if place and _byline(AUTHORS.sub("", line, count=1))[0]), 1
    )
    return " ".join(front[:names]), pieces[names:]


def _authors(pieces: list[Piece], stated: dict[str, str]) -> tuple[tuple[Name, ...], list[Piece]]:
    """The names in the front matter or in the paragraph under the title."""
    given = stated.get("author") or stated.get("authors")
    if given:
        return _names(given.strip("[]")), pieces
    if not pieces or pieces[0].level or pieces[0].kind not in {"front", "paragraph"}:
        return (), pieces
    text = pieces[0].text
    labelled = AUTHORS.match(text) is not None
    # a line may end between two names, or within one
    for line in dict.fromkeys((text, text.replace("\n", " "))):
        names, rest = _byline(AUTHORS.sub("", line, count=1))
        if names and (labelled or len(line) < 300):
            return names, [*([Piece(rest)] if rest else []), *pieces[1:]]
    return (), pieces


def _affiliations(
    pieces: list[Piece], *, marks: Sequence[tuple[str, ...]]
) -> tuple[tuple[Affiliation, ...], list[Piece]]:
    """The organisations in the short lines under the authors, up to the first that names none."""
    places: list[Block] = []
    while pieces and not pieces[0].level and len(pieces[0].text) <= LONGEST_PLACE:
        lines = [_marked(line) for line in pieces[0].text.split("\n")]
        if not any(map(_is_of_work, lines)) or OPENS_ABSTRACT.match(lines[0]) or _tells(pieces[0].text):
            break
        told = [line for line in lines if not is_unaffiliated(unmarked(line))]
        places += [place for line in told for place in pieces_of_work(line, [])]
        pieces = pieces[1:]
    return affiliations_from(places, page=0, marks=marks), pieces


def _names(line: str) -> tuple[Name, ...]:
    """The names of a list with their marks; none where one of its parts is no name."""
    names, rest = _byline(line)
    return () if rest else names


def _byline(line: str) -> tuple[tuple[Name, ...], str]:
    """The names that a line begins with, and what it says behind them: where those people work.

    No names where anything else stands behind them.
    """
    marked = "\n".join(map(_marked, line.split("\n")))  # a mark belongs to no other line
    remarked = [remark.strip("()") for remark in REMARKS.findall(marked) if _is_of_work(remark)]
    bare = REMARKS.sub("", marked)
    names: list[Name] = []
    start = 0
    for end, after in [*(found.span() for found in BETWEEN.finditer(bare)), (len(bare), len(bare))]:
        part = bare[start:end].strip(" \"'.")
        text = MARK.sub("", part).strip()
        if part and not _is_person(text, among=bool(names) and part == text):
            rest = bare[start:].strip()
            works = bool(level_of(text)) or is_unaffiliated(text)
            return (tuple(names), rest) if names and works and not is_prose(rest) else ((), "")
        if part:
            marks = tuple(mark for raised in MARK.findall(part) for mark in marks_in(raised))
            names.append(Name(text, marks))
        start = after
    return tuple(names), "\n".join(remarked) if names else ""


def _is_person(part: str, *, among: bool) -> bool:
    """Whether a part of a byline is a name; "Huawei Li" is none `among` others that no mark stands at."""
    if is_unaffiliated(part) or (level_of(part) and (among or not is_named_like_firm(part))):
        return False
    return _is_name(part)


def _tells(text: str) -> bool:
    """Whether a text is sentences, whatever organisations they name."""
    return is_prose(text) and bool(SENTENCE_END.search(text)) and "@" not in text


def _is_of_work(line: str) -> bool:
    """Whether a marked line says where somebody works, be it nowhere."""
    text = unmarked(line)
    return level_of(text) >= LABORATORY or is_unaffiliated(text)


def _marked(line: str) -> str:
    """The line with its superscripts as marks, in whichever way its text writes them."""
    return mark_up(RAISED.sub(lambda found: f"{OPEN}{found[1] or found[2]}{CLOSE}", line))


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
        if _is_abstract(section):
            return " ".join(passage.text for passage in paragraphs if passage.section == place)
    return paragraphs[0].text if paragraphs else ""


def _is_abstract(section: Section) -> bool:
    return bool(ABSTRACT.fullmatch(fold(section.title).strip(" .:")))


def _is_running(text: str) -> bool:
    """Whether a paragraph is running text: enough words, nearly all of letters, and a sentence's end."""
    words = [*text.split(), *IDEOGRAPH.findall(text)]
    plain = [
        word
        for word in words
        if word.strip(".,;:!?()[]\"'“”‘’…%-–—。，；：、（）").replace("-", "").isalpha()
    ]
    return len(words) >= RUNNING and len(plain) >= 0.7 * len(words) and bool(SENTENCE_END.search(text))
