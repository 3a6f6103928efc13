"""A post that somebody answers -> the one paper that it is about."""

from bot.domain.chat import Address
from bot.domain.papers import Paper
from bot.errors import CannotDo, Why
from bot.usecases.correcting import Correcting


async def answered_paper(
    post: str | None, *, address: Address, command: str, correcting: Correcting
) -> Paper:
    """The paper. Raises CannotDo(NO_PAPER_GIVEN) where the post is about none, or about several."""
    keys = await correcting.posts.papers_at(address, post) if post else ()
    papers = {paper.key: paper for key in keys if (paper := await _known(key, correcting=correcting))}
    if len(papers) != 1:
        raise CannotDo(Why.NO_PAPER_GIVEN, command=command)
    return next(iter(papers.values()))


async def _known(key: str, *, correcting: Correcting) -> Paper | None:
    """The paper with a key, or the one that a file with this hash turned out to be."""
    library = correcting.library
    return await library.get(key) or await library.by_file(key.removeprefix("sha256:"))
