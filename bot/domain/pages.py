"""What a PDF's pages show: values that the PDF layer hands to the pure rules of `bot.reading`."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How much of one file is read."""

    pages: int = 200  # a longer file is refused
    header_pages: int = 3  # where the title page is looked for, cover pages included
    whole: bool = False  # whether the whole text is read too, not the head alone


@dataclass(frozen=True, slots=True)
class Font:
    """A face as a file names it, without the letters of its subset."""

    name: str
    bold: bool
    italic: bool


class Run(NamedTuple):
    """Text in one face and size on one baseline, without a wide gap. Points from the page's top left."""

    text: str
    left: float
    right: float
    base: float  # the baseline's distance from the page's top
    size: float
    font: Font


@dataclass(frozen=True, slots=True)
class Page:
    """The visible text of one page, in the order of the file; `hidden` holds words that no reader can see."""

    number: int  # 1-based
    width: float
    height: float
    runs: tuple[Run, ...]
    turned: tuple[str, ...] = ()  # texts that stand at an angle to the others, such as arXiv's stamp
    hidden: str = ""
