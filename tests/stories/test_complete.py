"""No command without a story: every row of the table of permissions is told about, on every platform."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType
from typing import get_args

from bot.domain.commands import Command
from bot.domain.permissions import LEAST
from bot.domain.rooms import AdminAct

ON_EVERY_PLATFORM = ("world", "here")  # fixtures of conftest.py


def stories() -> Iterator[tuple[ModuleType, FunctionType, tuple[str, ...]]]:
    """Every story that says what it tells of."""
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        module = import_module(f"tests.stories.{path.stem}")
        for each in vars(module).values():
            if (
                isinstance(each, FunctionType)
                and each.__module__ == module.__name__
                and hasattr(each, "rows")
            ):
                yield module, each, each.rows


def test_the_table_has_every_kind_of_command_and_every_act() -> None:
    kinds = {each.model_fields["kind"].default for each in get_args(get_args(Command)[0])}
    assert kinds <= LEAST.keys()
    assert {f"admin {act}" for act in get_args(AdminAct)} <= LEAST.keys()


def test_every_row_has_a_story() -> None:
    told = {row for _, _, rows in stories() for row in rows}
    assert told == LEAST.keys()


def test_every_such_story_is_told_on_both_platforms() -> None:
    for module, story, rows in stories():
        (fixture,) = set(story.__annotations__) & set(ON_EVERY_PLATFORM)
        assert fixture not in vars(module), f"{story.__name__} of {rows} has a fixture of its own"
