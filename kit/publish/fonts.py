"""Cut the kit's Japanese font down to the characters that its pages show."""

import hashlib
from collections.abc import Iterable
from io import BytesIO

from kit.font import font_file

_ALWAYS = "".join(
    map(chr, [*range(0x20, 0x7F), *range(0x3000, 0x3100), *range(0xFF01, 0xFFE6)])
)  # what a visitor's browser may put together from parts: Latin, kana, full-width forms


def characters(texts: Iterable[str]) -> str:
    """Collect the characters of texts, with Latin, kana and full-width forms, in code order."""
    return "".join(sorted({letter for text in texts for letter in text} | set(_ALWAYS)))


def subset_name(letters: str) -> str:
    """Name a web font by what is in it, so that an unchanged one is not cut again."""
    source = f"{font_file().stat().st_size} {letters}"
    return f"kit-sans-{hashlib.sha256(source.encode()).hexdigest()[:12]}.woff"


def subset(letters: str) -> bytes:
    """Cut a WOFF web font with the given characters; the same characters give the same bytes.

    Source: Noto Sans CJK JP, SIL Open Font License 1.1.
    """
    import uharfbuzz
    from fontTools.ttLib import TTFont

    wanted, flags = uharfbuzz.SubsetInput(), uharfbuzz.SubsetFlags
    wanted.flags = flags.NO_HINTING | flags.DESUBROUTINIZE | flags.NOTDEF_OUTLINE
    wanted.sets(uharfbuzz.SubsetInputSets.UNICODE).set({ord(letter) for letter in letters})
    wanted.sets(uharfbuzz.SubsetInputSets.LAYOUT_FEATURE_TAG).clear()
    whole = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font_file())))
    content, cut = BytesIO(), BytesIO(uharfbuzz.subset(whole, wanted).blob.data)
    with TTFont(cut, lazy=True, recalcBBoxes=False, recalcTimestamp=False) as font:
        font.flavor = "woff"
        font.save(content, reorderTables=None)
    return content.getvalue()
