"""The room deploy: its files say what the code does, and hold to one another."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from pydantic import SecretStr

from bot.__main__ import app as command_line
from bot.app import LAST_WORDS
from bot.cli.ends import EX_CONFIG
from bot.settings import Settings, names
from storage.places import read_place
from storage.schema import acts

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
FIELDS = {str(field.validation_alias): name for name, field in Settings.model_fields.items()}
SETTING = re.compile(r"\b(?:BRIEFBOT|TELEGRAM|SLACK)_[A-Z_]+\b")
SPOKEN_DEFAULT = re.compile(r"# Default: (?P<default>.+)\. Example: (?P<example>.+)")
EVENT = re.compile(r"log\.\w+\(\s*\"([a-z_]+\.[a-z_]+)")
DATA = "/data"


def read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


class Shown(NamedTuple):
    """A setting as env.example shows it."""

    name: str
    value: str
    live: bool  # False: a default behind a #
    explanation: list[str]


def shown_settings() -> list[Shown]:
    """The settings in env.example, each with the comment that stands right above it."""
    found, comment = [], list[str]()
    for line in read("env.example").splitlines():
        assignment = re.fullmatch(r"(#?)([A-Z][A-Z_]*)=(.*)", line)
        if assignment:
            found.append(Shown(assignment[2], assignment[3], not assignment[1], comment))
        comment = [*comment, line] if line.startswith("# ") else []
    return found


SHOWN = shown_settings()


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment in which nothing is set."""
    for name in names():
        monkeypatch.delenv(name, raising=False)


def settings_of(text: str, folder: Path) -> Settings:
    file = folder / "example.env"
    file.write_text(text, encoding="utf-8")
    return Settings(_env_file=file)


# --- env.example ---


def test_every_setting_is_shown_once_and_nothing_else_is() -> None:
    assert Counter(shown.name for shown in SHOWN) == Counter(dict.fromkeys(names(), 1))


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.name)
def test_a_setting_says_what_it_is_for_its_default_and_an_example(shown: Shown) -> None:
    *purpose, last = shown.explanation
    spoken = SPOKEN_DEFAULT.fullmatch(last)
    assert len(purpose) == 1
    assert spoken
    assert spoken["default"] == (shown.value or "none")
    assert shown.live == (not shown.value), "an empty line may be filled in; a default stands behind a #"


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.name)
def test_a_shown_default_is_the_default_in_the_code(shown: Shown, tmp_path: Path) -> None:
    default = names()[shown.name]
    if shown.value:
        built = settings_of(f"{shown.name}={shown.value}\n", tmp_path)
        assert getattr(built, FIELDS[shown.name]) == default
    else:
        assert not default


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.name)
def test_an_example_is_accepted_and_differs_from_the_default(shown: Shown, tmp_path: Path) -> None:
    spoken = SPOKEN_DEFAULT.fullmatch(shown.explanation[-1])
    assert spoken
    built = settings_of(f"{shown.name}={spoken['example']}\n", tmp_path)
    assert getattr(built, FIELDS[shown.name]) != names()[shown.name]


@pytest.mark.usefixtures("bare")
def test_the_example_as_it_stands_and_with_every_default_taken_live_changes_nothing(tmp_path: Path) -> None:
    untouched = Settings(_env_file=None)
    assert Settings(_env_file=DEPLOY / "env.example") == untouched
    assert settings_of("".join(f"{shown.name}={shown.value}\n" for shown in SHOWN), tmp_path) == untouched


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.name)
def test_a_secret_is_named_as_one_and_stands_empty(shown: Shown, tmp_path: Path) -> None:
    secret = "SecretStr" in str(Settings.model_fields[FIELDS[shown.name]].annotation)
    assert secret == any(line.endswith("Secret.") for line in shown.explanation)
    if secret:
        assert not shown.value
        kept = getattr(settings_of(f"{shown.name}=word\n", tmp_path), FIELDS[shown.name])
        assert isinstance(kept, SecretStr)


def test_the_example_means_the_same_to_systemd_compose_and_briefbot() -> None:
    for line in read("env.example").splitlines():
        if line and not line.startswith("# "):
            assert re.fullmatch(r"#?[A-Z_]+=[^\s\"'`$#\\]*", line), line


