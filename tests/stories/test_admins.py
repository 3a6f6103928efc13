"""What admins do to chats and people, and to whom it happens."""

import pytest

from bot.domain.rooms import Role, Standing
from tests.stories.test_chats import kept
from tests.stories.towns import Person, Side, tells

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def role(here: Side, person: Person) -> Role:
    known = await here.town.kept.registers.people.get(person.name)
    return known.role if known else Role.GUEST


@tells("admin")
async def test_whoever_asks_what_admins_can_do_is_shown_what_they_may(here: Side) -> None:
    admin, owner, room = await here.admin(), await here.owner(), here.room()
    post = await here.is_told(admin, "admin", "What admins can do", "admin pause [CHAT|all]", at=room)
    assert "Owners only" not in post.text
    await here.asks(owner, "admin", "Owners only", "admin backup — copy the database and the files")


@tells("admin chats")
async def test_chats_are_listed_with_their_standing(here: Side) -> None:
    admin, person, room = await here.admin(), here.somebody(), here.room()
    await here.asks(person, "status", "Nothing is being done", at=room)
    for number in range(1, 12):
        post = await here.asks(admin, f"admin chats {number}", "· let in")
        if here.named(room) in post.text:
            break
    line = next(line for line in post.text.splitlines() if here.named(room) in line)
    assert line.endswith("· let in")


@tells("admin deny", "admin allow")
async def test_a_group_that_is_kept_out_hears_nothing_until_it_is_let_in(here: Side) -> None:
    admin, person, room = await here.admin(), here.newcomer(), here.room()
    await here.asks(person, "status", "Nothing is being done", at=room)
    await here.asks(admin, f"admin deny {here.named(room)}", "is kept out.")
    assert (await kept(here, room)).standing is Standing.DENIED
    await here.asks(person, "status", f"Ask an admin to write admin allow {here.named(room)}.", at=room)
    await here.asks(admin, f"admin allow {here.named(room)}", "is let in.")
    await here.sees(room, "An admin let this chat in.")
    await here.asks(person, "help", "find inference memory", at=room)


@tells("admin promote", "admin demote")
async def test_a_person_is_given_a_role_and_loses_it(here: Side) -> None:
    owner, admin, person = await here.owner(), await here.admin(), here.newcomer()
    await here.asks(admin, f"admin promote {person.name}", "is a member now.")
    assert await role(here, person) is Role.MEMBER
    await here.asks(person, "status", "Nothing is being done")
    refused = await here.asks(admin, f"admin promote {person.id} admin", "You cannot change the role")
    assert person.id in refused.text
    await here.asks(owner, f"admin promote {person.id} admin", "is an admin now.")
    await here.asks(person, "admin jobs", "")
    await here.asks(owner, f"admin demote {person.name}", "is without a role now.")
    assert await role(here, person) is Role.GUEST
    await here.asks(person, "admin jobs", "This chat is not open yet.")
    assert await here.town.acts(person) == [("admin jobs", "done"), ("admin jobs", "refused")]


@tells("admin pause", "admin resume")
async def test_a_paused_chat_says_so_until_it_is_resumed(here: Side) -> None:
    admin, person, room = await here.admin(), here.somebody(), here.room()
    await here.asks(person, "status", "Nothing is being done", at=room)
    await here.asks(admin, f"admin pause {here.named(room)}", "Paused: ", room)
    await here.asks(person, "status", "An admin paused what comes by itself.", at=room)
    assert (await kept(here, room)).settings.paused
    await here.asks(admin, f"admin resume {here.named(room)}", "Resumed: ", room)
    assert not (await kept(here, room)).settings.paused


@tells("admin forget")
async def test_what_is_kept_of_a_person_is_deleted_once_an_owner_is_sure(here: Side) -> None:
    owner, person, paper = await here.owner(), here.somebody(), here.town.paper()
    await here.town.give(Role.MEMBER, person)
    await here.asks(person, f"save {paper.number}", f"Saved: {paper.title}")
    post = await here.asks(owner, f"admin forget {person.name}", "Delete what is kept of", person.id)
    assert (await here.town.kept.marks.saved(person.name, skip=0, limit=1))[1] == 1, "nobody was sure yet"
    here.taps(owner, post, f"admin forget {person.name} yes")
    await here.sees(owner.place, "Deleted what was kept of", "Gone: ", "marks 1", "roles 1")
    assert (await here.town.kept.marks.saved(person.name, skip=0, limit=1))[1] == 0
    assert await role(here, person) is Role.GUEST
    assert await here.town.acts(owner) == [("admin forget", "asked"), ("admin forget", "done")]


@tells("admin remove")
async def test_a_paper_is_taken_out_once_an_admin_is_sure(here: Side) -> None:
    admin, person, paper = await here.admin(), here.somebody(), here.town.paper()
    await here.asks(person, f"submit {paper.number}", f"Kept for the report: {paper.title}")
    post = await here.asks(admin, f"admin remove {paper.number}", f"Remove “{paper.title}”")
    assert await here.town.kept.library.by_number(paper.number), "nobody was sure yet"
    here.taps(admin, post, f"admin remove {paper.number} yes")
    await here.sees(admin.place, f"Removed “{paper.title}”.", "submissions 1")
    assert await here.town.kept.library.by_number(paper.number) is None
    method = paper.title.partition(":")[0]
    await here.asks(person, f"find {method}", f"No paper with “{method}”.")
