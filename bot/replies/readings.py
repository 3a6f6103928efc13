"""What was read from a paper -> a record for programs, lines for people."""

from bot.domain.papers import Affiliation, Paper
from bot.domain.texts import PaperText
from bot.errors import Reason
from bot.reading.institutions import canonical
from bot.replies.catalogue import counted, explain
from bot.replies.origins import abstract_origin, affiliation_origin, head_origin


def reading_record(read: Paper | Reason, text: PaperText | None = None) -> dict[str, object]:
    """The fields of `briefbot read --json`; a paper that failed has them too, with its problem."""
    if isinstance(read, Reason):
        nothing: dict[str, object] = {"title": "", "authors": [], "affiliations": [], "abstract": ""}
        nothing |= {"arxiv_id": None, "version": None, "pages": 0, "problems": [explain("en", read)]}
        nothing |= {"provenance": {}, "affiliation_details": []}
        return nothing | {"sections": [], "passages": [], "blank_pages": []}
    record: dict[str, object] = {
        "title": read.title,
        "authors": list(read.authors),
        "affiliations": [place.name for place in read.affiliations],
        "abstract": read.abstract,
        "arxiv_id": read.arxiv_id.number if read.arxiv_id else None,
        "version": read.version or None,
        "pages": read.pages,
        "problems": [explain("en", problem) for problem in read.problems],
        "provenance": provenance(read),
        "affiliation_details": [_detail(place, read) for place in read.affiliations],
    }
    if read.revision:
        record["revision"] = read.revision.model_dump(mode="json")
    if text:
        record["sections"] = [section.model_dump(mode="json") for section in text.sections]
        record["passages"] = [passage.model_dump(mode="json") for passage in text.passages]
        record["blank_pages"] = list(text.blank)
    return record


def reading_lines(name: str, read: Paper | Reason, text: PaperText | None = None) -> list[str]:
    """The same for a person's eyes; of the whole text the outline."""
    if isinstance(read, Reason):
        return [name, f"  failed: {explain('en', read)}"]
    origin = provenance(read)
    lines = [
        name,
        f"  title         {read.title} ({origin['title']})",
        f"  authors       {', '.join(read.authors) or 'none printed'} ({origin['authors']})",
    ]
    for place in read.affiliations:
        people = ", ".join(_people(place, read))
        where = affiliation_origin(place, "en")
        lines.append(f"  institution   {_named(place)} ({where}{': ' + people if people else ''})")
    lines.append(f"  abstract      {read.abstract or 'not found'} ({origin['abstract']})")
    if read.arxiv_id:
        lines.append(f"  arXiv         {read.arxiv_id}")
    if read.revision:
        changed = ", ".join(read.revision.changed) or "nothing that is compared"
        lines.append(f"  changed       since v{read.revision.since}: {changed}")
    if read.pages:
        lines.append(f"  pages         {read.pages}")
    if text:
        lines += _outline(text)
    return lines + [f"  problem       {explain('en', problem)}" for problem in read.problems]


def provenance(read: Paper) -> dict[str, str]:
    """Where title, authors and abstract come from; each institution has its own in its details."""
    head = head_origin(read, "en")
    return {"title": head, "authors": head, "abstract": abstract_origin(read, "en")}


def _outline(text: PaperText) -> list[str]:
    kinds = [passage.kind for passage in text.passages]
    told = [kind for kind in ("paragraph", "caption", "reference") if kind in kinds]
    counts = [counted(kinds.count(kind), kind, f"{kind}s") for kind in told]
    lines = [f"  text          {', '.join(counts)}"]
    for section in text.sections:
        page = f" (page {section.page})" if section.page else ""
        lines.append(f"  section       {'  ' * (section.level - 1)}{section.title}{page}")
    return lines


def _named(place: Affiliation) -> str:
    """As printed, and what the table calls it where that differs."""
    known = canonical(place.name)
    return f"{place.name} = {known.name}" if known and known.name != place.name else place.name


def _people(place: Affiliation, paper: Paper) -> list[str]:
    return [paper.authors[number] for number in place.authors if number < len(paper.authors)]


def _detail(place: Affiliation, paper: Paper) -> dict[str, object]:
    known = canonical(place.name)
    return {
        "printed": place.name,
        "canonical": known.name if known else None,
        "chinese": (known.chinese or None) if known else None,
        "short": (known.short or None) if known else None,
        "authors": _people(place, paper),
        "page": place.page,
        "words": place.words,
        "provenance": affiliation_origin(place, "en"),
    }
