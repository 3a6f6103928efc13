"""Random and hostile texts through every kind of reply and both platforms' painters: what would be refused?

    python -m tests.campaigns.hostile_texts --texts 10000 --seed 1

Each text is a title, an author, an institution, an abstract, a clause of a brief, a question, the name of a
chat or a person, or a fact of an error. TDLib judges what Telegram is to get, the SDK's models and our own
checks what Slack is to get. Exits with 1 where a message is refused, pings anybody, cannot be written down,
or loses a letter of what was to be shown.
"""

import argparse
import json
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from itertools import islice
from typing import Any

from pydantic import TypeAdapter

from bot.domain.chat import MOST_SAID_BY_TAP, Attachment, Buttons, Reply
from bot.domain.commands import Command
from handlers.grammar import understand
from handlers.legible import is_blank
from handlers.slack import painting as slack
from handlers.telegram import painting as telegram
from tests.campaigns.hostile_facts import A_ROUND, Facts, Said
from tests.campaigns.hostile_files import file_checks
from tests.campaigns.hostile_replies import VERBS, every_reply, raw_reply
from tests.campaigns.hostile_words import hostile_texts, letters
from tests.fakes.slack_blocks import check_blocks
from tests.fakes.slack_trouble import Refused
from tests.handlers.hostile import bare, said
from tests.handlers.tdlib import FORBIDDEN, judge, linked, units

MOST_SHOWN = 20  # examples
TEXT_UNITS = 4096
_SEEN_TYPES = frozenset(
    {"header", "plain_text", "text", "link", "rich_text", "rich_text_section", "rich_text_quote", "actions"}
    | {"button", "section"}
)
_COMMAND: TypeAdapter[Command] = TypeAdapter(Command)


class Broken(Exception):
    """A promise that was not kept; the message says which, and for which text."""


@dataclass
class Tally:
    """What went through, and what did not."""

    texts: Counter[str] = field(default_factory=Counter)  # by kind
    replies: Counter[str] = field(default_factory=Counter)  # by kind
    posts: Counter[str] = field(default_factory=Counter)  # by platform
    broken: Counter[str] = field(default_factory=Counter)  # by promise and kind of reply
    examples: list[str] = field(default_factory=list)

    def note(self, promise: str, kind: str, problem: object) -> None:
        """One promise broken by one reply."""
        self.broken[f"{promise}: {kind}"] += 1
        if self.broken[f"{promise}: {kind}"] == 1 and len(self.examples) < MOST_SHOWN:
            self.examples.append(f"{promise}: {kind}: {str(problem)[:400]!r}")


def campaign(*, texts: int, seed: int) -> Tally:
    """Put so many texts through everything; the last round may take some of the first again."""
    tally = Tally()
    source = hostile_texts(texts, seed=seed)
    number = 0
    while batch := list(islice(source, A_ROUND)):
        tally.texts.update(kind for kind, _ in batch)
        words = [text for _, text in batch]
        facts = Facts((words * A_ROUND)[:A_ROUND], number)
        for told in every_reply(facts):
            put_through(told, tally)
        put_through(raw_reply(words), tally, kept=False)
        for kind, check in file_checks(facts):
            _check_file(kind, check, tally)
        for text in words:
            _hear(text, tally)
        number += 1
    return tally


def put_through(told: Said, tally: Tally, *, kept: bool = True) -> None:
    """`kept`: it is written down before it is posted."""
    tally.replies[told.kind] += 1
    reply = told.reply
    if reply.below:
        reply = reply.model_copy(update={"below": (), "document": None})
    for platform, check in (("telegram", _on_telegram), ("slack", _on_slack)):
        try:
            shown = check(reply, tally, kept=kept)
            _check_words(shown, told.whole)
        except (Broken, AssertionError, Refused, ValueError) as error:
            tally.note(f"{platform} {getattr(error, 'code', '')}".strip(), told.kind, _of(error))
    if told.reply.document:
        _check_document(told, tally)


def _of(error: Exception) -> str:
    line = traceback.extract_tb(error.__traceback__)[-1].line
    return f"{type(error).__name__} {getattr(error, 'details', '')} {error} at {line}"


def _on_telegram(reply: Reply, tally: Tally, *, kept: bool) -> list[str]:
    """The texts of every message, judged; what is written down comes back as it was."""
    shown = []
    for piece in telegram.pieces(reply):
        if kept:
            _written_down(piece)
        if piece.files:
            continue
        tally.posts["telegram"] += 1
        text, entities = telegram.paint(piece)
        text.encode()
        judge(text, entities)
        plain = telegram.plain_text(piece)
        if linked(plain, []) & FORBIDDEN or units(plain) > TEXT_UNITS:
            raise Broken("the words alone ping somebody, or are too long")
        if is_blank(text):
            raise Broken("an empty message")
        _check_keyboard(piece)
        shown.append(text)
    _check_same(reply, "\n".join(shown))
    return shown


