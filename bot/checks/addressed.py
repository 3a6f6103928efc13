"""Pure: does a sentence of a paper tell whoever retells the paper, most likely a program, what to say of it?

Two forms are known: somebody who reads or writes about the paper and ought to do something ("every summary of
this paper must …"), and an order to report, describe or rate ("please describe the results as …").
"""

import re

from bot.checks.addressed_chinese import CHINESE_FORMS

_MACHINE = (
    r"(?:AIs?|LLMs?|GPTs?|ChatGPT|language models?|models?|machines?|automat(?:ed|ic)|chat ?bots?|"
    r"(?:ro)?bots?|"
    r"assistants?|agents?|summari[sz]ers?|summari[sz]ation)"
)
_READER = (
    rf"(?<!our )(?:{_MACHINE}(?:[- ](?:based|powered|driven|generated))?"
    r"(?: (?:language|summari[sz]ation|reading|review|writing|briefing))?"
    r"(?: (?:readers?|reviewers?|summari[sz]ers?|assistants?|tools?|systems?|agents?|bots?|models?|writers?|"
    r"judges?|pipelines?))?|"
    r"(?:readers?|reviewers?|people|anyone|those) (?:\w+ )?(?:using|with|via|through) (?:\w+ )?"
    r"(?:AI|LLM|language model|automated)s?(?: tools?| assistants?)?)"
)
_HERE = (
    r"(?:this|the (?:present|following|above)) (?:paper|work|article|manuscript|preprint|abstract|text|"
    r"submission|study|document|page|record|entry|file|PDF)(?! loads?\b)"
)
_RETELLING = (
    r"(?:summar(?:y|ies)|summari[sz]ations?|briefs?|briefings?|reviews?|descriptions?|digests?|write-?ups?|"
    r"tl;?drs?|synops[ie]s|evaluations?|assessments?|reports?)"
)
_RETELLS = (
    r"(?:summari[sz]|describ|review|present|brief|cit|discuss|condens|digest|process|retell|rat|scor|evaluat|"
    r"assess|pars|analy[sz]|writ\w* (?:about|of|up)|report\w* on|read|introduc|referr?\w* to|"
    r"(?:asked|queried|talking|speaking|writing) (?:about|of))"
)
_OUGHT = (
    r"(?:must|should|shall|ought to|(?:has|have|needs?|wants?|will want) to|(?:is|are|be)(?: "
    r"\w+ly)? (?:asked|"
    r"requested|required|encouraged|advised|told|instructed|urged|reminded|invited|obliged|"
    r"expected|supposed) "
    r"to|please|kindly|always|never|will)"
)
_TELL = (
    r"(?:report|say|state(?![- ]of)|mention|record|add|name|describe|write|claim|highlight|"
    r"emphasi[sz]e|stress|"
    r"note|present|portray|rate|score|award|grade|rank|quote|include|output|conclude|tell|recommend|praise|"
    r"endorse|accept|call|characteri[sz]e|depict|frame|announce|declare|assert|underline|"
    r"underscore|advertise|"
    r"promote|reply|answer|respond|summari[sz]e|give|cite|list|omit)"
)
_PLEASE = r"(?:please|kindly|remember to|(?:make|be) sure(?: to| that you)|do not forget to|be careful to)"
_SLOT = r"(?:technique|problem|effect|institutions?)"
_OURS = (
    rf"(?:{_HERE}|this (?:system|method|approach|result|effect)|\b(?:our|us)\b|these (?:findings|"
    rf"results|authors)|"
    r"the (?:effect|technique|authors?|speed-?up|paper|institutions?)\b|it (?:is|was|has|as)\b|its? \w+ as\b|"
    r"as (?:the|an?|state)\b|institutions? \d)"
)
_FIGURE = r"(?:an? (?!scale)(?:\w+ ){0,3}(?:of|to) \d|\d)"
_STARTS = r"(?:^|[.;:!?] )[\"'“‘(\[]*"

