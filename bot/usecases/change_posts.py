"""Words that changed -> the posts in which the old ones stand, and what is to stand there."""

from collections.abc import Sequence

from bot.domain.briefs import Brief
from bot.domain.chat import Edits, Swap, swapped
from bot.domain.corrections import Changes, Correction, corrected
from bot.domain.jobs import DeliveryState
from bot.domain.papers import Paper
from bot.replies.corrections import is_torn, stands_in_file, swaps_between
from bot.shelves import KeptBrief
from bot.usecases.correcting import Correcting


async def corrected_posts(
    paper: Paper, history: Sequence[Correction], *, kept: Sequence[KeptBrief], correcting: Correcting
) -> Changes:
    """Each brief of the paper as it was ever shown gives way to it as it is corrected now."""
    swaps: list[Swap] = []
    for each in kept:
        record = await _record(paper, each.brief, correcting=correcting)
        new = corrected(record, each.brief, history)
        for old in _shown(record, each.brief, history):
            swaps += swaps_between(old, new)
    return await _found(paper, swaps, correcting=correcting)


async def rewritten_posts(
    new: tuple[Paper, Brief],
    history: Sequence[Correction],
    *,
    kept: Sequence[KeptBrief],
    correcting: Correcting,
) -> Changes:
    """The other briefs of the same version in the same language give way to the new one."""
    paper, brief = new
    now = corrected(paper, brief, history)
    swaps: list[Swap] = []
    for each in kept:
        if (each.brief.version, each.brief.language) == (brief.version, brief.language):
            for old in _shown(paper, each.brief, history):
                swaps += swaps_between(old, now)
    return await _found(paper, swaps, correcting=correcting)


def _shown(paper: Paper, brief: Brief, history: Sequence[Correction]) -> list[tuple[Paper, Brief]]:
    """As the brief was shown at first and after each correction."""
    told = [each for each in history if each.language in {None, brief.language}]
    return [corrected(paper, brief, told[:count]) for count in range(len(told) + 1)]


async def _record(paper: Paper, brief: Brief, *, correcting: Correcting) -> Paper:
    """The paper in the version that a brief is of."""
    if (brief.version or 0) == paper.version:
        return paper
    return await correcting.library.version(paper.key, brief.version or 0) or paper


async def _found(paper: Paper, swaps: Sequence[Swap], *, correcting: Correcting) -> Changes:
    # A post from before the paper got its number knows it by its file.
    keys = {paper.key, f"sha256:{paper.sha256}"} if paper.sha256 else {paper.key}
    once = tuple(dict.fromkeys(swaps))
    posts = await correcting.posts.about(keys) if once else ()
    old = [post for post in posts if swapped(post.piece.blocks, once) != post.piece.blocks]
    return Changes(
        edits=Edits(posts=tuple(post.id for post in old if not post.fixed), swaps=once),
        fixed=sum(post.fixed for post in old),
        torn=sum(
            post.state is DeliveryState.SENT and not post.fixed and is_torn(post.piece.blocks, once)
            for post in posts
        ),
        files=sum(stands_in_file(post.piece, once) for post in posts),
    )
