"""Words for a setting of a chat -> the settings that it then has."""

import re
from collections.abc import Mapping
from datetime import time
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.domain.briefs import Language
from bot.domain.overviews import OverviewTime
from bot.domain.reports import Order
from bot.domain.rooms import RoomSettings, SettingName
from bot.errors import CannotDo, Why

_LANGUAGES: Mapping[str, Language] = {
    "zh": "zh",
    "chinese": "zh",
    "中文": "zh",
    "汉语": "zh",
    "en": "en",
    "english": "en",
    "英文": "en",
    "英语": "en",
}
_SWITCHES = {
    "on": True,
    "yes": True,
    "开": True,
    "开启": True,
    "是": True,
    "off": False,
    "no": False,
    "关": False,
    "关闭": False,
    "否": False,
}
_WHOLE: Mapping[str, tuple[int, ...]] = {
    "daily": (0, 1, 2, 3, 4, 5, 6),
    "every day": (0, 1, 2, 3, 4, 5, 6),
    "all": (0, 1, 2, 3, 4, 5, 6),
    "每天": (0, 1, 2, 3, 4, 5, 6),
    "每日": (0, 1, 2, 3, 4, 5, 6),
    "weekdays": (0, 1, 2, 3, 4),
    "workdays": (0, 1, 2, 3, 4),
    "工作日": (0, 1, 2, 3, 4),
    "平日": (0, 1, 2, 3, 4),
    "weekend": (5, 6),
    "weekends": (5, 6),
    "周末": (5, 6),
}
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CHINESE_DAYS = "一二三四五六日"
_CHINESE_DAY = re.compile(r"(?:(?:周|星期|礼拜)?[一二三四五六日天])+")
_UP_TO = re.compile(r"\s*(?:-|–|—|~|\bto\b|到|至)\s*")
_BESIDE = re.compile(r"[,，、;；/+&和\s]|\band\b")
_ORDERS: Mapping[str, Order] = {
    "relevance": "relevance",
    "relevant": "relevance",
    "相关": "relevance",
    "相关度": "relevance",
    "相关性": "relevance",
    "title": "title",
    "titles": "title",
    "标题": "title",
}
_OVERVIEWS: Mapping[str, OverviewTime] = {
    "off": "off",
    "no": "off",
    "none": "off",
    "关": "off",
    "关闭": "off",
    "无": "off",
    "weekly": "weekly",
    "week": "weekly",
    "每周": "weekly",
    "周报": "weekly",
    "monthly": "monthly",
    "month": "monthly",
    "每月": "monthly",
    "月报": "monthly",
    "both": "both",
    "on": "both",
    "all": "both",
    "全部": "both",
    "开": "both",
    "开启": "both",
}
_CHOICES: Mapping[SettingName, tuple[Mapping[str, object], str]] = {
    "language": (_LANGUAGES, "en"),
    "reports": (_SWITCHES, "off"),
    "details": (_SWITCHES, "off"),
    "order": (_ORDERS, "title"),
    "overview": (_OVERVIEWS, "weekly"),
}
"""The words for each of the settings with a few, and one as an example."""
_HOUR = re.compile(r"(\d{1,2})(?:(?:[:.：点时])(\d{2})?分?)?")


def changed(settings: RoomSettings, name: SettingName, value: str | None) -> RoomSettings:
    """The settings with one thing set as it was written; None: as the operator set it for all.

    Raises CannotDo: MALFORMED_SETTING, MALFORMED_HOUR or UNKNOWN_ZONE.
    """
    return settings.model_copy(update={name: None if value is None else _read(name, value.strip())})


def _read(name: SettingName, value: str) -> object:
    match name:
        case "language" | "reports" | "details" | "order" | "overview":
            choices, example = _CHOICES[name]
            return _chosen(name, value, choices, example=example)
        case "hour":
            return _hour(value)
        case "weekdays":
            return _weekdays(value)
        case "zone":
            return _zone(value)


def _chosen(name: SettingName, value: str, choices: Mapping[str, object], *, example: str) -> object:
    if value.lower() not in choices:
        raise CannotDo(Why.MALFORMED_SETTING, text=value[:80], command=f"settings {name} {example}")
    return choices[value.lower()]


def _hour(value: str) -> time:
    found = _HOUR.fullmatch(value)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise CannotDo(Why.MALFORMED_HOUR, text=value[:80])
    return time(hour, minute)


def _weekdays(value: str) -> tuple[int, ...]:
    """Days of the week by name, alone, in lists and from one to another, which may pass a Sunday."""
    words = " ".join(value.lower().split())
    if words in _WHOLE:
        return _WHOLE[words]
    days: set[int] = set()
    for part in filter(None, _BESIDE.split(_UP_TO.sub("-", words))):
        named = [_days(name) for name in part.split("-")]
        if not all(named) or len(named) > 2 or (len(named) == 2 and sum(map(len, named)) > 2):
            break
        (first, *_), (last, *_) = named[0], named[-1]
        span = range(first, first + (last - first) % 7 + 1) if len(named) == 2 else named[0]
        days.update(day % 7 for day in span)
    else:
        if days:
            return tuple(sorted(days))
    raise CannotDo(Why.MALFORMED_SETTING, text=value[:80], command="settings weekdays mon-fri")


def _days(name: str) -> list[int]:
    """The days of one word: an English one, cut short or not, or one or several Chinese ones."""
    if _CHINESE_DAY.fullmatch(name):
        return [_CHINESE_DAYS.index(letter) for letter in name.replace("天", "日") if letter in _CHINESE_DAYS]
    return [day for day, whole in enumerate(_ENGLISH_DAYS) if len(name) > 2 and whole.startswith(name)]


def _zone(value: str) -> str:
    """The zone's name as IANA writes it, however it was typed."""
    try:
        if value and (name := _names().get(value.replace(" ", "_").casefold())):
            return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    raise CannotDo(Why.UNKNOWN_ZONE, text=value[:80])


@cache
def _names() -> Mapping[str, str]:
    return {name.casefold(): name for name in available_timezones()}
