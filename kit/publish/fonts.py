"""Cut the kit's Japanese fonts down to the characters that its pages show."""

import hashlib
from collections.abc import Iterable
from functools import cache
from io import BytesIO
from typing import Any

from kit.font import REGULAR, WEIGHTS, font_file

# What lets headings and punctuation stand closer; "chws" browsers make of "halt" where it lacks.
FEATURES = ("palt", "halt", "chws", "kern", "vhal")
_ALWAYS = "".join(
    map(chr, [*range(0x20, 0x7F), *range(0x3000, 0x3100), *range(0xFF01, 0xFFE6)])
)  # what a visitor's browser may put together from parts: Latin, kana, full-width forms


def characters(texts: Iterable[str]) -> str:
    """Collect the characters of texts, with Latin, kana and full-width forms, in code order."""
    return "".join(sorted({letter for text in texts for letter in text} | set(_ALWAYS)))


def subset_name(letters: str, weight: int = REGULAR) -> str:
    """Name a web font by what is in it, so that an unchanged one is not cut again."""
    source = f"{font_file(weight).stat().st_size} {FEATURES} {letters}"
    return f"kit-sans-{weight}-{hashlib.sha256(source.encode()).hexdigest()[:12]}.woff"


def faces(addresses: Iterable[str], display: str = "swap") -> str:
    """Declare the web fonts of a page, one a weight.

    Parameters
    ----------
    addresses
        Of the fonts, in the order of ``kit.font.WEIGHTS``.
    display
        What stands until a font is there: ``swap`` another, ``block`` nothing.
    """
    return "\n".join(
        f'@font-face {{ font-family: "Kit Sans"; font-weight: {weight}; '
        f'font-display: {display}; src: url("{address}") format("woff"); }}'
        for weight, address in zip(WEIGHTS, addresses, strict=True)
    )


def subset(letters: str, weight: int = REGULAR) -> bytes:
    """Cut a WOFF web font with the given characters; the same characters give the same bytes.

    Source: Noto Sans CJK JP, SIL Open Font License 1.1.
    """
    import uharfbuzz
    from fontTools.ttLib import TTFont

    wanted, flags = uharfbuzz.SubsetInput(), uharfbuzz.SubsetFlags
    wanted.flags = flags.NO_HINTING | flags.DESUBROUTINIZE | flags.NOTDEF_OUTLINE
    sets = uharfbuzz.SubsetInputSets
    wanted.sets(sets.UNICODE).set({ord(letter) for letter in letters})
    features = wanted.sets(sets.LAYOUT_FEATURE_TAG)
    features.clear()
    features.update({_tag(name) for name in FEATURES})
    content = BytesIO()
    cut = BytesIO(uharfbuzz.subset(_whole(weight), wanted).blob.data)
    with TTFont(cut, lazy=True, recalcBBoxes=False, recalcTimestamp=False) as font:
        font.flavor = "woff"
        font.save(content, reorderTables=None)
    return content.getvalue()


@cache
def _whole(weight: int) -> Any:
    import uharfbuzz

    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font_file(weight))))


def _tag(name: str) -> int:
    return int.from_bytes(name.encode(), "big")
