"""Block Kit limits of a message, as the Slack fake applies them; the SDK's models give a second opinion."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from tests.fakes.slack_trouble import Json, Refused

TEXTS = ("plain_text", "mrkdwn")
TABLE_CELLS = ("raw_text", "raw_number", "rich_text")
BUTTON_STYLES = ("primary", "danger")

MOST_BLOCKS = 50  # of a message
# Measured by others (github.com/slackapi/bolt-js issue 2509): markdown alone passes up to about 13,297
# characters, and one divider beside it costs 125 of them. Slack publishes neither figure.
MESSAGE_CHARACTERS = 13_200
BLOCK_OVERHEAD = 125


def check_blocks(blocks: object, *, unsupported: Collection[str] = (), most: int = MOST_BLOCKS) -> list[Json]:
    """The blocks of a message, or Refused with the code and the JSON pointers that Slack gives.

    `unsupported` names block types which this workspace does not have yet: newer ones roll out in phases.
    A view may have more of them than a message, and no weight.
    """
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise Refused("invalid_blocks_format")
    faults = [*_message_faults(blocks, most=most), *_sdk_faults(blocks)]
    for number, block in enumerate(blocks):
        kind, pointer = block.get("type"), f"/blocks/{number}"
        if kind in unsupported:
            faults.append(_fault(f"unsupported type: {kind}", f"{pointer}/type"))
        faults.extend(_block_id_faults(block, pointer))
        if isinstance(kind, str) and kind in _CHECKS:
            faults.extend(_CHECKS[kind](block, pointer))
    if faults:
        raise Refused("invalid_blocks", faults)
    if sum(block["type"] == "table" for block in blocks) > 1:
        raise Refused("invalid_attachments", ["only_one_table_allowed"])
    if most == MOST_BLOCKS and message_weight(blocks) > MESSAGE_CHARACTERS:
        raise Refused("msg_blocks_too_long")
    return blocks


def message_weight(blocks: Sequence[Json]) -> int:
    """Characters of every text shown, and 125 for each block after the first."""
    return sum(len(text) for text in _shown(list(blocks))) + BLOCK_OVERHEAD * max(0, len(blocks) - 1)


def _shown(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from _shown(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            if key in ("text", "title", "alt_text") and isinstance(part, str):
                yield part
            else:
                yield from _shown(part)


def _fault(words: str, pointer: str) -> str:
    return f"{words} [json-pointer:{pointer}]"


def _message_faults(blocks: Sequence[Json], *, most: int) -> Iterator[str]:
    if len(blocks) > most:
        yield _fault(f"no more than {most} items allowed", "/blocks")
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    for repeated in sorted({str(name) for name in ids if ids.count(name) > 1}):
        yield _fault(f"`block_id` {repeated} already exists for another block", "/blocks")
    markdown = [block.get("text") for block in blocks if block.get("type") == "markdown"]
    if sum(len(text) for text in markdown if isinstance(text, str)) > 12_000:
        yield _fault("markdown blocks must be less than 12001 characters in all", "/blocks")


def _sdk_faults(blocks: Sequence[Json]) -> Iterator[str]:
    for number, block in enumerate(blocks):
        pointer = f"/blocks/{number}"
        try:
            parsed = Block.parse_all([block])[0]
            if parsed is None:
                yield _fault(f"unsupported type: {block.get('type')}", f"{pointer}/type")
                continue
            parsed.validate_json()
            parsed.to_dict()  # nested elements are validated only while being written out
        except (SlackObjectFormationError, TypeError, ValueError, AttributeError, KeyError) as error:
            yield _fault(str(error), pointer)
        else:
            for key in sorted(set(block) - set(parsed.attributes)):
                yield _fault(f"invalid additional property: {key}", pointer)


def _block_id_faults(block: Json, pointer: str) -> Iterator[str]:
    name = block.get("block_id", "-")
    if not isinstance(name, str) or not name:
        yield _fault("must be a string of at least 1 character", f"{pointer}/block_id")
    elif len(name) > 255:
        yield _fault("must be less than 256 characters", f"{pointer}/block_id")


def _words(text: object, pointer: str, *, limit: int) -> Iterator[str]:
    if not isinstance(text, str) or not text:
        yield _fault("must be more than 0 characters", pointer)
    elif len(text) > limit:
        yield _fault(f"must be less than {limit + 1} characters", pointer)


def _text_object(value: object, pointer: str, *, limit: int, kinds: Collection[str] = TEXTS) -> Iterator[str]:
    if not isinstance(value, dict) or value.get("type") not in kinds:
        yield _fault(f"must be a text object of type {' or '.join(kinds)}", pointer)
        return
    yield from _words(value.get("text"), f"{pointer}/text", limit=limit)


def _many(value: object, pointer: str, *, most: int) -> Iterator[tuple[str, Any] | str]:
    if not isinstance(value, list) or not value:
        yield _fault("must have at least 1 item", pointer)
        return
    if len(value) > most:
        yield _fault(f"no more than {most} items allowed", pointer)
    for number, part in enumerate(value):
        yield f"{pointer}/{number}", part


def _each(
    value: object, pointer: str, check: Callable[[Any, str], Iterator[str]], *, most: int
) -> Iterator[str]:
    for found in _many(value, pointer, most=most):
        if isinstance(found, str):
            yield found
        else:
            yield from check(found[1], found[0])


def _header(block: Json, pointer: str) -> Iterator[str]:
    yield from _text_object(block.get("text"), f"{pointer}/text", limit=150, kinds=("plain_text",))


def _section(block: Json, pointer: str) -> Iterator[str]:
    if "text" not in block and "fields" not in block:
        yield _fault("missing required field: text", pointer)
    if "text" in block:
        yield from _text_object(block["text"], f"{pointer}/text", limit=3000)
    if "fields" in block:
        yield from _each(block["fields"], f"{pointer}/fields", _field, most=10)
    if "accessory" in block:
        yield from _element(block["accessory"], f"{pointer}/accessory")


def _field(value: Any, pointer: str) -> Iterator[str]:
    yield from _text_object(value, pointer, limit=2000)


def _context(block: Json, pointer: str) -> Iterator[str]:
    yield from _each(block.get("elements"), f"{pointer}/elements", _context_element, most=10)


def _context_element(value: Any, pointer: str) -> Iterator[str]:
    if isinstance(value, dict) and value.get("type") == "image":
        yield from _image(value, pointer)
    else:
        yield from _text_object(value, pointer, limit=3000)


def _actions(block: Json, pointer: str) -> Iterator[str]:
    yield from _each(block.get("elements"), f"{pointer}/elements", _element, most=25)
    elements = [element for element in block.get("elements") or () if isinstance(element, dict)]
    names = [str(element["action_id"]) for element in elements if "action_id" in element]
    for repeated in sorted({name for name in names if names.count(name) > 1}):
        yield _fault(f"`action_id` {repeated} already exists for another element", f"{pointer}/elements")


def _element(value: Any, pointer: str) -> Iterator[str]:
    if not isinstance(value, dict) or not isinstance(value.get("type"), str) or value["type"] in TEXTS:
        yield _fault("must be an interactive element", pointer)
        return
    if "action_id" in value:
        yield from _words(value["action_id"], f"{pointer}/action_id", limit=255)
    if value["type"] == "image":
        yield from _image(value, pointer)
    if value["type"] == "button":
        yield from _text_object(value.get("text"), f"{pointer}/text", limit=75, kinds=("plain_text",))
        if "value" in value:
            yield from _words(value["value"], f"{pointer}/value", limit=2000)
        if "url" in value:
            yield from _words(value["url"], f"{pointer}/url", limit=3000)
        if value.get("style", "primary") not in BUTTON_STYLES:
            yield _fault("must be primary or danger", f"{pointer}/style")


def _image(block: Json, pointer: str) -> Iterator[str]:
    yield from _words(block.get("alt_text"), f"{pointer}/alt_text", limit=2000)
    if "slack_file" not in block:
        yield from _words(block.get("image_url"), f"{pointer}/image_url", limit=3000)


def _markdown(block: Json, pointer: str) -> Iterator[str]:
    yield from _words(block.get("text"), f"{pointer}/text", limit=12_000)


def _table(block: Json, pointer: str) -> Iterator[str]:
    yield from _each(block.get("rows"), f"{pointer}/rows", _row, most=100)


def _row(value: Any, pointer: str) -> Iterator[str]:
    yield from _each(value, pointer, _cell, most=20)


def _cell(value: Any, pointer: str) -> Iterator[str]:
    if not isinstance(value, dict) or value.get("type") not in TABLE_CELLS:
        yield _fault("must be a raw_text, raw_number or rich_text cell", pointer)
    elif value["type"] == "raw_text":
        yield from _words(value.get("text"), f"{pointer}/text", limit=3000)


_CHECKS: dict[str, Callable[[Json, str], Iterator[str]]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "image": _image,
    "markdown": _markdown,
    "table": _table,
}
