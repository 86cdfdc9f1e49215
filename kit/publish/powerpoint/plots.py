"""Arrange what the facts of a chart hold as categories and series, as PowerPoint charts take it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor

from kit import look
from kit.certainty import Mark
from kit.charts.marks import MARKERS, tone
from kit.charts.ranks import THREATS
from kit.data import Row, records
from kit.estimates import Difference, Figure, redraws
from kit.facts import Facts
from kit.labels import (
    base_text,
    difference_text,
    group_text,
    interval_text,
    option_text,
    points_text,
    redraw_text,
    value_text,
    who_text,
    word,
)
from kit.publish.powerpoint.style import tint

SOLID, HATCHED, OPEN = "solid", "hatched", "open"
# Rows hold one bar each, bars stand side by side, and a stack is a whole in parts.
ROWS, BARS, STACK, LINES, COLUMNS = "rows", "bars", "stack", "lines", "columns"
_TINTS = (1.0, 0.6, 0.35, 0.15)  # of the parts of a whole, in the colour of its side
_BINS = 30  # of redraws, at most


@dataclass(frozen=True)
class Bar:
    """One bar or point: its value in the unit of the chart, and how it is drawn.

    Parameters
    ----------
    fill
        ``solid``, ``hatched`` (worked out) or ``open`` (rounded; also what a total leaves open).
    low, high
        The interval, where there is one.
    label
        Words beside it, where its name does not hold them.
    """

    value: float
    colour: str
    fill: str = SOLID
    low: float | None = None
    high: float | None = None
    label: str = ""


@dataclass(frozen=True)
class Series:
    """Bars of one name, one a category; none where nothing is held.

    Parameters
    ----------
    marker
        Of a line: its shape as the kit's charts have it.
    key
        Colour that stands for the series where its bars have several.
    """

    name: str
    bars: tuple[Bar | None, ...]
    marker: str = ""
    key: str = ""

    @property
    def drawn(self) -> list[Bar]:
        """Give the bars that are there."""
        return [it for it in self.bars if it]


@dataclass(frozen=True)
class Plot:
    """One chart: its form, categories and series, the ends of its axis, and sentences below it."""

    form: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    axis: tuple[float, float | None] = (0, 100)
    unit: str = '0"%"'
    told: tuple[str, ...] = ()


def plot_of(facts: Facts) -> Plot | None:
    """Arrange a chart; nothing where the facts are of something else.

    Examples
    --------
    >>> import kit
    >>> plot = plot_of(kit.share_chart(kit.shares("q08_checked")).facts)
    >>> plot.series[0].name, [bar.value for bar in plot.series[0].drawn]
    ('委託元（2020年度）', [54.6])
    """
    arrange = _PLOTS.get(facts.kind)
    return arrange(facts) if arrange else None


def bar_of(figure: Figure, *, label: str = "") -> Bar | None:
    """Give the bar of a figure: hatched when worked out, open when rounded, none when not held."""
    if figure.percent is None:
        return None
    fill = {"derived": HATCHED, "rounded": OPEN}.get(figure.grade, SOLID)
    low, high = (figure.low, figure.high) if figure.is_counted else (None, None)
    return Bar(figure.percent, look.colour(tone(figure.side)), fill, low, high, label)


def _shares(facts: Facts) -> Plot:
    options = dict.fromkeys(it.option for it in facts.figures)
    groups = [
        (option_text(facts.question, option), [it for it in facts.figures if it.option == option])
        for option in options
    ]
    return _rows(groups)


def _gaps(facts: Facts) -> Plot:
    """Name gaps with their points; where neither side is held, the reason says so once."""
    return _rows([(_gap_name(it), _held(it)) for it in facts.differences])


def _held(gap: Difference) -> Sequence[Figure]:
    return gap.ends if any(it.printed for it in gap.ends) else ()


def _gap_name(gap: Difference) -> str:
    option = option_text(gap.question, gap.option)
    if gap.points is None:
        return f"{option}{word('list.colon')}{word(f'reason.{gap.reason}')}"
    ends = word("number.interval", range=interval_text(gap))
    return f"{option}{word('list.colon')}{points_text(gap.points)}{ends}"


def _rows(groups: Iterable[tuple[str, Sequence[Figure]]]) -> Plot:
    """Give every figure a row of its own below its heading; bars of one kind make a series.

    So a series has one colour, one fill, and intervals at all of its bars or at none.
    """
    categories: list[str] = []
    kinds: dict[tuple[str, bool], dict[int, Bar]] = {}
    for heading, figures in groups:
        categories.append(heading)
        for figure in figures:
            if bar := bar_of(figure):
                kind = (_series_name(figure), bar.low is not None)
                kinds.setdefault(kind, {})[len(categories)] = bar
            categories.append(_row_name(figure))
    series = [
        Series(name, tuple(bars.get(place) for place in range(len(categories))))
        for (name, _), bars in kinds.items()
    ]
    return Plot(ROWS, tuple(categories), tuple(series))


def _row_name(figure: Figure) -> str:
    """Name a bar with its base and its value: a label at its end would lie on the interval."""
    label = word("chart.label", group=who_text(figure), base=base_text(figure))
    return f"{label}{word('list.colon')}{value_text(figure)}"


def _series_name(figure: Figure) -> str:
    """Name side and wave, and the grade of what is not solid."""
    wave = word(f"wave.{figure.wave}")
    name = word("reading.group", group=group_text(figure.side), wave=wave)
    is_marked = figure.grade in ("derived", "rounded")
    return word("list.comma").join([name, *([str(Mark(figure.grade))] if is_marked else [])])


def _composition(facts: Facts) -> Plot:
    options, total = facts.settings["parts"], facts.settings.get("total")
    groups: dict[tuple[str, str], dict[str, Figure]] = {}
    for it in facts.figures:
        groups.setdefault((it.side, it.size), {})[it.option] = it
    held, several = list(groups.values()), len({side for side, _ in groups}) > 1
    series = [
        Series(
            option_text(facts.question, option),
            tuple(_part(group.get(option), share) for group in held),
            key=tint(look.colour("quiet"), share) if several else "",
        )
        for option, share in zip(options, _TINTS, strict=False)
    ]
    rests = tuple(_rest(group, options, group.get(total or "")) for group in held)
    if any(rests):
        series.append(
            Series(word("chart.rest"), rests, key=look.colour("quiet") if several else "")
        )
    categories = tuple(_stack_name(group, options, total) for group in held)
    return Plot(STACK, categories, tuple(it for it in series if it.drawn))


def _is_part(figure: Figure | None) -> bool:
    """Tell whether a figure can be laid beside others: it is held, and no rounded one."""
    return figure is not None and figure.grade not in ("not_held", "rounded")


def _part(figure: Figure | None, share: float) -> Bar | None:
    """Draw a part in a tint of its side; its interval would lie on the next part."""
    if figure is None or not _is_part(figure):
        return None
    fill = HATCHED if figure.grade == "derived" else SOLID
    colour = tint(look.colour(tone(figure.side)), share)
    return Bar(figure.value, colour, fill, label=value_text(figure))


def _rest(group: Mapping[str, Figure], options: Sequence[str], total: Figure | None) -> Bar | None:
    """Leave open what the parts that are held leave of the whole."""
    if total is None or not _is_part(total):
        return None
    known = sum(group[it].value for it in options if _is_part(group.get(it)))
    left = round(total.value - known, 1)
    return Bar(left, look.colour(tone(total.side)), OPEN) if left > 0 else None


def _stack_name(group: Mapping[str, Figure], options: Sequence[str], total: str | None) -> str:
    """Name a group with its base, its whole, and the parts that no bar shows."""
    first = next(iter(group.values()))
    told = [it for it in options if it in group and not _is_part(group[it])]
    listed = [group[it] for it in (*([total] if total and total in group else []), *told)]
    lines = (
        f"{option_text(it.question, it.option)}{word('list.colon')}{value_text(it)}"
        for it in listed
    )
    label = word("chart.label", group=who_text(first), base=base_text(first))
    return "\n".join([label, *lines])


def _changes(facts: Facts) -> Plot:
    """Draw one line a side over all waves that its changes have."""
    groups: dict[tuple[str, str], dict[int, Figure]] = {}
    for it in facts.differences:
        found = groups.setdefault((it.first.side, it.first.size), {})
        found.update({end.wave: end for end in it.ends})
    waves = sorted({wave for found in groups.values() for wave in found})
    told = tuple(
        f"{group_text(it.first.side, it.first.size)}{word('list.colon')}{difference_text(it)}"
        for it in facts.differences
    )
    series = tuple(_slope(side, size, found, waves) for (side, size), found in groups.items())
    return Plot(LINES, tuple(word(f"wave.{wave}") for wave in waves), series, told=told)


def _slope(side: str, size: str, found: Mapping[int, Figure], waves: Sequence[int]) -> Series:
    """Draw one side; its bases stand in its name, in the order of the waves."""
    held = {wave: bar_of(it, label=value_text(it)) for wave, it in found.items()}
    bases = word("list.comma").join(base_text(found[wave]) for wave in waves if wave in found)
    name = word("chart.label", group=group_text(side, size), base=bases)
    return Series(name, tuple(map(held.get, waves)), MARKERS[side])


def _strata(facts: Facts) -> Plot:
    groups = list(dict.fromkeys((row["side"], row["size"]) for row in facts.rows))
    found = {(row["side"], row["size"], row["wave"]): row["respondents"] for row in facts.rows}
    waves = sorted({row["wave"] for row in facts.rows})
    series = [
        Series(
            word(f"wave.{wave}"),
            tuple(
                _stratum(found.get((*group, wave)), group[0], latest=wave == waves[-1])
                for group in groups
            ),
            key=look.colour("quiet"),
        )
        for wave in waves
    ]
    categories = tuple(group_text(*group) for group in groups)
    return Plot(BARS, categories, tuple(series), (0, None), "0")


def _stratum(count: int | None, side: str, *, latest: bool) -> Bar | None:
    """Draw an earlier wave hatched, as the chart's note says."""
    if count is None:
        return None
    label = word("number.organisations", count=count)
    return Bar(count, look.colour(tone(side)), SOLID if latest else HATCHED, label=label)


