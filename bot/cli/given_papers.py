"""`report`, `brief` and `read`: the use cases without a chat, for whoever sits at this machine."""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bot.cli.memory import open_memory
from bot.cli.streams import complain, progress, put
from bot.clients.clock import SystemClock
from bot.desk import Desk
from bot.domain.arxiv_ids import ArxivId
from bot.domain.corrections import corrected
from bot.domain.papers import Paper
from bot.domain.references import (
    FileReference,
    PaperReference,
    is_other_address,
    is_web_address,
    parse_reference,
)
from bot.domain.reports import Report, Submission
from bot.domain.spending import Account
from bot.errors import CannotDo, Reason, Why
from bot.opening import Network, Opened, models_in_reach, open_desk
from bot.replies.briefs import brief_sentence
from bot.replies.catalogue import explain
from bot.replies.costs import cost_line
from bot.replies.grounds import unbelieved
from bot.replies.papers import doubts
from bot.replies.readings import reading_lines, reading_record
from bot.replies.report_sums import closing
from bot.replies.reports import default_title, markdown
from bot.settings import Settings
from bot.usecases.attempts import Count, attempt_all
from bot.usecases.brief_paper import brief_paper
from bot.usecases.make_report import ReportWish, make_report
from bot.usecases.submit_papers import HandedIn, Kept, submit_papers
from handlers.local_files import LOCAL, LocalFiles, is_file, local_file
from handlers.terminal import HERE, TERMINAL, YOU
from storage import random_id

FOREVER = timedelta.max  # one run does not wait twice for a network that is away
RUN, UNREAD = "command line", "command line: what names no paper"

Outcome = Kept | tuple[str, Reason]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command line."""

    opened: Opened
    handed_in: HandedIn
    step: Callable[[str], Count]  # names a stage, returns what counts its papers


async def report(papers: Sequence[str], *, settings: Settings, output: Path | None, offline: bool) -> bool:
    """Write one report of the papers; False when not one of them could be briefed."""
    async with open_run(settings, offline=offline) as run:
        await hand_in(papers, run)
        made = await _make(run, settings)
    if not made.entries:
        complain(closing(made))
        return False
    words = markdown(made)
    if output is None:
        return put(words)
    try:
        await asyncio.to_thread(output.write_text, words, encoding="utf-8")
    except OSError as error:
        complain(f"{output} cannot be written: {error.strerror}. Give another file with -o.")
        return False
    return True


async def brief(paper: str, *, settings: Settings, as_json: bool, offline: bool) -> bool:
    """Print the brief of one paper; False where there is none."""
    async with open_run(settings, offline=offline) as run:
        kept = (await hand_in([paper], run))[0]
        if not isinstance(kept, Kept):
            complain(explain("en", kept[1]))
            return False
        desk = run.opened.desk
        write = brief_paper(kept.paper, settings.language, writing=desk.writing)
        written = (await attempt_all([write], final=True, on_done=run.step("briefing")))[0]
        if isinstance(written, Reason):
            complain(explain("en", written))
            return False
        costs = await desk.writing.costs()
        history = await desk.correcting.corrections.of([kept.paper.key])
    for doubt in (*unbelieved(written, "en"), *doubts(kept.paper, "en")):
        complain(doubt)
    if costs is not None and (line := cost_line(costs, "en", remembered=desk.writing.remembers(written))):
        complain(f"{line}.")
    known, shown = corrected(kept.paper, written, history)
    sentence = brief_sentence(shown, known)
    fields = shown.model_dump(mode="json", exclude={"job"})
    record = {**named(paper), "title": known.title, "brief": sentence} | fields
    return put((json.dumps(record, ensure_ascii=False) if as_json else sentence) + "\n")


async def read(papers: Sequence[str], *, settings: Settings, as_json: bool, offline: bool) -> bool:
    """Print what was read from each paper, in the given order; False when none could be read.

    Always read anew, and what it costs is in no ledger; so where a budget is set, no model is asked.
    """
    if settings.llm_institutions and not settings.budget.unlimited:
        settings = settings.model_copy(update={"llm_institutions": False})
        if models_in_reach(settings, Network(offline=offline)):
            complain("A budget is set and read keeps no ledger, so no model is asked for institutions.")
    async with open_run(settings, offline=offline, remember=False) as run:
        outcomes = await hand_in(papers, run)
        for paper, outcome in zip(papers, outcomes, strict=True):
            found: Paper | Reason = outcome.paper if isinstance(outcome, Kept) else outcome[1]
            text = None
            if isinstance(found, Paper):
                text = await run.opened.storage.library.text(found.sha256)
            if as_json:
                words = json.dumps(named(paper) | reading_record(found, text), ensure_ascii=False)
            else:
                words = "\n".join(reading_lines("".join(named(paper).values()), found, text)) + "\n"
            if not put(words + "\n"):
                return False
    return any(isinstance(outcome, Kept) for outcome in outcomes)


def parse_paper(text: str) -> PaperReference:
    """What was typed after a command: a file that is there, an id, an address, else a file that is missing.

    Raises CannotDo: MALFORMED_ARXIV_ID, ADDRESS_REFUSED, and NOT_A_PAPER_REFERENCE for nothing at all.
    """
    if not text.strip():
        raise CannotDo(Why.NOT_A_PAPER_REFERENCE, text=text)
    if not is_file(text) and (ArxivId.is_meant(text) or is_web_address(text) or is_other_address(text)):
        return parse_reference(text)
    file = local_file(text)
    return FileReference(file=file.model_copy(update={"name": _legible(file.name)}))


def _legible(text: str) -> str:
    """What was typed, as far as it is text: a file's name may hold any bytes."""
    return text.encode(errors="replace").decode()


