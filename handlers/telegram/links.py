"""Addresses that open a private chat with the bot on a paper: t.me/<bot>?start=paper_2501-12345."""

import re

PAPER = "paper_"
# https://core.telegram.org/bots/features#deep-linking: 1 to 64 of A-Za-z0-9_-
_START = re.compile(r"/start(?:@\w+)?(?:\s+(?P<payload>\S.*))?\s*", re.IGNORECASE | re.DOTALL)
_FORMS = (  # a handle, and how it is written where neither . nor / nor # may stand
    (re.compile(r"(\d{4})\.(\d{4,5})"), r"\1-\2", re.compile(r"(\d{4})-(\d{4,5})"), r"\1.\2"),
    (re.compile(r"([a-z-]{2,})/(\d{7})"), r"\1_\2", re.compile(r"([a-z-]{2,})_(\d{7})"), r"\1/\2"),
    (re.compile(r"#([0-9a-f]{12,58})"), r"\1", re.compile(r"([0-9a-f]{12,58})"), r"#\1"),
)


def payload_of(handle: str) -> str | None:
    """What a link carries for a paper; None for what is no handle."""
    for ours, written, _, _ in _FORMS:
        if found := ours.fullmatch(handle):
            return PAPER + found.expand(written)
    return None


def handle_of(payload: str) -> str | None:
    """The paper's handle in what a link carried; None for anything else."""
    if not payload.startswith(PAPER):
        return None
    for _, _, theirs, read in _FORMS:
        if found := theirs.fullmatch(payload, len(PAPER)):
            return found.expand(read)
    return None


def link(username: str, payload: str = "") -> str:
    """The address that opens the chat."""
    return f"https://t.me/{username}?start={payload}" if payload else f"https://t.me/{username}?start"


def opened(text: str) -> str | None:
    """What a person who pressed Start says: the paper that the link was for, else /start alone.

    None for words that are no /start. Anybody can make up a link, so what it carries is never more than a
    question after a paper.
    """
    start = _START.fullmatch(text)
    if start is None:
        return None
    handle = handle_of((start["payload"] or "").strip())
    return f"paper {handle}" if handle else "/start"
