"""Draw the gaps between clients and vendors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kit.charts.canvas import LINE, Canvas, Letters, Paint
from kit.charts.chart import Chart
from kit.charts.lines import width_of
from kit.charts.marks import (
    DOTTED,
    SPACE,
    Axis,
    Label,
    Lane,
    band,
    grid,
    ink,
    is_solid,
    lanes,
    mark,
    ticks,
)
from kit.charts.shares import rest_notes
from kit.charts.size import Size
from kit.charts.words import Words, measured_text, not_held_text, notes_of, sides_of
from kit.estimates import Difference, Figure, differences_of, figures_behind, some
from kit.facts import about
from kit.labels import (
    base_text,
    caveat_texts,
    difference_text,
    figure_text,
    group_text,
    join_sentences,
    option_text,
    range_text,
    short_text,
    value_text,
    word,
)

if TYPE_CHECKING:
    from pandas import DataFrame

HALF = 0.72  # of a mark, half the height of its interval
_BRACKET = 16.0


@dataclass(frozen=True)
class Row:
    """One line with both sides on it.

    Parameters
    ----------
    ends
        Those that are held, the smaller one first.
    refused
        Whether no gap can be computed.
    gap, interval
        What stands at the bracket of the row that the claim is about; else empty.
    """

    ends: tuple[Figure, ...]
    label: Label
    refused: bool
    gap: str = ""
    interval: str = ""


def gap_chart(summary: "DataFrame | Iterable[Difference]", *, title: str | None = None) -> Chart:
    """Draw gaps as dumbbells: a client's circle and a vendor's square, with their intervals.

    The first gap that can be computed is written at a bracket; the others stand in the table.

    Parameters
    ----------
    summary
        Frame made by ``kit.gaps``, or differences.
    title
        The claim; the question's short name when empty.
    """
    found = some(differences_of(summary))
    title = title or short_text(found[0].question)
    shown = [it for it in found if any(end.printed for end in it.ends)]
    rest = [it for place, it in enumerate(shown) if _is_rest(it, shown[:place])]
    rows = _rows([it for it in shown if it not in rest])
    ends = [end for row in rows for end in row.ends]
    facts = about(
        "gap",
        found,
        title=title,
        alternative=word("alt.gap", title=title, values=_values(found)),
        notes=(*_notes(rows), *rest_notes([it.first for it in rest]), *_refused(shown)),
    )
    behind = figures_behind(found)
    measured = measured_text(ends or behind, title, named=False)
    words = Words(measured, sides_of(ends), meaning(ends), not_held_text(behind))
    return Chart(facts, words, lambda canvas: _draw(canvas, rows), is_empty=not rows)


def meaning(ends: Sequence[Figure]) -> str:
    """Say what the bands are, where there is one."""
    return word("chart.key.band") if any(it.is_counted for it in ends) else ""


def part_note(low: float, high: float) -> list[str]:
    """Say which part of 0–100 % an axis shows, where it is but a part."""
    return (
        []
        if (low, high) == (0, 100)
        else [word("chart.note.axis", low=f"{low:g}", high=f"{high:g}")]
    )


def end_notes(ends: Sequence[Figure]) -> list[str]:
    """Say what n, * and hollow marks mean, which cautions there are, and what has no interval."""
    needed = {
        "chart.note.base": any(it.base is not None for it in ends),
        "chart.note.base_derived": any(it.base_status == "derived" for it in ends),
        "chart.note.hollow": any(not is_solid(it) for it in ends),
        "chart.note.no_base": any(it.verdict == "no_base" for it in ends),
    }
    return notes_of(needed, caveat_texts(it.caveat for it in ends))


def draw_ends(canvas: Canvas, ends: Sequence[Figure], lane: Lane, axis: Axis) -> None:
    """Draw the marks of a row with their intervals, and the values beside them."""
    size, y = canvas.size, lane.middle
    for it in ends:
        if it.is_counted:
            low, high = (axis.at(end) for end in it.interval)
            band(canvas, it.side, ((low, y), (high, y)), HALF * size.mark)
    for it in ends:
        mark(canvas, it.side, (axis.at(it.value), y), hollow=not is_solid(it))
    for it in ends:
        _value(canvas, it, lane, axis, ends)


def range_of(ends: Sequence[Figure]) -> tuple[float, float, float]:
    """Choose low and high end of an axis for dots, and how far its ticks are apart."""
    values = [value for it in ends for value in (it.value, *it.interval)]
    if max(values) <= 50:
        return 0, 50, 10
    return (40, 100, 20) if min(values) >= 40 else (0, 100, 25)


def _rows(found: Sequence[Difference]) -> list[Row]:
    claimed = next((it for it in found if it.points is not None), None)
    label = _label if len({it.question for it in found}) == 1 else _full_label
    rows = []
    for it in found:
        ends = sorted((end for end in it.ends if end.printed), key=lambda end: end.value)
        gap = _gap(it) if it is claimed else ("", "")
        rows.append(Row(tuple(ends), label(it), bool(it.reason), *gap))
    return rows


def _gap(difference: Difference) -> tuple[str, str]:
    """Write a gap and its interval as the larger share less the smaller one."""
    points, low, high = (it or 0.0 for it in (difference.points, difference.low, difference.high))
    if points < 0:
        points, low, high = -points, -high, -low
    ends = range_text(low, high, sign=low < 0)
    return word("chart.gap", points=f"{points:.1f}"), word("chart.interval", range=ends)


def _label(difference: Difference) -> Label:
    head = option_text(difference.question, difference.option)
    held = [end for end in difference.ends if end.printed]
    if all(it.base is None for it in held):
        return Label(head, ((word("chart.no_base"), "quiet"),))
    bases = ((word("chart.base", base=base_text(it)), ink(it.side)) for it in held)
    return Label(head, tuple(bases))


def _full_label(difference: Difference) -> Label:
    """Name question and wave too, where rows are of several questions."""
    short = _label(difference)
    names = {"question": short_text(difference.question), "option": short.head}
    wave = (word(f"wave.{difference.first.wave}"), "quiet")
    return Label(word("chart.row.question", **names), (wave, *short.foot))


def _is_rest(gap: Difference, before: Sequence[Difference]) -> bool:
    """Tell whether both ends are the rest of those of a gap before."""
    return any(
        all(
            one.printed and other.printed and round(one.value + other.value, 1) == 100
            for one, other in zip(gap.ends, it.ends, strict=True)
        )
        for it in before
    )


def _draw(canvas: Canvas, rows: Sequence[Row]) -> None:
    if not rows:
        return
    if canvas.size.is_small:
        rows = [next((it for it in rows if len(it.ends) > 1), rows[0])]
    alone = len(rows) == 1 and canvas.size.name == "slide"
    size = canvas.size = canvas.size.for_rows(len(rows), canvas.size.gap_row)
    axis = _axis(size, rows, alone=alone)
    if not alone:
        ticks(canvas, axis)
    labels = [Label() if alone else it.label for it in rows]
    if alone:
        _alone(canvas, rows[0], axis)
        return
    plot = size.gap_row if size.is_small else 2 * size.mark + size.value * 1.3 + 10
    for row, lane in zip(rows, lanes(canvas, labels, size.gap_row, plot), strict=True):
        _row(canvas, row, lane, axis)


def _axis(size: Size, rows: Sequence[Row], *, alone: bool) -> Axis:
    low, high, step = range_of([end for row in rows for end in row.ends])
    if size.width < 400:
        step = (high - low) / 2
    left = size.mark + 2 if alone or not size.label else size.label + 12
    widest = max(width_of(value_text(row.ends[-1]), size.value, bold=True) for row in rows)
    return Axis(low, high, step, left, size.width - widest - SPACE - size.mark)


def _row(canvas: Canvas, row: Row, lane: Lane, axis: Axis) -> None:
    size = canvas.size
    room = (1.3 * size.value if _left_is_above(canvas, row.ends, axis) else 0) / 2
    below = (_BRACKET + LINE * size.base) / 2 if row.gap and not size.is_small else 0
    if row.gap and not size.is_small and not size.label:  # what stands below takes room of its own
        canvas.y += 2 * below
        lane = Lane(lane.top, lane.bottom + 2 * below)
    shift = room - below
    line = Lane(lane.top + shift, lane.bottom + shift)
    if not size.is_small:
        grid(canvas, axis, lane.top, lane.bottom)
    _join(canvas, row, line, axis)
    draw_ends(canvas, row.ends, line, axis)
    if row.gap and not size.is_small:
        _bracket(canvas, row, line, axis)


def _join(canvas: Canvas, row: Row, lane: Lane, axis: Axis) -> None:
    if len(row.ends) == 2:
        first, last = ((axis.at(it.value), lane.middle) for it in row.ends)
        dash = DOTTED if row.refused else ()
        canvas.line(first, last, Paint(edge="join", width=canvas.size.line, dash=dash))


def _bracket(canvas: Canvas, row: Row, lane: Lane, axis: Axis) -> None:
    """Write the gap below the marks, between their middles, and its interval beside it."""
    size = canvas.size
    first, last = (axis.at(it.value) for it in row.ends)
    y = lane.middle + size.mark + 0.6 * size.base
    half = size.base / 2
    strokes = [
        ((first, y - half), (first, y)),
        ((first, y), (last, y)),
        ((last, y), (last, y - half)),
    ]
    canvas.strokes(strokes, Paint(edge="quiet", width=max(1.5, size.line / 2)))
    widths = [width_of(row.gap, size.told, bold=True), width_of(row.interval, size.base)]
    start = (first + last - sum(widths) - size.base / 2) / 2
    start = max(axis.left, min(start, size.width - sum(widths) - size.base / 2))
    y += LINE * size.base * 0.72
    canvas.text(start, y, row.gap, Letters(size.told, bold=True))
    canvas.text(start + widths[0] + size.base / 2, y, row.interval, Letters(size.base, "quiet"))


def _reach(canvas: Canvas, ends: Sequence[Figure], axis: Axis) -> tuple[float, float]:
    """Give where marks and intervals of a row begin and end."""
    half = canvas.size.mark
    lows = [min(axis.at(it.interval[0]), axis.at(it.value) - half) for it in ends]
    highs = [max(axis.at(it.interval[1]), axis.at(it.value) + half) for it in ends]
    return min(lows), max(highs)


def _left_is_above(canvas: Canvas, ends: Sequence[Figure], axis: Axis) -> bool:
    """Tell whether the value of the left mark finds no room before it."""
    if len(ends) < 2:
        return False
    start = _reach(canvas, ends, axis)[0] - SPACE
    wide = width_of(value_text(ends[0]), canvas.size.value, bold=True)
    return start - wide < axis.left + 4


def _value(canvas: Canvas, figure: Figure, lane: Lane, axis: Axis, ends: Sequence[Figure]) -> None:
    """Write a value outside all intervals: behind the right mark, before or above the left one."""
    size, x, y = canvas.size, axis.at(figure.value), lane.middle
    low, high = _reach(canvas, ends, axis)
    letters = Letters(size.value, ink(figure.side), bold=True)
    text = value_text(figure)
    if figure is ends[-1] and not size.is_small:
        canvas.text(high + SPACE, y, text, letters)
    elif size.is_small or _left_is_above(canvas, ends, axis):
        above = y - size.mark - 0.7 * size.value
        half = width_of(text, size.value, bold=True) / 2
        middle = min(max(half, x), size.width - half)
        if size.is_small and len(ends) > 1:  # both stand above, apart from each other
            between = sum(axis.at(it.value) for it in ends) / 2
            step = half + 4
            middle = (
                max(middle, between + step) if figure is ends[-1] else min(middle, between - step)
            )
        canvas.text(middle, above, text, letters._replace(anchor="center"))
    else:
        canvas.text(low - SPACE, y, text, letters._replace(anchor="right"))


def _alone(canvas: Canvas, row: Row, axis: Axis) -> None:
    """Draw the only row of a slide: names, values and counts stand above the marks."""
    size = canvas.size
    top = canvas.y
    head, foot = top + size.value * 0.6, top + size.value * 1.2 + size.base * 0.7
    lane = Lane(
        top + size.value + size.base * 1.6, top + size.value + size.base * 1.6 + 3.4 * size.mark
    )
    grid(canvas, axis, lane.top, lane.bottom + size.base * 2.4)
    _join(canvas, row, lane, axis)
    for it in row.ends:
        if it.is_counted:
            low, high = (axis.at(end) for end in it.interval)
            band(canvas, it.side, ((low, lane.middle), (high, lane.middle)), HALF * size.mark)
    for it in row.ends:
        mark(canvas, it.side, (axis.at(it.value), lane.middle), hollow=not is_solid(it))
    for it, x in zip(row.ends, _places(canvas, row.ends, axis), strict=True):
        _named(canvas, it, x, (head, foot))
    if row.gap:
        _bracket(canvas, row, lane, axis)
    canvas.y = lane.bottom + size.base * 2.6
    ticks(canvas, axis)


def _places(canvas: Canvas, ends: Sequence[Figure], axis: Axis) -> list[float]:
    """Give where the words of each mark begin: at its middle, but apart, and inside the drawing."""
    size = canvas.size
    wide = [_wide(canvas, it) for it in ends]
    found = [axis.at(it.value) - width / 2 for it, width in zip(ends, wide, strict=True)]
    for place in range(1, len(found)):
        short = found[place - 1] + wide[place - 1] + 2 * SPACE - found[place]
        if short > 0:
            found[place - 1] -= short / 2
            found[place] += short / 2
    spill = max(0.0, found[-1] + wide[-1] - size.width)
    return [max(0.0, it - spill) for it in found]


def _wide(canvas: Canvas, figure: Figure) -> float:
    size = canvas.size
    name = width_of(group_text(figure.side), size.item, bold=True) + SPACE
    value = width_of(value_text(figure), size.value, bold=True)
    return max(name + value, width_of(_counted(figure), size.base))


def _named(canvas: Canvas, figure: Figure, x: float, heights: tuple[float, float]) -> None:
    size, colour = canvas.size, ink(figure.side)
    name = group_text(figure.side)
    canvas.text(x, heights[0] + 0.1 * size.value, name, Letters(size.item, colour, bold=True))
    start = x + width_of(name, size.item, bold=True) + SPACE
    canvas.text(start, heights[0], value_text(figure), Letters(size.value, colour, bold=True))
    canvas.text(x, heights[1], _counted(figure), Letters(size.base, "quiet"))


def _counted(figure: Figure) -> str:
    """Say how many of how many, or the base alone."""
    if figure.is_counted:
        return word("chart.counted", count=figure.count, base=base_text(figure))
    return word("chart.base", base=base_text(figure)) if figure.base is not None else ""


def _notes(rows: Sequence[Row]) -> list[str]:
    ends = [end for row in rows for end in row.ends]
    if not ends:
        return []
    low, high, _ = range_of(ends)
    first = [word("chart.note.gap")] if any(row.gap for row in rows) else []
    notes = end_notes(ends)
    return [join_sentences([*first, *notes[:1], *part_note(low, high)]), *notes[1:]]


def _refused(found: Sequence[Difference]) -> list[str]:
    """Say once for each reason which rows it keeps from having a gap."""
    reasons: dict[str, list[str]] = {}
    for it in found:
        if it.reason and it.reason != "not_held":
            reasons.setdefault(it.reason, []).append(option_text(it.question, it.option))
    return [
        word(
            "difference.refused_for",
            items=word("list.comma").join(dict.fromkeys(items)),
            why=word(f"reason.{reason}"),
        )
        for reason, items in reasons.items()
    ]


def _values(found: Sequence[Difference]) -> str:
    return " ".join(
        said(it, option_text(it.question, it.option), [group_text(end.side) for end in it.ends])
        for it in found
    )


def said(difference: Difference, name: str, ends: Sequence[str]) -> str:
    """Say both ends of a difference, and what it amounts to."""
    named = zip(ends, difference.ends, strict=True)
    values = word("list.comma").join(f"{end} {figure_text(it)}" for end, it in named)
    text = difference_text(difference)
    return f"{name}{word('list.colon')}{values}{word('list.stop')}{text}"
