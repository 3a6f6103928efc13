"""arXiv's ids: every form that a person can paste is read, and no other number passes for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.arxiv_ids import ArxivId
from bot.errors import CannotDo, Why

WELL_FORMED = [
    ("0704.0001", "0704.0001", None),
    ("0706.0001v2", "0706.0001", 2),
    ("1412.7878", "1412.7878", None),
    ("1501.00001", "1501.00001", None),
    ("2501.12345", "2501.12345", None),
    ("2512.12345v1", "2512.12345", 1),
    ("9912.12345v2", "9912.12345", 2),
    ("2501.12345V2", "2501.12345", 2),
    ("2501.12345v117", "2501.12345", 117),
    ("  2501.12345v2\n", "2501.12345", 2),
    ("arXiv:2501.12345", "2501.12345", None),
    ("ARXIV:2501.12345v3", "2501.12345", 3),
    ("arxiv: 2501.12345", "2501.12345", None),
    ("hep-th/9901001", "hep-th/9901001", None),
    ("arXiv:hep-th/9901001v3", "hep-th/9901001", 3),
    ("HEP-TH/9901001", "hep-th/9901001", None),
    ("math.GT/0309136", "math/0309136", None),
    ("cs.CL/0703001v1", "cs/0703001", 1),
    ("cond-mat.mtrl-sci/0501001", "cond-mat/0501001", None),
    ("q-alg/9701001", "q-alg/9701001", None),
    ("q-bio.CB/0701001", "q-bio/0701001", None),
    ("astro-ph/9204001", "astro-ph/9204001", None),
    ("10.48550/arXiv.2501.12345", "2501.12345", None),
    ("doi:10.48550/arXiv.hep-th/9901001", "hep-th/9901001", None),
    ("https://doi.org/10.48550/arXiv.2501.12345", "2501.12345", None),
]

ADDRESSES = [
    ("https://arxiv.org/abs/2501.12345", "2501.12345", None),
    ("http://arxiv.org/abs/2501.12345v2", "2501.12345", 2),
    ("HTTPS://ARXIV.ORG/ABS/2501.12345", "2501.12345", None),
    ("arxiv.org/abs/2501.12345", "2501.12345", None),
    ("https://arxiv.org/abs/2501.12345/", "2501.12345", None),
    ("https://arxiv.org/abs/arXiv:2501.12345", "2501.12345", None),
    ("https://arxiv.org/pdf/2501.12345", "2501.12345", None),
    ("https://arxiv.org/pdf/2501.12345v2.pdf", "2501.12345", 2),
    ("https://arxiv.org/pdf/2501.12345.PDF", "2501.12345", None),
    ("https://arxiv.org/pdf/2501.12345v2.pdf#page=3", "2501.12345", 2),
    ("https://arxiv.org/html/2501.12345v1/#S3.SS1", "2501.12345", 1),
    ("https://arxiv.org/html/2501.12345v1/x1.png", "2501.12345", 1),
    ("https://arxiv.org/format/2501.12345", "2501.12345", None),
    ("https://arxiv.org/e-print/2501.12345", "2501.12345", None),
    ("https://arxiv.org/src/2501.12345v1", "2501.12345", 1),
    ("https://arxiv.org/abs/2501.12345?context=cs.LG", "2501.12345", None),
    ("https://arxiv.org/abs/2501.12345v2?utm_source=a&b=2502.54321#c", "2501.12345", 2),
    ("https://arxiv.org/abs/hep-th/9901001", "hep-th/9901001", None),
    ("https://arxiv.org/abs/math.GT/0309136v2", "math/0309136", 2),
    ("https://arxiv.org/pdf/hep-th/9901001v1.pdf", "hep-th/9901001", 1),
    ("https://arxiv.org/ftp/arxiv/papers/0704/0704.0001.pdf", "0704.0001", None),
    ("https://www.arxiv.org/abs/2501.12345", "2501.12345", None),
    ("https://export.arxiv.org/abs/2501.12345", "2501.12345", None),
    ("http://cn.arxiv.org/pdf/2501.12345v1", "2501.12345", 1),
    ("https://ar5iv.labs.arxiv.org/html/2501.12345", "2501.12345", None),
    ("https://ar5iv.org/abs/2501.12345", "2501.12345", None),
    ("https://www.alphaxiv.org/abs/2501.12345v2", "2501.12345", 2),
    ("https://www.alphaxiv.org/overview/2501.12345", "2501.12345", None),
    ("https://www.alphaxiv.org/zh/overview/2501.12345", "2501.12345", None),
    ("https://huggingface.co/papers/2501.12345", "2501.12345", None),
    ("https://papers.cool/arxiv/2501.12345", "2501.12345", None),
]

MALFORMED = [
    "2513.12345",  # a thirteenth month
    "2500.12345",
    "2501.123456",
    "2501.1234",  # five digits since 2015
    "1412.12345",  # four digits before
    "0703.1234",  # the new form began in April 2007
    "2501.00000",  # counted from 1
    "0704.0000",
    "2501.12345v0",
    "2501.12345v",
    "2501.12345v02",
    "2501.12345v" + "9" * 5000,
    "25011.12345",
    "arXiv:",
    "arXiv:hello",
    "arXiv:2501.12345 v2",
    "hep-th/990100",
    "hep-th/99010011",
    "hep-th/9913001",
    "hep-th/0704001",  # the old form ended in March 2007
    "hepth/9901001",
    "chapter/9901001",
    "10.48550/arXiv.2513.12345",
    "https://arxiv.org/abs/2513.12345",
    "https://arxiv.org/abs/2501.12345v0",
    "https://arxiv.org/abs/2501.123456",
    "https://arxiv.org/abs/2501.12345x",
    "https://arxiv.org/abs/",
    "https://arxiv.org/list/cs.LG/recent",
    "https://arxiv.org/search?query=2501.12345",
    "https://huggingface.co/papers/date",
]

NOT_MEANT = [
    "",
    "hello",
    "2501",
    "123456.789",
    "3.14",
    "2501.12345 2502.12345",
    "2501. 12345",
    "2501.12345, please",
    "２５０１．１２３４５",
    "٢٥٠١.١٢٣٤٥",
    "10.1145/3600006.3613165",
    "paper.pdf",
    "papers/2501.12345.pdf",
    "2501.12345.pdf",
    "https://example.com/abs/2501.12345",
    "https://notarxiv.org/abs/2501.12345",
    "https://arxiv.org.example.com/abs/2501.12345",
    "https://example.com/?from=arxiv.org/abs/2501.12345",
    "https://arxiv.org/abs/2501.12345 and more",
    "ftp://arxiv.org/abs/2501.12345",
    "https://huggingface.co/models/2501.12345",
]


@pytest.mark.parametrize(("text", "number", "version"), WELL_FORMED + ADDRESSES)
def test_every_form_that_arxiv_uses_is_read(text: str, number: str, version: int | None) -> None:
    expected = ArxivId(number=number, version=version)
    assert ArxivId.find(text) == expected
    assert ArxivId.parse(text) == expected
    assert ArxivId.is_meant(text)


@pytest.mark.parametrize("text", MALFORMED)
def test_a_slip_in_an_id_is_seen_as_one(text: str) -> None:
    assert ArxivId.find(text) is None
    assert ArxivId.is_meant(text)


@pytest.mark.parametrize("text", NOT_MEANT)
def test_other_words_and_addresses_are_no_id(text: str) -> None:
    assert ArxivId.find(text) is None
    assert not ArxivId.is_meant(text)


@pytest.mark.parametrize("text", MALFORMED + NOT_MEANT)
def test_what_is_no_id_is_quoted_in_the_refusal(text: str) -> None:
    with pytest.raises(CannotDo) as refusal:
        ArxivId.parse(text)
    assert refusal.value.reason.why is Why.MALFORMED_ARXIV_ID
    assert refusal.value.reason.facts == {"text": text[:80]}


@pytest.mark.parametrize("text", [case[0] for case in WELL_FORMED])
def test_an_id_and_the_address_of_its_page_are_read_back_as_the_same_id(text: str) -> None:
    paper = ArxivId.parse(text)
    assert ArxivId.parse(str(paper)) == ArxivId.parse(paper.page) == paper


def test_the_key_is_the_same_for_each_version() -> None:
    assert ArxivId.parse("2501.12345v2").key == ArxivId.parse("2501.12345").key == "arxiv:2501.12345"
    assert ArxivId.parse("math.GT/0309136").key == ArxivId.parse("math/0309136v1").key


@given(st.text())
def test_any_text_can_be_asked_about(text: str) -> None:
    assert ArxivId.find(text) is None or ArxivId.is_meant(text)
