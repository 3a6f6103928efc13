"""Hostile texts as topics, announcements, verdicts and overviews: what a chat follows, what came of it."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import product
from typing import Literal, get_args

from bot.domain.announcements import Announcement
from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import Address, Picture, Reply, paragraph
from bot.domain.choices import Empty
from bot.domain.commands import FindPapers, MarkPaper
from bot.domain.marks import Mark
from bot.domain.overviews import Favourite, Overview, Tally, ToldOverview, Week, period_of
from bot.domain.papers import Revision
from bot.domain.reports import Entry, Failure, Mailed, Pick, Report
from bot.domain.topics import Because, Ground, Kind, Topic, TopicPart, Verdict
from bot.errors import Reason, Why
from bot.mailings import FollowedTopic, Judged
from bot.replies import found, overviews, reports, topics, verdicts
from bot.replies.catalogue import sentences
from bot.replies.joints import title_line
from bot.replies.sent_reports import AsSent, as_sent_reply
from bot.replies.topic_facts import Coming, Explained, Follows, Moved, Tried, Unjudged, Withheld
from bot.told import KeptReport
from tests.campaigns.hostile_facts import DAY, NOW, SPENT, Facts, Said, in_turn

_PNG = "iVBORw0KGgo="
_KINDS: tuple[Kind, ...] = get_args(Kind)
_EMPTY: tuple[Empty, ...] = get_args(Empty)
_HOW: tuple[Literal["begun", "again", "anew", "before"], ...] = ("begun", "again", "anew", "before")


def followed_replies(facts: Facts) -> Iterator[Said]:
    """All that is said of topics and of what they bring."""
    for kind in (_of_topics, _of_changes, _of_verdicts, _of_marks, _of_reports, _of_overviews):
        yield from kind(facts)


def topic_of(facts: Facts) -> Topic:
    """A topic whose every part is somebody's trick."""
    return Topic(
        name=facts.word,
        vocabulary="inference" if facts.number % 3 else "none",
        categories=facts.places[:1],
        include=facts.slots,
        exclude=facts.evidence[:2],
        institutions=facts.places,
        authors=facts.authors,
        relevant=facts.question,
        irrelevant=facts.value,
        moved={facts.slots[0]: 0.75, facts.fact: -0.5},
    )


def _followed(facts: Facts, topic: Topic | None = None) -> FollowedTopic:
    return FollowedTopic(
        id=1,
        address=Address(platform="slack", chat="C1"),
        topic=topic or topic_of(facts),
        by=facts.person,
        begins=DAY,
        made_at=NOW,
    )


def _coming(facts: Facts, number: int) -> Coming:
    """When a report comes, and each reason why none does."""
    every = (
        Coming(chat=facts.room, moment=NOW),
        *(Coming(chat=facts.room, withheld=withheld) for withheld in get_args(Withheld) if withheld),
    )
    return every[number % len(every)]


def _of_topics(facts: Facts) -> Iterator[Said]:
    language, topic, followed = facts.language, topic_of(facts), _followed(facts)
    lists = (*topic.categories, *topic.include, *topic.exclude, *topic.institutions, *topic.authors)
    for place in in_turn(range(len(_HOW)), facts):
        coming = _coming(facts, place)
        sentence = sentences(language)["coming"][coming.withheld or "next"]
        chat = (facts.room,) if "{chat}" in sentence else ()
        told = topics.follow_reply(Follows(followed, _HOW[place]), coming, language=language)
        yield Said("follow", told, (topic.name, *lists, *chat))
        shown = topics.topic_reply(followed, coming, language=language)
        moved = dict.fromkeys((facts.slots[0], facts.fact))
        yield Said("topic", shown, (topic.name, *lists, topic.relevant, topic.irrelevant, *moved, *chat))
    coming, bare = _coming(facts, 0), _followed(facts, Topic(name=facts.other))
    ended = topics.unfollow_reply(topic, [bare], coming, language=language)
    yield Said("unfollow", ended, (topic.name, facts.other, topic.name))
    yield Said(
        "unfollow the last", topics.unfollow_reply(topic, [], coming, language=language), (topic.name,)
    )
    listed = topics.topics_reply([followed, bare], coming, language=language)
    yield Said("topics", listed, (topic.name, *topic.categories, facts.other))
    yield Said("no topics", topics.topics_reply([], coming, language=language))


def _of_changes(facts: Facts) -> Iterator[Said]:
    language, topic, bare = facts.language, topic_of(facts), Topic(name=facts.word)
    parts: tuple[TopicPart, ...] = get_args(TopicPart)
    changes = ((bare, topic), (topic, topic), (topic, bare))
    for part, (before, after) in in_turn(product(parts, changes), facts, most=4):
        value = getattr(topic, part)
        held = value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()
        yield Said("topic, one part", topics.part_reply(topic, part, language=language), (*held, topic.name))
        changed = topics.changed_topic_reply(before, after, part, language=language)
        yield Said("topic, changed", changed, (topic.name, *(held if after is topic else ())))


