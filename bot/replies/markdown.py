"""Reply -> Markdown, for files and pipes. What others wrote never becomes markup."""

import re
from collections.abc import Sequence

from bot.domain.chat import Buttons, Heading, Paragraph, Quote, Reply, Span

_MARKS = {"plain": "", "bold": "**", "italic": "*", "code": "`"}
# What could turn a paper's words into a tag, an entity, a link or a picture (spec.commonmark.org, 0.31.2).
# A link needs `](` or a definition with `]:`; a backtick would hide our escapes. Lone stars and underscores
# stay: they are common in titles, and escaping them would change how a title reads in every plain viewer.
_ACTIVE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|\s*$)|<(?=[A-Za-z/!?]|[^\s<>]*@)|&(?=#?\w+;)|\](?=[(:])|`", re.MULTILINE | re.ASCII
)
# The same for a whole line: a heading (of this line or the one above), a list, a quotation, a rule, code.
_LINE_START = re.compile(
    r"^(?P<number>\d{0,9})(?="
    r"(?<=\d)[.)](?:\s|$)|(?<!\d)(?:#{1,6}(?:\s|$)|[-+*](?:\s|$)|>|=+\s*$|-+\s*$|~{3}|([-*_])(?:\s*\2){2,}\s*$))",
    re.MULTILINE | re.ASCII,
)
_CLOSING_MARKS = re.compile(r"(?<=\s)(?=#+$)")  # of a heading: they would vanish


def paint_markdown(reply: Reply) -> str:
    """The whole reply, blocks apart by an empty line, with a closing new line.

    Under a title its lines follow at once: that is how readers of these reports know them.
    """
    words = ""
    for block in reply.blocks:
        is_title = isinstance(block, Heading) and block.level == 1
        if not isinstance(block, Buttons):  # a file has nothing to tap
            words += _block(block) + ("\n" if is_title else "\n\n")
    return words.rstrip() + "\n"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table as most readers of Markdown show it (github.github.com/gfm), with a closing new line."""
    lines = ([*map(_cell, cells)] for cells in (head, ["---"] * len(head), *rows))
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _cell(text: str) -> str:
    return _inert(_one_line(text)).replace("|", "\\|")


def _block(block: Heading | Paragraph | Quote) -> str:
    match block:
        case Heading():
            words = _CLOSING_MARKS.sub(r"\\", _inert(_one_line(block.text)))
            return f"{'#' * block.level} {words}"
        case Quote():
            return f"**{block.label}**:\n{_passive(_inert(_one_line(block.text)))}"
        case _:
            lines = "".join(map(_span, block.spans)).split("\n")
            return "\n".join(_passive(line) for line in map(_one_line, lines) if line)


def _span(span: Span) -> str:
    mark = _MARKS[span.style]
    words = _inert(span.text)
    marked = f"{mark}{words}{mark}" if mark else words
    return f"[{marked}]({span.link})" if span.link else marked


def _inert(text: str) -> str:
    return _ACTIVE.sub(lambda match: "\\" + match[0], text)


def _passive(line: str) -> str:
    """Without a beginning that would make the line a block of its own."""
    return _LINE_START.sub(r"\g<number>\\", line, count=1)


def _one_line(text: str) -> str:
    return " ".join(text.split())