def _ranks(facts: Facts) -> Plot:
    editions = sorted({int(row["edition"]) for row in facts.rows})
    found = {(row["threat"], int(row["edition"])): int(row["rank"]) for row in facts.rows}
    threats = [it for it in THREATS if any(row["threat"] == it for row in facts.rows)]
    series = [
        Series(
            word(f"threat.{threat}"),
            tuple(_rank(found.get((threat, edition)), threat) for edition in editions),
            MARKERS["client"],
        )
        for threat in threats
    ]
    return Plot(LINES, tuple(map(str, editions)), tuple(series), (10, 1), "0")


def _rank(rank: int | None, threat: str) -> Bar | None:
    return None if rank is None else Bar(rank, look.colour(THREATS[threat]))


def _redraws(facts: Facts) -> Plot:
    """Count redraws in bins; those in which a change vanishes or turns are a series of their own.

    Redraws are seeded, so the same ones are had again.
    """
    rows = records(redraws(facts.question, **facts.settings))
    low, high = (pick(row["value"] for row in rows) for pick in (min, max))
    width = next(it for it in (0.5, 1, 2, 5) if (high - low) / it <= _BINS)
    first, last = floor(low / width), floor(high / width)
    counts: dict[tuple[str, bool], dict[int, int]] = {}
    for row in rows:
        kind = (str(row["side"]), row["outcome"] in ("gone", "turned"))
        bins = counts.setdefault(kind, {})
        place = floor(row["value"] / width) - first
        bins[place] = bins.get(place, 0) + 1
    size = last - first + 1
    series = [_redrawn(kind, bins, rows, size) for kind, bins in counts.items()]
    categories = tuple(_bin_name((first + place) * width, width) for place in range(size))
    return Plot(COLUMNS, categories, tuple(series), (0, None), "0")


