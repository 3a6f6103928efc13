"""arXiv's identifiers: the one place that knows their forms."""

import re
from typing import Self

from bot.domain.frozen import Frozen
from bot.errors import CannotDo, Why

# https://info.arxiv.org/help/arxiv_identifier.html: from 0704 to 1412 YYMM.NNNN, from 1501 on YYMM.NNNNN,
# counted from 1; before that, from 1991 to 0703, archive[.class]/YYMMNNN; versions count from v1.
# The archives are those that https://arxiv.org/archive/ lists with papers from before April 2007.
_ARCHIVES = (
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat "
    "cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol "
    "physics plasm-ph q-alg q-bio quant-ph solv-int supr-con"
)
_MONTH = "(?:0[1-9]|1[0-2])"
_FOUR_DIGITS = rf"(?:07(?:0[4-9]|1[0-2])|(?:0[89]|1[0-4]){_MONTH})\.(?!0000)\d{{4}}"
_FIVE_DIGITS = rf"(?:1[5-9]|[2-9]\d){_MONTH}\.(?!00000)\d{{5}}"
_OLD = rf"(?:{'|'.join(_ARCHIVES.split())})(?:\.[a-z-]+)?/(?:(?:9[1-9]|0[0-6]){_MONTH}|070[1-3])\d{{3}}"
_FORM = rf"(?:(?P<new>{_FOUR_DIGITS}|{_FIVE_DIGITS})|(?P<old>{_OLD}))(?:v(?P<version>[1-9]\d{{0,3}}))?"
_FLAGS = re.IGNORECASE | re.ASCII  # full-width digits are no digits of arXiv's
_ID = re.compile(_FORM, _FLAGS)
_IN_PATH = re.compile(rf"(?:^|/)(?:arxiv:)?{_FORM}(?:\.pdf)?(?:/|\Z)", _FLAGS)
# arXiv registers every paper as 10.48550/arXiv.<id>: https://info.arxiv.org/help/doi.html
_PREFIX = re.compile(r"(?:arxiv:\s*|(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?10\.48550/arxiv\.)", _FLAGS)
# arXiv, its mirrors, and readers that show its papers under its ids.
_SITE = re.compile(
    r"(?:https?://)?(?:(?:[a-z0-9-]+\.)*(?:arxiv|alphaxiv|ar5iv)\.org/|(?:www\.)?huggingface\.co/papers/"
    r"|(?:www\.)?papers\.cool/arxiv/)(?P<path>[^?#\s]*)(?:[?#]\S*)?",
    _FLAGS,
)
_LOOKS_LIKE = re.compile(r"(?:\d{3,5}\.\d{1,7}|[a-z-]+(?:\.[a-z-]+)?/\d{5,8})(?:v\d*)?", _FLAGS)


class ArxivId(Frozen):
    """An identifier that is well-formed; whether such a paper exists, only arXiv knows."""

    number: str  # "2501.12345" or "hep-th/9901001"
    version: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an id, its DOI, or an address of the paper on arXiv or a reader of arXiv's papers.

        Raises CannotDo(MALFORMED_ARXIV_ID) for what is no identifier.
        """
        found = cls.find(text)
        if found is None:
            raise CannotDo(Why.MALFORMED_ARXIV_ID, text=text.strip()[:80])
        return found

    @classmethod
    def find(cls, text: str) -> Self | None:
        """Like parse, with None for a text that names no arXiv paper."""
        text = text.strip()
        on_site = _SITE.fullmatch(text)
        if on_site:
            match = _IN_PATH.search(on_site["path"])
        else:
            prefix = _PREFIX.match(text)
            match = _ID.fullmatch(text, prefix.end() if prefix else 0)
        if not match:
            return None
        number = match["new"] or _old_form(match["old"])
        return cls(number=number, version=int(match["version"]) if match["version"] else None)

    @staticmethod
    def is_meant(text: str) -> bool:
        """True when a person who wrote this meant an arXiv id, well-formed or not."""
        text = text.strip()
        return bool(_SITE.fullmatch(text) or _PREFIX.match(text) or _LOOKS_LIKE.fullmatch(text))

    @property
    def key(self) -> str:
        """The paper's canonical key, the same for each of its versions."""
        return f"arxiv:{self.number}"

    @property
    def page(self) -> str:
        """The address of the abstract page."""
        return f"https://arxiv.org/abs/{self}"

    def __str__(self) -> str:
        return f"{self.number}v{self.version}" if self.version else self.number


def _old_form(text: str) -> str:
    """`math.GT/0309136` is `math/0309136`: arXiv serves a paper under both and names it by the short one."""
    archive, _, serial = text.partition("/")
    return f"{archive.partition('.')[0].lower()}/{serial}"
