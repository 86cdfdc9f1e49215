"""Write how redraws of a published figure came out."""

from typing import TYPE_CHECKING

from kit.certainty.how_sure import how_sure
from kit.data import Row, records
from kit.estimates import figures_redrawn
from kit.labels import (
    caveat_texts,
    chance_text,
    group_text,
    option_text,
    range_text,
    redraw_text,
    word,
)
from kit.tables.table import Table

if TYPE_CHECKING:
    from pandas import DataFrame


def redraw_table(summary: "DataFrame", *, caption: str | None = None) -> Table:
    """Write the rows of ``kit.redraw_frequencies``: where redraws lie, how often a change turns.

    Examples
    --------
    >>> from kit.estimates import redraw_frequencies
    >>> redraw_table(redraw_frequencies("q01_telework", "experienced")).rows[1][-2:]
    ['400回中86回', '21.2%']
    """
    rows, figures = records(summary), figures_redrawn(summary)
    kind, option = rows[0]["kind"], option_text(rows[0]["question"], rows[0]["option"])
    names = ["table.group", "resample.column.published", "table.interval", "resample.column.middle"]
    if kind == "change":
        names += ["resample.column.contrary", "resample.column.exact"]
    return Table(
        caption or word(f"resample.table.{kind}", option=option, redraws=rows[0]["redraws"]),
        [word(name) for name in names],
        [_cells(row) for row in rows],
        [word("resample.method", option=option), *caveat_texts(it.caveat for it in figures)],
        how_sure(figures),
    )


def _cells(row: Row) -> list[str]:
    signed = row["kind"] == "change"
    ranges = (
        range_text(row[low], row[high], sign=signed)
        for low, high in (("low", "high"), ("lowest", "highest"))
    )
    cells = [group_text(row["side"]), redraw_text(row, "published"), *ranges]
    if not signed:
        return cells
    times = word("resample.times", redraws=row["redraws"], count=row["contrary"])
    return [*cells, times, chance_text(row["exact"])]
