"""The newest reply to a kind of command, where everybody in its chat can see it."""

from bot.domain.chat import Reply
from bot.domain.commands import FindPapers, SendReport
from bot.domain.jobs import NewJob, Pieces
from bot.errors import Reason, Why
from storage import Storage
from tests.storage.builders import NOW, lease_reply, leased, new_job, reply


async def sent(storage: Storage, job: NewJob, pieces: Pieces, *, failure: Reason | None = None) -> None:
    """A reply that was posted."""
    await storage.jobs.add(job, now=NOW)
    await storage.jobs.write_down(await leased(storage), pieces, now=NOW, failure=failure)
    held = await lease_reply(storage)
    assert held
    for delivery in await storage.deliveries.of(held):
        await storage.deliveries.sent(
            await storage.deliveries.intend(delivery, now=NOW), post=f"p{delivery.part}", now=NOW
        )
    await storage.jobs.finish(held, now=NOW)


def report(key: str) -> NewJob:
    return new_job(key, chat=key).model_copy(update={"command": SendReport()})


def posts(*words: str) -> tuple[Reply, ...]:
    return tuple(reply(each) for each in words)


async def test_the_newest_report_is_the_last_that_was_sent_for_all_to_see(storage: Storage) -> None:
    assert await storage.deliveries.newest("report") is None
    await sent(storage, report("first"), Pieces(posts=posts("first", "its second post")))
    assert await storage.deliveries.newest("report") == reply("first")
    await sent(storage, report("second"), Pieces(posts=posts("second"), below=posts("below it")))
    await sent(storage, report("whispered"), Pieces(posts=posts("whispered"), whispered=True))
    failed = Reason(Why.NO_PAPERS_ON_DAY, {"day": "2026-11-21"})
    await sent(storage, report("failed"), Pieces(posts=posts("no papers")), failure=failed)
    words = FindPapers(words='"kind":"report"')
    await sent(storage, new_job("find").model_copy(update={"command": words}), Pieces(posts=posts("found")))
    await storage.jobs.add(report("waiting"), now=NOW)
    await storage.jobs.write_down(await leased(storage), Pieces(posts=posts("waiting")), now=NOW)
    assert await storage.deliveries.newest("report") == reply("second")
