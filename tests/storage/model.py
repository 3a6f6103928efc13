"""A model of jobs and deliveries, small enough to be believed: a list for a table, Python for SQL."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.jobs import crash_delay


@dataclass
class Row:
    """One job."""

    key: str
    person: str
    due: datetime
    state: str = "waiting"
    tries: int = 0
    crashes: int = 0
    owner: str | None = None
    until: datetime | None = None
    lease: int = 0  # the how-manyth lease of all
    failed: bool = False
    posts: list[str] = field(default_factory=list)  # the states of its deliveries

    @property
    def unfinished(self) -> bool:
        """Neither done nor failed."""
        return self.state not in {"done", "failed"}

    def held(self, now: datetime) -> bool:
        """Under a lease that has not run out."""
        return self.until is not None and self.until > now

    def free(self) -> None:
        """Give up the lease."""
        self.owner = self.until = None
        if self.state == "leased":
            self.state = "waiting"


@dataclass
class Model:
    """All jobs, the oldest first."""

    rows: list[Row] = field(default_factory=list)
    leases: int = 0

    def add(self, key: str, person: str, due: datetime) -> bool:
        """True where the key is new."""
        if any(row.key == key for row in self.rows):
            return False
        self.rows.append(Row(key, person, due))
        return True

    def lease(self, owner: str, *, now: datetime, until: datetime) -> Row | None:
        """The job that comes next, held."""
        ready = [row for row in self.rows if self._ready(row, now)]
        if not ready:
            return None
        row = min(ready, key=lambda one: (one.due, self.rows.index(one)))
        self.leases += 1
        row.state = "leased" if row.state == "waiting" else row.state
        row.crashes += 1
        row.due = now + crash_delay(row.crashes)
        row.owner, row.until, row.lease = owner, until, self.leases
        return row

    def _ready(self, row: Row, now: datetime) -> bool:
        lane = [other for other in self.rows if other.person == row.person]
        older = lane[: lane.index(row)]
        return (
            row.unfinished
            and row.due <= now
            and not any(other.held(now) for other in lane)
            and not any(other.unfinished and other.due <= now for other in older)
        )

    def counts(self) -> dict[str, int]:
        """Jobs by state."""
        return dict(Counter(row.state for row in self.rows))

    def post_counts(self) -> dict[str, int]:
        """Deliveries by state."""
        return dict(Counter(post for row in self.rows for post in row.posts))
