"""Where papers come from, as one argument."""

from dataclasses import dataclass

from bot.ports import Originals, PaperSource, Reader


@dataclass(frozen=True, slots=True)
class Sources:
    """Records, files, and whoever reads the files."""

    papers: PaperSource
    originals: Originals
    reader: Reader
