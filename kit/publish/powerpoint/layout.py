"""Place what a slide shows: claim, picture, words and foot, none on another."""

from collections.abc import Sequence
from typing import NamedTuple

from pptx.util import Pt

from kit.publish.powerpoint.style import EDGE, FOOT_SIZES, GAP, WIDTH, Box, height_of

_INNER = WIDTH - 2 * EDGE
_SPLIT = 0.64  # of a slide with a picture and words beside it
_NUMBER = Pt(40)
_FOOT_MOST, _FOOT_END = Pt(84), Pt(524)
QUESTION = Box(EDGE, Pt(12), _INNER, Pt(22))
TITLE = Box(EDGE, Pt(34), _INNER, Pt(76))
OPENING = Box(EDGE, Pt(150), _INNER, Pt(120))
# Above the title of what opens a deck or a part: the two sides, or the number of the part.
MARKS = Box(EDGE, Pt(56), _INNER, Pt(64))
PART = Box(EDGE, Pt(30), _INNER, Pt(118))
NUMBER = Box(WIDTH - EDGE - _NUMBER, _FOOT_END - Pt(16), _NUMBER, Pt(16))
_TOP = TITLE.bottom + Pt(10)


class Places(NamedTuple):
    """Where pictures, words and foot of a slide stand."""

    pictures: Sequence[Box]
    words: Box
    foot: Box


def places(pictures: int, *, has_words: bool, foot: Sequence[str], top: int = _TOP) -> Places:
    """Share a slide out.

    Parameters
    ----------
    pictures
        How many; they stand one below the other.
    has_words
        Whether words stand beside them.
    foot
        Its paragraphs, which stand at the lower edge.
    top
        Where the title ends.

    Examples
    --------
    >>> found = places(1, has_words=True, foot=["Source"])
    >>> found.pictures[0].right < found.words.left, found.words.bottom < found.foot.top
    (True, True)
    """
    low = _foot(foot)
    height = low.top - GAP - top
    split = int(_INNER * _SPLIT) if has_words else _INNER
    each = (height - GAP * max(0, pictures - 1)) // max(1, pictures)
    boxes = [Box(EDGE, top + number * (each + GAP), split, each) for number in range(pictures)]
    left = EDGE + split + 2 * GAP if pictures else EDGE
    return Places(boxes, Box(left, top, WIDTH - EDGE - left, height), low)


def _foot(texts: Sequence[str]) -> Box:
    width = _INNER - _NUMBER - GAP
    heights = [height_of(texts, size, width, after=0) for size in FOOT_SIZES]
    height = next((it for it in heights if it <= _FOOT_MOST), heights[-1])
    return Box(EDGE, _FOOT_END - height, width, height)
