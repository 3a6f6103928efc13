"""A day where somebody lives: its midnights, and how a moment is told there."""

from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo


def on_the_wall(moment: datetime) -> str:
    """A moment as a clock there shows it, with the zone's name: 2026-03-03 00:00 (Asia/Shanghai)."""
    zone = moment.tzinfo
    # abbreviations are ambiguous: CST is both Shanghai's and Chicago's
    ahead = moment.isoformat(timespec="minutes")[16:]  # such as +08:00
    name = zone.key if isinstance(zone, ZoneInfo) else f"UTC{ahead}".removesuffix("+00:00")
    return f"{moment:%Y-%m-%d %H:%M} ({name})"


def day_of(day: date, zone: tzinfo | None) -> tuple[datetime, datetime]:
    """The midnights around a day in a zone; None: the machine's own. A day may have 23 or 25 hours."""
    begins, ends = (datetime.combine(day + timedelta(days=days), time(), tzinfo=zone) for days in (0, 1))
    # without a zone the clock on the wall is the machine's
    return (begins, ends) if zone else (begins.astimezone(), ends.astimezone())
