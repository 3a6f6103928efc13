"""Opens the desk and all that stands behind it, for the bot and for the command line alike."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from importlib import import_module
from typing import Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.clients.arxiv import ArxivPapers, ArxivSite
from bot.clients.arxiv_pace import Pace
from bot.clients.offline import Offline
from bot.clients.originals import PaperOriginals
from bot.clients.pdf import PdfReaders, WorkerLimits
from bot.clients.web import WebPdfs
from bot.desk import Desk, House
from bot.domain.pages import ReadLimits
from bot.errors import SetupError
from bot.ports import Attachments, Clock, Writer
from bot.settings import Settings
from bot.usecases.sources import Sources
from bot.usecases.writing import Writing
from storage import Storage, open_storage

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

    async def probe(self) -> str:
        """Try the model; returns how it can be asked for a form."""
        ...


@dataclass(frozen=True, slots=True)
class Opened:
    """What answers a job, and what remembers."""

    desk: Desk
    storage: Storage


@asynccontextmanager
async def open_desk(
    settings: Settings, *, files: Mapping[str, Attachments], clock: Clock, network: Network
) -> AsyncIterator[Opened]:
    """The desk; `files` hands over what people send, by platform. Raises SetupError."""
    async with AsyncExitStack() as stack:
        storage = await stack.enter_async_context(open_storage(settings.database, data_dir=settings.data_dir))
        reader = await stack.enter_async_context(_readers(settings))
        papers: ArxivPapers | Offline = Offline()
        web: WebPdfs | Offline = Offline()
        if not network.offline:
            papers = await stack.enter_async_context(open_arxiv(settings, clock=clock, network=network))
            web = WebPdfs(trusted=frozenset({_origin(settings.arxiv_pdf_url)}))
        originals = PaperOriginals(
            storage.shelf,
            arxiv=papers,
            web=web,
            attachments=files,
            limit=settings.pdf_max_mib * MIB,
        )
        beyond_reach = network.offline and settings.llm_base_url and not _is_here(settings.llm_base_url)
        writer = None if beyond_reach else open_writer(settings)
        if writer:
            stack.push_async_callback(writer.aclose)
        reads = writer if settings.llm_institutions else None
        desk = Desk(
            house=House(language=settings.language, zone=zone_of(settings), title=settings.report_title),
            library=storage.library,
            sources=Sources(papers, originals=originals, reader=reader, writer=reads),
            writing=Writing(storage.briefs, writer=writer),
            clock=clock,
        )
        yield Opened(desk, storage)


def zone_of(settings: Settings) -> tzinfo | None:
    """The time zone that is set; None stands for the machine's own, as in `datetime.astimezone`."""
    return ZoneInfo(settings.time_zone) if settings.time_zone else None


def open_arxiv(settings: Settings, *, clock: Clock, network: Network) -> ArxivPapers:
    """arXiv at the addresses that are set; an async context manager."""
    pace = Pace(interval=timedelta(seconds=settings.arxiv_pace), hold=network.remember_away)
    return ArxivPapers(
        ArxivSite(api=settings.arxiv_api_url, pdfs=settings.arxiv_pdf_url, pace=pace), clock=clock
    )


def open_writer(settings: Settings) -> OpenWriter | None:
    """The model that is set; None: briefs are extracted. Raises SetupError for half of a setting."""
    if not settings.llm_base_url and not settings.llm_model:
        return None
    if not (settings.llm_base_url and settings.llm_model):
        raise SetupError(
            "A model needs both BRIEFBOT_LLM_BASE_URL and BRIEFBOT_LLM_MODEL. See deploy/README.md, Models."
        )
    # The SDK takes half a second to import: only who has set a model waits for it.
    llm = import_module("bot.clients.llm")
    writer: OpenWriter = llm.OpenAIWriter(
        base_url=settings.llm_base_url,
        api_key=settings.llm_api_key.get_secret_value() if settings.llm_api_key else "",
        model=settings.llm_model,
        timeout=timedelta(seconds=settings.llm_timeout),
        concurrency=settings.llm_concurrency,
    )
    return writer


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