def _check_keyboard(piece: Reply) -> None:
    keyboard = telegram.keyboard(piece)
    rows = keyboard.inline_keyboard if keyboard else ()
    if any(not 1 <= len(row) <= telegram.ROW for row in rows) or sum(map(len, rows)) > telegram.MOST_BUTTONS:
        raise Broken("a row of buttons is too long, or there are too many")
    for button in (button for row in rows for button in row):
        data = str(button.callback_data).encode()
        if not 1 <= len(data) <= MOST_SAID_BY_TAP or is_blank(button.text):
            raise Broken(f"a button that Telegram refuses: {button.text!r} {data!r}")
    said_by_taps = [
        each.says for block in piece.blocks if isinstance(block, Buttons) for each in block.buttons
    ]
    if [button.callback_data for row in rows for button in row] != said_by_taps[: telegram.MOST_BUTTONS]:
        raise Broken("a button is lost")


def _on_slack(reply: Reply, tally: Tally, *, kept: bool) -> list[str]:
    """The same in blocks, in the simple blocks of the fall-back, and in the text beside them."""
    shown, plain, simple = [], [], []
    for piece in slack.pieces(reply):
        if kept:
            _written_down(piece)
        if piece.files:
            continue
        tally.posts["slack"] += 1
        blocks, fallback = _sent(slack.paint(piece)), _sent(slack.paint_simply(piece))
        for painted in (blocks, fallback):
            check_blocks(painted)
            if wrong := {kind for kind in _values(painted, "type") if kind not in _SEEN_TYPES}:
                raise Broken(f"blocks of kinds that could ping: {wrong}")
        text = slack.plain_text(piece)
        if "<" in text or ">" in text or not 0 < len(text) <= slack.TEXT_LIMIT:
            raise Broken("the text beside the blocks is active, empty or too long")
        shown.append("\n".join(_texts(blocks)))
        simple.append("\n".join(_texts(fallback)))
        plain.append(unescape(text))
    _check_same(reply, "\n".join(shown))
    _check_same(reply, "\n".join(simple))
    return shown


def _sent(blocks: object) -> Any:
    """The blocks as they arrive."""
    return json.loads(json.dumps(blocks, ensure_ascii=False).encode())


def _values(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from _values(part, name)
    elif isinstance(value, dict):
        yield from [value[name]] if isinstance(value.get(name), str) else []
        for part in value.values():
            yield from _values(part, name)


def _texts(blocks: Any) -> Iterator[str]:
    """What is to be read, without what stands on buttons."""
    for block in blocks:
        if block["type"] != "actions":
            yield from _values(block, "text")


def _written_down(piece: Reply) -> None:
    if Reply.model_validate_json(piece.model_dump_json()) != piece:
        raise Broken("what is written down is not what comes back")


def _check_same(reply: Reply, shown: str) -> None:
    """Every word of a reply once, in order."""
    if bare(shown) != bare(said(reply.blocks)):
        raise Broken("the posts do not say what the reply says")


def _check_words(shown: list[str], texts: Iterable[str]) -> None:
    """Every letter of the texts that must stand there, in their order."""
    whole, place = letters("\n".join(shown)), 0
    for text in texts:
        wanted = letters(text)
        found = whole.find(wanted, place)
        if found < 0:
            raise Broken(f"lost: {text[:80]!r} of {len(text)}")
        place = found + len(wanted)


def _check_document(told: Said, tally: Tally) -> None:
    document = told.reply.document
    content = document.content if document else ""
    try:
        if document and document.name.endswith(".bib") and content.count("{") != content.count("}"):
            raise Broken("braces that do not pair")
        _check_words([content], told.in_file)
    except Broken as error:
        tally.note("document", told.kind, error)


def _check_file(kind: str, check: Callable[[], object], tally: Tally) -> None:
    tally.replies[kind] += 1
    try:
        check()
    except (ValueError, SyntaxError) as error:  # the latter: XML that is none
        tally.note("file", kind, _of(error))


def _hear(text: str, tally: Tally) -> None:
    """What people write, alone and behind every command, and as the name of a file: it must be kept."""
    file = Attachment(platform="telegram", handle="f1", name=text)
    wishes: list[Callable[[], Command]] = [lambda: understand(text, attachments=[file])]
    wishes += [partial(understand, f"{verb} {text}") for verb in VERBS]
    for wish in wishes:
        try:
            _COMMAND.validate_json(_COMMAND.dump_json(wish()))
            tally.replies["heard"] += 1
        # Whatever it is that a text brings down.
        except Exception as error:  # noqa: BLE001
            tally.note("hearing", type(error).__name__, f"{error} {text[:60]!r}")


def main() -> None:
    """Run the campaign and print its counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    began = time.perf_counter()
    tally = campaign(texts=arguments.texts, seed=arguments.seed)
    say = sys.stdout.write
    say(f"texts {tally.texts.total()} in {time.perf_counter() - began:.0f} s: {dict(tally.texts)}\n")
    say(f"replies {tally.replies.total()}: {dict(tally.replies)}\n")
    say(f"posts {dict(tally.posts)}\n")
    say("".join(f"BROKEN {count} x {what}\n" for what, count in tally.broken.most_common()))
    say("".join(f"    {example}\n" for example in tally.examples))
    say("" if tally.broken else "every promise kept\n")
    sys.exit(1 if tally.broken else 0)


if __name__ == "__main__":
    main()
