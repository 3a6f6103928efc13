"""What a kill hit, and what came of everything: the database held against the chats of both platforms."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from bot.domain.briefs import Language
from bot.domain.chat import words_of
from bot.replies.catalogue import say
from tests.campaigns.crowd import Crowd
from tests.campaigns.standing import (
    Intent,
    Post,
    Row,
    deliveries,
    intent_of,
    on_slack,
    on_telegram,
    place_of,
    rows,
    said_by,
    shown,
    shows,
    toast_of,
    toasts,
    told,
    words_of_row,
)

LANGUAGES: tuple[Language, ...] = get_args(Language)
OPEN = ("waiting", "intended", "uncertain")
AT_ONCE = 8  # calls of the model, by default: as many may be lost with a process
ALIKE = 30  # characters by which words are taken for the same ones, changed since
EVERY_STATE = (
    *(f"job {state}" for state in ("waiting", "leased", "replied")),
    *(f"post {state}" for state in OPEN),
    "edit waiting",
    "edit intended",
    "whisper waiting",
    "whisper intended",
    "below waiting",
    "below intended",
    "notice",
)
_GAP = "GAP"
_NOTICE = re.compile(
    "(?:"
    + "|".join(
        re.escape(say(language, f"notice.{name}", of=_GAP, done=_GAP, host=_GAP, time=_GAP, title=_GAP))
        for language in LANGUAGES
        for name in ("working", "reading", "answering", "behind", "later", "later_host")
    ).replace(_GAP, ".+?")
    + r")(?:\n\n.*)?",  # what can be said of an answer so far
    re.DOTALL,
)


@dataclass
class Tally:
    """What the kills hit, and what came of it."""

    kills: int = 0
    worlds: int = 0
    deeds: Counter[str] = field(default_factory=Counter)
    hit: Counter[str] = field(default_factory=Counter)  # kills at which there was something in a state
    rows: Counter[str] = field(default_factory=Counter)  # jobs and deliveries in that state at the kills
    open_intents: Counter[str] = field(default_factory=Counter)  # by platform, edits left out
    ends: Counter[str] = field(default_factory=Counter)  # of jobs
    refused: Counter[str] = field(default_factory=Counter)  # words of the platforms
    doubled: Counter[str] = field(default_factory=Counter)  # posts made twice, by platform and kind
    repeated_calls: int = 0  # of the model, with the same words
    unheard: int = 0  # taps and commands that the platform gave up on, and told the person so
    broken: list[str] = field(default_factory=list)


def unfinished(database: Path) -> int:
    """How many jobs are neither done nor failed."""
    return len(rows(database, "SELECT id FROM jobs WHERE state NOT IN ('done', 'failed')"))


def note_kill(tally: Tally, database: Path, crowd: Crowd) -> list[Intent]:
    """Count the states that a kill left behind; the calls that may have been under way."""
    there: Counter[str] = Counter()
    for job in rows(database, "SELECT state, notice FROM jobs"):
        there[f"job {job['state']}"] += 1
        if job["notice"] and job["state"] not in {"done", "failed"}:
            there["notice"] += 1
    intents, kept = [], deliveries(database)
    edited = {row["edits"] for row in kept}
    for row in kept:
        kinds = ["edit"] if row["edits"] else ["post"]
        kinds += ["whisper"] * bool(row["whisper_to"]) + ["below"] * bool(row["below"])
        there.update(f"{kind} {row['state']}" for kind in kinds)
        if row["state"] in {"intended", "uncertain"} and not row["edits"]:
            intents.append(intent_of(row, crowd, edited=row["id"] in edited))
    tally.kills += 1
    tally.rows.update(there)
    tally.hit.update(there.keys())
    tally.open_intents.update(intent.chat.partition(":")[0] for intent in intents)
    return intents


@dataclass(frozen=True)
class Aftermath:
    """A world in which everything has come to its end."""

    crowd: Crowd
    database: Path
    intents: Sequence[Intent]  # that were open at a kill


def check(tally: Tally, world: Aftermath) -> None:
    """Hold what people did against jobs, jobs against deliveries, deliveries against posts."""
    tally.broken += [
        *_jobs(tally, world),
        *_posts(tally, world),
        *_kept_once(world.database),
        *_words_that_stand(world.database),
    ]


def _jobs(tally: Tally, world: Aftermath) -> Iterator[str]:
    """Exactly one job for each deed that the platform handed over, and an end of each."""
    jobs = {row["key"]: row for row in rows(world.database, "SELECT * FROM jobs")}
    answered = {row["job_id"] for row in rows(world.database, "SELECT job_id FROM deliveries")}
    lost = world.crowd.slack.lost()
    given_up = {key for event in lost for key in (f"slack:{event}", f"slack:tap:{event}")}
    for deed in world.crowd.deeds:
        tally.deeds[deed.what] += 1
        count = sum(key in jobs for key in deed.keys)
        if count == 0 and given_up.issuperset(deed.keys):
            tally.unheard += 1
        elif count != 1:
            yield f"{deed.what} in {deed.chat} became {count} jobs"
    for job in jobs.values():
        why = [job["platform"], json.loads(job["failure"])["why"]] if job["failure"] else []
        tally.ends[" ".join([job["state"], *why])] += 1
        if job["state"] not in {"done", "failed"}:
            yield f"job {job['id']} ended as {job['state']}"
        if job["state"] == "failed" and not job["failure"]:
            yield f"job {job['id']} failed without a reason"
        if job["id"] not in answered:
            yield f"job {job['id']} ({json.loads(job['command'])['kind']}) was never answered"


def _posts(tally: Tally, world: Aftermath) -> Iterator[str]:
    """What was sent stands, with the words that are kept of it; what stands was sent, each once."""
    left = Counter([*on_telegram(world.crowd), *on_slack(world.crowd)])
    by_id = {(post.chat, name): post for post in left for name in (post.id, post.ts) if name}
    over = toasts(world.crowd)
    strays = []
    # A post that says whose it is has the first choice: two people may have been told the same words.
    for row in sorted(deliveries(world.database), key=lambda row: not row["post"]):
        toast = toast_of(row, over)
        if row["state"] == "refused":
            tally.refused[row["word"]] += 1
        elif row["state"] != "sent":
            yield f"a delivery ended as {row['state']}: {told(row)}"
        elif row["edits"]:
            continue
        else:
            whispers = (each for each in left if left[each] > 0 and _is_whisper(each, row))
            post = by_id.get((place_of(row), row["post"])) if row["post"] else next(whispers, None)
            if post and toast:
                strays.append(Post("", place_of(row), toast, person=row["whisper_to"]))
            if post:
                yield from _claimed(post, row, left)
            elif toast != words_of_row(row):
                yield f"sent and does not stand: {told(row)}{_evidence(words_of_row(row), world)}"
    yield from _doubled(tally, [*strays, *left.elements()], world)


def _claimed(post: Post, row: Row, left: Counter[Post]) -> Iterator[str]:
    """One post for one delivery, with its words."""
    if left[post] < 1:
        yield f"another delivery has this post: {told(row)}"
    left[post] -= 1
    if not shows(post.words, row):
        yield f"shows {post.words[:200]!r}: {told(row)}"


def _is_whisper(post: Post, row: Row) -> bool:
    """Whether a post may be one that was for a person alone; a file cannot be ephemeral on Slack."""
    if row["platform"] == "telegram" or row["reply"].document:
        right = row["whisper_to"] and (post.chat == place_of(row) or row["platform"] == "slack")
    else:  # a tap on a whisper is answered to whoever tapped
        whose = row["whisper_to"] or post.person
        right = whose and (post.chat, post.person) == (place_of(row), whose)
    return bool(right) and not post.delivery and shows(post.words, row)


def _doubled(tally: Tally, strays: Sequence[Post], world: Aftermath) -> Iterator[str]:
    """Posts that no delivery accounts for: each made once too often."""
    # An intent that was open at two kills stood for one call.
    open_once = {(intent.delivery, intent.since): intent for intent in world.intents}
    excuses = [(intent.chat, intent.words) for intent in open_once.values()]
    excuses += _dropped(world.crowd)
    for post in strays:
        platform = post.chat.partition(":")[0]
        if _NOTICE.fullmatch(post.words):
            tally.doubled[f"{platform} notice left"] += 1
            continue
        excuse = next((each for each in excuses if each[0] == post.chat and post.words in each[1]), None)
        if excuse is None or (platform == "slack" and not post.person):
            yield f"one too many, without an open intent: {shown(post)}{_evidence(post.words, world)}"
            continue
        excuses.remove(excuse)
        tally.doubled[f"{platform} {'whisper' if post.person else 'post'}"] += 1


def _dropped(crowd: Crowd) -> list[tuple[str, frozenset[str]]]:
    """Calls on Telegram whose connection was cut although the post was made."""
    return [
        (f"telegram:{call.text('chat_id')}", frozenset({said_by(call)}))
        for call in crowd.telegram.calls("sendMessage")
        if not call.outcome
    ]


def _evidence(words: str, world: Aftermath) -> str:
    """What is alike in the chats, in the database and among the intents, a line each."""
    standing = [*on_telegram(world.crowd), *on_slack(world.crowd)]
    found = (
        *(shown(post) for post in standing if _alike(post.words, words)),
        *(told(row) for row in deliveries(world.database) if _alike(words_of_row(row), words)),
        *(str(intent) for intent in world.intents if any(_alike(each, words) for each in intent.words)),
    )
    return "".join(f"\n    {each}" for each in found)


def _alike(one: str, other: str) -> bool:
    return one[:ALIKE] == other[:ALIKE]


def _kept_once(database: Path) -> Iterator[str]:
    """Marks, settings, acts and corrections: what was done is kept, each once."""
    jobs = {row["key"]: row for row in rows(database, "SELECT * FROM jobs")}
    commands = {key: json.loads(row["command"]) for key, row in jobs.items()}
    done = [key for key, row in jobs.items() if row["state"] == "done"]
    for table, wanted in (
        ("acts", {key for key in done if commands[key]["kind"] == "admin"}),
        ("corrections", {key for key in done if _corrects(commands[key])}),
    ):
        kept = Counter(row["job"] for row in rows(database, f"SELECT job FROM {table}"))  # noqa: S608
        for key in wanted - kept.keys():
            yield f"job {jobs[key]['id']} is done and not in {table}"
        if twice := [key for key, count in kept.items() if count > 1]:
            yield f"{table} has {twice} twice"
    marks = {(row["person"], row["mark"]) for row in rows(database, "SELECT person, mark FROM marks")}
    for key in done:
        person = f"{jobs[key]['platform']}:{jobs[key]['person']}"
        if commands[key]["kind"] == "mark" and (person, commands[key]["mark"]) not in marks:
            yield f"job {jobs[key]['id']} marked a paper, and nothing is marked"
    yield from _settings(database, [jobs[key] | {"command": commands[key]} for key in done])


def _corrects(command: Mapping[str, Any]) -> bool:
    return bool(command["kind"] == "correct" and command["field"])


def _settings(database: Path, done: Sequence[Row]) -> Iterator[str]:
    """A chat has what was set in it last."""
    set_last: dict[tuple[str, str], Row] = {}
    for job in sorted(done, key=lambda job: str(job["replied_at"])):
        if job["command"]["kind"] == "settings":
            set_last[job["platform"], job["chat"]] = job
    kept = {(row["platform"], row["chat"]): row for row in rows(database, "SELECT * FROM rooms")}
    for place, job in set_last.items():
        hour = json.loads(kept[place]["settings"]).get("hour") or ""
        if hour[:5] != job["command"]["value"]:
            yield f"{place} is set to {hour!r}, and {job['command']['value']!r} was set last"


def _words_that_stand(database: Path) -> Iterator[str]:
    """No brief and no report shows a value that was corrected since."""
    newest: dict[tuple[str, str | None], str] = {}
    older: dict[tuple[str, str | None], set[str]] = {}
    for row in rows(database, "SELECT * FROM corrections ORDER BY id"):
        place = (row["paper"], row["language"])
        if place in newest:
            older.setdefault(place, set()).add(newest[place])
        newest[place] = row["value"]
    for row in deliveries(database):
        if json.loads(row["command"])["kind"] not in {"brief", "report"} or row["edits"]:
            continue
        for (key, _), values in older.items():
            shown = "\n".join(
                map(words_of, row["reply"].blocks)
            )  # a file keeps its words, and the answer says so
            stale = [value for value in values if value in shown]
            if key in row["reply"].papers and stale:
                yield f"delivery {row['id']} still shows {stale[0]!r}"


def verdict(tally: Tally, *, every_state: bool) -> list[str]:
    """Every broken promise, in words."""
    missed = [state for state in EVERY_STATE if every_state and not tally.hit[state]]
    broken = [*tally.broken, *(f"no kill hit: {state}" for state in missed)]
    if tally.repeated_calls > tally.kills * AT_ONCE:
        broken.append(f"{tally.repeated_calls} calls of the model repeated in {tally.kills} kills")
    return broken
