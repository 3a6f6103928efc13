"""The rules that look at words alone, as tables: hyphens, names, organisations, capitals."""

from collections.abc import Sequence

import pytest

from bot.reading.capitals import in_reading_case
from bot.reading.hyphens import PaperWords, closed_up, joined, with_whole_ligatures
from bot.reading.languages import language_of
from bot.reading.markers import CLOSE, OPEN, marks_in
from bot.reading.names import in_reading_case as names_in_reading_case
from bot.reading.names import is_name, split_names
from bot.reading.organisations import organisations_in


@pytest.mark.parametrize(
    ("lines", "paper", "text"),
    [
        (["a signifi-", "cant gain"], "", "a significant gain"),
        (["a two-", "stage method"], "", "a two-stage method"),
        (["in real-", "time systems"], "", "in real-time systems"),
        (["for decision-", "making"], "", "for decision-making"),
        (["with-", "out it"], "", "without it"),
        (["a mixture-of-", "experts"], "", "a mixture-of-experts"),
        (["our pre-", "training"], "we do pretraining twice", "our pretraining"),
        (["our over-", "head"], "an over-head of two", "our over-head"),
        (["short- and long-", "term plans"], "long-term", "short- and long-term plans"),
        (["short-", "and long-term"], "", "short- and long-term"),
        (["from English-", "to-German texts"], "", "from English-to-German texts"),
        (["the GPT-", "4 model"], "", "the GPT-4 model"),
        (["Memory-", "Efficient"], "", "Memory-Efficient"),
        (["at github.com/over-", "head now"], "", "at github.com/over-head now"),
        (["a detok-", "enization step"], "", "a detokenization step"),
    ],
)
def test_a_hyphen_at_a_lines_end_is_judged_by_paper_and_lexicon(
    lines: list[str], paper: str, text: str
) -> None:
    assert joined(lines, PaperWords(lambda: [paper])) == text


def test_halves_at_line_ends_of_the_paper_are_no_evidence() -> None:
    words = PaperWords(lambda: ["the per-\r\nformance of the two-\r\nstage method"])
    assert (words.count("two-stage"), words.count("formance")) == (0, 1)


@pytest.mark.parametrize(
    "name",
    [
        "Ada Lovelace",
        "Łukasz Kaiser",
        "Aidan N. Gomez",
        "Carla van der Berg",
        "Dhabaleswar K. (DK) Panda",
        "Róbert Csordás",
        "J.-P. O’Neil",
        "Jithin VG",
        "Xian Li",
        "Da Huang",
        "San Zhang (张三)",
    ],
)
def test_a_persons_name_is_one(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "other",
    [
        "Peking University",
        "Google Brain",
        "New York",
        "Equal contribution",
        "2024",
        "The Method",
        "Department of Physics",
        "ETH Zurich",
        "lower case words",
        "Abstract",
    ],
)
def test_an_organisation_a_place_or_prose_is_no_name(other: str) -> None:
    assert not is_name(other)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Anna Keller, Bo Li, and Carla Gomez", ["Anna Keller", "Bo Li", "Carla Gomez"]),
        ("Anna Keller · Bo Li & Carla Gomez", ["Anna Keller", "Bo Li", "Carla Gomez"]),
        ("Anna Keller, Member, IEEE, and Bo Li, Fellow, IEEE", ["Anna Keller", "Bo Li"]),
        (f"Anna Keller{OPEN}1*{CLOSE} Bo Li{OPEN}2{CLOSE}", ["Anna Keller", "Bo Li"]),
        ("Anna Keller1,2, Bo Li2", ["Anna Keller", "Bo Li"]),
        ("By Anna Keller et Bo Li", ["Anna Keller", "Bo Li"]),
        ("Martin King, Jr., Bo Li", ["Martin King, Jr.", "Bo Li"]),
    ],
)
def test_an_author_line_falls_into_its_names(line: str, names: Sequence[str]) -> None:
    assert [name.text for name in split_names(line)] == names


