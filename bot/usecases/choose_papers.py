"""What was announced since a chat's last report -> what it is to read about, and why that may be nothing."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.announcements import Announcement, Mailing, MailingWay, SourceState
from bot.domain.arxiv_ids import ArxivId
from bot.domain.briefs import Language
from bot.domain.chat import Address
from bot.domain.choices import Choice, Chosen
from bot.domain.mailing_days import newest_due, verdict_on_emptiness
from bot.domain.reports import MOST_TRIES
from bot.domain.schedules import SKEW
from bot.domain.spending import Account
from bot.errors import Reason, Why
from bot.mailings import Announcements, FollowedTopic, Judged, Topics
from bot.told import Reports
from bot.topics.categories import categories_of
from bot.usecases.attempts import attempt_all
from bot.usecases.judge_papers import Judging, judge_papers
from bot.usecases.lost_days import lost_days

_A_DAY = timedelta(days=1)
A_FEW = 3 * _A_DAY  # beyond the days that are made good: for a weekend, and a report that failed
_MOST_FAST = 2  # reports that came to a chat before its clock was set right


@dataclass(frozen=True, slots=True)
class Choosing:
    """What it takes to choose from what was announced."""

    announcements: Announcements
    topics: Topics
    reports: Reports
    judging: Judging
    within: timedelta = timedelta(days=7)  # so long a paper that was not told of is tried again, and A_FEW

    def on(self, account: Account, *, final: bool) -> "Choosing":
        """The same for one try, paid on somebody's account."""
        return replace(self, judging=self.judging.on(account, final=final))


async def choose_papers(
    address: Address, *, choosing: Choosing, language: Language, now: datetime
) -> Choice | None:
    """Judge what no topic of a chat has a verdict on, then choose; None: the chat follows nothing.

    What came is what was judged since the chat's newest daily report was made, so a report that is tried
    again, or that a preview went before, counts the same; `now` is noted with the verdicts, and the report
    must not bear an earlier time. What an earlier report could not tell is chosen again, for some days and
    at most MOST_TRIES reports.
    Raises TryLater where a model is away and this is not the last try; what was judged by then is kept.
    """
    followed = await choosing.topics.of(address)
    if not followed:
        return None
    after = await _judge(followed, choosing=choosing, language=language, now=now)
    came = [one for each in followed for one in await choosing.topics.judged(each, after=after)]
    numbers = {one.number for one in came}
    kept = {one.number for one in came if one.verdict.kept}
    failed = await _failed_versions(address, choosing=choosing, now=now)
    wanted = await _wanted(followed, came, failed=failed, choosing=choosing, now=now)
    states, mailings = await _sources(followed, choosing=choosing, after=after, now=now)
    days, troubles = [mailing.day for mailing in mailings], _troubles(states, now=now)
    since = min(after or now, now - A_FEW)
    return Choice(
        announced=len(numbers),
        replaced=len(await choosing.announcements.replaced(mailings) - numbers),
        judged=len({one.number for one in came if one.verdict.by == "model"}),
        kept=len(kept),
        relevant=tuple(wanted.values()),
        already=len(kept - wanted.keys()),
        updates=await _updates(address, choosing=choosing, failed=failed, since=since),
        empty="" if wanted else "nothing_relevant" if came else verdict_on_emptiness(states, now=now),
        trouble=min(troubles.values(), key=lambda trouble: trouble.why is Why.SOURCE_LATE, default=None),
        behind=tuple(troubles),
        begins=min(days, default=None),
        ends=max(days, default=None),
        made_good=_of_ways(mailings, "api", "api+versions"),
        unversioned=bool(_of_ways(mailings, "api")),
        lost=await _lost(followed, choosing=choosing, after=after, now=now),
    )


async def _judge(
    followed: Sequence[FollowedTopic], *, choosing: Choosing, language: Language, now: datetime
) -> datetime | None:
    """Judge what came for each topic, and say since when: since the chat's last report, if there was one."""
    address, judging = followed[0].address, choosing.judging
    # A preview and a report at one time: the second finds judged what the first judged.
    async with judging.turns.of(("choice", address.platform, address.chat)):
        after = await last_made(address, reports=choosing.reports, now=now)
        came = [
            (each, await unjudged(each, announcements=choosing.announcements, after=after, now=now))
            for each in followed
        ]
        calls = [judge_papers(*each, judging=judging, language=language, now=now) for each in came]
        await attempt_all(calls, final=judging.final)
    return after


async def last_made(address: Address, *, reports: Reports, now: datetime) -> datetime | None:
    """When the chat's newest report was made, but for those that a fast clock made."""
    newest = await reports.newest(address, most=_MOST_FAST + 1)
    moments = [kept.report.made_at for kept in newest]
    return next((moment for moment in moments if moment <= now + SKEW), moments[-1] if moments else None)


