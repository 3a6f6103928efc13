"""Announcements -> verdicts for a topic: by its words first, then, of what may be relevant, by a model."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

from bot.checks.languages import is_in
from bot.domain.announcements import Announcement
from bot.domain.briefs import Language
from bot.domain.spending import Account
from bot.domain.topics import Sketch, Topic, Verdict
from bot.errors import Reason, Why
from bot.mailings import FollowedTopic, Topics
from bot.ports import Writer
from bot.prompts.judging import judging_prompt, material_of
from bot.topics.found_words import in_its_words
from bot.topics.scoring import score
from bot.usecases.attempts import attempt_all
from bot.usecases.paid_writers import PaidWriter
from bot.usecases.spending import Purse
from bot.usecases.try_topic import sketch_of
from bot.usecases.turns import Turns
from bot.usecases.written_verdicts import Worded, believed_verdicts, speaks_to_models

# Of a topic's threshold: from there a model is asked. On three mailing days of five categories (244, 337 and
# 363 papers) the words of the built-in topic keep 33, 56 and 70, and a model is asked about 97, 150 and 176,
# in 7, 10 and 11 calls; of 129 papers that people called relevant the words keep 123 and leave 2 unasked.
NEAR = 0.6
MOST_PAPERS = 16  # of a call: an answer takes as long as it is long
MOST_LETTERS = 32_000  # of its papers: about 8,000 tokens
MOST_AGAIN = 4  # papers of a call about what others left open
FRESH = timedelta(days=30)  # so long a model's verdict holds for an equal topic elsewhere
_HELPED_BY_LESS = (Why.MODEL_NONSENSE, Why.MODEL_REFUSED, Why.PROMPT_TOO_LONG)


@dataclass(frozen=True, slots=True)
class Judging:
    """What it takes to judge announcements; without a writer the words alone decide."""

    topics: Topics
    writer: Writer | None = None
    turns: Turns = field(default_factory=Turns)
    purse: Purse | None = None  # None: nobody counts what the writer costs
    account: Account = field(default_factory=Account)
    final: bool = False  # the last try: for a model that is away now, the words stand

    def on(self, account: Account, *, final: bool) -> "Judging":
        """The same for one try, paid on somebody's account."""
        return replace(self, account=account, final=final)

    @property
    def paid_writer(self) -> Writer | None:
        """Who is asked, paid for every call."""
        if self.writer is None or self.purse is None:
            return self.writer
        return PaidWriter(
            purse=self.purse, writer=self.writer, purpose="judgement", paper=None, account=self.account
        )


async def judge_papers(
    followed: FollowedTopic,
    papers: Sequence[Announcement],
    *,
    judging: Judging,
    language: Language,
    now: datetime,
) -> None:
    """Decide on each paper for a topic, and keep every verdict with its reason.

    A verdict is kept as soon as it is there: a try that is cut short costs the calls under way, and no more.
    A model is asked where the words come near, and decides; where it fails, or twice says of a paper nothing
    that can be believed, the words' verdict stands and says why. What a model decided of a paper for an equal
    topic is not asked again. Raises TryLater where the model is away and this is not the last try.
    """
    sitting = _Sitting(followed, judging, language=language, now=now)
    async with judging.turns.of(("judgement", followed.topic.model_dump_json())):
        await sitting.decide(papers)


