"""Which rows open the caption of a figure, table or listing, and which only speak of one."""

import re

from bot.reading.lines import Line

LABEL = (
    r"(?:Supplementary |Supplemental |Extended Data )?"
    r"(?:Figures?|Figs?\.?|Tables?|Tab\.?|Algorithms?|Listings?|Schemes?|Charts?|Plates?|Boxe?s?|Abbildung|Abb\.|Tabelle|Tableau"
    r"|图|表)"
)
# roman numbers and letters: "TABLE IV", "Figure B.3", "Table S1"
NUMBER = r"(?:[A-Z]{0,2}[.\-]?\d{1,3}(?:[.\-]\d{1,3})*[a-z]?|[IVXL]{1,6}|\([a-z]\))"
INITIALS = frozenset("SEFTALCPB图表")  # of the words above, as captions print them
CAPTION = re.compile(rf"{LABEL}\s?{NUMBER}(?P<stop>\s?[.:|—–]|\s-\s|\)|$)?", re.IGNORECASE)
SPEAKS = re.compile(
    r"\s*(?:shows?|and|is|are|presents?|illustrates?|depicts?|in|of|compares?|gives?|lists?|summari[sz]es?|reports?"
    r"|demonstrates?|plots?|also|we|provides?|describes?|indicates?|displays?|,|\(|to|for|on|reveals?)(?:\W|$)"
)


def starts_caption(text: str, *, apart: bool = False) -> bool:
    """Whether a text opens a caption; `apart` where its face or its place sets it off from prose."""
    found = CAPTION.match(text) if text[:1] in INITIALS else None
    if found is None:
        return False
    rest = text[found.end() :]
    if found["stop"] is not None:
        # "Figure 3. The" and "Figure 3:" open captions; "Fig. 3.2" and "(Figure 3)" are no stops
        return not rest[:1].isalnum() or found["stop"].strip() in {":", "|", ""}
    return apart and rest[:1].isspace() and not SPEAKS.match(rest) and rest.strip()[:1].isupper()


def is_labelled(line: Line) -> bool:
    """Whether a caption's label stands in another face than its text."""
    first = line.runs[0]
    return any(run.font != first.font and len(run.text.strip()) > 3 for run in line.runs[1:])


def kind_of(text: str) -> str:
    """What a caption names: "table", "code" for an algorithm or a listing, else "figure"."""
    word = text.lstrip().lower()
    if word.startswith(("tab", "supplementary tab", "extended data tab", "表")):
        return "table"
    return "code" if word.startswith(("algo", "list")) else "figure"
