"""Report -> words, in the form that its readers know: briefs first, then details, under the same numbers."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal

from bot.domain.briefs import Language
from bot.domain.chat import Block, Document, Heading, Reply, paragraph
from bot.domain.reports import Failure, Report
from bot.domain.spending import Spent
from bot.replies.briefs import brief_sentence, details
from bot.replies.catalogue import explain, say
from bot.replies.markdown import paint_markdown

_SHOWN = Decimal("0.0001")


def report_reply(report: Report) -> Reply:
    """The report as a post: the briefs, and the whole report with its details as a file."""
    written = Reply(blocks=report_blocks(report))
    day = report.day or report.made_at.date()
    return Reply(
        blocks=(*_head(report), *_briefs(report), paragraph(closing(report))),
        document=Document(
            name=f"report-{day.isoformat()}-{report.language}.md", content=paint_markdown(written)
        ),
        papers=tuple(entry.paper.key for entry in report.entries),
    )


def report_blocks(report: Report) -> tuple[Block, ...]:
    """The whole report, section by section."""
    language = report.language
    return (
        *_head(report),
        Heading(text=say(language, "report.briefs"), level=2),
        *_briefs(report),
        Heading(text=say(language, "report.details"), level=2),
        *_details(report),
        paragraph(closing(report)),
    )


def default_title(language: Language) -> str:
    """The title of a report whose operator set none."""
    return say(language, "report.title")


def closing(report: Report) -> str:
    """The line that reconciles: every paper that came in is an entry, a repeat or a named failure."""
    language = report.language
    words = say(
        language,
        "report.sum",
        submitted=report.submitted,
        briefed=len(report.entries),
        failed=len(report.failures),
    )
    if report.repeats:
        words += say(language, "report.repeats", repeats=report.repeats)
    if report.cost:
        words += say(language, "report.cost", cost=cost_words(report.cost, language))
    if not report.failures:
        return words + say(language, "report.sum_stop")
    return words + say(language, "report.sum_failures") + _failures(report.failures, language)


def cost_words(spent: Spent, language: Language) -> str:
    """Amounts by currency, and how many calls had no known price; nothing spent is 0."""
    amounts = [
        f"{amount.quantize(_SHOWN, rounding=ROUND_CEILING):f} {currency}"
        for currency, amount in sorted(spent.costs.items())
    ]
    if spent.unpriced_calls:
        amounts.append(say(language, "report.unpriced", calls=spent.unpriced_calls))
    return " + ".join(amounts) or "0"


def _failures(failures: Sequence[Failure], language: Language) -> str:
    """Each reason once, with the papers' names before it where the sentence does not have the one name."""
    labels: dict[str, list[str]] = {}
    for failure in failures:
        label = " ".join(failure.label.split())
        labels.setdefault(explain(language, failure.reason), []).append(label)
    sentences = []
    for reason, named in labels.items():
        if len(named) == 1 and named[0].removeprefix("arXiv:") in reason:
            sentences.append(reason)
        else:
            label = say(language, "paper.list_join").join(named)
            sentences.append(say(language, "report.failure", label=label, reason=reason))
    return say(language, "report.failure_join").join(sentences)


def _head(report: Report) -> tuple[Block, ...]:
    language = report.language
    made_at = say(language, "report.made_at", time=f"{report.made_at:%Y-%m-%d %H:%M:%S}")
    count = say(language, "report.count", count=len(report.entries))
    return Heading(text=report.title), paragraph(f"{made_at}\n{count}")


def _briefs(report: Report) -> list[Block]:
    blocks: list[Block] = []
    for number, entry in enumerate(report.entries, 1):
        blocks += [
            Heading(text=f"{number}. {entry.paper.title}", level=3),
            paragraph(brief_sentence(entry.brief, entry.paper)),
        ]
    return blocks


def _details(report: Report) -> list[Block]:
    blocks: list[Block] = []
    for number, entry in enumerate(report.entries, 1):
        blocks += [
            Heading(text=f"{number}. {entry.paper.title}", level=3),
            *details(entry.brief, entry.paper),
        ]
    return blocks
