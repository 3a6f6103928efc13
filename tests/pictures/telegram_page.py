"""Telegram messages -> HTML: text, entities and keyboard as its clients show them on a phone."""

from collections.abc import Sequence
from html import escape

from telegram import InlineKeyboardMarkup, MessageEntity

from bot.domain.chat import Reply
from handlers.telegram.painting import keyboard, paint, pieces
from tests.pictures.frames import page
from tests.pictures.scenes import Turn

WIDTH = 430  # of a large phone
_STYLE = """
body { background: #d5e1c8; font-size: 16px; line-height: 1.32; padding: 8px }
.post { max-width: 352px; width: fit-content; margin: 0 0 8px 0 }
.bubble { background: #fff; border-radius: 14px; padding: 7px 11px 5px; white-space: pre-wrap;
  overflow-wrap: anywhere; display: flow-root }
.mine { margin-left: auto } .mine .bubble { background: #effdde }
.time { float: right; margin: 6px 0 0 10px; font-size: 12px; color: #8a9a8a }
a { color: #2a81c6; text-decoration: none }
code { color: #b0562a; font-family: 'Liberation Mono', 'DejaVu Sans Mono', 'Noto Sans CJK SC', monospace;
  font-size: 14.5px }
blockquote { margin: 2px 0; padding: 4px 22px 4px 9px; border-left: 3px solid #3d9cdb; border-radius: 5px;
  background: #e9f4fb; font-size: 15px; position: relative }
blockquote > div { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3;
  overflow: hidden }
blockquote::before { content: '”'; position: absolute; right: 7px; top: 0; color: #3d9cdb; font-size: 20px }
blockquote.folded::after { content: '⌄'; position: absolute; right: 8px; bottom: 3px; color: #3d9cdb }
.row { display: flex; gap: 4px; margin-top: 4px }
.row span { flex: 1 1 0; min-width: 0; background: #8fa97fcc; color: #fff; font-size: 14px; font-weight: 600;
  border-radius: 10px; padding: 9px 6px; text-align: center; white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis }
.file { display: flex; gap: 10px; align-items: center; font-weight: 600 }
.disc { width: 44px; height: 44px; border-radius: 50%; background: #3d9cdb; color: #fff; font-size: 20px;
  display: flex; align-items: center; justify-content: center }
"""
# A client folds an expandable quote that has more than three lines; only the page knows how many it has.
_FOLD = """<script>for (const quote of document.querySelectorAll('blockquote')) {
  const words = quote.firstElementChild;
  if (words.scrollHeight > words.clientHeight + 1) quote.classList.add('folded');
}</script>"""
_TAGS = {
    MessageEntity.BOLD: ("<b>", "</b>"),
    MessageEntity.ITALIC: ("<i>", "</i>"),
    MessageEntity.CODE: ("<code>", "</code>"),
    MessageEntity.EXPANDABLE_BLOCKQUOTE: ("<blockquote><div>", "</div></blockquote>"),
}


def telegram_page(turns: Sequence[Turn], language: str) -> str:
    """A document for the turns of a scene."""
    body = ""
    for turn in turns:
        if turn.asked:
            body += _post(escape(turn.asked), mine=True)
        body += "".join(map(_bots, pieces(turn.reply)))
    return page(body + _FOLD, style=_STYLE, language=language)


def rich(text: str, entities: Sequence[MessageEntity]) -> str:
    """The text as HTML. Offsets are UTF-16 units. Raises KeyError for a kind that is not drawn."""
    units = text.encode("utf-16-le", "surrogatepass")
    marks = []
    for number, entity in enumerate(entities):
        if entity.type == MessageEntity.TEXT_LINK:
            before, after = f'<a href="{escape(str(entity.url))}">', "</a>"
        else:
            before, after = _TAGS[entity.type]
        start, end = entity.offset, entity.offset + entity.length
        # At one place what ends goes before what begins; of two of a kind the longer is outside.
        marks += [((start, 1, -end, number), before), ((end, 0, -start, -number), after)]
    html, last = "", 0
    for (place, *_), mark in sorted(marks):
        html += _words(units[2 * last : 2 * place]) + mark
        last = place
    return (html + _words(units[2 * last :])).replace("</blockquote>\n\n", "</blockquote>\n")


def _words(units: bytes) -> str:
    return escape(units.decode("utf-16-le", "replace"))


def _bots(piece: Reply) -> str:
    if piece.document:
        return _post(f'<div class="file"><span class="disc">📄</span>{escape(piece.document.name)}</div>')
    return _post(rich(*paint(piece)), under=_rows(keyboard(piece)))


def _rows(markup: InlineKeyboardMarkup | None) -> str:
    if markup is None:
        return ""
    rows = ("".join(f"<span>{escape(key.text)}</span>" for key in row) for row in markup.inline_keyboard)
    return "".join(f'<div class="row">{row}</div>' for row in rows)


def _post(html: str, *, under: str = "", mine: bool = False) -> str:
    shown = f'<div class="bubble">{html}<span class="time">09:00</span></div>{under}'
    return f'<div class="post{" mine" if mine else ""}">{shown}</div>'
