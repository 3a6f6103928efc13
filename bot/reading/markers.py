"""Marks that link an author to an affiliation or a note: superscripts, daggers, letters."""

import re

from bot.reading.lines import LIGATURES, SPACE_GAP, Line

# the two stand around every mark in marked text; neither is printed by any file
OPEN, CLOSE = "\x0f", "\x0e"

SYMBOLS = "*∗⋆★☆✶✱†‡§¶‖∥||♠♣♢♡♦♥△▽▲▼◦⋄◇◆●○□■⊠✉✝✚♯⊕⊗※✻✧✦✩🖂✢"
SYMBOL = re.compile(f"[{re.escape(SYMBOLS)}]+")
LOWERED = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠ", "1230456789abcdef")
RAISED = re.compile("[¹²³⁰⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠ](?:,?[¹²³⁰⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠ])*")
MARK = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
NEIGHBOURS = re.compile(f"{CLOSE}([\\s,]*){OPEN}")
ONE_MARK = re.compile(r"\d+|[^\W\d_](?![^\W\d_])|[^\w\s,;.()\[\]]")
SAME = str.maketrans({"∗": "*", "✱": "*", "⋆": "*", "✝": "†"})


def marked(line: Line) -> str:
    """The line's text with each superscript and each mark symbol between OPEN and CLOSE."""
    parts: list[str] = []
    reach: float | None = None
    for run in line.runs:
        if reach is not None and run.left - reach > SPACE_GAP * run.size:
            parts.append(" ")
        text = run.text.translate(LIGATURES)
        raised = line.is_raised(run)
        parts.append(f"{OPEN}{text.strip()}{CLOSE}" + (" " if text.endswith(" ") else "") if raised else text)
        reach = run.right
    return mark_up("".join(parts))


def mark_up(text: str) -> str:
    """Marked text in which symbols on the baseline count as marks too, and neighbouring marks are one."""
    text = RAISED.sub(lambda found: f"{OPEN}{found[0].translate(LOWERED)}{CLOSE}", text)
    pieces = re.split(f"({OPEN}[^{CLOSE}]*{CLOSE})", text)
    text = "".join(
        piece if piece.startswith(OPEN) else SYMBOL.sub(lambda found: f"{OPEN}{found[0]}{CLOSE}", piece)
        for piece in pieces
    )
    text = NEIGHBOURS.sub(r"\1", text)
    return re.sub(r"\s{2,}", "  ", text).strip()


def marks_in(raised: str) -> tuple[str, ...]:
    """The single marks of one superscript: "1,2*" is three."""
    return tuple(dict.fromkeys(ONE_MARK.findall(raised.translate(SAME))))


def unmarked(text: str) -> str:
    """Marked text without its marks."""
    return re.sub(r"\s+", " ", MARK.sub(" ", text)).replace(" ,", ",").strip()
