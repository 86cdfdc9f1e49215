"""Draw how the threat rankings moved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pandas import isna

from kit.charts.canvas import LINE, Canvas, Letters, Paint, Point
from kit.charts.chart import Chart
from kit.charts.lines import fold, width_of
from kit.charts.words import Words
from kit.data import Row, records
from kit.facts import Facts
from kit.labels import word

if TYPE_CHECKING:
    from pandas import DataFrame

# Colour of each threat; those that the kit is about stand out. None is the colour of a side.
THREATS: Final = {
    "supply_chain": "ink",
    "telework": "ok",
    "insider": "edge",
    "carelessness": "edge",
    "ransomware": "edge",
}
TOLD = ("supply_chain", "telework")
Block = list[tuple[str, Letters]]

_LOWEST = 10
_ROW: Final = {"wide": 30.0, "narrow": 30.0, "slide": 33.0, "paper": 19.0, "thumb": 9.6}


@dataclass(frozen=True)
class History:
    """The ranks of one threat by edition; none where it was not among the first ten."""

    threat: str
    name: str
    ranks: tuple[tuple[int, int], ...]

    @property
    def is_told(self) -> bool:
        """Tell whether the kit is about it."""
        return self.threat in TOLD


def rank_chart(
    ranks: "DataFrame", *, title: str | None = None, editions: Iterable[int] = ()
) -> Chart:
    """Draw the history of threat ranks, first at the top; a year outside the top ten has no mark.

    Parameters
    ----------
    ranks
        The table ``threat_ranks``, or rows of it: ``edition, threat, rank, source``.
    title
        The claim; the table's own when empty.
    editions
        Years to show; those of ``ranks`` when empty.
    """
    given = records(ranks)
    rows = [row for row in given if not isna(row["rank"])]
    years = sorted({*editions} or {int(row["edition"]) for row in given})
    title = title or word("chart.title.ranks")
    found = [
        History(threat, word(f"threat.{threat}"), own)
        for threat in THREATS
        if (
            own := tuple(
                (int(it["edition"]), int(it["rank"])) for it in rows if it["threat"] == threat
            )
        )
    ]
    facts = Facts(
        "ranks",
        title=title,
        alternative=word("alt.ranks", title=title, values=_histories(rows)),
        rows=tuple(rows),
        settings={"editions": years},
        source=word("chart.note.ranks"),
        sources=tuple(dict.fromkeys(row["source"] for row in rows)),
        mark="no_count",
    )
    words = Words(word("chart.sub.ranks", first=years[0], last=years[-1]))
    return Chart(facts, words, lambda canvas: _draw(canvas, found, years))


class _Plot:
    """Place editions and ranks, and the names behind the last marks."""

    def __init__(self, canvas: Canvas, found: Sequence[History], years: Sequence[int]) -> None:
        size = canvas.size
        self.row, self.years = _ROW[size.name], years
        names = 0.0 if size.is_small else (0.34 if size.label else 0.4) * size.width
        self.left = 6.0 if size.is_small else width_of(_place(10), size.tick) + 18
        self.right = size.width - names - 8
        self.names = self.right + size.mark + 4
        self.blocks = (
            [] if size.is_small else _blocks(canvas, found, years, size.width - self.names)
        )
        first = max((_high(it) / 2 for rank, it in self.blocks if rank == 1), default=0)
        self.top = canvas.y + max(self.row / 2, first)

    def at(self, edition: int, rank: int) -> Point:
        """Place a mark."""
        part = self.years.index(edition) / max(len(self.years) - 1, 1)
        return self.left + part * (self.right - self.left), self.top + (rank - 1) * self.row


def _place(rank: int) -> str:
    return word("number.rank", rank=rank)


def _high(block: Block) -> float:
    return LINE * sum(letters.size for _, letters in block)


def _draw(canvas: Canvas, found: Sequence[History], years: Sequence[int]) -> None:
    plot, size = _Plot(canvas, found, years), canvas.size
    if not size.is_small:
        _ground(canvas, plot)
    for it in sorted(found, key=lambda it: (it.is_told, it.threat == TOLD[0])):
        _line(canvas, it, [plot.at(*place) for place in it.ranks])
    bottom = plot.top + (_LOWEST - 0.5) * plot.row
    canvas.y = max(bottom + (0 if size.is_small else LINE * size.tick), _names(canvas, plot))


def _ground(canvas: Canvas, plot: _Plot) -> None:
    size, years = canvas.size, plot.years
    ranks = range(1, _LOWEST + 1)
    strokes = [(plot.at(years[0], rank), plot.at(years[-1], rank)) for rank in ranks]
    canvas.strokes(strokes, Paint(edge="grid", width=1))
    for rank in ranks if size.label else (1, 5, 10):
        y = plot.at(years[0], rank)[1]
        canvas.text(0, y, _place(rank), Letters(size.tick, "quiet"))
    y = plot.at(years[0], _LOWEST)[1] + plot.row / 2 + LINE * size.tick / 2
    for year in years if size.label else [years[0], years[len(years) // 2], years[-1]]:
        x = plot.at(year, 1)[0]
        canvas.text(x, y, str(year), Letters(size.tick, "quiet", anchor="center"))


def _line(canvas: Canvas, found: History, places: Sequence[Point]) -> None:
    name, wide = THREATS[found.threat], canvas.size.line + (1 if found.is_told else -1)
    if len(places) > 1:
        canvas.strokes([places], Paint(edge=name, width=wide))
    radius = canvas.size.mark * (0.55 if found.is_told else 0.4)
    canvas.dots(places, radius, name)


def _blocks(
    canvas: Canvas, found: Sequence[History], years: Sequence[int], room: float
) -> list[tuple[int, Block]]:
    """Word the last rank and the name of each threat, the first place first."""
    size, blocks = canvas.size, []
    for it in sorted(found, key=lambda it: (it.ranks[-1][1], -it.ranks[-1][0])):
        year, rank = it.ranks[-1]
        is_gone = year != years[-1]
        place = word("chart.rank_in", rank=_place(rank), year=year) if is_gone else _place(rank)
        text = word("chart.ranked", rank=place, name=it.name)
        colour = THREATS[it.threat] if it.is_told else "quiet"
        height = size.told if it.is_told else size.base
        letters = Letters(height, colour, bold=it.is_told)
        lines = fold(text, room, height, bold=it.is_told)
        blocks.append((rank, [(line, letters) for line in lines]))
    return blocks


def _names(canvas: Canvas, plot: _Plot) -> float:
    """Write the names behind the last marks; what would overlap moves down. Give where they end."""
    free = 0.0
    for rank, block in plot.blocks:
        y = max(plot.at(plot.years[-1], rank)[1] - _high(block) / 2, free)
        for line, letters in block:
            canvas.text(plot.names, y + LINE * letters.size / 2, line, letters)
            y += LINE * letters.size
        free = y + 2
    return free


def _histories(rows: Sequence[Row]) -> str:
    texts = []
    for threat in dict.fromkeys(row["threat"] for row in rows):
        values = (
            f"{row['edition']} {word('number.rank', rank=row['rank'])}"
            for row in rows
            if row["threat"] == threat
        )
        texts.append(
            f"{word(f'threat.{threat}')}{word('list.colon')}{word('list.comma').join(values)}"
        )
    return word("list.stop").join(texts)
