"""A mistake of ours that a paper brought to light -> what the log may say of it."""

import traceback
from pathlib import Path


def bug_of(error: Exception) -> str:
    """An exception's name and place, without its message: that may hold the paper's words."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
