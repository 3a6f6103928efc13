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
    replied: datetime | None = None
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
        """The job that is answered next, held."""
        return self._lease([row for row in self.rows if self._due(row, now)], owner, now=now, until=until)

    def lease_reply(self, owner: str, *, now: datetime, until: datetime) -> Row | None:
        """The job that is posted next, held; all are of one chat."""
        waiting = [row for row in self.rows if row.state == "replied"]
        first = min(waiting, key=lambda one: (one.replied, self.rows.index(one)), default=None)
        free = first is not None and first.due <= now and not any(row.held(now) for row in waiting)
        return self._lease([first] if first and free else [], owner, now=now, until=until)

    def _lease(self, ready: list[Row], owner: str, *, now: datetime, until: datetime) -> Row | None:
        if not ready:
            return None
        row = min(ready, key=lambda one: (one.due, self.rows.index(one)))
        self.leases += 1
        row.state = "leased" if row.state == "waiting" else row.state
        row.crashes += 1
        row.due = now + crash_delay(row.crashes)
        row.owner, row.until, row.lease = owner, until, self.leases
        return row

    def _due(self, row: Row, now: datetime) -> bool:
        unanswered = [other for other in self.rows if other.state in {"waiting", "leased"}]
        lane = [other for other in unanswered if other.person == row.person]
        return (
            row in lane
            and row.due <= now
            and not any(other.held(now) for other in lane)
            and not any(other.due <= now for other in lane[: lane.index(row)])
        )

    def counts(self) -> dict[str, int]:
        """Jobs by state."""
        return dict(Counter(row.state for row in self.rows))

    def post_counts(self) -> dict[str, int]:
        """Deliveries by state."""
        return dict(Counter(post for row in self.rows for post in row.posts))
