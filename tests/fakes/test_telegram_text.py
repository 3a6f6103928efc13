"""The local Telegram server judges texts and entities as TDLib, which its makers wrote, judges them."""

import json
from typing import Any

import pytest
import tdjson
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.telegram_refusals import Refusal
from tests.fakes.telegram_text import Entity, found_entities, read_entities, shown_text, utf16_units

FAMILY = "\U0001f468‍\U0001f469‍\U0001f467"  # three people in eight units
TDLIB_TYPES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "text_link": "TextUrl",
    "blockquote": "BlockQuote",
    "expandable_blockquote": "ExpandableBlockQuote",
    "bot_command": "BotCommand",
    "mention": "Mention",
}
NAMES = {tdlib: ours for ours, tdlib in TDLIB_TYPES.items()}
Painted = tuple[str, list[set[str]]]


def ask(request: dict[str, Any]) -> dict[str, Any]:
    """A request that TDLib answers at once, without a network."""
    answer = tdjson.td_execute(json.dumps(request).encode())
    assert answer is not None
    parsed: dict[str, Any] = json.loads(answer)
    return parsed


@pytest.fixture(autouse=True, scope="module")
def _quiet() -> None:
    ask({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})


def entity(kind: str, offset: int, length: int, *, url: str = "https://arxiv.org/abs/1") -> Entity:
    """An entity in the Bot API's form."""
    body: Entity = {"type": kind, "offset": offset, "length": length}
    return body | ({"url": url} if kind == "text_link" else {})


def tdlib_says(text: str, entities: list[Entity]) -> str | Painted:
    """TDLib's refusal, or the text that it shows and the formats of each UTF-16 unit.

    `parseMarkdown` checks and repairs the entities that it is given; the texts hold nothing that it parses.
    """
    given_entities = [
        {
            "@type": "textEntity",
            "offset": each["offset"],
            "length": each["length"],
            "type": {"@type": f"textEntityType{TDLIB_TYPES[each['type']]}", "url": each.get("url", "")},
        }
        for each in entities
    ]
    formatted = {"@type": "formattedText", "text": text, "entities": given_entities}
    answer = ask({"@type": "parseMarkdown", "text": formatted})
    if answer["@type"] == "error":
        return f"Bad Request: {answer['message'][0].lower()}{answer['message'][1:]}"
    shown = [
        entity(NAMES[each["type"]["@type"].removeprefix("textEntityType")], each["offset"], each["length"])
        for each in answer["entities"]
    ]
    return trimmed(answer["text"], shown)


def server_says(text: str, entities: list[Entity]) -> str | Painted:
    """The same from the local server."""
    try:
        return trimmed(*shown_text(text, read_entities(entities), empty_is_fine=True))
    except Refusal as refusal:
        return refusal.description


def trimmed(text: str, entities: list[Entity]) -> Painted:
    """A text without white space at its ends (`parseMarkdown` does not trim) and each unit's formats."""
    units: list[set[str]] = [set() for _ in range(utf16_units(text))]
    for each in entities:
        for place in range(each["offset"], min(each["offset"] + each["length"], len(units))):
            units[place].add(each["type"])
    last = utf16_units(text.rstrip(" \n"))
    first = min(utf16_units(text) - utf16_units(text.lstrip(" \n")), last)
    return text.strip(" \n"), units[first:last]


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("hello", [("bold", 0, 5)]),
        ("hello", [("bold", 0, 6)]),
        ("hello", [("bold", 5, 1)]),
        ("hello", [("bold", 6, 1)]),
        ("hello", [("bold", -1, 2)]),
        ("hello", [("bold", 0, -2)]),
        ("hello", [("bold", 1_000_001, 1)]),
        ("hello", [("bold", 0, 0), ("bold", 77, 0)]),
        ("\U0001f600a", [("bold", 0, 1)]),
        ("\U0001f600a", [("bold", 1, 1)]),
        ("\U0001f600a", [("bold", 0, 2), ("italic", 2, 1)]),
        ("\U0001d49cb", [("code", 1, 2)]),
        ("中文\U0001f600", [("bold", 0, 3)]),
        ("中文\U0001f600", [("bold", 2, 2)]),
        ("中文\U0001f600", [("bold", 3, 1)]),
        (f"{FAMILY} ok", [("bold", 0, 8)]),
        (f"{FAMILY} ok", [("bold", 0, 7)]),
        (f"{FAMILY} ok", [("bold", 2, 1)]),
        ("e\u0301", [("bold", 0, 1), ("italic", 1, 1)]),
        ("a\r\nb", [("bold", 0, 4)]),
        ("a\tb\x00c", [("code", 1, 3)]),
        ("a\u2028b", [("bold", 1, 1)]),
        ("ab\u200e\u200f\u200e", [("bold", 0, 5)]),
        ("x\u202ey", []),
        ("abc def ghi", [("bold", 0, 7), ("code", 2, 3)]),
        ("abc def ghi", [("text_link", 0, 7), ("code", 2, 3)]),
        ("abc def ghi", [("code", 0, 7), ("bold", 2, 3)]),
        ("abc def ghi", [("blockquote", 0, 7), ("blockquote", 2, 3)]),
        ("abc def ghi", [("blockquote", 0, 7), ("code", 5, 4)]),
        ("abc def ghi", [("blockquote", 0, 7), ("code", 2, 3)]),
        ("abc def ghi", [("bold", 0, 3), ("bold", 2, 5)]),
    ],
)
def test_a_tricky_text_is_taken_or_refused_in_the_words_of_tdlib(
    text: str, entities: list[tuple[str, int, int]]
) -> None:
    wanted = [entity(*each) for each in entities]
    assert server_says(text, wanted) == tdlib_says(text, wanted)


