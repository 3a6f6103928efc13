"""A head whose institutions no rule could find -> the ones that a model reads and the page prints."""

import logging

from bot.domain.papers import ReadPaper
from bot.errors import CannotDo, TryLater, Why
from bot.ports import Writer
from bot.usecases.read_institutions import read_institutions

_log = logging.getLogger(__name__)


async def with_institutions(head: ReadPaper, *, writer: Writer | None) -> ReadPaper:
    """The head, with what a model read where the rules read nothing; as it was where the model is away.

    The paper is worth keeping without them, so a model's trouble is noted and costs nobody the paper.
    """
    if writer is None or head.affiliations or not head.front:
        return head
    try:
        found = await read_institutions(head.front, page=head.title_page, authors=head.authors, writer=writer)
    except (CannotDo, TryLater) as error:
        _log.warning("institutions.unread why=%s", error.reason.why)
        return head
    if not found:
        return head
    problems = tuple(problem for problem in head.problems if problem.why is not Why.NO_AFFILIATION)
    return head.model_copy(update={"affiliations": found, "problems": problems})
