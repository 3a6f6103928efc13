"""Titles as a reader would write them, from the page that holds the title block."""

from bot.domain.arxiv_ids import ArxivId
from tests.bot.reading.drafts import ABSTRACT, BOLD, ITALIC, TITLE, Draft, wrapped


def body(draft: Draft, *, top: float = 200, abstract: str = ABSTRACT) -> None:
    """Authors, abstract and body under a title."""
    draft.centre(top - 50, "Anna Keller", size=12)
    draft.centre(top - 36, "University of Vienna", face=ITALIC)
    draft.centre(top, "Abstract", size=12, face=BOLD)
    below = draft.block(144, top + 18, wrapped(abstract, 324))
    draft.text(108, below + 30, "1 Introduction", size=12, face=BOLD)
    draft.filler(108, below + 50, width=396)


def test_a_title_in_capitals_is_shown_in_a_readers_case_and_acronyms_stay(draft: Draft) -> None:
    draft.text(108, 35, "Published as a conference paper at ICLR 2025")
    draft.text(108, 93, "PARTCACHE: FAST CACHES FOR LONG ANSWERS", size=17)
    draft.text(108, 113, "OF LLMS AND OTHER MODELS", size=17)
    body(draft, abstract="We present PartCache, a cache for LLMs. " + ABSTRACT)
    assert draft.read().title == "PartCache: Fast Caches for Long Answers of LLMs and Other Models"


def test_small_capitals_tell_which_letters_were_capitals(draft: Draft) -> None:
    end = 108.0
    for words, size in (
        ("F", 17),
        ("AST ", 13.6),
        ("M", 17),
        ("R", 13.6),
        ("T ", 17),
        ("C", 17),
        ("ACHES", 13.6),
    ):
        end = draft.text(end, 93, words, size=size)
    body(draft)
    assert draft.read().title == "Fast MrT Caches"


def test_a_title_over_several_lines_loses_the_printers_hyphen_and_keeps_the_authors(draft: Draft) -> None:
    for row, words in enumerate(("KeyKeep: Memory-", "Efficient Caches for Lan-", "guage Models")):
        draft.centre(80 + 20 * row, words, size=17, face=BOLD)
    body(draft)
    assert draft.read().title == "KeyKeep: Memory-Efficient Caches for Language Models"


def test_a_footnote_mark_is_no_part_of_a_title(draft: Draft) -> None:
    draft.centre(90, TITLE + "^{*}", size=17, face=BOLD)
    body(draft)
    assert draft.read().title == TITLE


def test_behind_a_cover_page_the_title_page_is_read(draft: Draft) -> None:
    draft.centre(250, TITLE, size=21, face=BOLD)
    draft.centre(298, "Anna Keller and Bo Li, University of Linz", size=14, face=BOLD)
    draft.centre(446, "This paper is included in the Proceedings of the", size=18, face=BOLD)
    draft.centre(467, "29th Symposium on Operating Systems", size=18, face=BOLD)
    draft.next_page()
    draft.centre(90, TITLE, size=14.3, face=BOLD)
    body(draft)
    paper = draft.read()
    assert (paper.title, paper.authors) == (TITLE, ("Anna Keller",))
    assert [(one.name, one.page) for one in paper.affiliations] == [("University of Vienna", 2)]


def test_a_running_title_on_the_next_page_does_not_make_it_the_title_page(draft: Draft) -> None:
    draft.centre(90, TITLE, size=17, face=BOLD)
    body(draft)
    draft.next_page()
    draft.centre(40, TITLE, size=8)
    draft.text(72, 80, "2 Background", size=12, face=BOLD)
    draft.filler(72, 100, width=460)
    assert draft.read().affiliations[0].page == 1


def test_the_journals_banner_is_not_the_title(draft: Draft) -> None:
    draft.centre(60, "Contents lists available at ScienceDirect", size=8)
    draft.centre(90, "Neurocomputing", size=20)
    draft.centre(105, "journal homepage: www.elsevier.com/locate/neucom", size=8)
    draft.text(54, 140, TITLE, size=13.5)
    body(draft, top=210)
    assert draft.read().title == TITLE


def test_the_stamp_in_the_margin_gives_the_id_with_its_version(draft: Draft) -> None:
    draft.centre(90, TITLE, size=17, face=BOLD)
    body(draft)
    draft.canvas.rotate(90)
    draft.text(300, 792 + 30, "arXiv:2501.12345v2 [cs.LG] 3 Jan 2025", size=18)
    assert draft.read().arxiv_id == ArxivId(number="2501.12345", version=2)


def test_an_id_that_the_text_cites_is_not_the_papers_own(draft: Draft) -> None:
    draft.centre(90, TITLE, size=17, face=BOLD)
    body(draft, abstract=ABSTRACT + " See arXiv:2401.00001v1 for a proof.")
    assert draft.read().arxiv_id is None


def test_a_title_keeps_a_last_row_that_closes_a_bracket_and_takes_no_number_under_it(draft: Draft) -> None:
    draft.centre(90, "Plants Named from Noisy Pictures of the Web (Contest", size=17)
    draft.centre(110, "2017)", size=17)
    draft.centre(140, "Anna Keller", size=12)
    draft.centre(180, "Abstract", size=12, face=BOLD)
    draft.filler(108, 200, width=396)
    assert draft.read().title == "Plants Named from Noisy Pictures of the Web (Contest 2017)"
