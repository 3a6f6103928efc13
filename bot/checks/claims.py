"""Pure, one check of a brief: strong words, without a figure, that the paper does not use of itself.

Summaries by models say more than their source in 26 to 73% of cases (arXiv 2504.00025).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.checks.quantities import quantities
from bot.checks.standings import STANDINGS
from bot.checks.wording import normalised

# How a claim of the best is told from a name for the others: "state-of-the-art baselines lose time".
_REACHES = (
    r"achiev|reach|attain|deliver|yield|obtain|set|establish|provid|show|demonstrat|gain|push|new\b|advanc|"
    r"result|perform|surpass|exceed|beat|improv|superior|better|than|over|match|compar|competitive|accura|"
    r"on par|promis|达到|取得|实现|优于|超越|超过|领先"
)
_MEASURED_ON = (
    r"(?:benchmark|data ?set|workload|hardware|user|task|baseline|method|approach|model|system|setting|"
    r"metric|case|scenario|domain|algorithm|technique|competitor|alternative|language|condition|"
    r"configuration|environment|size|scale|work|counterpart|level|rate|input|categor|subject|evaluat|"
    r"experiment|test|architecture|backbone|problem|attack|regime|budget|length|modalit|class|group|variant|"
    r"instance|device|platform|dimension|aspect|site|cohort)"
)
_RIVALS = (
    r"(?:benchmark|data ?set|workload|hardware|task|baseline|method|approach|model|system|setting|metric|"
    r"scenario|domain|algorithm|technique|competitor|alternative|language|condition|environment|architecture|"
    r"work|case|user|device|test|input|problem)"
)
_CHINESE_MEASURED_ON = (
    r"(?:基准|数据集|任务|负载|硬件|设备|用户|基线|方法|模型|系统|设置|指标|情况|场景|领域|算法|技术|对手|"
    r"语言|条件|配置|测试|评测|实验|方面|维度|对比|竞争|现有|以往|已有|先前|此前|其他|同类)"
)
_LOST = (
    r"(?:loss|drop|degrad\w+|decreas\w+|sacrific\w+|compromis\w+|declin\w+|penalt\w+|hurt\w*|impact\w*|"
    r"affect\w*|reduc\w+|harm\w*)"
)
_HARDLY = r"(?:near|nearly|almost|virtually|practically|essentially|effectively|quasi)[ -]"


_SOTA = r"(?:state[ -]of[ -]the[ -]art|(?<![A-Za-z])SOTA(?![A-Za-z])|cutting[ -]edge|最先进)"
_WINS = r"achiev\w*|reach\w*|attain\w*|set(?:s|ting)?\b|establish\w*|new\b|达到|达成|取得|实现|刷新|创下"
_BEST = (
    r"\b(?:best|top|(?:leading|leads)(?! to\b)|highest|lowest|strongest|fastest|ranks?|ranked|placed|"
    r"winning|wins|won|optimal\w*|optimum|latest|advanced)\b|\btop-|first[ -]place|record\b|unprecedented|"
    r"unmatched|\b(?:outperform|surpass|exceed|beat)\w*\b[^.]{0,30}\b(?:all|every|any|existing|prior|"
    r"previous|current|recent|strong|competing|other)|最佳|最优|最高|最低|领先"
)
# "the first step" is no first of its kind, and what happens in the same step loses nothing.
_IN_A_ROW = (
    r"(?:stages?|steps?|phases?|layers?|orders?|half|parts?|tokens?|rounds?|retry|retries|tr(?:y|ies)|turns?|"
    r"iterations?|epochs?|pass|passes|frames?|hops?|blocks?|rows?|days?|weeks?|months?|years?|"
    r"hours?|minutes?|"
    r"seconds?|quarter|principles?|component|response|glance|guess|draft)"
)
_MATTER = (
    r"(?:time|steps?|data|number|amount|set|way|types?|kinds?|prefix\w*|tokens?|class\w*|domains?|budget|"
    r"hardware|devices?|frames?|images?|videos?|inputs?|questions?|prompts?|problems?|tasks?|"
    r"users?|requests?|"
    r"groups?|objects?|scenes?|batch\w*|order|direction|size|comput\w+|cost|setting|categor\w+|space|"
    r"dimension|backbone|framework|architecture|place|topic|document|language|person|node)"
)
# Near the best is not the best, and neither is the second.
_NEARLY_BEST = re.compile(
    rf"(?:\b(?:approach(?:es|ed|ing)?|near(?:s|ing|ly)?|close(?:r)? to|almost|below|short of|"
    rf"behind|second|third|"
    rf"2nd|3rd|second only to|next to)[ -](?:the )?(?:\w+[ -])?(?:{_SOTA}|best|highest|fastest|strongest|"
    rf"lowest|top\b)|(?:接近|逼近|仅次于|第[二三四五])[^,，。;；]{{0,14}}?(?:{_SOTA}|最[优佳强高低快]|高|低|快|"
    rf"好))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of strong claim: its words, and the words of a paper that bear it out, in both languages."""

    claim: re.Pattern[str]
    borne_out: re.Pattern[str]  # by one sentence of the paper
    by_a_figure: bool = False  # or by any number with a unit

    def holds(self, sentences: Sequence[str]) -> bool:
        """Whether a paper says so itself."""
        return any(self.borne_out.search(sentence) for sentence in sentences) or (
            self.by_a_figure and any(not one.plain for sentence in sentences for one in quantities(sentence))
        )


