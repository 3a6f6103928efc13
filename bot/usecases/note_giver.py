"""Who gave a paper that is nowhere public -> noted, so that nobody else finds it."""

from bot.domain.marks import Seeker
from bot.domain.papers import Paper
from bot.domain.references import FileReference, PaperReference, TextReference, WebReference
from bot.shelves import PaperIndex


async def note_giver(reference: PaperReference, paper: Paper, *, seeker: Seeker, index: PaperIndex) -> None:
    """Note a file's or a text's giver and place; what came from a public address is public."""
    if paper.arxiv_id or not isinstance(reference, FileReference | TextReference | WebReference):
        return
    await index.given(paper.key, seeker=None if isinstance(reference, WebReference) else seeker)
