"""Reply -> Block Kit: rich text throughout, in which no word of a paper can be markup or a mention."""

import re

from bot.domain.chat import Block, Buttons, Heading, Quote, Reply, Span, words_of
from handlers.legible import is_blank, legible
from handlers.pages import BlockLimits, cut, file_pieces, utf16_units
from handlers.seams import ranges

Json = dict[str, object]

# Slack refuses a message as msg_blocks_too_long at about 13,200 characters, where each further block counts
# for 125 (slackapi/bolt-js#2509); the rest is for a line about a possible repeat. It does not say what a
# character is: UTF-16 units are the most that it can mean.
MESSAGE_LIMIT = 12_000
HEADER_LIMIT = 150
TEXT_LIMIT = 39_000  # of Slack's 40,000
LABEL_LIMIT = 75  # of a button
ROW = 25  # buttons in one block
SAYS = "says"
SECTION_LIMIT = 2900  # of a section's 3000
BLOCKS = BlockLimits(count=45, paragraph=2900, quote=2900, separator=125)


def pieces(reply: Reply) -> tuple[Reply, ...]:
    """The reply as posts that Slack takes: messages, then the picture and the document by themselves."""
    messages = reply.model_copy(update={"picture": None, "document": None})
    cut_up = cut(messages, limit=MESSAGE_LIMIT, measure=utf16_units, blocks=BLOCKS)
    shown = tuple(piece for piece in cut_up if paint(piece))
    return (*shown, *file_pieces(reply))


def paint(reply: Reply) -> list[Json]:
    """The blocks of one message. Slack refuses empty ones, so what shows nothing is left out."""
    return [painted for block in reply.blocks for painted in _paint(block)]


def paint_simply(reply: Reply) -> list[Json]:
    """The same in the oldest blocks, where newer ones are refused: sections without markup, and buttons."""
    blocks: list[Json] = []
    for block in reply.blocks:
        if isinstance(block, Buttons):
            blocks += _actions(block)
        else:
            blocks += [
                {"type": "section", "text": {"type": "plain_text", "text": part, "emoji": False}}
                for part in _parts(legible(words_of(block)))
            ]
    return blocks


def plain_text(reply: Reply, *, limit: int | None = None) -> str:
    """The same as top-level text: for notifications, for screen readers, and where blocks are refused.

    `limit` is in bytes of UTF-8.
    """
    text = escape(legible("\n\n".join(filter(None, map(words_of, reply.blocks)))))[:TEXT_LIMIT]
    return re.sub(r"&[a-z]*\Z", "", text.encode()[:limit].decode(errors="ignore"))


def escape(text: str) -> str:
    """Slack's three active characters made inert; then `<!channel>` in a paper pings nobody."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _parts(words: str) -> list[str]:
    found = ranges(words, first=SECTION_LIMIT, later=SECTION_LIMIT, measure=utf16_units)
    return [words[start:end] for start, end in found if not is_blank(words[start:end])]


def _paint(block: Block) -> list[Json]:
    match block:
        case Heading():
            return _heading(legible(block.text).strip(), level=block.level)
        case Quote():
            label, text = legible(block.label), legible(block.text)
            parts = [] if is_blank(label) else [_section(_run(label, bold=True))]
            if not is_blank(text):
                parts.append({"type": "rich_text_quote", "elements": [_run(text)]})
        case Buttons():
            return _actions(block)
        case _:
            spans = [span.model_copy(update={"text": legible(span.text)}) for span in block.spans]
            is_seen = not all(is_blank(span.text) for span in spans)
            parts = [_section(*[_span(span) for span in spans if span.text])] if is_seen else []
    return [_rich(*parts)] if parts else []


def _heading(words: str, *, level: int) -> list[Json]:
    if is_blank(words):
        return []
    if level == 1 and utf16_units(words) <= HEADER_LIMIT:
        return [{"type": "header", "text": {"type": "plain_text", "text": words, "emoji": False}}]
    return [_rich(_section(_run(words, bold=True)))]


def _actions(block: Buttons) -> list[Json]:
    """Rows of buttons. What a tap says is the button's value; its action only has to be unique in the row."""
    buttons: list[Json] = [
        {
            "type": "button",
            "action_id": f"{SAYS}:{place}",
            "text": {"type": "plain_text", "text": _label(button.label), "emoji": True},
            "value": button.says,
        }
        for place, button in enumerate(block.buttons)
    ]
    rows = (buttons[start : start + ROW] for start in range(0, len(buttons), ROW))
    return [{"type": "actions", "elements": row} for row in rows]


def _label(words: str) -> str:
    """The words on a button; Slack takes none without any."""
    shown = legible(words).strip()[:LABEL_LIMIT]
    return "…" if is_blank(shown) else shown


def _rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def _section(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def _run(text: str, *, bold: bool = False) -> Json:
    run: Json = {"type": "text", "text": text}
    return run | {"style": {"bold": True}} if bold else run


def _span(span: Span) -> Json:
    run = _run(span.text)
    if span.link:
        run = {"type": "link", "url": span.link, "text": span.text}
    return run | {"style": {span.style: True}} if span.style != "plain" else run
