"""The gate lets an honest brief pass and names what is wrong with another."""

import pytest

from bot.checks.gate import check_slots, institutions_in_range, stated
from bot.checks.objections import Kind, Objection
from bot.domain.briefs import Conditions, Evidence, Language, Slot, Slots

TITLE = "PageKeep: Paging the Cache of Long Conversations"
SENTENCES = (
    "Serving long conversations with large language models is slow because the cache outgrows memory.",
    "We propose PageKeep, a scheme that moves cold pages to disk and prefetches them with a predictor.",
    "On Qwen2.5-7B it raises throughput by up to 3.2× and cuts memory by 41% on average.",
)
EVIDENCE = tuple(Evidence(number=number, text=text) for number, text in enumerate(SENTENCES, 1))
TECHNIQUE = Slot(text="PageKeep分页机制（冷页换出到磁盘，并由小型预测器预取）", sentences=(2,))
PROBLEM = Slot(text="LLM长对话中键值缓存超出内存、服务缓慢", sentences=(1,))
EFFECT = Slot(text="在Qwen2.5-7B上吞吐量最高提升3.2倍，内存平均降低41%", sentences=(3,))
HONEST = Slots(technique=TECHNIQUE, problem=PROBLEM, effect=EFFECT)


def check(slots: Slots, *, language: Language = "zh", extracted: bool = False) -> tuple[Objection, ...]:
    return check_slots(slots, evidence=EVIDENCE, title=TITLE, language=language, extracted=extracted)


def with_effect(text: str, *sentences: int) -> Slots:
    return HONEST.model_copy(update={"effect": Slot(text=text, sentences=sentences or (3,))})


def test_an_honest_brief_passes() -> None:
    assert check(HONEST) == ()


def test_a_slot_may_be_left_out() -> None:
    assert check(HONEST.model_copy(update={"problem": None})) == ()


def test_a_brief_without_any_slot_is_none() -> None:
    assert check(Slots()) == (Objection(None, Kind.NOTHING),)


@pytest.mark.parametrize(
    ("slots", "kind", "detail"),
    [
        (with_effect("请补充关键效果"), Kind.PLACEHOLDER, "请补充"),
        (with_effect("  "), Kind.EMPTY, ""),
        (with_effect("内存平均降低41%", 7), Kind.SENTENCE_OUT_OF_RANGE, "7"),
        (with_effect("内存平均降低41%", 0), Kind.SENTENCE_OUT_OF_RANGE, "0"),
        (with_effect("内存平均降低48%"), Kind.NUMBER, "48%"),
        (with_effect("内存平均降低41%", 2), Kind.NUMBER_ELSEWHERE, "41% (S3)"),
        (with_effect("在Qwen2.5-14B上内存平均降低41%"), Kind.IDENTIFIER, "Qwen2.5-14B"),
        (with_effect("吞吐量提升3.2倍"), Kind.QUALIFIER, "up to 3.2倍"),
        (with_effect("内存平均增加41%"), Kind.DIRECTION, "增加 41%, 增加 memory"),
        (with_effect("内存占用更高"), Kind.DIRECTION, "更高 memory"),
        (with_effect("准确率平均降低41%"), Kind.MEASURE, "41% (accuracy)"),
        (with_effect("整体快几十倍"), Kind.NUMBER, "几十倍"),
        (with_effect("优于FlashKeep方法"), Kind.UNKNOWN_NAME, "FlashKeep"),
        (with_effect("it cuts memory on average"), Kind.LANGUAGE, "Chinese"),
        (with_effect("it cuts memory on average 的效果"), Kind.LANGUAGE, "Chinese"),
        (with_effect("吞吐量显著提升，" * 30), Kind.TOO_LONG, "240/220"),
    ],
)
def test_what_is_wrong_with_a_slot_is_named(slots: Slots, kind: Kind, detail: str) -> None:
    assert check(slots)[0] == Objection("effect", kind, detail)


def test_a_slot_without_a_sentence_rests_on_nothing() -> None:
    slots = HONEST.model_copy(update={"effect": Slot(text="内存平均降低41%", sentences=())})
    assert check(slots) == (Objection("effect", Kind.NO_SENTENCE),)


