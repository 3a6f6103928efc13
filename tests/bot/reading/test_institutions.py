"""The table of institutions keeps its form, and a printed affiliation finds its own row or none."""

import json
import re
from collections import defaultdict
from importlib.resources import files
from pathlib import Path
from time import process_time

import pytest

from bot.reading.institutions import canonical, key_of_name, shown
from bot.reading.letters import fold

TRUTH = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "truth.jsonl"
LEAST_ROWS = 400
LEAST_SHARE = 0.83  # of the institutions printed on the papers; 0.86 were known when this was written
HAN = re.compile(r"[\u4e00-\u9fff]")
TABLE = files("bot.reading").joinpath("institutions.tsv").read_text(encoding="utf-8")
LINES = [line for line in TABLE.splitlines() if not line.startswith("#")]
ROWS = [tuple(line.split("\t")) for line in LINES]


def spellings(row: tuple[str, ...]) -> list[str]:
    name, chinese, short, others = row
    return [spelling for spelling in (name, chinese, short, *others.split("|")) if spelling]


def name_of(printed: str) -> str | None:
    institution = canonical(printed)
    return institution.name if institution else None


def test_every_row_has_four_clean_columns() -> None:
    for line, row in zip(LINES, ROWS, strict=True):
        assert len(row) == 4, line
        assert row[0], line
        for cell in (*row[:3], *row[3].split("|")):
            assert cell == " ".join(cell.split()), line
        assert row[3] == "" or all(row[3].split("|")), line
        assert not HAN.search(row[0]), line


def test_a_chinese_name_is_chinese() -> None:
    assert [row for row in ROWS if row[1] and not HAN.search(row[1])] == []


def test_the_table_has_its_size_and_its_order() -> None:
    names = [fold(row[0]) for row in ROWS]
    assert len(names) >= LEAST_ROWS
    assert names == sorted(names)


def test_a_spelling_belongs_to_one_row_only() -> None:
    owners = defaultdict(set)
    for row in ROWS:
        for spelling in spellings(row):
            owners[key_of_name(spelling)].add(row[0])
    assert {key: names for key, names in owners.items() if len(names) > 1} == {}


def test_no_row_says_a_spelling_twice() -> None:
    for row in ROWS:
        others = [key_of_name(spelling) for spelling in row[3].split("|") if spelling]
        before = {key_of_name(cell) for cell in row[:3] if cell}
        assert len(others) == len(set(others) - before), row


def test_no_spelling_is_so_short_that_a_state_in_an_address_could_match_it() -> None:
    keys = {key_of_name(spelling) for row in ROWS for spelling in spellings(row)}
    assert [key for key in keys if key.isascii() and len(key) < 3] == []


