"""Paper -> BibTeX, for a reference manager: what others wrote stays their words and never becomes markup."""

import re
import unicodedata

from bot.domain.papers import Paper

# The ten characters that TeX takes for commands. Braces as words: BibTeX counts them, escaped or not.
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}
_ESCAPES = str.maketrans(_SPECIAL)
_UNSAID = frozenset({"a", "an", "the", "on", "of", "in", "for", "to", "and", "with", "from", "towards"})
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)
# A name of several people is one name to BibTeX only between braces.
_GROUP = re.compile(r",|\band\b|\b(?:collaboration|consortium|team|group|project)\b|\d", re.IGNORECASE)


def bibtex(paper: Paper) -> str:
    """One entry. Of a paper that is not on arXiv no year is known, and none is made up."""
    fields = {"title": f"{{{_words(paper.title)}}}"}
    if paper.authors:
        fields["author"] = " and ".join(map(_author, paper.authors))
    if arxiv := paper.arxiv_id:
        fields["year"] = _year(arxiv.number)
        fields["eprint"] = arxiv.number
        fields["archivePrefix"] = "arXiv"
        if primary := _primary_class(paper, arxiv.number):
            fields["primaryClass"] = primary
        fields["doi"] = doi(arxiv.number)
        fields["url"] = f"https://arxiv.org/abs/{arxiv.number}"
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{citation_key(paper)},\n{lines}}}\n"


def doi(number: str) -> str:
    """The DOI that arXiv registers for a paper: https://info.arxiv.org/help/doi.html."""
    return f"10.48550/arXiv.{number}"


def file_name(paper: Paper) -> str:
    """What the file is called, such as 2501.12345.bib."""
    return f"{re.sub(r'[^0-9A-Za-z.-]+', '-', paper.handle).strip('-')}.bib"


def citation_key(paper: Paper) -> str:
    """Family name, year and first word of the title, such as archer2025lanes; in plain letters."""
    family = ""
    if paper.authors:
        names = [name for name in paper.authors[0].split() if not _SUFFIX.fullmatch(name.strip(","))]
        family = _plain(names[-1]) if names else ""
    words = (_plain(word) for word in re.split(r"[^\w'’]+", paper.title))
    word = next((word for word in words if word and word not in _UNSAID), "")
    year = _year(paper.arxiv_id.number) if paper.arxiv_id else ""
    return f"{family}{year}{word}" if family or word else _plain(f"paper{paper.handle}")


def _words(text: str) -> str:
    return " ".join(text.split()).translate(_ESCAPES)


def _author(name: str) -> str:
    words = _words(name)
    return f"{{{words}}}" if _GROUP.search(name) else words


def _year(number: str) -> str:
    """The year of the first version: the two digits in front of the month; arXiv began in 1991."""
    digits = number.partition("/")[2] or number
    return f"{'19' if digits[0] == '9' and '/' in number else '20'}{digits[:2]}"


def _primary_class(paper: Paper, number: str) -> str:
    """The first category; before 2007 the number itself names the archive."""
    return _words(paper.categories[0]) if paper.categories else number.partition("/")[0] * ("/" in number)


def _plain(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word).casefold()
    return "".join(letter for letter in apart if letter.isascii() and letter.isalnum())
