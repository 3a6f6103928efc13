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


async def add_paper(
    reference: PaperReference, *, library: Library, sources: Sources, now: datetime, final: bool
) -> tuple[Paper, bool]:
    """The paper and whether it is new here. The same paper as pdf, abs and v2 is one paper.

    On a `final` try, what arXiv does not say now is left to a later time: the record or the page is enough.
    Raises CannotDo with what is wrong with the reference or its file, or TryLater.
    """
    if isinstance(reference, ArxivReference):
        async with sources.turns.of(reference.id.number):
            return await _by_id(reference.id, library=library, sources=sources, now=now, final=final)
    file = await sources.originals.fetch(reference)
    async with sources.turns.of(file.sha256):
        known = await library.by_file(file.sha256)
        if known and not _is_unchecked(known):
            return known, False
        page = known or _from_page(await sources.reader.read(file), file)
        if page.arxiv_id is None:
            await library.keep(page, now=now)
            return page, True
        async with sources.turns.of(page.arxiv_id.number):
            return await _by_page(page, library=library, sources=sources, now=now, final=final)


async def _by_id(
    asked: ArxivId, *, library: Library, sources: Sources, now: datetime, final: bool
) -> tuple[Paper, bool]:
    known = await library.get(asked.key)
    if known and known.pages and asked.version in {None, _version(known.arxiv_id)}:
        return known, False
    record = await sources.papers.record(asked)
    if known and _version(known.arxiv_id) > _version(record.id):
        return known, False  # an older version was asked for; the record stays with the newest
    try:
        file = await sources.originals.fetch(ArxivReference(id=record.id))
        page = _from_page(await sources.reader.read(file), file)
    except CannotDo as error:
        paper = _from_record(record, error.reason)  # the record speaks; institutions stay unread
    except TryLater as error:
        if not final:
            raise
        paper = _from_record(record, error.reason)
    else:
        paper = _joined(_from_record(record), page)
    return paper, await _keep(paper, library=library, now=now)


async def _by_page(
    page: Paper, *, library: Library, sources: Sources, now: datetime, final: bool
) -> tuple[Paper, bool]:
    """A page that prints an arXiv number is that paper, unless the titles disagree."""
    printed = page.arxiv_id or ArxivId.parse(page.key)
    known = await library.by_number(printed.number)
    if known and not titles_agree(known.title, page.title):
        known = None
    if known and not _tells_more(page, known):
        return await _copy_of(known, page, library=library)
    record = await _record_of(printed, sources=sources, final=final)
    if record and not titles_agree(record.title, page.title):
        facts = {"id": printed.number, "expected": record.title, "found": page.title}
        problems = (*page.problems, Reason(Why.OTHER_PAPER, facts))
        own = {"key": f"sha256:{page.sha256}", "arxiv_id": None, "problems": problems}
        paper = page.model_copy(update=own)
    elif record:
        paper = _joined(_from_record(record), page)
    elif known and _version(known.arxiv_id) == _version(printed):
        if known.pages:
            return await _copy_of(known, page, library=library)
        paper = _joined(known, page)
    else:
        paper = page.model_copy(update={"key": known.key if known else page.key})
    return paper, await _keep(paper, library=library, now=now)


async def _copy_of(known: Paper, page: Paper, *, library: Library) -> tuple[Paper, bool]:
    await library.know_file(page.sha256, key=known.key)
    return known, False


async def _record_of(id: ArxivId, *, sources: Sources, final: bool) -> ArxivRecord | None:
    """arXiv's record of a number that a page prints; None where arXiv cannot be asked or does not know it."""
    try:
        return await sources.papers.record(id)
    except CannotDo:
        return None
    except TryLater as error:
        if not final and error.reason.why is not Why.NO_NETWORK:
            raise
        sources.unchecked(error.reason)
        return None


async def _keep(paper: Paper, *, library: Library, now: datetime) -> bool:
    """Keep the record; True where the paper is new here.

    One that was kept under its file's hash before arXiv could be asked is taken over.
    """
    before = await library.by_number(paper.arxiv_id.number) if paper.arxiv_id else None
    if before and before.key != paper.key and titles_agree(before.title, paper.title):
        await library.adopt(paper, known_as=before.key, now=now)
        return False
    before = await library.get(paper.key)
    await library.keep(paper, now=now)
    return before is None


def _is_unchecked(paper: Paper) -> bool:
    """True for a number that the page prints and that arXiv was never asked about."""
    return paper.source == "page" and paper.arxiv_id is not None


def _tells_more(page: Paper, known: Paper) -> bool:
    """True for a page of a newer version, or where the known record lacks its page or arXiv's word."""
    read, had = _version(page.arxiv_id), _version(known.arxiv_id)
    return read > had or (read == had and (not known.pages or _is_unchecked(known)))


def _version(id: ArxivId | None) -> int:
    return (id and id.version) or 0


def _from_page(read: ReadPaper, file: StoredFile) -> Paper:
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
        problems=read.problems,
    )


def _from_record(record: ArxivRecord, *problems: Reason) -> Paper:
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


def _joined(record: Paper, page: Paper) -> Paper:
    """arXiv's title, authors and abstract; institutions are printed on the page alone."""
    return record.model_copy(
        update={
            "affiliations": page.affiliations,
            "pages": page.pages,
            "sha256": page.sha256,
            "problems": page.problems,
        }
    )
