"""Draw shares of one question as bars."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kit.charts.canvas import MIDDLE, MOVING, Canvas, Letters, Paint
from kit.charts.chart import Chart
from kit.charts.lines import width_of
from kit.charts.marks import (
    DASH,
    SPACE,
    Axis,
    Label,
    Lane,
    grid,
    hatching,
    ink,
    lanes,
    soft,
    ticks,
    tone,
)
from kit.charts.size import Size
from kit.charts.words import Words, measured_text, not_held_text, notes_of, sides_of
from kit.estimates import Figure, figures_of, some
from kit.facts import about
from kit.labels import (
    base_text,
    caveat_texts,
    group_text,
    option_text,
    reading,
    short_text,
    value_text,
    who_text,
    word,
)

if TYPE_CHECKING:
    from pandas import DataFrame

OPEN_END = ("at_least", "more_than")
_PLOT = 1.5  # room of a bar below its label, in thicknesses of bars
_HATCH = 9.0


@dataclass(frozen=True)
class Row:
    """One bar with its label and the words at its end."""

    figure: Figure
    label: Label
    value: str


def share_chart(summary: "DataFrame | Iterable[Figure]", *, title: str | None = None) -> Chart:
    """Draw shares as bars with their 95 % intervals on a 0–100 axis.

    Exact figures are filled bars with an interval line; derived ones are hatched; inexact ones
    ("about", "at least") are pale and dashed with the word inside; what is not held has no bar and
    is named below. A share that is the rest of another one is said, not drawn.

    Parameters
    ----------
    summary
        Frame made by ``kit.shares``, or figures; bars stand in its order, grouped by option.
    title
        The claim; the question's short name when empty.
    """
    found = some(figures_of(summary))
    title = title or short_text(found[0].question)
    rest = complements(found)
    shown = [it for it in found if it.printed and it not in rest]
    rows = rows_of(shown)
    caveats = caveat_texts(it.caveat for it in found if it.printed)
    facts = about(
        "share",
        found,
        title=title,
        alternative=word("alt.share", title=title, **spoken(found)),
        notes=(*share_notes(shown), *rest_notes(rest), *caveats),
    )
    words = Words(
        measured_text(shown or found, title), sides_of(shown), meaning(shown), not_held_text(found)
    )
    return Chart(facts, words, lambda canvas: bars(canvas, rows), is_empty=not rows)


def rows_of(found: Sequence[Figure]) -> list[Row]:
    """Label figures with what tells one from the other, grouped by option."""
    options = list(dict.fromkeys(it.option for it in found))
    several = len(options) > 1
    ordered = [it for option in options for it in found if it.option == option]
    waves = len({it.wave for it in found}) > 1
    rows, last = [], ""
    for it in ordered:
        group = group_text(it.side, it.size)
        who = word("chart.who", group=group, wave=word(f"wave.{it.wave}")) if waves else group
        base = word("chart.base", base=base_text(it))
        option = option_text(it.question, it.option) if several else ""
        head = option if option != last else ""
        foot = ((who, ink(it.side)), (base, "quiet")) if several else ((base, "quiet"),)
        rows.append(Row(it, Label(head if several else who, foot), value_text(it)))
        last = option
    return rows


def bars(canvas: Canvas, rows: Sequence[Row]) -> None:
    """Draw rows of bars below their axis."""
    if not rows:
        return
    size = canvas.size = canvas.size.for_rows(len(rows), canvas.size.bar_row)
    rows = rows[:2] if size.is_small else rows
    axis = _axis(size, rows)
    ticks(canvas, axis)
    top = canvas.y
    for row, lane in zip(
        rows, lanes(canvas, [it.label for it in rows], size.bar_row, size.bar * _PLOT), strict=True
    ):
        if not size.is_small:
            grid(canvas, axis, lane.top, lane.bottom)
        it = row.figure
        with canvas.part(f"{MOVING}{it.option}-{it.side}-{it.size}"):
            bar(canvas, row, lane, axis)
    canvas.y += 2
    if size.is_small:
        canvas.y = max(canvas.y, top + size.bar_row)


def _axis(size: Size, rows: Sequence[Row]) -> Axis:
    """Leave room for the longest value behind a bar of 100 %."""
    widest = max(width_of(it.value, size.value, bold=True) for it in rows)
    start = size.label or 1
    return Axis(0, 100, 50 if size.width < 400 else 25, start, size.width - widest - SPACE - 4)


def bar(canvas: Canvas, row: Row, lane: Lane, axis: Axis) -> None:
    """Draw one figure: how depends on what was published of it."""
    figure, thick = row.figure, canvas.size.bar
    corner, end = (axis.left, lane.middle - thick / 2), axis.at(figure.value)
    width, side = end - axis.left, figure.side
    if figure.verdict == "inexact":
        _rounded(canvas, row, lane, axis)
        return
    if figure.status == "derived":
        canvas.box(corner, width, thick, Paint(soft(side), tone(side), 2))
        lines = list(hatching(corner, width, thick, _HATCH))
        canvas.strokes(lines, Paint(edge=tone(side), width=3))
    else:
        canvas.box(corner, width, thick, Paint(tone(side)))
    reach = end
    if figure.is_counted:
        low, high = (axis.at(it) for it in figure.interval)
        line = ((low, lane.middle), (high, lane.middle))
        canvas.strokes([line], Paint(edge="paper", width=7))
        canvas.strokes([line], Paint(edge="ink", width=3))
        reach = max(end, high)
    _value(canvas, row, reach + SPACE, lane.middle)


def _rounded(canvas: Canvas, row: Row, lane: Lane, axis: Axis) -> None:
    """Draw "about" or "at least": pale with a dashed edge, the word inside, a tip where open."""
    figure, thick = row.figure, canvas.size.bar
    corner, end = (axis.left, lane.middle - thick / 2), axis.at(figure.value)
    side, tip = figure.side, 0.0
    canvas.box(corner, end - axis.left, thick, Paint(soft(side), tone(side), 2, DASH))
    if figure.bound in OPEN_END:
        tip = 0.6 * thick
        corners = [(end, lane.middle - thick / 2), (end + tip, lane.middle)]
        canvas.areas([[*corners, (end, lane.middle + thick / 2)]], Paint(soft(side), tone(side), 2))
    if width_of(row.value, canvas.size.value, bold=True) + 2 * SPACE < end - axis.left:
        _value(canvas, row, end - SPACE, lane.middle, anchor="right")
    else:
        _value(canvas, row, end + tip + SPACE, lane.middle)


def _value(canvas: Canvas, row: Row, x: float, y: float, *, anchor: str = "left") -> None:
    letters = Letters(canvas.size.value, ink(row.figure.side), bold=True, anchor=anchor)
    if row.figure.verdict == "inexact":  # inside a bar it is no higher than the bar
        letters = letters._replace(size=min(letters.size, canvas.size.bar / (2 * MIDDLE) * 0.6 + 2))
    canvas.text(x, y, row.value, letters)


def complements(found: Sequence[Figure]) -> list[Figure]:
    """Find shares that are worked out as the rest of another one that stands before them."""
    return [
        it
        for place, it in enumerate(found)
        if it.status == "derived"
        and any(
            round(it.value + other.value, 1) == 100
            and (other.status != "derived" or found.index(other) < place)
            for other in found
            if other.key != it.key and other.printed and _same_group(it, other)
        )
    ]


def _same_group(one: Figure, other: Figure) -> bool:
    return (one.wave, one.side, one.size) == (other.wave, other.side, other.size)


def rest_notes(rest: Sequence[Figure]) -> list[str]:
    """Say which shares are the rest of those drawn."""
    names = dict.fromkeys(option_text(it.question, it.option) for it in rest)
    return [word("chart.note.rest", options=word("list.comma").join(names))] if names else []


def meaning(found: Sequence[Figure]) -> str:
    """Say what the line on a bar is, where there is one."""
    return word("chart.key.line") if any(it.is_counted for it in found) else ""


def share_notes(found: Sequence[Figure]) -> list[str]:
    """Say what base, hatching and dashes mean where figures need it, and what to be careful of."""
    verdicts, flags = {it.verdict for it in found}, {it.flag for it in found}
    return notes_of(
        {
            "chart.note.base": bool(found),
            "chart.note.base_derived": any(it.base_status == "derived" for it in found),
            "chart.note.derived": any(it.status == "derived" for it in found),
            "chart.note.inexact": "inexact" in verdicts,
            "chart.note.no_base": "no_base" in verdicts,
            "chart.note.small": "small" in flags,
            "chart.note.tiny": "tiny" in flags,
        }
    )


def row_label(figure: Figure) -> str:
    """Name the group, wave and base of a figure."""
    return word("chart.label", group=who_text(figure), base=base_text(figure))


def spoken(found: Sequence[Figure]) -> dict[str, str]:
    """Say the values, and which group is highest when several are exact."""
    exact = [it for it in found if it.is_counted]
    best = max(exact, key=lambda it: it.value, default=None)
    message = (
        word("alt.highest", group=_name(best), share=value_text(best))
        if best and len(exact) > 1
        else ""
    )
    listed = " ".join(
        f"{option_text(it.question, it.option)}{word('list.colon')}{reading(it)}" for it in found
    )
    return {"values": listed, "message": message}


def _name(figure: Figure) -> str:
    parts = (
        group_text(figure.side, figure.size),
        word(f"wave.{figure.wave}"),
        option_text(figure.question, figure.option),
    )
    return word("list.comma").join(parts)
