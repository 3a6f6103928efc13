"""Which font pictures are written in: the one that is set, else the first of the usual ones with Chinese."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from PIL import ImageFont

from bot.errors import SetupError

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

# Where the packages of the usual systems put them: Debian and Ubuntu, Fedora, Arch, Alpine, macOS, Windows.
USUAL = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/source-han-sans/SourceHanSans-Regular.ttc",
    "/usr/share/fonts/adobe-source-han-sans/SourceHanSansCN-Regular.otf",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/wenquanyi/wqy-microhei/wqy-microhei.ttc",
    "/usr/share/fonts/wqy-microhei/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/usr/share/fonts/droid/DroidSansFallbackFull.ttf",
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/STHeiti Light.ttc",
    "/Library/Fonts/Arial Unicode.ttf",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/simhei.ttf",
)
_NO_LETTER = "\uffff"  # is none by the standard, so that a font shows what it shows for what it lacks


def find_font(chosen: Path | None, *, usual: Iterable[str] = USUAL) -> Path | None:
    """The file of the font; None: the one that comes with the drawing library, which has no Chinese.

    Raises SetupError where the one that is set is none.
    """
    if chosen and not _opens(chosen):
        raise SetupError(
            f"BRIEFBOT_FONT: {chosen} is no font that can be read. Name a .ttf, .ttc or .otf file."
        )
    return chosen or next((path for path in map(Path, usual) if _opens(path)), None)


@cache
def open_font(path: Path | None, size: int) -> Font:
    """A font with letters so many pixels high. Raises OSError."""
    return ImageFont.truetype(path, size) if path else ImageFont.load_default(size)


@cache
def has_letter(path: Path | None, letter: str) -> bool:
    """False where the font would draw an empty box."""
    font = open_font(path, 20)
    return letter.isspace() or _shape(font, letter) != _shape(font, _NO_LETTER)


def _shape(font: Font, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(letter)
    return mask.size, bytes(mask)


def _opens(path: Path) -> bool:
    try:
        open_font(path, 20)
    except OSError:
        return False
    return True
