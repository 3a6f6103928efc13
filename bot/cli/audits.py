"""`audit`: a report in Markdown, anybody's -> what is wrong with each of its entries."""

import json
from collections.abc import Sequence
from pathlib import Path

from bot.audit.entries import NoReport
from bot.audit.problems import AuditedEntry
from bot.audit.reports import audit_report
from bot.cli.streams import complain, put
from bot.domain.briefs import Language
from bot.replies.catalogue import say


def audit(report: Path, *, as_json: bool) -> bool:
    """Print what is wrong with each entry of a report; True for a clean one."""
    try:
        entries = audit_report(report.read_text(encoding="utf-8"))
    except OSError as error:
        complain(f"{report} cannot be read: {error.strerror}. Give the Markdown file of a report.")
        return False
    except (NoReport, UnicodeDecodeError):
        complain(
            f"{report} is no report: it has no numbered papers under a heading “{_heading('zh')}” or"
            f" “{_heading('en')}”. Give a Markdown file such as `briefbot report -o FILE` writes."
        )
        return False
    lines = _records(entries) if as_json else _lines(entries)
    return put("".join(f"{line}\n" for line in lines)) and not any(entry.problems for entry in entries)


def _heading(language: Language) -> str:
    return say(language, "report.briefs")


def _records(entries: Sequence[AuditedEntry]) -> list[str]:
    """One JSON object an entry."""
    records = []
    for entry in entries:
        problems = [{"kind": problem.kind, "text": problem.sentence} for problem in entry.problems]
        record = {"index": entry.index, "title": entry.title, "problems": problems}
        records.append(json.dumps(record, ensure_ascii=False))
    return records


def _lines(entries: Sequence[AuditedEntry]) -> list[str]:
    """What is wrong, by entry, and a last line that sums it up."""
    lines = []
    for entry in entries:
        if entry.problems:
            lines.append(f"{entry.index}. {entry.title}".rstrip())
            lines += [f"  {problem.kind:<22}{problem.sentence}" for problem in entry.problems]
            lines.append("")
    wrong = sum(bool(entry.problems) for entry in entries)
    return [*lines, f"{wrong} of {len(entries)} entries have something wrong."]
