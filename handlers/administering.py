"""Words after `settings` and `admin` -> what is to be set or done; objects stay as they were written."""

import re
from collections.abc import Collection, Mapping
from typing import Literal

from bot.domain.commands import Administer, ChangeSettings, Misunderstood
from bot.domain.rooms import AdminAct, SettingName, Standing
from bot.errors import Reason, Why
from handlers.words import as_written, cleaned, shown

MOST = 200  # characters of a chat's, a person's or a paper's name
_SETTINGS: Mapping[str, SettingName] = {
    "language": "language",
    "lang": "language",
    "语言": "language",
    "zone": "zone",
    "timezone": "zone",
    "时区": "zone",
    "hour": "hour",
    "time": "hour",
    "时间": "hour",
    "weekdays": "weekdays",
    "weekday": "weekdays",
    "days": "weekdays",
    "星期": "weekdays",
    "周几": "weekdays",
    "reports": "reports",
    "report": "reports",
    "日报": "reports",
    "报告": "reports",
    "details": "details",
    "详情": "details",
    "详细": "details",
    "order": "order",
    "排序": "order",
    "顺序": "order",
    "overview": "overview",
    "overviews": "overview",
    "概览": "overview",
}
_ACTS: Mapping[str, AdminAct] = {
    "chats": "chats",
    "聊天": "chats",
    "allow": "allow",
    "允许": "allow",
    "deny": "deny",
    "拒绝": "deny",
    "promote": "promote",
    "提升": "promote",
    "demote": "demote",
    "降级": "demote",
    "pause": "pause",
    "暂停": "pause",
    "resume": "resume",
    "恢复": "resume",
    "run": "run",
    "运行": "run",
    "retry": "retry",
    "重试": "retry",
    "remove": "remove",
    "移除": "remove",
    "budget": "budget",
    "预算": "budget",
    "usage": "usage",
    "用量": "usage",
    "jobs": "jobs",
    "任务": "jobs",
    "settle": "settle",
    "处置": "settle",
    "audit": "audit",
    "审计": "audit",
    "backup": "backup",
    "备份": "backup",
    "health": "health",
    "健康": "health",
    "forget": "forget",
    "遗忘": "forget",
}
_BACK = frozenset({"-", "–", "—", "default", "默认"})
_REPORT = frozenset({"report", "daily", "日报", "报告"})
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
# An English name ends at a space or a colon; a Chinese one needs neither behind it.
_NAME = re.compile(rf"(?P<word>[a-z_]+|[{_HAN}]{{2}})(?:[\s:=：]+|(?<=[{_HAN}])|\Z)", re.IGNORECASE)
_ZONE = re.compile(r"time\s+(?P<word>zone)(?:[\s:=：]+|\Z)", re.IGNORECASE)  # two words, as settings show it
_MENTION = re.compile(r"<@([^\s|<>@]+)(?:\|[^<>]*)?>")  # as a platform may write a person
_DECIDED = {"allow": Standing.ALLOWED, "deny": Standing.DENIED}
_YES = frozenset({"yes", "是", "确认"})


def settings_of(text: str, start: int) -> ChangeSettings | Misunderstood:
    """What is to be set, from the cleaned text's `start`th character on."""
    rest = cleaned(text)[start:].strip()
    if not rest:
        return ChangeSettings()
    found = _ZONE.match(cleaned(text), _first(text, start)) or _NAME.match(cleaned(text), _first(text, start))
    name = _SETTINGS.get(found["word"].lower()) if found else None
    if found is None or name is None:
        return Misunderstood(reason=Reason(Why.UNKNOWN_SETTING, {"text": shown(rest)}))
    value = as_written(text, found.end()).strip()
    if not value:
        return ChangeSettings()
    return ChangeSettings(name=name, value=None if value.lower() in _BACK else value[:MOST])


def act_of(text: str, start: int) -> Administer | Misunderstood:
    """What an admin wants done, from the cleaned text's `start`th character on."""
    rest = cleaned(text)[start:].strip()
    if not rest:
        return Administer()
    found = _NAME.match(cleaned(text), _first(text, start))
    act = _ACTS.get(found["word"].lower()) if found else None
    if found is None or act is None:
        return Misunderstood(reason=Reason(Why.UNKNOWN_ACT, {"text": shown(rest)}))
    words = [_MENTION.sub(r"\1", word)[:MOST] for word in as_written(text, found.end()).split()]
    return _act(act, words)


def _act(act: AdminAct, words: list[str]) -> Administer:
    if act == "run" and words and words[0].lower() in _REPORT:
        words = words[1:]
    last: Literal["", "yes"] = ""
    if act in {"remove", "forget"} and len(words) > 1 and words[-1].lower() in _YES:
        words, last = words[:-1], "yes"
    if act in {"promote", "demote", "budget", "settle"}:
        return Administer(act=act, object=" ".join(words[:1]), value=" ".join(words[1:])[:MOST])
    return Administer(act=act, object=" ".join(words)[:MOST], value=last)


def as_tapped(wish: Administer, shown: Collection[str]) -> Administer:
    """What a button says, of the buttons that are `shown` beside it.

    Who is asked to let a chat in or to keep it out decides as long as nobody did; elsewhere the button holds
    as long as it changes anything. Whoever writes the words means them.
    """
    wanted = _DECIDED.get(wish.act or "")
    if wanted is None:
        return wish
    is_asked = {f"admin {act} {wish.object}" for act in _DECIDED} <= set(shown)
    return wish.model_copy(update={"unless": tuple(_DECIDED.values()) if is_asked else (wanted,)})


def _first(text: str, start: int) -> int:
    """The place of the first character from `start` on that is no space."""
    words = cleaned(text)
    return start + len(words[start:]) - len(words[start:].lstrip())
