"""Slack's notation in what people write, undone."""

import html
import re
from collections.abc import Iterable

from bot.domain.chat import Attachment
from handlers.slack.forms import NAME, File
from handlers.vocabulary import wish_of
from handlers.words import cleaned

_LINK = re.compile(r"<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>")
_CHAT = re.compile(r"<#([^|<>]+)(?:\|[^>]*)?>")
_MANY = re.compile(r"<!([^|<>]+)(?:\|[^>]*)?>")  # a group of people, or everybody
_OTHER = re.compile(r"<[#!][^>]*>")


def plain(text: str, me: str | None) -> str:
    """Our name taken out, links as addresses, entities as characters.

    What an admin's command is about stays: a channel as `platform:id`, a group or our own name as a name.
    """
    ours = rf"<@{re.escape(me)}(?:\|[^>]*)?>" if me else r"(?!)"
    words = _OTHER.sub(" ", _LINK.sub(r"\1", re.sub(ours, " ", text)))
    if wish_of(cleaned(words.strip()))[0] == "admin":
        named = _CHAT.sub(rf"{NAME}:\1", _LINK.sub(r"\1", re.sub(rf"\A\s*{ours}", " ", text)))
        words = _MANY.sub(r"@\1", named)
    return html.unescape(words).strip()


def attachments(files: Iterable[File]) -> tuple[Attachment, ...]:
    """The files that can be fetched."""
    return tuple(
        Attachment(platform=NAME, handle=address, name=file.name or "paper.pdf", size=file.size)
        for file in files
        if (address := file.url_private_download or file.url_private)
    )
