"""Draw how one option changed from wave to wave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import TYPE_CHECKING

from kit.charts.canvas import LINE, Canvas, Letters, Paint
from kit.charts.chart import Chart
from kit.charts.gaps import HALF, end_notes, meaning, part_note, said
from kit.charts.lines import fold, width_of
from kit.charts.marks import DOTTED, apart, band, ink, is_solid, mark, tone
from kit.charts.size import Size
from kit.charts.words import Words, measured_text, not_held_text, sides_of
from kit.errors import require_known
from kit.estimates import Difference, Figure, differences_of, figures_behind
from kit.facts import about
from kit.labels import (
    base_text,
    group_text,
    interval_text,
    join_sentences,
    option_text,
    points_text,
    short_text,
    value_text,
    word,
)

if TYPE_CHECKING:
    from pandas import DataFrame

_STEP = 20  # ends of the axis, in percent


@dataclass(frozen=True)
class Slope:
    """One side: what is held of it by wave, and what its change amounts to.

    Parameters
    ----------
    verdict, interval
        Empty where no change can be computed.
    """

    side: str
    ends: tuple[Figure, ...]
    is_measured: bool
    verdict: str = ""
    interval: str = ""


def change_chart(
    summary: "DataFrame | Iterable[Difference]", *, option: str, title: str | None = None
) -> Chart:
    """Draw the changes of one option as slopes from wave to wave, each with its verdict.

    Parameters
    ----------
    summary
        Frame made by ``kit.changes``, or differences.
    option
        Option code; one line a side.
    title
        The claim; option and waves when empty.
    """
    given = differences_of(summary)
    require_known("option", option, list(dict.fromkeys(it.option for it in given)))
    found = [it for it in given if it.option == option]
    question = found[0].question
    names = {"question": short_text(question), "option": option_text(question, option)}
    title = title or word("chart.title.change", **names)
    slopes = [it for it in map(_slope, found) if it.ends]
    ends = [end for it in slopes for end in it.ends]
    values = " ".join(
        said(it, group_text(it.first.side), [word(f"wave.{end.wave}") for end in it.ends])
        for it in found
    )
    facts = about(
        "change",
        found,
        title=title,
        settings={"option": option},
        alternative=word("alt.change", title=title, values=values),
        notes=tuple(_notes(found, ends)),
    )
    behind = figures_behind(found)
    measured = measured_text(ends or behind, title)
    words = Words(measured, sides_of(ends), meaning(ends), not_held_text(behind))
    waves = [(it, word(f"wave.{it}")) for it in sorted({end.wave for end in ends})]
    return Chart(facts, words, lambda canvas: _draw(canvas, slopes, waves), is_empty=not slopes)


def _slope(change: Difference) -> Slope:
    ends = tuple(it for it in change.ends if it.printed)
    if change.points is None:
        return Slope(change.first.side, ends, is_measured=False)
    code = f"chart.change.{'clear' if change.clear else 'unclear'}"
    direction = "up" if change.points > 0 else "down"
    verdict = word(code, points=points_text(change.points), way=word(f"chart.way.{direction}"))
    interval = word("chart.interval", range=interval_text(change))
    return Slope(change.first.side, ends, True, verdict, interval)


def _notes(found: Sequence[Difference], ends: Sequence[Figure]) -> list[str]:
    if not ends:
        return []
    low, high = _range(ends)
    measured = any(it.points is not None for it in found)
    first = [word("chart.note.change")] if measured else []
    reasons = dict.fromkeys(it.reason for it in found if it.reason and it.reason != "not_held")
    refused = [word("difference.refused", why=word(f"reason.{reason}")) for reason in reasons]
    notes = end_notes(ends)
    return [join_sentences([*first, *notes[:1], *part_note(low, high)]), *notes[1:], *refused]


def _range(ends: Sequence[Figure]) -> tuple[float, float]:
    """Fit the axis to what is drawn, in steps of 20."""
    values = [value for it in ends for value in (it.value, *it.interval)]
    low, high = _STEP * floor(min(values) / _STEP), _STEP * ceil(max(values) / _STEP)
    return float(low), float(max(high, low + _STEP))


class _Plot:
    """Place waves and values."""

    def __init__(self, canvas: Canvas, slopes: Sequence[Slope], number: int) -> None:
        size = canvas.size
        self.low, self.high = _range([end for it in slopes for end in it.ends])
        self.right_room = _right_room(size, slopes)
        widest = max(
            width_of(value_text(end), size.value, bold=True) for it in slopes for end in it.ends
        )
        left = widest + size.mark + 9 + (2.6 * size.tick if size.label else 0)
        self.places = (left, size.width - self.right_room)[2 - number :]
        self.top = canvas.y + (size.value if size.is_small else size.mark + 4)
        self.bottom = self.top + size.height

    def y(self, percent: float) -> float:
        """Place a value."""
        share = (self.high - percent) / (self.high - self.low)
        return self.top + share * (self.bottom - self.top)


def _right_room(size: Size, slopes: Sequence[Slope]) -> float:
    """Leave room for what stands at the ends of the lines; on a phone that is the value alone."""
    texts = [(f"{group_text(it.side)} {value_text(it.ends[-1])}", size.value) for it in slopes]
    if size.label:
        texts += [(it.verdict, size.item) for it in slopes]
    if size.is_small:
        texts = [(value_text(it.ends[-1]), size.value) for it in slopes]
    widest = max(width_of(text, height, bold=True) for text, height in texts)
    return min(size.mark + 12 + widest, 0.55 * size.width)


def _draw(canvas: Canvas, slopes: Sequence[Slope], waves: Sequence[tuple[int, str]]) -> None:
    if not slopes:
        return
    if canvas.size.name == "slide":  # the ends of lines need smaller marks than a line of two
        canvas.size = replace(canvas.size, mark=16, value=42)
    plot, size = _Plot(canvas, slopes, len(waves)), canvas.size
    if not size.is_small:
        _ground(canvas, plot)
        for x, (_, name) in zip(plot.places, waves, strict=True):
            y = plot.bottom + LINE * size.item * 0.9
            canvas.text(x, y, name, Letters(size.item, bold=True, anchor="center"))
    at = dict(zip((wave for wave, _ in waves), plot.places, strict=True))
    for it in slopes:
        _line(canvas, it, plot, at)
    for wave, x in at.items():
        _ends(canvas, plot, x, [it for it in slopes if _end(it, wave)], wave == waves[-1][0])
    canvas.y = plot.bottom + (size.value * 0.6 if size.is_small else LINE * size.item * 1.6)
    if not size.label and not size.is_small:
        _below(canvas, slopes)


def _end(slope: Slope, wave: int) -> Figure | None:
    return next((it for it in slope.ends if it.wave == wave), None)


def _ground(canvas: Canvas, plot: _Plot) -> None:
    """Draw the lines of the axis, with numbers where there is room."""
    size = canvas.size
    start, end = plot.places[0] - size.mark, plot.places[-1] + size.mark
    steps = range(int(plot.low), int(plot.high) + 1, _STEP)
    strokes = [((start, plot.y(it)), (end, plot.y(it))) for it in steps]
    canvas.strokes(strokes, Paint(edge="grid", width=1))
    if size.label:
        for it in steps:
            canvas.text(0, plot.y(it), f"{it}%", Letters(size.tick, "quiet"))


def _line(canvas: Canvas, slope: Slope, plot: _Plot, at: dict[int, float]) -> None:
    size = canvas.size
    places = [(at[it.wave], plot.y(it.value)) for it in slope.ends]
    for it, (x, _) in zip(slope.ends, places, strict=True):
        if it.is_counted:
            low, high = (plot.y(end) for end in it.interval)
            band(canvas, slope.side, ((x, high), (x, low)), HALF * size.mark)
    if len(places) == 2:
        dash = () if slope.is_measured else DOTTED
        paint = Paint(edge=tone(slope.side), width=size.line + 0.5, dash=dash)
        canvas.strokes([places], paint)
    for it, place in zip(slope.ends, places, strict=True):
        mark(canvas, slope.side, place, hollow=not is_solid(it))


def _ends(canvas: Canvas, plot: _Plot, x: float, slopes: Sequence[Slope], is_last: bool) -> None:
    """Write what stands at one end of the lines, apart from each other."""
    size = canvas.size
    wave = max if is_last else min
    ordered = sorted(slopes, key=lambda it: -wave(it.ends, key=lambda end: end.wave).value)
    figures = [wave(it.ends, key=lambda end: end.wave) for it in ordered]
    blocks = [
        _block(size, it, figure, is_last) for it, figure in zip(ordered, figures, strict=True)
    ]
    heights = [LINE * sum(letters.size for _, letters in block) for block in blocks]
    distance = max(heights, default=0) + 4
    wanted = [plot.y(it.value) - (size.value * 0.1 if is_last else 0) for it in figures]
    for block, middle in zip(blocks, apart(wanted, distance), strict=True):
        y = middle - LINE * block[0][1].size / 2
        step = size.mark + 12 if is_last else -size.mark - 9
        for text, letters in block:
            anchor = "left" if is_last else "right"
            canvas.text(
                x + step, y + LINE * letters.size / 2, text, letters._replace(anchor=anchor)
            )
            y += LINE * letters.size


def _block(size: Size, slope: Slope, figure: Figure, is_last: bool) -> list[tuple[str, Letters]]:
    colour = ink(slope.side)
    value = value_text(figure)
    if size.is_small:
        return [(value, Letters(size.value, colour, bold=True))]
    base = word("chart.base", base=base_text(figure)) if figure.base is not None else ""
    if not is_last:
        height = size.value * 0.86
        found = [(value, Letters(height, colour, bold=True)), (base, Letters(size.base, "quiet"))]
    else:
        name = f"{group_text(slope.side)} {value}"
        found = [
            (name, Letters(size.value, colour, bold=True)),
            (base, Letters(size.base, "quiet")),
        ]
        if size.label and slope.verdict:
            room = 0.55 * size.width - size.mark - 12
            verdict = fold(slope.verdict, room, size.item, bold=True)
            found[1:1] = [(line, Letters(size.item, bold=True)) for line in verdict]
            last = word("list.comma").join(filter(None, [slope.interval, base]))
            found[-1] = (last, Letters(size.base, "quiet"))
    return [(text, letters) for text, letters in found if text]


def _below(canvas: Canvas, slopes: Sequence[Slope]) -> None:
    """Write the verdicts below a narrow drawing."""
    size = canvas.size
    for it in slopes:
        if it.verdict:
            canvas.y += 6
            verdict = f"{group_text(it.side)} {it.verdict}"
            canvas.paragraph(0, verdict, size.width, Letters(size.item, ink(it.side), bold=True))
            canvas.paragraph(0, it.interval, size.width, Letters(size.base, "quiet"))
