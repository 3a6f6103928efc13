"""Hostile texts -> the facts of which replies are made: a paper, a chat, the people in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeVar

from bot.domain.arxiv_ids import ArxivId
from bot.domain.briefs import Brief, Conditions, Evidence, Language, Making, Slot, Slots
from bot.domain.chat import Reply
from bot.domain.frozen import whole
from bot.domain.marks import Found, FoundPage
from bot.domain.papers import Affiliation, Paper
from bot.domain.prompts import Usage
from bot.domain.reports import Entry, Failure, Report
from bot.domain.spending import Spent
from bot.errors import Reason, Why
from bot.replies.joints import title_line

A_ROUND = 25  # texts
NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
DAY = date(2026, 3, 1)
SPENT = Spent(costs={"USD": Decimal("0.5")}, calls=2, usage=Usage(input=10, output=5, calls=2))

Variant = TypeVar("Variant")


@dataclass(frozen=True, slots=True)
class Said:
    """A reply, and the texts that nobody may lose a letter of in it, or in its file, in their order."""

    kind: str
    reply: Reply
    whole: tuple[str, ...] = ()
    in_file: tuple[str, ...] = ()


class Facts:
    """One round's texts as the facts of a paper, a chat and the people in it."""

    def __init__(self, texts: Sequence[str], number: int) -> None:
        self.number = number
        texts = [whole(text) for text in texts]  # no store holds halves of characters, so no paper has any
        self.language: Language = "zh" if number % 2 else "en"
        self.title, self.other, self.abstract, self.question, self.word, self.room, self.person = texts[:7]
        self.authors, self.places = tuple(texts[7:10]), tuple(texts[10:13])
        self.slots, self.evidence = tuple(texts[13:16]), tuple(texts[16:19])
        self.conditions, self.section, self.model = tuple(texts[19:21]), texts[21], texts[22]
        self.value, self.fact = texts[23:A_ROUND]

    @property
    def paper(self) -> Paper:
        """A paper whose every word is somebody's trick."""
        on_arxiv = self.number % 3
        return Paper(
            key="arxiv:2501.12345" if on_arxiv else f"sha256:{'0123456789abcdef' * 4}",
            title=self.title,
            authors=self.authors * (5 if self.number % 4 == 0 else 1),
            affiliations=tuple(Affiliation(name=name, page=1, words=name) for name in self.places),
            abstract=self.abstract,
            arxiv_id=ArxivId(number="2501.12345", version=2) if on_arxiv else None,
            sha256="0" * 64,
            source="arxiv" if on_arxiv else "page",
            problems=(Reason(Why.NO_ABSTRACT, {"name": self.fact}), Reason(Why.HIDDEN_TEXT, {"page": "3"})),
        )

    @property
    def named(self) -> str:
        """The title as posts show it."""
        return title_line(self.title)

    @property
    def second(self) -> Paper:
        """Another, of which only the title is known."""
        bare = {"affiliations": (), "authors": (), "abstract": "", "arxiv_id": None, "problems": ()}
        return self.paper.model_copy(update={"key": f"sha256:{'f' * 64}", "title": self.other, **bare})

    @property
    def brief(self) -> Brief:
        """Written by a model, or extracted in every fifth round."""
        said = [Slot(text=text, sentences=(place,)) for place, text in enumerate(self.slots, 1)]
        metric, hardware = self.conditions
        said[2] = said[2].model_copy(update={"conditions": Conditions(metric=metric, hardware=hardware)})
        sentences = enumerate(self.evidence, 1)
        making = Making(model=self.model, calls=1, input=9, cached=0, output=5, seconds=1)
        return Brief(
            paper=self.paper.key,
            version=None,
            language=self.language,
            institutions=self.places,
            slots=Slots(technique=said[0], problem=said[1], effect=said[2]),
            writer=self.model,
            prompt="brief/1",
            extracted=self.is_extracted,
            evidence=tuple(Evidence(number=n, text=text, section=self.section) for n, text in sentences),
            making=making,
            corrected=("title",),
        )

    @property
    def is_extracted(self) -> bool:
        """The paper's own clauses; then no sentence is quoted behind them."""
        return self.number % 5 == 4

    @property
    def told(self) -> tuple[str, ...]:
        """What a brief with its details must hold: all but who wrote the paper."""
        technique, problem, effect = self.slots
        clauses = (problem, technique, effect) if self.is_extracted else self.slots
        details = (*self.places, self.model, *self.conditions)
        return (self.named, *clauses, *details, *(() if self.is_extracted else self.evidence), self.abstract)

    @property
    def report(self) -> Report:
        """Two papers, one of them twice, and one that could not be read."""
        short = self.brief.model_copy(update={"slots": Slots(about=Slot(text=self.word, sentences=()))})
        return Report(
            title=self.value,
            language=self.language,
            made_at=NOW,
            entries=(
                Entry(paper=self.paper, brief=self.brief),
                Entry(paper=self.second, brief=short.model_copy(update={"extracted": True})),
            ),
            failures=(Failure(label=self.fact, reason=Reason(Why.NOT_A_PDF, {"name": self.word})),),
            cost=SPENT,
        )

    @property
    def pages(self) -> FoundPage:
        """What a search found, with more to come."""
        hits = (
            Found(paper=self.paper, brief=self.brief, at=NOW),
            Found(paper=self.second, brief=None, at=NOW),
        )
        return FoundPage(papers=hits, page=1, total=30)


def in_turn(variants: Iterable[Variant], facts: Facts, *, most: int = 2) -> list[Variant]:
    """Some of the variants in two rounds, of both languages; the next ones in the next two."""
    every = list(variants)
    first = facts.number // 2 * most
    return [every[(first + place) % len(every)] for place in range(min(most, len(every)))]
