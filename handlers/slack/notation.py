"""Slack's notation in what people write, undone."""

import html
import re
from collections.abc import Iterable

from bot.domain.chat import Attachment
from handlers.slack.forms import NAME, File

_LINK = re.compile(r"<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>")
_OTHER = re.compile(r"<[#!][^>]*>")


def plain(text: str, me: str | None) -> str:
    """Our name taken out, links as addresses, entities as characters."""
    if me:
        text = re.sub(rf"<@{re.escape(me)}(?:\|[^>]*)?>", " ", text)
    text = _OTHER.sub(" ", _LINK.sub(r"\1", text))
    return html.unescape(text).strip()


def attachments(files: Iterable[File]) -> tuple[Attachment, ...]:
    """The files that can be fetched."""
    return tuple(
        Attachment(platform=NAME, handle=address, name=file.name or "paper.pdf", size=file.size)
        for file in files
        if (address := file.url_private_download or file.url_private)
    )