def _verdicts(facts: Facts) -> Iterator[Verdict]:
    """One for each way of deciding, and one that a model was to make."""
    places = ("title", "abstract", "authors")
    grounds = tuple(
        Ground(words=words, place=place) for words, place in zip(facts.slots, places, strict=True)
    )
    for number, because in enumerate(get_args(Because)):
        yield Verdict(
            score=0.5,
            kept=bool(number % 2),
            reason=facts.fact,
            kind=_KINDS[facts.number % len(_KINDS)],
            because=because,
            grounds=() if because == "none" else grounds,
            terms=facts.evidence,
            instead=Reason(Why.MODEL_UNREACHABLE, {"host": facts.value}) if number == 0 else None,
        )
    yield Verdict(score=0.7, kept=True, reason=facts.value, by="model", terms=facts.evidence)


def _grounds_told(verdict: Verdict) -> tuple[str, ...]:
    """What of a verdict's reason must be found, in its order."""
    if verdict.by == "model":
        return (verdict.reason,)
    grounds = verdict.grounds[:2] if verdict.because == "terms" else verdict.grounds
    told = tuple(dict.fromkeys(ground.words for ground in grounds))
    return told if len(told) == len(grounds) else ()  # one that stands in two places is told twice


def _announced(facts: Facts) -> Announcement:
    return Announcement(
        id=ArxivId(number="2501.12345", version=1),
        kind="new",
        day=DAY,
        title=facts.title,
        authors=facts.authors,
        abstract=facts.abstract,
        categories=facts.places[:2],
        comments=facts.value,
    )


def _of_verdicts(facts: Facts) -> Iterator[Said]:
    language, topic, paper = facts.language, topic_of(facts), _announced(facts)
    decided = tuple(_verdicts(facts))
    judged = tuple(
        Judged(topic=facts.word, number="2501.12345", day=DAY, verdict=verdict, at=NOW) for verdict in decided
    )
    for each in in_turn(judged, facts):
        explained = Explained("2501.12345", paper, judged=(each,), unjudged=(), told=facts.number % 2 == 0)
        verdict = each.verdict
        instead = (facts.value,) if verdict.instead else ()
        whole = (
            facts.named,
            *paper.categories,
            facts.word,
            *_grounds_told(verdict),
            *verdict.terms,
            *instead,
        )
        yield Said("why", verdicts.why_reply(explained, zone=None, language=language), whole)
    states: tuple[Unjudged, ...] = get_args(Unjudged)
    unjudged = tuple((_followed(facts), state) for state in states)
    shapes = product((paper, None), (((), unjudged), (judged, ()), ((), ())))
    for announcement, (ours, theirs) in in_turn(shapes, facts):
        explained = Explained("2501.12345", announcement, judged=ours, unjudged=theirs, told=False)
        names = (facts.word,) * len(theirs) if announcement else ()
        named = (facts.named,) if announcement else ()
        yield Said("why not", verdicts.why_reply(explained, zone=None, language=language), (*named, *names))
    papers = [(paper, verdict) for verdict in decided]
    lines = [text for verdict in decided for text in (facts.named, *_grounds_told(verdict))]
    missed = [(topic, papers), (Topic(name=facts.other), ())]
    shown = verdicts.missed_reply(missed, since=DAY, language=language)
    yield Said("missed", shown, (topic.name, *lines, facts.other))
    for days, kept in (((), ()), ((DAY,), ()), ((DAY, DAY), tuple(papers))):
        tried = verdicts.tried_reply(topic, Tried(days, announced=9, kept=kept), language=language)
        yield Said("topic, tried", tried, (topic.name, *(lines if kept else ())))


def _of_marks(facts: Facts) -> Iterator[Said]:
    language = facts.language
    moved = [Moved(facts.word, {facts.slots[0]: (0.0, 0.25), facts.fact: (0.5, 0.25)})]
    terms = dict.fromkeys((facts.slots[0], facts.fact))
    said = topics.moved_lines(moved, language)
    told = (facts.word, facts.slots[0], facts.word, facts.fact) if len(terms) == 2 else ()
    marks: tuple[Mark, ...] = get_args(Mark)
    for mark, taken_back, changed in in_turn(product(marks, (False, True), (False, True)), facts):
        wish = MarkPaper(mark=mark, taken_back=taken_back)
        shown = found.marked_reply(facts.paper, wish, changed=changed, said=said, language=language)
        yield Said("mark", shown, (facts.named, *told))
    more = FindPapers(words=facts.question)
    shown = found.found_reply(facts.pages, more, zone=None, language=language)
    yield Said("find, in no zone", shown, (facts.question, facts.named))


