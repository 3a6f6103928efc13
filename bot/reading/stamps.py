"""What arXiv and publishers stamp on a page: the paper's id in the margin, notices about rights."""

import re
from collections.abc import Iterable

from bot.domain.arxiv_ids import ArxivId
from bot.domain.pages import Page

# the archive in square brackets tells the stamp from a citation: arXiv:2501.12345v2 [cs.LG] 3 Jan 2025
STAMP = re.compile(r"arXiv:\s*(\S+?v\d{1,2})\s*\[\w[\w.-]*\]\s*\d{1,2}\s+[A-Z][a-z]{2}", re.IGNORECASE)
NOTICE = re.compile(
    r"authorized licensed use|downloaded (?:on|from|by)|all rights reserved|permission to make|copyright|©"
    r"|licen[sc]ed under|published as a|under review|proceedings of|preprint\b|\bissn\b|\bisbn\b|\bdoi\b"
    r"|https?://|www\.|contents lists"
    r"|journal homepage|sciencedirect|personal use of this|open access|accepted (?:for|at|by)|to appear in"
    r"|provided proper attribution|this paper is included|reproduce the tables|draft (?:of|version)"
    r"|vol(?:ume|\.)\s*\d|\bno\.\s*\d|received|revised|manuscript|check for updates|research article"
    r"|article\s*$",
    re.IGNORECASE,
)


def arxiv_id_on(page: Page) -> ArxivId | None:
    """The id that arXiv stamped on a page, with its version."""
    for text in (*page.turned, " ".join(page.turned), *_upright(page)):
        found = STAMP.search(text)
        if found:
            return ArxivId.find(found[1])
    return None


def _upright(page: Page) -> Iterable[str]:
    return (run.text for run in page.runs if "arxiv:" in run.text.lower())


def is_notice(text: str) -> bool:
    """Whether a line is a publisher's or an archive's notice, not the paper's own words."""
    return bool(NOTICE.search(text))
