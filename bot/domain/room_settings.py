"""Words for a setting of a chat -> the settings that it then has."""

import re
from collections.abc import Mapping
from datetime import time
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.domain.briefs import Language
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
_HOUR = re.compile(r"(\d{1,2})(?:(?:[:.：点时])(\d{2})?分?)?")


def changed(settings: RoomSettings, name: SettingName, value: str | None) -> RoomSettings:
    """The settings with one thing set as it was written; None: as the operator set it for all.

    Raises CannotDo: MALFORMED_SETTING, MALFORMED_HOUR or UNKNOWN_ZONE.
    """
    return settings.model_copy(update={name: None if value is None else _read(name, value.strip())})


def _read(name: SettingName, value: str) -> object:
    match name:
        case "language":
            return _chosen(name, value, _LANGUAGES, example="en")
        case "reports" | "details":
            return _chosen(name, value, _SWITCHES, example="off")
        case "hour":
            return _hour(value)
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
