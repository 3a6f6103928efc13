"""A wish about one paper -> the paper: named, or the one of the answered post, or the one of that number."""

from collections.abc import Sequence

from bot.domain.chat import Buttons, Reply
from bot.domain.commands import AboutPaper
from bot.domain.jobs import Job
from bot.domain.papers import Paper
from bot.domain.references import ArxivReference, PaperReference
from bot.errors import CannotDo, TryLater, Why
from bot.shelves import Library
from bot.usecases.add_paper import add_paper
from bot.usecases.known_papers import KnownPapers


async def meant_paper(
    command: AboutPaper, job: Job, *, known: KnownPapers, final: bool, anew: bool = False
) -> Paper:
    """The paper. One that is kept is not looked up again, unless it is to be read `anew`.

    Raises CannotDo: NO_PAPER_GIVEN where the answered post is about none, WHICH_PAPER where it is about
    several, NO_SUCH_NUMBER; TryLater while an answer is under way there; and what add_paper raises.
    """
    if command.paper is None:
        return await _answered_paper(command, job, known=known, final=final)
    kept = None if anew else await _kept(command.paper, library=known.library)
    if kept:
        return kept
    adding = add_paper(
        command.paper, library=known.library, sources=known.sources, now=known.clock.now(), final=final
    )
    return (await adding)[0]


async def _answered_paper(command: AboutPaper, job: Job, *, known: KnownPapers, final: bool) -> Paper:
    post = command.answers
    pieces = await known.posts.pieces_at(job.address, post) if post else ()
    keys = tuple(dict.fromkeys(key for piece in pieces for key in piece.papers))
    if not keys:
        if post and not final and await known.posts.awaited(job.address, post, before=job.id):
            raise TryLater(Why.ANSWER_UNDER_WAY)
        raise CannotDo(Why.NO_PAPER_GIVEN, command=command.verb)
    if command.number:
        if command.number > len(keys):
            raise CannotDo(Why.NO_SUCH_NUMBER, number=command.number, count=len(keys))
        meant = {keys[command.number - 1]}
    else:
        meant = papers_meant(pieces)
    # Two keys may have become one paper.
    papers = {paper.key: paper for key in meant if (paper := await paper_of(key, library=known.library))}
    if len(papers) > 1:
        raise CannotDo(Why.WHICH_PAPER, command=command.verb, count=len(papers))
    if not papers:
        raise CannotDo(Why.NO_PAPER_GIVEN, command=command.verb)
    return next(iter(papers.values()))


async def paper_of(key: str, *, library: Library) -> Paper | None:
    """The paper with a key, or the one that a file with this hash turned out to be."""
    return await library.get(key) or await library.by_file(key.removeprefix("sha256:"))


def papers_meant(pieces: Sequence[Reply]) -> set[str]:
    """Keys of the papers that a post is about, where nobody says a number."""
    return _only_one(pieces) or {key for piece in pieces for key in piece.papers}


def _only_one(pieces: Sequence[Reply]) -> set[str]:
    """The paper of a post that shows one of a report's papers in full; its buttons bear the number."""
    numbers = {
        (piece.papers[block.number - 1])
        for piece in pieces
        for block in piece.blocks
        if isinstance(block, Buttons) and block.number and block.number <= len(piece.papers)
    }
    return numbers if len(numbers) == 1 else set()


async def _kept(reference: PaperReference, *, library: Library) -> Paper | None:
    """The paper as it is kept, in the version that is named."""
    if not isinstance(reference, ArxivReference):
        return None
    asked = reference.id
    if asked.version:
        return await library.version(asked.key, asked.version)
    return await library.get(asked.key) or await library.by_number(asked.number)
