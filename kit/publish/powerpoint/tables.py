"""Write tables as PowerPoint's own, in letters that fit; the rest goes on further slides."""

from collections.abc import Sequence
from math import sqrt
from typing import Any

from pptx.dml.color import RGBColor
from pptx.util import Pt
from wcwidth import wcswidth

from kit.charts.canvas import QUIET
from kit.publish.powerpoint.style import TABLE_SIZES, Box, height_of, line_count

Row = Sequence[str]
SIDES, ENDS = Pt(6), Pt(4)  # left and right, above and below the words in a cell
_SHORTEST = 12  # letters that a column gets at least


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
        cell.fill.fore_color.rgb = _colour(QUIET)
    frame.height = sum(heights)


def pages(rows: Sequence[Row], box: Box) -> list[list[Row]]:
    """Spread the rows of a table over as many slides as it needs, each with the header.

    Examples
    --------
    >>> [len(it) for it in pages([["a"], *[["b"]] * 30], Box(0, 0, Pt(100), Pt(300)))]
    [12, 12, 9]
    """
    header, *others = rows
    widths = column_widths(rows, box.width)
    found: list[list[Row]] = [[header]]
    for row in others:
        if len(found[-1]) > 1 and not _fits([*found[-1], row], TABLE_SIZES[-1], widths, box.height):
            found.append([header])
        found[-1].append(row)
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
    return sum(_height(row, size, widths) for row in rows) <= height


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
