"""Hostile texts -> every kind of reply of the bot, each with the texts that must be found whole in it."""

from collections.abc import Iterator, Sequence
from datetime import UTC
from itertools import chain, pairwise, product
from string import Formatter
from typing import Literal, get_args

from bot.domain.arxiv_ids import ArxivId
from bot.domain.briefs import Brief, Conditions, Slot, SlotName, Slots
from bot.domain.chat import Address, Edits, Heading, Quote, Reply, Span, paragraph
from bot.domain.commands import FindPapers, MarkPaper, Misunderstood
from bot.domain.corrections import FIELDS, Changes, Correction
from bot.domain.jobs import Delivery, DeliveryState
from bot.domain.marks import FoundPage, HandIn
from bot.domain.papers import ReadBy, Revision, Source
from bot.domain.references import ArxivReference
from bot.domain.rooms import RoomSettings
from bot.errors import Reason, Why
from bot.replies import corrections, costs, found, papers, records, reports, rooms
from bot.replies.briefs import brief_reply
from bot.replies.buttons import with_why
from bot.replies.catalogue import sentences
from bot.replies.home import home_reply, saved_line
from bot.replies.joints import title_line
from bot.replies.suggestions import suggestion
from bot.replies.topic_facts import Coming
from handlers.grammar import understand
from tests.campaigns.hostile_answers import answered_replies
from tests.campaigns.hostile_facts import NOW, SPENT, Facts, Said, in_turn
from tests.campaigns.hostile_following import followed_replies
from tests.campaigns.hostile_house import effective, house_replies

LINKS = (None, None, "https://arxiv.org/abs/2501.12345v1")
Style = Literal["plain", "bold", "italic", "code"]
VERBS = (
    *("", "brief", "submit", "report", "find", "paper", "ask 2501.12345", "save", "settings zone"),
    *("correct 2501.12345 title:", "admin allow", "admin forget", "help"),
)
"""Beginnings of what a person writes."""
REASONS_A_ROUND = 8


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


def every_reply(facts: Facts) -> Iterator[Said]:
    """All kinds, one after the other."""
    ours = (_of_papers, _of_reading, _of_finding, _of_corrections, _of_errors)
    for kind in (*ours, answered_replies, followed_replies, house_replies):
        yield from kind(facts)


def _of_papers(facts: Facts) -> Iterator[Said]:
    language, paper, brief = facts.language, facts.paper, facts.brief
    yield Said("brief", brief_reply(brief, paper), facts.told)
    digest = reports.report_reply(facts.report, detailed=facts.number % 7 != 0)
    yield Said("digest", digest, (facts.value, facts.named, title_line(facts.other), facts.word, facts.fact))
    whole = facts.told[:-1] if facts.number % 7 else (facts.named,)  # the abstract is in the file
    below = Reply(blocks=digest.below, document=digest.document)
    second = title_line(facts.other)
    yield Said("digest below", below, (*whole, second), in_file=(*whole, facts.other))
    told = ((1, 2), (HandIn(at=NOW, person=facts.person),))
    details = records.paper_reply(paper, brief, told=told, zone=UTC, language=language)
    shown = (*facts.places, *facts.authors, facts.person)
    yield Said("paper", details, (facts.named, *shown, facts.abstract))
    kept = papers.kept_line(paper, language, new=True)
    lost = papers.failed_line(facts.fact, Reason(Why.FILE_GONE, {"name": facts.word}), language=language)
    unwritten = papers.no_brief_line(
        facts.fact, Reason(Why.FILE_GONE, {"name": facts.word}), language=language
    )
    yield Said(
        "submit",
        Reply(blocks=(kept, lost, unwritten)),
        (facts.named, facts.fact, facts.word, facts.fact, facts.word),
    )
    yield Said(
        "cost",
        Reply(blocks=(paragraph(costs.cost_line({facts.model: SPENT}, language, remembered=False)),)),
    )


