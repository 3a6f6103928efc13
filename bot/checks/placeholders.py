"""Pure, one check of a brief: a refusal or a placeholder is no statement about a paper."""

import re

_ASKING = (
    r"请(?:您|你)?(?:补充|提供|填写|输入|给出|替换)|作为(?:一个|一名)?(?:AI|人工智能|语言模型)|"
    r"(?:无法|不能)(?:为您)?(?:生成|提供|完成|确定|判断|总结|提取|得知)"
    r"(?:技术|论文)?(?:简报|摘要|答案|该|此|本|论文|信息|内容|相关|具体|$|[,。;])|"
    r"(?:论文|摘要|原文|文中|标题)(?:信息|内容)?(?:中|里)?(?:均|都|并|也)?"
    r"(?:未提供|未提及|未说明|未给出|未明确|未知|缺失|不完整|不详)|"
    r"^(?:未提供|未提及|未说明|未给出|没有提供|缺少论文)|(?:抱歉|对不起|很遗憾),|待补充|此处(?:填写|省略)"
)
_REFUSING = (
    r"\bas an? (?:ai(?: (?:language )?(?:model|assistant))?|(?:large )?language model)\b(?= *(?:,|i\b))|"
    r"\bi(?: a|')m (?:sorry|unable|not able|an ai)\b|\bi (?:cannot|can't|can not|apologi[sz]e)\b|"
    r"\b(?:please|kindly) (?:provide|supply|specify|insert|fill)\b|\bplaceholder text\b|\blorem ipsum\b|"
    r"\b(?:not|isn't) (?:provided|specified|mentioned|stated|given|available|described) "
    r"in the (?:abstract|text|paper|sentences?|source|input)\b|"
    r"\bno (?:abstract|information|text) (?:is |was )?(?:provided|available|given)\b"
)
_MARKS = (
    r"(?<![A-Za-z])(?:N/A|TODO|TBD|TBA|XXX+|FIXME)(?![A-Za-z])|"
    r"[\[{<【](?:\s*\.\.\.\s*|[^\]}>】]{0,20}"
    r"(?:请|填|待|补充|\binsert\b|\byour\b|\bhere\b|\bname of\b|placeholder)[^\]}>】]{0,30})[\]}>】]|"
    # a template that was never filled in: [核心技术], [paper title]
    r"[\[{【][^\]}】]{0,20}(?:机构|标题|名称|技术|创新点|问题|效果|提升|摘要|方法)[\]}】]|"
    r"[\[{](?:(?:main|paper|key|core) )?(?:institutions?|title|techniques?|problem|effect|results?)[\]}]"
)
# Real sentences hold "unknown" or "none"; alone they say nothing.
_ALONE = re.compile(
    r"[\s\[({\"'“]*(?:unknown|none|null|nil|nothing|unspecified|undefined|no|n\.a|-+|\.{2,}|\?+|"
    r"not (?:specified|available|applicable|mentioned|stated|provided|given|clear|reported)|"
    r"(?:\w+ ){1,3}(?:failed|unavailable)|"
    r"abstract|technique|problem|effect|技术|问题|效果|未知|未明确|暂无|不详|不明|缺失|待定|无|略)[\s\])}\"'”.。]*",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(rf"{_ASKING}|{_REFUSING}|{_MARKS}", re.IGNORECASE)


def placeholder(text: str) -> str | None:
    """The words of a text that refuse, ask or stand for something missing; None for an honest text."""
    text = text.strip().replace("…", "...").replace("，", ",").replace("；", ";")
    if _ALONE.fullmatch(text):
        return text
    found = _ANYWHERE.search(text)
    return found[0].strip() if found else None
