"""Draw how the interval narrows as more answer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kit.charts.canvas import Canvas, Letters, Paint
from kit.charts.chart import Chart
from kit.charts.gaps import HALF
from kit.charts.lines import width_of
from kit.charts.marks import DASH, SPACE, Axis, Label, band, grid, lanes, mark, ticks
from kit.charts.words import Words
from kit.data import Row, records
from kit.facts import Facts
from kit.labels import range_text, share_text, word

if TYPE_CHECKING:
    from pandas import DataFrame

_SIDE = "all"  # numbers of an example belong to no side
_HALFWAY = 50


def interval_chart(summary: "DataFrame", *, title: str | None = None) -> Chart:
    """Draw the rows of ``kit.intervals``: the interval of each number of answers, and one half.

    Parameters
    ----------
    summary
        Frame made by ``kit.intervals``.
    title
        The claim; the table's own when empty.

    Examples
    --------
    >>> from kit.estimates import intervals
    >>> interval_chart(intervals([13, 155], [20, 239])).facts.kind
    'intervals'
    """
    rows = [{**row, "flag": row["flag"] or ""} for row in records(summary)]
    title = title or word("table.answers")
    values = word("list.stop").join(map(_spoken, rows))
    facts = Facts(
        "intervals",
        title=title,
        alternative=word("alt.intervals", title=title, values=values),
        rows=tuple(rows),
        notes=(word("table.note.example"),),
        mark="example",
    )
    words = Words(word("chart.sub.intervals"), (), word("chart.key.half"))
    return Chart(facts, words, lambda canvas: _draw(canvas, rows))


def _share(row: Row) -> str:
    if row["flag"] == "tiny":
        return word("number.counts", count=row["count"], base=row["base"])
    return share_text(f"{row['percent']:.1f}", "exact")


def _spoken(row: Row) -> str:
    base = word("chart.base", base=row["base"])
    ends = word("chart.interval", range=range_text(row["low"], row["high"]))
    return word("list.comma").join([base, _share(row), ends])


def _draw(canvas: Canvas, rows: Sequence[Row]) -> None:
    size = canvas.size = canvas.size.for_rows(len(rows), canvas.size.bar_row)
    widest = max(width_of(_share(row), size.value, bold=True) for row in rows)
    ends = [value for row in rows for value in (row["low"], row["high"])]
    low, high = (20, 100) if min(ends) >= 20 else (0, 100)
    left = size.label or size.mark + 6
    right = size.width - (12 if size.is_small else widest + SPACE + size.mark)
    axis = Axis(low, high, 20, left, right)
    ticks(canvas, axis)
    labels = [_label(row) for row in rows]
    plot = 24.0 if size.is_small else size.bar_row * 0.6
    for row, lane in zip(rows, lanes(canvas, labels, size.bar_row, plot), strict=True):
        if not size.is_small:
            grid(canvas, axis, lane.top, lane.bottom)
        half, paint = axis.at(_HALFWAY), Paint(edge="ink", width=2, dash=DASH)
        canvas.line((half, lane.top), (half, lane.bottom), paint)
        x, y = axis.at(row["percent"]), lane.middle
        first, last = axis.at(row["low"]), axis.at(row["high"])
        band(canvas, _SIDE, ((first, y), (last, y)), HALF * size.mark)
        mark(canvas, _SIDE, (x, y))
        if not size.is_small:
            canvas.text(last + SPACE, y, _share(row), Letters(size.value, bold=True))


def _label(row: Row) -> Label:
    ends = word("chart.interval", range=range_text(row["low"], row["high"]))
    return Label(word("chart.base", base=row["base"]), ((ends, "quiet"),))
