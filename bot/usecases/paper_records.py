"""Pure: what arXiv says and what a page says -> the one record of a paper, and what is new in a version."""

from collections.abc import Sequence

from bot.checks.instructions import is_instruction
from bot.checks.titles import titles_agree
from bot.domain.papers import Affiliation, ArxivRecord, Paper, Part, ReadPaper, Revision
from bot.domain.texts import PaperText
from bot.errors import Reason, Why
from bot.ports import StoredFile
from bot.reading.letters import key_of
from bot.reading.sentences import split_sentences

_COMPARED: tuple[Part, ...] = ("title", "authors", "abstract", "pages")


def from_page(read: ReadPaper, file: StoredFile, text: PaperText | None) -> Paper:
    """A paper as its file tells it, known by the file's hash; with what is odd about its later pages."""
    later = [problem for problem in (text.problems if text else ()) if problem not in read.problems]
    return Paper(
        key=f"sha256:{file.sha256}",
        title=read.title,
        authors=read.authors,
        affiliations=read.affiliations,
        abstract=read.abstract,
        arxiv_id=read.arxiv_id,
        pages=read.pages,
        title_page=read.title_page,
        abstract_page=read.abstract_page,
        sha256=file.sha256,
        source="page" if read.pages else "text",
        problems=(*read.problems, *later),
    )


def from_record(record: ArxivRecord, *problems: Reason) -> Paper:
    """A paper as arXiv tells it: without institutions, which only its pages print."""
    return Paper(
        key=record.id.key,
        title=record.title,
        authors=record.authors,
        affiliations=(),
        abstract=record.abstract,
        arxiv_id=record.id,
        categories=record.categories,
        source="arxiv",
        problems=problems,
    )


def joined(record: Paper, page: Paper) -> Paper:
    """arXiv's title, authors and abstract; institutions are printed on the page alone."""
    return record.model_copy(
        update={
            "affiliations": _relinked(page.affiliations, page.authors, record.authors),
            "pages": page.pages,
            "title_page": page.title_page,
            "sha256": page.sha256,
            "problems": page.problems,
        }
    )


def warned(paper: Paper) -> Paper:
    """The paper, with a problem where its abstract speaks to a model: a brief does without that sentence."""
    warning = Reason(Why.SPEAKS_TO_MODELS)
    if warning in paper.problems or not any(map(is_instruction, split_sentences(paper.abstract))):
        return paper
    return paper.model_copy(update={"problems": (*paper.problems, warning)})


def is_another(record: ArxivRecord, page: Paper) -> bool:
    """True where arXiv's own file seems to be another paper: other number, other title, no author shared."""
    stamped = page.arxiv_id is not None and page.arxiv_id.number == record.id.number
    if stamped or not page.title or titles_agree(record.title, page.title):
        return False
    return not set(map(_short, page.authors)) & set(map(_short, record.authors))


def other_paper(record: ArxivRecord, page: Paper, *, why: Why = Why.OTHER_PAPER) -> Reason:
    """That the two disagree on which paper this is."""
    return Reason(why, {"id": record.id.number, "expected": record.title, "found": page.title})


def revision_of(paper: Paper, *, before: Paper) -> Revision | None:
    """What a newer version changed; of the same version what was known of it, of an older one nothing."""
    if before.version == paper.version:
        return before.revision
    if not 0 < before.version < paper.version:
        return None
    return Revision(
        since=before.version,
        changed=tuple(
            part for part in _COMPARED if _differs(part, getattr(paper, part), getattr(before, part))
        ),
    )


def _differs(part: Part, now: object, then: object) -> bool:
    """Another spelling of the same words is no change, and pages that were not counted cannot differ."""
    if part == "pages":
        return bool(now) and bool(then) and now != then
    return _key(now) != _key(then)


def _key(value: object) -> str:
    return key_of(" ".join(value) if isinstance(value, tuple) else str(value))


def _relinked(
    places: Sequence[Affiliation], printed: Sequence[str], authors: Sequence[str]
) -> tuple[Affiliation, ...]:
    """The links to authors as places in arXiv's list, found by name; a name that is not in it has none."""
    numbers: dict[str, int] = {}
    for number, name in enumerate(authors):
        for form in (key_of(name), _short(name)):
            numbers.setdefault(form, number)
    found = [numbers.get(key_of(name), numbers.get(_short(name))) for name in printed]

    def linked(place: Affiliation) -> tuple[int, ...]:
        known = {found[number] for number in place.authors if number < len(found)}
        return tuple(sorted(number for number in known if number is not None))

    return tuple(place.model_copy(update={"authors": linked(place)}) for place in places)


def _short(name: str) -> str:
    """First initial and last name: "J. A. Doe" and "Jane Doe" are one person on one paper."""
    words = name.replace(".", " ").split()
    return f"{key_of(words[0])[:1]}.{key_of(words[-1])}" if words else ""
