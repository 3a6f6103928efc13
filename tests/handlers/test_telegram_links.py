"""Links into the bot's own chat carry a paper's handle, and nothing that could be more than a question."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.commands import ShowHelp, ShowPaper
from handlers.grammar import understand
from handlers.telegram.links import handle_of, link, opened, payload_of

HANDLES = st.one_of(
    st.from_regex(r"2[0-9](0[1-9]|1[0-2])\.[1-9][0-9]{4}", fullmatch=True),
    st.from_regex(r"0[89](0[1-9]|1[0-2])\.[1-9][0-9]{3}", fullmatch=True),
    st.sampled_from(("hep-th", "math", "cs", "astro-ph")).flatmap(
        lambda archive: st.from_regex(rf"{archive}/9[1-9](0[1-9]|1[0-2])[0-9]{{3}}", fullmatch=True)
    ),
    st.from_regex(r"#[0-9a-f]{12}", fullmatch=True),
)


@given(HANDLES)
def test_every_handle_can_be_linked_and_is_read_back(handle: str) -> None:
    payload = payload_of(handle)
    assert payload
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    assert handle_of(payload) == handle
    words = opened(f"/start {payload}")
    assert words == f"paper {handle}"
    wish = understand(words)
    assert isinstance(wish, ShowPaper)
    assert wish.paper
    assert handle in wish.paper.label


@pytest.mark.parametrize(
    "said",
    [
        "/start",
        "/START@paper_brief_bot",
        "/start start",
        "/start allow_telegram-5",
        "/start admin_promote_7_owner",
        "/start paper_",
        "/start paper_admin allow",
        "/start paper_2501-12345 and more",
        "/start paper_../../etc",
        "/start " + "a" * 300,
        "/start\n/admin allow telegram:5",
    ],
)
def test_a_link_that_somebody_made_up_only_opens_the_chat(said: str) -> None:
    words = opened(said)
    assert words == "/start"
    assert isinstance(understand(words), ShowHelp)


@pytest.mark.parametrize("said", ["start", "/started", "please /start", "/brief 2501.12345", ""])
def test_other_words_are_left_as_they_are(said: str) -> None:
    assert opened(said) is None


def test_a_link_names_the_bot() -> None:
    assert link("paper_brief_bot") == "https://t.me/paper_brief_bot?start"
    assert link("paper_brief_bot", "paper_2501-12345").endswith("?start=paper_2501-12345")
    assert payload_of("no handle") is None