@asynccontextmanager
async def open_run(settings: Settings, *, offline: bool, remember: bool = True) -> AsyncIterator[Run]:
    """A run and what answers it; one that is not to `remember` begins with nothing and leaves nothing."""
    clock, files = SystemClock(), {LOCAL: LocalFiles()}
    network = Network(offline=offline, remember_away=FOREVER)
    with tempfile.TemporaryDirectory(prefix="briefbot-") as folder, progress() as step:
        memory = open_memory(settings, Path(folder), network=network, shared=remember)
        async with (
            memory as storage,
            open_desk(settings, storage, files=files, clock=clock, network=network) as opened,
        ):
            now = clock.now()
            today = now.astimezone(opened.desk.house.zone).date()
            desk = _on_the_account_of(f"{RUN}:{random_id()}", opened.desk)
            yield Run(replace(opened, desk=desk), HandedIn(job=RUN, day=today, now=now, final=True), step)


def _on_the_account_of(job: str, desk: Desk) -> Desk:
    """The desk as whoever sits at this machine pays it, here as in the terminal's chat."""
    account = Account(person=f"{TERMINAL}:{YOU}", chat=f"{TERMINAL}:{HERE.chat}", job=job)
    return replace(desk, sources=desk.sources.on(account), writing=desk.writing.on(account, final=True))


async def hand_in(papers: Sequence[str], run: Run) -> list[Outcome]:
    """Every paper as kept, or with the reason why not, in the given order."""
    library = run.opened.storage.library
    references: dict[int, PaperReference] = {}
    outcomes: dict[int, Outcome] = {}
    for place, paper in enumerate(papers):
        try:
            references[place] = parse_paper(paper)
        except CannotDo as error:
            outcomes[place] = (_legible(paper), error.reason)
    kept = await submit_papers(
        list(references.values()),
        library=library,
        sources=replace(run.opened.desk.sources, unchecked=_told_once()),
        handed_in=run.handed_in,
        on_done=run.step("reading"),
    )
    for place, unread in outcomes.items():
        if isinstance(unread, tuple):
            label, reason = unread
            note = Submission(label=label, identity=label, day=run.handed_in.day, paper=None, reason=reason)
            await library.submit(note, job=UNREAD, place=place, now=run.handed_in.now)
    outcomes |= dict(zip(references, kept, strict=True))
    return [outcomes[place] for place in range(len(papers))]


async def _make(run: Run, settings: Settings) -> Report:
    desk = run.opened.desk
    wish = ReportWish(
        day=run.handed_in.day,
        language=settings.language,
        title=settings.report_title or default_title(settings.language),
        made_at=run.handed_in.now.astimezone(desk.house.zone),
        final=True,
    )
    return await make_report(
        wish,
        library=desk.library,
        writing=desk.writing,
        corrections=desk.correcting.corrections,
        on_done=run.step("briefing"),
    )


def named(paper: str) -> dict[str, str]:
    """`file` with the base name of a local file, else `id` with the arXiv id or the address."""
    try:
        reference = parse_paper(paper)
    except CannotDo:
        return {"id": _legible(paper)}
    if isinstance(reference, FileReference):
        return {"file": reference.file.name}
    return {"id": reference.label.removeprefix("arXiv:")}


def _told_once() -> Callable[[Reason], None]:
    """Says why papers are read from their own pages alone; the same reason once for them all."""
    told = set[str]()

    def tell(reason: Reason) -> None:
        words = explain("en", reason)
        if words not in told:
            told.add(words)
            complain(words)

    return tell
