"""What a kill hit, and what came of everything: the database held against the chats of both platforms."""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from bot.domain.briefs import Language
from bot.domain.chat import Reply, words_of
from bot.replies.catalogue import say
from handlers.slack.painting import plain_text
from handlers.slack.posting import EDITED_BYTES, ID
from handlers.telegram.painting import paint
from tests.campaigns.crowd import Crowd

Row = dict[str, Any]
LANGUAGES: tuple[Language, ...] = get_args(Language)
OPEN = ("waiting", "intended", "uncertain")
AT_ONCE = 8  # calls of the model, by default: as many may be lost with a process
SUM = ""  # of the words of a post that are only known when it is made
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
    "|".join(
        re.escape(say(language, f"notice.{name}", of=_GAP, done=_GAP, host=_GAP, time=_GAP))
        for language in LANGUAGES
        for name in ("working", "reading", "later", "later_host")
    ).replace(_GAP, ".+")
)


@dataclass(frozen=True)
class Intent:
    """A call that may have been under way when the process died."""

    delivery: str
    chat: str  # platform:id
    words: str


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


def rows(database: Path, query: str) -> list[Row]:
    """What a database has; nothing where it is not there yet."""
    if not database.exists():
        return []
    with closing(sqlite3.connect(database, timeout=10)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query)]


def unfinished(database: Path) -> int:
    """How many jobs are neither done nor failed."""
    return int(
        rows(database, "SELECT count(*) n FROM jobs WHERE state NOT IN ('done', 'failed')")[0]["n"]
        if database.exists()
        else 0
    )


def note_kill(tally: Tally, database: Path) -> list[Intent]:
    """Count the states that a kill left behind; the calls that may have been under way."""
    there: Counter[str] = Counter()
    for job in rows(database, "SELECT state, notice FROM jobs"):
        there[f"job {job['state']}"] += 1
        if job["notice"] and job["state"] not in {"done", "failed"}:
            there["notice"] += 1
    intents = []
    for row in deliveries(database):
        kinds = ["edit"] if row["edits"] else ["post"]
        kinds += ["whisper"] * bool(row["whisper_to"]) + ["below"] * bool(row["below"])
        there.update(f"{kind} {row['state']}" for kind in kinds)
        if row["state"] in {"intended", "uncertain"} and not row["edits"]:
            intents.append(Intent(row["id"], _place(row), _words(row)))
    tally.kills += 1
    tally.rows.update(there)
    tally.hit.update(there.keys())
    tally.open_intents.update(intent.chat.partition(":")[0] for intent in intents)
    return intents


def deliveries(database: Path) -> list[Row]:
    """Every delivery with its piece as a Reply."""
    found = rows(
        database,
        "SELECT d.*, j.command, j.language FROM deliveries d JOIN jobs j ON j.id = d.job_id ORDER BY d.rowid",
    )
    return [row | {"reply": Reply.model_validate_json(row["piece"])} for row in found]


def _place(row: Row) -> str:
    """Where a post is seen: a whisper on Telegram in the person's own chat."""
    if row["whisper_to"] and row["platform"] == "telegram":
        return f"telegram:{row['whisper_to']}"
    if row["platform"] == "slack" and row["chat"].startswith(
        "U"
    ):  # a person's id stands for their direct chat
        return f"slack:D{row['chat'][1:]}"
    return f"{row['platform']}:{row['chat']}"


def _words(row: Row) -> str:
    reply: Reply = row["reply"]
    if not reply.blocks:
        return reply.document.name if reply.document else SUM
    return _plain(paint(reply)[0] if row["platform"] == "telegram" else plain_text(reply))


def _plain(text: str) -> str:
    return text.replace("\u2060", "").strip()


@dataclass(frozen=True)
class Post:
    """A post of the bot as its chat shows it; `delivery`: which one it says it is."""

    id: str
    chat: str
    words: str
    ts: str = ""  # Slack's, of a file that was found by its message
    delivery: str = ""
    person: str = ""  # who alone sees it


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
        tally.ends[job["state"]] += 1
        if job["state"] not in {"done", "failed"}:
            yield f"job {job['id']} ended as {job['state']}"
        if job["state"] == "failed" and not job["failure"]:
            yield f"job {job['id']} failed without a reason"
        if job["id"] not in answered:
            yield f"job {job['id']} ({json.loads(job['command'])['kind']}) was never answered"


