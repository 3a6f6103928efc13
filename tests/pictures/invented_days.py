"""Mailing days, verdicts and answers of papers that nobody wrote: what pictures of reports show."""

from datetime import date, timedelta
from decimal import Decimal

from bot.domain.announcements import Announcement
from bot.domain.answers import Answer, Claim, Span
from bot.domain.arxiv_ids import ArxivId
from bot.domain.briefs import Language
from bot.domain.chat import Address
from bot.domain.overviews import Favourite, Overview, Tally, Week, period_of
from bot.domain.papers import Paper, Revision
from bot.domain.prompts import Usage
from bot.domain.reports import Entry, Mailed, Pick, Report
from bot.domain.spending import Spent
from bot.domain.topics import Ground, Kind, Verdict
from bot.mailings import FollowedTopic, Judged
from bot.replies.topic_facts import Coming, Explained, Follows
from bot.topics.builtin import INFERENCE
from tests.pictures.invented import (
    FOLD,
    LANTERN,
    LANTERN_TEXT,
    MODEL,
    NOW,
    SPILL,
    brief_of,
    report,
)

TODAY = NOW.date()
CHAT = Address(platform="slack", chat="C0123")
COMING = Coming(chat="slack:C0123", moment=NOW + timedelta(days=1), zone="Asia/Shanghai")
FOLLOWED = FollowedTopic(id=1, address=CHAT, topic=INFERENCE, by="slack:U0123", begins=TODAY, made_at=NOW)


def _verdict(score: float, kind: Kind, *grounds: str) -> Verdict:
    return Verdict(
        score=score,
        kept=score >= INFERENCE.threshold,
        reason="",
        kind=kind,
        grounds=tuple(
            Ground(words=words, place="title" if not at else "abstract") for at, words in enumerate(grounds)
        ),
        terms=grounds,
    )


CACHED = _verdict(0.94, "cache", "KV cache", "throughput")
SERVED = _verdict(0.81, "serving", "offloading", "decoding latency")
NEARLY = _verdict(0.41, "other", "efficient")
NEWER = FOLD.model_copy(
    update={
        "key": "arxiv:2610.90003",
        "title": "Draft Trees: Guessing Several Futures at Once",
        "arxiv_id": ArxivId(number="2610.90003", version=2),
        "source": "arxiv",
        "revision": Revision(since=1, changed=("abstract",)),
    }
)


def _picked(paper: Paper, verdict: Verdict, *, language: Language) -> Entry:
    return Entry(
        paper=paper, brief=brief_of(paper, language), pick=Pick(topic=INFERENCE.name, verdict=verdict)
    )


def daily(language: Language) -> Report:
    """A day on which arXiv announced three relevant papers, one of them told before."""
    day = report(language)
    entries = (
        Entry(
            paper=LANTERN, brief=brief_of(LANTERN, language), pick=Pick(topic=INFERENCE.name, verdict=CACHED)
        ),
        Entry(paper=SPILL, brief=brief_of(SPILL, language), pick=Pick(topic=INFERENCE.name, verdict=SERVED)),
        day.entries[2],
    )
    mailed = Mailed(announced=404, replaced=188, relevant=2, already=1, later=1, begins=TODAY, ends=TODAY)
    cost = Spent(
        costs={"USD": Decimal("0.0041")}, calls=3, usage=Usage(calls=3, input=9_800, cached=6_100, output=840)
    )
    changed = {"entries": entries, "failures": day.failures, "updates": (NEWER,), "due": TODAY}
    return day.model_copy(update={**changed, "mailed": mailed, "cost": cost})


def quiet(language: Language) -> Report:
    """A Monday on which arXiv announced much, and nothing of it for this chat."""
    mailed = Mailed(
        announced=317, relevant=0, already=0, later=0, empty="nothing_relevant", begins=TODAY, ends=TODAY
    )
    return report(language).model_copy(
        update={"entries": (), "failures": (), "due": TODAY, "mailed": mailed, "cost": None}
    )


def announced(paper: Paper) -> Announcement:
    """What arXiv said of a paper."""
    assert paper.arxiv_id
    return Announcement(
        id=paper.arxiv_id,
        kind="new",
        day=TODAY,
        title=paper.title,
        authors=paper.authors,
        abstract=paper.abstract,
        categories=paper.categories,
    )


def follows() -> Follows:
    """The built-in topic, just taken up."""
    return Follows(followed=FOLLOWED, how="begun")


def explained() -> Explained:
    """Why the first paper came."""
    assert LANTERN.arxiv_id
    number = LANTERN.arxiv_id.number
    judged = Judged(topic=INFERENCE.name, number=number, day=TODAY, verdict=CACHED, at=NOW)
    return Explained(number, announced(LANTERN), judged=(judged,), unjudged=(), told=True)


def answered(language: Language) -> Answer:
    """An answer with a claim that the paper bears out, one in doubt, and what it does not tell."""
    _, second, third = LANTERN_TEXT.passages
    sections = [section.title for section in LANTERN_TEXT.sections]
    told = {
        "en": (
            "8 billion parameters in 32 layers.",
            "A 70B model is used in most experiments.",
            "the training cost",
        ),
        "zh": ("模型有 80 亿参数、32 层。", "多数实验使用 70B 模型。", "训练成本"),
    }[language]
    said = Span(page=6, section=sections[1], text=second.text.partition(". ")[0] + ".")
    near = Span(page=9, section=sections[2], text=third.text)
    return Answer(
        paper=LANTERN.key,
        question="",
        language=language,
        claims=(
            Claim(
                text=told[0],
                spans=(said,),
                verified=True,
            ),
            Claim(text=told[1], spans=(near,), verified=False),
        ),
        partly=True,
        missing=told[2],
        mode="whole",
        writer=MODEL,
        prompt="answer/1",
        blank=(12,),
    )


def refused(language: Language) -> Answer:
    """What is said where the paper does not tell."""
    third = LANTERN_TEXT.passages[2]
    nearest = Span(page=9, section="5 Limitations", text=third.text)
    return answered(language).model_copy(
        update={"claims": (), "partly": False, "missing": "", "nearest": (nearest,), "blank": ()}
    )


def week(language: Language) -> Overview:
    """A week of reports."""
    entries = daily(language).entries
    weeks = tuple(
        Week(begins=date(2026, 10, 12) + timedelta(weeks=at), counts=counts)
        for at, counts in enumerate(_COUNTS)
    )
    return Overview(
        period=period_of("week", TODAY),
        so_far=False,
        reports=5,
        entries=entries,
        announced=1_934,
        failures=1,
        weeks=weeks,
        favourites=(Favourite(entry=entries[0], tally=Tally(saved=4, liked=2)),),
    )


_COUNTS = (
    {"cache": 6, "decoding": 4, "serving": 3},
    {"cache": 4, "compression": 7, "serving": 2, "other": 1},
    {"decoding": 5, "compression": 3, "kernels": 2},
    {"cache": 8, "diffusion": 4, "serving": 1},
    {"architecture": 3, "cache": 2, "decoding": 6},
    {"cache": 1, "serving": 1, "submitted": 1},
)
