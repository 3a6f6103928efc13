"""Words -> the papers that hold them, each with the brief that its reader is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.briefs import Brief, Language
from bot.domain.corrections import Correction, corrected
from bot.domain.marks import PAGE, Found, FoundPage, Hit, Seeker
from bot.domain.papers import Paper
from bot.errors import CannotDo, Why
from bot.reading.searches import terms_of
from bot.shelves import Briefs, Corrections, Marks, PaperIndex

MOST_TERMS = 12
LONGEST = 200  # characters


@dataclass(frozen=True, slots=True)
class Finding:
    """What papers are looked up in."""

    index: PaperIndex
    marks: Marks
    briefs: Briefs
    corrections: Corrections


async def find_papers(
    words: str, *, page: int, seeker: Seeker, language: Language, finding: Finding
) -> FoundPage:
    """A page of the papers that hold all the words. Raises CannotDo: SEARCH_TOO_LONG, TOO_MANY_TERMS."""
    if len(words) > LONGEST:
        raise CannotDo(Why.SEARCH_TOO_LONG, limit=LONGEST, given=len(words))
    terms = terms_of(words)
    if len(terms) > MOST_TERMS:
        raise CannotDo(Why.TOO_MANY_TERMS, limit=MOST_TERMS, given=len(terms))
    if words.strip() and not terms:  # nothing but signs, which no paper is found by
        return FoundPage(papers=(), page=page, total=0)
    hits, total = await finding.index.find(terms, seeker=seeker, skip=(page - 1) * PAGE, limit=PAGE)
    return FoundPage(papers=await _shown(hits, language, finding=finding), page=page, total=total)


async def saved_papers(person: str, *, page: int, language: Language, finding: Finding) -> FoundPage:
    """A page of what a person saved, the newest first."""
    hits, total = await finding.marks.saved(person, skip=(page - 1) * PAGE, limit=PAGE)
    return FoundPage(papers=await _shown(hits, language, finding=finding), page=page, total=total)


async def kept_brief(paper: Paper, language: Language, *, finding: Finding) -> Brief | None:
    """The newest brief of a paper that was written before, in the reader's language where there is one."""
    kept = [each.brief for each in await finding.briefs.of(paper.key)]
    told = [brief for brief in kept if brief.language == language] or kept
    return told[-1] if told else None


async def _shown(hits: Sequence[Hit], language: Language, *, finding: Finding) -> tuple[Found, ...]:
    history = await finding.corrections.of([hit.paper.key for hit in hits])
    return tuple([await _found(hit, language, history=history, finding=finding) for hit in hits])


async def _found(hit: Hit, language: Language, *, history: Sequence[Correction], finding: Finding) -> Found:
    brief = await kept_brief(hit.paper, language, finding=finding)
    if brief is None:
        return Found(paper=hit.paper, brief=None, at=hit.kept_at)
    paper, shown = corrected(hit.paper, brief, history)
    return Found(paper=paper, brief=shown, at=hit.kept_at)