async def unjudged(
    followed: FollowedTopic, *, announcements: Announcements, after: datetime | None, now: datetime
) -> tuple[Announcement, ...]:
    """What a topic is to judge; where it was there for the report made at `after`, what came since that.

    Else a category that is added would bring all that others followed there in months. A day more is for a
    mailing that was being kept meanwhile, and for what a bug left unjudged.
    """
    if after is None or followed.made_at >= after:
        return await announcements.unjudged(followed)
    return await announcements.unjudged(followed, after=min(after, now) - _A_DAY)


async def _failed_versions(address: Address, *, choosing: Choosing, now: datetime) -> Counter[ArxivId]:
    """How many reports of the chat named which version of a paper as failed, in the last days."""
    begins, ends = now.date() - choosing.within - A_FEW, now.date() + _A_DAY
    named = Counter[ArxivId]()
    for kept in await choosing.reports.between(address, begins=begins, ends=ends):
        found = (ArxivId.find(failure.label) for failure in kept.report.failures)
        named.update({paper for paper in found if paper})
    return named


def _given_up(failed: Mapping[ArxivId, int]) -> frozenset[str]:
    """The numbers of papers that enough reports named as failed, in whichever version."""
    named = Counter[str]()
    for paper, reports in failed.items():
        named[paper.number] += reports
    return frozenset(number for number, reports in named.items() if reports >= MOST_TRIES)


async def _wanted(
    followed: Sequence[FollowedTopic],
    came: Sequence[Judged],
    *,
    failed: Mapping[ArxivId, int],
    choosing: Choosing,
    now: datetime,
) -> Mapping[str, Chosen]:
    """What was kept and not told, by number, each with its best verdict, the best first."""
    given_up = _given_up(failed)
    newest_days = now.date() - choosing.within - A_FEW
    # A paper may be new here long after its first mailing: listed in a category of the topic only now.
    since = min([newest_days, *(one.day for one in came)])
    fresh = {one.number for one in came}
    kept = {one.number for one in came if one.verdict.kept}
    found = [
        Chosen(
            announcement=paper,
            verdict=verdict,
            topic=each.topic.name,
            topic_id=each.id,
            again=paper.id.number not in kept,
        )
        for each in followed
        for paper, verdict in await choosing.topics.wanted(each, since=since)
        if paper.id.number in fresh or (paper.day >= newest_days and paper.id.number not in given_up)
    ]
    found.sort(key=lambda chosen: (-chosen.verdict.score, chosen.announcement.id.number))
    best: dict[str, Chosen] = {}
    for chosen in found:
        best.setdefault(chosen.announcement.id.number, chosen)
    return best


async def _updates(
    address: Address, *, choosing: Choosing, failed: Mapping[ArxivId, int], since: datetime
) -> tuple[Announcement, ...]:
    """Later versions of what the chat was told of, but for those that cannot be had.

    `since`: what came in a long silence is news after it.
    """
    told = await choosing.reports.all_reported(address)
    found = {ArxivId.find(key): version for key, version in told.items()}
    later = await choosing.announcements.replacements(
        {paper.number: version for paper, version in found.items() if paper}
    )
    day = since.date() - choosing.within  # a mailing that is made good late is some days old
    return tuple(each for each in later if each.day >= day and failed.get(each.id, 0) < MOST_TRIES)


async def _sources(
    followed: Sequence[FollowedTopic], *, choosing: Choosing, after: datetime | None, now: datetime
) -> tuple[list[SourceState], list[Mailing]]:
    """How far the topics' categories are followed, and which of their mailings no report has counted."""
    categories = sorted(categories_of(each.topic for each in followed))
    states = [await choosing.announcements.state(category) for category in categories]
    begins = min(each.begins for each in followed)
    if after:
        begins = max(begins, after.date() - choosing.within - A_FEW)
    ends = now.date() + timedelta(days=1)  # a mailing's day is arXiv's, and somewhere it is tomorrow
    mailings = await choosing.announcements.mailings(categories, begins=begins, ends=ends)
    return states, [mailing for mailing in mailings if after is None or mailing.noted_at > after]


async def _lost(
    followed: Sequence[FollowedTopic], *, choosing: Choosing, after: datetime | None, now: datetime
) -> tuple[date, ...]:
    """The mailing days that no report of the chat can hold any more."""
    begins: dict[str, date] = {}
    for each in followed:
        for category in categories_of([each.topic]):
            begins[category] = min(each.begins, begins.get(category, each.begins))
    return await lost_days(
        begins, announcements=choosing.announcements, after=after, now=now, within=choosing.within
    )


def _troubles(states: Collection[SourceState], *, now: datetime) -> Mapping[str, Reason]:
    """Why the mailing that is due is not there, by category."""
    due = newest_due(now)
    return {
        state.source: state.trouble
        for state in states
        if state.trouble and (state.through is None or state.through < due)
    }


def _of_ways(mailings: Collection[Mailing], *ways: MailingWay) -> tuple[date, ...]:
    """The days on which something was announced that came in certain ways."""
    return tuple(sorted({mailing.day for mailing in mailings if mailing.announced and mailing.way in ways}))