def test_the_abstract_in_disguise_is_a_copy_unless_it_is_labelled_extracted() -> None:
    clause = SENTENCES[2].rstrip(".")
    slots = HONEST.model_copy(update={"effect": Slot(text=clause, sentences=(3,))})
    kinds = [objection.kind for objection in check(slots, language="en") if objection.slot == "effect"]
    assert kinds == [Kind.COPY]
    assert check(slots, extracted=True) == ()


def test_slots_that_are_long_together_are_too_long_for_one_brief() -> None:
    long = "。".join(["在长对话中服务缓慢"] * 15)
    slots = Slots(
        technique=Slot(text=long, sentences=(1,)),
        problem=Slot(text=long, sentences=(1,)),
        effect=Slot(text=long, sentences=(1,)),
    )
    assert check(slots) == (Objection(None, Kind.TOO_LONG, "447/400"),)


def test_a_word_or_two_is_too_short_for_a_brief() -> None:
    assert check(Slots(problem=Slot(text="服务缓慢", sentences=(1,)))) == (
        Objection(None, Kind.TOO_SHORT, "4/30"),
    )


@pytest.mark.parametrize("kind", list(Kind))
def test_every_objection_has_a_sentence_for_its_writer(kind: Kind) -> None:
    sentence = Objection("effect", kind, "41%").sentence
    assert sentence.endswith(".")
    assert "{" not in sentence


@pytest.mark.parametrize(
    ("numbers", "count", "fine"),
    [
        ((), 0, True),
        ((1, 3), 3, True),
        ((0,), 3, False),
        ((4,), 3, False),
        ((2, 2), 3, False),
        ((-1,), 3, False),
    ],
)
def test_institutions_are_named_by_numbers_of_the_list(
    numbers: tuple[int, ...], count: int, *, fine: bool
) -> None:
    assert institutions_in_range(numbers, count) is fine


def test_two_figures_that_were_swapped_are_each_told_their_sentence() -> None:
    evidence = (
        Evidence(number=1, text="It cuts the delay by 45% on the first trace."),
        Evidence(number=2, text="The use of memory falls by 26%.", section="5 Results", page=7),
    )
    slots = Slots(
        effect=Slot(text="首条轨迹上的延迟降低26%，这一数字来自作者的实验结果与测量", sentences=(1,))
    )
    told = check_slots(slots, evidence=evidence, title=TITLE, language="zh")
    assert told == (Objection("effect", Kind.NUMBER_ELSEWHERE, "26% (S2)"),)


def test_conditions_are_believed_where_the_sentences_hold_them() -> None:
    claimed = Conditions(metric="throughput", baseline="FlashKeep", model="Qwen 2.5-7B", hardware="")
    kept = stated(claimed, evidence=EVIDENCE, title=TITLE)
    assert kept == Conditions(metric="throughput", model="Qwen 2.5-7B")
    assert kept.stated
    assert not stated(Conditions(baseline="FlashKeep"), evidence=EVIDENCE, title=TITLE).stated


def test_two_figures_of_one_sentence_told_in_each_others_place_are_told() -> None:
    evidence = (Evidence(number=1, text="It cuts latency by up to 45% and memory by up to 26%."),)
    claim = "延迟最高降低26%，内存最高降低45%，均为与基线相比的实验结果"
    slots = Slots(effect=Slot(text=claim, sentences=(1,)))
    told = check_slots(slots, evidence=evidence, title=TITLE, language="zh")
    assert [objection.kind for objection in told] == [Kind.EXCHANGED]


def test_a_brief_that_shares_nothing_with_its_paper_is_about_another() -> None:
    other = Slots(
        technique=Slot(text="基于扩散模型的三维高斯溅射点云重建框架", sentences=(2,)),
        problem=Slot(text="自动驾驶场景中激光雷达点云稀疏的问题", sentences=(1,)),
        effect=Slot(text="渲染质量与几何精度均优于以往的神经辐射场方法", sentences=(3,)),
    )
    assert Kind.OTHER_PAPER in {objection.kind for objection in check(other)}