KINDS = st.sampled_from(sorted(set(TDLIB_TYPES) - {"bot_command", "mention"}))
ALPHABET = "ab \n\t\ré中\U0001f600\U0001d49c\u200b\u200e\u200f\u2028\u0333\u0301\u200d"


@settings(max_examples=400, deadline=None)
@given(st.text(ALPHABET, min_size=1, max_size=14), st.data())
def test_any_entities_over_any_text_are_judged_and_shown_as_by_tdlib(text: str, data: st.DataObject) -> None:
    units = utf16_units(text)
    places = st.builds(entity, KINDS, st.integers(0, units), st.integers(0, units))
    entities = data.draw(st.lists(places, max_size=5))
    ours, theirs = server_says(text, entities), tdlib_says(text, entities)
    # Of several faults each names the one that it meets first; TDLib cuts styles into pieces before it looks.
    assert isinstance(ours, str) == isinstance(theirs, str)
    if not isinstance(ours, str):
        assert ours == theirs


@pytest.mark.parametrize(
    "text",
    [
        "/brief 2501.12345",
        "/brief@paper_brief_bot 2501.12345",
        "please /brief@ab no",
        "x/brief </brief> //brief /brief/x",
        "/取 /brief中",
        "\U0001f600 /ask @reader_one, @abc and ann@example.org",
        "@reader_one\n/top_10",
        "https://arxiv.org/@someone /brief",
        "/" + "a" * 65,
        "(/brief)",
        "@" + "b" * 33,
    ],
)
def test_commands_and_mentions_are_found_where_tdlib_finds_them(text: str) -> None:
    found = [
        entity(NAMES[each["type"]["@type"].removeprefix("textEntityType")], each["offset"], each["length"])
        for each in ask({"@type": "getTextEntities", "text": text})["entities"]
        if each["type"]["@type"] in ("textEntityTypeBotCommand", "textEntityTypeMention")
    ]
    assert found_entities(text) == found


@pytest.mark.parametrize(
    "address",
    [
        "https://arxiv.org/abs/2501.12345v2#S1",
        "http://127.0.0.1:8000/a?b=c",
        "arxiv.org",
        "https://user:word@example.org/",
        "https://例え.jp/紙",
        "tg://resolve?domain=someone",
        "",
        "arxiv",
        "http://localhost/",
        "ftp://example.org/",
        "http://a b.org/",
        "http://example.org:99999/",
    ],
)
def test_an_address_is_taken_or_refused_in_the_words_of_tdlib(address: str) -> None:
    wanted = [entity("text_link", 0, 4, url=address)]
    assert server_says("here", wanted) == tdlib_says("here", wanted)


def test_white_space_at_the_ends_goes_and_entities_move_along() -> None:
    text, entities = shown_text("  \n brief \n", [entity("bold", 4, 7)])
    assert (text, entities) == ("brief", [entity("bold", 0, 5)])


def test_the_hundred_and_first_entity_is_lost_without_a_word() -> None:
    _, entities = shown_text("a " * 150, [entity("code", 2 * place, 1) for place in range(150)])
    assert len(entities) == 100
    assert entities[-1]["offset"] == 198


@pytest.mark.parametrize("text", ["   ", "\n\t ", "\u200b\u200d", "\u00a0"])
def test_a_text_of_nothing_to_see_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="Bad Request: text must be non-empty"):
        shown_text(text, [])


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("bold", "expected an Object"),
        ({"type": "bold", "offset": 0}, 'Can\'t find field "length"'),
        ({"type": "shiny", "offset": 0, "length": 1}, "Unsupported type specified"),
        ({"type": "text_link", "offset": 0, "length": 1}, 'Can\'t find field "url"'),
    ],
)
def test_an_entity_that_cannot_be_read_is_refused(raw: object, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_entities([raw])
    assert refused.value.description == f"Bad Request: can't parse MessageEntity: {words}"


def test_a_bot_cannot_send_the_entities_that_the_server_finds_itself() -> None:
    assert read_entities([entity("mention", 0, 4), entity("bold", 0, 4)]) == [entity("bold", 0, 4)]
