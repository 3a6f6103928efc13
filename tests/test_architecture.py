"""The house keeps its own rules: sizes, names, and nothing in a room where it does not belong."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("bot", "handlers", "storage")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
BANNED = {"utils", "helpers", "common", "misc", "core", "manager", "service", "base", "types", "constants"}
KNOW_PLATFORMS = {"bot/settings.py", "bot/app.py", "bot/__main__.py", "bot/cli/doctor.py"}
# The one home of each of these; everywhere else time, waiting and settings are arguments.
HOMES = {
    r"\bos\.environ\b": {"bot/clients/pdf.py"},  # the least that a child process needs
    r"\bdatetime\.now\(|\bdate\.today\(|\btime\.time\(": {"bot/clients/clock.py"},
    r"\basyncio\.sleep\(": {"bot/clients/clock.py"},
}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_fits_its_limits_and_says_its_place(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 250
    assert ast.get_docstring(ast.parse(text)), "every module opens with a line that says its place"
    long = [node.name for node in functions(path) if (node.end_lineno or 0) - node.lineno + 1 > 40]
    assert not long, f"functions over 40 lines: {long}"
    assert path.stem not in BANNED


@pytest.mark.parametrize("path", TESTS, ids=named)
def test_a_test_module_fits_its_limit(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", [path for path in MODULES if named(path).startswith("bot/")], ids=named)
def test_the_middle_never_names_a_platform(path: Path) -> None:
    if named(path) in KNOW_PLATFORMS:
        return
    strings = [
        node.value.lower()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    found = [text for text in strings if re.search(r"\b(telegram|slack)\b", text)]
    assert path.name == "logs.py" or not found


@pytest.mark.parametrize("pattern", HOMES)
def test_time_waiting_and_the_environment_have_one_home(pattern: str) -> None:
    found = {named(path) for path in MODULES if re.search(pattern, path.read_text(encoding="utf-8"))}
    assert found <= HOMES[pattern]


def test_every_exception_to_a_rule_has_its_reason_on_the_line_above() -> None:
    bare = []
    for path in MODULES:
        lines = path.read_text(encoding="utf-8").splitlines()
        for above, line in zip(["", *lines], lines, strict=False):
            excepted = re.search(r"# (type: ignore|noqa|pragma: no cover)", line)
            if excepted and "#" not in above:
                bare.append(f"{named(path)}: {line.strip()}")
    assert not bare


def test_the_top_level_holds_what_was_agreed() -> None:
    rooms = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    assert rooms - {"data", "build", "briefbot.egg-info"} == {"bot", "handlers", "storage", "deploy", "tests"}


def test_nothing_names_a_package_index_or_a_path_of_one_machine() -> None:
    for path in [ROOT / "deploy" / "requirements.txt", ROOT / "tests" / "requirements.txt"]:
        assert not re.search(r"https?://|file:|--index", path.read_text(encoding="utf-8"))
