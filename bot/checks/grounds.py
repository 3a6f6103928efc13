"""What a statement about a paper is held against: the paper's own words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grounds:
    """A paper as far as it was read. What is not known is empty."""

    title: str
    institutions: tuple[str, ...]  # as printed
    sentences: tuple[str, ...]  # of the abstract, and of what else was read

    @property
    def text(self) -> str:
        """Title and sentences together."""
        return " ".join((f"{self.title}.", *self.sentences))
