"""What is set, what chats want and what they follow -> where reports come by themselves, and when."""

from dataclasses import dataclass

from bot.domain.alarms import Alarm, planned
from bot.domain.schedules import Plan
from bot.mailings import Topics
from bot.registers import People, Rooms


@dataclass(frozen=True, slots=True)
class Planning:
    """Whoever knows that."""

    alarm: Alarm
    rooms: Rooms
    people: People
    topics: Topics

    async def plans(self) -> list[Plan]:
        """The report of each chat to which one comes by itself, paused or not."""
        followed = sorted(await self.topics.all(), key=lambda topic: topic.id)
        return planned(
            self.alarm,
            rooms=await self.rooms.all(),
            people=await self.people.all(),
            followed=[topic.address for topic in followed],
        )
