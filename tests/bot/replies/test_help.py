"""Help: each command has its line and its examples in each language; nobody is shown what they may not."""

import re
from typing import get_args

import pytest

from bot.domain.briefs import Language
from bot.domain.chat import Paragraph, Reply, words_of
from bot.domain.commands import Command, Misunderstood, ShowHelp
from bot.domain.permissions import LEAST
from bot.domain.rooms import Role
from bot.replies.help import HELPED, help_reply
from handlers.grammar import understand
from handlers.vocabulary import WISHES

UNSPOKEN = {"misunderstood", "refused", "offer", "room", "news"}  # nobody types them
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def said(reply: Reply) -> str:
    return "\n".join(map(words_of, reply.blocks))


def test_every_command_that_can_be_typed_is_helped_with() -> None:
    union = get_args(get_args(Command)[0])
    kinds = {kind.model_fields["kind"].default for kind in union} - UNSPOKEN
    assert {row.partition(" ")[0] for row in HELPED.values()} == kinds - {"unfollow"}, "told with follow"
    assert set(WISHES.values()) - {"start", "unsave", "undrop", "unlike", "unfollow"} == set(HELPED)
    assert set(HELPED.values()) <= set(LEAST)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", HELPED)
def test_a_command_has_examples_that_are_understood(word: str, language: Language) -> None:
    reply = said(help_reply(ShowHelp(topic=word, role=Role.OWNER), language))
    first, *examples = reply.splitlines()
    assert first.startswith(word)
    assert examples
    usage = first.partition(" — ")[0]
    assert not isinstance(understand(usage, answers="1"), Misunderstood), usage
    for line in examples:
        if line.isascii() and line.startswith(f"{word} ") and ":" not in line and ";" not in line:
            assert not isinstance(understand(line, answers="1"), Misunderstood), line


def test_who_reads_chinese_is_told_a_chinese_word_for_each_command() -> None:
    told = said(help_reply(ShowHelp(role=Role.MEMBER), "zh")).splitlines()[-1]
    words = re.split("[：、（）。]", told)
    named = {wish for word, wish in WISHES.items() if not word.isascii() and word in words}
    for_admins = {"regenerate", "admin"}
    assert named == set(WISHES.values()) - for_admins - {"start"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_is_short_and_by_role(language: Language) -> None:
    member, admin = (said(help_reply(ShowHelp(role=role), language)) for role in (Role.MEMBER, Role.ADMIN))
    for word in ("admin", "regenerate", "correct"):
        assert f"\n{word} " not in member
        assert f"\n{word} " in admin
        one = said(help_reply(ShowHelp(topic=word), language))
        assert one == member, "a member who asks for it is shown the rest"
    assert len(member) < 2200
    assert len(said(help_reply(ShowHelp(greeting=True), language)).splitlines()) == 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("word", "thumb"), [("like", "👍"), ("drop", "👎")])
def test_a_thumb_is_told_of_where_there_are_posts_to_put_it_under(
    word: str, thumb: str, language: Language
) -> None:
    manual = help_reply(ShowHelp(topic=word), language).blocks[1]
    assert isinstance(manual, Paragraph)
    assert thumb in words_of(manual)
    assert manual.typed is not None
    assert thumb not in manual.typed


@pytest.mark.parametrize(
    ("text", "topic"),
    [("help find", "find"), ("/help@my_bot Find", "find"), ("帮助 查找", "find"), ("help undrop", "undrop")]
    + [(text, "") for text in ("help", "help me", "帮助我", "help nothing", "")],
)
def test_help_on_one_command_is_asked_for_by_its_word(text: str, topic: str) -> None:
    assert understand(text) == ShowHelp(topic=topic)
    assert said(help_reply(ShowHelp(topic=topic), "en"))


@pytest.mark.parametrize("text", ["你好", "hello", "Hello!", "what can you do?", "您能做什么？"])
def test_who_says_hello_is_greeted(text: str) -> None:
    assert understand(text) == ShowHelp(greeting=True)


@pytest.mark.parametrize("text", ["thanks!", "谢谢", "Thank you very much.", "👍"])
def test_who_gives_thanks_is_answered_in_a_line(text: str) -> None:
    for language in LANGUAGES:
        assert len(said(help_reply(understand_help(text), language)).splitlines()) == 1
    assert isinstance(understand(f"/{text}"), Misunderstood), "another bot's command, perhaps"


def understand_help(text: str) -> ShowHelp:
    wish = understand(text)
    assert isinstance(wish, ShowHelp)
    return wish


def test_who_opens_a_chat_is_greeted() -> None:
    for text in ("/start", "/start x1", "start", "/start@my_bot"):
        assert understand(text) == ShowHelp(greeting=True)
