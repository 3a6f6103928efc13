"""Somebody asks for the report of the day."""

from tests.paper_pdf import draw, paper
from tests.stories.towns import tells
from tests.stories.worlds import World


@tells("report")
async def test_the_report_has_every_paper_once_and_names_what_failed(world: World) -> None:
    await world.start()
    for number in (1, 2):
        await world.chat.hand_over(f"{number}.pdf", draw(paper(number)))
        await world.answered(f"Kept for the report: {paper(number).title}")
    await world.chat.hand_over("copy.pdf", draw(paper(2)))
    await world.answered(f"Already known: {paper(2).title}")
    await world.chat.hand_over("broken.pdf", b"%PDF-1.4 nothing")
    await world.answered("broken.pdf is damaged")
    await world.chat.say("/report zh")
    await world.answered(
        "AI推理加速技术论文分析报告",
        " · 2 篇",
        f"1. {paper(1).title}",
        f"2. {paper(2).title}",
        "共提交 4 篇，成稿 2 篇，失败 1 篇，重复提交 1 篇",
        "broken.pdf",
    )
    await world.until(lambda: bool(world.chat.documents()))
    document = world.chat.documents()[0]
    assert document.startswith("# AI推理加速技术论文分析报告\n")
    assert document.count(f"### 1. {paper(1).title}") == 2, "the same number in both sections"
    assert "**主要机构**: University of Turin\n**作者数量**: 2人" in document


async def test_a_day_without_papers_says_so(world: World) -> None:
    await world.start()
    await world.chat.say("/report yesterday")
    await world.answered("No papers were submitted on")


async def test_a_report_in_english_is_there_for_the_asking(world: World) -> None:
    await world.start()
    await world.chat.hand_over("1.pdf", draw(paper(1)))
    await world.answered("Kept for the report")
    await world.chat.say("/report")
    await world.answered("AI Inference Acceleration: Paper Report", "Submitted 1, briefed 1, failed 0.")
