"""Reply -> Markdown, for files and pipes. What others wrote never becomes markup."""

import re

from bot.domain.chat import Block, Heading, Quote, Reply, Span

_MARKS = {"plain": "", "bold": "**", "italic": "*", "code": "`"}
# What could turn a paper's words into a tag, a link, a picture or a block of code. Lone stars and underscores
# stay: they are common in titles, and escaping them would change how a title reads in every plain viewer.
_ACTIVE = re.compile(r"<(?=[A-Za-z/!?])|\[(?=[^\]\n]*\]\()|!(?=\[)|`{3,}")
_LINE_START = re.compile(r"^(?=(?:#{1,6}|[-+*>]|\d+[.)])\s|={3,}\s*$|-{3,}\s*$)", re.MULTILINE)


def paint_markdown(reply: Reply) -> str:
    """The whole reply, blocks apart by an empty line, with a closing new line.

    Under a title its lines follow at once: that is how readers of these reports know them.
    """
    words = ""
    for block in reply.blocks:
        is_title = isinstance(block, Heading) and block.level == 1
        words += _block(block) + ("\n" if is_title else "\n\n")
    return words.rstrip() + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {_inert(_one_line(block.text))}"
        case Quote():
            return f"**{block.label}**:\n{_passive(_one_line(block.text))}"
        case _:
            return _passive("".join(_span(span) for span in block.spans), done=True)


def _span(span: Span) -> str:
    mark = _MARKS[span.style]
    words = _inert(span.text)
    marked = f"{mark}{words}{mark}" if mark else words
    return f"[{marked}]({span.link})" if span.link else marked


def _inert(text: str) -> str:
    return _ACTIVE.sub(lambda match: "\\" + match[0], text)


def _passive(text: str, *, done: bool = False) -> str:
    """Also without a line that begins like a heading, a list or a rule."""
    return _LINE_START.sub(r"\\", text if done else _inert(text))


def _one_line(text: str) -> str:
    return " ".join(text.split())
