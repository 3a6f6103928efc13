"""Somebody hands papers in, looks them up, reads all about one, marks it, and asks it things."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.marks import Seeker
from bot.domain.reports import Submission
from tests.fakes.arxiv_api import FakePaper
from tests.paper_pdf import draw
from tests.paper_pdf import paper as made
from tests.stories.towns import Side, tells

pytestmark = pytest.mark.asyncio(loop_scope="session")


def method(paper: FakePaper) -> str:
    return paper.title.partition(":")[0]


def files(side: Side, place: str) -> list[tuple[str, str]]:
    return [file for post in side.posts(place) for file in post.files]


def speed(paper: FakePaper) -> str:
    """What its abstract claims, and no other's."""
    return f"{int(paper.number.partition('.')[2]) + 2}.5x"


@tells("submit")
async def test_several_papers_at_once_are_kept_each_or_told_why_not(here: Side) -> None:
    person, one, two = here.somebody(), here.town.paper(), here.town.paper()
    words = f"submit https://arxiv.org/abs/{one.number} {two.number} 2601.00001"
    post = await here.asks(person, words, f"Kept for the report: {one.title}")
    assert f"Kept for the report: {two.title}" in post.text
    assert "Not kept: arXiv:2601.00001. arXiv has no paper numbered 2601.00001." in post.text
    today = datetime.now().astimezone().date()
    kept = await here.town.kept.library.submissions(today)
    assert {f"arxiv:{one.number}", f"arxiv:{two.number}"} <= {each.paper for each in kept}


@tells("submit")
async def test_an_uploaded_pdf_is_kept_and_who_sent_it_is_known(here: Side) -> None:
    person, number = here.somebody(), 700 + (here.platform == "slack")
    here.hands_over(person, "draft.pdf", draw(made(number)))
    post = await here.sees(person.place, f"Kept for the report: {made(number).title}")
    assert "though you sent it to me in private" in post.text
    found = await here.asks(person, f"find {made(number).title.partition(':')[0]}", made(number).title)
    handle = next(says for _, says in found.buttons if says.startswith("paper #"))
    told = await here.asks(person, handle, "Submitted:")
    assert person.called in told.text


@tells("report")
async def test_the_report_of_a_day_is_asked_for_by_its_date(here: Side) -> None:
    person, paper, day = here.somebody(), here.town.paper(), datetime.now(UTC).date() - timedelta(days=40)
    day -= timedelta(days=here.platform == "slack")
    await here.asks(person, f"brief {paper.number}", paper.title)
    key = f"arxiv:{paper.number}"
    handed_in = Submission(label=paper.number, identity=key, day=day, paper=key)
    await here.town.kept.library.submit(handed_in, job=f"old:{day}", place=0, now=datetime.now(UTC))
    post = await here.asks(person, f"report {day}", f"{day} · 1 paper")
    assert paper.title in post.text
    await here.sees(person.place, "Submitted 1, briefed 1, failed 0")
    await here.town.until(lambda: any(each.files for each in here.posts(person.place)))
    name, document = next(file for each in here.posts(person.place) for file in each.files)
    assert name.endswith(".md")
    assert f"### 1. {paper.title}" in document


@tells("overview")
async def test_the_week_is_looked_back_on_with_a_picture_and_a_table(here: Side) -> None:
    admin, person, group, paper = await here.admin(), here.somebody(), here.room(), here.town.paper()
    await here.asks(person, "overview", "Weekly overview ", "No daily report came here this week.", at=group)
    await here.asks(person, f"brief {paper.number}", paper.title)
    await here.asks(person, f"save {paper.number}", "Saved: ")
    key, yesterday = f"arxiv:{paper.number}", datetime.now().astimezone().date() - timedelta(days=1)
    handed_in = Submission(label=paper.number, identity=key, day=yesterday, paper=key)
    await here.town.kept.library.submit(handed_in, job=f"week:{key}", place=0, now=datetime.now(UTC))
    await here.asks(admin, "report now", paper.title, at=group)
    await here.town.until(lambda: any(each.files for each in here.posts(group)))
    post = await here.asks(person, "overview", "1 daily report, ", f"{paper.title}", at=group)
    assert "⭐ saved by 1" in post.text
    assert "By kind: Handed in " in post.text
    await here.town.until(
        lambda: any(name.endswith("-en.md") and "overview" in name for name, _ in files(here, group))
    )
    content = next(text for name, text in files(here, group) if re.fullmatch(r"overview-.*-en\.md", name))
    assert f"({paper.number}v1)" in content
    assert sum(name.endswith(".png") for name, _ in files(here, group)) == 1


@tells("find")
async def test_what_was_briefed_is_found_by_its_words(here: Side) -> None:
    person, other, paper = here.somebody(), here.somebody(), here.town.paper()
    await here.asks(person, f"brief {paper.number}", paper.title)
    words = f"{method(paper)} tokens"
    post = await here.asks(other, f"find {words}", f"Papers with “{words}”: 1, page 1.")
    assert f"{paper.title}\nUniversity of Turin · {paper.number}" in post.text
    here.taps(other, post, f"paper {paper.number}")
    await here.sees(other.place, "Versions kept: v1", paper.title)


