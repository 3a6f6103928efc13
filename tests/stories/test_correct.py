"""Somebody knows better: what they say wins, and the posts in which the old words stood are edited."""

import json
import signal

import pytest

from tests.fakes.arxiv_api import FakePaper
from tests.fakes.model_server import Act
from tests.fakes.slack_api import SlackApi
from tests.fakes.telegram_api import TelegramApi
from tests.paper_pdf import abstract_about, draw, paper
from tests.stories.towns import tells
from tests.stories.worlds import SlackChat, TelegramChat, World

PAPER = FakePaper(
    "2501.00003", title="Room for All", abstract=abstract_about("RoomForAll"), pdf=draw(paper(5))
)
OLD, NEW = "Effect: Experiments on four", "half the queue at 3.1x the speed"

ANEW = "只保留后续查询所需词元的缓存RoomForAll"


def anew() -> Act:
    """Another honest answer of the model."""
    slots = {
        "technique": {"text": ANEW, "sentences": [3]},
        "problem": {"text": "", "sentences": []},
        "effect": {"text": "相比最强基线加速2.5x", "sentences": [5]},
    }
    return Act(text=json.dumps({"institutions": [1], **slots}))


async def briefed(world: World, *, language: str = "en") -> None:
    """The person is an owner and has read the brief."""
    world.arxiv.papers[PAPER.number] = PAPER
    world.let_correct()
    await world.start()
    await world.chat.say(f"/brief 2501.00003 {language}")
    await world.answered("Room for All", "2.5x")


def shows(world: World, words: str) -> int:
    """How many posts show these words."""
    return sum(words in shown for shown in world.chat.shown())


def tried_edits(world: World) -> int:
    """How many edits the bot asked for, whatever became of them."""
    if isinstance(world.chat, SlackChat):
        return len(world.chat.server.called("chat.update"))
    assert isinstance(world.chat, TelegramChat)
    return len(world.chat.server.calls("editMessageText"))


@tells("correct a field")
async def test_what_a_person_corrects_stands_in_the_post_and_in_the_report(world: World) -> None:
    await briefed(world)
    await world.chat.say(f"correct 2501.00003 effect {NEW}")
    await world.answered("Corrected: effect.", NEW, "Corrected by a person: effect")
    if world.chat.edits:
        await world.answered("Earlier posts that change with it: 1.", "Posts edited: 1.")
        assert OLD not in "\n".join(world.chat.shown())
        assert shows(world, NEW) == 2
    else:
        assert "Earlier posts" not in "\n".join(world.chat.shown())
    await world.chat.say("/submit 2501.00003")
    await world.answered("Room for All")
    await world.chat.say("/report en")
    await world.answered("Submitted 1, briefed 1, failed 0.")
    await world.until(lambda: bool(world.chat.documents()))
    assert NEW in world.chat.documents()[0]
    assert OLD not in world.chat.documents()[0]


async def test_a_correction_is_withdrawn_and_the_post_is_as_it_was(world: World) -> None:
    await briefed(world)
    before = next(shown for shown in world.chat.shown() if "2.5x" in shown)
    await world.chat.say("更正 2501.00003 标题：Rooms for Everyone")
    await world.answered("Corrected: title.", "“Rooms for Everyone”")
    await world.chat.say("correct 2501.00003 title -")
    await world.answered("Correction withdrawn: title.")
    if world.chat.edits:
        await world.answered("Posts edited: 2.")
        assert before in world.chat.shown()
        assert shows(world, "Rooms for Everyone") == 0
    await world.chat.say("correct 2501.00003 title undo")
    await world.answered("Nobody corrected that field, so there is nothing to withdraw.")


@tells("correct")
async def test_who_corrected_what_is_there_for_the_asking(world: World) -> None:
    await briefed(world)
    await world.chat.say("correct 2501.00003 institutions Turin Polytechnic, Lane University")
    await world.answered("Corrected: institutions.", "Turin Polytechnic and Lane University published")
    await world.chat.say("correct 2501.00003")
    await world.answered(
        "institutions: Turin Polytechnic, Lane University",
        f"{world.chat.called}: University of Turin → Turin Polytechnic, Lane University",
    )


@tells("regenerate")
async def test_a_brief_is_written_anew_and_takes_the_place_of_the_old_one(world: World) -> None:
    world.connect_model()
    await briefed(world, language="zh")
    before, asked = world.chat.shown(), len(world.model.calls)
    world.model.script.append(anew())
    await world.chat.say("regenerate 2501.00003 zh")
    await world.answered("已重写。", ANEW)  # a post that shows a brief speaks as the brief does
    assert len(world.model.calls) == asked + 1
    if world.chat.edits:
        await world.answered("Posts edited: 1.")
        assert ANEW in world.chat.shown()[0] != before[0]
        assert shows(world, ANEW) == 2
    await world.chat.say("/brief 2501.00003 zh")
    await world.until(lambda: shows(world, ANEW) == (3 if world.chat.edits else 2))
    assert len(world.model.calls) == asked + 1, "what was written anew is remembered"


async def test_only_an_admin_corrects(world: World) -> None:
    if not world.chat.owner:
        pytest.skip("whoever sits at a terminal owns it")
    await world.start()
    for wish in ("correct 2501.00003 effect none of it", "重写 2501.00003"):
        await world.chat.say(wish)
    await world.until(lambda: shows(world, f"admin promote {world.chat.owner} admin") == 2)
    assert "Only an admin may do this (correct)" in "\n".join(world.chat.shown())


async def test_an_answer_to_a_brief_need_not_name_its_paper(world: World) -> None:
    if not world.chat.edits:
        pytest.skip("nobody answers a line on a terminal")
    await briefed(world)
    await world.chat.answer(0, f"correct effect {NEW}")
    await world.answered("Corrected: effect.", "Posts edited: 1.")
    assert shows(world, NEW) == 2


async def test_a_post_that_is_gone_is_told_and_the_rest_is_edited(world: World) -> None:
    await briefed(world)
    await world.chat.say("/brief 2501.00003 en")
    if isinstance(world.chat, TelegramChat):
        server: TelegramApi = world.chat.server
        await world.until(lambda: shows(world, OLD) == 2)
        server.person_deletes(world.chat.place, server.sent(world.chat.place)[0].id)
        word = "Message to edit not found"
    elif isinstance(world.chat, SlackChat):
        slack: SlackApi = world.chat.server
        await world.until(lambda: shows(world, OLD) == 2)
        slack.posted(world.chat.place)[0].deleted = True
        word = "message_not_found"
    else:
        pytest.skip("printed words stay")
    await world.chat.say(f"correct 2501.00003 effect {NEW}")
    await world.answered("Posts edited: 1. Posts that could not be edited: 1", word)
    assert shows(world, OLD) == 0


async def test_an_edit_that_a_crash_came_before_is_made_after_it(world: World) -> None:
    if not world.chat.edits:
        pytest.skip("printed words stay")
    await briefed(world)
    if isinstance(world.chat, SlackChat):
        world.chat.server.trouble("rate_limit", method="chat.update", seconds=1)
    elif isinstance(world.chat, TelegramChat):
        world.chat.server.trouble("rate_limit", method="editMessageText", seconds=1)
    await world.chat.say(f"correct 2501.00003 effect {NEW}")
    await world.until(lambda: tried_edits(world) == 1)
    assert shows(world, NEW) == 1, "the answer is there, the edit is not"
    await world.stop(signal.SIGKILL)
    await world.start()
    await world.answered("Posts edited: 1.")
    assert shows(world, OLD) == 0
    assert shows(world, NEW) == 2
