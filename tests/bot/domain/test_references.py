"""References: an id, an address or advice; nothing else comes out of a person's words."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import Attachment
from bot.domain.references import ArxivReference, FileReference, WebReference, is_web_address, parse_reference
from bot.errors import CannotDo, Why


@pytest.mark.parametrize(
    "text",
    [
        "2501.12345v2",
        " arXiv:2501.12345v2 ",
        "<https://arxiv.org/abs/2501.12345v2>",
        "arxiv.org/pdf/2501.12345v2.pdf",
    ],
)
def test_every_name_of_an_arxiv_paper_gives_the_same_reference(text: str) -> None:
    assert parse_reference(text) == ArxivReference(id=ArxivId(number="2501.12345", version=2))


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/paper.pdf",
        "http://example.com:8080/a,b(c).pdf?x=1#page=2",
        "HTTPS://example.com",
        "https://example.com/论文.pdf",
        "https://[2001:db8::1]/paper.pdf",
        "https://example.com/abs/2501.12345",
    ],
)
def test_another_address_is_taken_as_it_stands(address: str) -> None:
    assert parse_reference(f" <{address}>\n") == WebReference(address=address)


@pytest.mark.parametrize("text", ["2513.12345", "arXiv:2501", "https://arxiv.org/abs/2501.12345v0"])
def test_a_slip_in_an_arxiv_id_is_refused_as_such_and_never_fetched_as_an_address(text: str) -> None:
    with pytest.raises(CannotDo) as refusal:
        parse_reference(text)
    assert refusal.value.reason.why is Why.MALFORMED_ARXIV_ID
    assert refusal.value.reason.facts == {"text": text}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "paper.pdf",
        "example.com/paper.pdf",
        "javascript:alert(1)",
        "https://",
        "https:///paper.pdf",
        "https://example.com/a paper.pdf",
        "https://example.com/a\nb.pdf",
        "https://example.com/\u202efdp.exe",
        "https://example.com/\x00",
        "https://example.com/\udc80.pdf",
        "https://[2001:db8::1/paper.pdf",
        "https://example.com:port/paper.pdf",
        "https://example.com:99999/paper.pdf",
        "https://example.com:0/paper.pdf",
    ],
)
def test_what_names_no_paper_is_refused(text: str) -> None:
    with pytest.raises(CannotDo) as refusal:
        parse_reference(text)
    assert refusal.value.reason.why is Why.NOT_A_PAPER_REFERENCE
    assert refusal.value.reason.facts == {"text": text}


@pytest.mark.parametrize("text", ["ftp://example.com/paper.pdf", "file:///etc/hosts"])
def test_an_address_of_another_kind_is_refused_as_one(text: str) -> None:
    with pytest.raises(CannotDo) as refusal:
        parse_reference(text)
    assert refusal.value.reason.why is Why.ADDRESS_REFUSED
    assert refusal.value.reason.facts == {"address": text}


def test_a_refusal_quotes_no_more_than_80_characters() -> None:
    with pytest.raises(CannotDo) as refusal:
        parse_reference("x" * 1000)
    assert refusal.value.reason.facts == {"text": "x" * 80}


def test_each_reference_has_the_name_that_its_person_knows() -> None:
    file = Attachment(platform="chat", handle="F1", name="draft.pdf")
    assert FileReference(file=file).label == "draft.pdf"
    assert parse_reference("https://arxiv.org/pdf/2501.12345v2").label == "arXiv:2501.12345v2"
    assert parse_reference("https://example.com/1").label == "https://example.com/1"


@given(st.text() | st.text().map("https://".__add__) | st.from_regex(r"https?://[^/]*:\d*/.*"))
def test_any_text_is_a_reference_or_is_refused(text: str) -> None:
    with suppress(CannotDo):
        reference = parse_reference(text)
        assert not isinstance(reference, WebReference) or is_web_address(reference.address)


@pytest.mark.parametrize("text", ["#0123456789ab", "#0123456789ABcdef", " #0123456789ab "])
def test_a_kept_file_has_a_handle(text: str) -> None:
    assert parse_reference(text).label == text.strip().lower()


@pytest.mark.parametrize("text", ["#0123456789a", "#0123456789ag", "0123456789ab", "#"])
def test_what_is_too_short_for_a_handle_or_no_number_is_none(text: str) -> None:
    with pytest.raises(CannotDo):
        parse_reference(text)
