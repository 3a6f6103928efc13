"""Reply -> Block Kit: rich text throughout, in which no word of a paper can be markup or a mention."""

from bot.domain.chat import Block, Heading, Quote, Reply, Span
from handlers.pages import BlockLimits, cut

Json = dict[str, object]

# Slack refuses a message as msg_blocks_too_long at about 13,200 characters, where each further block counts
# for 125 (slackapi/bolt-js#2509); the rest is for a line about a possible repeat.
MESSAGE_LIMIT = 12_000
HEADER_LIMIT = 150
BLOCKS = BlockLimits(count=45, paragraph=2900, quote=2900, separator=125)


def pieces(reply: Reply) -> tuple[Reply, ...]:
    """The reply as posts that Slack takes: messages, then the document by itself."""
    messages = reply.model_copy(update={"document": None})
    cut_up = cut(messages, limit=MESSAGE_LIMIT, measure=len, blocks=BLOCKS) if reply.blocks else ()
    if reply.document is None:
        return cut_up
    return (*cut_up, Reply(blocks=(), document=reply.document, papers=reply.papers))


def paint(reply: Reply) -> list[Json]:
    """The blocks of one message."""
    return [painted for block in reply.blocks for painted in _paint(block)]


def plain_text(reply: Reply) -> str:
    """The same as top-level text: for notifications, for screen readers, and where blocks are refused."""
    return escape("\n\n".join(_words(block) for block in reply.blocks))


def escape(text: str) -> str:
    """Slack's three active characters made inert; then `<!channel>` in a paper pings nobody."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _paint(block: Block) -> list[Json]:
    match block:
        case Heading() if block.level == 1 and len(block.text) <= HEADER_LIMIT:
            words = {"type": "plain_text", "text": block.text, "emoji": False}
            return [{"type": "header", "text": words}]
        case Heading():
            return [_rich(_section(_run(block.text, bold=True)))]
        case Quote():
            quoted: Json = {"type": "rich_text_quote", "elements": [_run(block.text)]}
            return [_rich(_section(_run(block.label, bold=True)), quoted)]
        case _:
            return [_rich(_section(*[_span(span) for span in block.spans if span.text]))]


def _rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def _section(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def _run(text: str, *, bold: bool = False) -> Json:
    run: Json = {"type": "text", "text": text}
    return run | {"style": {"bold": True}} if bold else run


def _span(span: Span) -> Json:
    run: Json = {"type": "text", "text": span.text}
    if span.link:
        run = {"type": "link", "url": span.link, "text": span.text}
    return run | {"style": {span.style: True}} if span.style != "plain" else run


def _words(block: Block) -> str:
    match block:
        case Heading():
            return block.text
        case Quote():
            return f"{block.label}\n{block.text}"
        case _:
            return "".join(span.text for span in block.spans)
