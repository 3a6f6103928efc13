"""A category in one pull: what its feed gave, which mailing days it lacks, when papers for them came in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from bot.domain.announcements import (
    Announcement,
    AnnouncementKind,
    Bulletin,
    Mailing,
    MailingWay,
    SourceState,
)
from bot.domain.arxiv_ids import ArxivId
from bot.domain.mailing_days import (
    is_overdue,
    may_be_absent,
    newest_due,
    submitted_for,
    weekday_before,
    weekdays,
)
from bot.domain.papers import ArxivRecord
from bot.errors import Reason, Why


@dataclass(eq=False, slots=True)
class FollowedCategory:
    """Filled as the pull goes on."""

    category: str
    state: SourceState
    now: datetime
    most: timedelta  # how far back missing days are made good
    kept: dict[date, Mailing]  # the mailings of that span, and of some days before
    bulletin: Bulletin | None = None  # what its feed holds; None: it could not be read
    known: Collection[ArxivId] = ()  # of the bulletin's papers those versions that stood here before
    incomplete: set[date] = field(default_factory=set)  # whose feed lacked new papers
    others_came: bool = False  # the mailing that is due stands in feeds of other categories
    trouble: Reason | None = None

    @property
    def due(self) -> date:
        """The newest mailing that should be there."""
        return newest_due(self.now)

    @property
    def bulletin_is(self) -> Literal["missing", "empty", "news", "kept", "repeated"]:
        """What the feed is worth; `kept`: nothing of it is new; `repeated`: all came under another date.

        The date alone does not tell: in the evening a feed may hold the next mailing under the old date, and
        after midnight the last one under the new: https://github.com/ZJU-REAL/Polaris/issues/414
        """
        if self.bulletin is None:
            return "missing"
        if not self.bulletin.announced:
            return "empty"
        kept = self.kept.get(self.bulletin.day)
        unseen = {each.kind for each in self.bulletin.announced if each.id not in self.known}
        # a mailing that was made good has its new papers already; cross-lists of it do not make another one
        is_of_new_papers = any(each.kind == "new" for each in self.bulletin.announced)
        if "new" in unseen or (unseen and (kept or not is_of_new_papers)):
            return "news"
        return "kept" if kept and kept.way == "feed" else "repeated"

    @property
    def days(self) -> tuple[date, ...]:
        """The mailings to keep in this pull, oldest first."""
        read = {self.read} if self.read else set()
        return tuple(sorted({*self.gaps, *read}))

    @property
    def read(self) -> date | None:
        """The day of a bulletin that is to be kept; one that is kept is checked again where that failed."""
        if self.bulletin is None:
            return None
        unchecked = self.state.trouble and self.state.trouble.why is not Why.SOURCE_LATE
        overdue = is_overdue(self.bulletin.day, self.now)
        match self.bulletin_is:
            case "news":
                return self.bulletin.day
            case "kept":
                return self.bulletin.day if unchecked else None
            case "repeated":
                return None if overdue else self.bulletin.day
            case _:
                return None

    @property
    def gaps(self) -> tuple[date, ...]:
        """The days whose feed nobody read and nobody can read any more, oldest first."""
        through = self.state.through or weekday_before(self.due)
        begins = max(min([through, *self.kept]), self._earliest - timedelta(days=1))
        days = [*weekdays(begins, self.due), *([self.due] if self._due_is_gone else [])]
        return tuple(day for day in days if day not in self.kept and day != self.read)

    @property
    def missing(self) -> date:
        """The oldest mailing that is not there and may come yet; the one that is due, where all are."""
        return min([*self.gaps, *([] if self.due in self.kept else [self.due])], default=self.due)

    @property
    def is_in_time(self) -> bool:
        """True where the mailing that is missing is worth waiting for, or was perhaps never made."""
        late = self.trouble is None or self.trouble.why is Why.SOURCE_LATE
        return late and (may_be_absent(self.missing) or not is_overdue(self.missing, self.now))

    @property
    def lost(self) -> tuple[date, ...]:
        """The missing days that are too old to be made good."""
        return weekdays(self.state.through, self._earliest) if self.state.through else ()

    def span_for(self, day: date) -> tuple[datetime, datetime]:
        """When papers were submitted that no mailing before a day can have held."""
        last, bound = self.last_before(day), weekday_before(min(self._earliest, day))
        return submitted_for(day, after=max(last.day, bound) if last else weekday_before(day))

    def last_before(self, day: date) -> Mailing | None:
        """The last mailing before a day that surely was one.

        What a feed brought on a Saturday or a holiday was Friday's, or Monday's, or the day's before.
        """
        held = (each for each, mailing in self.kept.items() if each < day and mailing.announced)
        sure = [each for each in held if not may_be_absent(each)]
        return self.kept[max(sure)] if sure else None

    def is_followed_up_to(self, day: date) -> bool:
        """True where no mailing is missing between a day and the last one before it."""
        last = self.last_before(day)
        return last is not None and all(each in self.kept for each in weekdays(last.day, day))

    def is_a_surprise(self, day: date) -> bool:
        """True where nothing tells why nothing should have been announced on a day."""
        told = self.bulletin_is == "empty" and self.bulletin is not None and self.bulletin.day == day
        return not (told or may_be_absent(day))

    def may_fill(self, day: date) -> bool:
        """True where a feed that is empty, though there are papers for it, is worth waiting for."""
        return day == self.due and self._says_none and not is_overdue(day, self.now)

    def unseen(
        self, records: Collection[ArxivRecord], *, day: date, known: Mapping[ArxivId, AnnouncementKind]
    ) -> tuple[Announcement, ...]:
        """Of the records those of the category that neither its feed nor an earlier mailing announced.

        That a paper was replaced is no announcement: the first one may have been missed.
        """
        seen = {known_id.number for known_id, kind in known.items() if kind != "replacement"}
        for each in self.bulletin.announced if self.bulletin else ():
            seen |= {each.id.number} if each.kind != "replacement" else set()
        return tuple(
            _announcement(record, day=day, kind="new" if record.categories[0] == self.category else "cross")
            for record in records
            if self.category in record.categories and record.id.number not in seen
        )

    @property
    def without_versions(self) -> tuple[date, ...]:
        """The days whose new versions no feed told of, or not all of them; those of holidays come later."""
        made_good = {
            day
            for day, mailing in self.kept.items()
            if mailing.way == "api" and (mailing.announced or not may_be_absent(day))
        }
        return tuple(sorted(day for day in made_good | self.incomplete if day >= self._earliest))

    def replaced(
        self, records: Collection[ArxivRecord], *, day: date, known: Collection[ArxivId]
    ) -> tuple[Announcement, ...]:
        """Of papers in their newest versions those whose version came in time for a day's mailing."""
        begins, ends = self.span_for(day)
        return tuple(
            _announcement(record, day=day, kind="replacement")
            for record in records
            if self.category in record.categories and record.id not in known
            if record.submitted_at and begins < record.submitted_at <= ends
        )

    def mailing(self, day: date, *, announced: int, way: MailingWay) -> Mailing:
        """What there is to note of a day."""
        return Mailing(category=self.category, day=day, announced=announced, way=way, noted_at=self.now)

    def with_versions(self, day: date, *, count: int) -> Mailing:
        """What there is to note of a day that was kept, after so many new versions were added to it."""
        kept = self.kept[day]
        way: MailingWay = "feed" if kept.way == "feed" else "api+versions"
        return self.mailing(day, announced=kept.announced + count, way=way)

    def note(self, trouble: Reason) -> None:
        """The first trouble is what is told."""
        self.trouble = self.trouble or trouble

    def note_if_late(self) -> None:
        """The mailing that is due is not there, and nothing worse is known."""
        if self.due not in self.kept:
            self.note(Reason(Why.SOURCE_LATE, {"category": self.category, "day": str(self.due)}))

    @property
    def _earliest(self) -> date:
        return self.due - self.most

    @property
    def _due_is_gone(self) -> bool:
        """True where the feed will not bring the mailing that is due, or says that there is none."""
        if is_overdue(self.due, self.now):
            return True
        if self.bulletin is None:
            return False
        is_none = self._says_none and (may_be_absent(self.due) or self.others_came)
        return self.bulletin.day > self.due or is_none

    @property
    def _says_none(self) -> bool:
        """True where the feed is there for the mailing that is due, and holds nothing."""
        return self.bulletin is not None and self.bulletin.day == self.due and not self.bulletin.announced


def _announcement(record: ArxivRecord, *, day: date, kind: AnnouncementKind) -> Announcement:
    """An announcement as far as the API tells it: of the newest version that there is by now."""
    return Announcement(
        id=record.id,
        kind=kind,
        day=day,
        title=record.title,
        authors=record.authors,
        abstract=record.abstract,
        categories=record.categories,
    )
