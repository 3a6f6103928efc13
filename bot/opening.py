"""Opens the desk and all that stands behind it, for the bot and for the command line alike."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta, tzinfo
from importlib import import_module
from typing import Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.clients.arxiv import ArxivPapers, ArxivSite
from bot.clients.arxiv_feed import ArxivMailings
from bot.clients.arxiv_pace import Pace
from bot.clients.charts import ChartPainter
from bot.clients.fonts import find_font
from bot.clients.offline import Offline
from bot.clients.originals import PaperOriginals
from bot.clients.pdf import PdfReaders, WorkerLimits
from bot.clients.web import WebPdfs
from bot.counters.admin import AdminCounter
from bot.counters.home import HomeCounter
from bot.counters.house import House
from bot.counters.rooms import RoomCounter
from bot.counters.topics import TopicCounter
from bot.desk import Desk, Reception
from bot.domain.alarms import Alarm
from bot.domain.models import Model
from bot.domain.pages import ReadLimits
from bot.domain.permissions import Rules
from bot.domain.price_list import PriceList, parse_prices
from bot.ports import Attachments, Clock, Writer
from bot.settings import Settings
from bot.usecases.choose_papers import Choosing
from bot.usecases.correcting import Correcting
from bot.usecases.doors import Doors
from bot.usecases.find_papers import Finding
from bot.usecases.judge_papers import Judging
from bot.usecases.mail import Mail
from bot.usecases.plan_reports import Planning
from bot.usecases.pull_mailings import Press
from bot.usecases.sources import Sources
from bot.usecases.spending import Purse
from bot.usecases.writing import Writing
from storage import Storage

MIB = 1024 * 1024
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Network:
    """How far a run may reach."""

    offline: bool = False  # not beyond this machine
    remember_away: timedelta = timedelta(seconds=60)  # then a network that was away is tried again


class OpenWriter(Writer, Protocol):
    """A model with connections to close."""

    async def aclose(self) -> None:
        """Close them."""
        ...


class OpenModel(OpenWriter, Protocol):
    """One model of one server."""

    @property
    def host(self) -> str:
        """The server."""
        ...

    @property
    def rung(self) -> str:
        """How it is asked for a form, as far as its answers have told."""
        ...


@dataclass(frozen=True, slots=True)
class Opened:
    """What answers a job, and what remembers."""

    desk: Desk
    storage: Storage
    press: Press | None = None  # None: the run may not reach arXiv


@asynccontextmanager
async def open_desk(
    settings: Settings, storage: Storage, *, files: Mapping[str, Attachments], clock: Clock, network: Network
) -> AsyncIterator[Opened]:
    """The desk on a storage; `files` hands over what people send, by platform. Raises SetupError."""
    async with AsyncExitStack() as stack:
        reader = await stack.enter_async_context(_readers(settings))
        papers: ArxivPapers | Offline = Offline()
        web: WebPdfs | Offline = Offline()
        press: Press | None = None
        if not network.offline:
            papers = await stack.enter_async_context(open_arxiv(settings, clock=clock, network=network))
            web = WebPdfs(trusted=frozenset({_origin(settings.arxiv_pdf_url)}))
            press = open_press(settings, storage, papers=papers, clock=clock)
        originals = PaperOriginals(
            storage.shelf,
            arxiv=papers,
            web=web,
            attachments=files,
            limit=settings.pdf_max_mib * MIB,
        )
        writer = open_writer(settings, clock=clock, network=network)
        if writer:
            stack.push_async_callback(writer.aclose)
        purse = open_purse(settings, storage, clock=clock)
        reads = writer if settings.llm_institutions else None
        desk = Desk(
            house=House(language=settings.language, zone=zone_of(settings), title=settings.report_title),
            library=storage.library,
            sources=Sources(papers, originals=originals, reader=reader, writer=reads, purse=purse),
            writing=Writing(storage.briefs, texts=storage.library, clock=clock, writer=writer, purse=purse),
            correcting=Correcting(storage.corrections, posts=storage.deliveries, library=storage.library),
            finding=_finding(storage),
            mail=_mail(storage, Judging(storage.topics, writer=writer, purse=purse), press=press),
            turns=storage.turns,
            clock=clock,
            charts=ChartPainter(find_font(settings.font)),
        )
        yield Opened(desk, storage, press)


def _finding(storage: Storage) -> Finding:
    return Finding(storage.index, marks=storage.marks, briefs=storage.briefs, corrections=storage.corrections)


def _mail(storage: Storage, judging: Judging, *, press: Press | None) -> Mail:
    choosing = Choosing(storage.announcements, storage.topics, reports=storage.reports, judging=judging)
    if press:
        choosing = replace(choosing, within=press.catch_up)
    return Mail(storage.reports, choosing=choosing, press=press)


def with_reception(opened: Opened, doors: Doors, *, planning: Planning) -> Opened:
    """The same with the counters that a house with chats has."""
    desk, storage = opened.desk, opened.storage
    rooms = RoomCounter(doors, house=desk.house, planning=planning, writing=desk.writing)
    reception = Reception(
        rooms=rooms,
        home=HomeCounter(rooms, finding=desk.finding, posts=storage.deliveries),
        topics=TopicCounter(rooms, mail=desk.mail),
        admin=AdminCounter(
            doors,
            house=desk.house,
            library=storage.library,
            ledger=storage.ledger,
            purse=desk.writing.purse,
        ),
    )
    return replace(opened, desk=replace(desk, reception=reception))


def open_planning(settings: Settings, storage: Storage, *, rules: Rules) -> Planning:
    """When and where reports come by themselves."""
    alarm = Alarm(
        settings.report_chats,
        at=settings.report_at,
        zone=zone_of(settings),
        language=settings.language,
        rules=rules,
    )
    registers = storage.registers
    return Planning(alarm, rooms=registers.rooms, people=registers.people, topics=storage.topics)


def open_purse(settings: Settings, storage: Storage, *, clock: Clock) -> Purse:
    """What pays the models that are set."""
    servers = {model.model: urlsplit(model.base_url).hostname or "" for model in reversed(settings.models)}
    prices = PriceList(parse_prices(settings.llm_prices), servers=servers, currency=settings.budget_currency)
    return Purse(storage.ledger, prices=prices, budget=settings.budget, clock=clock, zone=zone_of(settings))


def zone_of(settings: Settings) -> tzinfo | None:
    """The time zone that is set; None stands for the machine's own, as in `datetime.astimezone`."""
    return ZoneInfo(settings.time_zone) if settings.time_zone else None


