"""Replies as hostile as a paper can be: what Hypothesis makes of every trick that a text can play."""

import re

from hypothesis import strategies as st

from bot.domain.chat import Block, Heading, Paragraph, Quote, Reply, Span

TRICKS = (
    *(
        "@channel",
        "@here",
        "@paper_brief_bot",
        "<!channel>",
        "<@U0GRACE>",
        "<#C0PAPERS|x>",
        "&amp;",
        "&lt;!here&gt;",
    ),
    *(
        "#tag",
        "#中文",
        "#\u00b7tag",
        "#\u200cx",
        "$TSLA",
        "$N$",
        "/brief",
        "/brief@other_bot",
        "/cmd",
        "a/b",
        "//cmd",
    ),
    *(
        "https://arxiv.org/abs/2501.12345",
        "https://medium.com/@user#top",
        "t.me/durov",
        "tg://resolve?domain=x",
    ),
    *(
        "**bold**",
        "__x__",
        "~strike~",
        "||spoiler||",
        "`code`",
        "```pre",
        "[a](https://x.org)",
        "<b>",
        "</i>",
        "&nbsp;",
    ),
    *(
        "\u202eevil\u202c",
        "\u2066x\u2069",
        "\u200e\u200e\u200f",
        "עברית",
        "العربية",
        "می\u200cخواهم",
        "\u200b\u2060\ufeff",
    ),
    *("👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇩🇪🇫🇷", "e\u0301\u0323", "A\u030a", "\u0333", "𝒙²", "²#x", "\u0301@name"),
    *(
        "\x00",
        "\x1b[2J\x1b]0;x\x07",
        "\x7f\x9b31m",
        "\t",
        "\r\n",
        "\r",
        "\x0b\x0c",
        "\u2028",
        "\u2029",
        "\x85",
        "\ud83d",
        "\ude00",
    ),
    *(
        "@",
        "#",
        "$",
        "/",
        "<",
        ">",
        "&",
        " ",
        "\n",
        "\u00a0",
        "\u3000",
        "\u2800",
        "\ufffc",
        "。",
        "word",
        "a_b",
        "3-1",
    ),
)
LINKS = ("https://arxiv.org/abs/2501.12345v1", "http://example.org/a?b=1&c=<d>#e")


def _lone(text: str) -> str:
    """Halves of characters kept apart: side by side they would be one."""
    return re.sub("(?<=[\ud800-\udbff])(?=[\udc00-\udfff])", "-", text)


words = st.lists(
    st.sampled_from(TRICKS)
    | st.text(max_size=12)
    | st.text(st.characters(categories=("Cc", "Cf", "Cs", "Zs", "Mn", "Sc", "Po")), max_size=6),
    max_size=12,
).map(lambda parts: _lone("".join(parts)))
# Long enough to be cut, made of one short text so that it costs nothing to draw.
long_words = st.builds(lambda text, times: text * times, words, st.integers(1, 400)).map(
    lambda text: _lone(text[:30_000])
)
spans = st.builds(
    Span,
    text=words,
    style=st.sampled_from(("plain", "plain", "bold", "italic", "code")),
    link=st.sampled_from((None, None, *LINKS)),
)
blocks: st.SearchStrategy[Block] = (
    st.builds(Heading, text=words | long_words, level=st.integers(1, 3))
    | st.builds(Paragraph, spans=st.lists(spans, max_size=8).map(tuple))
    | st.builds(Paragraph, spans=st.builds(Span, text=long_words).map(lambda span: (span,)))
    | st.builds(Quote, label=words, text=words | long_words)
)
replies = st.builds(Reply, blocks=st.lists(blocks, min_size=1, max_size=8).map(tuple))


def parts(blocks_said: tuple[Block, ...]) -> list[str]:
    """The runs of words of some blocks, in order."""
    found: list[str] = []
    for block in blocks_said:
        match block:
            case Heading():
                found.append(block.text)
            case Quote():
                found += [block.label, block.text]
            case Paragraph():
                found += [span.text for span in block.spans]
    return found


def said(blocks_said: tuple[Block, ...]) -> str:
    """Every word of some blocks, one after the other."""
    return "\n".join(parts(blocks_said))


def bare(text: str) -> str:
    """A text without all that may be lost on its way: white space, and what no reader sees or must obey."""
    return text.translate(_BARE)


class _Bare(dict[int, str]):
    """Letter by letter, each found out once."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        gone = (
            letter.isspace() or letter in "\u0333\u033f\u030a\u2800\ufffc\ufffd" or not letter.isprintable()
        )
        self[code] = "" if gone else letter
        return self[code]


_BARE = _Bare()
