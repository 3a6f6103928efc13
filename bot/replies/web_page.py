"""Blocks -> one HTML page that needs nothing else, readable on a phone. What others wrote never is markup."""

from collections.abc import Iterable
from html import escape

from bot.domain.briefs import Language
from bot.domain.chat import Block, Buttons, Heading, Quote, Span

_TAGS = {"plain": "", "bold": "strong", "italic": "em", "code": "code"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; } h3 { font-size: 1rem; }
body { overflow-wrap: break-word; }
summary { cursor: pointer; font-weight: bold; }
"""


def paint_page(blocks: Iterable[Block], *, title: str, language: Language) -> str:
    """A whole page in UTF-8; no script, nothing that is fetched from elsewhere."""
    lang = {"zh": "zh-CN", "en": "en"}[language]
    head = (
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        # A page that is opened from a mail may run nothing, whatever came into it.
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{_words(title)}</title>\n<style>{_STYLE}</style>"
    )
    body = paint_fragment(blocks)
    return f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n{head}\n</head>\n<body>\n{body}</body>\n</html>\n'


def paint_fragment(blocks: Iterable[Block]) -> str:
    """The blocks alone, a line each."""
    return "".join(map(_block, blocks))


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
