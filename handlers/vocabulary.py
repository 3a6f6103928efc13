"""The first words of commands, in every language: which wish each begins."""

import re
from collections.abc import Mapping
from typing import Literal

from handlers.words import as_written, cleaned

Wish = Literal[
    "brief",
    "submit",
    "report",
    "overview",
    "find",
    "paper",
    "ask",
    "stop",
    "save",
    "unsave",
    "saved",
    "drop",
    "undrop",
    "like",
    "unlike",
    "follow",
    "unfollow",
    "topic",
    "why",
    "missed",
    "preview",
    "correct",
    "regenerate",
    "settings",
    "status",
    "home",
    "admin",
    "help",
    "start",
]
WISHES: Mapping[str, Wish] = {
    "brief": "brief",
    "简报": "brief",
    "submit": "submit",
    "提交": "submit",
    "report": "report",
    "报告": "report",
    "overview": "overview",
    "概览": "overview",
    "周报": "overview",
    "月报": "overview",
    "find": "find",
    "查找": "find",
    "paper": "paper",
    "论文": "paper",
    "details": "paper",
    "详情": "paper",
    "ask": "ask",
    "提问": "ask",
    "stop": "stop",
    "停": "stop",
    "停止": "stop",
    "save": "save",
    "收藏": "save",
    "unsave": "unsave",
    "取消收藏": "unsave",
    "saved": "saved",
    "收藏夹": "saved",
    "drop": "drop",
    "不相关": "drop",
    "undrop": "undrop",
    "恢复": "undrop",
    "like": "like",
    "喜欢": "like",
    "点赞": "like",
    "unlike": "unlike",
    "取消喜欢": "unlike",
    "取消点赞": "unlike",
    "follow": "follow",
    "关注": "follow",
    "unfollow": "unfollow",
    "取消关注": "unfollow",
    "topic": "topic",
    "topics": "topic",
    "主题": "topic",
    "why": "why",
    "为什么": "why",
    "missed": "missed",
    "漏掉": "missed",
    "preview": "preview",
    "预览": "preview",
    "correct": "correct",
    "更正": "correct",
    "regenerate": "regenerate",
    "重写": "regenerate",
    "settings": "settings",
    "设置": "settings",
    "status": "status",
    "状态": "status",
    "home": "home",
    "主页": "home",
    "admin": "admin",
    "管理": "admin",
    "help": "help",
    "帮助": "help",
    "start": "start",  # what a chat sends when a person opens a bot for the first time
}
_CHINESE = "|".join(sorted((word for word in WISHES if not word.isascii()), key=len, reverse=True))
# Chinese needs no space after a word; an English one ends at a space or at a mark that is not inside a word.
_HEAD = re.compile(
    r"\s*/?(?:(?P<english>[a-z]+)(?:@\w+)?(?=[\s:,;，。；！？]|[.!?]+(?:\s|\Z)|\Z)"
    rf"|(?P<chinese>{_CHINESE})(?:@[a-z0-9_]+)?)[\s:,.;!?，。；！？]*",
    re.IGNORECASE,
)
_NUMBER_FIRST = re.compile(r"\s*#?(?P<number>[1-9]\d{0,2})(?:\s*[:、.)]\s*|\s+)")
_OF_ONE_PAPER = frozenset(
    {"paper", "save", "unsave", "drop", "undrop", "like", "unlike", "why", "correct", "regenerate"}
)
# Words so short are one slip away from too many others.
_SHORTEST = 5


def wish_of(legible: str) -> tuple[Wish | None, int]:
    """The wish that a cleaned text begins with, and where its other words begin."""
    head = _HEAD.match(legible)
    wish = WISHES.get((head["english"] or head["chinese"]).lower()) if head else None
    return (wish, head.end()) if head and wish else (None, 0)


def number_behind(text: str) -> str:
    """The words with a paper's number behind the command that it stands before: "3: save" is "save 3"."""
    legible = cleaned(text)
    number = _NUMBER_FIRST.match(legible)
    wish, start = wish_of(legible[number.end() :]) if number else (None, 0)
    if number is None or wish not in _OF_ONE_PAPER:
        return text
    rest = as_written(text, number.end() + start)
    # Of these only `correct` takes words; "3: save the date" is talk.
    return text if rest.strip() and wish != "correct" else f"{wish} {number['number']} {rest}"


def nearly(word: str) -> str | None:
    """The command's word that somebody may have meant, one slip away."""
    if word in WISHES:
        return None  # it is one, and what follows it is not for it
    told = (known for known in WISHES if known.isascii() and (len(known) >= _SHORTEST or known == "help"))
    return next((known for known in told if _one_slip_apart(word, known)), None)


def _one_slip_apart(typed: str, word: str) -> bool:
    """True where one letter is missing, added, changed, or swapped with its neighbour."""
    longer, shorter = sorted((typed, word), key=len, reverse=True)
    if len(longer) - len(shorter) == 1:
        return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))
    if len(longer) != len(shorter):
        return False
    wrong = [place for place, (a, b) in enumerate(zip(typed, word, strict=True)) if a != b]
    if len(wrong) != 2:
        return len(wrong) == 1
    first, second = wrong
    return second == first + 1 and typed[first] == word[second] and typed[second] == word[first]
