"""Words for a topic, or a part of one: what is added, taken out, set back, and refused."""

import pytest

from bot.domain.arxiv_categories import category_named
from bot.domain.topic_changes import LONGEST_WORDS, MOST, changed, new_topic
from bot.domain.topics import Topic, TopicPart
from bot.errors import CannotDo, Why
from bot.replies.topics import undone_by

TOPIC = Topic(name="lanes", include=("lanes", "Merge"), authors=("Ann Archer",), moved={"lanes": 0.5})


@pytest.mark.parametrize(
    ("words", "include", "categories"),
    [
        ("vector search", ("vector search",), ()),
        ("vector search, ANN; “graph index”", ("vector search", "ANN", "graph index"), ()),
        ("向量检索、近邻搜索，图索引", ("向量检索", "近邻搜索", "图索引"), ()),
        ("vector search, ann in cs.DB, cs.ir", ("vector search", "ann"), ("cs.DB", "cs.IR")),
        ("向量检索 在 cs.DB、stat.ml", ("向量检索",), ("cs.DB", "stat.ML")),
        ("vector search in quant-ph and physics.optics", ("vector search",), ("quant-ph", "physics.optics")),
        ("search in space", ("search in space",), ()),
        ("tools in node.js", ("tools in node.js",), ()),
        ("search in space, lanes in cs.RO", ("search in space", "lanes"), ("cs.RO",)),
        ("lanes, Lanes,  lanes ", ("lanes",), ()),
    ],
)
def test_a_new_topic_is_read_from_words(
    words: str, include: tuple[str, ...], categories: tuple[str, ...]
) -> None:
    made = new_topic("search", words)
    assert made.categories == categories
    assert {each.casefold() for each in made.include} == {each.casefold() for each in include}
    assert made.vocabulary == "none"


@pytest.mark.parametrize(
    ("part", "value", "now"),
    [
        ("include", "roads, merge", ("lanes", "merge", "roads")),
        ("include", "- LANES", ("Merge",)),
        ("include", "- lanes, merge", ()),
        ("include", "-lanes, -merge", ()),
        ("include", "roads, -lanes, - merge", ("roads",)),
        ("categories", "cs.LG, cs.DB, -cs.lg", ("cs.DB",)),
        ("categories", "cs.DB quant-ph -cs.DB", ("quant-ph",)),
        ("include", "KV-cache", ("lanes", "Merge", "KV-cache")),
        ("categories", "quant-ph", ("quant-ph",)),
        ("include", "-", ()),
        ("exclude", "survey", ("survey",)),
        ("categories", "cs.lg and STAT.ml", ("cs.LG", "stat.ML")),
        ("authors", "Bo Byrd, Cy Cole", ("Ann Archer", "Bo Byrd", "Cy Cole")),
        ("authors", "Byrd, Bo; Cole, Cy", ("Ann Archer", "Byrd, Bo", "Cole, Cy")),
        ("authors", "- Ann Archer", ()),
        ("institutions", "University of Turin", ("University of Turin",)),
        ("relevant", "Work on  lanes,\nand roads.", "Work on lanes, and roads."),
        ("irrelevant", "默认", ""),
        ("threshold", "0.6", 0.6),
        ("threshold", "60 %", 0.6),
        ("threshold", ".25", 0.25),
        ("threshold", "-", 0.5),
    ],
)
def test_a_part_is_set_and_all_else_stays(part: TopicPart, value: str, now: object) -> None:
    new = changed(TOPIC, part, value)
    assert getattr(new, part) == now
    assert new.model_copy(update={part: getattr(TOPIC, part)}) == TOPIC


@pytest.mark.parametrize(
    ("part", "value", "why"),
    [
        ("include", "- roads", Why.NOT_IN_TOPIC),
        ("include", "x" * (LONGEST_WORDS + 1), Why.TOPIC_TOO_LONG),
        ("include", ", ".join(f"w{n}" for n in range(MOST)), Why.TOPIC_TOO_FULL),
        ("categories", "cs.LG, lanes", Why.UNKNOWN_CATEGORY),
        ("relevant", "x" * 401, Why.TOPIC_TOO_LONG),
        ("threshold", "1.01", Why.MALFORMED_THRESHOLD),
        ("threshold", "much", Why.MALFORMED_THRESHOLD),
        ("threshold", "-0.1", Why.MALFORMED_THRESHOLD),
        ("threshold", "101%", Why.MALFORMED_THRESHOLD),
    ],
)
def test_what_cannot_be_is_refused(part: TopicPart, value: str, why: Why) -> None:
    with pytest.raises(CannotDo) as refused:
        changed(TOPIC, part, value)
    assert refused.value.reason.why is why


def test_a_topic_has_words_and_a_short_name() -> None:
    for name, words, why in (
        ("lanes", " , ", Why.NO_WORDS_GIVEN),
        ("x" * 61, "lanes", Why.TOPIC_TOO_LONG),
        ("lanes", "lanes in cs.XX", Why.UNKNOWN_CATEGORY),
        ("lanes", "lanes, roads in cs.RO, cs.XX", Why.UNKNOWN_CATEGORY),
    ):
        with pytest.raises(CannotDo) as refused:
            new_topic(name, words)
        assert refused.value.reason.why is why


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("include", "roads, bridges"),
        ("include", "- lanes"),
        ("include", "-"),
        ("authors", "Byrd, Bo;"),
        ("relevant", "Lanes."),
        ("threshold", "0.7"),
        ("categories", "cs.LG"),
    ],
)
def test_the_words_that_take_a_change_back_do(part: TopicPart, value: str) -> None:
    after = changed(TOPIC, part, value)
    undone = changed(after, part, undone_by(TOPIC, after, part))
    was, now = getattr(TOPIC, part), getattr(undone, part)
    assert (set(now) if isinstance(now, tuple) else now) == (set(was) if isinstance(was, tuple) else was)
    assert undone_by(TOPIC, TOPIC, part) == ""


def test_a_word_with_a_hyphen_is_taken_out_whole() -> None:
    with_it = changed(TOPIC, "include", "KV-cache")
    assert changed(with_it, "include", "- kv-cache").include == TOPIC.include


def test_categories_are_known_by_any_case() -> None:
    assert category_named("CS.lg") == "cs.LG"
    assert category_named("cond-mat.MES-hall") == "cond-mat.mes-hall"
    assert category_named("cs.XX") is None
    assert category_named("cs") is None
