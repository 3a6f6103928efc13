"""A reference -> the one paper that it names, read, recorded and kept."""

from datetime import datetime

from bot.checks.titles import titles_agree
from bot.domain.arxiv_ids import ArxivId
from bot.domain.papers import ArxivRecord, Paper, ReadPaper
from bot.domain.references import ArxivReference, PaperReference
from bot.errors import CannotDo, Reason, TryLater, Why
from bot.ports import StoredFile
from bot.shelves import Library
from bot.usecases.sources import Sources

_NOT_TO_BE_ASKED = frozenset({Why.OFFLINE, Why.UNKNOWN_ARXIV_ID, Why.UNKNOWN_VERSION, Why.MALFORMED_ARXIV_ID})


async def add_paper(
    reference: PaperReference, *, library: Library, sources: Sources, now: datetime
) -> tuple[Paper, bool]:
    """The paper and whether it is new here. The same paper as pdf, abs and v2 is one paper.

    Raises CannotDo with what is wrong with the reference or its file, or TryLater.
    """
    if isinstance(reference, ArxivReference):
        return await _by_id(reference, library=library, sources=sources, now=now)
    file = await sources.originals.fetch(reference)
    known = await library.by_file(file.sha256)
    if known:
        return known, False
    return await _by_file(file, library=library, sources=sources, now=now)


async def _by_id(
    reference: ArxivReference, *, library: Library, sources: Sources, now: datetime
) -> tuple[Paper, bool]:
    asked = reference.id
    known = await library.get(asked.key)
    if known and known.arxiv_id and known.pages and asked.version in {None, known.arxiv_id.version}:
        return known, False
    record = await sources.papers.record(asked)
    if known and known.arxiv_id and (known.arxiv_id.version or 0) > (record.id.version or 0):
        return known, False  # an older version was asked for; the record stays with the newest
    try:
        file = await sources.originals.fetch(ArxivReference(id=record.id))
        read = await sources.reader.read(file)
    except CannotDo as error:
        paper = _from_record(record, problems=(error.reason,))  # the record speaks; institutions stay unread
    else:
        paper = _from_both(record, read, file)
    await _keep(paper, library=library, now=now)
    return paper, known is None


async def _by_file(
    file: StoredFile, *, library: Library, sources: Sources, now: datetime
) -> tuple[Paper, bool]:
    read = await sources.reader.read(file)
    if read.arxiv_id is None:
        paper = _from_page(read, file)
        await library.keep(paper, now=now)
        return paper, True
    known = await library.by_number(read.arxiv_id.number)
    if known and titles_agree(known.title, read.title) and not _newer(read.arxiv_id, known.arxiv_id):
        await library.know_file(file.sha256, key=known.key)
        return known, False
    record = await _record_of(read.arxiv_id, sources=sources)
    if record is None:
        paper = _from_page(read, file)
        if known and titles_agree(known.title, read.title):
            paper = paper.model_copy(update={"key": known.key})
    elif titles_agree(record.title, read.title):
        paper = _from_both(record, read, file)
    else:
        facts = {"id": read.arxiv_id.number, "expected": record.title, "found": read.title}
        paper = _from_page(read, file, Reason(Why.OTHER_PAPER, facts)).model_copy(update={"arxiv_id": None})
    await _keep(paper, library=library, now=now)
    return paper, known is None or known.key != paper.key


async def _record_of(id: ArxivId, *, sources: Sources) -> ArxivRecord | None:
    """arXiv's record of a number that a page prints; None where arXiv cannot be asked or does not know it."""
    try:
        return await sources.papers.record(id)
    except CannotDo as error:
        if error.reason.why in _NOT_TO_BE_ASKED:
            return None
        raise
    except TryLater as error:
        if error.reason.why is Why.NO_NETWORK:
            return None
        raise


async def _keep(paper: Paper, *, library: Library, now: datetime) -> None:
    """Keep the record; one that was kept under its file's hash before arXiv could be asked is taken over."""
    before = await library.by_number(paper.arxiv_id.number) if paper.arxiv_id else None
    if before and before.key != paper.key and titles_agree(before.title, paper.title):
        await library.adopt(paper, known_as=before.key, now=now)
    else:
        await library.keep(paper, now=now)


def _newer(id: ArxivId, known: ArxivId | None) -> bool:
    return (id.version or 0) > ((known and known.version) or 0)


def _from_page(read: ReadPaper, file: StoredFile, *more: Reason) -> Paper:
    return Paper(
        key=f"sha256:{file.sha256}",
        title=read.title,
        authors=read.authors,
        affiliations=read.affiliations,
        abstract=read.abstract,
        arxiv_id=read.arxiv_id,
        pages=read.pages,
        sha256=file.sha256,
        source="page",
        problems=(*read.problems, *more),
    )


def _from_record(record: ArxivRecord, *, problems: tuple[Reason, ...] = ()) -> Paper:
    return Paper(
        key=record.id.key,
        title=record.title,
        authors=record.authors,
        affiliations=(),
        abstract=record.abstract,
        arxiv_id=record.id,
        source="arxiv",
        problems=problems,
    )


def _from_both(record: ArxivRecord, read: ReadPaper, file: StoredFile) -> Paper:
    """arXiv's title, authors and abstract; institutions are printed on the page alone."""
    return _from_record(record, problems=read.problems).model_copy(
        update={"affiliations": read.affiliations, "pages": read.pages, "sha256": file.sha256}
    )
