"""What Telegram makes of the bot's own replies about papers, whatever a paper calls itself: TDLib judges."""

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.arxiv_ids import ArxivId
from bot.domain.briefs import Brief, Conditions, Evidence, Language, Slot, Slots
from bot.domain.chat import Reply, paragraph
from bot.domain.commands import FindPapers
from bot.domain.marks import Found, FoundPage, HandIn
from bot.domain.papers import Affiliation, Paper
from bot.errors import Reason, Why
from bot.replies.briefs import brief_reply
from bot.replies.catalogue import sentences
from bot.replies.found import found_reply, saved_reply
from bot.replies.papers import reasons_reply
from bot.replies.records import paper_reply
from bot.replies.suggestions import suggestion
from handlers.grammar import understand
from handlers.telegram.painting import keyboard, paint, pieces
from tests.handlers.hostile import words
from tests.handlers.tdlib import FORBIDDEN, judge, linked

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
hostile = words.filter(lambda text: bool(text.strip()))


@st.composite
def founds(draw: st.DrawFn) -> Found:
    """A paper all of whose words are hostile, with its brief."""
    text = [draw(hostile) for _ in range(6)]
    number = draw(st.sampled_from((None, ArxivId(number="2501.12345", version=2))))
    paper = Paper(
        key=number.key if number else f"sha256:{'0a' * 32}",
        title=text[0],
        authors=(text[1], text[2]),
        affiliations=(Affiliation(name=text[3], page=1, words=text[3]),),
        abstract=text[4] * draw(st.sampled_from((1, 1, 60))),
        arxiv_id=number,
        source="arxiv" if number else "page",
        problems=(Reason(Why.OTHER_PAPER, {"id": text[1], "expected": text[2], "found": text[5]}),),
    )
    slot = Slot(text=text[5], sentences=(1,), conditions=Conditions(metric=text[1]))
    brief = Brief(
        paper=paper.key,
        version=None,
        language=draw(st.sampled_from(("zh", "en"))),
        institutions=(text[3],),
        slots=Slots(technique=slot, problem=slot, effect=slot),
        writer=text[2],
        prompt="brief/1",
        extracted=draw(st.booleans()),
        evidence=(Evidence(number=1, text=text[4]),),
    )
    return Found(paper=paper, brief=brief, at=NOON)


def faces(found: Found, language: Language) -> list[Reply]:
    """Every kind of reply that shows a paper's words."""
    paper, brief = found.paper, found.brief
    assert brief
    page = FoundPage(papers=(found,) * 8, page=1, total=20)
    wish = understand(f"find {paper.title}")
    assert isinstance(wish, FindPapers)
    history = ((1, 2), (HandIn(at=NOON, person=paper.title),))
    return [
        brief_reply(brief, paper, number=3),
        paper_reply(paper, brief, told=history, zone=None, language=language),
        found_reply(page, wish, zone=None, language=language),
        saved_reply(page, zone=None, language=language),
        reasons_reply([Reason(Why.UNKNOWN_COMMAND, {"text": paper.title})], language),
        Reply(blocks=suggestion(found, language).blocks),
    ]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(founds(), st.sampled_from(("zh", "en")))
def test_every_reply_about_a_paper_is_taken_as_it_is_meant(found: Found, language: Language) -> None:
    for reply in faces(found, language):
        for piece in pieces(reply.model_copy(update={"document": None})):
            judge(*paint(piece))
            shown = keyboard(piece)
            for row in shown.inline_keyboard if shown else ():
                assert len(row) <= 8
                assert all(button.text.strip() for button in row)
                assert all(1 <= len(str(button.callback_data).encode()) <= 64 for button in row)


def test_none_of_the_bots_own_sentences_links_by_itself() -> None:
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        for section in sentences(language).values():
            for sentence in section.values():
                text, entities = paint(Reply(blocks=(paragraph(sentence),)))
                assert linked(text, entities) & FORBIDDEN == set(), sentence
