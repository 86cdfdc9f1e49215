"""Write the numbers beside every chart: shares, gaps, changes, and how sure they are."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kit.certainty.how_sure import how_sure
from kit.data import Row, records
from kit.labels import (
    base_text,
    caveat_texts,
    group_text,
    option_text,
    points_text,
    question_text,
    range_text,
    share_text,
    value_text,
    word,
)
from kit.tables.table import Table

if TYPE_CHECKING:
    from pandas import DataFrame


def share_table(summary: "DataFrame", *, caption: str | None = None) -> Table:
    """Write the rows of ``kit.shares``: share, interval, base, count and kind of figure.

    Examples
    --------
    >>> from kit.estimates import shares
    >>> summary = shares("q08_method", wave=2021, option="self_check", side="client")
    >>> share_table(summary).rows[0][2]
    '68.0%'
    """
    rows = records(summary)
    # The share comes early, so that a telephone shows it without scrolling.
    names = ("option", "group", "share", "interval", "base", "count", "wave", "status")
    return Table(
        caption or question_text(str(rows[0]["question"])),
        [word(f"table.{name}") for name in names],
        [_share_cells(row) for row in rows],
        [*caveat_texts(row["caveat"] for row in rows), *_conditions(rows)],
        how_sure(summary),
    )


def gap_table(summary: "DataFrame", *, caption: str | None = None) -> Table:
    """Write the rows of ``kit.gaps``: both shares, and the gap in points or why there is none."""
    rows = records(summary)
    names = ("option", "client", "vendor", "gap", "interval")
    cells = [
        [
            option_text(row["question"], row["option"]),
            *_ends(row, "client", "vendor"),
            *_difference(row),
        ]
        for row in rows
    ]
    return Table(
        caption or question_text(str(rows[0]["question"])),
        [word(f"table.{name}") for name in names],
        cells,
        _foot(rows, "client", "vendor"),
        how_sure(summary),
    )


def change_table(summary: "DataFrame", *, caption: str | None = None) -> Table:
    """Write the rows of ``kit.changes``: both waves, and the change or why there is none."""
    rows = records(summary)
    names = ("option", "group", "before", "after", "change", "interval")
    return Table(
        caption or question_text(str(rows[0]["question"])),
        [word(f"table.{name}") for name in names],
        [
            [
                option_text(row["question"], row["option"]),
                group_text(row["side"]),
                *_ends(row, "before", "after"),
                *_difference(row),
            ]
            for row in rows
        ],
        _foot(rows, "before", "after"),
        how_sure(summary),
    )


def interval_table(summary: "DataFrame", *, caption: str | None = None) -> Table:
    """Write the rows of ``kit.intervals``: how wide the interval is for each number of answers.

    Examples
    --------
    >>> from kit.estimates import intervals
    >>> interval_table(intervals([13, 155], [20, 239])).rows
    [['20', '13', '20社中13社', '43.3～81.9'], ['239', '155', '64.9%', '58.6～70.6']]
    """
    names = ("base", "count", "share", "interval")
    rows = [
        [
            str(row["base"]),
            str(row["count"]),
            _own_share(row),
            range_text(row["low"], row["high"]),
        ]
        for row in records(summary)
    ]
    header = [word(f"table.{name}") for name in names]
    notes = [word("table.note.example")]
    return Table(caption or word("table.answers"), header, rows, notes, how_sure(summary))


def _own_share(row: Row) -> str:
    if row["flag"] == "tiny":
        return word("number.counts", count=row["count"], base=row["base"])
    return share_text(f"{row['percent']:.1f}", "exact")


def _share_cells(row: Row) -> list[str]:
    exact = row["verdict"] == "unique"
    return [
        option_text(row["question"], row["option"]),
        group_text(row["side"], row["size"]),
        value_text(row),
        range_text(row["low"], row["high"]) if exact else word(f"reason.{row['verdict']}"),
        base_text(row["base"], row["base_status"]),
        str(row["count"]) if exact else word("table.none"),
        word(f"wave.{row['wave']}"),
        word(f"status.{row['status']}"),
    ]


def _conditions(rows: Sequence[Row]) -> list[str]:
    """Give the notes that some rows call for, and what an interval means."""
    needed = {
        "chart.note.base_derived": any(row["base_status"] == "derived" for row in rows),
        "table.note.interval": any(row["verdict"] == "unique" for row in rows),
    }
    return [word(code) for code, wanted in needed.items() if wanted]


def _ends(row: Row, *names: str) -> list[str]:
    return [_figure(row, name) for name in names]


def _figure(row: Row, name: str) -> str:
    """Write one end of a difference with its base, and whether it is computed or from the press."""
    share = share_text(row[f"{name}_printed"], row[f"{name}_bound"])
    if not row[f"{name}_printed"]:
        return share
    status = row[f"{name}_status"]
    code = "table.figure" if status == "printed" else f"table.figure_{status}"
    return word(code, share=share, base=base_text(row[f"{name}_base"], row[f"{name}_base_status"]))


def _foot(rows: Sequence[Row], *names: str) -> list[str]:
    """Give the caveats of both ends of differences, and what * and an interval mean."""
    ends = [(row, name) for row in rows for name in names if row[f"{name}_source"]]
    shown = [row[f"{name}_base_status"] for row, name in ends if row[f"{name}_printed"]]
    needed = {
        "chart.note.base_derived": "derived" in shown,
        "table.note.interval": any(not row["reason"] for row in rows),
    }
    return [
        *caveat_texts(row[f"{name}_caveat"] for row, name in ends),
        *(word(code) for code, wanted in needed.items() if wanted),
    ]


def _difference(row: Row) -> list[str]:
    if row["reason"]:
        return [word("table.refused"), word(f"reason.{row['reason']}")]
    return [points_text(row["points"]), range_text(row["low"], row["high"], sign=True)]
