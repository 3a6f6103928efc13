"""Pure: the sentence of a brief -> its subject: a list of institutions, nobody in particular, or nobody."""

import re
from dataclasses import dataclass
from functools import cache

from bot.checks.tables import word_classes

TABLE = "institution_names.toml"

OPENING_VERB = re.compile(
    r"发布|发表|公布|提出|推出|介绍|开发了|设计了|构建了|研究了|实现了|解决了|达成|使用|采用|利用|运用|通过|针对|基于|"
    r"(?<![^\W_])(?i:published?|publishes|releas(?:ed?|es|ing)|propos(?:ed?|es|ing)|introduc(?:ed?|es|ing)|presents?|"
    r"presented|presenting|develop(?:s|ed|ing)?|using|uses?|address(?:es|ing)?|achiev(?:es?|ing)|solv(?:es?|ing)|"
    r"announced?)(?![^\W_])"
)
TITLE = re.compile(r"^(?:论文|文章|the paper)?\s*[《“\"「]", re.IGNORECASE)
LEADING = re.compile(r"^(?:由|来自于?|by|from)\s*", re.IGNORECASE)
TEAM = (
    r"(?:联合|共同|合作|相关)*(?:研究|科研|开发|作者|项目|课题)?(?:团队|小组|组|人员|者|机构)"
    r"|研究员|学者|作者|科学家|专家"
)
TRAILING = re.compile(
    r"(?:\s*(?:等(?:\s*\d+\s*家)?(?:机构|单位|高校|院校|大学|公司|组织|研究机构|团队|人)?|联合|共同|合作|"
    rf"的?(?:{TEAM})(?:们)?|,? and \d+ more|et al\.?|(?:'s)? (?:researchers|team|scientists)))+\s*$"
)
WORDS = re.compile(r"[a-z']+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who published, by the first words of a brief. `names` is what stands there, without "等" or "团队"."""

    names: str = ""  # institutions, as written; "" where the subject is none
    generic: str = ""  # "研究团队": the words that name nobody
    missing: bool = False  # the sentence begins with its verb
    statement: str = ""  # the sentence from its verb on; all of it where no institution stands in front


def subject_of(brief: str) -> Subject:
    """The subject of a brief's first sentence; an empty one where the paper's title is the subject."""
    verb = OPENING_VERB.search(brief)
    if TITLE.match(brief) or verb is None:
        return Subject(statement=brief)
    statement = brief[verb.start() :]
    words = LEADING.sub("", brief[: verb.start()].strip(" ,，:：*"))
    names = TRAILING.sub("", words).strip(" ,，、")
    if not any(map(str.isalnum, words)):
        return Subject(missing=True, statement=brief)
    if _names_nobody(words) or _names_nobody(names):
        return Subject(generic=words, statement=statement)
    return Subject(names=names, statement=statement)


def _names_nobody(words: str) -> bool:
    """Whether a subject is made only of words such as 该, 研究 and 团队; an empty one is."""
    nobody = word_classes(__package__, TABLE)["nobody_english"]
    chinese = WORDS.sub(lambda word: "" if word[0].lower() in nobody else word[0], words)
    return bool(_nobody_in_chinese().fullmatch(re.sub(r"\s+", "", chinese)))


@cache
def _nobody_in_chinese() -> re.Pattern[str]:
    words = sorted(word_classes(__package__, TABLE)["nobody_chinese"], key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(words)})*")
