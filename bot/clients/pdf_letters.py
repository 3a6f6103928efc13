"""The characters, objects and fonts of a page of pdfium, by as few calls as there are; for `pdf_sheet`."""

import ctypes

# pypdfium2 ships no type marker
import pypdfium2  # type: ignore[import-untyped]

# its raw half is generated code without annotations
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from bot.domain.pages import Font

CHARACTERS = 60_000  # of one page; a dense page of a paper has 9,000
# 2 and 0xFFFE are pdfium's own signs for a hyphen at a line's end; half a surrogate pair is no letter
SPECIAL = dict.fromkeys((*range(32), *range(55296, 57344)), "") | {
    9: " ",
    10: "\n",
    13: "\n",
    0xA0: " ",
    2: "-",
    0xFFFE: "-",
    0xAD: "-",
}


def letters_of(text: pypdfium2.PdfTextPage) -> list[str]:
    """The page's characters in pdfium's order; one that is none is empty."""
    count = min(text.count_chars(), CHARACTERS)
    whole = text.get_text_range(0, count)
    if len(whole) == count:
        codes = list(map(ord, whole))
    else:  # pdfium leaves some characters out of the whole: only one by one do they keep their places
        codes = [pdfium.FPDFText_GetUnicode(text.raw, index) for index in range(count)]
    return [SPECIAL[code] if code in SPECIAL else chr(code) for code in codes]


def owners_of(text: pypdfium2.PdfTextPage, count: int) -> list[int | None]:
    """The address of the object that drew each character; None for a space or a break that pdfium made up."""
    # the same function as pdfium.FPDFText_GetTextObject, without a Python pointer object a character
    place = ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
    address_of = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(place)
    handle = ctypes.cast(text.raw, ctypes.c_void_p)
    return [address_of(handle, index) for index in range(count)]


def font_of(font: ctypes.c_void_p) -> Font:
    """What a font is called and whether it is bold or italic, by its own word or by its name."""
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFFont_GetBaseFontName(font, name, 128)
    plain = name.value.decode("latin-1")
    plain = plain[7:] if plain[6:7] == "+" else plain
    angle = ctypes.c_int()
    pdfium.FPDFFont_GetItalicAngle(font, angle)
    low = plain.lower()
    bold = pdfium.FPDFFont_GetWeight(font) >= 600 or any(
        sign in low for sign in ("bold", "black", "medi", "cmbx")
    )
    italic = angle.value != 0 or any(sign in low for sign in ("ital", "obli", "cmti", "cmsl"))
    return Font(plain, bold=bold, italic=italic)
