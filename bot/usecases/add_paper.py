"""A reference -> the one paper that it names, read, recorded and kept."""

from dataclasses import dataclass
from datetime import datetime

from bot.checks.titles import titles_agree
from bot.domain.arxiv_ids import ArxivId
from bot.domain.papers import ArxivRecord, Paper
from bot.domain.references import ArxivReference, HandleReference, PaperReference
from bot.domain.texts import PaperText
from bot.errors import CannotDo, TryLater, Why
from bot.ports import StoredFile
from bot.shelves import Library
from bot.usecases.name_institutions import with_institutions
from bot.usecases.paper_records import (
    from_page,
    from_record,
    is_another,
    joined,
    other_paper,
    revision_of,
    warned,
)
from bot.usecases.sources import Sources


async def add_paper(
    reference: PaperReference, *, library: Library, sources: Sources, now: datetime, final: bool
) -> tuple[Paper, bool]:
    """The paper and whether it is new here. The same paper as pdf, abs and v2 is one paper.

    A version that is named is the one that is given back; without one it is the newest that is known.
    On a `final` try, what arXiv does not say now is left to a later time: the record or the page is enough.
    Raises CannotDo with what is wrong with the reference or its file, or TryLater.
    """
    adding = _Adding(library, sources, now=now, final=final)
    if isinstance(reference, ArxivReference):
        async with sources.turns.of(reference.id.number):
            return await adding.by_id(reference.id)
    if isinstance(reference, HandleReference):
        kept = await library.by_handle(reference.digits)
        if kept is None:
            raise CannotDo(Why.UNKNOWN_HANDLE, handle=reference.label)
        return kept, False
    file = await sources.originals.fetch(reference)
    async with sources.turns.of(file.sha256):
        known = await library.by_file(file.sha256)
        if known and not _is_unchecked(known):
            return known, False
        page, text = (known, None) if known else await adding.read(file)
        if page.arxiv_id is None:
            page = warned(page)
            await library.keep(page, now=now, text=text)
            return page, True
        async with sources.turns.of(page.arxiv_id.number):
            return await adding.by_page(page, page.arxiv_id, text=text)


@dataclass(frozen=True)
class _Adding:
    library: Library
    sources: Sources
    now: datetime
    final: bool

    async def read(self, file: StoredFile) -> tuple[Paper, PaperText | None]:
        document = await self.sources.reader.read(file)
        number = document.paper.arxiv_id
        writer = self.sources.writer_for(number.key if number else f"sha256:{file.sha256}")
        head = await with_institutions(document.paper, writer=writer)
        return from_page(head, file, document.text), document.text

    async def by_id(self, asked: ArxivId) -> tuple[Paper, bool]:
        known = await self._known(asked)
        if known and known.sha256:
            return known, False
        try:
            record = await self.sources.papers.record(asked)
        except (CannotDo, TryLater) as error:
            if (printing := await self._printing(asked)) and self._cannot_wait(error):
                return printing, False
            raise
        if known and known.version > (record.id.version or 0):
            return known, False  # a file was newer than what arXiv tells now
        text = None
        try:
            page, text = await self.read(await self.sources.originals.fetch(ArxivReference(id=record.id)))
        except CannotDo as error:
            paper = from_record(record, error.reason)  # the record speaks; institutions stay unread
        except TryLater as error:
            if not self.final:
                raise
            paper = from_record(record, error.reason)
        else:
            paper = joined(from_record(record), page)
            if is_another(record, page):
                paper, text = from_record(record, other_paper(record, page, why=Why.OTHER_FILE)), None
        return await self._keep(paper, text=text)

    async def by_page(self, page: Paper, printed: ArxivId, *, text: PaperText | None) -> tuple[Paper, bool]:
        """A page that prints an arXiv number is that paper, unless the titles disagree."""
        newest = await self.library.by_number(printed.number)
        if newest and not titles_agree(newest.title, page.title):
            newest = None
        known = newest
        if newest and printed.version and printed.version != newest.version:
            known = await self.library.version(newest.key, printed.version)
        if known and known.sha256 and not _is_unchecked(known):
            return await self._copy_of(known, page, text=text)
        record = await self._record_of(printed)
        if record and not titles_agree(record.title, page.title):
            problems = (*page.problems, other_paper(record, page))
            own = {"key": f"sha256:{page.sha256}", "arxiv_id": None, "problems": problems}
            paper = page.model_copy(update=own)
        elif record:
            paper = joined(from_record(record), page)
        elif known and known.sha256:
            return await self._copy_of(known, page, text=text)
        elif known:
            paper = joined(known, page)
        else:
            paper = page.model_copy(update={"key": newest.key if newest else page.key})
        return await self._keep(paper, text=text)

    async def _known(self, asked: ArxivId) -> Paper | None:
        if asked.version:
            return await self.library.version(asked.key, asked.version)
        return await self.library.get(asked.key)

    async def _copy_of(self, known: Paper, page: Paper, *, text: PaperText | None) -> tuple[Paper, bool]:
        """The paper of which a file is a copy, read from this copy where more of its pages hold a text."""
        kept = await self.library.text(known.sha256)
        if kept and text and len(text.blank) < len(kept.blank):
            of_page = page.model_copy(update={"key": known.key})
            return await self._keep(joined(known, page) if known.source == "arxiv" else of_page, text=text)
        await self.library.know_file(page.sha256, paper=known)
        return known, False

    async def _record_of(self, id: ArxivId) -> ArxivRecord | None:
        """arXiv's record of a number that a page prints; None where it cannot be asked or has none."""
        try:
            return await self.sources.papers.record(id)
        except (CannotDo, TryLater) as error:
            if not self._cannot_wait(error):
                raise
            return None

    async def _printing(self, asked: ArxivId) -> Paper | None:
        """What was handed in and prints this number, which arXiv was never asked about."""
        kept = await self.library.by_number(asked.number)
        return kept if kept and kept.sha256 and asked.version in {None, kept.version} else None

    def _cannot_wait(self, error: CannotDo | TryLater) -> bool:
        """True where one goes on without arXiv: it has no such number, is away, or on the last try."""
        if isinstance(error, CannotDo):
            return True
        if not self.final and error.reason.why is not Why.NO_NETWORK:
            return False
        self.sources.unchecked(error.reason)
        return True

    async def _keep(self, paper: Paper, *, text: PaperText | None) -> tuple[Paper, bool]:
        """The paper as it is kept, with what is new in it, and whether it is new here.

        One that was kept under its file's hash before arXiv could be asked is taken over.
        """
        paper = warned(paper)
        before = await self.library.by_number(paper.arxiv_id.number) if paper.arxiv_id else None
        if before and before.key != paper.key:
            if titles_agree(before.title, paper.title):
                await self.library.adopt(paper, known_as=before.key, now=self.now, text=text)
                return paper, False
            before = None
        before = before or await self.library.get(paper.key)
        if before:
            paper = paper.model_copy(update={"revision": revision_of(paper, before=before)})
        await self.library.keep(paper, now=self.now, text=text)
        return paper, before is None


def _is_unchecked(paper: Paper) -> bool:
    """True for a number that the page prints and that arXiv was never asked about."""
    return paper.source == "page" and paper.arxiv_id is not None
