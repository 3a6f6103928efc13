"""Days made good by when papers were submitted -> the new versions that their mailings held, kept as well."""

import logging
from collections.abc import Sequence

from bot.domain.announcements import Mailing
from bot.errors import TryLater
from bot.mailings import Announcements, MailingSource
from bot.usecases.followed_category import FollowedCategory

log = logging.getLogger(__name__)


async def add_versions(
    categories: Sequence[FollowedCategory], *, source: MailingSource, announcements: Announcements
) -> tuple[Mailing, ...]:
    """Add to each category's days that no feed told of whole what came in a new version for them.

    Where the source cannot tell, the days stay as they are, without trouble: the next pull asks again, as
    long as they can be made good. Raises TryLater for storage.
    """
    days = [(each, day) for each in categories for day in each.without_versions]
    if not days:
        return ()
    begins = min(each.span_for(day)[0] for each, day in days)
    try:
        records = await source.replaced({each.category for each, _ in days}, begins=begins)
    except TryLater as error:
        missing = ",".join(sorted({str(day) for _, day in days}))
        log.info("mailing.versions_unknown days=%s why=%s", missing, error.reason.why)
        return ()
    numbers = {record.id.number for record in records}
    mailings: list[Mailing] = []
    for each, day in days:
        known = await announcements.announced(each.category, numbers)
        later = each.replaced(records, day=day, known=known)
        mailing = each.with_versions(day, count=len(later))
        await announcements.keep(mailing, later)
        each.kept[day] = mailing
        mailings.append(mailing)
        log.info("mailing.versions category=%s day=%s replaced=%d", each.category, day, len(later))
    return tuple(mailings)
