"""Small reports in the earlier system's form, written for these tests."""

from dataclasses import dataclass

from bot.audit.problems import ProblemKind
from bot.audit.reports import audit_report

ABSTRACT = (
    "Serving long requests beside short ones makes the short ones wait. We propose Lanes, a scheduler that"
    " keeps the two apart with a two-stage queue. It cuts the waiting time of short requests by up to 41% on"
    " average and adds 2 ms to long ones on a cluster of 16 machines."
)
BRIEF = (
    "清华大学发布了Lanes论文，使用两级队列调度器，解决了短请求等待长请求的问题，"
    "达成了等待时间平均最高降低41%的效果。"
)


@dataclass(frozen=True)
class Draft:
    """One entry; clean where nothing is given."""

    title: str = "Lanes: Keeping Short Requests Apart"
    brief: str = BRIEF
    institutions: str = "Tsinghua University, Lane Institute of Queues"
    abstract: str = ABSTRACT


def markdown(*drafts: Draft) -> str:
    """The drafts as a report."""
    numbered = list(enumerate(drafts, 1))
    briefs = "".join(f"### {number}. {draft.title}\n\n{draft.brief}\n\n" for number, draft in numbered)
    details = "".join(
        f"### {number}. {draft.title}\n\n**主要机构**: {draft.institutions}\n**作者数量**: 3人\n\n"
        f"**摘要**:\n{draft.abstract}\n\n"
        for number, draft in numbered
    )
    return f"# 报告\n生成时间: 2026-01-01 08:00:00\n\n## 论文技术简报\n\n{briefs}## 论文详细信息\n\n{details}"


def problems(draft: Draft) -> dict[ProblemKind, str]:
    """What is wrong with the one entry of a report: the words, by kind."""
    (entry,) = audit_report(markdown(draft))
    return {problem.kind: problem.words for problem in entry.problems}
