"""In place of every client that needs a network, where the operator wants none: says so."""

from typing import NoReturn

from bot.domain.arxiv_ids import ArxivId
from bot.errors import CannotDo, Why


class Offline:
    """Stands in for `ArxivPapers` and for `WebPdfs`."""

    async def record(self, id: ArxivId) -> NoReturn:
        """Raises CannotDo(OFFLINE)."""
        raise CannotDo(Why.OFFLINE, text=f"arXiv:{id}")

    async def pdf(self, wanted: ArxivId | str, /, *, limit: int) -> NoReturn:
        """Raises CannotDo(OFFLINE)."""
        raise CannotDo(Why.OFFLINE, text=f"arXiv:{wanted}" if isinstance(wanted, ArxivId) else wanted)
