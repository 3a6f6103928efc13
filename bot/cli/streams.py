"""What the command line prints: words for standard output, complaints and progress for standard error."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


def put(words: str) -> bool:
    """Write to standard output; False where it does not take it, such as a full disk."""
    try:
        sys.stdout.write(words)
        sys.stdout.flush()
    except OSError as error:
        # or the interpreter complains at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # whoever read it has seen enough
            return True
        complain(f"The output cannot be written: {error.strerror}.")
        return False
    return True


def complain(words: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write(words + "\n")


@contextmanager
def progress() -> Iterator[Callable[[str], Callable[[int, int], None]]]:
    """A bar on standard error, where that is a terminal: names a stage, gives what counts its papers."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:

        def step(stage: str) -> Callable[[int, int], None]:
            task = bar.add_task(stage)
            return lambda done, of: bar.update(task, completed=done, total=of)

        yield step
