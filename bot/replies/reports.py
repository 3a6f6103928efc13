"""Report -> words, in the form that its readers know: briefs first, then details, under the same numbers."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, Decimal

from bot.domain.briefs import Language
from bot.domain.chat import Block, Document, Heading, Reply, numbered, paragraph
from bot.domain.reports import Failure, Report
from bot.domain.spending import Spent
from bot.replies.briefs import brief_line, brief_reply, brief_sentence, details
from bot.replies.buttons import number_buttons
from bot.replies.catalogue import explain, say
from bot.replies.markdown import paint_markdown

_SHOWN = Decimal("0.0001")


def report_reply(report: Report, *, detailed: bool = True) -> Reply:
    """The report as a compact post with a line a paper, the briefs below it, and the whole as a file.

    Where it is not `detailed`, the briefs stand below without what they rest on.
    """
    written = Reply(blocks=report_blocks(report))
    day = report.day or report.made_at.date()
    buttons = number_buttons([entry.paper for entry in report.entries])
    return Reply(
        blocks=(*_compact_head(report), *_lines(report), paragraph(closing(report)), *_how(report), *buttons),
        below=tuple(_below(report, detailed=detailed)),
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
        if report.remembered:
            words += say(language, "report.remembered", count=report.remembered)
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


def cost_line(costs: Mapping[str, Spent], language: Language, *, remembered: bool) -> str:
    """What a wish for briefs cost, by model; "" where none was paid and none was `remembered`."""
    if not costs:
        return say(language, "paper.cost_nothing") if remembered else ""
    told = [f"{cost_words(spent, language)} ({model})" for model, spent in costs.items()]
    return say(language, "paper.cost", cost=say(language, "paper.list_join").join(told))


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


def _compact_head(report: Report) -> tuple[Block, ...]:
    """The title, the day whose papers they are, and how many; the post itself bears its time."""
    day = report.day or report.made_at.date()
    words = say(report.language, "report.head", day=day, count=len(report.entries))
    return Heading(text=report.title), paragraph(words)


def _how(report: Report) -> list[Block]:
    """What can be done with the numbers, where there are any."""
    return [paragraph(say(report.language, "report.how"))] if report.entries else []


def _lines(report: Report) -> list[Block]:
    return [
        numbered(brief_line(entry.paper, entry.brief), number)
        for number, entry in enumerate(report.entries, 1)
    ]


def _below(report: Report, *, detailed: bool) -> list[Block]:
    """Each paper with its buttons; under its number, as in the post above and in the file.

    Its abstract is in the file and a tap away: what the brief rests on stands here already.
    """
    blocks: list[Block] = []
    for number, entry in enumerate(report.entries, 1):
        title, sentence, *rest, _, buttons = brief_reply(entry.brief, entry.paper, number=number).blocks
        blocks += [title, sentence, *(rest if detailed else ()), buttons]
    return blocks


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