@pytest.mark.parametrize(
    ("raised", "marks"),
    [("1,2*", ("1", "2", "*")), ("a,b", ("a", "b")), ("∗†", ("*", "†")), ("12", ("12",)), ("λ∗", ("λ", "*"))],
)
def test_a_superscript_falls_into_its_marks(raised: str, marks: tuple[str, ...]) -> None:
    assert marks_in(raised) == marks


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("School of Computer Science, Fudan University, Shanghai, China", ["Fudan University"]),
        ("Department of Physics\nUniversity of Vienna\nVienna, Austria", ["University of Vienna"]),
        ("University of California, San Diego", ["University of California, San Diego"]),
        ("Bright Systems Inc, 12 Broadway, New York, USA", ["Bright Systems Inc"]),
        ("IST Austria & Rivermind", ["IST Austria", "Rivermind"]),
        ("Google DeepMind, London, UK", ["Google DeepMind"]),
        ("Rivermind, Mountain View, CA 94043", ["Rivermind"]),
        ("University of Vienna\nGoogle Research", ["University of Vienna", "Google Research"]),
        (
            "Institute of Computing Technology, Chinese Academy of Sciences, Beijing",
            ["Institute of Computing Technology, Chinese Academy of Sciences"],
        ),
        (
            "Laboratoire d'Informatique, Université Grenoble Alpes, 38000 Grenoble",
            ["Université Grenoble Alpes"],
        ),
        ("The Chinese University of Hong Kong, Shenzhen", ["The Chinese University of Hong Kong, Shenzhen"]),
        ("Department of Mathematics and Statistics", ["Department of Mathematics and Statistics"]),
        ("Vienna, Austria", []),
    ],
)
def test_an_affiliation_gives_its_organisations(printed: str, names: list[str]) -> None:
    assert organisations_in(printed) == names


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["AMR MOHAMED", "BO LI", "J.-P. O'NEIL"], ("Amr Mohamed", "Bo Li", "J.-P. O'Neil")),
        (["Jithin VG", "Adarsh MS"], ("Jithin VG", "Adarsh MS")),
        (["CARLA VAN DER BERG"], ("Carla van der Berg",)),
    ],
)
def test_names_in_capitals_are_shown_as_one_writes_them(names: list[str], shown: tuple[str, ...]) -> None:
    assert names_in_reading_case(names) == shown


def test_a_word_in_capitals_takes_the_form_that_the_page_gives_it() -> None:
    page = "MrT models use GPUs. FAST MRT FOR GPUS OF THE DNA"
    frequency = {"fast": 5.2, "dna": 4.9}
    title = in_reading_case(
        "FAST MRT FOR GPUS OF THE DNA", page + " DNA", frequency=lambda word: frequency.get(word, 0)
    )
    assert title == "Fast MrT for GPUs of the DNA"


def test_spaces_before_stops_are_closed() -> None:
    assert closed_up("a gain of 2 × , and more : yes .") == "a gain of 2 ×, and more: yes."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("we show that the cache is of use", "en"),
        ("der Speicher ist nicht von Nutzen und die Zeit", "de"),
        ("x y", None),
    ],
)
def test_common_words_tell_the_language(text: str, language: str | None) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("the resource prof iler runs", "the resource profiler runs"),
        ("an of fline and ef ficient run", "an offline and efficient run"),
        ("one of low cost if in doubt", "one of low cost if in doubt"),
        ("switched off line by line", "switched off line by line"),
    ],
)
def test_a_word_that_a_ligature_cut_is_whole_again(text: str, whole: str) -> None:
    assert with_whole_ligatures(text, PaperWords(lambda: [""])) == whole


@pytest.mark.parametrize(
    ("affiliation", "names"),
    [
        ("Robotics Institute, UC San Diego, La Jolla, CA, USA", ["UC San Diego"]),
        ("Centrum Wiskunde & Informatica, Amsterdam", ["Centrum Wiskunde & Informatica"]),
        ("Otterlab Vienna & Humming", ["Otterlab Vienna", "Humming"]),
        ("Huawei Technologies Co., Ltd., Shenzhen, China", ["Huawei Technologies Co., Ltd"]),
        ("Key Laboratory of Caches, Ministry of Education, VinUniversity", ["VinUniversity"]),
        (
            "The Hong Kong University of Science and Technology (Guangzhou), Guangzhou, China",
            ["The Hong Kong University of Science and Technology (Guangzhou)"],
        ),
        (
            "Institute of Automation, Chinese Academy of Sciences",
            ["Institute of Automation, Chinese Academy of Sciences"],
        ),
        ("清华大学", ["清华大学"]),
    ],
)
def test_well_known_names_and_legal_forms_stay_whole(affiliation: str, names: Sequence[str]) -> None:
    assert [name.rstrip(".") for name in organisations_in(affiliation)] == names
