"""The lines of Markdown or plain text -> headings, paragraphs, tables, formulae, code; for `documents`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.texts import PassageKind
from bot.reading.bibliography import LABELLED
from bot.reading.captions import starts_caption
from bot.reading.hyphens import PaperWords, joined
from bot.reading.layout import is_prose
from bot.reading.sections import is_usual

HASHES = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
UNDERLINE = re.compile(r" {0,3}(={3,}|-{3,}|~{3,})\s*$")
FENCE = re.compile(r"\s*(`{3,}|~{3,})")
NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[A-Z](?=[.\s]))[.)]?\s+(?=[^\W_])")
LIST_ITEM = re.compile(r"\s*(?:[-*+•]|\(?\d{1,3}[.)])\s+")
TABLE_RULE = re.compile(r"\s*\|?[\s:|+=-]*-{2,}[\s:|+=-]*\|?\s*$")
STATED = re.compile(r"(title|authors?)\s*:\s*[\"']?(.*?)[\"']?\s*$", re.IGNORECASE)
LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
STRESS = re.compile(r"(?<![\w*_])(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*_])")
LONGEST_HEADING = 120  # letters
HEADING_WORDS = 14
HEAD_ROWS = 8  # a longer block at the start is text, not a title with its authors


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading (`level` 1 and up) or a passage (`level` 0)."""

    text: str
    kind: PassageKind = "paragraph"
    level: int = 0


def pieces_of(text: str) -> tuple[list[Piece], dict[str, str]]:
    """The pieces in order, and the title and authors that front matter states."""
    lines = text.expandtabs(4).splitlines()
    stated, lines = _front_matter(lines)
    markdown = bool(stated) or any(HASHES.match(line) for line in lines)
    words = PaperWords(lambda: ["\n".join(lines)])
    pieces: list[Piece] = []
    blocks = _blocks(lines)
    if blocks and len(blocks[0]) > 2 and UNDERLINE.match(blocks[0][1]):
        blocks[:1] = [blocks[0][:2], blocks[0][2:]]
    for block in blocks:
        if len(pieces) == 1 and (pieces[0].level or pieces[0].kind == "front") and _is_byline(block):
            pieces.append(Piece("\n".join(plain(line.strip()) for line in block)))
            continue
        pieces += _pieces(block, markdown=markdown, first=not pieces, words=words)
    return [piece for piece in pieces if piece.text], stated


def _is_byline(block: Sequence[str]) -> bool:
    """Whether the lines under a title are to be kept apart: each may name a person or a place of work."""
    text = " ".join(block)
    marked = any(HASHES.match(line) or UNDERLINE.match(line) or LIST_ITEM.match(line) for line in block)
    running = is_prose(text) or re.search("[。！？]", text)
    return len(block) <= HEAD_ROWS and not marked and not running and _set_apart(list(block)) is None


def _front_matter(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """What stands between two rows of hyphens at the very start."""
    if not lines or lines[0].strip() != "---":
        return {}, lines
    end = next((place for place, line in enumerate(lines[1:], 1) if line.strip() in {"---", "..."}), 0)
    found = (STATED.match(line) for line in lines[1:end])
    return {match[1].lower(): match[2] for match in found if match}, lines[end + 1 :] if end else lines


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    """Lines between empty ones; a fenced listing and a formula between two `$$` are one block each."""
    blocks: list[list[str]] = [[]]
    closing = ""
    for line in lines:
        fence = FENCE.match(line)
        mark = fence[1][:3] if fence else "$$" if line.strip().startswith("$$") else ""
        if closing:
            blocks[-1].append(line)
            if closing == mark or (closing == "$$" and line.strip().endswith("$$")):
                closing = ""
                blocks.append([])
        elif mark:
            blocks.append([line])
            once = mark == "$$" and len(line.strip()) > 4 and line.strip().endswith("$$")
            closing = "" if once else mark
            if once:
                blocks.append([])
        elif not line.strip() or HASHES.match(line):
            blocks += [[line], []] if line.strip() else [[]]
        else:
            blocks[-1].append(line)
    return [block for block in blocks if block]


def _pieces(block: list[str], *, markdown: bool, first: bool, words: PaperWords) -> list[Piece]:
    whole = _set_apart(block)
    if whole is not None:
        return [whole]
    if UNDERLINE.match(block[0]):  # a rule between two parts
        return _pieces(block[1:], markdown=markdown, first=first, words=words) if block[1:] else []
    heading, used = _heading(block, free=not markdown and not first)
    if heading is not None:
        rest = block[used:]
        under = _pieces(rest, markdown=markdown, first=False, words=words) if rest else []
        return [heading, *under]
    if first and not markdown and len(block) <= HEAD_ROWS:
        return [Piece(plain(line.strip()), "front") for line in block]
    return _paragraphs(block, words)


def _set_apart(block: list[str]) -> Piece | None:
    """The block as a heading with hashes, a listing, a formula or a table, whose signs tell."""
    hashes = HASHES.match(block[0])
    if hashes:
        return Piece(plain(hashes[2]), level=len(hashes[1]))
    if FENCE.match(block[0]):
        return Piece("\n".join(line for line in block if not FENCE.match(line)), "code")
    if block[0].strip().startswith("$$"):
        return Piece("\n".join(block).replace("$$", "").strip(), "formula")
    if sum("|" in line for line in block) * 2 > len(block) and len(block) > 1:
        rows = [line for line in block if not TABLE_RULE.match(line)]
        return Piece("\n".join(plain(row.strip().strip("|").strip()) for row in rows), "table")
    return None


def _heading(block: list[str], *, free: bool) -> tuple[Piece | None, int]:
    """The heading that opens a block, and its lines; `free` where no hashes are needed to make one."""
    if len(block) > 1 and UNDERLINE.match(block[1]):
        return Piece(plain(block[0].strip()), level=1 if block[1].strip()[0] == "=" else 2), 2
    listed = len(block) > 1 and LIST_ITEM.match(block[0]) and LIST_ITEM.match(block[1])
    level = _level(block[0]) if free and not listed else 0
    return (Piece(block[0].strip(), level=level), 1) if level else (None, 0)


def _level(line: str) -> int:
    """The level of a plain line that is a heading by its number, its capitals or its words; else 0."""
    text = line.strip()
    if len(text) > LONGEST_HEADING or len(text.split()) > HEADING_WORDS or text.endswith((".", ",", ";")):
        return 0
    if is_usual(text):
        return 1
    number = NUMBER.match(text)
    if number and text[number.end()].isupper() and not text.endswith(":"):
        return 1 + number[0].strip().rstrip(".)").count(".")
    letters = [letter for letter in text if letter.isalpha()]
    return 1 if len(letters) >= 4 and text.isupper() else 0


def _paragraphs(block: list[str], words: PaperWords) -> list[Piece]:
    """A block's lines as running text; each item of a list and each labelled line by itself."""
    groups: list[list[str]] = []
    for line in block:
        bare = line.strip().removeprefix(">").strip()
        if not groups or LIST_ITEM.match(line) or (LABELLED.match(bare) and bare.startswith("[")):
            groups.append([])
        groups[-1].append(bare)
    return [_passage(group, words) for group in groups]


def _passage(lines: list[str], words: PaperWords) -> Piece:
    text = plain(joined(lines, words))
    return Piece(text, "caption" if starts_caption(text) or lines[0].startswith("![") else "paragraph")


def plain(text: str) -> str:
    """A line without Markdown's marks for stress and links."""
    return STRESS.sub(r"\2", LINK.sub(r"\1", text)).strip()
