"""What a picture of numbers shows, before anybody draws it."""

from bot.domain.frozen import Frozen


class Part(Frozen):
    """A stretch of a bar."""

    series: int | None  # those of one have one colour, in all charts of a sheet; None: it is of none
    count: int


class Bar(Frozen):
    """A row of a chart."""

    label: str
    parts: tuple[Part, ...]

    @property
    def count(self) -> int:
        """How long it is."""
        return sum(part.count for part in self.parts)


class Chart(Frozen):
    """Rows under a title."""

    title: str
    bars: tuple[Bar, ...]


class Sheet(Frozen):
    """Charts on one picture, one below the other."""

    title: str
    charts: tuple[Chart, ...]
