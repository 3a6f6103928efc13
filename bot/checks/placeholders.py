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
    r"abstract|technique|problem|effect|技术|问题|效果|未知|未明确|暂无|不详|不明|缺失|待定|无|"
    r"略)[\s\])}\"'”.。]*",
    re.IGNORECASE,
)
# Words that any clause of any paper may hold; a clause of nothing else says nothing: 一种新方法.
_EMPTY_CHINESE = (
    r"一种|一个|一些|一系列|某种|某个|某些|本文|文中|文章|论文|该|此|其|的|地|得|了|所述|所提|所|提出|相关|"
    r"新型|新颖|全新|新|良好|较好|很好|更好|不错|好|优秀|优异|显著|明显|有效|具体|上述|多种|各种|多个|重要|关键|核心|"
    r"主要|方法|技术|方案|问题|效果|结果|系统|模型|框架|性能|算法|策略|机制|挑战|难题|提升|改进|改善|提高|取得|"
    r"达到|实现|解决|实验|领域|工作|研究|详见|参见|见|参考|摘要|原文|正文|全文|内容|描述|中|里|等|和|与|及|、|，|,|\s"
)
_EMPTY_ENGLISH = (
    r"an?|the|this|that|these|some|its|their|new|novel|good|better|great|best|nice|strong|"
    r"promising|effective|"
    r"efficient|significant|notable|improved|improves?|improving|proposed|presented|certain|various|several|"
    r"many|related|relevant|key|core|important|main|described|stated|see|refer|read|in|of|from|by|"
    r"as|and|with|"
    r"for|to|on|is|are|was|methods?|approach(?:es)?|techniques?|frameworks?|systems?|models?|algorithms?|"
    r"solutions?|schemes?|problems?|issues?|challenges?|difficulties|effects?|results?|performance|"
    r"improvements?|outcomes?|gains?|benefits?|papers?|abstract|text|work|article|study|authors?|above|below|"
    r"here|details?|experiments?|achieved?|achieves|shows?|shown|obtained|field|area"
)
_SAYS_NOTHING = re.compile(rf"(?:{_EMPTY_CHINESE})+[。.]?|\W*(?:(?:{_EMPTY_ENGLISH})\b\W*)+", re.IGNORECASE)
_ANYWHERE = re.compile(rf"{_ASKING}|{_REFUSING}|{_MARKS}", re.IGNORECASE)


def placeholder(text: str) -> str | None:
    """The words of a text that refuse, ask or stand for something missing; None for an honest text."""
    text = text.strip().replace("…", "...").replace("，", ",").replace("；", ";")
    if _ALONE.fullmatch(text) or (text and _SAYS_NOTHING.fullmatch(text)):
        return text
    found = _ANYWHERE.search(text)
    return found[0].strip() if found else None
