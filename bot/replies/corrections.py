"""What people changed about a brief -> words, and the words that earlier posts show in place of others."""

from collections.abc import Iterable, Sequence
from datetime import tzinfo

from bot.domain.briefs import Brief, Language
from bot.domain.chat import Block, Heading, Reply, Span, Swap, paragraph, swapped, words_of
from bot.domain.corrections import FIELDS, Changes, Correction, shown_value
from bot.domain.jobs import Delivery, DeliveryState
from bot.domain.papers import Paper
from bot.replies.briefs import as_listed, brief_blocks, brief_line, brief_reply, details, fields_line
from bot.replies.catalogue import say
from bot.replies.joints import title_line
from bot.replies.markdown import paint_markdown

LONGEST_WORD = 80  # characters of what a platform said that are told
_TELLING = 20  # characters of a block's part that are enough to know it


def changed_reply(shown: tuple[Paper, Brief], changes: Changes, *, said: str, language: Language) -> Reply:
    """What was done in words, the brief as it is shown from now on, and what becomes of earlier posts."""
    paper, brief = shown
    counts = {
        "posts": len(changes.edits.posts),
        "fixed": changes.fixed,
        "torn": changes.torn,
        "files": changes.files,
    }
    lines = [
        said,
        *(say(language, f"correct.{name}", count=count) for name, count in counts.items() if count),
    ]
    blocks = (paragraph("\n".join(lines)), *brief_reply(brief, paper).blocks)
    return Reply(blocks=blocks, papers=(paper.key,), edits=changes.edits if changes.edits.posts else None)


def edits_reply(edits: Sequence[Delivery], language: Language) -> Reply:
    """How many posts were edited, and what the platforms said where one was not."""
    refused = [each for each in edits if each.state is DeliveryState.REFUSED]
    words = say(language, "correct.edited", count=len(edits) - len(refused))
    if refused:
        said = dict.fromkeys(each.word[:LONGEST_WORD] for each in refused)
        told = say(language, "paper.list_join").join(said)
        words += " " + say(language, "correct.unedited", count=len(refused), words=told)
    return Reply(blocks=(paragraph(words),))


def fields_reply(
    shown: tuple[Paper, Brief], history: Iterable[Correction], *, zone: tzinfo | None, language: Language
) -> Reply:
    """What each field says, who changed it when, and how it is changed."""
    paper, brief = shown
    blocks: list[Block] = [Heading(text=title_line(paper.title), level=3)]
    history = tuple(history)
    for field in FIELDS:
        value = shown_value(field, paper, brief) or say(language, "correct.nothing")
        colon = say(language, "paper.label_colon")
        lines = [
            _history_line(each, zone, language)
            for each in history
            if each.field == field and each.language in {None, brief.language}
        ]
        label = Span(text=fields_line([field], language), style="bold")
        blocks.append(paragraph(label, "\n".join([colon + value, *lines])))
    blocks.append(paragraph(say(language, "correct.how", paper=paper.handle)))
    return Reply(blocks=tuple(blocks), papers=(paper.key,))


def _history_line(correction: Correction, zone: tzinfo | None, language: Language) -> str:
    facts = {
        "time": f"{correction.at.astimezone(zone):%Y-%m-%d %H:%M}",
        "person": correction.name or correction.person,
        "before": correction.before or say(language, "correct.nothing"),
    }
    if correction.value is None:
        return say(language, "correct.history_withdrawn", **facts)
    return say(language, "correct.history", value=correction.value, **facts)


def swaps_between(old: tuple[Paper, Brief], new: tuple[Paper, Brief]) -> tuple[Swap, ...]:
    """The blocks of a brief as it was shown, in full and in a list, each with what is shown in its place.

    The sentences of evidence stand behind the details, where there are any, and change with them.
    """
    was, now = (_forms(paper, brief) for paper, brief in (old, new))
    pairs = zip(was, now, strict=True)
    found = dict.fromkeys(Swap(old=before, new=after) for before, after in pairs if before != after)
    # What stands already is not to be taken for the shorter run that it begins with.
    standing = dict.fromkeys(Swap(old=details, new=details) for details in now[-2:])
    return (*found, *standing) if found else ()


def _forms(paper: Paper, brief: Brief) -> tuple[tuple[Block, ...], ...]:
    """The runs of blocks as which a brief stands in posts; last its details, alone and in a report."""
    title, sentence, *known, _ = brief_blocks(brief, paper)
    *listed, _ = details(brief, as_listed(paper))
    lines = (brief_line(paper, brief), brief_line(paper, None))
    return (title,), (sentence,), *((line,) for line in lines), tuple(known), tuple(listed)


def is_torn(blocks: Sequence[Block], swaps: Sequence[Swap]) -> bool:
    """True where old words stay in a post: a block was cut between two posts."""
    gone, stay = _gone(swaps), {block for swap in swaps for block in swap.new}
    for block in swapped(blocks, swaps):
        text = "" if block in stay else words_of(block)
        if block in gone or (len(text) >= _TELLING and any(_is_part(block, of=old) for old in gone)):
            return True
    return False


def _is_part(block: Block, *, of: Block) -> bool:
    """Of its own kind: a title that stands as a heading is no part of the line that begins with it."""
    text, whole = words_of(block), words_of(of)
    return isinstance(block, type(of)) and text != whole and text in whole


def stands_in_file(reply: Reply, swaps: Sequence[Swap]) -> bool:
    """True where the file that went with a post has old words."""
    if reply.document is None:
        return False
    return any(
        paint_markdown(Reply(blocks=(block,))).strip() in reply.document.content for block in _gone(swaps)
    )


def _gone(swaps: Sequence[Swap]) -> list[Block]:
    stay = {block for swap in swaps for block in swap.new}
    return [block for swap in swaps for block in swap.old if block not in stay]
