"""Real papers: sections, first words and captions against what was typed from the page images."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.clients.paper_files import read_file
from bot.domain.pages import ReadLimits
from bot.domain.texts import PaperText
from bot.errors import CannotDo, Why
from bot.reading.letters import key_of

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "pdf"
TRUTH = Path(__file__).resolve().parents[1] / "reading" / "sections_truth.json"
DEEPEST = 2  # the truth names sections and subsections
pytestmark = [
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real papers is not beside the project"),
    pytest.mark.skipif(not TRUTH.is_file(), reason="nobody has typed the sections of the real papers here"),
]


@cache
def text_of(name: str) -> PaperText:
    text = read_file(CORPUS / name, name=name, limits=ReadLimits(whole=True)).text
    assert text is not None
    return text


@cache
def truths() -> dict[str, Any]:
    typed: dict[str, Any] = json.loads(TRUTH.read_text(encoding="utf-8"))
    return typed


def matched(name: str) -> list[tuple[int, int]]:
    """Pairs of places of the same title on the same page, in the same order: the longest such series."""
    typed = [(key_of(one["title"]), one["page"]) for one in truths()[name]["sections"]]
    read = [(key_of(section.title), section.page) for section in text_of(name).sections]
    best = [[0] * (len(read) + 1) for _ in range(len(typed) + 1)]
    for i in range(len(typed) - 1, -1, -1):
        for j in range(len(read) - 1, -1, -1):
            same = typed[i] == read[j]
            best[i][j] = best[i + 1][j + 1] + 1 if same else max(best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(typed) and j < len(read):
        if typed[i] == read[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def under(text: PaperText, place: int) -> list[str]:
    """The passages of a section and of the run-in headings in it."""
    end = place + 1
    while end < len(text.sections) and text.sections[end].run_in:
        end += 1
    return [
        passage.text
        for passage in text.passages
        if passage.section is not None and place <= passage.section < end
    ]


def test_section_titles_reach_their_figures_with_page_and_order() -> None:
    printed = read = found = levels = 0
    for name, truth in truths().items():
        pairs = matched(name)
        right = {place for _, place in pairs}
        sections = text_of(name).sections
        more = [
            place
            for place, section in enumerate(sections)
            if place not in right and not section.run_in and section.level <= DEEPEST
        ]
        printed, read, found = (
            printed + len(truth["sections"]),
            read + len(right) + len(more),
            found + len(right),
        )
        levels += sum(truth["sections"][one]["level"] == sections[other].level for one, other in pairs)
    assert printed >= 200
    assert found / printed >= 0.98
    assert found / read >= 0.99
    assert levels / found >= 0.99


def test_the_first_words_of_a_section_stand_under_its_title() -> None:
    typed = stand = 0
    for name, truth in truths().items():
        for one, place in matched(name):
            words = key_of(truth["sections"][one]["first_words"])
            if words:
                typed += 1
                stand += any(words in key_of(text[:400]) for text in under(text_of(name), place))
    assert typed >= 180
    assert stand / typed >= 0.98


def test_captions_are_found_on_their_pages() -> None:
    for name, truth in truths().items():
        captions = [
            (passage.page, key_of(passage.text))
            for passage in text_of(name).passages
            if passage.kind == "caption"
        ]
        for caption in truth["captions"]:
            words = key_of(caption["first_words"])
            assert any(page == caption["page"] and text.startswith(words) for page, text in captions), caption


def test_every_real_paper_gives_running_text_under_headings() -> None:
    scans = {"1978_apl_fp_detrapping.pdf"}
    for path in sorted(CORPUS.glob("*.pdf")):
        if path.name in scans:
            continue
        text = text_of(path.name)
        paragraphs = [passage for passage in text.passages if passage.kind == "paragraph"]
        headed = sum(len(passage.text) for passage in paragraphs if passage.section is not None)
        assert len(text.sections) >= 4, path.name
        assert headed >= 0.9 * sum(len(passage.text) for passage in paragraphs), path.name


def test_a_scan_without_a_text_layer_is_refused() -> None:
    with pytest.raises(CannotDo) as refused:
        text_of("1978_apl_fp_detrapping.pdf")
    assert refused.value.reason.why is Why.PDF_NO_TEXT
