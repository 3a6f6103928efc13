"""The command line: what was typed -> one call; what went wrong -> one sentence and an exit code."""

import asyncio
import locale
import sys
from collections.abc import Coroutine
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal, NoReturn, TypeVar

import typer

from bot import command_ask, command_audit, command_backup, command_line
from bot.app import chosen
from bot.app import run as run_bot
from bot.doctor import examine
from bot.domain.briefs import Language
from bot.errors import NotThereYet, SetupError
from bot.logs import log_to_stderr
from bot.settings import Settings, read_settings

# sysexits.h
EX_TEMPFAIL = 75  # try again after a while
EX_CONFIG = 78  # the configuration is wrong: a restart will not help
NOTHING_DONE = 1

T = TypeVar("T")
app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
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
    settings = _settings()
    if not chosen(settings) and "log_level" not in settings.model_fields_set:
        log_to_stderr("WARNING", secrets=settings.secrets)  # the terminal belongs to the chat
    _do(run_bot(settings, language=_language_of_the_person()))


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
    settings = _settings(quiet=True)
    wished = settings.model_copy(
        update={"language": language or settings.language, "report_title": title or settings.report_title}
    )
    _end(done=_do(command_line.report(papers, settings=wished, output=output, offline=offline)))


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
    settings = _settings(quiet=True)
    wished = settings.model_copy(update={"language": language or settings.language})
    _end(done=_do(command_line.brief(paper, settings=wished, as_json=as_json, offline=offline)))


@app.command()
def read(papers: Papers, *, as_json: AsJson = False, offline: Offline = False) -> None:
    """What is read from each paper: title, authors, institutions, abstract, problems."""
    settings = _settings(quiet=True)
    _end(done=_do(command_line.read(papers, settings=settings, as_json=as_json, offline=offline)))


@app.command()
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
    """The passages of one paper that answer a question best."""
    if not question.strip():
        raise typer.BadParameter("it is empty. Write what you want to know.", param_hint="QUESTION")
    wish = command_ask.Wish(paper, question, passages=passages, as_json=as_json)
    _end(done=_do(command_ask.ask(wish, settings=_settings(quiet=True), offline=offline)))


@app.command()
def audit(
    report: Annotated[Path, typer.Argument(metavar="REPORT", help="A report in Markdown.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Say for each entry of a report what is wrong with it; exit code 1 where anything is."""
    _end(done=command_audit.audit(report, as_json=as_json))


@app.command()
def backup() -> None:
    """Copy the database and the files into the data directory, also while the bot runs."""
    _end(done=_do(command_backup.back_up(_settings(quiet=True))))


@app.command()
def doctor() -> None:
    """Say what is set and what is not, and try each connection."""
    _end(done=_do(examine(_settings(quiet=True))))


def main() -> None:
    """Entry point of `briefbot` and of `python -m bot`."""
    app()


def _settings(*, quiet: bool = False) -> Settings:
    """The settings; on the command line only warnings are logged."""
    try:
        settings = read_settings()
    except SetupError as error:
        _stop(error)
    log_to_stderr("WARNING" if quiet else settings.log_level, secrets=settings.secrets)
    return settings


def _do(work: Coroutine[None, None, T]) -> T:
    try:
        return asyncio.run(work)
    except SetupError as error:
        _stop(error)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _stop(error: SetupError) -> NoReturn:
    sys.stderr.write(f"{error}\n")
    raise typer.Exit(EX_TEMPFAIL if isinstance(error, NotThereYet) else EX_CONFIG)


def _end(*, done: bool) -> None:
    if not done:
        raise typer.Exit(NOTHING_DONE)


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
