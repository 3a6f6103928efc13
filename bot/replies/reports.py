"""Report -> words, in the form that its readers know: briefs first, then details, under the same numbers."""

from collections.abc import Iterator

from bot.domain.briefs import Language
from bot.domain.chat import Block, Document, Heading, Paragraph, Reply, Span, numbered, paragraph, words_of
from bot.domain.papers import Paper
from bot.domain.reports import Entry, Group, Report, best_of, grouped
from bot.replies.briefs import as_listed, brief_line, brief_reply, brief_sentence, details, is_unfetched
from bot.replies.buttons import number_buttons
from bot.replies.catalogue import say
from bot.replies.hints import how_line
from bot.replies.joints import title_line
from bot.replies.markdown import paint_markdown
from bot.replies.papers import changes_line
from bot.replies.report_sums import (
    behind_line,
    closing,
    days_covered,
    days_headed,
    lost_line,
    made_good_line,
    nothing_line,
)
from bot.replies.verdicts import reason_words

# Twenty with their details are some six posts of 4096 characters, which is as much as one scrolls through.
MOST_BELOW = 20
MOST_REASONS = 5  # for which papers failed, in the post: more would bury its papers, and stand in the file
LONG = 30  # papers; in a longer list only those whose brief stands below have more than a title


def report_reply(report: Report, *, detailed: bool = True) -> Reply:
    """The report as a compact post with a line a paper, the briefs below it, and the whole as a file.

    Of many papers only the most relevant have their brief below; numbers and buttons are there for all.
    Where it is not `detailed`, the briefs stand below without what they rest on.
    """
    buttons = number_buttons([entry.paper for entry in report.entries])
    most = None if report.says_nothing else MOST_REASONS  # there is a file only where there are papers
    end = (*_end(report, most=most), *_how(report), *buttons)
    return Reply(
        blocks=(*_compact_head(report), *_lines(report), *_updates(report), *end),
        below=tuple(_below(report, detailed=detailed)),
        document=None if report.says_nothing else Document(name=file_name(report), content=markdown(report)),
        papers=tuple(entry.paper.key for entry in report.entries),
    )


def report_blocks(report: Report) -> tuple[Block, ...]:
    """The whole report, section by section."""
    language = report.language
    if report.says_nothing:
        return (*_head(report), *_end(report))
    return (
        *_head(report),
        Heading(text=say(language, "report.briefs"), level=2),
        *_briefs(report),
        Heading(text=say(language, "report.details"), level=2),
        *_details(report),
        *_updates(report),
        *_end(report),
    )


def markdown(report: Report) -> str:
    """The whole report as a file."""
    return paint_markdown(Reply(blocks=report_blocks(report)))


def file_name(report: Report, ending: str = "md") -> str:
    """What its file is called."""
    return f"report-{report.headed.isoformat()}-{report.language}.{ending}"


def default_title(language: Language) -> str:
    """The title of a report whose operator set none."""
    return say(language, "report.title")


def group_name(group: Group, language: Language) -> str:
    """What papers are called that are about one thing, or that were handed in."""
    return say(language, f"kind.{group}")


def pick_words(entry: Entry, language: Language) -> str:
    """For which topic a paper was picked, and why; "" for one that was handed in."""
    pick = entry.pick
    if pick is None:
        return ""
    return say(language, "report.pick", topic=pick.topic, reason=reason_words(pick.verdict, language))


def update_words(paper: Paper, language: Language) -> str:
    """What is new in a version of a paper that was reported before."""
    version = f"v{paper.version}"
    changes = changes_line(paper, language) or say(language, "report.version", version=version)
    return say(language, "report.update", title=title_line(paper.title), changes=changes)


def _numbered(report: Report) -> Iterator[tuple[int, Entry, Group | None]]:
    """Each entry with its number, and its group where it is the first of it."""
    number = 0
    for group, entries in grouped(report.entries):
        for place, entry in enumerate(entries):
            number += 1
            yield number, entry, group if place == 0 else None


def _group_head(group: Group | None, report: Report) -> list[Block]:
    if group is None:
        return []
    count = sum(entry.group == group for entry in report.entries)
    words = say(report.language, "report.group", name=group_name(group, report.language), count=count)
    return [Heading(text=words, level=2)]


def _group_line(group: Group | None, report: Report) -> list[Block]:
    """The same in the file: a heading would end the section in which it stands."""
    return [paragraph(Span(text=words_of(head), style="bold")) for head in _group_head(group, report)]