class _Sitting:
    """One try on one topic."""

    def __init__(
        self, followed: FollowedTopic, judging: Judging, *, language: Language, now: datetime
    ) -> None:
        self._followed = followed
        self._topic = followed.topic
        self._judging = judging
        self._language = language
        self._now = now
        self._looking = asyncio.Lock()  # one batch at a time, so that the first is not the last to be sent

    async def decide(self, papers: Sequence[Announcement]) -> None:
        """The words decide alone, or have a model decide; what fails is asked once more, in small."""
        worded = await asyncio.to_thread(_by_words, self._topic, papers)
        writer = self._judging.paid_writer
        if writer is None:
            await self._keep(worded)
            return
        near = {number: one for number, one in worded.items() if _is_near(one[1], self._topic)}
        await self._keep({number: one for number, one in worded.items() if number not in near})
        asked = await self._without_known(near)
        left = await self._judge(asked, writer=writer, most=MOST_PAPERS)
        again = {number: asked[number] for number, reason in left.items() if reason.why in _HELPED_BY_LESS}
        left = {number: reason for number, reason in left.items() if number not in again}
        left |= await self._judge(again, writer=writer, most=MOST_AGAIN)
        await self._keep(
            {number: _standing(*asked[number], instead=reason) for number, reason in left.items()}
        )

    async def _without_known(self, near: Worded) -> Worded:
        """What no model decided lately for an equal topic; what one did holds here too."""
        since = self._now - FRESH
        known = {
            judged.number: (near[judged.number][0], judged.verdict)
            for judged in await self._judging.topics.known(self._topic, near.keys(), since=since)
            if is_in(self._language, judged.verdict.reason)
        }
        await self._keep(known)
        return {number: one for number, one in near.items() if number not in known}

    async def _judge(self, asked: Worded, *, writer: Writer, most: int) -> dict[str, Reason]:
        """Have a model judge in batches; returns what it left open, each with why. Raises TryLater."""
        batches = _batches(asked, most=most)
        calls = [self._ask(batch, writer=writer) for batch in batches]
        outcomes = await attempt_all(calls, final=self._judging.final)
        left: dict[str, Reason] = {}
        for batch, outcome in zip(batches, outcomes, strict=True):
            unsaid = batch.keys() if isinstance(outcome, Reason) else batch.keys() - outcome
            reason = outcome if isinstance(outcome, Reason) else Reason(Why.MODEL_NONSENSE)
            left |= dict.fromkeys(unsaid, reason)
        return left

    async def _ask(self, batch: Worded, *, writer: Writer) -> frozenset[str]:
        """The numbers on which there is now a verdict. Raises CannotDo or TryLater.

        Of a paper that holds an order to whoever judges it, nobody but the words is asked.
        """
        async with self._looking:
            sly = await asyncio.to_thread(_with_orders, batch)
        spoken = Reason(Why.SPEAKS_TO_MODELS)
        await self._keep({number: _standing(*batch[number], instead=spoken) for number in sly})
        honest = {number: one for number, one in batch.items() if number not in sly}
        if not honest:
            return sly
        papers = [paper for paper, _ in honest.values()]
        written = await writer.write(judging_prompt(self._topic, papers, language=self._language))
        verdicts = await asyncio.to_thread(
            believed_verdicts, written.answer, honest, topic=self._topic, language=self._language
        )
        await self._keep({number: (honest[number][0], verdict) for number, verdict in verdicts.items()})
        return sly | verdicts.keys()

    async def _keep(self, decided: Worded) -> None:
        verdicts = {number: (paper.day, verdict) for number, (paper, verdict) in decided.items()}
        await self._judging.topics.judge(self._followed, verdicts, now=self._now)


def _by_words(topic: Topic, papers: Sequence[Announcement]) -> Worded:
    return {paper.id.number: (paper, _scored(topic, sketch_of(paper))) for paper in papers}


def _scored(topic: Topic, paper: Sketch) -> Verdict:
    verdict = score(topic, paper)
    return in_its_words(verdict, topic, paper) if verdict.kept else verdict


def _with_orders(batch: Worded) -> frozenset[str]:
    return frozenset(number for number, (paper, _) in batch.items() if speaks_to_models(paper))


def _is_near(words: Verdict, topic: Topic) -> bool:
    """Whether terms decided, and came near to keeping it; a topic described without words leaves all open."""
    if words.because not in ("terms", "few", "none"):  # somebody is followed, or a word rules it out
        return False
    wordless = topic.relevant and topic.vocabulary == "none" and not topic.include
    near = words.because == "few" and words.score >= NEAR * topic.threshold
    return bool(words.kept or near or wordless)


def _standing(paper: Announcement, words: Verdict, *, instead: Reason) -> tuple[Announcement, Verdict]:
    return paper, words.model_copy(update={"instead": instead})


def _batches(asked: Worded, *, most: int) -> list[Worded]:
    """Batches of about one size, by number, so that the same papers always make the same ones."""
    letters = {number: len(material_of(paper)) for number, (paper, _) in sorted(asked.items())}
    count = max(-(-len(asked) // most), -(-sum(letters.values()) // MOST_LETTERS))
    numbers = list(letters)
    ends = [len(numbers) * place // count for place in range(count + 1)] if count else []
    return [{number: asked[number] for number in numbers[begin:end]} for begin, end in pairwise(ends)]
