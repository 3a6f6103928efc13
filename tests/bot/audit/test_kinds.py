"""Every kind of problem is found where it is, and not where something only looks like it."""

from dataclasses import replace

import pytest

from bot.audit.problems import Problem
from bot.audit.problems import ProblemKind as Kind
from tests.bot.audit.drafts import ABSTRACT, BRIEF, Draft, problems

CLEAN = Draft()
WRONG = [
    (replace(CLEAN, title=""), Kind.BLANK_TITLE, ""),
    (
        replace(CLEAN, title="Lanes: Short Requests LANES: SHORT REQUESTS"),
        Kind.REPEATED_TITLE,
        "Lanes: Short Requests",
    ),
    (
        replace(CLEAN, title="Keeping Short and Long Requests Apart Keeping Short and Long Requests"),
        Kind.REPEATED_TITLE,
        "Keeping Short and Long Requests",
    ),
    (
        replace(CLEAN, title="LANES: KEEPING SHORT REQUESTS APART"),
        Kind.CAPITALS_TITLE,
        "LANES: KEEPING SHORT REQUESTS APART",
    ),
    (replace(CLEAN, brief=""), Kind.NO_BRIEF, ""),
    (
        replace(CLEAN, brief="论文《Lanes》简报生成失败"),
        Kind.NO_BRIEF,
        "论文《Lanes》简报生成失败",
    ),
    (
        replace(CLEAN, brief="请提供论文的标题、主要机构和摘要，以便生成简报。"),
        Kind.PLACEHOLDER,
        "请提供",
    ),
    (
        replace(CLEAN, brief="[主要机构]发布了[标题]论文，使用[核心技术]技术。"),
        Kind.PLACEHOLDER,
        "[主要机构]",
    ),
    (
        replace(CLEAN, brief="发布了Lanes论文，使用两级队列调度器。"),
        Kind.UNNAMED_SUBJECT,
        "发布了Lanes论文，使用两级队列调度器",
    ),
    (
        replace(CLEAN, brief="Proposed a two-stage queue for short requests."),
        Kind.UNNAMED_SUBJECT,
        "Proposed a two-stage",
    ),
    (replace(CLEAN, brief="研究团队发布了Lanes论文。"), Kind.GENERIC_SUBJECT, "研究团队"),
    (
        replace(CLEAN, brief="来自多个机构的研究人员发布了Lanes论文。"),
        Kind.GENERIC_SUBJECT,
        "多个机构的研究人员",
    ),
    (replace(CLEAN, brief="The authors propose a two-stage queue."), Kind.GENERIC_SUBJECT, "The authors"),
    (replace(CLEAN, brief="北京大学发布了Lanes论文。"), Kind.UNLISTED_INSTITUTION, "北京大学"),
    (replace(CLEAN, institutions=""), Kind.UNLISTED_INSTITUTION, "清华大学"),
    (replace(CLEAN, institutions=""), Kind.NO_INSTITUTION, ""),
    (replace(CLEAN, abstract=""), Kind.NO_ABSTRACT, ""),
    (
        replace(CLEAN, abstract="Figure 1. Two queues, one for each."),
        Kind.CAPTION_ABSTRACT,
        "Figure 1. Two queues, one for each.",
    ),
    (
        replace(CLEAN, abstract=f"{ABSTRACT} CCS Concepts: • Software → Scheduling."),
        Kind.CONTAMINATED_ABSTRACT,
        "CCS Concepts: • Software → Scheduling.",
    ),
    (
        replace(CLEAN, abstract=f"{ABSTRACT} Keywords: queues, lanes"),
        Kind.CONTAMINATED_ABSTRACT,
        "Keywords: queues, lanes",
    ),
    (
        replace(CLEAN, abstract=f"{ABSTRACT} * Equal contribution."),
        Kind.CONTAMINATED_ABSTRACT,
        "Equal contribution.",
    ),
    (
        replace(CLEAN, abstract=ABSTRACT.replace("two-stage", "twostage")),
        Kind.DAMAGED_WORDS,
        "twostage",
    ),
    (replace(CLEAN, brief=BRIEF.replace("41%", "47%")), Kind.UNSUPPORTED_NUMBER, "47%"),
    (replace(CLEAN, brief=BRIEF.replace("最高", "")), Kind.DROPPED_QUALIFIER, "up to 41%"),
]
NEAR = [
    replace(CLEAN, title="3"),
    replace(CLEAN, title="From Short Requests to Long Requests"),
    replace(CLEAN, title="BERT, GPT and LLM Serving with NVIDIA GPUs"),
    replace(CLEAN, title="GPU MPI"),
    replace(CLEAN, brief=BRIEF.replace("短请求", "生成失败的短请求样例中短请求").replace("生成失败的", "")),
    replace(CLEAN, brief=BRIEF.replace("两级队列调度器", "带[MASK]标记的两级队列调度器")),
    replace(CLEAN, brief="《Lanes》使用两级队列调度器。"),
    replace(CLEAN, brief="论文《Lanes》使用两级队列调度器。"),
    replace(CLEAN, brief="清华大学研究团队发布了Lanes论文。"),
    replace(CLEAN, brief="Tsinghua University published “Lanes”, using a two-stage queue."),
    replace(CLEAN, brief="清华大学等机构发布了Lanes论文。"),
    replace(CLEAN, brief="《Lanes》使用两级队列。", institutions="论文未注明机构"),
    replace(CLEAN, abstract=ABSTRACT.replace("We propose", "As Figure 1 and Table 2 show, we propose")),
    replace(CLEAN, abstract=f"{ABSTRACT} An equal contribution of all keywords is needed."),
    replace(CLEAN, abstract=f"{ABSTRACT} A multimodal dataset of superpixels and codebooks is closed up."),
    replace(CLEAN, brief=BRIEF.replace("41%", "约四成").replace("平均最高降低约四成", "明显降低")),
    replace(CLEAN, brief=BRIEF.replace("最高降低41%", "降低高达41%")),
]


@pytest.mark.parametrize(("draft", "kind", "words"), WRONG)
def test_what_is_wrong_is_found_with_its_words(draft: Draft, kind: Kind, words: str) -> None:
    assert problems(draft).get(kind) == words


def test_every_kind_is_shown_above_and_has_its_sentence() -> None:
    assert {kind for _, kind, _ in WRONG} == set(Kind)
    for kind in Kind:
        assert Problem(kind, "§").sentence.endswith((".", "§", "…"))


@pytest.mark.parametrize("draft", [CLEAN, *NEAR])
def test_what_only_looks_wrong_is_let_pass(draft: Draft) -> None:
    assert problems(draft) == {}


def test_nothing_else_is_asked_of_a_brief_that_is_a_placeholder() -> None:
    found = problems(Draft(title="", brief="无法生成简报。", institutions="", abstract=""))
    assert set(found) == {Kind.BLANK_TITLE, Kind.PLACEHOLDER, Kind.NO_INSTITUTION, Kind.NO_ABSTRACT}


def test_a_number_is_not_asked_of_an_abstract_that_is_missing() -> None:
    assert set(problems(replace(CLEAN, abstract=""))) == {Kind.NO_ABSTRACT}


def test_a_smaller_claim_is_no_overclaim() -> None:
    modest = replace(CLEAN, abstract=f"{ABSTRACT} It needs over 70× less memory.")
    assert problems(replace(modest, brief=BRIEF.replace("的效果", "、内存减少70倍的效果"))) == {}
