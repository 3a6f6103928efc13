"""Overview -> words: a compact post with its numbers and the best papers, and a file with the table."""

from bot.domain.briefs import Language, Slot
from bot.domain.chat import Block, Button, Buttons, Document, Heading, Picture, Reply, numbered, paragraph
from bot.domain.overviews import Favourite, Finding, Overview, ToldOverview, Unit, period_of
from bot.replies.briefs import brief_line
from bot.replies.buttons import number_buttons
from bot.replies.catalogue import say
from bot.replies.grounds import conditions_line
from bot.replies.markdown import paint_markdown, table
from bot.replies.overview_figures import institutions_line, kinds_line, title_of, weeks_line

_COLUMNS = ("number", "paper", "technique", "effect", "conditions", "basis")


def overview_reply(overview: Overview, language: Language, *, picture: Picture | None = None) -> Reply:
    """The overview as a post, with its picture and the table as a file where there is a paper to speak of."""
    if not overview.entries:
        return Reply(blocks=(*_head(overview, language), *_taps(overview, language)))
    papers = [favourite.entry.paper for favourite in overview.favourites]
    return Reply(
        blocks=(
            *_head(overview, language),
            *_figures(overview, language),
            *_favourites(overview, language),
            paragraph(_table_line(overview, language)),
            *number_buttons(papers),
            *_taps(overview, language),
        ),
        picture=picture,
        document=Document(name=file_name(overview, language), content=markdown(overview, language)),
        papers=tuple(paper.key for paper in papers),
    )


def as_sent_line(kept: ToldOverview, language: Language) -> Block:
    """When it was sent, and how to have it by what is known now."""
    time, name = f"{kept.made_at:%Y-%m-%d %H:%M}", kept.overview.period.name
    return paragraph(say(language, "overview.as_sent", time=time, name=name))


def markdown(overview: Overview, language: Language) -> str:
    """The whole overview as a file, with the table."""
    words = paint_markdown(Reply(blocks=overview_blocks(overview, language)))
    head, rows = table_of(overview, language)
    return f"{words}\n{table(head, rows)}" if rows else words


def overview_blocks(overview: Overview, language: Language) -> tuple[Block, ...]:
    """The whole overview but for the rows of its table, which come last."""
    meaning = say(language, "overview.table_means")
    return (
        *_head(overview, language),
        *_figures(overview, language),
        *_favourites(overview, language),
        Heading(text=say(language, "overview.table"), level=2),
        paragraph(meaning if overview.findings else _table_line(overview, language)),
    )


def table_of(overview: Overview, language: Language) -> tuple[list[str], list[list[str]]]:
    """The table's head and its rows, which may be none."""
    head = [say(language, f"overview.column_{name}") for name in _COLUMNS]
    return head, [_row(finding, language) for finding in overview.findings]


def file_name(overview: Overview, language: Language, ending: str = "md") -> str:
    """What its file or its picture is called."""
    return f"overview-{overview.period.name}-{language}.{ending}"


def alt_text(overview: Overview, language: Language) -> str:
    """What the picture shows, in words."""
    return "\n".join((title_of(overview, language), *_lines(overview, language)))


def _lines(overview: Overview, language: Language) -> list[str]:
    lines = (kinds_line, weeks_line, institutions_line)
    return [words for line in lines if (words := line(overview, language))]


def _head(overview: Overview, language: Language) -> list[Block]:
    period = overview.period
    facts = {"begins": period.begins.isoformat(), "ends": period.ends.isoformat()}
    when = say(language, "overview.so_far" if overview.so_far else "overview.span", **facts)
    figures = {"reports": overview.reports, "papers": len(overview.entries)}
    unit = period.unit
    if not overview.reports:
        what = say(language, f"overview.no_report_{unit}")
    elif not overview.entries:
        what = say(language, "overview.no_paper", **figures)
    else:
        what = say(language, "overview.sum", **figures)
    if overview.announced:
        what += say(language, "overview.announced", count=overview.announced)
    if overview.failures:
        what += say(language, "overview.failed", count=overview.failures)
    return [Heading(text=title_of(overview, language)), paragraph(f"{when}\n{what}")]


def _figures(overview: Overview, language: Language) -> list[Block]:
    return [paragraph(line) for line in _lines(overview, language)]


def _favourites(overview: Overview, language: Language) -> list[Block]:
    if not overview.favourites:
        return [paragraph(say(language, "overview.no_favourite"))]
    head = Heading(text=say(language, "overview.favourites"), level=2)
    lines = (_favourite(each, language) for each in overview.favourites)
    return [head, *(numbered(line, number) for number, line in enumerate(lines, 1))]


def _favourite(favourite: Favourite, language: Language) -> Block:
    line = brief_line(favourite.entry.paper, favourite.entry.brief)
    tally = favourite.tally
    marks = [
        say(language, f"overview.{name}", count=count)
        for name, count in (("saved", tally.saved), ("liked", tally.liked))
        if count
    ]
    return paragraph(*line.spans, "\n" + say(language, "overview.join").join(marks))


def _table_line(overview: Overview, language: Language) -> str:
    count, papers = len(overview.findings), len(overview.entries)
    if not count:
        return say(language, "overview.no_table", papers=papers)
    return say(language, "overview.table_line", count=count, papers=papers)


def _row(finding: Finding, language: Language) -> list[str]:
    brief, paper = finding.entry.brief, finding.entry.paper
    title = " ".join(paper.title.split())
    return [
        str(finding.number),
        f"{title} ({paper.arxiv_id})" if paper.arxiv_id else title,
        _slot(finding.technique),
        _slot(finding.effect),
        conditions_line(brief),
        _basis(finding, language),
    ]


def _slot(slot: Slot | None) -> str:
    return slot.text if slot else ""


def _basis(finding: Finding, language: Language) -> str:
    """Why a row may be believed."""
    brief = finding.entry.brief
    words = say(language, "overview.basis_extracted" if brief.extracted else "overview.basis_checked")
    if {"technique", "effect"} & set(brief.corrected):
        words += say(language, "overview.basis_corrected")
    return words


def _taps(overview: Overview, language: Language) -> tuple[Buttons, ...]:
    """The one before, and the other measure of time at the same place."""
    period = overview.period
    unit: Unit = "month" if period.unit == "week" else "week"
    other = period_of(unit, period.ends)
    buttons = (
        Button(label=say(language, "overview.tap_before"), says=f"overview {period.before().name}"),
        Button(label=say(language, f"overview.tap_{unit}"), says=f"overview {other.name}"),
    )
    return (Buttons(buttons=buttons),)
