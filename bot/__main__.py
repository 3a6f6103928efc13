"""The command line: what was typed -> one call; what went wrong -> one sentence and an exit code."""

import locale
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.app import chosen
from bot.app import run as run_bot
from bot.cli import (
    audits,
    backups,
    exams,
    figures,
    given_papers,
    questions,
    schedules,
    sent_reports,
    topics,
)
from bot.cli.doctor import examine
from bot.cli.ends import do, end, settings_here
from bot.domain.briefs import Language
from bot.logs import log_to_stderr

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(topics.app, name="topic")
app.add_typer(exams.app, name="eval")
Papers = Annotated[
    list[str],
    typer.Argument(metavar="PAPER...", help="arXiv ids, addresses, or local files (PDF, Markdown, text)."),
]
Offline = Annotated[bool, typer.Option("--offline", help="Use nothing but the given files.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


def _say_version(*, wished: bool) -> None:
    if wished:
        typer.echo(f"briefbot {version('briefbot')}")
        raise typer.Exit


@app.callback()
def options(
    *,
    _version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_say_version, help="Say which one this is.")
    ] = False,
) -> None:
    """Reads papers, writes briefs that can be checked, and posts the daily report."""


@app.command()
def run() -> None:
    """Start the bot: Telegram and Slack where their tokens are set, else a chat in this terminal."""
    settings = settings_here()
    if not chosen(settings) and "log_level" not in settings.model_fields_set:
        log_to_stderr("WARNING", secrets=settings.secrets)  # the terminal belongs to the chat
    do(run_bot(settings, language=_language_of_the_person()))


@app.command()
def report(
    papers: Papers,
    *,
    language: Annotated[
        Literal["zh", "en"] | None, typer.Option(help="The report's language (BRIEFBOT_LANGUAGE).")
    ] = None,
    title: Annotated[str, typer.Option(help="The report's title (BRIEFBOT_REPORT_TITLE).")] = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write it to this file.")] = None,
    offline: Offline = False,
) -> None:
    """One report of the given papers, in Markdown, on standard output."""
    if output and any(_same_file(output, paper) for paper in papers):
        raise typer.BadParameter(f"{output} is one of the papers. Give another file.", param_hint="-o")
    settings = settings_here(quiet=True)
    wished = settings.model_copy(
        update={"language": language or settings.language, "report_title": title or settings.report_title}
    )
    end(done=do(given_papers.report(papers, settings=wished, output=output, offline=offline)))


@app.command()
def sent(
    when: Annotated[
        str,
        typer.Argument(
            metavar="[WHEN]",
            help="The day on which it came; 2026-W47 or 2026-11 for an overview; else the newest report.",
        ),
    ] = "",
    *,
    chat: Annotated[str, typer.Option(help="As platform:id, as admin chats shows it.")],
    form: Annotated[
        sent_reports.Form, typer.Option("--format", help="atom: the newest reports as a feed.")
    ] = "md",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write it to this file.")] = None,
    number: Annotated[
        int | None, typer.Option(min=1, help="Of several that came on a day: 1 is the first.")
    ] = None,
) -> None:
    """A daily report, or a weekly or monthly overview, as it was sent to a chat."""
    day = sent_reports.parse_when(when)
    if when and day is None:
        raise typer.BadParameter(f"{when} is no day, week or month.", param_hint="WHEN")
    wish = sent_reports.Wish(chat, day, form, output, number or 0)
    end(done=do(sent_reports.sent(wish, settings=settings_here(quiet=True))))


@app.command()
def brief(
    paper: Annotated[
        str,
        typer.Argument(metavar="PAPER", help="arXiv id, address, or local file."),
    ],
    *,
    language: Annotated[Literal["zh", "en"] | None, typer.Option(help="The brief's language.")] = None,
    as_json: AsJson = False,
    offline: Offline = False,
) -> None:
    """The brief of one paper."""
    settings = settings_here(quiet=True)
    wished = settings.model_copy(update={"language": language or settings.language})
    end(done=do(given_papers.brief(paper, settings=wished, as_json=as_json, offline=offline)))


@app.command()
def read(papers: Papers, *, as_json: AsJson = False, offline: Offline = False) -> None:
    """What is read from each paper: title, authors, institutions, abstract, problems."""
    settings = settings_here(quiet=True)
    end(done=do(given_papers.read(papers, settings=settings, as_json=as_json, offline=offline)))


# A question may begin with a dash, as in "-1 …"; it is no option then.
@app.command(context_settings={"ignore_unknown_options": True})
def ask(
    paper: Annotated[str, typer.Argument(metavar="PAPER", help="arXiv id, address, or local file.")],
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="In English or Chinese, in quotes.")],
    *,
    passages: Annotated[
        bool, typer.Option("--passages", help="All the passages that a model would be handed.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    offline: Offline = False,
) -> None:
    """What one paper answers to a question, with page, section and its own words."""
    if not question.strip():
        raise typer.BadParameter("it is empty. Write what you want to know.", param_hint="QUESTION")
    if question.startswith("--") and len(question.split()) == 1:
        raise typer.BadParameter(f"{question} is no option of ask, and no question.", param_hint="QUESTION")
    wish = questions.Wish(paper, question, passages=passages, as_json=as_json)
    end(done=do(questions.ask(wish, settings=settings_here(quiet=True), offline=offline)))


@app.command()
def audit(
    report: Annotated[Path, typer.Argument(metavar="REPORT", help="A report in Markdown.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Say for each entry of a report what is wrong with it; exit code 1 where anything is."""
    end(done=audits.audit(report, as_json=as_json))


@app.command()
def schedule(*, as_json: AsJson = False) -> None:
    """The next ten reports of each chat to which one comes by itself."""
    end(done=do(schedules.schedule(settings_here(quiet=True), as_json=as_json)))


@app.command()
def run_report(
    chat: Annotated[
        str,
        typer.Argument(metavar="[CHAT]", help="Such as slack:C0123456789; all chats where none is named."),
    ] = "",
    *,
    until: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Leave later due dates for later.")
    ] = None,
) -> None:
    """File the reports that are due, and send them unless a bot that runs does; for cron."""
    wish = schedules.Wish(chat, until.date() if until else None)
    end(done=do(schedules.run_report(wish, settings=settings_here(quiet=True))))


@app.command()
def metrics() -> None:
    """All counters in Prometheus's text format, also while the bot runs; for a monitoring system."""
    end(done=do(figures.metrics(settings_here(quiet=True))))


@app.command()
def backup() -> None:
    """Copy the database and the files into the data directory, also while the bot runs."""
    end(done=do(backups.back_up(settings_here(quiet=True))))


@app.command()
def doctor() -> None:
    """Say what is set and what is not, and try each connection."""
    end(done=do(examine(settings_here(quiet=True))))


def main() -> None:
    """Entry point of `briefbot` and of `python -m bot`."""
    app()


def _same_file(output: Path, paper: str) -> bool:
    """True where writing the report would destroy the paper, also through a link."""
    try:
        return output.samefile(paper)
    except (OSError, ValueError):
        return False


def _language_of_the_person() -> Language:
    spoken, _ = locale.getlocale()
    return "zh" if (spoken or "").lower().startswith(("zh", "chinese")) else "en"


if __name__ == "__main__":
    main()