def _head(report: Report) -> tuple[Block, ...]:
    language = report.language
    made_at = say(language, "report.made_at", time=f"{report.made_at:%Y-%m-%d %H:%M:%S}")
    count = say(language, "report.count", count=len(report.entries))
    lines = [made_at, count]
    if report.due:
        lines.append(say(language, "report.due", day=report.due.isoformat()))
    if report.begins:
        lines.append(say(language, "report.covers", days=days_covered(report)))
    return Heading(text=report.title), paragraph("\n".join(lines))


def _compact_head(report: Report) -> tuple[Block, ...]:
    """The title, the days whose papers they are, and how many; the post itself bears its time."""
    words = say(report.language, "report.head", day=days_headed(report), count=len(report.entries))
    return Heading(text=report.title), paragraph(words)


def _end(report: Report, *, most: int | None = None) -> list[Block]:
    """Why there is nothing or less than there might be, and the reconciliation."""
    sources = (nothing_line, behind_line, made_good_line, lost_line)
    lines = (*(line(report) for line in sources), _unread_line(report), closing(report, most=most))
    return [paragraph(words) for words in lines if words]


def _unread_line(report: Report) -> str:
    """That institutions could not be read, once for all papers whose file could not be had."""
    unread = [entry.paper for entry in report.entries if is_unfetched(entry.paper)]
    if not unread:
        return ""
    return say(report.language, "report.unread", count=len(unread), paper=unread[0].handle)


def _how(report: Report) -> list[Block]:
    """What can be done with the numbers, where there are any, and where the briefs are."""
    if not report.entries:
        return []
    count = len(report.entries)
    how = how_line(min(2, count), report.language)
    if count <= MOST_BELOW:
        return [how]
    key = "report.best" if any(entry.pick for entry in report.entries) else "report.first"
    return [paragraph(say(report.language, key, best=MOST_BELOW, count=count)), how]


def _lines(report: Report) -> list[Block]:
    blocks: list[Block] = []
    told = best_of(report.entries, MOST_BELOW if len(report.entries) > LONG else LONG)
    for number, entry, group in _numbered(report):
        line = brief_line(entry.paper, entry.brief if entry.paper.key in told else None)
        blocks += [*_group_head(group, report), numbered(line, number)]
    return blocks


def _updates(report: Report) -> list[Block]:
    """A line for each newer version of a paper that was reported before."""
    blocks: list[Block] = []
    for paper in report.updates:
        name = f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else paper.handle
        page = paper.arxiv_id.page if paper.arxiv_id else None
        blocks.append(
            paragraph(Span(text=name, style="bold", link=page), f" {update_words(paper, report.language)}")
        )
    return blocks


def _below(report: Report, *, detailed: bool) -> list[Block]:
    """The best papers, each with its buttons; under its number, as in the post above and in the file.

    Its abstract is in the file and a tap away: what the brief rests on stands here already.
    """
    blocks: list[Block] = []
    best = best_of(report.entries, MOST_BELOW)
    for number, entry in enumerate(report.entries, 1):
        if entry.paper.key not in best:
            continue
        listed = as_listed(entry.paper)
        title, sentence, *rest, _, buttons = brief_reply(entry.brief, listed, number=number).blocks
        known = [*rest, *_picked(entry, report.language)] if detailed else []
        blocks += [title, sentence, *known, buttons]
    return blocks


def _picked(entry: Entry, language: Language) -> list[Paragraph]:
    words = pick_words(entry, language)
    return [paragraph(Span(text=words, style="italic"))] if words else []


def _briefs(report: Report) -> list[Block]:
    blocks: list[Block] = []
    for number, entry, group in _numbered(report):
        blocks += [
            *_group_line(group, report),
            Heading(text=f"{number}. {entry.paper.title}", level=3),
            paragraph(brief_sentence(entry.brief, entry.paper)),
        ]
    return blocks


def _details(report: Report) -> list[Block]:
    blocks: list[Block] = []
    for number, entry, group in _numbered(report):
        *rest, abstract = details(entry.brief, as_listed(entry.paper))
        blocks += [
            *_group_line(group, report),
            Heading(text=f"{number}. {entry.paper.title}", level=3),
            *rest,
            *_picked(entry, report.language),
            abstract,
        ]
    return blocks