@tells("find")
async def test_what_nobody_kept_is_not_found_and_the_list_goes_on_behind_a_button(here: Side) -> None:
    person, other = here.somebody(), here.somebody()
    await here.asks(other, "find zeppelin", "No paper with “zeppelin”.")
    papers = [here.town.paper() for _ in range(9)]
    await here.asks(person, f"submit {' '.join(paper.number for paper in papers)}", papers[8].title)
    post = await here.asks(other, "find", "the newest first, page 1.")
    assert sum(paper.title in post.text for paper in papers) == 8
    here.taps(other, post, "find page 2")
    await here.sees(
        other.place, "page 2.", next(each.title for each in papers if each.title not in post.text)
    )


@tells("paper")
async def test_a_papers_details_come_with_a_file_for_a_bibliography(here: Side) -> None:
    person, room, paper = here.somebody(), here.room(), here.town.paper()
    asked = here.says(person, f"paper {paper.number}", at=room)
    post = await here.sees(room, paper.title, "Institutions: University of Turin", "Authors: Ada Lovelace")
    assert f"arXiv:{paper.number}v1" in post.text
    assert post.under == asked
    await here.town.until(lambda: any(each.files for each in here.posts(room)))
    name, document = next(file for each in here.posts(room) for file in each.files)
    assert name.endswith(".bib")
    assert f"eprint = {{{paper.number}}}" in " ".join(document.split())


@tells("mark", "saved")
async def test_what_a_person_saves_in_a_group_nobody_else_is_shown(here: Side) -> None:
    person, other, room, paper = here.somebody(), here.somebody(), here.room(), here.town.paper()
    await here.is_told(person, f"save {paper.number}", f"Saved: {paper.title}", at=room)
    hits, total = await here.town.kept.marks.saved(person.name, skip=0, limit=9)
    assert ([hit.paper.key for hit in hits], total) == ([f"arxiv:{paper.number}"], 1)
    listed = await here.is_told(person, "saved", "Papers that you saved: 1", paper.title, at=room)
    assert f"unsave {paper.number}" in [says for _, says in listed.buttons]
    await here.asks(other, "saved", "You saved no paper yet.")
    await here.is_told(person, f"unsave {paper.number}", f"No longer saved: {paper.title}", at=room)
    assert (await here.town.kept.marks.saved(person.name, skip=0, limit=9))[1] == 0


@tells("mark")
async def test_a_paper_that_does_not_belong_in_a_group_is_dropped_and_taken_back(here: Side) -> None:
    person, room, paper = here.somebody(), here.room(), here.town.paper()
    words = f"Noted as not relevant in this chat: {paper.title}"
    await here.is_told(person, f"drop {paper.number}", words, at=room)
    seeker = Seeker(chat=here.named(room), person=person.name)
    now, key = datetime.now(UTC), f"arxiv:{paper.number}"
    assert not await here.town.kept.marks.put("not_relevant", key, seeker=seeker, now=now), "it is there"
    words = f"No longer noted as not relevant: {paper.title}"
    await here.is_told(person, f"undrop {paper.number}", words, at=room)
    assert not await here.town.kept.marks.take("not_relevant", key, seeker=seeker), "it is gone"


@tells("offer")
async def test_links_without_a_word_are_offered_to_be_briefed_at_once(here: Side) -> None:
    person, one, two = here.somebody(), here.town.paper(), here.town.paper()
    words = f"https://arxiv.org/abs/{one.number} https://arxiv.org/abs/{two.number}"
    post = await here.asks(person, words, "2 papers: shall I brief them?")
    assert await here.town.kept.library.by_number(one.number) is None, "nobody asked for it yet"
    here.taps(person, post, f"brief {one.number} {two.number}")
    await here.sees(person.place, one.title, two.title)


@tells("ask")
async def test_a_paper_is_asked_by_its_name_and_answers_with_its_own_words(here: Side) -> None:
    person, paper = here.somebody(), here.town.paper()
    words = f"ask {paper.number} what speedup is achieved?"
    post = await here.asks(person, words, f"{speed(paper)} speedup over the strongest baseline")
    assert "Page 1" in post.text


@tells("ask")
async def test_an_answer_to_a_brief_is_a_question_about_its_paper(here: Side) -> None:
    person, paper = here.somebody(), here.town.paper()
    post = await here.asks(person, f"brief {paper.number}", paper.title)
    words = "which speedup is achieved?"
    answer = await here.asks(person, words, f"{speed(paper)} speedup over the strongest", under=post)
    assert paper.title in answer.text


@tells("ask")
async def test_a_question_under_a_list_begins_with_the_papers_number(here: Side) -> None:
    person, room, one, two = here.somebody(), here.room(), here.town.paper(), here.town.paper()
    post = await here.asks(person, f"brief {one.number} {two.number}", one.title, two.title, at=room)
    which = await here.asks(
        person, "which speedup is it?", "That post is about several papers.", at=room, under=post
    )
    assert f"2. {two.title}" in which.text
    words = "2: what speedup is achieved?"
    answer = await here.asks(person, words, f"{speed(two)} speedup over the strongest", at=room, under=post)
    assert speed(one) not in answer.text