def _trouble(facts: Facts, number: int) -> Reason:
    """Why an announcement is not there, in each wording for who waits for it."""
    host = {"host": facts.value}
    every = (
        Reason(Why.FEED_UNREADABLE, host),
        Reason(Why.NO_NETWORK, host),
        Reason(Why.ADDRESS_FAILED, {"address": facts.value, "status": "500"}),
    )
    return every[number % len(every)]


def mailed_report(facts: Facts, number: int) -> Report:
    """What arXiv announced and what could not be had of it, each in its turn."""
    report, decided = facts.report, tuple(_verdicts(facts))
    first, second = report.entries
    picks = (decided[number % len(decided)], decided[-1])
    entries = tuple(
        entry.model_copy(update={"pick": Pick(topic=facts.word, verdict=verdict)})
        for entry, verdict in zip((first, second), picks, strict=True)
    )
    newer = facts.paper.model_copy(
        update={
            "arxiv_id": ArxivId(number="2501.12345", version=3),
            "revision": Revision(since=2, changed=("title",)) if number % 2 else None,
        }
    )
    empty = _EMPTY[number % len(_EMPTY)]
    return report.model_copy(
        update={
            "entries": () if empty else entries,
            "failures": (
                Failure(label=facts.fact, reason=Reason(Why.FILE_GONE, {"name": facts.word}), tries=2),
            ),
            "updates": (newer,),
            "day": DAY,
            "begins": DAY - timedelta(days=2),
            "due": DAY + timedelta(days=1),
            "before": NOW if number % 3 == 0 else None,
            "mailed": Mailed(
                announced=9,
                replaced=number % 2,
                relevant=0 if empty else 2,
                already=1,
                later=1,
                empty=empty,
                trouble=_trouble(facts, number),
                behind=facts.places[:2],
                begins=DAY if number % 2 else None,
                ends=DAY if number % 2 else None,
            ),
            "cost": SPENT,
            "remembered": 1,
        }
    )


def _of_reports(facts: Facts) -> Iterator[Said]:
    for number in in_turn(range(2 * len(_EMPTY)), facts):
        report = mailed_report(facts, number)
        mailed, digest = report.mailed, reports.report_reply(report)
        names = [title_line(entry.paper.title) for entry in report.entries]
        trouble = (facts.value,) if mailed and mailed.empty in {"late", "unreachable"} else ()
        behind = (*facts.places[:2], facts.value) if mailed and not trouble and mailed.behind else ()
        whole = (report.title, *names, facts.named, *trouble, *behind, facts.word)
        yield Said("daily report", digest, whole, in_file=whole)
        if digest.below:
            picked = tuple(text for name in names for text in (name, facts.word))
            yield Said("daily report below", Reply(blocks=digest.below), picked)
        kept = KeptReport(job="j", address=_followed(facts).address, kind="daily", due=DAY, report=report)
        sent = AsSent(kept, changed={facts.paper.key}, others={1: NOW})
        again = as_sent_reply(sent, details=True, language=facts.language)
        yield Said("report as it was sent", again, whole)


def _overview(facts: Facts, entries: Sequence[Entry]) -> Overview:
    period = period_of("week" if facts.number % 4 < 2 else "month", DAY)
    favourites = [Favourite(entry=entry, tally=Tally(saved=2, liked=1)) for entry in entries]
    return Overview(
        period=period,
        so_far=facts.number % 2 == 0,
        reports=len(entries),
        entries=tuple(entries),
        announced=9,
        failures=1,
        weeks=tuple(Week(begins=begins, counts={"other": 2}) for begins, _ in period.weeks),
        favourites=tuple(favourites),
    )


def _of_overviews(facts: Facts) -> Iterator[Said]:
    language, entries = facts.language, mailed_report(facts, _EMPTY.index("")).entries
    overview = _overview(facts, entries)
    picture = Picture(name="o.png", png=_PNG, alt=overviews.alt_text(overview, language))
    shown = overviews.overview_reply(overview, language, picture=picture)
    titles = tuple(title_line(entry.paper.title) for entry in entries)
    # Of the second neither technique nor effect is told, so that it stands in no row.
    yield Said("overview", shown, titles, in_file=(*titles, facts.title, facts.slots[0], facts.slots[2]))
    kept = ToldOverview(overview=overview, language=language, made_at=NOW)
    again = Reply(blocks=(overviews.as_sent_line(kept, language), *shown.blocks))
    yield Said("overview as it was sent", again, titles)
    yield Said("overview of nothing", overviews.overview_reply(_overview(facts, ()), language))
    yield Said("overview's picture in words", Reply(blocks=(paragraph(picture.alt),)))
