"""What is under way, what went wrong and what it costs -> words for admins."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Literal

from bot.domain.briefs import Language
from bot.domain.chat import Block, Heading, Reply, paragraph
from bot.domain.rooms import Act
from bot.domain.spending import Spent
from bot.registers import Health, HeldPost, JobNote
from bot.replies.admin import MOST_LINES, row, said, span_words
from bot.replies.catalogue import explain, say
from bot.replies.costs import cost_words

_GIB = 1024**3


def usage_reply(
    sums: Mapping[str, Mapping[str | None, Spent]], language: Language, *, since: str, until: str
) -> Reply:
    """Sums of charges, group by group, the dearest first."""
    if not any(sums.values()):
        return said(language, "admin.no_usage", since=since, until=until)
    blocks: list[Block] = [Heading(text=say(language, "admin.usage", since=since, until=until))]
    for group, spent in sums.items():
        ordered = sorted(spent.items(), key=lambda each: (-sum(each[1].costs.values()), -each[1].calls))
        lines = [
            _usage_line(name or say(language, f"admin.no_{group}"), each, language)
            for name, each in ordered[:MOST_LINES]
        ]
        if len(ordered) > MOST_LINES:
            lines.append(say(language, "admin.others", count=len(ordered) - MOST_LINES))
        blocks += [Heading(text=say(language, f"admin.by_{group}"), level=2), paragraph("\n".join(lines))]
    total = sum(next(iter(sums.values())).values(), Spent())
    blocks.append(paragraph(_usage_line(say(language, "admin.sum"), total, language)))
    return Reply(blocks=tuple(blocks))


def _usage_line(name: str, spent: Spent, language: Language) -> str:
    return say(
        language,
        "admin.usage_line",
        name=name,
        cost=cost_words(spent, language),
        calls=spent.usage.calls,
        tokens=spent.usage.input + spent.usage.output,
    )


def jobs_reply(
    *,
    waiting: Sequence[JobNote],
    failed: Sequence[JobNote],
    held: Sequence[HeldPost],
    language: Language,
    now: datetime,
) -> Reply:
    """What waits, what failed and why, and buttons for posts of which nobody knows whether they stand."""
    if not (waiting or failed or held):
        return said(language, "admin.no_jobs")
    blocks: list[Block] = []
    for key, jobs in (("waiting", waiting), ("failed", failed)):
        if jobs:
            lines = [_job_line(job, language, now=now) for job in jobs]
            blocks += [
                Heading(text=say(language, f"admin.jobs_{key}"), level=2),
                paragraph("\n".join(lines)),
            ]
    if held:
        blocks.append(Heading(text=say(language, "admin.jobs_held"), level=2))
    for post in held:
        known = post.state
        state = say(language, f"admin.state_{known}")
        line = say(language, "admin.held", id=post.id, chat=post.address, state=state)
        blocks.append(paragraph(line))
        if post.state == "held":
            blocks += row(
                (say(language, f"admin.settle_{how}"), f"admin settle {post.id} {how}")
                for how in ("sent", "again")
            )
    return Reply(blocks=tuple(blocks))


def _job_line(job: JobNote, language: Language, *, now: datetime) -> str:
    state = job.state
    words = say(
        language,
        "admin.job",
        id=job.id,
        command=job.kind,
        chat=job.address,
        state=say(language, f"status.state_{state}"),
        age=span_words(now - job.created_at, language),
    )
    if job.name:
        words = say(language, "admin.job_of", job=words, name=job.name)
    if job.reason is None:
        return words
    return say(language, "admin.job_reason", job=words, reason=explain(language, job.reason))


def audit_reply(
    acts: Sequence[Act], language: Language, *, names: Mapping[str, str], zone: tzinfo | None
) -> Reply:
    """Who did what, the newest first; `names` is how each person is shown."""
    if not acts:
        return said(language, "admin.no_acts")
    lines = [_act_line(act, language, person=names[act.person], zone=zone) for act in acts]
    return Reply(blocks=(Heading(text=say(language, "admin.audit")), paragraph("\n".join(lines))))


def _act_line(act: Act, language: Language, *, person: str, zone: tzinfo | None) -> str:
    outcome = act.outcome
    return say(
        language,
        "admin.audit_line",
        time=f"{act.at.astimezone(zone):%Y-%m-%d %H:%M}",
        person=person,
        chat=act.chat,
        act=" ".join(f"{act.act} {act.words}".split()),
        outcome=say(language, f"admin.outcome_{outcome}"),
    )


def health_reply(health: Health, language: Language, *, platforms: Iterable[str], now: datetime) -> Reply:
    """How storage, queues, platforms and the model do."""
    lines = [
        say(language, "admin.database", free=f"{health.free_bytes / _GIB:.1f}"),
        say(language, "admin.queue", jobs=_states(health.jobs, "jobs", language)),
        say(language, "admin.posts", posts=_states(health.deliveries, "posts", language)),
    ]
    if health.oldest_waiting:
        lines.append(say(language, "admin.oldest", age=span_words(now - health.oldest_waiting, language)))
    names = ", ".join(sorted(platforms)) or say(language, "admin.nothing")
    lines.append(say(language, "admin.platforms", platforms=names))
    if health.last_charge:
        model, at = health.last_charge
        lines.append(say(language, "admin.model", model=model, age=span_words(now - at, language)))
    else:
        lines.append(say(language, "admin.model_silent"))
    return Reply(blocks=(Heading(text=say(language, "admin.health")), paragraph("\n".join(lines))))


def _states(counts: Mapping[str, int], things: Literal["jobs", "posts"], language: Language) -> str:
    words = [
        say(language, "admin.state", state=say(language, f"admin.{things}_in_{state}"), count=count)
        for state, count in sorted(counts.items())
    ]
    return say(language, "admin.counts_join").join(words) or say(language, "admin.nothing")
