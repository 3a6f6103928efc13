"""Values for tests of the platforms: deliveries, a clock without waiting, and an `accept` that can fail."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.domain.chat import Address, Attachment, Document, Message, Picture, Reply, paragraph
from bot.domain.jobs import Delivery, DeliveryState

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


@dataclass
class Clock:
    """Time that passes only when somebody waits; what was waited for is kept, in seconds."""

    time: datetime = NOW
    waits: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        """The present."""
        return self.time

    async def sleep(self, span: timedelta) -> None:
        """Pass at once."""
        self.waits.append(span.total_seconds())
        self.time += span


@dataclass
class Heard:
    """An `accept`: keeps what it is given, after as many failures as `away` says."""

    away: int = 0
    messages: list[Message] = field(default_factory=list)

    async def __call__(self, message: Message) -> None:
        if self.away:
            self.away -= 1
            raise ConnectionError("the database is away")
        self.messages.append(message)

    @property
    def texts(self) -> list[str]:
        """The words of what was taken in."""
        return [message.text for message in self.messages]


def delivery(address: Address, piece: Reply | str, *, reply_to: str | None = None, part: int = 0) -> Delivery:
    """A piece on its way to a chat."""
    return Delivery(
        id=f"d-{part}",
        job_id=1,
        part=part,
        address=address,
        reply_to=reply_to,
        piece=Reply(blocks=(paragraph(piece),)) if isinstance(piece, str) else piece,
        state=DeliveryState.INTENDED,
        intended_at=NOW,
    )


def file_reply(name: str = "report.md", content: str = "# Report\n") -> Reply:
    """A document by itself."""
    return Reply(blocks=(), document=Document(name=name, content=content))


DOT = (  # the smallest PNG: one pixel
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)


def picture_reply(name: str = "overview.png", alt: str = "By kind: 1") -> Reply:
    """A picture and nothing else."""
    return Reply(blocks=(), picture=Picture(name=name, png=DOT, alt=alt))


def attachment(platform: str, handle: str, *, size: int | None = None) -> Attachment:
    """A PDF in a chat."""
    return Attachment(platform=platform, handle=handle, name="paper.pdf", size=size)
