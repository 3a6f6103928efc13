"""The main messages of Slack and Telegram as pictures, for people to look at: `make pictures`."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops

from tests.pictures import slack_page, telegram_page
from tests.pictures.scenes import LANGUAGES, SCENES

FOLDER = Path(__file__).resolve().parents[2] / "deploy" / "pictures"
SCALE = 1.5
HEIGHT = 4000  # more than any of them takes; what is empty is cut off
MARGIN = 16  # pixels below
COLOURS = 48
MOST_BYTES = 120_000  # of a picture: the repository carries them


def missing_browser() -> str:
    """Why nothing can be photographed; empty where it can."""
    if browser():
        return ""
    return (
        "Chromium is not installed, so no picture can be drawn; tests/pictures/README.md says how to get it"
    )


def browser() -> str | None:
    """Chromium under the names that it has."""
    return which("chromium") or which("chromium-browser") or which("google-chrome")


def photograph(html: str, picture: Path, *, width: int) -> None:
    """Draw a document into a PNG of few colours, without the empty space below."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # Chromium may still be tidying up
        document, shot = Path(folder) / "page.html", Path(folder) / "shot.png"
        document.write_text(html, encoding="utf-8")
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses root with it
        command = [
            str(browser()),
            "--headless",
            *sandbox,
            "--disable-gpu",
            "--hide-scrollbars",
            f"--user-data-dir={folder}/profile",
            f"--force-device-scale-factor={SCALE}",
            f"--window-size={width},{HEIGHT}",
            f"--screenshot={shot}",
            document.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        with Image.open(shot) as whole:
            few = _trimmed(whole.convert("RGB")).quantize(
                COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE
            )
            few.save(picture, optimize=True)


def _trimmed(whole: Image.Image) -> Image.Image:
    """The picture down to the last line that is not empty, with a margin."""
    empty = Image.new("RGB", whole.size, whole.getpixel((0, whole.height - 1)))
    box = ImageChops.difference(whole, empty).getbbox()
    bottom = box[3] if box else whole.height
    return whole.crop((0, 0, whole.width, min(bottom + MARGIN, whole.height)))


def main() -> None:
    """Draw every scene for both platforms in both languages."""
    if why := slack_page.missing() or missing_browser():
        sys.exit(f"{why}.")
    FOLDER.mkdir(exist_ok=True)
    names = [(scene, language) for scene in SCENES for language in LANGUAGES]
    turns = [(SCENES[scene](language), language) for scene, language in names]
    for (scene, language), slack, (said, _) in zip(names, slack_page.slack_pages(turns), turns, strict=True):
        telegram = telegram_page.telegram_page(said, language)
        for platform, html, width in (
            ("slack", slack, slack_page.WIDTH),
            ("telegram", telegram, telegram_page.WIDTH),
        ):
            picture = FOLDER / f"{platform}-{scene}-{language}.png"
            photograph(html, picture, width=width)
            size = picture.stat().st_size
            sys.stdout.write(f"{picture.name}: {size / 1000:.0f} kB\n")
            if size > MOST_BYTES:
                sys.exit(f"{picture.name} has {size} bytes; at most {MOST_BYTES} may go into the repository.")


if __name__ == "__main__":
    main()
