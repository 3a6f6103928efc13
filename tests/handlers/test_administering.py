"""Words after settings and admin, in both languages, from any keyboard."""

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from bot.domain.commands import Administer, ChangeSettings, Misunderstood, ShowStatus
from bot.errors import Why
from handlers.administering import _ACTS, MOST
from handlers.grammar import understand


def settings(name: str | None = None, value: str | None = None) -> ChangeSettings:
    return ChangeSettings.model_validate({"name": name, "value": value})


def admin(act: str | None = None, object: str = "", value: str = "") -> Administer:
    return Administer.model_validate({"act": act, "object": object, "value": value})


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("settings", settings()),
        ("/settings@briefbot", settings()),
        ("设置", settings()),
        ("settings hour 08:30", settings("hour", "08:30")),
        ("Settings: Hour = 08:30", settings("hour", "08:30")),
        ("设置时间 8点半", settings("hour", "8点半")),
        ("设置语言英文", settings("language", "英文")),
        ("settings zone Asia/Shanghai", settings("zone", "Asia/Shanghai")),
        ("settings ｒｅｐｏｒｔｓ off", settings("reports", "off")),
        ("settings hour -", settings("hour", None)),
        ("settings 时区 默认", settings("zone", None)),
        ("settings time zone Asia/Shanghai", settings("zone", "Asia/Shanghai")),
        ("settings hour", settings()),
    ],
)
def test_a_setting_is_named_and_its_value_taken_as_it_is(said: str, meant: ChangeSettings) -> None:
    assert understand(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("admin", admin()),
        ("管理", admin()),
        ("/admin chats", admin("chats")),
        ("管理 聊天", admin("chats")),
        ("管理允许 slack:C1", admin("allow", "slack:C1")),
        ("admin allow", admin("allow")),
        ("ADMIN ALLOW telegram:-100:7", admin("allow", "telegram:-100:7")),
        ("admin promote <@U123|ann> admin", admin("promote", "U123", "admin")),
        ("admin promote slack:U123", admin("promote", "slack:U123")),
        ("admin run report slack:C1", admin("run", "slack:C1")),
        ("admin run 日报", admin("run")),
        ("admin retry my notes.pdf", admin("retry", "my notes.pdf")),
        ("admin remove #0123456789ab yes", admin("remove", "#0123456789ab", "yes")),
        ("admin remove 2501.12345", admin("remove", "2501.12345")),
        ("admin remove yes", admin("remove", "yes")),
        ("管理 遗忘 slack:U1 确认", admin("forget", "slack:U1", "yes")),
        ("admin budget chat 2.50", admin("budget", "chat", "2.50")),
        ("admin settle abc again", admin("settle", "abc", "again")),
        ("admin usage week", admin("usage", "week")),
        ("admin audit 50", admin("audit", "50")),
    ],
)
def test_an_act_is_named_with_what_it_is_about(said: str, meant: Administer) -> None:
    assert understand(said) == meant


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("settings colour red", Why.UNKNOWN_SETTING),
        ("设置 颜色 红", Why.UNKNOWN_SETTING),
        ("settings 5", Why.UNKNOWN_SETTING),
        ("admin frobnicate", Why.UNKNOWN_ACT),
        ("管理 飞翔", Why.UNKNOWN_ACT),
        ("admin <script>", Why.UNKNOWN_ACT),
    ],
)
def test_what_there_is_not_gets_advice(said: str, why: Why) -> None:
    meant = understand(said)
    assert isinstance(meant, Misunderstood)
    assert meant.reason.why is why


def test_status_is_a_word() -> None:
    assert understand("status") == understand("/status@briefbot") == understand("状态") == ShowStatus()


def test_every_act_has_a_word_in_both_languages() -> None:
    for act in set(_ACTS.values()):
        words = [word for word, meant in _ACTS.items() if meant == act]
        assert {word.isascii() for word in words} == {True, False}, act


@limits(max_examples=50, deadline=None)
@given(st.sampled_from(["settings ", "admin ", "设置", "管理 allow "]), st.text(max_size=400))
def test_any_words_give_a_command_of_bounded_size(head: str, tail: str) -> None:
    meant = understand(head + tail)
    if isinstance(meant, Administer):
        assert max(len(meant.object), len(meant.value)) <= MOST
    if isinstance(meant, ChangeSettings):
        assert len(meant.value or "") <= MOST
