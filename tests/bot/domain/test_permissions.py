"""Who may do what: every kind of command, every role, in a direct chat and in a group."""

from itertools import product
from typing import get_args

import pytest

from bot.domain.commands import (
    Administer,
    AskPaper,
    BriefPaper,
    ChangeRoom,
    ChangeSettings,
    Command,
    CorrectBrief,
    FindPapers,
    MarkPaper,
    Misunderstood,
    OfferPapers,
    Refused,
    RegenerateBrief,
    SendReport,
    ShowHelp,
    ShowHome,
    ShowPaper,
    ShowSaved,
    ShowStatus,
    StopAnswer,
    SubmitPaper,
    TellNews,
    WhyPaper,
)
from bot.domain.overviews import SendOverview
from bot.domain.permissions import (
    LEAST,
    Asker,
    Rules,
    may_change,
    permitted,
    role_of,
    standing_of,
    wish_of,
)
from bot.domain.rooms import AdminAct, KnownPerson, Role, RoomChange, Standing
from bot.domain.topic_commands import ChangeTopic, FollowTopic, ShowMissed, UnfollowTopic
from bot.errors import Reason, Why
from tests.bot.houses import NOW

HELLO = Reason(Why.UNKNOWN_COMMAND, {"text": "hello"})
GUEST, MEMBER, ADMIN, OWNER = Role
# What a group's people may do, and, where it differs, what one may do alone with the bot.
MATRIX: list[tuple[Command, Role, Role]] = [
    (BriefPaper(papers=()), MEMBER, MEMBER),
    (SubmitPaper(papers=()), MEMBER, MEMBER),
    (SendReport(), MEMBER, MEMBER),
    (SendOverview(), MEMBER, MEMBER),
    (ShowPaper(), MEMBER, MEMBER),
    (AskPaper(question="?"), MEMBER, MEMBER),
    (StopAnswer(), MEMBER, MEMBER),
    (MarkPaper(mark="saved"), MEMBER, MEMBER),
    (FindPapers(words="lanes"), MEMBER, MEMBER),
    (ShowSaved(), MEMBER, MEMBER),
    (OfferPapers(papers=()), MEMBER, MEMBER),
    (ShowHelp(), MEMBER, MEMBER),
    (ShowStatus(), MEMBER, MEMBER),
    (ShowHome(), MEMBER, MEMBER),
    (Misunderstood(reason=HELLO), MEMBER, MEMBER),
    (Refused(reason=HELLO), MEMBER, MEMBER),
    (FollowTopic(), ADMIN, MEMBER),
    (FollowTopic(name="Lanes", words="lanes"), ADMIN, MEMBER),
    (UnfollowTopic(), ADMIN, MEMBER),
    (ChangeTopic(), MEMBER, MEMBER),
    (ChangeTopic(part="include"), MEMBER, MEMBER),
    (ChangeTopic(tried=True), MEMBER, MEMBER),
    (ChangeTopic(part="include", value="lanes"), ADMIN, MEMBER),
    (ShowMissed(), MEMBER, MEMBER),
    (WhyPaper(), MEMBER, MEMBER),
    (CorrectBrief(), MEMBER, MEMBER),
    (CorrectBrief(field="effect", value="2x"), ADMIN, ADMIN),
    (CorrectBrief(field="effect"), ADMIN, ADMIN),
    (RegenerateBrief(), ADMIN, ADMIN),
    (ChangeSettings(), MEMBER, MEMBER),
    (ChangeSettings(name="hour", value="08:30"), ADMIN, MEMBER),
    (ChangeSettings(name="reports"), ADMIN, MEMBER),
    (Administer(), ADMIN, ADMIN),
    (Administer(act="budget"), ADMIN, ADMIN),
    (Administer(act="budget", object="total", value="5"), OWNER, OWNER),
    (Administer(act="backup"), OWNER, OWNER),
    (Administer(act="forget", object="x"), OWNER, OWNER),
    (ChangeRoom(change=RoomChange(event="joined")), GUEST, GUEST),
    (TellNews(news="asked", chat="square:1"), OWNER, OWNER),
    *(
        (Administer(act=act, object="x"), ADMIN, ADMIN)
        for act in get_args(AdminAct)
        if act not in {"budget", "backup", "forget"}
    ),
]


def asker(role: Role, *, direct: bool, standing: Standing = Standing.UNKNOWN) -> Asker:
    return Asker(person="square:eve", chat="square:1", role=role, direct=direct, standing=standing)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("wish", "in_group", "alone"), MATRIX, ids=lambda each: getattr(each, "kind", ""))
