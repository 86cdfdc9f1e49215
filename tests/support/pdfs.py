"""What a printed PDF holds: its words, and the letters that they are written with."""

import re
from typing import Any

from pypdf import PdfReader

# What is printed for the tests: the address behind the QR codes, and one facilitator's copy.
SITE = 'https://lessons.example.org/?by="class"&at=/'
FACILITATOR = "handouts/facilitator/en/03_exceptions_remain.pdf"


def words_of(reader: PdfReader) -> str:
    """Give all words without spaces: where a line breaks says nothing about what can be found."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))


def has_letters(reader: PdfReader) -> bool:
    """Tell whether every font is inside and its text can be copied."""
    found = [page["/Resources"]["/Font"].values() for page in reader.pages]  # type: ignore[index]
    return bool(found) and all(_is_embedded(font.get_object()) for fonts in found for font in fonts)


def _is_embedded(font: Any) -> bool:
    if font["/Subtype"] == "/Type3":  # how Chromium embeds the font of a page
        return bool(font["/CharProcs"]) and "/ToUnicode" in font
    (inner,) = font["/DescendantFonts"]
    described = inner.get_object()["/FontDescriptor"].get_object()
    is_own = "NotoSansCJK" in font["/BaseFont"]
    return is_own and any(name.startswith("/FontFile") for name in described)
