"""What was read from a paper -> a record for programs, lines for people."""

from bot.domain.papers import Affiliation, Paper
from bot.errors import Reason
from bot.replies.catalogue import explain


def reading_record(read: Paper | Reason) -> dict[str, object]:
    """The fields of `briefbot read --json`; a paper that failed has them too, with its problem."""
    if isinstance(read, Reason):
        nothing: dict[str, object] = {"title": "", "authors": [], "affiliations": [], "abstract": ""}
        return nothing | {"arxiv_id": None, "version": None, "pages": 0, "problems": [explain("en", read)]}
    return {
        "title": read.title,
        "authors": list(read.authors),
        "affiliations": [place.name for place in read.affiliations],
        "abstract": read.abstract,
        "arxiv_id": read.arxiv_id.number if read.arxiv_id else None,
        "version": read.arxiv_id.version if read.arxiv_id else None,
        "pages": read.pages,
        "problems": [explain("en", problem) for problem in read.problems],
        "affiliation_details": [_detail(place, read) for place in read.affiliations],
    }


def reading_lines(name: str, read: Paper | Reason) -> list[str]:
    """The same for a person's eyes."""
    if isinstance(read, Reason):
        return [name, f"  failed: {explain('en', read)}"]
    lines = [
        name,
        f"  title         {read.title}",
        f"  authors       {', '.join(read.authors) or 'none printed'}",
    ]
    for place in read.affiliations:
        people = ", ".join(read.authors[number] for number in place.authors if number < len(read.authors))
        lines.append(f"  institution   {place.name} (page {place.page}{': ' + people if people else ''})")
    lines.append(f"  abstract      {read.abstract or 'not found'}")
    if read.arxiv_id:
        lines.append(f"  arXiv         {read.arxiv_id}")
    lines.append(
        f"  pages         {read.pages}, title from {'arXiv' if read.source == 'arxiv' else 'the page'}"
    )
    return lines + [f"  problem       {explain('en', problem)}" for problem in read.problems]


def _detail(place: Affiliation, paper: Paper) -> dict[str, object]:
    authors = [paper.authors[number] for number in place.authors if number < len(paper.authors)]
    return {"printed": place.name, "authors": authors, "page": place.page, "words": place.words}
