"""A model is asked for institutions where the rules find none, and its trouble costs nobody the paper."""

import pytest

from bot.domain.papers import ReadPaper
from bot.errors import CannotDo, Reason, TryLater, Why
from bot.prompts.briefs import ReadInstitution, ReadInstitutions
from bot.usecases.name_institutions import with_institutions
from tests.fakes.ports import ScriptedWriter, page

FRONT = "On Lanes\nAnn Archer and Bo Baker\nLane Centre of Wheels, Lane City"
UNNAMED = page("On Lanes", institution="").model_copy(
    update={"front": FRONT, "title_page": 2, "problems": (Reason(Why.NO_AFFILIATION),)}
)
ANSWER = ReadInstitutions(institutions=[ReadInstitution(name="Lane Centre of Wheels", authors=[1])])


async def test_what_the_model_reads_and_the_page_prints_is_taken_with_its_page() -> None:
    head = await with_institutions(UNNAMED, writer=ScriptedWriter(ANSWER))
    (place,) = head.affiliations
    assert (place.name, place.page, place.read_by, place.authors) == (
        "Lane Centre of Wheels",
        2,
        "model",
        (0,),
    )
    assert head.problems == (), "it is no longer true that none is printed"


@pytest.mark.parametrize(
    "head", [page("On Lanes").model_copy(update={"front": FRONT}), page("On Lanes", institution="")]
)
async def test_nobody_is_asked_where_the_rules_found_some_or_the_page_withholds_them(head: ReadPaper) -> None:
    assert await with_institutions(head, writer=ScriptedWriter()) == head


async def test_without_a_model_the_head_stays() -> None:
    assert await with_institutions(UNNAMED, writer=None) == UNNAMED


@pytest.mark.parametrize(
    "act",
    [
        ReadInstitutions(institutions=[]),
        ReadInstitutions(institutions=[ReadInstitution(name="Example University")]),
        CannotDo(Why.MODEL_REFUSED),
        TryLater(Why.MODEL_UNREACHABLE, host="h"),
    ],
)
async def test_a_model_that_names_nothing_true_or_is_away_changes_nothing(
    act: ReadInstitutions | Exception,
) -> None:
    assert await with_institutions(UNNAMED, writer=ScriptedWriter(act)) == UNNAMED
