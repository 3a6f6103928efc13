"""Reading what a model wrote, and saying what form it should have: pure, without a server."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from bot.clients.llm_answers import (
    Completion,
    Unfit,
    instructions,
    read_answer,
    read_completion,
    schema_of,
    spoken,
)
from bot.domain.prompts import Usage


class Slot(BaseModel):
    """A clause."""

    text: str = ""
    sentences: list[int] = Field(default_factory=list)


class Answer(BaseModel):
    title: str
    slot: Slot | None = None


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(title=TEXTS, text=TEXTS)
def test_whatever_stands_inside_the_strings_a_bare_object_is_read_as_it_is(title: str, text: str) -> None:
    answer = Answer(title=title, slot=Slot(text=text, sentences=[1]))
    assert read_answer(answer.model_dump_json(), Answer) == answer


@given(
    title=TEXTS.filter(lambda text: "think" not in text),
    before=st.sampled_from(["", "Here:\n", "<think>{</think>"]),
)
def test_a_fenced_object_is_read_whatever_comes_before(title: str, before: str) -> None:
    answer = Answer(title=title)
    assert read_answer(f"{before}```json\n{answer.model_dump_json()}\n```", Answer) == answer


@given(st.text())
def test_any_text_is_an_answer_or_has_a_fault(text: str) -> None:
    read = read_answer(text, Answer)
    assert isinstance(read, Unfit)
    assert read.faults


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ('{"title": "</think>", "slot": null}', "</think>"),
        ('{"title": "```json\\n{}\\n```"}', "```json\n{}\n```"),
        ('For example ```{"title": "one"}```. The answer: ```{"title": "two"}```', "two"),
        ('[{"title": "listed"}]', "listed"),
        ('<thinking>{"title": "draft"}</thinking>{"title": "final"}', "final"),
    ],
)
def test_the_answer_is_found_and_not_what_looks_like_it(text: str, title: str) -> None:
    assert read_answer(text, Answer) == Answer(title=title)


def test_faults_name_their_place() -> None:
    read = read_answer('{"slot": {"sentences": ["x"]}}', Answer)
    assert isinstance(read, Unfit)
    assert read.faults[0] == "title: Field required"
    assert read.faults[1].startswith("slot.sentences.0: Input should be a valid integer")


def test_a_fault_of_the_form_is_told_before_a_fault_of_the_syntax() -> None:
    read = read_answer('```{"slot": null}``` {"', Answer)
    assert isinstance(read, Unfit)
    assert "title: Field required" in read.objection
    read = read_answer('{"slot": {"', Answer)
    assert isinstance(read, Unfit)
    assert "there is no JSON object in it" in read.objection


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<think>a</think>b", "b"),
        ("a</think>\nb", "b"),
        ("<think>a", ""),
        ("a<think>b</think>c</think>d", "d"),
    ],
)
def test_thoughts_are_not_spoken(text: str, left: str) -> None:
    assert spoken(text) == left


def test_a_schema_is_strict_and_whole() -> None:
    slot = {
        "description": "A clause.",
        "properties": {
            "text": {"type": "string"},
            "sentences": {"items": {"type": "integer"}, "type": "array"},
        },
        "required": ["text", "sentences"],
        "type": "object",
        "additionalProperties": False,
    }
    assert schema_of(Answer) == {
        "properties": {"title": {"type": "string"}, "slot": {"anyOf": [slot, {"type": "null"}]}},
        "required": ["title", "slot"],
        "type": "object",
        "additionalProperties": False,
    }


def test_the_instructions_hold_the_schema_after_the_prompts_own_words() -> None:
    text = instructions("Be brief.", Answer)
    assert text.startswith("Be brief.\n\n")
    assert "JSON" in text
    assert json.loads(text[text.index("{") :]) == schema_of(Answer)


@pytest.mark.parametrize(
    "usage",
    [None, [], "many", {"prompt_tokens": "x"}, {"prompt_tokens_details": []}, {"prompt_tokens": None}],
)
def test_a_bill_that_cannot_be_read_costs_no_answer(usage: object) -> None:
    body = json.dumps({"choices": [{"message": {"content": "{}"}}], "usage": usage})
    assert read_completion(body.encode()) == Completion("{}", Usage())


def test_cached_tokens_and_cache_writes_are_told_apart() -> None:
    details = {"cached_tokens": 1024, "cache_write_tokens": 128}
    usage = {"prompt_tokens": 1300, "completion_tokens": 9, "prompt_tokens_details": details}
    body = json.dumps({"choices": [{"message": {"content": ""}, "finish_reason": "length"}], "usage": usage})
    assert read_completion(body.encode()) == Completion(
        "", Usage(input=1300, cached=1024, cache_writes=128, output=9), cut_short=True
    )


class Whole(BaseModel):
    """As a brief is: parts that may be empty."""

    numbers: list[int] = Field(default_factory=list)
    first: Slot
    second: Slot


GIVEN = '{"numbers":[1],"first":{"text":"a","sentences":[2]},"second":{"text":"b","sentences":[3]}}'
READ = Whole(numbers=[1], first=Slot(text="a", sentences=[2]), second=Slot(text="b", sentences=[3]))


@pytest.mark.parametrize(
    "text",
    [
        GIVEN.replace("[3]", "[3,]"),
        GIVEN.replace("[3]", '["S3"]'),
        GIVEN.replace("[3]", "3"),
        GIVEN.replace("[3]", '"S3"'),
        GIVEN.replace('"first"', '"First"'),
        GIVEN[:-1],
        f"```json\n{GIVEN[:-1]}\n```",
        f'{{"answer": {GIVEN}}}',
        f"Set {{x}}. {GIVEN}",
        f'<reasoning>{{"numbers": [9]}}</reasoning>{GIVEN}',
        f"[THINK]{{a}}[/THINK]{GIVEN}",
        f"<|channel|>analysis<|message|>{{x}}<|end|><|channel|>final<|message|>{GIVEN}<|return|>",
        GIVEN.replace('"a"', '"draft"') + "\n" + GIVEN,
    ],
)
def test_the_slips_that_models_make_are_mended(text: str) -> None:
    assert read_answer(text, Whole) == READ


def test_nothing_said_is_an_empty_part() -> None:
    empty = READ.model_copy(update={"second": Slot()})
    assert read_answer(GIVEN.replace('{"text":"b","sentences":[3]}', "null"), Whole) == empty
    assert read_answer(GIVEN.replace(',"second":{"text":"b","sentences":[3]}', ""), Whole) == empty
    assert read_answer(GIVEN.replace('"b"', "null").replace("[3]", "null"), Whole) == empty
    raw = read_answer(GIVEN.replace('"b"', '"b\nc"'), Whole)
    assert raw == READ.model_copy(update={"second": Slot(text="b\nc", sentences=[3])})


@pytest.mark.parametrize(
    "text",
    [
        '{"numbers":[1]}',
        '{"first":{"text":"a","sentences":[2]}',  # cut short: nobody knows what else it held
        GIVEN.replace('"b"', '["b"]'),
        GIVEN.replace("[3]", '"the third"'),
        "{" * 5000,
    ],
)
def test_what_is_no_slip_is_refused(text: str) -> None:
    assert isinstance(read_answer(text, Whole), Unfit)
