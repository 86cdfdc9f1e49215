"""Draw how many organisations answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from kit.charts.canvas import Canvas, Letters, Paint
from kit.charts.chart import Chart
from kit.charts.lines import width_of
from kit.charts.marks import DASH, SPACE, Axis, Label, Lane, grid, ink, lanes, mark, ticks
from kit.charts.size import Size
from kit.charts.words import Words, named_sides
from kit.data import Row, records
from kit.facts import about
from kit.labels import group_text, word

if TYPE_CHECKING:
    from pandas import DataFrame

_STEP = 20


@dataclass(frozen=True)
class Stratum:
    """One side and size, with its number of organisations by wave."""

    side: str
    name: str
    counts: tuple[tuple[int, int], ...]


def strata_chart(strata: "DataFrame", *, title: str | None = None) -> Chart:
    """Draw how many organisations answered: one line a side and size, the earlier wave hollow.

    A dashed line between the sizes of a side stands for the number of staff that parts them.

    Parameters
    ----------
    strata
        The table ``strata``, or rows of it.
    title
        The claim; the table's own when empty.
    """
    rows = records(strata.sort_values(["side", "size", "wave"]))
    title = title or word("chart.title.strata")
    found = [
        Stratum(side, group_text(side, size), _counts(rows, side, size))
        for side, size in dict.fromkeys((row["side"], row["size"]) for row in rows)
    ]
    low, high = _range(found)
    facts = about(
        "strata",
        sources=["deck"],
        rows=tuple(rows),
        mark="exact",
        title=title,
        alternative=word("alt.strata", title=title, values=_listed(rows)),
        notes=(word("chart.note.strata", low=low, high=high),),
    )
    sides = named_sides(it.side for it in found)
    own = word("chart.title.strata")
    measured = "" if title == own else word("chart.sub", parts=own)
    words = Words(measured, sides, word("chart.key.waves"))
    return Chart(facts, words, lambda canvas: _draw(canvas, found))


def _counts(rows: Sequence[Row], side: str, size: str) -> tuple[tuple[int, int], ...]:
    own = (row for row in rows if (row["side"], row["size"]) == (side, size))
    return tuple((row["wave"], row["respondents"]) for row in own)


def _range(found: Sequence[Stratum]) -> tuple[int, int]:
    values = [count for it in found for _, count in it.counts]
    low = _STEP * (ceil(min(values) / _STEP) - 1)
    return low, max(_STEP * ceil(max(values) / _STEP), low + _STEP)


def _draw(canvas: Canvas, found: Sequence[Stratum]) -> None:
    size = canvas.size = canvas.size.for_rows(len(found), canvas.size.bar_row)
    axis = _axis(size, found)
    ticks(canvas, axis, unit="")
    labels = [Label(it.name) for it in found]
    plot = 26.0 if size.is_small else size.bar_row * 0.6
    last = ""
    for it, lane in zip(found, lanes(canvas, labels, size.bar_row, plot), strict=True):
        if not size.is_small:
            grid(canvas, axis, lane.top, lane.bottom)
        _stratum(canvas, it, lane, axis)
        last = _parted(canvas, it, lane, last)


def _axis(size: Size, found: Sequence[Stratum]) -> Axis:
    low, high = _range(found)
    values = [_value(size, count) for it in found for _, count in it.counts]
    room = max(width_of(it, size.value, bold=True) for it in values) + size.mark + SPACE
    left = size.label + room if size.label else room
    return Axis(low, high, _STEP, left, size.width - room)


def _value(size: Size, count: int) -> str:
    return str(count) if size.is_small else word("chart.count", count=count)


def _stratum(canvas: Canvas, found: Stratum, lane: Lane, axis: Axis) -> None:
    size = canvas.size
    places = [(axis.at(count), lane.middle) for _, count in found.counts]
    if len(places) > 1:
        canvas.line(places[0], places[-1], Paint(edge="join", width=size.line))
    order = sorted(range(len(places)), key=lambda at: places[at][0])
    for at, place in enumerate(places):
        mark(canvas, found.side, place, hollow=at < len(places) - 1)
    for at, (x, y) in enumerate(places):
        is_latest, is_right = at == len(places) - 1, at == order[-1]
        text = _value(size, found.counts[at][1])
        step, anchor = (1, "left") if is_right else (-1, "right")
        letters = Letters(size.base or size.tick, "quiet", anchor=anchor)
        if is_latest:
            letters = Letters(size.value, ink(found.side), bold=True, anchor=anchor)
        if is_latest or not size.is_small:
            canvas.text(x + step * (size.mark + SPACE), y, text, letters)


def _parted(canvas: Canvas, found: Stratum, lane: Lane, last: str) -> str:
    """Draw the cut-off between this row and the one before, where both are of one side."""
    if found.side == last and not canvas.size.is_small:
        y = lane.top if canvas.size.label else lane.top - canvas.size.item * 1.36 - 5
        canvas.line((0, y), (canvas.size.width, y), Paint(edge="edge", width=1, dash=DASH))
    return found.side


def _listed(rows: Sequence[Row]) -> str:
    texts = []
    for row in rows:
        parts = (group_text(row["side"], row["size"]), word(f"wave.{row['wave']}"))
        texts.append(" ".join((*parts, word("number.organisations", count=row["respondents"]))))
    return word("list.comma").join(texts)