def _posts(tally: Tally, world: Aftermath) -> Iterator[str]:
    """What was sent stands, with the words that are kept of it; what stands was sent, each once."""
    left = Counter([*_on_telegram(world.crowd), *_on_slack(world.crowd)])
    toasts = Counter(_plain(toast.text) for toast in world.crowd.telegram.toasts() if toast)
    by_id = {(post.chat, name): post for post in left for name in (post.id, post.ts) if name}
    for row in deliveries(world.database):
        if row["state"] == "refused":
            tally.refused[row["word"]] += 1
        elif row["state"] != "sent":
            yield f"delivery {row['id']} ended as {row['state']}"
        elif row["edits"]:
            continue
        elif not row["post"] and toasts[_words(row)]:
            toasts[_words(row)] -= 1
        else:
            whispers = (each for each in left.elements() if _is_whisper(each, row))
            post = by_id.get((_place(row), row["post"])) if row["post"] else next(whispers, None)
            if post is None:
                yield f"delivery {row['id']} was sent and does not stand: {_words(row)[:80]!r}"
                continue
            left[post] -= 1
            if not _shows(post, row):
                yield f"delivery {row['id']} shows {post.words[:80]!r} and not {_words(row)[:80]!r}"
    yield from _doubled(tally, list(left.elements()), world)


def _shows(post: Post, row: Row) -> bool:
    """Whether a post shows what is kept of it; edited on Slack, its text for notifications is shorter."""
    short = _plain(plain_text(row["reply"], limit=EDITED_BYTES)) if row["reply"].blocks else ""
    return _words(row) in {SUM, post.words} or post.words == short


def _is_whisper(post: Post, row: Row) -> bool:
    """Whether a post may be one that was for a person alone; a file cannot be ephemeral on Slack."""
    if row["platform"] == "slack" and not row["reply"].document:
        whose = row["whisper_to"] or post.person  # a tap on a whisper is answered to whoever tapped
        return bool(whose) and (post.chat, post.person, post.words) == (_place(row), whose, _words(row))
    return post.chat.startswith(row["platform"]) and not post.delivery and post.words == _words(row)


def _doubled(tally: Tally, strays: Sequence[Post], world: Aftermath) -> Iterator[str]:
    """Posts that no delivery accounts for: each made once too often."""
    excuses = Counter((intent.chat, intent.words) for intent in world.intents)
    excuses.update(_dropped(world.crowd))
    for post in strays:
        platform = post.chat.partition(":")[0]
        if _NOTICE.fullmatch(post.words):
            tally.doubled[f"{platform} notice left"] += 1
            continue
        places = ((post.chat, post.words), (post.chat, SUM))
        place = next((each for each in places if excuses[each] > 0), None)
        if place is None or (platform == "slack" and not post.person):
            yield f"{post.chat} has one too many, without an open intent: {post.words[:80]!r}"
            continue
        excuses[place] -= 1
        tally.doubled[f"{platform} {'whisper' if post.person else 'post'}"] += 1


def _on_telegram(crowd: Crowd) -> Iterator[Post]:
    for chat in sorted({place.chat for place in crowd.everybody if place.chat.startswith("telegram:")}):
        for shown in crowd.telegram.sent(int(chat.removeprefix("telegram:"))):
            yield Post(str(shown.id), chat, _plain(shown.text) or shown.document_name)


def _on_slack(crowd: Crowd) -> Iterator[Post]:
    there = crowd.slack.workspace
    for channel in there.channels:
        for post in crowd.slack.posted(channel):
            said = (post.metadata or {}).get("event_payload", {}).get(ID, "")
            file = post.files[0]["id"] if post.files else ""
            words = _plain(post.text) or (there.files[file].name if file else "")
            yield Post(file or post.ts, f"slack:{channel}", words, ts=post.ts, delivery=said)
    for post in there.ephemeral:
        yield Post("", f"slack:{post.channel}", _plain(post.text), person=post.only_for or "")


def _dropped(crowd: Crowd) -> list[tuple[str, str]]:
    """Calls on Telegram whose connection was cut although the post was made."""
    return [
        (f"telegram:{call.text('chat_id')}", _plain(call.text("text")))
        for call in crowd.telegram.calls("sendMessage")
        if not call.outcome
    ]


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
