"""What can be asked of the topics that a chat follows."""

from typing import Literal

from bot.domain.frozen import Frozen
from bot.domain.topics import TopicPart


class FollowTopic(Frozen):
    """Let this chat follow a topic: one that is built in, one that it followed before, or one of its own."""

    kind: Literal["follow"] = "follow"
    name: str = ""  # "": the first that is built in
    words: str | None = None  # what its papers hold, as it was written; None: the topic is known by its name
    answers: str | None = None  # the post, or the thread that it began, under which this was said


class UnfollowTopic(Frozen):
    """Let this chat follow a topic no more; it stays as it was, for whoever takes it up again."""

    kind: Literal["unfollow"] = "unfollow"
    name: str = ""  # "": the only one


class ChangeTopic(Frozen):
    """Set one part of a topic of this chat; without a part, show it; without a name, the only one, or all."""

    kind: Literal["topic"] = "topic"
    name: str = ""
    part: TopicPart | None = None
    value: str | None = None  # as it was written; None: show the part
    tried: bool = False  # say what it would keep of the last mailings


class ShowMissed(Frozen):
    """What came nearest to being kept for the topics of this chat, and was not."""

    kind: Literal["missed"] = "missed"
    name: str = ""  # of a topic; "": all


OfTopics = FollowTopic | UnfollowTopic | ChangeTopic | ShowMissed
