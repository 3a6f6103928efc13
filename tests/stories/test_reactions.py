"""A thumb under a post about one paper is heard as `like` or `drop`, and taking it away takes that back."""

import pytest
from sqlalchemy import text

from tests.fakes.arxiv_api import FakePaper
from tests.stories.towns import Person, Post, Side

pytestmark = pytest.mark.asyncio(loop_scope="session")

THUMBS = {"👍": "+1", "👎": "thumbsdown"}
FIRST, SECOND = "👍", "👎"


class Hand:
    """Somebody who reacts to a message: on Telegram with one reaction, on Slack with as many as they like."""

    def __init__(self, here: Side, person: Person, place: str) -> None:
        self.here, self.person, self.place = here, person, place
        self.shows = ""

    def reacts(self, message: str, emoji: str) -> None:
        """This reaction in the place of the one before; "" for none."""
        town, before = self.here.town, self.shows
        self.shows = emoji
        if self.here is town.telegram:
            server = town.telegram.server
            server.person_reacts(int(self.place), int(self.person.id), message=int(message), emoji=emoji)
            return
        if before:
            town.slack.server.person_takes_back(self.place, self.person.id, message, name=THUMBS[before])
        if emoji:
            town.slack.server.person_reacts(self.place, self.person.id, message, name=THUMBS[emoji])


async def marks(here: Side, paper: FakePaper) -> list[str]:
    """What people said of a paper, as it is kept."""
    await here.town.idle()
    statement = text("SELECT mark FROM marks WHERE paper = :paper").bindparams(paper=f"arxiv:{paper.number}")
    async with here.town.kept.database.reading() as connection:
        return list((await connection.execute(statement)).scalars())


async def room_of(here: Side, person: Person) -> str:
    """A group in which the bot hears reactions; on Telegram it has to be an administrator for that."""
    room = here.room()
    if here is here.town.telegram:
        here.town.telegram.server.bot_is_promoted(int(room), int(person.id))
        await here.town.idle()
    return room


async def shown(here: Side, person: Person, paper: FakePaper, *, at: str) -> Post:
    post = await here.asks(person, f"paper {paper.number}", paper.title, "Versions kept: v1", at=at)
    await here.town.idle()
    return post


@pytest.mark.parametrize("in_room", [False, True], ids=["private", "room"])
async def test_a_thumb_counts_turns_and_is_taken_back_and_nothing_is_said(
    here: Side, *, in_room: bool
) -> None:
    person, paper = here.somebody(), here.town.paper()
    at = await room_of(here, person) if in_room else ""
    place = at or person.place
    post, hand = await shown(here, person, paper, at=at), Hand(here, person, place)
    before = here.posts(place)
    for emoji, kept in ((FIRST, ["liked"]), (SECOND, ["not_relevant"]), ("", []), (FIRST, ["liked"])):
        hand.reacts(post.id, emoji)
        assert await marks(here, paper) == kept
    assert here.posts(place) == before, "the reaction is there to be seen; nobody is told"


async def test_a_thumb_under_a_post_about_several_papers_or_under_what_others_said_is_none_of_ours(
    here: Side,
) -> None:
    person = here.somebody()
    one, other = here.town.paper(), here.town.paper()
    question = here.says(person, f"paper {one.number}")
    await here.sees(person.place, one.title, "Versions kept: v1")
    found = await here.asks(person, f"brief {one.number} {other.number}", one.title, other.title)
    await here.town.idle()
    before = here.posts(person.place)
    for message in (found.id, question):
        Hand(here, person, person.place).reacts(message, FIRST)
    assert await marks(here, one) == await marks(here, other) == []
    assert here.posts(person.place) == before
