"""What a chat follows -> words: a topic and its parts, what is to come, and how to change it."""

from collections.abc import Sequence

from bot.domain.briefs import Language
from bot.domain.chat import Block, Heading, Paragraph, Reply, Span, paragraph
from bot.domain.topics import Topic, TopicPart
from bot.mailings import FollowedTopic
from bot.replies.buttons import word_button
from bot.replies.catalogue import say
from bot.replies.coming import coming_line
from bot.replies.topic_facts import Coming, Follows, Moved

_PARTS: tuple[TopicPart, ...] = (
    "categories",
    "include",
    "exclude",
    "institutions",
    "authors",
    "relevant",
    "irrelevant",
    "threshold",
)
_MOST_MOVED = 12  # terms that are shown with what likes did to them
_MOST_TOLD = 4  # terms in the answer to one like


def follow_reply(follows: Follows, coming: Coming, *, language: Language) -> Reply:
    """What will come, and when, and how to change that."""
    topic, how = follows.followed.topic, follows.how
    lines = [say(language, f"topic.{how}", name=topic.name, day=follows.followed.begins.isoformat())]
    lists: tuple[TopicPart, ...] = ("categories", "include", "exclude", "institutions", "authors")
    lines += [_line(topic, part, language) for part in lists if getattr(topic, part)]
    if topic.vocabulary != "none":
        lines.append(say(language, "topic.built_in"))
    lines.append(coming_line(coming, language))
    return Reply(blocks=(paragraph("\n".join(lines)), _how(topic, language), *_taps(topic, language)))


def unfollow_reply(
    topic: Topic, left: Sequence[FollowedTopic], coming: Coming, *, language: Language
) -> Reply:
    """That it ended, what is left, and the words that take it up again."""
    words = say(language, "topic.ended", name=topic.name)
    if left:
        words += " " + say(language, "topic.left", names=_names(left))
    elif not coming.withheld:
        words += " " + say(language, "topic.nothing_left")
    back = Span(text=f"follow {topic.name}", style="code")
    return Reply(blocks=(paragraph(words), paragraph(say(language, "topic.back"), " ", back)))


def topics_reply(followed: Sequence[FollowedTopic], coming: Coming, *, language: Language) -> Reply:
    """The topics of a chat, a line each, or how to begin."""
    if not followed:
        begin = word_button(say(language, "topic.tap_follow"), "follow")
        return Reply(blocks=(paragraph(say(language, "topic.none")), *begin))
    lines = [_head(each, language) for each in followed]
    buttons = [word_button(each.topic.name, f"topic {each.topic.name}") for each in followed]
    return Reply(
        blocks=(
            Heading(text=say(language, "topic.title")),
            paragraph("\n".join((*lines, coming_line(coming, language)))),
            *(block for each in buttons for block in each),
        )
    )


def topic_reply(followed: FollowedTopic, coming: Coming, *, language: Language) -> Reply:
    """One topic with all its parts, what likes and dislikes moved, and how to change it."""
    topic = followed.topic
    lines = [say(language, "topic.since", day=followed.begins.isoformat())]
    if topic.vocabulary != "none":
        lines.append(say(language, "topic.built_in"))
    lines += [_line(topic, part, language) for part in _PARTS]
    if topic.moved:
        lines.append(say(language, "topic.moved", terms=_moved(topic, language)))
    lines.append(coming_line(coming, language))
    return Reply(
        blocks=(
            Heading(text=topic.name),
            paragraph("\n".join(lines)),
            _how(topic, language),
            *_taps(topic, language),
        )
    )


def part_reply(topic: Topic, part: TopicPart, *, language: Language) -> Reply:
    """One part of a topic, and how it is set."""
    example = Span(text=say(language, f"topic.example_{part}", name=topic.name), style="code")
    return Reply(blocks=(paragraph(_line(topic, part, language), "\n", example),))


def changed_topic_reply(before: Topic, after: Topic, part: TopicPart, *, language: Language) -> Reply:
    """The part as it is now, from when that holds, and how to see what it does."""
    key = "topic.unchanged" if before == after else "topic.changed"
    words = say(language, key, name=after.name) + "\n" + _line(after, part, language)
    undo = undone_by(before, after, part)
    blocks: list[Block] = [paragraph(words)]
    if undo:
        back = Span(text=f"topic {after.name} {part} {undo}", style="code")
        blocks.append(paragraph(say(language, "topic.back"), " ", back))
    return Reply(blocks=(*blocks, *word_button(say(language, "topic.tap_test"), f"topic {after.name} test")))


def undone_by(before: Topic, after: Topic, part: TopicPart) -> str:
    """The value that takes a change back; "" where nothing changed."""
    was, now = getattr(before, part), getattr(after, part)
    if was == now:
        return ""
    if not isinstance(was, tuple):
        return str(was) or "-"
    added = [each for each in now if each not in was]
    names = added or [each for each in was if each not in now]
    words = "".join(f"{each}; " for each in names) if any("," in each for each in names) else ", ".join(names)
    return f"- {words}" if added else words


def moved_lines(moved: Sequence[Moved], language: Language) -> list[str]:
    """What a like or a dislike did: of which terms this chat gets more now, and of which less."""
    lines = []
    for each in moved:
        for key, sign in (("topic.more_of", 1), ("topic.less_of", -1)):
            terms = [
                say(language, "topic.term", term=term, step=_signed(now - was), sum=_signed(now))
                for term, (was, now) in each.terms.items()
                if (now - was) * sign > 0
            ]
            if terms:
                lines.append(say(language, key, topic=each.topic, terms=_listed(terms, _MOST_TOLD, language)))
    return lines


def _head(followed: FollowedTopic, language: Language) -> str:
    topic = followed.topic
    categories = say(language, "paper.list_join").join(topic.categories)
    return say(language, "topic.line", name=topic.name, categories=categories or say(language, "topic.all"))


def _line(topic: Topic, part: TopicPart, language: Language) -> str:
    value = getattr(topic, part)
    if isinstance(value, tuple):
        words = say(language, "paper.list_join").join(value)
    else:
        words = f"{value:g}" if isinstance(value, float) else str(value)
    empty = say(language, "topic.all" if part == "categories" else "topic.nothing")
    return say(language, "settings.line", name=say(language, f"topic.{part}"), value=words or empty)


def _moved(topic: Topic, language: Language) -> str:
    weightiest = sorted(topic.moved.items(), key=lambda each: (-abs(each[1]), each[0]))
    return _listed([f"{term} {_signed(by)}" for term, by in weightiest], _MOST_MOVED, language)


def _listed(words: Sequence[str], most: int, language: Language) -> str:
    told = say(language, "paper.list_join").join(words[:most])
    return told + " …" if len(words) > most else told


def _signed(number: float) -> str:
    return f"{number:+.2f}".replace("-", "−")


def _names(followed: Sequence[FollowedTopic]) -> str:
    return " · ".join(each.topic.name for each in followed)


def _how(topic: Topic, language: Language) -> Paragraph:
    words, *examples = say(language, "topic.how", name=topic.name).splitlines()
    spans = [span for line in examples for span in (Span(text="\n"), Span(text=line, style="code"))]
    return paragraph(words, *spans)


def _taps(topic: Topic, language: Language) -> tuple[Block, ...]:
    return word_button(say(language, "topic.tap_test"), f"topic {topic.name} test")
