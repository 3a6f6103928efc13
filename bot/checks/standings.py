"""What a brief may say of a paper's standing in the world, which its sentences hardly ever do.

Pairs for `bot.checks.claims`: the words of a claim, and the words of one sentence that bear it out.
"""

_FAULTS = r"(?:errors?|hallucinations?|mistakes?|failures?|faults?|bugs?|biase?s?|artifacts?|crashes|leaks?)"
_ENDS = r"(?:eliminat|eradicat|abolish|remov(?:es?|ing|al|ed)\b)"
_CHINESE_FAULTS = r"(?:错误|幻觉|误差|失误|失败|偏见|漏洞|缺陷|泄露|泄漏|故障)"
_PEOPLE = (
    r"(?:humans?|experts?|annotators?|clinicians?|doctors?|physicians?|radiologists?|professionals?|"
    r"programmers?|specialists?)"
)
_AS_GOOD = (
    r"(?:rival|match|surpass|exceed|outperform|beat|equal)\w*|(?:better than|on par with|comparable to|as "
    r"(?:good|accurate|well) as)"
)
_LEVEL = (
    r"(?:\blevel|\bpar\b|parity|compar|approach(?:es|ing)|close to|agree|correlat|align|indistinguish|\bgap)"
)
_EXPERT = r"(?:human|expert|annotator|clinician|doctor|physician|radiolog|professional|programmer|specialist)"

STANDINGS = (
    # nothing is left of a fault
    (
        (rf"{_ENDS}\w*(?: \w+){{0,3}} {_FAULTS}\b|\b(?:without|no)(?: any| more| single)? {_FAULTS}\b|"
        rf"\bzero(?: \w+)? {_FAULTS}\b|\b{_FAULTS}[- ]free\b|\b(?:never|cannot) (?:fails?|errs?|"
        rf"hallucinates?)\b|"
        rf"(?:消除|根除|杜绝|消灭|清零)(?:了|所有|全部|一切|任何)*(?:\w{{0,6}}){_CHINESE_FAULTS}|"
        rf"(?:零|毫无|没有任何|不再(?:有|出现|产生)){_CHINESE_FAULTS}(?!率)|{_CHINESE_FAULTS}(?:率)?(?:清零|归零|"
        rf""
        rf""
        rf""
        rf"为零)"),
        (rf"(?:{_ENDS}|\b(?:no|zero|without|avoid|prevent|free|never|absence|100%|perfect|resolv))\w*"
        rf"[^.]{{0,60}}?\b(?:error|hallucinat|mistake|fail|fault|bug|bias|artifact|crash|leak|"
        rf"incorrect|inaccura)|"
        r"(?:error|hallucination|failure|fault|bug|bias|artifact|crash|"
        r"leak)[^.]{0,40}?(?:eliminat|remov|avoid|"
        r"prevent|\bfree\b|\bzero\b|entirely|complet|resolv)|消除|杜绝|避免"),
    ),
    # as good as people
    (
        (rf"\bhuman[- ](?:level|parity)|\bsuper-?human|\bexpert[- ]level|(?:{_AS_GOOD}) (?:\w+ "
        rf"){{0,2}}{_PEOPLE}\b|"
        r"(?:媲美|比肩|不亚于|不逊于|胜过|超越|超过|达到|优于|堪比)[^,，。;；]{0,4}(?:人类|专家|医生|人工标注|"
        r""
        r""
        r""
        r"从业者)"),
        (rf"(?:{_AS_GOOD}|{_LEVEL})[^.]{{0,50}}?\b{_EXPERT}|\b{_EXPERT}[^.]{{0,50}}?(?:{_AS_GOOD}|{_LEVEL})|"
        r"super-?human|人类|专家"),
    ),
    # honoured
    (
        (r"\b(?:best|outstanding) (?:\w+ )?(?:paper|demo|poster)\b|\bawards?\b(?! (?:model|function|signal))|"
        r"\bawarded\b|\bprizes?\b|\baccepted (?:at|to|by|for)\b|\boral presentation|最佳论文|获奖|奖项|荣获|"
        r"(?:获得?|斩获)[^,，。;；]{0,8}奖(?!励)|(?:被|已)[^,，。;；]{0,10}(?:录用|接收为|收录)"),
        r"\baward|\bprize|\bwon\b|\bwinn|\bwins\b|accepted|best paper|\bhono(?:u?r)s?\b|\boral\b|获奖|录用",
    ),
    # dishonoured
    (
        (r"\b(?:fabricat|falsif|plagiari|fraud)\w*|\bretracted\b|\bmisconduct\b|造假|剽窃|抄袭|学术不端|撤稿|"
        r"(?:数据|结果|实验)[^,，。;；]{0,4}伪造"),
        (r"fabricat|falsif|plagiar|fraud|fake|forg(?:e[dr]|ing)|retract|cheat|misconduct|counterfeit|decept|"
        r"decei|tamper|spoof|made[- ]up|invent(?:ed|ing)|copied|copying|造假|伪造|剽窃|抄袭|欺诈"),
    ),
    # at work in the world
    (
        (r"\b(?:already )?deployed (?:in|at|by|across|within) (?!the (?:edge|field))|\bin production\b|"
        r"\bproduction (?:environments?|use|deployment|traffic)\b|\badopted by\b|"
        r"(?:已|被)[^,，。;；]{0,14}(?:部署|上线|投产|商用|落地|采用于)|生产环境|投入(?:生产|商用|使用)|"
        r"正式上线"),
        (r"deploy|\bproduction|\bshipp|\badopt|launch|roll(?:ed|ing)?[- ]out|commercial|\bin[- ]use\b|"
        r"industr|"
        r"\bA/B\b|\blive\b|\bonline (?:test|experiment|serv)|customers?|部署|上线|生产"),
    ),
)  # fmt: skip
