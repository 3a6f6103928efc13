"""What was decided of announced papers -> words: why one came, what was missed, what a topic would keep."""

from collections.abc import Sequence
from datetime import date, tzinfo

from bot.domain.announcements import Announcement
from bot.domain.briefs import Language
from bot.domain.chat import Block, Button, Buttons, Heading, Reply, Span, numbered, paragraph
from bot.domain.topics import Ground, Topic, Verdict, share_words
from bot.mailings import Judged
from bot.replies.buttons import word_button
from bot.replies.catalogue import explain, say
from bot.replies.joints import title_line
from bot.replies.topic_facts import Explained, Tried

_MOST_TITLES = 8
_MOST_GROUNDS = 5
_A_ROW = 8


def why_reply(explained: Explained, *, zone: tzinfo | None, language: Language) -> Reply:
    """For each topic what was decided, by whom, when and why; or that nothing was, and why not."""
    paper = explained.announcement
    blocks: list[Block] = []
    if paper is None and not explained.judged:
        return Reply(blocks=(paragraph(say(language, "verdict.unannounced", number=explained.number)),))
    if paper:
        blocks.append(Heading(text=title_line(paper.title), level=3))
        announced = say(
            language,
            "verdict.announced",
            number=explained.number,
            day=paper.day.isoformat(),
            categories=say(language, "paper.list_join").join(paper.categories),
        )
        told = say(language, "verdict.told") if explained.told else ""
        between = " " if language == "en" else ""
        blocks.append(paragraph(between.join(filter(None, (announced, told)))))
    blocks += [_decided(each, zone=zone, language=language) for each in explained.judged]
    for followed, why in explained.unjudged:
        facts = {
            "topic": followed.topic.name,
            "categories": say(language, "paper.list_join").join(followed.topic.categories),
            "day": followed.begins.isoformat(),
        }
        blocks.append(paragraph(say(language, f"verdict.{why}", **facts)))
    brief = word_button(say(language, "verdict.tap_brief"), f"brief {explained.number}")
    return Reply(blocks=(*blocks, *brief))


def missed_reply(
    missed: Sequence[tuple[Topic, Sequence[tuple[Announcement, Verdict]]]],
    *,
    since: date,
    language: Language,
) -> Reply:
    """The near misses of each topic, numbered through, with buttons to brief them."""
    blocks: list[Block] = []
    numbers: list[str] = []
    for topic, papers in missed:
        facts = {"topic": topic.name, "day": since.isoformat(), "threshold": f"{topic.threshold:g}"}
        if not papers:
            blocks.append(paragraph(say(language, "verdict.none_missed", **facts)))
            continue
        blocks.append(paragraph(Span(text=say(language, "verdict.missed", **facts), style="bold")))
        for paper, verdict in papers:
            numbers.append(paper.id.number)
            blocks.append(numbered(_paper_line(paper, verdict, language), len(numbers)))
    taps = [Button(label=f"📝 {place}", says=f"brief {number}") for place, number in enumerate(numbers, 1)]
    rows = [Buttons(buttons=tuple(taps[at : at + _A_ROW])) for at in range(0, len(taps), _A_ROW)]
    return Reply(blocks=(*blocks, *rows))


def tried_reply(topic: Topic, tried: Tried, *, language: Language) -> Reply:
    """How many papers of the last mailing days the topic's words would keep, and the first of them."""
    if not tried.days:
        return Reply(blocks=(paragraph(say(language, "verdict.nothing_to_try", topic=topic.name)),))
    days = dict.fromkeys(day.isoformat() for day in (tried.days[0], tried.days[-1]))
    head = say(
        language,
        "verdict.tried",
        topic=topic.name,
        kept=len(tried.kept),
        papers=tried.announced,
        days=" – ".join(days),
        threshold=f"{topic.threshold:g}",
    )
    lines: list[Block] = [
        numbered(_paper_line(paper, verdict, language), number)
        for number, (paper, verdict) in enumerate(tried.kept[:_MOST_TITLES], 1)
    ]
    if not lines:
        lines = [paragraph(say(language, "verdict.tried_none", topic=topic.name))]
    return Reply(blocks=(paragraph(head), *lines))


def reason_words(verdict: Verdict, language: Language) -> str:
    """Why a paper was kept or not: a model's sentence, or what decided, in the reader's language."""
    if verdict.by == "model" or not (verdict.grounds or verdict.because in {"none", "few"}):
        return verdict.reason
    names = say(language, "paper.list_join").join(_named(verdict.grounds))
    because = verdict.because
    if because == "terms":
        places = [place for place in ("title", "abstract") if any(g.place == place for g in verdict.grounds)]
        parts = [
            say(
                language,
                "verdict.place",
                place=say(language, f"verdict.in_{place}"),
                words=say(language, "paper.list_join").join(
                    _named([ground for ground in verdict.grounds if ground.place == place])
                ),
            )
            for place in places
        ]
        return say(language, "verdict.places_join").join(parts)
    return say(language, f"verdict.because_{because}", words=names)


def _decided(judged: Judged, *, zone: tzinfo | None, language: Language) -> Block:
    verdict = judged.verdict
    head = say(
        language,
        "verdict.kept" if verdict.kept else "verdict.not_kept",
        topic=judged.topic,
        score=share_words(verdict.score),
    )
    reason = say(language, "verdict.reason", reason=reason_words(verdict, language))
    who = say(
        language,
        "verdict.by_model" if verdict.by == "model" else "verdict.by_words",
        time=f"{judged.at.astimezone(zone):%Y-%m-%d %H:%M}",
    )
    lines = [reason]
    if verdict.terms:
        terms = say(language, "paper.list_join").join(verdict.terms)
        lines.append(say(language, "verdict.terms", terms=terms))
    lines.append(who)
    if verdict.instead:
        lines.append(say(language, "verdict.instead", reason=explain(language, verdict.instead)))
    return paragraph(Span(text=head, style="bold"), "\n" + "\n".join(lines))


def _paper_line(paper: Announcement, verdict: Verdict, language: Language) -> Block:
    title = Span(text=title_line(paper.title), style="bold", link=paper.id.page)
    score, reason = share_words(verdict.score), reason_words(verdict, language)
    facts = say(language, "verdict.facts", number=paper.id.number, score=score, reason=reason)
    return paragraph(title, f"\n{facts}")


def _named(grounds: Sequence[Ground]) -> list[str]:
    return list(dict.fromkeys(ground.shown for ground in grounds))[:_MOST_GROUNDS]
