"""Slack messages -> HTML, by slack-blocks-to-jsx."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from html import escape, unescape
from pathlib import Path
from shutil import which

from bot.domain.chat import Document, Reply
from handlers.slack.painting import Json, paint, pieces
from tests.pictures.frames import BOT, PERSON, face, page
from tests.pictures.scenes import Turn

PROGRAM = Path(__file__).parent / "slack.mjs"
INSTALLED = Path(sys.prefix) / "pictures"  # `make pictures` puts the packages there
WIDTH = 720  # of Slack's message pane in a window of common size
_PACKAGE = INSTALLED / "node_modules" / "slack-blocks-to-jsx"
_STYLE = """
body { background: #fff; color: #1d1c1d; font-size: 15px; line-height: 1.46 }
.post { display: flex; gap: 8px; padding: 8px 20px }
.post .face { width: 36px; height: 36px; border-radius: 8px; color: #fff; font-weight: 700; flex: none;
  display: flex; align-items: center; justify-content: center }
.name { font-weight: 900 } .tag { font-size: 10px; background: #ddd; border-radius: 2px; padding: 1px 3px }
.time { font-size: 12px; color: #616061 }
.file { border: 1px solid #ccc; border-radius: 8px; padding: 10px 12px; margin-top: 4px; font-weight: 700 }
#slack_blocks_to_jsx.slack_blocks_to_jsx { max-width: none; font-family: inherit }
.said { min-width: 0; flex: 1 }
"""


def missing() -> str:
    """Why nothing can be drawn; empty where it can."""
    if not which("node"):
        return "Node is not installed, so Slack's messages cannot be drawn; install Node 20 or later"
    if not _PACKAGE.exists():
        return "slack-blocks-to-jsx is not installed; `make pictures` does it, with npm"
    return ""


def drawn(messages: Sequence[Sequence[Json]]) -> list[list[str]]:
    """The HTML of each block of each message; "" for one that the package does not know."""
    answer = subprocess.run(
        [which("node") or "node", str(PROGRAM), str(INSTALLED)],
        input=json.dumps(messages),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    html: list[list[str]] = json.loads(answer.stdout)
    return [[block if words_in(block) else "" for block in blocks] for blocks in html]


def words_in(html: str) -> str:
    """What a reader sees of it, without white space."""
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]*>", "", html)))


def slack_pages(scenes: Sequence[tuple[Sequence[Turn], str]]) -> list[str]:
    """A document for the turns of each scene, in its language."""
    posts = [piece for turns, _ in scenes for turn in turns for piece in pieces(turn.reply)]
    html = iter(drawn([paint(piece) for piece in posts]))
    style = _STYLE + (_PACKAGE / "dist" / "style.css").read_text(encoding="utf-8")
    pages = []
    for turns, language in scenes:
        body = ""
        for turn in turns:
            if turn.asked:
                body += _post(PERSON, f"<div>{escape(turn.asked)}</div>")
            body += "".join(_bots(piece, next(html)) for piece in pieces(turn.reply))
        pages.append(page(body, style=style, language=language))
    return pages


def _bots(piece: Reply, blocks: Sequence[str]) -> str:
    return _post(BOT, "".join(blocks) + (_file(piece.document) if piece.document else ""))


def _post(name: str, html: str) -> str:
    tag = ' <span class="tag">APP</span>' if name == BOT else ""
    head = f'<span class="name">{escape(name)}</span>{tag} <span class="time">09:00</span>'
    return f'<div class="post">{face(name)}<div class="said">{head}{html}</div></div>'


def _file(document: Document) -> str:
    return f'<div class="file">📄 {escape(document.name)}</div>'