def test_every_spelling_leads_to_its_row_alone_and_behind_a_department() -> None:
    for row in ROWS:
        for spelling in spellings(row):
            assert name_of(spelling) == row[0]
            assert name_of(f"Department of Applied Wonders, {spelling}, Somewhere 12345") == row[0]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("TSINGHUA UNIVERSITY", "Tsinghua University"),
        ("the university of tokyo", "University of Tokyo"),
        ("ETH Zürich", "ETH Zurich"),
        ("Universite de Montreal", "Université de Montréal"),
        ("Texas A & M University", "Texas A&M University"),
        (
            "Hong Kong University of Science & Technology",
            "The Hong Kong University of Science and Technology",
        ),
        ("Xi’an Jiaotong University", "Xi'an Jiaotong University"),
        ("Univ. of Toronto", "University of Toronto"),
        ("Samsung Electronics Co., Ltd.", "Samsung Electronics"),
        ("IBM T.J. Watson Research Center", "IBM T. J. Watson Research Center"),
        ("University of Texas, Austin", "The University of Texas at Austin"),
        ("Fudan University (Shanghai)", "Fudan University"),
        ("Fudan University (Shanghai, China)", "Fudan University"),
        ("Sichuan University [China]", "Sichuan University"),
        ("Massachusetts Institute of Technology (MIT)", "Massachusetts Institute of Technology"),
        ("Nanyang Technological University (NTU)", "Nanyang Technological University"),
        ("Department of Physics, University of Oxford, UK", "University of Oxford"),
        ("School of CS,\nPeking University", "Peking University"),
        ("Dept. of EECS, University of California, Berkeley, CA 94720", "University of California, Berkeley"),
        ("清华大学", "Tsinghua University"),
    ],
)
def test_another_printing_of_a_name_finds_it(printed: str, name: str) -> None:
    assert name_of(printed) == name


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("The Chinese University of Hong Kong (Shenzhen)", "The Chinese University of Hong Kong, Shenzhen"),
        (
            "Institute of Automation, Chinese Academy of Sciences, Beijing",
            "Institute of Automation, Chinese Academy of Sciences",
        ),
        ("Northeastern University, Shenyang, China", "Northeastern University, China"),
        ("University of Maryland, Baltimore County", "University of Maryland, Baltimore County"),
        ("Queen's University Belfast", "Queen's University Belfast"),
        ("University of Jinan", "University of Jinan"),
    ],
)
def test_a_longer_name_goes_before_the_shorter_one_inside_it(printed: str, name: str) -> None:
    assert name_of(printed) == name


@pytest.mark.parametrize(
    "printed",
    [
        "",
        ", ,",
        "Independent Researcher",
        "Stanford, CA",
        "University of California",
        "University of California, Atlantis",
        "Northeastern University",
        "NTU",
        "Nanjing University of the Arts",
        "Friends of Stanford University",
        "Stanford University Hospital",
        "University of Oxford Brookes",
        "Fudan University (a fictional branch)",
        "Googleplex",
        "Department of Physics University of Oxford",
        "Institute of Automation, University of Atlantis",
    ],
)
def test_a_name_that_the_table_does_not_hold_is_not_guessed(printed: str) -> None:
    assert canonical(printed) is None


def test_two_organisations_in_one_line_are_not_taken_for_one() -> None:
    assert canonical("Google DeepMind, University of Toronto") is None
    assert (
        name_of("MIT CSAIL, Massachusetts Institute of Technology") == "Massachusetts Institute of Technology"
    )


def test_a_chinese_reader_sees_the_chinese_name_and_an_english_one_what_is_printed() -> None:
    printed = "Department of Mathematics, University of Padova"
    assert shown(printed, "zh") == "帕多瓦大学"
    assert shown(printed, "en") == printed


def test_a_chinese_reader_sees_what_is_printed_where_no_chinese_name_is_in_use() -> None:
    assert shown("Hugging Face", "zh") == "Hugging Face"
    assert shown("Institute of Nowhere", "zh") == "Institute of Nowhere"


def test_the_short_form_comes_with_the_name() -> None:
    institution = canonical("Carnegie Mellon")
    assert institution
    assert (institution.chinese, institution.short) == ("卡内基梅隆大学", "CMU")


@pytest.mark.skipif(not TRUTH.exists(), reason="the corpus of real papers is not beside the project")
def test_most_institutions_of_real_papers_are_known() -> None:
    papers = [json.loads(line) for line in TRUTH.read_text(encoding="utf-8").splitlines()]
    printed = sorted({name for paper in papers for name in paper["affiliations"] or ()})
    known = [name for name in printed if canonical(name)]
    assert len(known) / len(printed) >= LEAST_SHARE


def test_an_endless_line_costs_no_more_than_a_long_one() -> None:
    began = process_time()
    assert canonical("a, " * 30_000 + "Tsinghua University") is None
    assert canonical("(a, b " * 150) is None
    assert process_time() - began < 2, "it was minutes"
    named = canonical(", ".join([*("Department of Nothing",) * 20, "Tsinghua University"]))
    assert named
    assert named.name == "Tsinghua University"