def test_every_kind_of_command_is_given_to_its_least_role_and_above(
    wish: Command, in_group: Role, *, alone: Role, role: Role
) -> None:
    order = list(Role)
    for direct, least in ((False, in_group), (True, alone)):
        given = permitted(wish, asker(role, direct=direct))
        refused = isinstance(given, Refused) and given is not wish
        assert refused is (order.index(role) < order.index(least))
        if isinstance(given, Refused) and refused:
            told = {Why.NOT_ALLOWED_CHAT} if role is GUEST else {Why.ADMINS_ONLY, Why.OWNERS_ONLY}
            assert given.reason.why in told


def test_the_matrix_has_every_row_of_the_table_and_every_kind_of_command() -> None:
    kinds = {each.model_fields["kind"].default for each in get_args(get_args(Command)[0])}
    assert {wish.kind for wish, _, _ in MATRIX} == kinds
    rows = {wish_of(wish, direct=direct) for (wish, _, _), direct in product(MATRIX, (True, False))}
    assert rows == set(LEAST)


def test_a_refusal_says_who_can_help() -> None:
    wish = Administer(act="backup")
    for role, standing, why in [
        (GUEST, Standing.UNKNOWN, Why.NOT_ALLOWED_CHAT),
        (GUEST, Standing.DENIED, Why.DENIED_CHAT),
        (MEMBER, Standing.ALLOWED, Why.OWNERS_ONLY),
        (ADMIN, Standing.ALLOWED, Why.OWNERS_ONLY),
    ]:
        given = permitted(wish, asker(role, direct=False, standing=standing))
        assert isinstance(given, Refused)
        assert given.reason.why is why
    chats = permitted(Administer(act="chats"), asker(MEMBER, direct=True))
    assert chats == Refused(
        reason=Reason(Why.ADMINS_ONLY, {"command": "admin chats", "person": "square:eve"})
    )


RULES = Rules(owners=frozenset({"square:ann"}), chats=frozenset({"square:here", "square:bob"}))


@pytest.mark.parametrize(
    ("person", "given", "standing", "role"),
    [
        ("square:ann", None, Standing.UNKNOWN, OWNER),
        ("square:ann", None, Standing.DENIED, OWNER),
        ("other:ann", None, Standing.UNKNOWN, GUEST),
        ("square:eve", None, Standing.UNKNOWN, GUEST),
        ("square:eve", None, Standing.ASKED, GUEST),
        ("square:eve", None, Standing.CLOSED, GUEST),
        ("square:eve", None, Standing.ALLOWED, MEMBER),
        ("square:eve", MEMBER, Standing.UNKNOWN, MEMBER),
        ("square:eve", MEMBER, Standing.DENIED, GUEST),
        ("square:eve", ADMIN, Standing.DENIED, ADMIN),
        ("square:eve", OWNER, Standing.UNKNOWN, OWNER),
        ("square:bob", None, Standing.UNKNOWN, MEMBER),
        ("square:bob", None, Standing.DENIED, GUEST),
    ],
)
def test_a_role_comes_from_the_operator_from_an_owner_or_from_the_chat(
    person: str, given: Role | None, *, standing: Standing, role: Role
) -> None:
    known = None if given is None else KnownPerson(person=person, role=given, given_by="square:ann", at=NOW)
    assert role_of(person, given=known, standing=standing, rules=RULES) is role


@pytest.mark.parametrize(
    ("chat", "kept", "standing"),
    [
        ("square:here", None, Standing.ALLOWED),
        ("square:here", Standing.UNKNOWN, Standing.ALLOWED),
        ("square:here", Standing.ASKED, Standing.ALLOWED),
        ("square:here", Standing.DENIED, Standing.DENIED),
        ("square:here", Standing.CLOSED, Standing.CLOSED),
        ("square:there", None, Standing.UNKNOWN),
        ("square:there", Standing.ASKED, Standing.ASKED),
        ("square:there", Standing.ALLOWED, Standing.ALLOWED),
        ("other:here", None, Standing.UNKNOWN),
    ],
)
def test_a_chat_is_closed_until_somebody_lets_it_in(
    chat: str, kept: Standing | None, standing: Standing
) -> None:
    assert standing_of(chat, kept=kept, rules=RULES) is standing


def test_an_admin_makes_members_and_nobody_lifts_themselves() -> None:
    for had, given in product(Role, Role):
        assert may_change(OWNER, had=had, given=given)
        assert not may_change(MEMBER, had=had, given=given)
        assert not may_change(GUEST, had=had, given=given)
        high = {had, given} & {ADMIN, OWNER}
        assert may_change(ADMIN, had=had, given=given) is not bool(high)