def _family(claim: str, borne_out: str, *, by_a_figure: bool = False) -> Family:
    return Family(re.compile(claim, re.IGNORECASE), re.compile(borne_out, re.IGNORECASE), by_a_figure)


_FAMILIES = (
    # the best
    _family(
        rf"(?:{_WINS})[^,，。;；]{{0,20}}?{_SOTA}|{_SOTA}\s?(?:的)?(?:performance|result|accura|quality|on\b|"
        rf"水平|性能|结果|效果|精度)",
        rf"(?=.*(?:{_REACHES})).*{_SOTA}|{_BEST}",
    ),
    _family(
        rf"{_SOTA}|\bbest\b(?! (?:of|practice))|\bthe (?:fastest|highest|lowest|strongest|most (?:accurate|"
        rf"efficient|powerful))\b|"
        r"最佳(?!实践)|最优(?!化|传输|控制|运输|解|停|子|输运)|最快|最强|最准确|(?:业界|世界|国际)领先|顶尖|"
        r"顶级",
        rf"{_SOTA}|{_BEST}|\bmost\b|最",
    ),
    _family(
        r"unprecedented|unmatched|unrivall?ed|unsurpassed|unparallel|record-(?:breaking|setting)|"
        r"\brecord \w+|前所未有|史无前例|无与伦比|无可匹敌|登顶|(?:业界|全球|世界|排名)第一",
        r"unprecedented|unmatched|unrivall?ed|unsurpassed|unparallel|record\b|never|previously|"
        r"first[ -]place|\b(?:ranks?|ranked|placed) (?:first|1)|top-1\b|first\b.{0,20}leaderboard|impossible|"
        r"unattain|第一|前所未有",
    ),
    # everywhere, over everybody
    _family(
        rf"\b(?:on|in|across|over|under|than|to|for|with|beat\w*|outperform\w*|surpass\w*|exceed\w*|"
        rf"matche?s) (?:(?:almost|nearly|virtually) )?(?:all|every|any)\b(?: (?:of|the|other|prior|previous|"
        rf"existing|known|\w+ed|\w+ing|\w+-\w+)){{0,3}} {_RIVALS}|\bacross the board\b|\buniversally\b|"
        rf"\b(?:everything|anything|everyone|anyone|all (?:the )?others)\b|\bwithout exception\b|\balways\b|"
        rf"(?<!没有)(?<!无需)(?:所有|全部|任何|任意|一切)[^,，。;；均都由将被]{{0,6}}{_CHINESE_MEASURED_ON}|"
        rf"全面(?:超越|优于|超过|领先|胜过)|无一例外",
        rf"\b(?:all|every|each|any|both|either|entire|(?<!or )other)\b[^.]{{0,40}}{_MEASURED_ON}|"
        rf"consistently|uniformly|univers|across the board|without exception|always|never|"
        rf"\bno {_MEASURED_ON}|invariabl|arbitrar|\bacross\b(?: \S+){{0,5}} {_MEASURED_ON}|所有|全部|均|一致|"
        rf"任意|任何|各",
    ),
    # before everybody
    _family(
        rf"\b(?:the|our|as|world's|very) first (?!{_IN_A_ROW}|author)|"
        r"\bfirst[ -](?:ever|of[ -]its[ -]kind)\b|\bfor the first time\b|\bpioneer|首次(?!重试|迭代|访问|"
        r"响应|运行|调用|输出|加载|启动|查询|请求|就诊|内|尝试(?:即|就|时|内|中|后))|首创|首个(?!令牌|"
        r"词元|token|字)|首款|首套|首例|第一个(?!令牌|词元|token|阶段)|率先|开创",
        rf"\b(?:the|our|as|very|among|'s|a|being) first\b(?!,|[ -](?:{_IN_A_ROW}|\d|two|three|four|"
        rf"few|several)\b)|"
        r"\bfirst[ -](?:ever|of|time|to\b|work|stud|attempt|approach|method|bench|data|framework|"
        r"model|system|open|compre|large|systematic|known|public|end|formal|general|unified|real|result)|"
        r"pioneer|1st\b|\bnever been\b|unexplored|under-?explored|inaugural|\binitial|earliest|"
        r"\bno (?:\w+ )?(?:prior|existing|previous|current|other|such|work|study|method|benchmark|dataset)|"
        r"首次|首个|首创|第一|开创",
    ),
    # at no price at all
    _family(
        rf"(?<!near-)(?<!near )(?<!nearly )(?<!almost )(?<!virtually )\blossless|\b(?:zero|"
        rf"no)(?: \w+){{0,2}} {_LOST}|\bwithout(?: \w+){{0,3}} {_LOST}|"
        rf"(?<!近)(?<!乎)(?<!近似)(?<!接近)无损(?!检测|探伤|评估|测试)|零[^,，。;；]{{0,4}}损失|(?:没有|毫无|"
        rf"不(?:会)?(?:牺牲|损失|降低|影响|损害|损伤)|(?<!几乎)(?<!近乎)无)(?:任何)?[^,，。;；]{{0,6}}(?:精度|准确率|性能|质量|损失|"
        rf"下降|退化|衰减)",
        rf"(?<!near-)(?<!near )(?<!nearly )(?<!almost )(?<!virtually )lossless|\b(?:no|zero|without|not|n't|"
        rf"nor|never|avoid\w*|free|0(?:\.0+)?%)\b[^.]{{0,60}}?\b{_LOST}|{_LOST}[- ]free|\b(?:maintain|"
        rf"preserv|retain|keep|match|recover|sustain|unchang|unaffect|intact|identical|equal|equivalen|exact|"
        rf"same\b(?! {_MATTER})|parity|on par|on-par|uncompromis|unimpair)|无损|不(?:牺牲|损失|降低|影响)|"
        rf"保持",
    ),
    _family(  # nearly at none
        rf"{_HARDLY}loss|(?:近乎?|几乎|接近|近似)无损",
        rf"{_HARDLY}|negligibl|minimal|marginal|slight|lossless|without|\bno\b|zero|maintain|preserv|retain|"
        rf"\bkeep|comparabl|on par|on-par|match|recover|same\b|within\b|only\b|less than|degrad|(?:accuracy|"
        rf"quality|performance) drop|几乎|接近|轻微|可忽略",
        by_a_figure=True,
    ),
    # beyond doubt
    _family(
        r"\bprov(?:es?|ed|en|ably|ing)\b|\bproofs?\b|(?:严格|理论上?|数学上?|形式化?)(?:地)?证明|可证明|"
        r"被证明",
        r"\bprov(?:es?|ed|en|abl[ey]|ing)\b|proof|theor|lemma|guarante|formal|certif|verif|bound|rigor|"
        r"analytic|deriv|证明|理论",
    ),
    _family(  # in Chinese also the word for showing by experiment
        r"证明",
        r"\bprov[eai]|proof|theor|demonstrat|show|verif|valid|confirm|establish|evidence|reveal|indicat|"
        r"certif|highlight|suggest|illustrat|find|observ|support|证明|表明|验证",
    ),
    _family(
        r"\bguarantee|保证|担保",
        r"guarante|ensur|assur|bound|certif|\bprov(?:abl|ed|en|es|ing)|secur|enforc|preserv|maintain|reliab|"
        r"safe|warrant|retain|strict|satisf|保证|确保|保障",
    ),
    # for everybody to take
    _family(
        r"\bopen[ -]?sourc|\bpublicly (?:available|released?)|\breleas(?:es|ed|ing)\b(?: \w+){0,4} (?:code|"
        r"models?|weights|data|datasets?|benchmark)|开源|开放源代码|(?:代码|数据集?|模型|"
        r"权重)[^,，。;；]{0,4}(?:公开|发布|开放)|公开(?:了)?(?:代码|权重|源码)",
        r"\bopen|releas|public|availab|github|gitlab|huggingface|https?:|\bcode (?:is|will|at)|\bshar|"
        r"community|\brepository|licen[sc]e|开源|公开|发布|开放",
    ),
    # by a great deal
    _family(
        r"\b(?:significant|substantial|dramatic|drastic|remarkabl|massive|vast|considerabl|great|marked|huge|"
        r"enormous|tremendous)(?:al)?ly\b|\bby a (?:large|wide|huge|significant|substantial) margin|"
        r"显著(?!性|图|目标|区域|物体|对象|特征)|大幅|极大|大大|巨大|急剧|飞跃",
        r"signific|substantial|dramatic|drastic|remarkab|massive|vast|considerab|great|marked|notabl|strong|"
        r"superior|outperform|surpass|exceed|\bfar\b|\bmuch\b|large(?!st|[ -](?:language|vision|multi|"
        r"reasoning|model|scale|foundation|audio|action))|huge|\bmargin|magnitude|severe|sharp|extrem|major|"
        r"impressive|tremend|enorm|crucial|critical|heav(?:y|ily)|显著|大幅|极大|大大",
        by_a_figure=True,
    ),
    # praise, which no paper needs
    _family(
        r"\b(?:groundbreaking|ground-breaking|revolution(?:ary|i[sz]es?|i[sz]ing)|flawless(?:ly)?|"
        r"perfect(?:ly)?|miracul\w+|game[ -]chang\w+|must[ -]read|masterpiece|brilliant\w*|world[ -]class|"
        r"outstanding|landmark|once[ -]in[ -]a)\b|突破性|革命性|颠覆性|里程碑|完美|杰出|卓越|必读|神作|惊艳|"
        r"划时代",
        r"groundbreak|ground-break|revolution|flawless|perfect|miracul|game[ -]chang|must[ -]read|"
        r"masterpiece|brillian|world[ -]class|outstanding|landmark|breakthrough|transformative|disrupt|"
        r"paradigm|excel|superior|exceptional|remarkabl|impressive|strong|100%|ideal|full|突破|革命|"
        r"完美|卓越",
    ),
    *(_family(claim, borne_out) for claim, borne_out in STANDINGS),
)

_DENIED = re.compile(
    r"\b(?:nothing|no \w+|not|never|cannot|without)(?: \w+)? (?:guarante|prov)\w+|(?:没有|无法|不能|难以|"
    r"缺乏|并不|未能)[^,，。;；]{0,8}(?:保证|证明)",
    re.IGNORECASE,
)


def unsupported_claims(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """The strong words of a claim whose kind none of the sentences bears out, as written.

    "The first …" needs a sentence that tells of a first, "lossless" one that tells what is kept, and so on;
    for "significantly" a figure is enough.
    """
    claim = _NEARLY_BEST.sub(" ", _DENIED.sub("", normalised(claim)))
    source = [_NEARLY_BEST.sub(" ", normalised(sentence)) for sentence in sentences]
    return tuple(
        dict.fromkeys(
            found[0].strip()
            for family in _FAMILIES
            if (found := family.claim.search(claim)) and not family.holds(source)
        )
    )
