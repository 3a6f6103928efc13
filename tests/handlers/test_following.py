"""Words about topics: which is meant, what of it is to be set; and talk that only begins like them."""

import pytest

from bot.domain.arxiv_ids import ArxivId
from bot.domain.commands import Administer, Command, MarkPaper, Misunderstood, SendReport, WhyPaper
from bot.domain.references import ArxivReference
from bot.domain.topic_commands import ChangeTopic, FollowTopic, ShowMissed, UnfollowTopic
from bot.errors import Why
from handlers.grammar import understand

PAPER = ArxivReference(id=ArxivId.parse("2501.12345"))
SEARCH = FollowTopic(name="vector search", words="vector search, ann in cs.DB, cs.IR")


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("follow", FollowTopic()),
        ("/follow@my_bot", FollowTopic()),
        ("关注", FollowTopic()),
        ("follow AI inference acceleration", FollowTopic(name="AI inference acceleration")),
        ("关注 AI 推理加速", FollowTopic(name="AI 推理加速")),
        ("follow vector search: vector search, ann in cs.DB, cs.IR", SEARCH),
        ("Follow “vector search”：vector search, ann in cs.DB, cs.IR", SEARCH),
        ("关注向量检索：向量检索，近邻", FollowTopic(name="向量检索", words="向量检索，近邻")),
        ("follow lanes:", FollowTopic(name="lanes", words="")),
        ("follow : lanes", FollowTopic(name="lanes")),
        ("follow \x15: lanes", FollowTopic(name="lanes")),
        ("follow \u2800\u200b: lanes", FollowTopic(name="lanes")),
        ("topic \x15 include lanes", ChangeTopic(part="include", value="lanes")),
        ("unfollow", UnfollowTopic()),
        ("unfollow vector search", UnfollowTopic(name="vector search")),
        ("取消关注 向量检索", UnfollowTopic(name="向量检索")),
        ("topic", ChangeTopic()),
        ("topics", ChangeTopic()),
        ("主题", ChangeTopic()),
        ("topic vector search", ChangeTopic(name="vector search")),
        ("topic vector search include", ChangeTopic(name="vector search", part="include")),
        (
            "topic vector search include hnsw, graphs",
            ChangeTopic(name="vector search", part="include", value="hnsw, graphs"),
        ),
        ("topic include - hnsw", ChangeTopic(part="include", value="- hnsw")),
        ("topic threshold: 0.6", ChangeTopic(part="threshold", value="0.6")),
        ("主题 向量检索 排除 综述", ChangeTopic(name="向量检索", part="exclude", value="综述")),
        ("主题 不相关 只是综述", ChangeTopic(part="irrelevant", value="只是综述")),
        ("主题 作者归因", ChangeTopic(name="作者归因")),
        (
            'topic "lanes" relevant Work that has relevant lanes.',
            ChangeTopic(name="lanes", part="relevant", value="Work that has relevant lanes."),
        ),
        ("topic vector search test", ChangeTopic(name="vector search", tried=True)),
        ("主题 测试", ChangeTopic(tried=True)),
        ("missed", ShowMissed()),
        ("漏掉 向量检索", ShowMissed(name="向量检索")),
        ("preview", SendReport(preview=True)),
        ("预览 中文", SendReport(preview=True, language="zh")),
        ("report now", Administer(act="run")),
        ("报告 现在", Administer(act="run")),
        ("why 2501.12345", WhyPaper(paper=PAPER)),
        ("为什么 2501.12345", WhyPaper(paper=PAPER)),
        ("like 2501.12345", MarkPaper(paper=PAPER, mark="liked")),
        ("点赞 2501.12345", MarkPaper(paper=PAPER, mark="liked")),
        ("取消喜欢2501.12345", MarkPaper(paper=PAPER, mark="liked", taken_back=True)),
        ("unlike 2501.12345", MarkPaper(paper=PAPER, mark="liked", taken_back=True)),
    ],
)
def test_what_is_followed_changed_and_asked(text: str, wish: Command) -> None:
    assert understand(text) == wish


@pytest.mark.parametrize(
    ("name", "word"), [("test time compute", "test"), ("Author names", "Author"), ("论文 作者", "作者")]
)
def test_a_new_topic_has_no_name_that_would_be_read_as_a_change(name: str, word: str) -> None:
    refused = understand(f"follow {name}: names")
    assert isinstance(refused, Misunderstood)
    assert (refused.reason.why, refused.reason.facts["word"]) == (Why.TAKEN_NAME, word)
    assert understand(f"follow {name}") == FollowTopic(name=name), "one that is there is taken up again"
    assert understand("follow test-time compute: scaling") == FollowTopic(
        name="test-time compute", words="scaling"
    )


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("why", WhyPaper(answers="42")),
        ("why 3", WhyPaper(number=3, answers="42")),
        ("3: why", WhyPaper(number=3, answers="42")),
        ("为什么", WhyPaper(answers="42")),
        ("like", MarkPaper(answers="42", mark="liked")),
        ("2: like", MarkPaper(number=2, answers="42", mark="liked")),
        ("follow lanes", FollowTopic(name="lanes", answers="42")),
    ],
)
def test_under_a_post_its_paper_is_meant(text: str, wish: Command) -> None:
    assert understand(text, answers="42") == wish


@pytest.mark.parametrize(
    "text",
    [
        "why?",
        "why is it faster?",
        "为什么更快？",
        "like I said, it is fast",
        "topic of this paper?",
        "follow what baseline?",
    ],
)
def test_talk_under_a_post_that_begins_like_a_command_is_a_question(text: str) -> None:
    wish = understand(text, answers="42")
    assert isinstance(wish, Misunderstood)
    assert wish.reason.why is Why.UNKNOWN_COMMAND, "so that it is taken for a question about the paper"