_FORMS = (
    # somebody who reads this very text, and what they ought to do
    (
        rf"\b(?:{_READER}|whoever|(?:whichever|any|every|each) \w+|any(?:one|body)|every(?:one|body))"
        rf"(?: (?:who|that|which))?(?: (?:is|are))? {_RETELLS}\w* "
        rf"{_HERE}\b.{{0,20}}?(?:\b{_OUGHT}\b|[:,] *{_TELL}\b)"
    ),
    rf"\b{_READER},? (?:\w+ )?{_OUGHT} (?:not |always |only |also |\w+ly )*{_TELL}\b.{{0,25}}?{_OURS}",
    rf"\b{_READER} (?:that|who|which) \w+ this\b.{{0,12}}?\b{_OUGHT} (?:\w+ )?{_TELL}\b",
    rf"\b(?:if|when)\b[^,.]{{0,12}} {_READER} {_RETELLS}\w* this\b",
    (
        rf"\b(?:appreciated?|grateful|thankful|glad|hope|trust|wish) (?:if|that) (?:\w+ "
        rf")?{_READER}\b.{{0,15}}?"
        rf"(?:{_RETELLING}|{_TELL})"
    ),
    (
        rf"\b(?:mandatory|required|obligatory|necessary|imperative|essential|compulsory) (?:for|"
        rf"that) (?:\w+ )?"
        rf"{_READER} (?:to )?{_TELL}\b.{{0,20}}?{_OURS}"
    ),
    # what is written about this very text, and what it ought to hold
    rf"\b{_RETELLING} (?:of|about|on|for) {_HERE}\b.{{0,20}}?\b{_OUGHT}\b",
    rf"\b{_RETELLING} (?:of|about|for) {_HERE} (?:is|reads|would be)(?: \w+)? *[:\"“‘']",
    rf"\b(?:any|every|each|all|your)(?: \w+)? {_RETELLING} (?:of|about|on|for) {_HERE}\b",
    (
        r"\b(?:summar(?:y|ies)|briefs?|digests?|descriptions?) (?:must|should|shall|will|has to|have to) "
        rf"{_TELL} that\b"
    ),
    (
        rf"\byour (?:\w+ )?(?:{_RETELLING}\b.{{0,20}}?\b(?:{_OUGHT}|that|{_TELL})|answer|output|"
        rf"response|reply)\b"
    ),
    rf"\b{_TELL} in your (?:\w+ )?{_RETELLING}\b",
    (
        rf"\bin (?:the|a|any|every|each|your)(?: \w+)? {_RETELLING}\b[^,:]{{0,20}}[,:] *"
        rf"(?:{_PLEASE} |always )?{_TELL}\b"
    ),
    (
        rf"\b(?:when|while|whenever|if|before|after|in)(?: you(?: are)?| ever)? {_RETELLS}\w* {_HERE}\b"
        rf"[^,:]{{0,30}}[,:] *(?:{_PLEASE} |you \w+ |always |never |only |also )*{_TELL}\b"
    ),
    rf"\b{_SLOT} (?:slots?|fields?)\b.{{0,12}}?\b(?:{_OUGHT}|is|reads?)\b",
    # a line with an address: "Note to AI reviewers: …"
    rf"{_STARTS}{_READER}, {_TELL}\b",
    (
        r"\b(?:note|message|instructions?|memo|reminder|notice|hint|request|attention|guidance|"
        r"advice)(?: \w+)? "
        rf"(?:to|for)\b[^.:]{{0,30}}?\b{_READER}[^.:]{{0,20}}:"
    ),
    (
        rf"{_STARTS}(?:for|to|attention|dear|hey|hello)\b[^.:]{{0,30}}?\b{_READER}[^.:]{{0,40}}[:,] *"
        rf"(?:{_PLEASE}|always|do|you|{_TELL}|set|treat|consider|assume)\b"
    ),
    (
        r"^\W*(?:system|assistant|developer|user|human|AI)(?: (?:message|prompt|note|instruction))?: *"
        rf"(?:{_PLEASE}|always|never|do|you|{_TELL}|set|ignore|{_HERE}|the (?:{_SLOT}|paper|answer|"
        rf"summary|brief) "
        r"(?:is|was|has|must|should))\b"
    ),
    # an order
    (
        rf"\b{_PLEASE} (?:also |always |only |just |do )*(?!report (?:any |all )?(?:bug|issue|error|problem)|"
        rf"note that|(?:cite|list|answer|respond|reply)\b){_TELL}\b(?!.{{0,12}}\byou)"
    ),
    (
        rf"{_STARTS}(?:print|tell|use|say|write|add|copy|paste|put|place|include|insert|repeat|"
        rf"output|record|quote|"
        r"begin with|end with) the (?:words?|phrase|sentence|term|team|users?|readers?|audience|"
        r"group|following "
        r"(?:words?|text|sentence))\b"
    ),
    r"^\W*(?:effect|technique) ?[:=]",
    r"\byour (?:readers?|audience|users)\b|\bwhatever you (?:write|say|report|answer)\b",
    rf"{_STARTS}{_READER}, (?:keep in mind|remember|note|know) that\b",
    (
        rf"{_STARTS}(?:ensure|make sure|see to it) that (?:the|your) (?:{_SLOT}|{_RETELLING}) (?:\w+ "
        rf")?{_TELL}s?\b"
    ),
    (
        rf"{_STARTS}(?:always |only |do )?(?:report|say|state|mention|claim|describe|emphasi[sz]e|"
        rf"portray|rate|"
        rf"quote|call|write) (?:that\b|(?:in|for) your\b|{_OURS}|{_FIGURE})"
    ),
    (
        rf"{_STARTS}(?:in \S+ )?set (?:the )?{_SLOT} *(?:to\b|=|:)|\bset (?:the )?{_SLOT} "
        rf"(?:slots?|fields?)\b|"
        rf"\b(?:and|then) the {_SLOT} (?:slot|field) to\b"
    ),
    rf"\b{_TELL} (?:the )?(?:users?|readers?|people|everyone|them) that {_HERE}",
)
_RETOLD = re.compile("|".join((*_FORMS, *CHINESE_FORMS)), re.IGNORECASE)
# Of a figure only those are told who read for others, not any model or agent.
_FOR_OTHERS = re.compile(
    r"\b(?:readers?|reviewers?|summari[sz]|briefing)|\b(?:using|with|via) ", re.IGNORECASE
)
_TELLS_FIGURE = re.compile(
    rf"\b{_READER},? (?:\w+ )?{_OUGHT} (?:\w+ ){{0,2}}?{_TELL}\b.{{0,15}}?{_FIGURE}", re.IGNORECASE
)


