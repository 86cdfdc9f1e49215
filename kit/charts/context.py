"""Draw what surrounds the findings: who answered, and how the threat rankings moved."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pandas import isna

from kit.charts.canvas import COLOURS, FAINT, LABEL, MARGIN, NOTE, SMALL, Canvas
from kit.charts.chart import WIDTH, Chart, own_settings
from kit.data import Row, records
from kit.facts import Facts, about
from kit.labels import group_text, word

if TYPE_CHECKING:
    from pandas import DataFrame

BAR = 12.0
STEP = 21.0
# Colour and marker of each threat, so that neither has to be told from the other.
THREATS = {
    "supply_chain": ("#D55E00", "o"),
    "telework": ("#0072B2", "s"),
    "insider": ("#009E73", "^"),
    "carelessness": ("#CC79A7", "v"),
    "ransomware": ("#4d4d4d", "D"),
}


@own_settings()
def strata_chart(strata: "DataFrame", *, title: str | None = None) -> Chart:
    """Draw how many organisations answered in each stratum and wave.

    Parameters
    ----------
    strata
        The table ``strata``, or rows of it.
    """
    rows = records(strata.sort_values(["side", "size", "wave"]))
    most = max(row["respondents"] for row in rows)
    canvas = Canvas(title or word("chart.title.strata"))
    canvas.y += 4
    for row in rows:
        label = word(
            "reading.group",
            group=group_text(row["side"], row["size"]),
            wave=word(f"wave.{row['wave']}"),
        )
        canvas.heads(label, word("number.organisations", count=row["respondents"]))
        colour, width = COLOURS[row["side"]], row["respondents"] / most * (WIDTH - 2 * MARGIN)
        face, hatch = (colour, None) if row["wave"] == 2021 else ("white", "////")
        canvas.box(MARGIN, canvas.y, width, BAR, facecolor=face, edgecolor=colour, hatch=hatch)
        canvas.y += BAR + 7
    canvas.note(word("chart.note.strata"))
    facts = about("strata", sources=["deck"], rows=tuple(rows), mark="exact")
    return canvas.finish(facts, values=_listed(rows))


@own_settings()
def rank_chart(
    ranks: "DataFrame", *, title: str | None = None, editions: Iterable[int] = ()
) -> Chart:
    """Draw the history of threat ranks, first at the top; a year outside the top ten has no mark.

    Parameters
    ----------
    ranks
        The table ``threat_ranks``, or rows of it: ``edition, threat, rank, source``.
    title
        Words above the chart; the table's own when empty.
    editions
        Years to show; those of ``ranks`` when empty.
    """
    given = records(ranks)
    rows = [row for row in given if not isna(row["rank"])]
    editions = sorted({*editions} or {int(row["edition"]) for row in given})
    canvas = Canvas(title or word("chart.title.ranks"))
    canvas.y += 12
    top = canvas.y
    places = {edition: _across(number, len(editions)) for number, edition in enumerate(editions)}
    for rank in range(1, 11):
        y = top + (rank - 1) * STEP
        canvas.line(
            [places[editions[0]], places[editions[-1]]],
            [y, y],
            color=FAINT,
            linewidth=0.8,
            zorder=0,
        )
        canvas.text(MARGIN, y, word("number.rank", rank=rank), **SMALL)
    for edition, x in places.items():
        canvas.text(x, top + 9.8 * STEP, str(edition), ha="center", **SMALL)
    shown = [threat for threat in THREATS if any(row["threat"] == threat for row in rows)]
    for threat in reversed(shown):  # the first is drawn last, above the others
        _history(canvas, [row for row in rows if row["threat"] == threat], places, top)
    canvas.y = top + 10.4 * STEP
    _legend(canvas, shown)
    facts = Facts(
        "ranks",
        rows=tuple(rows),
        settings={"editions": editions},
        source=word("chart.note.ranks"),
        sources=tuple(dict.fromkeys(row["source"] for row in rows)),
        mark="no_count",
    )
    return canvas.finish(facts, values=_histories(rows))


def _across(number: int, total: int) -> float:
    left, right = MARGIN + 52, WIDTH - MARGIN - 16
    return left + number / max(total - 1, 1) * (right - left)


def _history(canvas: Canvas, rows: Sequence[Row], places: Mapping[int, float], top: float) -> None:
    colour, shape = THREATS[rows[0]["threat"]]
    xs = [places[int(row["edition"])] for row in rows]
    ys = [top + (int(row["rank"]) - 1) * STEP for row in rows]
    canvas.line(xs, ys, color=colour, linewidth=2, marker=shape, markersize=8)


def _legend(canvas: Canvas, threats: list[str]) -> None:
    for threat in threats:
        y = canvas.y + 0.75 * LABEL
        colour, shape = THREATS[threat]
        canvas.line([MARGIN + 6], [y], color=colour, marker=shape, markersize=8)
        canvas.text(MARGIN + 20, y, word(f"threat.{threat}"), fontsize=NOTE + 1)
        canvas.y += 1.6 * NOTE


def _listed(rows: Sequence[Row]) -> str:
    texts = []
    for row in rows:
        parts = (group_text(row["side"], row["size"]), word(f"wave.{row['wave']}"))
        texts.append(" ".join((*parts, word("number.organisations", count=row["respondents"]))))
    return word("list.comma").join(texts)


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
