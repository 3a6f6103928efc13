"""A chat around the messages: who speaks, the page, its colours. Words become HTML only through `escape`."""

from html import escape

PERSON = "Reader"
BOT = "Briefbot"
FACES = {PERSON: ("R", "#7a5ea8"), BOT: ("B", "#1f7a6c")}
FONTS = "'Liberation Sans', 'Noto Sans CJK SC', 'Noto Color Emoji', sans-serif"
_SHELL = """<!doctype html><html lang="{language}"><meta charset="utf-8"><style>
* {{ box-sizing: border-box }}
body {{ margin: 0; font-family: {fonts}; -webkit-font-smoothing: antialiased }}
{style}
</style><body>{body}</body></html>"""


def page(body: str, *, style: str, language: str) -> str:
    """A whole document."""
    return _SHELL.format(language=escape(language), fonts=FONTS, style=style, body=body)


def face(name: str) -> str:
    """The picture beside a name: its first letter on a colour."""
    letter, colour = FACES[name]
    return f'<span class="face" style="background:{colour}">{escape(letter)}</span>'
