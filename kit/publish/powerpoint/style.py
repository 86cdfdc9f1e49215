"""Say how large and in which colours things are on a slide, and how much room words take."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pptx.util import Pt
from wcwidth import wcwidth

WIDTH, HEIGHT, EDGE = Pt(960), Pt(540), Pt(48)
GAP, INDENT, AFTER = Pt(14), Pt(18), Pt(6)
# A line takes this much of the size of its letters, in the tallest of the usual fonts.
LINE = 1.35
_LATIN = 0.56
_WORD = re.compile(r"[!-~]+ *|.")
# From the largest to the smallest that may be used, in points.
OPENING_SIZES = (48, 44, 40, 36, 32, 28)
# Words that stand alone on a slide.
ALONE_SIZES = (32, 30, 28, 26, 24, 22, 20, 18, 16, 15, 14, 12)
TITLE_SIZES = (30, 28, 26, 24, 22, 20)
WORD_SIZES = (22, 20, 18, 16, 15, 14, 12)
LABEL_SIZES = (16, 15, 14, 13, 12, 11, 10, 9)
TABLE_SIZES = (16, 15, 14, 13, 12)
FOOT_SIZES = (13, 12, 11, 10)
# What PowerPoint offers for things that people add: the colours of the sides come first.
ACCENTS = ("vendor", "client", "navy", "you", "ok", "quiet")


class Box(NamedTuple):
    """A place on a slide, in PowerPoint's own units."""

    left: int
    top: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        """Give its lower edge."""
        return self.top + self.height

    @property
    def right(self) -> int:
        """Give its right edge."""
        return self.left + self.width


def line_count(text: str, size: float, width: int) -> int:
    """Estimate how many lines a text takes: Latin words stay whole, Japanese breaks anywhere.

    Examples
    --------
    >>> line_count("委託元", 10, Pt(31)), line_count("委託元", 10, Pt(20))
    (1, 2)
    >>> line_count("Compliance checks", 10, Pt(80))
    2
    """
    room = max(1.0, width / Pt(size))
    return sum(_lines(line, room) for line in text.split("\n"))


def _lines(text: str, room: float) -> int:
    """Fill lines of so many full-width letters one after the other."""
    lines, used = 1, 0.0
    for part in _WORD.findall(text):
        wide = _em(part.rstrip())
        if used and used + wide > room:
            lines, used = lines + 1, 0.0
        lines += int(wide / room)  # a word longer than a line is broken
        used = used + _em(part) if wide <= room else wide % room
    return lines


def _em(text: str) -> float:
    """Measure a text in full-width letters; Latin ones are a little wider than half of one."""
    return sum(1.0 if wcwidth(letter) > 1 else _LATIN for letter in text)


def height_of(texts: Sequence[str], size: float, width: int, *, after: int = AFTER) -> int:
    """Estimate how high paragraphs get."""
    lines = sum(line_count(text, size, width) for text in texts)
    return int(lines * LINE * Pt(size)) + after * len(texts)


def fitting(texts: Sequence[str], box: Box, sizes: Sequence[int], *, after: int = AFTER) -> int:
    """Choose the largest size in which paragraphs fit a box; the smallest where none does.

    Examples
    --------
    >>> fitting(["Clients"], Box(0, 0, Pt(100), Pt(30)), (30, 20, 12))
    12
    """
    fits = (it for it in sizes if height_of(texts, it, box.width, after=after) <= box.height)
    return next(fits, sizes[-1])


def tint(colour: str, share: float) -> str:
    """Mix a colour with white: 1 leaves it, 0 is white.

    Examples
    --------
    >>> tint("#0072B2", 0.5)
    '#80B9D9'
    """
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{int(255 - (255 - part) * share + 0.5):02X}" for part in parts)
