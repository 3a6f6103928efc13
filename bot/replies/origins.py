"""Where each part of a paper's record was read -> words, the same for people and for programs."""

from bot.domain.briefs import Language
from bot.domain.papers import Affiliation, Paper
from bot.replies.catalogue import say


def head_origin(paper: Paper, language: Language) -> str:
    """Where title and authors come from."""
    if paper.source == "arxiv":
        return say(language, "origin.arxiv", version=paper.version)
    return _place(paper.title_page if paper.source == "page" else 0, language)


def abstract_origin(paper: Paper, language: Language) -> str:
    """Where the abstract comes from; it may stand on a later page than the title."""
    if paper.source == "page":
        return _place(paper.abstract_page, language)
    return head_origin(paper, language)


def affiliation_origin(place: Affiliation, language: Language) -> str:
    """Where an institution was read, and by whom where it was not a rule."""
    if place.read_by == "person":
        return say(language, "origin.person")
    where = _place(place.page, language)
    return say(language, "origin.model", place=where) if place.read_by == "model" else where


def affiliations_origin(paper: Paper, language: Language) -> str:
    """The same for all institutions of a paper, each place once."""
    places = dict.fromkeys(affiliation_origin(place, language) for place in paper.affiliations)
    return say(language, "paper.list_join").join(places)


def _place(page: int, language: Language) -> str:
    return say(language, "origin.page", page=page) if page else say(language, "origin.text")
