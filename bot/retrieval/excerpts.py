"""The best pieces of a paper, cut to what a person reads: around the sentence that fits best."""

from dataclasses import dataclass

from bot.domain.papers import Paper
from bot.domain.texts import PaperText, Passage, Section
from bot.retrieval.pieces import Piece
from bot.retrieval.questions import Wanted
from bot.retrieval.search import Found, best_pieces, sentences_and_best

MOST_EXCERPTS = 3  # what a person reads in a chat
MOST_CHARACTERS = 600  # of one of them


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some sentences of a paper, with the one that fits the question best."""

    page: int  # 1-based; 0 in a document without pages
    section: str
    text: str  # an ellipsis stands where it begins or ends inside a piece


@dataclass(frozen=True, slots=True)
class FoundPassages:
    """What a paper has to say to a question, by its own words alone."""

    paper: Paper
    found: Found
    excerpts: tuple[Excerpt, ...]  # the best first
    only_abstract: bool  # no text of the paper is kept
    blank: tuple[int, ...] = ()  # 1-based pages on which no text was found

    @property
    def handed(self) -> tuple[Excerpt, ...]:
        """All pieces as they stand, in the paper's order: what a model is handed."""
        return tuple(
            Excerpt(piece.page, section=piece.section, text=piece.text) for piece in self.found.pieces
        )


def passages_for(question: str, paper: Paper, text: PaperText | None) -> FoundPassages:
    """The paper's best passages; of a paper without a text, its abstract's sentences."""
    read = whole_text_of(paper, text)
    found = best_pieces(read, question)
    return FoundPassages(
        paper,
        found=found,
        excerpts=tuple(_excerpt_of(piece, found.wanted) for piece in found.best[:MOST_EXCERPTS]),
        only_abstract=text is None,
        blank=read.blank,
    )


def whole_text_of(paper: Paper, text: PaperText | None) -> PaperText:
    """The text, else the abstract as if it were the whole paper; nothing of a paper that has none."""
    return text or _abstract_of(paper)


def _excerpt_of(piece: Piece, wanted: Wanted) -> Excerpt:
    """About MOST_CHARACTERS of a piece from the sentence on that fits best; never cut inside a word.

    Where the piece ends before that, those in front of it stand there too: it may go on with what they say.
    """
    sentences, best, first = sentences_and_best(piece, wanted)
    taken, begin, end = sentences[best], best, best + 1
    while end < len(sentences) and len(taken) + len(sentences[end]) < MOST_CHARACTERS:
        taken, end = f"{taken} {sentences[end]}", end + 1
    while (
        end == len(sentences) and begin > first and len(taken) + len(sentences[begin - 1]) < MOST_CHARACTERS
    ):
        taken, begin = f"{sentences[begin - 1]} {taken}", begin - 1
    whole = end == len(sentences)
    if len(taken) > MOST_CHARACTERS:
        short = taken[:MOST_CHARACTERS]
        taken, whole = short.rpartition(" ")[0] or short, False
    return Excerpt(
        piece.page,
        section=piece.section,
        text=f"{'… ' if begin else ''}{taken}{'' if whole else ' …'}",
    )


def _abstract_of(paper: Paper) -> PaperText:
    page = paper.abstract_page if paper.pages else 0
    abstract = Passage(kind="paragraph", text=paper.abstract, page=page, section=0, position=0)
    return PaperText(
        sections=(Section(title="Abstract", level=1, page=page),),
        passages=(abstract,) if paper.abstract.strip() else (),
        pages=paper.pages,
    )
