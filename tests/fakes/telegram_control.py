"""How a test speaks to the local Telegram server when that runs as a process of its own."""

import base64
import dataclasses
from typing import Any


def plain(value: Any) -> Any:
    """A value as JSON: dataclasses become objects, bytes become {"base64": ...}."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value


def from_plain(value: Any) -> Any:
    """The other way, but for dataclasses, which stay objects. Raises ValueError for broken base64."""
    if isinstance(value, dict):
        if set(value) == {"base64"}:
            return base64.b64decode(value["base64"], validate=True)
        return {name: from_plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [from_plain(part) for part in value]
    return value
