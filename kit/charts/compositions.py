"""Draw the parts of a whole: one mark a company where counts are known, else bars."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kit.charts.canvas import LINE, Canvas, Letters, Point
from kit.charts.chart import Chart
from kit.charts.lines import width_of
from kit.charts.marks import Label, ink, lanes, soft, tone
from kit.charts.shares import Row, bars, complements, rows_of, spoken
from kit.charts.words import Words, measured_text, not_held_text, notes_of, sides_of
from kit.errors import require_known
from kit.estimates import Figure, figures_of, some
from kit.facts import about
from kit.labels import (
    base_text,
    caveat_texts,
    group_text,
    option_text,
    short_text,
    value_text,
    word,
)

if TYPE_CHECKING:
    from pandas import DataFrame

# How the marks of parts look, in their order; the last is what no figure says.
SOLID, SOFT, DOTTED, OUTLINE = "solid", "soft", "dotted", "outline"
LOOKS: Final = (SOLID, SOFT, DOTTED)
COLUMNS: Final = {"slide": 9}
_COLUMNS = 15
_AIR = 0.86  # of a cell, how much its mark takes
_MOST = 150  # marks, beyond which they say less than bars


@dataclass(frozen=True)
class Part:
    """One part: how many companies, how their marks look, and its name with its numbers."""

    count: int
    look: str
    text: str


@dataclass(frozen=True)
class Group:
    """The companies of one side that make the whole."""

    side: str
    name: str
    whole: str
    parts: tuple[Part, ...]

    @property
    def count(self) -> int:
        """Count its companies."""
        return sum(it.count for it in self.parts)


def composition_chart(
    summary: "DataFrame | Iterable[Figure]",
    *,
    parts: Iterable[str],
    total: str | None = None,
    title: str | None = None,
) -> Chart:
    """Draw the parts of a whole: one mark a company, filled by part, what is missing in outline.

    Parameters
    ----------
    summary
        Frame made by ``kit.shares``, or figures, of one wave; groups stand in its order.
    parts
        Option codes of the parts, in drawing order; a part that is not held is never filled in.
        Nothing is rescaled.
    total
        Option code of the whole, if it was published: what the parts leave of it is outlined.
    title
        The claim; the question's short name when empty.
    """
    wanted, given = list(parts), some(figures_of(summary))
    for part in (*wanted, *([total] if total else [])):
        require_known("option", part, list(dict.fromkeys(it.option for it in given)))
    found = [it for it in given if it.option in wanted]
    wholes = {(it.side, it.size): it for it in given if it.option == total}
    title = title or short_text(found[0].question)
    shown = [it for it in found if it.printed]
    groups = _groups(found, wanted, wholes)
    facts = about(
        "composition",
        [*found, *wholes.values()],
        settings={"parts": wanted, "total": total},
        title=title,
        alternative=word("alt.composition", title=title, **spoken([*wholes.values(), *found])),
        notes=tuple(_notes(shown, caveats=[it.caveat for it in (*found, *wholes.values())])),
    )
    measured = measured_text(list(wholes.values()) or found, title)
    meaning = word("chart.key.unit") if groups else ""
    words = Words(measured, sides_of(shown), meaning, not_held_text(found))
    rows = rows_of([it for it in shown if it not in complements(shown)])
    return Chart(facts, words, lambda canvas: _draw(canvas, groups, rows), is_empty=not shown)


def _notes(shown: Sequence[Figure], caveats: Iterable[str]) -> list[str]:
    derived = any(it.base_status == "derived" for it in shown)
    needed = {"chart.note.base_derived": derived, "chart.note.units": True}
    return notes_of(needed, caveat_texts(caveats))


def _groups(
    found: Sequence[Figure], wanted: Sequence[str], wholes: dict[tuple[str, str], Figure]
) -> list[Group]:
    """Count the companies of each group and part; nothing where a count is not known."""
    groups = []
    for key in dict.fromkeys((it.side, it.size) for it in found):
        own = {it.option: it for it in found if (it.side, it.size) == key and it.printed}
        whole = wholes.get(key)
        if not own:
            continue
        if not all(it.is_counted for it in [*own.values(), *([whole] if whole else [])]):
            return []
        groups.append(_group(own, wanted, whole))
    return groups if sum(it.count for it in groups) <= _MOST else []


def _group(own: dict[str, Figure], wanted: Sequence[str], whole: Figure | None) -> Group:
    parts = [
        Part(
            it.count or 0,
            look,
            word(
                "chart.part",
                option=option_text(it.question, it.option),
                count=it.count,
                share=value_text(it),
            ),
        )
        for option, look in zip(wanted, LOOKS, strict=False)
        if (it := own.get(option))
    ]
    first = next(iter(own.values()))
    known = sum(it.count for it in parts)
    count = whole.count if whole and whole.count else known
    if count > known:
        rest = word("chart.part.rest", count=count - known)
        parts.append(Part(count - known, OUTLINE, rest))
    share = word("chart.of_base", base=base_text(first), count=count)
    if whole:
        share = word("chart.of_base.share", counted=share, share=value_text(whole))
    return Group(first.side, group_text(first.side, first.size), share, tuple(parts))


def _draw(canvas: Canvas, groups: Sequence[Group], rows: Sequence[Row]) -> None:
    size = canvas.size
    if not groups:
        bars(canvas, rows)
    elif size.is_small:
        _thumb(canvas, groups[0])
    elif size.name == "slide":
        _beside(canvas, groups)
    else:
        _below(canvas, groups)


def _thumb(canvas: Canvas, group: Group) -> None:
    canvas.y = 4.0
    _units(canvas, group, (0, canvas.size.width), _COLUMNS)
    size = canvas.size
    text = word("chart.few_of", count=group.parts[0].count, base=group.count)
    canvas.y += size.value
    letters = Letters(size.value, ink(group.side), bold=True, anchor="center")
    canvas.text(size.width / 2, canvas.y, text, letters)
    canvas.y += size.value


def _below(canvas: Canvas, groups: Sequence[Group]) -> None:
    """Draw groups below each other, each with its label at the left or above."""
    size = canvas.size
    left = size.label
    cell = min((size.width - left) / _COLUMNS, 2.6 * size.mark)
    for group in groups:
        label = Label(group.name, ((group.whole, ink(group.side)),))
        height = cell * -(-group.count // _COLUMNS) + 8
        (lane,) = lanes(canvas, [label], height, height)
        bottom = canvas.y
        canvas.y = lane.middle - (height - 8) / 2
        _units(canvas, group, (left, cell * _COLUMNS), _COLUMNS)
        canvas.y = max(canvas.y, bottom) + 2
        _keys(canvas, group, left, size.width - left)
        canvas.y += 10


def _beside(canvas: Canvas, groups: Sequence[Group]) -> None:
    """Draw groups side by side on a slide."""
    size = canvas.size
    top, bottom, room = canvas.y, canvas.y, size.width / len(groups)
    for number, group in enumerate(groups):
        left, canvas.y = number * room, top
        letters = Letters(size.item, ink(group.side), bold=True)
        canvas.text(left, canvas.y + LINE * size.item / 2, group.name, letters)
        start = left + width_of(group.name, size.item, bold=True) + size.base
        y = canvas.y + LINE * size.item / 2 + 2
        canvas.text(start, y, group.whole, Letters(size.base, "quiet"))
        canvas.y += LINE * size.item + 8
        columns = COLUMNS.get(size.name, _COLUMNS)
        _units(canvas, group, (left, 40.0 * columns), columns)
        canvas.y += 8
        _keys(canvas, group, left, room - 24)
        bottom = max(bottom, canvas.y)
    canvas.y = bottom


def _units(canvas: Canvas, group: Group, across: tuple[float, float], columns: int) -> None:
    """Draw one mark a company, row by row, part after part."""
    left, width = across
    cell, place = width / columns, 0
    for part in group.parts:
        places = [
            (left + (at % columns + 0.5) * cell, canvas.y + (at // columns + 0.5) * cell)
            for at in range(place, place + part.count)
        ]
        unit(canvas, group.side, places, (part.look, cell * _AIR / 2))
        place += part.count
    canvas.y += cell * -(-place // columns)


def unit(canvas: Canvas, side: str, places: Sequence[Point], how: tuple[str, float]) -> None:
    """Draw the marks of one part.

    Parameters
    ----------
    how
        One of ``solid``, ``soft``, ``dotted`` and ``outline``, and half the width of a mark.
    """
    look, half = how
    edge = min(2.0, half / 4)
    layers = [(half, tone(side))]
    if look != SOLID:
        layers.append((half - edge, "paper" if look == OUTLINE else soft(side)))
    if look == DOTTED:
        layers.append((half * 0.38, tone(side)))
    for radius, name in layers:
        if side == "vendor":
            canvas.squares(places, radius * 0.95, name)
        else:
            canvas.dots(places, radius, name)


def _keys(canvas: Canvas, group: Group, left: float, room: float) -> None:
    """Name the parts below their marks, each with a mark of its own."""
    size, x = canvas.size, 0.0
    half = size.base * 0.45
    for part in group.parts:
        wide = 2 * half + 6 + width_of(part.text, size.base)
        if x and x + wide > room:
            x = 0.0
            canvas.y += LINE * size.base * 1.1
        y = canvas.y + LINE * size.base / 2
        unit(canvas, group.side, [(left + x + half, y)], (part.look, half))
        canvas.text(left + x + 2 * half + 6, y, part.text, Letters(size.base))
        x += wide + size.base
    canvas.y += LINE * size.base * 1.1