def _redrawn(
    kind: tuple[str, bool], bins: Mapping[int, int], rows: Sequence[Row], size: int
) -> Series:
    side, is_contrary = kind
    own = next(row for row in rows if row["side"] == side)
    published = word("resample.published", value=redraw_text(own, "published"))
    name = f"{group_text(side)}{word('list.colon')}{published}"
    if is_contrary:
        name = f"{group_text(side)}{word('list.colon')}{word('resample.column.contrary')}"
    colour = look.colour("ink" if is_contrary else tone(side))
    bars = (bins.get(place) for place in range(size))
    return Series(name, tuple(Bar(it, colour) if it else None for it in bars))


def _bin_name(low: float, width: float) -> str:
    ends = (f"{end:g}".replace("-", "\N{MINUS SIGN}") for end in (low, low + width))
    return word("number.range", **dict(zip(("low", "high"), ends, strict=True)))


def _intervals(facts: Facts) -> Plot:
    """Draw an example's shares with their intervals, one row a number of answers."""
    ink = look.colour(tone("all"))
    bars = tuple(Bar(it["percent"], ink, low=it["low"], high=it["high"]) for it in facts.rows)
    names = tuple(word("chart.base", base=it["base"]) for it in facts.rows)
    return Plot(ROWS, names, (Series(facts.title, bars),))


_PLOTS: Mapping[str, Callable[[Facts], Plot]] = {
    "share": _shares,
    "guess": _shares,
    "gap": _gaps,
    "change": _changes,
    "composition": _composition,
    "strata": _strata,
    "ranks": _ranks,
    "redraws": _redraws,
    "intervals": _intervals,
}
