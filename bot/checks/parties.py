"""Pure, one check of a brief: a firm or university of which the paper's sentences have nothing."""

import re
from collections.abc import Mapping
from functools import cache

from bot.checks.listed import organisations
from bot.checks.wording import key, normalised

_LEAST_CHINESE = 2
_LEAST_LATIN = 3
# A Chinese name of a firm may be a common word (小米, 联想): somebody must act, or something be done by them.
_KIND = r"(?:大学|学院|研究院|研究所|科学院|实验室|公司|集团|医院)$"
_BEFORE = r"(?<=[被由与和及、经获在自合于])"
_AFTER = (
    r"(?:、|和|与|及|等|的?(?:团队|公司|工程师|研究|内部|产品|服务|云)|联合|部署|采用|验证|认可|使用|发布|提出|投资|"
    r"合作|资助|上线|开发)"
)


def foreign_parties(clause: str, source: str) -> tuple[str, ...]:
    """The organisations of the table that a clause names, as written, and the source in no spelling."""
    clause, known = normalised(clause), key(source)
    table, pattern = _spelled()
    found = [match["name"] for match in pattern.finditer(clause) if match["name"]]
    return tuple(
        dict.fromkeys(
            name for name in found if not any(key(spelling) in known for spelling in table.get(name, ()))
        )
    )


@cache
def _spelled() -> tuple[Mapping[str, tuple[str, ...]], re.Pattern[str]]:
    """Spelling -> all spellings of its organisation, and where one of them stands as a party in a clause."""
    table = {spelling: spellings for _, _, spellings in organisations() for spelling in spellings}
    ordered = sorted(table, key=len, reverse=True)
    chinese = [name for name in ordered if name[0] >= "\u4e00" and len(name) >= _LEAST_CHINESE]
    whole = "|".join(re.escape(name) for name in chinese if re.search(_KIND, name))
    firms = "|".join(re.escape(name) for name in chinese if not re.search(_KIND, name))
    latin = "|".join(
        re.escape(name)
        for name in ordered
        if name[0].isascii() and name[0].isupper() and len(name) >= _LEAST_LATIN
    )
    forms = (
        rf"(?:{whole})|{_BEFORE}(?:{firms})(?={_AFTER}|[，,。；;]|$)",
        rf"(?:(?<=\bat )|(?<=\bby )|(?<=\bfrom )|(?<=\bwith )|(?<=\band )|{_BEFORE})(?:{latin})(?![\w-])",
    )
    return table, re.compile(f"(?P<name>{'|'.join(forms)})")