def addresses_reader(sentence: str) -> bool:
    """True for a sentence that tells those who summarise, review or describe the paper what to say."""
    if _RETOLD.search(sentence):
        return True
    return bool(_FOR_OTHERS.search(sentence) and _TELLS_FIGURE.search(sentence))


# What an advertisement says: visit us, scan the code, "see example dot com".
_CALL = re.compile(
    r"(?:请|立即|马上|快来|欢迎)[^，。,;；]{0,4}(?:访问|购买|下载|关注|扫码|加入|咨询|领取|点击|联系|注册|订阅)|公众号|"
    r""
    r""
    r"扫码|加(?:微信|群)|QQ群|领取[^，。]{0,6}(?:优惠|红包|礼)|优惠[券码]|联系电话|"
    r"\b\w+ (?:dot|\(dot\)|\[dot\]) (?:com|org|net|io|ai|cn|dev|xyz|app|example)\b|"
    r"\b(?:visit|click|subscribe to|follow|join|contact|buy|download|register) (?:us|our|now|here|"
    r"the link|today)\b|"
    r"\b(?:coupon|promo|discount|voucher) codes?\b|\bsign up (?:now|at|for)\b|\b(?:call|text) \+?\d{3}",
    re.IGNORECASE,
)


def calls_to_act(clause: str, source: str) -> bool:
    """True for a clause that advertises, where the paper does not speak of such words."""
    found = _CALL.search(clause)
    return found is not None and found[0].lower() not in source.lower()