def _of_reading(facts: Facts) -> Iterator[Said]:
    """A brief of each shape, of a paper that came by each way."""
    language, paper = facts.language, facts.paper
    for source, read_by in in_turn(product(get_args(Source), get_args(ReadBy)), facts):
        places = tuple(place.model_copy(update={"read_by": read_by}) for place in paper.affiliations)
        came = paper.model_copy(update={"source": source, "affiliations": places})
        yield Said("brief, however it came", brief_reply(_located(facts), came), (facts.named,))
    names: tuple[SlotName, ...] = get_args(SlotName)
    held = 1 + facts.number % (2 ** len(names) - 1)  # in each round other slots are told
    slots = Slots(
        **{
            name: Slot(text=facts.slots[place], sentences=())
            for place, name in enumerate(names)
            if held >> place & 1
        }
    )
    for extracted, printed in product((False, True), (paper, paper.model_copy(update={"affiliations": ()}))):
        shape = {"slots": slots, "extracted": extracted, "institutions": ()}
        brief = _located(facts).model_copy(update=shape)
        yield Said("brief, of some slots", brief_reply(brief, printed), (facts.named,))
    kept = [
        paper.model_copy(update={"revision": Revision(since=1, changed=changed)})
        for changed in ((), ("title",))
    ]
    for each, new in in_turn(product((paper, *kept), (False, True)), facts):
        line = papers.kept_line(each, language, new=new)
        yield Said("submit, known", Reply(blocks=(line,)), (facts.named, facts.fact))
    details = with_why(
        records.paper_reply(paper, None, told=((), ()), zone=None, language=language), paper, language
    )
    yield Said("paper, judged", details, (facts.named, *facts.places, *facts.authors, facts.abstract))


def _located(facts: Facts) -> Brief:
    """The brief with pages, all conditions, a slot that was not believed, and why no model wrote it."""
    metric, hardware = facts.conditions
    stated = Conditions(metric=metric, baseline=facts.word, model=facts.value, hardware=hardware)
    slots = facts.brief.slots
    effect = Slot(text=facts.slots[2], sentences=(3,), conditions=stated)
    return facts.brief.model_copy(
        update={
            "slots": slots.model_copy(update={"effect": effect}),
            "evidence": tuple(each.model_copy(update={"page": 2}) for each in facts.brief.evidence),
            "left_out": ("problem",),
            "instead": Reason(Why.MODEL_UNREACHABLE, {"host": facts.fact}) if facts.number % 2 else None,
        }
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
    settings = rooms.settings_reply(
        RoomSettings(), effective(facts), coming=Coming(chat=facts.room, withheld="shut"), language=language
    )
    yield Said("home", home_reply(settings, reports.report_reply(facts.report), saved, language=language))
    yield Said("home, saved", Reply(blocks=(saved_line(30, language),)))
    for hit in pages.papers:
        shown = suggestion(hit, language)
        title, told = title_line(hit.paper.title), paragraph(shown.title, "\n", shown.description, ".")
        yield Said("inline", Reply(blocks=shown.blocks), (title,))
        yield Said("inline, in the list", Reply(blocks=(told,)), (title,))


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
            value=value,
            before=facts.word,
            person=facts.person,
            at=NOW,
        )
        for field, value in product(FIELDS, (facts.value, None))
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


def _of_errors(facts: Facts) -> Iterator[Said]:
    """Some of all reasons in each round, so that every one has its turn; and what grammar makes of words."""
    language, reasons = facts.language, list(Why)
    for place in range(REASONS_A_ROUND):
        why = reasons[(facts.number * REASONS_A_ROUND + place) % len(reasons)]
        names = {name for _, name, _, _ in Formatter().parse(sentences(language)["why"][why]) if name}
        reason = Reason(why, dict.fromkeys(names, facts.fact))
        yield Said("error", papers.reasons_reply([reason], language), (facts.fact,) if names else ())
    for verb in VERBS:
        meant = understand(f"{verb} {facts.question}")
        if isinstance(meant, Misunderstood):
            yield Said("advice", papers.reasons_reply([meant.reason], language))
