"""Words behind `follow`, `topic` and the like -> which topic is meant, and what of it is to be set."""

import re
from collections.abc import Mapping

from bot.domain.commands import Misunderstood
from bot.domain.topic_commands import ChangeTopic, FollowTopic, ShowMissed, UnfollowTopic
from bot.domain.topics import TopicPart
from bot.errors import Reason, Why
from handlers.legible import is_blank, legible
from handlers.words import cleaned, shown

MOST = 800  # characters of what is set
_PARTS: Mapping[str, TopicPart] = {
    "include": "include",
    "包含": "include",
    "关键词": "include",
    "exclude": "exclude",
    "排除": "exclude",
    "categories": "categories",
    "category": "categories",
    "类别": "categories",
    "分类": "categories",
    "institutions": "institutions",
    "institution": "institutions",
    "机构": "institutions",
    "authors": "authors",
    "author": "authors",
    "作者": "authors",
    "relevant": "relevant",
    "相关": "relevant",
    "irrelevant": "irrelevant",
    "不相关": "irrelevant",
    "无关": "irrelevant",
    "threshold": "threshold",
    "阈值": "threshold",
}
_TRIED = frozenset({"test", "试", "测试", "试试"})
_WORDS = "|".join(sorted((*_PARTS, *_TRIED), key=len, reverse=True))
# A part's name stands between spaces, or behind a quoted name; what comes behind it is taken as it is.
_PART = re.compile(rf"(?:\A|(?<=[\s,:\"”’」]))(?P<part>{_WORDS})(?=[\s:=]|\Z)[\s:=]*", re.IGNORECASE)
_QUOTES = " \t\n\"'“”‘’「」《》.,;。，；"


def follow_of(text: str, start: int, *, answers: str | None) -> FollowTopic | Misunderstood:
    """Which topic is to be followed, from the cleaned text's `start`th character on.

    A new one cannot have a name in which `topic_of` finds a part: another topic would be changed.
    """
    called, colon, words = cleaned(text)[start:].partition(":")
    name = _name(called)
    if not name:  # the colon ends no name that anybody sees
        name, colon = _name(words), ""
    if colon and (found := _PART.search(name)):
        return Misunderstood(reason=Reason(Why.TAKEN_NAME, {"text": shown(name), "word": found["part"]}))
    return FollowTopic(name=name, words=words.strip()[:MOST] if colon else None, answers=answers)


def unfollow_of(text: str, start: int) -> UnfollowTopic:
    """Which topic is to be followed no more."""
    return UnfollowTopic(name=_name(cleaned(text)[start:]))


def missed_of(text: str, start: int) -> ShowMissed:
    """Of which topic near misses are to be shown."""
    return ShowMissed(name=_name(cleaned(text)[start:]))


def topic_of(text: str, start: int) -> ChangeTopic:
    """Which topic is meant, and what of it is to be shown, set or tried."""
    rest = cleaned(text)[start:].strip()
    found = _PART.search(rest)
    if found is None:
        return ChangeTopic(name=_name(rest))
    name, word = _name(rest[: found.start()]), found["part"].lower()
    if word in _TRIED:
        return ChangeTopic(name=name, tried=True)
    return ChangeTopic(name=name, part=_PARTS[word], value=rest[found.end() :].strip()[:MOST] or None)


def _name(words: str) -> str:
    """A topic's name; one of which nothing can be seen is none, for nobody could read or type it."""
    name = " ".join(legible(words).strip(_QUOTES).split())[:MOST]
    return "" if is_blank(name) else name
