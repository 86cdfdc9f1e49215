"""Draw differences: clients against vendors, and 2020 to 2021."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kit.charts.canvas import (
    COLOURS,
    FAINT,
    FOOT,
    HEADING,
    INK,
    LABEL,
    MARGIN,
    MARKERS,
    NOTE,
    QUIET,
    SMALL,
    WIDTH,
    Sheet,
)
from kit.charts.chart import Chart
from kit.data import Row, records
from kit.errors import require_known
from kit.labels import (
    base_text,
    caveat_texts,
    difference_text,
    group_text,
    option_text,
    share_text,
    short_text,
    source_text,
    word,
)

if TYPE_CHECKING:
    from pandas import DataFrame

TRACK = 22.0
SLOPE = 190.0
WAVES = {"before": "wave.2020", "after": "wave.2021"}


def gap_chart(summary: "DataFrame", *, title: str | None = None) -> Chart:
    """Draw the rows of ``kit.gaps`` as dumbbells: client to vendor, with the gap in points.

    Where the gap was refused, the reason stands in its place.

    Parameters
    ----------
    summary
        Frame made by ``kit.gaps``.
    title
        Words above the chart; the question's short name when empty.
    """
    rows = records(summary)
    question = str(rows[0]["question"])
    sheet = Sheet(title or short_text(question))
    sheet.y += 4
    for row in rows:
        sheet.paragraph(option_text(question, row["option"]), size=HEADING, colour=INK)
        _dumbbell(sheet, row)
    sheet.percent_axis()
    sheet.notes([_meaning("gap", rows), *_foot(rows, ("client", "vendor"))])
    return sheet.finish("gap", rows, values=_spoken(rows, "option"))


def change_chart(summary: "DataFrame", *, option: str, title: str | None = None) -> Chart:
    """Draw the rows of ``kit.changes`` for one option as slopes from 2020 to 2021, with intervals.

    Parameters
    ----------
    summary
        Frame made by ``kit.changes``.
    option
        Option code; one line a side.
    """
    require_known("option", option, list(summary["option"].unique()))
    rows = [row for row in records(summary) if row["option"] == option]
    question = str(rows[0]["question"])
    sheet = Sheet(
        title
        or word(
            "chart.title.change",
            question=short_text(question),
            option=option_text(question, option),
        )
    )
    sheet.y += 10
    _slopes(sheet, rows)
    sheet.end_body()
    with sheet.part(FOOT):
        for row in rows:
            sheet.heads(word("chart.change_of", group=group_text(row["side"])), "")
            sheet.paragraph(difference_text(row), size=LABEL, colour=INK, indent=12)
    sheet.notes([_meaning("change", rows), *_foot(rows, ("before", "after"))])
    return sheet.finish("change", rows, values=_spoken(rows, "side"))


def _figure_text(row: Row, name: str) -> str:
    """Write one end of a difference: share and base."""
    printed, base = row[f"{name}_printed"], row[f"{name}_base"]
    share = share_text(printed or "", row[f"{name}_bound"] or "")
    return (
        word("chart.label", group=share, base=base_text(base, row[f"{name}_base_status"]))
        if printed
        else share
    )


def _base(row: Row, name: str) -> str:
    return word("chart.base", base=base_text(row[f"{name}_base"], row[f"{name}_base_status"]))


def _solid(row: Row, name: str) -> bool:
    """Tell whether a figure was published as an exact number; its mark is filled then."""
    return bool(row[f"{name}_bound"] == "exact" and row[f"{name}_status"] != "derived")


def _dumbbell(sheet: Sheet, row: Row) -> None:
    known = [side for side in ("client", "vendor") if row[f"{side}_printed"]]
    if not known:
        sides = word("list.comma").join(map(group_text, ("client", "vendor")))
        sheet.heads(sides, word("status.unpublished"), indent=16)
        sheet.y += 6
        return
    _ends_joined(sheet, row, known)
    for side in ("client", "vendor"):
        shape = {"marker": MARKERS[side], "markersize": 8, "color": COLOURS[side]}
        sheet.line([MARGIN + 4], [sheet.y + 0.75 * LABEL], **shape)
        sheet.heads(group_text(side), _figure_text(row, side), indent=16)
    sheet.paragraph(difference_text(row), size=LABEL, colour=INK, indent=12)
    sheet.y += 6


def _ends_joined(sheet: Sheet, row: Row, known: Sequence[str]) -> None:
    middle = sheet.y + TRACK / 2
    sheet.track(TRACK)
    ends = [sheet.at(row[f"{side}_percent"]) for side in known]
    # Marks closer than their own width would hide each other.
    apart = 4.5 if len(ends) == 2 and abs(ends[0] - ends[1]) < 13 else 0.0
    if len(known) == 2:
        sheet.line(
            ends,
            [middle, middle],
            linewidth=3,
            color=QUIET,
            linestyle="-" if not row["reason"] else ":",
        )
    for side, end, step in zip(known, ends, (-apart, apart), strict=False):
        face = COLOURS[side] if _solid(row, side) else "white"
        size = 9 if apart else 12
        shape = {"marker": MARKERS[side], "markersize": size, "markeredgecolor": COLOURS[side]}
        sheet.line([end], [middle + step], markerfacecolor=face, **shape)
    sheet.y += TRACK


def _slopes(sheet: Sheet, rows: Sequence[Row]) -> None:
    top, left, right = sheet.y + 8, WIDTH * 0.27, WIDTH * 0.6
    xs = {"before": left, "after": right}
    for name, x in xs.items():
        sheet.line([x, x], [top, top + SLOPE], color=FAINT, linewidth=1)
        sheet.text(x, top + SLOPE + 1.4 * LABEL, word(WAVES[name]), ha="center")
    for name, place in (("before", "right"), ("after", "left")):
        _ends(sheet, rows, name, (top, xs[name], place))
    for row in rows:
        _slope(sheet, row, {name: (x, top) for name, x in xs.items()})
    sheet.y = top + SLOPE + 2.8 * LABEL


def _height(top: float, percent: float) -> float:
    return top + (100 - percent) / 100 * SLOPE


def _slope(sheet: Sheet, row: Row, places: Mapping[str, tuple[float, float]]) -> None:
    colour, points = COLOURS[row["side"]], []
    for name, (x, top) in places.items():
        if not row[f"{name}_printed"]:
            continue
        y = _height(top, row[f"{name}_percent"])
        points.append((x, y))
        if row[f"{name}_count"] == row[f"{name}_count"] and row[f"{name}_low"] is not None:
            sheet.line(
                [x, x],
                [_height(top, row[f"{name}_low"]), _height(top, row[f"{name}_high"])],
                color=colour,
                linewidth=5,
                alpha=0.35,
            )
        face = colour if _solid(row, name) else "white"
        sheet.line(
            [x],
            [y],
            marker=MARKERS[row["side"]],
            markersize=9,
            markerfacecolor=face,
            markeredgecolor=colour,
        )
    if len(points) == 2:
        xs, ys = zip(*points, strict=True)
        sheet.line(
            xs,
            ys,
            color=colour,
            linewidth=2,
            linestyle="-" if row["side"] == "client" else (0, (6, 2)),
            zorder=1,
        )


def _ends(sheet: Sheet, rows: Sequence[Row], name: str, place: tuple[float, float, str]) -> None:
    """Label the values of one wave beside its axis, apart from each other."""
    top, x, align = place
    shown = sorted(
        (row for row in rows if row[f"{name}_printed"]),
        key=lambda row: -float(row[f"{name}_percent"]),
    )
    heights = spread([_height(top, row[f"{name}_percent"]) for row in shown], 2.9 * NOTE)
    step = 12 if align == "left" else -12
    for row, y in zip(shown, heights, strict=True):
        share = share_text(row[f"{name}_printed"], row[f"{name}_bound"])
        sheet.text(
            x + step,
            y - 0.6 * NOTE,
            f"{group_text(row['side'])} {share}",
            ha=align,
        )
        sheet.text(
            x + step,
            y + 0.65 * NOTE,
            _base(row, name),
            ha=align,
            **SMALL,
        )
    hidden = [row for row in rows if not row[f"{name}_printed"]]
    for number, row in enumerate(hidden):
        text = f"{group_text(row['side'])} {word('status.unpublished')}"
        sheet.text(x + step, top + SLOPE - 14 * number, text, ha=align, **SMALL)


def spread(heights: list[float], distance: float) -> list[float]:
    """Push two ascending heights apart, evenly, until ``distance`` lies between them.

    Examples
    --------
    >>> spread([10.0, 12.0], 10)
    [6.0, 16.0]
    """
    result = list(heights)
    for second in range(1, len(result)):
        short = max(0.0, distance - (result[second] - result[second - 1])) / 2
        result[second - 1] -= short
        result[second] += short
    return result


def _meaning(kind: str, rows: Sequence[Row]) -> str:
    """Say what is subtracted from what and, where one is given, what the interval means."""
    measured = any(not row["reason"] for row in rows)
    codes = (f"chart.note.{kind}", *(("chart.note.difference",) if measured else ()))
    return " ".join(map(word, codes))


def _foot(rows: Sequence[Row], names: tuple[str, str]) -> list[str]:
    """Say what n and * mean, and name the sources of both ends."""
    ends = [(row, name) for row in rows for name in names if row[f"{name}_source"]]
    needed = {
        "chart.note.base": True,
        "chart.note.base_derived": any(r[f"{n}_base_status"] == "derived" for r, n in ends),
        "chart.note.hollow": any(
            not _solid(row, name) for row, name in ends if row[f"{name}_printed"]
        ),
    }
    notes = " ".join(word(code) for code, wanted in needed.items() if wanted)
    caveats = caveat_texts(row[f"{name}_caveat"] for row, name in ends)
    return [notes, *caveats, source_text(row[f"{name}_source"] for row, name in ends)]


def _spoken(rows: Sequence[Row], key: str) -> str:
    texts = []
    for row in rows:
        name = (
            option_text(row["question"], row["option"])
            if key == "option"
            else group_text(row["side"])
        )
        ends = (
            [(group_text(side), side) for side in ("client", "vendor")]
            if key == "option"
            else [(word(code), end) for end, code in WAVES.items()]
        )
        values = word("list.comma").join(f"{label} {_figure_text(row, end)}" for label, end in ends)
        texts.append(f"{name}{word('list.colon')}{values}{word('list.stop')}{difference_text(row)}")
    return " ".join(texts)
