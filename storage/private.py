"""Files and folders that only their owner reads, from their first moment on; Windows has no such modes."""

import os
from pathlib import Path


def make_private_file(path: Path) -> None:
    """An empty file that only we read, where there is none. SQLite gives the files beside it the same mode.

    What is there already keeps its mode: it may be the operator's will. Raises OSError.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def make_private_folder(path: Path) -> None:
    """A folder that only we look into, where there is none; its missing parents are folders as usual.

    Raises OSError.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
