"""Hostile texts -> every kind of reply of the bot, each with the texts that must be found whole in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from itertools import chain, pairwise
from string import Formatter
from typing import Literal

from bot.domain.arxiv_ids import ArxivId
from bot.domain.briefs import Brief, Conditions, Evidence, Language, Making, Slot, Slots
from bot.domain.chat import Address, Edits, Heading, Quote, Reply, Span, paragraph
from bot.domain.commands import FindPapers, MarkPaper, Misunderstood, ShowHelp, TellNews
from bot.domain.corrections import FIELDS, Changes, Correction
from bot.domain.frozen import whole
from bot.domain.jobs import Delivery, DeliveryState
from bot.domain.marks import Found, FoundPage, HandIn
from bot.domain.papers import Affiliation, Paper
from bot.domain.prompts import Usage
from bot.domain.references import ArxivReference
from bot.domain.reports import Entry, Failure, Report
from bot.domain.rooms import Act, KnownRoom, Role, Room, RoomSettings, Standing
from bot.domain.spending import Budget, Spent
from bot.domain.texts import PaperText, Passage, Section
from bot.errors import Reason, Why
from bot.registers import Health, HeldPost, JobNote
from bot.replies import (
    admin,
    answers,
    corrections,
    costs,
    found,
    notices,
    oversight,
    papers,
    records,
    reports,
    rooms,
)
from bot.replies.briefs import brief_reply
from bot.replies.catalogue import sentences
from bot.replies.help import help_reply
from bot.replies.home import home_reply
from bot.replies.joints import title_line
from bot.replies.suggestions import suggestion
from bot.retrieval.excerpts import passages_for
from handlers.grammar import understand

A_ROUND = 25  # texts
LINKS = (None, None, "https://arxiv.org/abs/2501.12345v1")
Style = Literal["plain", "bold", "italic", "code"]
NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
VERBS = (
    *("", "brief", "submit", "report", "find", "paper", "ask 2501.12345", "save", "settings zone"),
    *("correct 2501.12345 title:", "admin allow", "admin forget", "help"),
)
"""Beginnings of what a person writes."""
_REASONS = 8  # in a round
_SPENT = Spent(costs={"USD": Decimal("0.5")}, calls=2, usage=Usage(input=10, output=5, calls=2))


@dataclass(frozen=True, slots=True)
class Said:
    """A reply, and the texts that nobody may lose a letter of, in their order."""

    kind: str
    reply: Reply
    whole: tuple[str, ...] = ()


def raw_reply(texts: Sequence[str]) -> Said:
    """The texts as they are, halves of characters too, in every block and every style."""
    quotes = (Quote(label=one, text=other) for one, other in pairwise(texts))
    styles: tuple[Style, ...] = ("plain", "bold", "italic", "code")
    spans = (
        Span(text=text, style=styles[place % 4], link=LINKS[place % 3]) for place, text in enumerate(texts)
    )
    headings = (Heading(text=text, level=place % 3 + 1) for place, text in enumerate(texts))
    lines = (paragraph(span, " ") for span in spans)
    return Said(
        "blocks", Reply(blocks=tuple(chain.from_iterable(zip(headings, lines, quotes, strict=False))))
    )


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
            cost=_SPENT,
        )

    @property
    def pages(self) -> FoundPage:
        """What a search found, with more to come."""
        hits = (
            Found(paper=self.paper, brief=self.brief, at=NOW),
            Found(paper=self.second, brief=None, at=NOW),
        )
        return FoundPage(papers=hits, page=1, total=30)


def every_reply(facts: Facts) -> Iterator[Said]:
    """All kinds, one after the other."""
    for kind in (_of_papers, _of_finding, _of_questions, _of_corrections, _of_chats, _of_admins, _of_errors):
        yield from kind(facts)


def _of_papers(facts: Facts) -> Iterator[Said]:
    language, paper, brief = facts.language, facts.paper, facts.brief
    yield Said("brief", brief_reply(brief, paper), facts.told)
    digest = reports.report_reply(facts.report, detailed=facts.number % 7 != 0)
    yield Said("digest", digest, (facts.value, facts.named, title_line(facts.other), facts.word, facts.fact))
    whole = facts.told[:-1] if facts.number % 7 else (facts.named,)  # the abstract is in the file
    yield Said("digest below", Reply(blocks=digest.below, document=digest.document), (*whole, facts.other))
    told = ((1, 2), (HandIn(at=NOW, person=facts.person),))
    details = records.paper_reply(paper, brief, told=told, zone=UTC, language=language)
    shown = (*facts.places, *facts.authors, facts.person)
    yield Said("paper", details, (facts.named, *shown, facts.abstract))
    kept = papers.kept_line(paper, language, new=True)
    lost = papers.failed_line(facts.fact, Reason(Why.FILE_GONE, {"name": facts.word}), language=language)
    unwritten = papers.no_brief_line(facts.fact, Reason(Why.MODEL_NONSENSE), language=language)
    yield Said(
        "submit", Reply(blocks=(kept, lost, unwritten)), (facts.named, facts.fact, facts.word, facts.fact)
    )
    yield Said(
        "cost",
        Reply(blocks=(paragraph(costs.cost_line({facts.model: _SPENT}, language, remembered=False)),)),
    )


def _of_finding(facts: Facts) -> Iterator[Said]:
    language, pages = facts.language, facts.pages
    wish = FindPapers(words=facts.question)
    words = (facts.question, facts.named, title_line(facts.other))
    yield Said("find", found.found_reply(pages, wish, zone=UTC, language=language), words)
    nothing = FoundPage(papers=(), page=1, total=0)
    yield Said(
        "find nothing", found.found_reply(nothing, wish, zone=UTC, language=language), (facts.question,)
    )
    saved = found.saved_reply(pages, zone=UTC, language=language)
    yield Said("saved", saved, (facts.named, title_line(facts.other)))
    mark = MarkPaper(mark="not_relevant")
    yield Said("mark", found.marked_reply(facts.paper, mark, changed=True, language=language), (facts.named,))
    named = [ArxivReference(id=ArxivId(number=f"2501.{place:05}")) for place in range(1, 41)]
    yield Said("offer", found.offer_reply(named, language))
    settings = rooms.settings_reply(RoomSettings(), _effective(facts), language=language)
    yield Said("home", home_reply(settings, reports.report_reply(facts.report), saved, language=language))
    shown = suggestion(pages.papers[0], language)
    yield Said("inline", Reply(blocks=shown.blocks), (facts.named,))


def _of_questions(facts: Facts) -> Iterator[Said]:
    language, paper = facts.language, facts.paper
    passages = tuple(
        Passage(kind="paragraph", text=text, page=1, section=0, position=place)
        for place, text in enumerate((*facts.evidence, facts.question))
    )
    text = PaperText(sections=(Section(title=facts.section, level=1, page=1),), passages=passages, pages=2)
    for kind, read in (("answer", text), ("answer of an abstract", None)):
        passed = passages_for(facts.question, paper, read)
        yield Said(kind, answers.passages_reply(passed, language), (facts.named,))
    yield Said("ask", answers.ask_reply(paper, language), (facts.named,))
    titles = [facts.title, facts.other]
    yield Said(
        "which",
        answers.which_reply(titles, keys=(paper.key,) * 2, language=language),
        (*map(title_line, titles),),
    )


def _of_corrections(facts: Facts) -> Iterator[Said]:
    language, paper, brief = facts.language, facts.paper, facts.brief
    swaps = corrections.swaps_between((facts.second, brief), (paper, brief))
    changes = Changes(edits=Edits(posts=("d1",), swaps=swaps), fixed=1, torn=1, files=1)
    changed = corrections.changed_reply((paper, brief), changes, said=facts.value, language=language)
    yield Said("correct", changed, (facts.value, *facts.told))
    history = [
        Correction(
            job="j",
            paper=paper.key,
            field=field,
            language=None,
            value=facts.value,
            before=facts.word,
            person=facts.person,
            at=NOW,
        )
        for field in FIELDS
    ]
    fields = corrections.fields_reply((paper, brief), history, zone=UTC, language=language)
    yield Said(
        "correct, fields", fields, (facts.named, facts.named, facts.value, *facts.slots[:1], facts.slots[2])
    )
    refused = Delivery(
        id="d",
        job_id=1,
        part=0,
        address=Address(platform="telegram", chat="1"),
        reply_to=None,
        piece=Reply(blocks=()),
        state=DeliveryState.REFUSED,
        word=facts.word,
    )
    yield Said("edits", corrections.edits_reply([refused], language))


def _effective(facts: Facts) -> rooms.Effective:
    return rooms.Effective(
        facts.language,
        zone=facts.word,
        hour=time(9),
        weekdays=(0, 4),
        reports=True,
        details=True,
        order="title",
        overview="weekly",
    )


def _job(facts: Facts) -> JobNote:
    reason = Reason(Why.ADDRESS_FAILED, {"address": facts.fact, "status": facts.word})
    return JobNote(
        1, "brief", Address(platform="slack", chat=facts.room), facts.person, "failed", NOW, reason
    )


def _of_chats(facts: Facts) -> Iterator[Said]:
    language, effective = facts.language, _effective(facts)
    settings = rooms.settings_reply(RoomSettings(zone=facts.word), effective, language=language)
    yield Said("settings", settings, (facts.word,))
    yield Said(
        "settings, one", rooms.settings_reply(RoomSettings(), effective, language=language, changed="zone")
    )
    doing = rooms.Doing(
        [_job(facts)], next_report=NOW, model=facts.model, spent=(_SPENT, facts.fact), now=NOW
    )
    status = rooms.status_reply(doing, effective, language=language, paused=False)
    yield Said("status", status, (facts.word, facts.model, facts.fact))
    yield Said(
        "hello", rooms.hello_reply(language, chat=facts.room, let_in=False, asked=False), (facts.room,)
    )
    for news in ("asked", "closed", "allowed"):
        told = TellNews(news=news, chat="slack:C1", title=facts.room, person=facts.person, word=facts.word)
        yield Said(f"news, {news}", rooms.news_reply(told, language, names={facts.person: facts.word}))
    yield Said("help", help_reply(ShowHelp(topic=facts.word, role=Role.OWNER), language))
    yield Said("whisper", notices.whisper_reply("https://t.me/paper_brief_bot?start", language))
    later = notices.later_line(Reason(Why.SOURCE_BUSY, {"host": facts.fact}), NOW, language)
    yield Said("notice", Reply(blocks=(paragraph(later),)), (facts.fact,))


def _of_admins(facts: Facts) -> Iterator[Said]:
    language = facts.language
    room = KnownRoom(
        platform="slack",
        chat="C1",
        room=Room(kind="group", title=facts.room, shared=True),
        standing=Standing.ASKED,
        noted_at=NOW,
    )
    listed = admin.ListedChat(room, standing=Standing.ASKED, is_open=False)
    yield Said("admin chats", admin.chats_reply([listed] * 30, language), (facts.room,))
    sums: dict[str, dict[str | None, Spent]] = {
        "model": {facts.model: _SPENT},
        "person": {facts.person: _SPENT, None: _SPENT},
    }
    usage = oversight.usage_reply(sums, language, since="2026-03-01", until="2026-03-01")
    yield Said("admin usage", usage, (facts.model, facts.person))
    held = HeldPost(id="0123456789abcdef" * 2, address=_job(facts).address, state="held", noted_at=NOW)
    jobs = oversight.jobs_reply(
        waiting=[_job(facts)], failed=[_job(facts)], held=[held] * 3, language=language, now=NOW
    )
    yield Said("admin jobs", jobs, (facts.room, facts.fact, facts.room, facts.fact, facts.room))
    act = Act(
        job="j",
        person=facts.person,
        chat=facts.room,
        act="admin allow",
        words=facts.word,
        outcome="done",
        at=NOW,
    )
    audit = oversight.audit_reply([act] * 3, language, names={act.person: facts.word}, zone=UTC)
    yield Said("admin audit", audit)
    health = Health(
        {"done": 1}, {"sent": 1}, oldest_waiting=NOW, last_charge=(facts.model, NOW), free_bytes=1
    )
    shown = oversight.health_reply(health, language, platforms=[facts.word], now=NOW)
    yield Said("admin health", shown, (facts.word, facts.model))
    yield Said("admin backup", admin.backup_reply(None, language))
    yield Said("admin budget", admin.budget_reply(Budget(), _SPENT, language))
    sure = admin.sure_reply(
        "forget", says=f"admin forget {facts.person} yes", language=language, person=facts.person
    )
    yield Said("admin forget", sure, (facts.person,))
    erased = admin.erased_reply("admin.removed", {"briefs": 2}, language=language, title=facts.title)
    yield Said("admin remove", erased, (facts.named,))


def _of_errors(facts: Facts) -> Iterator[Said]:
    """Some of all reasons in each round, so that every one has its turn; and what grammar makes of words."""
    language, reasons = facts.language, list(Why)
    for place in range(_REASONS):
        why = reasons[(facts.number * _REASONS + place) % len(reasons)]
        names = {name for _, name, _, _ in Formatter().parse(sentences(language)["why"][why]) if name}
        reason = Reason(why, dict.fromkeys(names, facts.fact))
        yield Said("error", papers.reasons_reply([reason], language), (facts.fact,) if names else ())
    for verb in VERBS:
        meant = understand(f"{verb} {facts.question}")
        if isinstance(meant, Misunderstood):
            yield Said("advice", papers.reasons_reply([meant.reason], language))
