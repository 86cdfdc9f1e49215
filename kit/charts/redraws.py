"""Draw many redraws of a published figure as dots, the published one below them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil, floor
from typing import TYPE_CHECKING, Any, NamedTuple

from kit.charts.canvas import (
    COLOURS,
    FAINT,
    INK,
    MARGIN,
    MARKERS,
    NOTE,
    SMALL,
    Canvas,
    Stroke,
)
from kit.charts.chart import WIDTH, Chart, own_settings
from kit.data import Row, records
from kit.estimates import BOTH, figures_redrawn
from kit.facts import about
from kit.labels import (
    group_text,
    join_sentences,
    option_text,
    range_text,
    redraw_text,
    short_text,
    word,
)

if TYPE_CHECKING:
    from pandas import DataFrame

Place = tuple[float, float]

DOT, STEP, TALLEST = 3.0, 4.0, 130.0
CHOSEN = "#F0E442"


class Axis(NamedTuple):
    """Hold the ends of the value axis, in percent or points."""

    low: float
    high: float


@own_settings()
def redraw_chart(summary: "DataFrame", *, title: str | None = None) -> Chart:
    """Draw the rows of ``kit.redraws`` as columns of dots, one strip a side.

    Parameters
    ----------
    summary
        Frame made by ``kit.redraws``.
    title
        Words above the chart; the question's short name when empty.

    Returns
    -------
    Chart
        Its ``moves`` put one mark a side on the dot of each redraw.
    """
    rows = records(summary)
    strips = {row["side"]: [it for it in rows if it["side"] == row["side"]] for row in rows}
    canvas = Canvas(title or short_text(rows[0]["question"]), _heading(rows[0]))
    canvas.y += 4
    axis = _axis(rows)
    places = []
    for mark, strip in enumerate(strips.values()):
        places.append(_strip(canvas, strip, axis, f"kit-move-{mark}"))
    _ticks(canvas, axis)
    canvas.note(_note(rows[0]))
    values = " ".join(_spoken(strip) for strip in strips.values())
    starts = [own[0] for own in places]
    moves = [
        [(x - left, y - up) for (x, y), (left, up) in zip(dots, starts, strict=True)]
        for dots in zip(*places, strict=True)
    ]
    facts = about("redraws", figures_redrawn(summary), settings=_settings(rows))
    return replace(canvas.finish(facts, values=values), moves=moves)


def _settings(rows: Sequence[Row]) -> dict[str, Any]:
    """Say how the same redraws are had again: they are seeded, and hundreds of rows are heavy."""
    sides = {row["side"] for row in rows}
    return {
        "option": rows[0]["option"],
        "side": rows[0]["side"] if len(sides) == 1 else BOTH,
        "kind": rows[0]["kind"],
        "wave": rows[0]["wave"],
        "number": max(row["redraw"] for row in rows),
    }


def _heading(row: Row) -> str:
    waves = word("resample.waves") if _is_change(row) else word(f"wave.{row['wave']}")
    option = option_text(row["question"], row["option"])
    return word("resample.heading", option=option, waves=waves)


def _axis(rows: Sequence[Row]) -> Axis:
    """Span all values and published intervals in steps of five; a change has its zero in view."""
    values = [row[name] for row in rows for name in ("value", "low", "high")]
    values += [0.0] if _is_change(rows[0]) else []
    return Axis(5.0 * floor(min(values) / 5), 5.0 * ceil(max(values) / 5))


def _strip(canvas: Canvas, rows: Sequence[Row], axis: Axis, mark: str) -> list[Place]:
    """Draw the dots of one side and give the place of each, in the order of the redraws."""
    first = rows[0]
    published = word("resample.published", value=redraw_text(first, "published"))
    canvas.heads(group_text(first["side"]), published)
    columns = _columns(rows, (axis.high - axis.low) * STEP / (WIDTH - 2 * MARGIN))
    tallest = max(map(len, columns.values()))
    step = min(STEP, TALLEST / tallest)
    ground = canvas.y + 8 + step * tallest
    places: dict[int, Place] = {}
    strokes = defaultdict[bool, list[Stroke]](list)
    for value, redraws in columns.items():
        x = canvas.at(value, low=axis.low, high=axis.high)
        # A dotted line stands for the dots of a column: hundreds of dots, yet few bytes.
        length = step * (len(redraws) - 1) + 0.1
        strokes[_is_contrary(rows[redraws[0]])].append(((x, x), (ground, ground - length)))
        places |= {place: (x, ground - step * up) for up, place in enumerate(redraws)}
    for contrary, lines in strokes.items():
        colour = INK if contrary else COLOURS[first["side"]]
        dots = {"linestyle": (0, (0.01, step / DOT - 0.01)), "dash_capstyle": "round"}
        canvas.strokes(lines, linewidth=DOT, color=colour, **dots)
    found = [places[place] for place in range(len(rows))]
    _current(canvas, found[0], mark)
    if _is_change(first):
        x = canvas.at(0, low=axis.low, high=axis.high)
        canvas.line([x, x], [canvas.y + 3, ground + 18], linewidth=1, zorder=1)
    canvas.y = ground + 10
    _interval(canvas, first, axis)
    canvas.y += 18
    return found


def _columns(rows: Sequence[Row], narrowest: float) -> Mapping[float, list[int]]:
    """Sort redraws into columns, each named by its middle value.

    Shares come in steps of one organisation, and a column holds as many steps as its neighbours. No
    change at all stands with the changes that go the other way.
    """
    values = sorted({row["value"] for row in rows})
    grain = 0.0 if _is_change(rows[0]) else min(high - low for low, high in pairwise(values))
    width = grain * ceil(narrowest / grain) if grain else narrowest
    falls, columns = rows[0]["published"] < 0, defaultdict[int, list[int]](list)
    for place, row in enumerate(rows):
        steps = round(row["value"] / width, 6)
        columns[floor(steps) if falls else ceil(steps) - 1].append(place)
    middles = ((column * width + (width + grain) / 2, column) for column in sorted(columns))
    return {middle: columns[column] for middle, column in middles}


def _is_change(row: Row) -> bool:
    return bool(row["kind"] == "change")


def _is_contrary(row: Row) -> bool:
    return row["outcome"] in ("gone", "turned")


def _current(canvas: Canvas, place: tuple[float, float], mark: str) -> None:
    x, y = place
    with canvas.part(mark):
        shape = {"marker": "o", "markersize": 9, "markeredgewidth": 2}
        canvas.line([x], [y], **shape, markerfacecolor=CHOSEN, markeredgecolor=INK, zorder=4)


def _interval(canvas: Canvas, row: Row, axis: Axis) -> None:
    """Draw the published value with its interval as share charts do."""
    ends, value = (
        [canvas.at(row[name], low=axis.low, high=axis.high) for name in names]
        for names in (("low", "high"), ("published",))
    )
    caps = [((x, x), (canvas.y - 4, canvas.y + 4)) for x in ends]
    canvas.strokes([(ends, (canvas.y, canvas.y)), *caps], linewidth=1.6)
    shape = {"marker": MARKERS[row["side"]], "markersize": 7.5}
    canvas.line(value, [canvas.y], **shape, markerfacecolor="white", markeredgecolor=INK, zorder=3)


def _ticks(canvas: Canvas, axis: Axis) -> None:
    step = 5 if axis.high - axis.low <= 50 else 10
    canvas.line([canvas.at(0), canvas.at(100)], [canvas.y, canvas.y], color=FAINT, linewidth=1)
    first = ceil(axis.low / step) * step
    for tick in range(first, floor(axis.high) + 1, step):
        x = canvas.at(tick, low=axis.low, high=axis.high)
        side = {axis.low: "left", axis.high: "right"}.get(tick, "center")
        text = f"{tick:+d}".replace("-", "\N{MINUS SIGN}") if axis.low < 0 and tick else f"{tick}"
        canvas.text(x, canvas.y + 0.8 * NOTE, text, ha=side, **SMALL)
    canvas.y += 1.8 * NOTE


def _note(row: Row) -> str:
    codes = ["resample.note.dots", *(["resample.note.contrary"] if _is_change(row) else [])]
    return join_sentences(map(word, [*codes, "chart.note.interval"]))


def _spoken(rows: Sequence[Row]) -> str:
    first = rows[0]
    values = [row["value"] for row in rows]
    ends = range_text(min(values), max(values), sign=_is_change(first))
    return word(
        "resample.spoken",
        group=group_text(first["side"]),
        value=redraw_text(first, "published"),
        number=len(rows),
        range=ends,
    )
