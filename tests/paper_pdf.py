"""Small papers of our own, drawn as PDFs: what people hand in, in the stories."""

from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = letter


@dataclass(frozen=True)
class MadePaper:
    """A paper that never was."""

    title: str
    authors: tuple[str, ...] = ("Ada Lovelace", "Charles Babbage")
    institution: str = "University of Turin"
    abstract: str = ""
    stamp: str = ""  # such as "arXiv:2501.12345v1 [cs.LG] 3 Jan 2025"


def abstract_about(method: str, *, speed: str = "2.5x") -> str:
    """An abstract that tells a problem, a technique and an effect."""
    return (
        f"Large models answer slowly when many people ask at once. However, existing caches waste most of "
        f"their memory on tokens that nobody reads again. We propose {method}, a cache that keeps only the "
        f"tokens which later queries need and drops the rest while the model runs. A small predictor decides "
        f"which tokens stay. Experiments on four public workloads show that {method} achieves a {speed} "
        f"speedup over the strongest baseline while keeping accuracy within 0.3%."
    )


def paper(number: int) -> MadePaper:
    """The nth of a series of papers that differ in every field."""
    name = f"Cache{chr(65 + number % 26)}{number}"
    return MadePaper(
        title=f"{name}: Keeping the Right Tokens for Faster Serving",
        abstract=abstract_about(name, speed=f"{number + 2}.5x"),
    )


def draw(made: MadePaper) -> bytes:
    """The paper as a PDF of one page with a line of body text behind the abstract."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=letter, invariant=1)
    y = HEIGHT - 90
    for line in simpleSplit(made.title, "Times-Bold", 17, WIDTH - 160):
        y = _centred(canvas, line, y, font=("Times-Bold", 17))
    y = _centred(canvas, ", ".join(made.authors), y - 10, font=("Times-Roman", 12))
    y = _centred(canvas, made.institution, y - 4, font=("Times-Roman", 11))
    y = _centred(canvas, "Abstract", y - 20, font=("Times-Bold", 12))
    y = _lines(canvas, made.abstract, y - 4, indent=108)
    canvas.setFont("Times-Bold", 12)
    canvas.drawString(72, y - 24, "1 Introduction")
    _lines(
        canvas, "Serving large models is costly, and much has been written about it. " * 6, y - 44, indent=72
    )
    if made.stamp:
        canvas.saveState()
        canvas.setFont("Times-Roman", 20)
        canvas.translate(32, 240)
        canvas.rotate(90)
        canvas.drawString(0, 0, made.stamp)
        canvas.restoreState()
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _centred(canvas: Canvas, line: str, y: float, *, font: tuple[str, int]) -> float:
    canvas.setFont(*font)
    canvas.drawCentredString(WIDTH / 2, y, line)
    return y - font[1] * 1.25


def _lines(canvas: Canvas, text: str, y: float, *, indent: int) -> float:
    canvas.setFont("Times-Roman", 10)
    for line in simpleSplit(text, "Times-Roman", 10, WIDTH - 2 * indent):
        canvas.drawString(indent, y, line)
        y -= 12
    return y
