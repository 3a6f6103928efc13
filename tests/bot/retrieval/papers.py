"""Small texts of papers for questions, and what tells the pieces apart."""

from collections.abc import Sequence

from bot.domain.texts import PaperText, Passage, PassageKind, Section

FILLER = (
    "Queues have been studied for a long time, and most of what is known about them was found on paper "
    "before anybody built one. We repeat here only what a reader of the later parts has to know."
)


def said(words: str, *, page: int = 1, kind: PassageKind = "paragraph") -> tuple[str, int, PassageKind]:
    """A passage to be."""
    return words, page, kind


def text_of(
    *sections: tuple[str, Sequence[tuple[str, int, PassageKind]]], run_in: Sequence[str] = ()
) -> PaperText:
    """A paper by its sections' titles and what stands in them; titles in `run_in` open a paragraph."""
    passages: list[Passage] = []
    for place, (_, stands) in enumerate(sections):
        for words, page, kind in stands:
            passages.append(Passage(kind=kind, text=words, page=page, section=place, position=len(passages)))
    titles = tuple(
        Section(title=title, level=1, page=stands[0][1] if stands else 1, run_in=title in run_in)
        for title, stands in sections
    )
    return PaperText(sections=titles, passages=tuple(passages), pages=9)


def long_paper(*telling: tuple[str, str]) -> PaperText:
    """Thirty sections of filler on pages of their own, between which stand the telling ones."""
    filler = [(f"{number} History", [said(f"{FILLER} {number}", page=number)]) for number in range(1, 31)]
    for place, (title, words) in enumerate(telling):
        filler.insert(15 + place, (title, [said(words, page=15 + place)]))
    return text_of(*filler)
