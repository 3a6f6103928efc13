"""Pure, one check of a brief: a sentence of its own breaks the sentence that it was to stand in."""

import re

_ENGLISH = re.compile(
    r"\W*(?:(?:here|in (?:this|our) (?:paper|work|study|article|report)|to (?:this|that) end|moreover|thus|"
    r"finally|first|additionally|specifically|extensive experiments)\W+)*(?:(?:we|it|they|you)\s+\w|(?:our|i|"
    r"this (?:paper|work|study|article|approach|method|research|survey|report)|(?:the|these|"
    r"its) (?:(?:proposed|present|current) )?(?:authors?|paper|work|study|article|researchers?|results?|"
    r"experiments?)|there)\b(?!['’]s)\s+(?:\w+ly |also |further |then |have |has |first )?(?:propos|introduc|"
    r"present|develop|design|build|built|describ|contribut|show|demonstrat|provid|study|studies|investigat|"
    r"find|found|formul|deriv|releas|achiev|improv|reduc|outperform|use|using|address|solv|tackl|evaluat|"
    r"analy[sz]e|conduct|argue|prove|establish|report|observ|explor|examin|offer|give|appl|train|test|compar|"
    r"reveal|indicat|confirm|suggest|is\b|are\b|was\b|were\b|can\b|will\b|should\b|must\b|do\b|does\b|aim|"
    r"leverag|combin|employ|adopt|consider|obtain|reach|extend|identif|create|make|take|call|exploit|focus|"
    r"enabl|allow))",
    re.IGNORECASE,
)
# "PageKeep is …", "PageKeep cuts …": a name and its verb.
_NAMED = re.compile(
    r"\W*(?:[A-Z][\w.+-]*[ ]+){1,3}(?:is|are|was|were|can|will|has|have|does|achieves|improves|reduces|"
    r"outperforms|introduces|proposes|presents|surpasses|exceeds|enables|provides|offers|delivers|combines|"
    r"leverages|employs|consists|addresses|solves|tackles|demonstrates|shows|raises|allows|yields|attains|"
    r"reaches|maintains|preserves|lowers|increases|decreases|keeps|learns|makes|gives|"
    r"holds)\b"
)
_CHINESE = re.compile(
    r"\W*(?:在)?(?:(?:本文|本研究|本论文)中[，,]?)?(?:本文|本论文|本研究|本工作|该论文|该文|该研究|这篇论文|"
    r"这篇文章|此文|文章|论文|我们|作者们?|研究者们?|研究人员)(?:中|里)?[，,]?(?:还|也|首先|首次|进一步|主要|"
    r"共同|随后)?(?:提出|介绍|设计|开发|构建|展示|证明|表明|发现|研究|探讨|分析|实现|达到|取得|解决|使用|"
    r"采用|利用|通过|引入|给出|描述|认为|指出|旨在|针对|评估|发布|训练|推导|建立|将|对|在|把|是|基于|系统)"
)


def own_sentence(claim: str) -> str:
    """The subject and verb with which a clause begins a sentence of its own; "" for a clause."""
    found = _ENGLISH.match(claim) or _NAMED.match(claim) or _CHINESE.match(claim)
    return found[0].strip() if found else ""
