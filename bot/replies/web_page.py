"""Blocks -> one HTML page that needs nothing else, readable on a phone. What others wrote never is markup."""

from collections.abc import Iterable, Sequence
from html import escape

from bot.domain.briefs import Language
from bot.domain.chat import Block, Buttons, Heading, Picture, Quote, Span

_TAGS = {"plain": "", "bold": "strong", "italic": "em", "code": "code"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; } h3 { font-size: 1rem; }
body { overflow-wrap: break-word; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid; padding: 0.2rem 0.5rem; text-align: left; vertical-align: top; }
img { max-width: 100%; }
summary { cursor: pointer; font-weight: bold; }
"""


def paint_page(blocks: Iterable[Block], *, title: str, language: Language, end: str = "") -> str:
    """A whole page in UTF-8; no script, nothing that is fetched from elsewhere.

    `end` is painted here, too, and stands behind the blocks.
    """
    lang = {"zh": "zh-CN", "en": "en"}[language]
    head = (
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        # A page that is opened from a mail may run nothing, whatever came into it.
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{_words(title)}</title>\n<style>{_STYLE}</style>"
    )
    body = paint_fragment(blocks) + end
    return f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n{head}\n</head>\n<body>\n{body}</body>\n</html>\n'


def paint_fragment(blocks: Iterable[Block]) -> str:
    """The blocks alone, a line each."""
    return "".join(map(_block, blocks))


def paint_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; "" where it has no rows."""
    if not rows:
        return ""
    lines = [_row(head, "th"), *(_row(row, "td") for row in rows)]
    return f"<table>\n{''.join(lines)}</table>\n"


def paint_picture(picture: Picture) -> str:
    """A picture in the page itself, with its words for who cannot see it."""
    return f'<p><img src="data:image/png;base64,{escape(picture.png)}" alt="{_words(picture.alt)}"></p>\n'


def _row(cells: Sequence[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{_words(cell)}</{tag}>' for cell in cells)}</tr>\n"


def _block(block: Block) -> str:
    match block:
        case Heading():
            level = min(block.level, 6)
            return f"<h{level}>{_words(block.text)}</h{level}>\n"
        case Quote():
            return (
                f"<details><summary>{_words(block.label)}</summary>"
                f"<blockquote>{_lines(block.text)}</blockquote></details>\n"
            )
        case Buttons():
            return ""  # a page has nothing to tap
        case _:
            return f"<p>{''.join(map(_span, block.spans))}</p>\n"


def _span(span: Span) -> str:
    words, tag = _lines(span.text), _TAGS[span.style]
    marked = f"<{tag}>{words}</{tag}>" if tag else words
    if span.link and span.link.startswith(("https://", "http://")):
        return f'<a href="{escape(span.link)}">{marked}</a>'
    return marked


def _lines(text: str) -> str:
    return "<br>\n".join(map(_words, text.split("\n")))


def _words(text: str) -> str:
    return escape("".join(char if char.isprintable() else " " for char in text))
