"""Whoever becomes an admin, or is one no more, is shown so where the platform shows each their own."""

from dataclasses import replace
from pathlib import Path

from bot.domain.commands import Administer
from bot.domain.jobs import Job, JobState
from bot.domain.rooms import Role
from bot.usecases.administer import Office, demote, promote
from tests.bot.houses import ADMIN, NOW, OWNER, direct, full_house


async def test_each_change_of_a_role_is_shown_and_admins_again_at_a_start(tmp_path: Path) -> None:
    shown: list[tuple[str, Role]] = []
    async with full_house(tmp_path) as house:
        doors = replace(house.doors, ranked=lambda person, role: shown.append((person, role)))
        job = Job(
            key="k",
            command=Administer(),
            address=direct(OWNER),
            person=OWNER,
            language="en",
            due_at=NOW,
            id=1,
            state=JobState.LEASED,
            tries=0,
            crashes=0,
            created_at=NOW,
        )
        office = Office(doors, library=house.storage.library, ledger=house.storage.ledger, job=job)
        await promote("bob", "admin", office=office)
        await promote("mel", "member", office=office)
        await demote("bob", "", office=office)
        assert shown == [
            ("square:bob", Role.ADMIN),
            ("square:mel", Role.MEMBER),
            ("square:bob", Role.GUEST),
        ]
        shown.clear()
        await doors.show_ranks()
        assert shown == [(f"square:{ADMIN}", Role.ADMIN)]