def open_arxiv(settings: Settings, *, clock: Clock, network: Network) -> ArxivPapers:
    """arXiv at the addresses that are set; an async context manager."""
    pace = Pace(interval=timedelta(seconds=settings.arxiv_pace), hold=network.remember_away)
    return ArxivPapers(
        ArxivSite(api=settings.arxiv_api_url, pdfs=settings.arxiv_pdf_url, pace=pace), clock=clock
    )


def open_press(settings: Settings, storage: Storage, *, papers: ArxivPapers, clock: Clock) -> Press:
    """What arXiv announces, asked for through the gates that `papers` keeps."""
    return Press(
        ArxivMailings(papers, feed=settings.arxiv_feed_url),
        announcements=storage.announcements,
        clock=clock,
        catch_up=timedelta(days=settings.catch_up_days),
    )


def open_writer(settings: Settings, *, clock: Clock, network: Network) -> OpenWriter | None:
    """The models that are set, as one; None: briefs are extracted. Raises SetupError."""
    models = open_models(settings, clock=clock, network=network)
    if len(models) < 2:
        return next(iter(models), None)
    chain: OpenWriter = import_module("bot.clients.llm_chain").ChainWriter(models, clock=clock)
    return chain


def open_models(settings: Settings, *, clock: Clock, network: Network) -> tuple[OpenModel, ...]:
    """Each model that is set and within reach, the first choice first. Raises SetupError."""
    models = models_in_reach(settings, network)
    # The SDK takes half a second to import: only who has set a model waits for it.
    return tuple(import_module("bot.clients.llm").OpenAIWriter(model, clock=clock) for model in models)


def models_in_reach(settings: Settings, network: Network) -> tuple[Model, ...]:
    """Of the models that are set, those that a run may ask. Raises SetupError."""
    return tuple(model for model in settings.models if not network.offline or _is_here(model.base_url))


def _readers(settings: Settings) -> PdfReaders:
    return PdfReaders(
        settings.pdf_processes,
        limits=ReadLimits(pages=settings.pdf_max_pages, whole=True),
        worker_limits=WorkerLimits(time=timedelta(seconds=settings.pdf_timeout)),
    )


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _is_here(address: str) -> bool:
    """True for a server on this machine: no network is needed to reach it."""
    return urlsplit(address).hostname in _THIS_MACHINE