# --- Dockerfile ---


class Instruction(NamedTuple):
    stage: int  # counts from 0
    word: str
    rest: str


def instructions() -> list[Instruction]:
    """The Dockerfile's instructions, without comments, each on one line."""
    lines = [line for line in read("Dockerfile").splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    found, stage = [], -1
    for line in filter(str.strip, joined.splitlines()):
        word, _, rest = line.partition(" ")
        stage += word == "FROM"
        found.append(Instruction(stage, word, rest.strip()))
    return found


INSTRUCTIONS = instructions()
FINAL = [instruction for instruction in INSTRUCTIONS if instruction.stage == 1]


def only(word: str) -> str:
    """What the final stage says with an instruction that stands there once."""
    (rest,) = [instruction.rest for instruction in FINAL if instruction.word == word]
    return rest


def copied_sources() -> Iterator[str]:
    for instruction in INSTRUCTIONS:
        if instruction.word == "COPY" and not instruction.rest.startswith("--from="):
            yield from instruction.rest.split()[:-1]


def test_both_stages_start_from_the_same_small_image_of_one_minor_version() -> None:
    bases = [instruction.rest.split()[0] for instruction in INSTRUCTIONS if instruction.word == "FROM"]
    assert len(bases) == 2
    assert len(set(bases)) == 1
    pinned = re.fullmatch(r"python:3\.(\d+)-slim-[a-z]+", bases[0])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert pinned
    assert int(pinned[1]) >= int(project["requires-python"].removeprefix(">=3."))


def test_dependencies_are_installed_by_their_hashes_before_the_source_is_there() -> None:
    first = [instruction for instruction in INSTRUCTIONS if instruction.stage == 0]
    runs = [instruction.rest for instruction in first if instruction.word == "RUN"]
    installs = [run for run in runs if "pip install" in run]
    assert "--require-hashes" in installs[0]
    assert "--only-binary :all:" in installs[0], "a package without a wheel would need a compiler"
    assert all("--no-deps" in run for run in installs[1:])
    lock = next(place for place, each in enumerate(first) if installs[0] == each.rest)
    source = next(place for place, each in enumerate(first) if each.rest.startswith("bot "))
    assert lock < source


def test_the_final_stage_installs_nothing() -> None:
    for instruction in FINAL:
        if instruction.word == "RUN":
            assert not re.search(r"\b(pip|apt|apt-get|gcc|make|curl)\b", instruction.rest)
        if instruction.word in {"COPY", "ADD"}:
            assert instruction.rest.startswith("--from=build ")


def test_the_bot_runs_as_a_fixed_user_without_rights_that_owns_its_data() -> None:
    words = [instruction.word for instruction in FINAL]
    user = only("USER")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    assert not {"RUN", "COPY", "ADD"} & set(words[words.index("USER") :])
    owner, group = user.split(":")
    made = only("RUN")
    assert f"useradd --uid {owner} --gid {group}" in made
    assert f"install --directory --owner={owner} --group={group} --mode=0700 {DATA}" in made


def test_the_container_starts_the_bot_itself_and_keeps_its_data_in_the_volume() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (program,), (command,) = json.loads(only("ENTRYPOINT")), json.loads(only("CMD"))
    assert program in project["scripts"]
    assert command in commands()
    assert only("STOPSIGNAL") == "SIGTERM"
    assert only("VOLUME") == DATA
    assert f"BRIEFBOT_DATA_DIR={DATA}" in only("ENV").split()


def test_everything_that_is_copied_exists_and_is_let_in_and_no_package_is_left_out() -> None:
    copied = set(copied_sources())
    ignored = [line for line in read("Dockerfile.dockerignore").splitlines() if not line.startswith("#")]
    assert ignored[0] == "*", "what is not named stays out: .env, data, history"
    assert {line.removeprefix("!") for line in ignored if line.startswith("!")} == copied
    for source in copied:
        assert (ROOT / source).exists(), source
    setup = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    assert {pattern.removesuffix("*") for pattern in setup["packages"]["find"]["include"]} <= copied


# --- YAML, systemd ---


def leaves(name: str) -> dict[str, str]:
    """A file of plain block YAML as path -> scalar; a list's places count from 0. All else is an error."""
    found: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    places: Counter[str] = Counter()
    for line in read(name).splitlines():
        content = line.strip()
        if not content or content.startswith("#"):
            continue
        indent = len(line) - len(line.lstrip())
        while above and above[-1][0] >= indent:
            above.pop()
        if content.startswith("- "):
            path = ".".join(key for _, key in above)
            above.append((indent, str(places[path])))
            places[path] += 1
            content, indent = content.removeprefix("- "), indent + 2
        mapping = re.fullmatch(r"([\w/-]+):(?: (.+))?", content)
        if mapping:
            above.append((indent, mapping[1]))
        else:
            assert above[-1][1].isdigit(), line
        value = mapping[2] if mapping else content
        if value:
            found[".".join(key for _, key in above)] = value.strip('"')
    return found


def listed(found: dict[str, str], path: str) -> set[str]:
    return {value for key, value in found.items() if re.fullmatch(rf"{re.escape(path)}\.\d+", key)}


COMPOSE = leaves("compose.yaml")
BOT = "services.briefbot"
DATABASE = "services.postgres"


def test_the_composed_bot_has_no_rights_and_writes_only_where_it_must() -> None:
    assert COMPOSE[f"{BOT}.read_only"] == "true"
    assert listed(COMPOSE, f"{BOT}.cap_drop") == {"ALL"}
    assert listed(COMPOSE, f"{BOT}.security_opt") == {"no-new-privileges:true"}
    # the container's own: no other program can put a file there
    assert {mount.partition(":")[0] for mount in listed(COMPOSE, f"{BOT}.tmpfs")} == {"/tmp"}  # noqa: S108
    assert not [key for key in COMPOSE if ".ports" in key or ".privileged" in key]


def test_the_composed_bot_is_built_from_our_file_and_keeps_its_data() -> None:
    assert (DEPLOY / COMPOSE[f"{BOT}.build.context"] / COMPOSE[f"{BOT}.build.dockerfile"]).exists()
    assert listed(COMPOSE, f"{BOT}.volumes") == {f"data:{DATA}"}
    assert "volumes.data" in COMPOSE
    # stronger than the same line in .env, which is another folder outside the container
    assert COMPOSE[f"{BOT}.environment.BRIEFBOT_DATA_DIR"] == DATA
    assert COMPOSE[f"{BOT}.env_file"] == ".env"


def test_compose_waits_for_the_last_words_and_does_not_restart_for_ever() -> None:
    assert timedelta(seconds=int(COMPOSE[f"{BOT}.stop_grace_period"].removesuffix("s"))) > LAST_WORDS
    assert re.fullmatch(r"on-failure:[1-9]\d?", COMPOSE[f"{BOT}.restart"])


def test_the_composed_database_comes_only_when_asked_for_and_the_example_address_leads_to_it() -> None:
    assert listed(COMPOSE, f"{DATABASE}.profiles") == {"postgres"}
    assert COMPOSE[f"{BOT}.depends_on.postgres.required"] == "false"
    assert COMPOSE[f"{BOT}.depends_on.postgres.condition"] == "service_healthy"
    for file in ("compose.yaml", "README.md"):
        address = re.search(r"BRIEFBOT_DATABASE_URL=(\S+@postgres/\S+)", read(file))
        assert address
        place = read_place(address[1])
        assert place.label == f"postgres:5432/{COMPOSE[f'{DATABASE}.environment.POSTGRES_DB']}"
        assert place.url.username == COMPOSE[f"{DATABASE}.environment.POSTGRES_USER"]


def unit() -> dict[str, list[str]]:
    """The unit's settings, of all its sections, each with its values in order."""
    found: dict[str, list[str]] = {}
    for line in read("briefbot.service").splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


UNIT = unit()


def test_the_unit_waits_for_the_last_words_and_gives_up_on_wrong_settings() -> None:
    assert timedelta(seconds=int(UNIT["TimeoutStopSec"][0])) > LAST_WORDS
    assert UNIT["Restart"] == ["on-failure"]
    assert UNIT["RestartPreventExitStatus"] == [str(EX_CONFIG)]


def test_the_unit_has_no_rights_and_writes_only_where_it_must() -> None:
    for name in ("NoNewPrivileges", "PrivateTmp", "ProtectHome", "MemoryDenyWriteExecute", "PrivateDevices"):
        assert UNIT[name] == ["yes"]
    assert UNIT["ProtectSystem"] == ["strict"]
    assert UNIT["CapabilityBoundingSet"] == [""]
    assert UNIT["User"] not in (["root"], ["0"])
    assert f"BRIEFBOT_DATA_DIR=/var/lib/{UNIT['StateDirectory'][0]}" in UNIT["Environment"]
    assert "ReadWritePaths" not in UNIT


def test_the_unit_and_the_runbook_name_the_same_places() -> None:
    runbook = read("README.md")
    (settings,), (program, command) = UNIT["EnvironmentFile"], UNIT["ExecStart"][0].split()
    assert command in commands()
    assert settings == f"{UNIT['WorkingDirectory'][0]}/.env", "briefbot itself reads .env where it is started"
    assert f"/deploy/env.example {settings}" in runbook
    assert f"exec {program} doctor" in runbook
    assert f"git clone <this repository> {program.removesuffix('/.venv/bin/briefbot')}" in runbook


# --- README.md, slack-manifest.yaml ---


def commands() -> set[str]:
    """What may follow `briefbot` on the command line."""
    registered = command_line.registered_commands
    return {str(command.name or getattr(command.callback, "__name__", "")) for command in registered}


def logged_events() -> set[str]:
    sources = (path for room in ("bot", "handlers", "storage") for path in (ROOT / room).rglob("*.py"))
    return {event for path in sources for event in EVENT.findall(path.read_text(encoding="utf-8"))}


def test_the_runbook_explains_every_event_that_is_logged_and_no_other() -> None:
    first_cells = " ".join(re.findall(r"^\| (`[^|]+) \|", read("README.md"), re.MULTILINE))
    explained = set(re.findall(r"`([a-z_]+\.[a-z_]+)`", first_cells))
    assert explained == logged_events()


def test_what_counts_its_rows_goes_on_counting_after_the_move_to_a_server() -> None:
    counting = {
        table.name for table in acts.metadata.sorted_tables if [*table.primary_key.columns.keys()] == ["id"]
    }
    counting.remove("deliveries")  # its ids are random
    named = re.search(r"^for table in (.+); do\n.+setval", read("README.md"), re.MULTILINE)
    assert named
    assert set(named[1].split()) == counting


def test_the_runbook_names_only_settings_commands_targets_and_files_that_exist() -> None:
    runbook = read("README.md")
    assert set(SETTING.findall(runbook)) <= set(names())
    typed = set(re.findall(r"(?:bin/|--rm |`)briefbot ([a-z]+)", runbook))
    assert {"doctor"} <= typed <= commands()
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"\bmake (?:-C \S+ )?([a-z]+)(?=$|`| &&)", runbook, re.MULTILINE))
    assert {"setup", "run"} <= targets <= set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    for link in re.findall(r"\]\((?!https?://)([^)#]+)\)", runbook):
        assert (DEPLOY / link).exists(), link


def test_what_the_bot_tells_people_to_look_up_has_a_heading_in_the_runbook() -> None:
    headings = set(re.findall(r"^#+ (.+)$", read("README.md"), re.MULTILINE))
    sources = (path for room in ("bot", "handlers", "storage") for path in (ROOT / room).rglob("*.py"))
    pointed = {word for path in sources for word in re.findall(r"README\.md, (\w+)", path.read_text("utf-8"))}
    assert pointed <= headings


def test_the_slack_app_needs_no_address() -> None:
    manifest = leaves("slack-manifest.yaml")
    assert manifest["settings.socket_mode_enabled"] == "true"
    assert manifest["settings.token_rotation_enabled"] == "false", "a token that rotates would go stale"
    assert not [key for key in manifest if key.endswith(("url", "urls"))]
