"""Measure words, and break them into lines where a reader would."""

import re
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING
from unicodedata import category

from matplotlib.font_manager import get_font
from matplotlib.ft2font import LoadFlags

from kit.font import BOLD, REGULAR, font_file
from kit.labels import word

if TYPE_CHECKING:
    from budoux import Parser

# Unicode categories of what must not begin a line: closing and other punctuation, long-vowel mark.
CLOSING = ("Pe", "Pf", "Po", "Lm")
# And of what must not end one.
OPENING = ("Ps", "Pi")
_EM = 100
_EITHER = "\"'@#&*"  # marks that open as well as close; before a space they open


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Measure a line in pixels; ``size`` is the height of its letters."""
    weight = BOLD if bold else REGULAR
    return size * sum(_advance(sign, weight) for sign in text)


def fold(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """Break text into lines no wider than ``room`` pixels, at the ends of phrases.

    Numbers with their unit, ranges and words stay whole, even where one is wider than the room; no
    line ends with an opening bracket or begins with closing punctuation.

    Examples
    --------
    >>> fold("確認していない、または分からない。", 120, 10)
    ['確認していない、または', '分からない。']
    >>> fold("社員の50%～80%が、週3～4回実施する", 105, 10)
    ['社員の50%～80%が、', '週3～4回実施する']
    """
    lines = [""]
    for phrase in _cut(text, _ends(text, _breaks(text))):
        is_long = width_of(phrase.rstrip(), size, bold=bold) > room
        for piece in _cut(phrase, _ends(phrase, set(range(len(phrase))))) if is_long else [phrase]:
            fits = width_of((lines[-1] + piece).rstrip(), size, bold=bold) <= room
            if fits or not lines[-1]:
                lines[-1] += piece
            else:
                lines.append(piece)
    return [line.strip() for line in lines if line.strip()]


def _cut(text: str, ends: set[int]) -> list[str]:
    return [text[start:end] for start, end in pairwise([0, *sorted(ends), len(text)])]


def _breaks(text: str) -> set[int]:
    """Give where phrases end, as a reader of Japanese would say, and words."""
    found = set(accumulate(len(it) for it in _parser().parse(text)))
    # One letter alone is no phrase, whatever the parser says.
    found -= {end for end in found if end - 1 in found or end == 1}
    # It takes some words of Chinese characters for two.
    found -= {end for end in found if _WITHIN.match(text, end - 1)}
    return found | {it.end() for it in re.finditer(r"\s+|[：；]", text)}


def _ends(text: str, wanted: set[int]) -> set[int]:
    """Keep of the places where a line might end those where it may."""
    whole = {
        end
        for pattern in (_numbers(word("number.units")), _WORD)
        for it in pattern.finditer(text)
        for end in range(it.start() + 1, it.end())
    }
    return {end for end in wanted - whole if 0 < end < len(text) and _may_end(text, end)}


def _may_end(text: str, end: int) -> bool:
    before, after = text[end - 1], text[end]
    if category(before) in OPENING or after.isspace():
        return False
    return category(after) not in CLOSING or (before.isspace() and after in _EITHER)


_WITHIN = re.compile(r"[\u4e00-\u9fff]{2}")
_WORD = re.compile(r"[^\W\d_\u2e80-\uffff][^\W_\u2e80-\uffff]*(?:['’-][^\W_\u2e80-\uffff]+)*")


@cache
def _numbers(units: str) -> re.Pattern[str]:
    """Find a number with its sign and units, or a range, also of ranges."""
    number = rf"(?:n=)?[+\N{{MINUS SIGN}}]?\d[\d,.]*(?:{units})*"
    return re.compile(rf"{number}(?:\s?(?:～|〜|–|to)\s?{number})*")


@cache
def _parser() -> "Parser":
    from budoux import load_default_japanese_parser

    return load_default_japanese_parser()


@cache
def _advance(sign: str, weight: int) -> float:
    """Give how far a sign reaches, in heights of letters."""
    font = get_font(font_file(weight))
    font.set_size(_EM, 72)
    glyph = font.load_char(ord(sign), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / _EM
