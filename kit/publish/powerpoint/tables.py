"""Write tables as PowerPoint's own, in letters that fit; the rest goes on further slides."""

import re
from collections.abc import Sequence
from math import sqrt
from typing import Any

from pptx.dml.color import RGBColor
from pptx.util import Pt
from wcwidth import wcswidth

from kit import look
from kit.publish.powerpoint.style import TABLE_SIZES, Box, height_of, line_count

Row = Sequence[str]
SIDES, ENDS = Pt(6), Pt(4)  # left and right, above and below the words in a cell
_WORD = re.compile(r"[A-Za-z]+")
_SHORTEST = 14  # letters that a column gets at least


def add_table(
    slide: Any, rows: Sequence[Row], box: Box, widths: Sequence[int], alternative: str
) -> None:
    """Put a table on a slide, its header first, in the largest letters in which it fits.

    Parameters
    ----------
    slide
        The slide of python-pptx.
    rows
        Of ``pages``, so that they fit in some size.
    box
        Where.
    widths
        Of the columns, from all rows of the table.
    alternative
        Words for those who do not see it.
    """
    size = _size(rows, widths, box.height)
    frame = slide.shapes.add_table(len(rows), len(rows[0]), *box[:3], Pt(1))
    frame._element.xpath(".//p:cNvPr")[0].set("descr", alternative)
    frame.table.horz_banding = False
    for column, width in zip(frame.table.columns, widths, strict=True):
        column.width = width
    heights = [_height(row, size, widths) for row in rows]
    for line, row, height in zip(frame.table.rows, rows, heights, strict=True):
        line.height = height
        for cell, text in zip(line.cells, row, strict=True):
            _write(cell, text, size)
    for cell in frame.table.rows[0].cells:
        cell.fill.solid()
        cell.fill.fore_color.rgb = _colour(look.colour("quiet"))
    frame.height = sum(heights)


def pages(rows: Sequence[Row], box: Box) -> list[list[Row]]:
    """Spread the rows of a table over as many slides as it needs, each with the header.

    Examples
    --------
    >>> [len(it) for it in pages([["a"], *[["b"]] * 30], Box(0, 0, Pt(100), Pt(300)))]
    [11, 11, 11]
    """
    header, *others = rows
    widths = column_widths(rows, box.width)
    heights = [_height(row, TABLE_SIZES[-1], widths) for row in others]
    room = box.height - _height(header, TABLE_SIZES[-1], widths)
    number = len(_cut(heights, room))
    # Slides that are alike: as low as still makes no more of them.
    steps = range(room // 10, room, Pt(1))
    even = next((it for it in steps if len(_cut(heights, it)) <= number), room)
    return [[header, *(others[at] for at in page)] for page in _cut(heights, even)]


def _cut(heights: Sequence[int], room: int) -> list[list[int]]:
    """Fill one page after the other; give the places of the rows on each."""
    found: list[list[int]] = [[]]
    for place, height in enumerate(heights):
        if found[-1] and sum(heights[at] for at in found[-1]) + height > room:
            found.append([])
        found[-1].append(place)
    return found


def column_widths(rows: Sequence[Row], width: int) -> list[int]:
    """Share a width among columns; a text four times as long gets twice the width."""
    longest = (max(map(wcswidth, column)) for column in zip(*rows, strict=True))
    wanted = [sqrt(max(_SHORTEST, it)) for it in longest]
    return [int(width * it / sum(wanted)) for it in wanted]


def _size(rows: Sequence[Row], widths: Sequence[int], height: int) -> int:
    fits = (it for it in TABLE_SIZES if _fits(rows, it, widths, height))
    return next(fits, TABLE_SIZES[-1])


def _fits(rows: Sequence[Row], size: int, widths: Sequence[int], height: int) -> bool:
    """Tell whether rows find room and no Latin word is broken."""
    words = (
        (word, width)
        for row in rows
        for text, width in zip(row, widths, strict=True)
        for word in _WORD.findall(text)
    )
    whole = all(line_count(word, size, width - 2 * SIDES) == 1 for word, width in words)
    return whole and sum(_height(row, size, widths) for row in rows) <= height


def _height(row: Row, size: int, widths: Sequence[int]) -> int:
    """Estimate how high a row gets."""
    highest = max(range(len(row)), key=lambda at: line_count(row[at], size, widths[at] - 2 * SIDES))
    return height_of([row[highest]], size, widths[highest] - 2 * SIDES, after=0) + 2 * ENDS


def _write(cell: Any, text: str, size: int) -> None:
    cell.text = text
    cell.margin_left = cell.margin_right = SIDES
    cell.margin_top = cell.margin_bottom = ENDS
    for paragraph in cell.text_frame.paragraphs:
        paragraph.font.size = Pt(size)


def _colour(code: str) -> Any:
    return RGBColor.from_string(code.lstrip("#").upper())  # type: ignore[no-untyped-call]
