"""Texts as hostile as papers and people can write them, by kind, the same for the same seed."""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator

from tests.handlers.hostile import TRICKS

LONGEST = 100_000  # characters
ONE_LONG_IN = 400  # texts
_MIDDLING = 5_000

_RIGHT_TO_LEFT = ("עברית", "العربية", "می\u200cخواهم", "\u202e", "\u202c", "\u2067", "\u2069", "\u200f", "12")
_ZERO_WIDTH = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u2800", "\u3164")
_EMOJI = ("👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇩🇪🇫🇷", "1\ufe0f\u20e3", "🏴\U000e0067\U000e0062\U000e007f", "❤️‍🔥")
_MARKS = ("\u0300", "\u0301", "\u0323", "\u0333", "\u033f", "\u030a", "\u0360", "\u20dd", "\u0489", "\u093f")
_TELEGRAM = ("*b*", "__u__", "_i_", "~s~", "||x||", "`c`", "```py\n", "[a](tg://user?id=1)", "\\.", "3-1!")
_HTML = ("<b>", "</i>", "<a href='tg://user?id=1'>", "<br>", "&nbsp;", "&#64;", "a < b", "<tg-spoiler>")
_SLACK = (
    "*b*",
    "<!channel>",
    "<!here|x>",
    "<@U0GRACE>",
    "<#C0PAPERS>",
    "<https://x.org|y>",
    ":smile:",
    "&lt;",
)
_PINGS = ("@channel", "@here", "@durov", "@paper_brief_bot", "#tag", "#中文", "$TSLA", "<!everyone>", "@all")
_COMMANDS = (
    "/start",
    "/brief@other_bot",
    "/admin allow",
    "/cmd",
    "//x",
    "brief 2501.12345",
    "admin forget u1",
)
_LATEX = (r"$\alpha_{i}^{2}$", r"\textbf{x}", r"\\", r"\begin{eq}", "%", "{", "}", "~", "^", r"\input{/etc}")
_PLACES = (
    "https://arxiv.org/abs/2501.12345v2",
    "http://user:pw@host.example:8080/a?b=1&c=<d>#e",
    "t.me/durov",
    "tg://resolve?domain=x",
    "ann@uni.example",
    "file:///etc/passwd",
    "www.example.com/@name/#tag",
)
_PLAIN = (
    "We train a model.",
    "The loss falls by 3.5 %, on average.",
    "我们提出一种新方法，",
    "可以加速推理。",
)
_LOST = "\ufffd\ufffc\u2800"
Chance = random.Random


def _some(parts: tuple[str, ...], chance: Chance, *, most: int = 12, glue: str = " ") -> str:
    return "".join(chance.choice(parts) + chance.choice(("", glue)) for _ in range(chance.randint(1, most)))


def _controls(chance: Chance) -> str:
    return "".join(
        chance.choice(
            (chr(chance.randrange(0x20)), chr(chance.randrange(0x7F, 0xA0)), "\u2028", "x", "\x1b[2J")
        )
        for _ in range(chance.randint(1, 20))
    )


def _tower(chance: Chance) -> str:
    marks = "".join(chance.choice(_MARKS) for _ in range(chance.randint(5, 300)))
    return f"{chance.choice('ae @#/')}{marks} {chance.choice(_PLAIN)}"


def _halves(chance: Chance) -> str:
    halves = (chr(chance.randrange(0xD800, 0xDC00)), chr(chance.randrange(0xDC00, 0xE000)))
    return apart(_some((*halves, "word", "𝒙", "@x"), chance))


def _anything(chance: Chance) -> str:
    """Code points of every plane; those that no version of Unicode assigned as well."""
    planes = ((0x20, 0x7F), (0xA0, 0x2000), (0x2000, 0x3000), (0x3000, 0xD800), (0xE000, 0x10000))
    letters = []
    for _ in range(chance.randint(1, 60)):
        low, high = chance.choice((*planes, (0x10000, 0x20000), (0xE0000, 0xE0200)))
        letters.append(chr(chance.randrange(low, high)))
    return "".join(letters)


def _signs_at_seams(chance: Chance) -> str:
    """A sign behind every odd mark: what is a word's beginning differs between programs."""
    before = (
        "\u0301",
        "\u200d",
        "\u2060",
        "²",
        "_",
        "-",
        "\u00a0",
        "文",
        "\ufe0f",
        "é",
        "\U00010400",
        "/",
        ".",
    )
    pairs = (
        chance.choice(before) + chance.choice("@#$/") + chance.choice(("name", "中文", "TSLA", "start", ""))
        for _ in range(chance.randint(1, 12))
    )
    return "".join(pairs)


KINDS: dict[str, Callable[[Chance], str]] = {
    "tricks": lambda chance: apart(_some(TRICKS, chance, glue="")),
    "right to left": lambda chance: _some(_RIGHT_TO_LEFT, chance),
    "zero width": lambda chance: _some((*_ZERO_WIDTH, "@name", "w"), chance, glue=""),
    "nothing to be seen": lambda chance: _some((*_ZERO_WIDTH, " ", "\n", "\t"), chance, glue=""),
    "emoji": lambda chance: _some(_EMOJI, chance),
    "towers of marks": _tower,
    "markup of Telegram": lambda chance: _some((*_TELEGRAM, *_HTML), chance),
    "markup of Slack": lambda chance: _some(_SLACK, chance),
    "mentions": lambda chance: _some(_PINGS, chance, most=40),
    "signs at seams": _signs_at_seams,
    "control characters": _controls,
    "halves of characters": _halves,
    "LaTeX": lambda chance: _some(_LATEX, chance),
    "addresses": lambda chance: _some(_PLACES, chance),
    "commands": lambda chance: _some(_COMMANDS, chance),
    "any code point": _anything,
    "plain words": lambda chance: _some(_PLAIN, chance, most=30),
}
"""Each kind of text, and how one is made."""


def hostile_texts(count: int, *, seed: int) -> Iterator[tuple[str, str]]:
    """So many texts, each behind its kind; one in ONE_LONG_IN has LONGEST characters, some are in between."""
    # To be the same again, not to be secret.
    chance = Chance(seed)
    kinds = list(KINDS)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        text = KINDS[kind](chance)
        if number % ONE_LONG_IN == ONE_LONG_IN // 2:
            text = apart(text * (LONGEST // max(len(text), 1) + 1))[:LONGEST]
        elif chance.random() < 0.01:
            text = apart(text * (_MIDDLING // max(len(text), 1) + 1))[:_MIDDLING]
        yield kind, text


def apart(text: str) -> str:
    """Halves of characters kept apart: side by side they would be one."""
    return re.sub("(?<=[\ud800-\udbff])(?=[\udc00-\udfff])", "-", text)


def letters(text: str) -> str:
    """What a reader must find again: letters, figures and signs, not the marks, spaces and stops between."""
    return text.translate(_LETTERS)


class _Letters(dict[int, str]):
    """Letter by letter, each found out once."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        is_one = unicodedata.category(letter)[0] in "LNS" and letter not in _LOST
        self[code] = letter if is_one else ""
        return self[code]


_LETTERS = _Letters()
