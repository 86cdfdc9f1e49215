"""Write the numbers beside every chart: shares, gaps, changes, and how sure they are."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kit.certainty.how_sure import how_sure
from kit.data import Row, records
from kit.estimates import (
    Difference,
    Figure,
    differences_of,
    figures_behind,
    figures_of,
    some,
)
from kit.labels import (
    base_text,
    caveat_texts,
    group_text,
    interval_text,
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


def share_table(summary: "DataFrame | Sequence[Figure]", *, caption: str | None = None) -> Table:
    """Write shares: share, interval, base, count and kind of figure.

    Examples
    --------
    >>> from kit.estimates import shares
    >>> summary = shares("q08_method", wave=2021, option="self_check", side="client")
    >>> share_table(summary).rows[0][2]
    '68.0%'
    """
    found = some(figures_of(summary))
    # The share comes early, so that a telephone shows it without scrolling.
    names = ("option", "group", "share", "interval", "base", "count", "wave", "status")
    return Table(
        caption or question_text(found[0].question),
        [word(f"table.{name}") for name in names],
        [_share_cells(it) for it in found],
        [*caveat_texts(it.caveat for it in found), *_conditions(found)],
        how_sure(found),
    )


def gap_table(summary: "DataFrame | Sequence[Difference]", *, caption: str | None = None) -> Table:
    """Write gaps: both shares, and the gap in points or why there is none."""
    found = some(differences_of(summary))
    names = ("option", "client", "vendor", "gap", "interval")
    cells = [[option_text(it.question, it.option), *_cells(it)] for it in found]
    return Table(
        caption or question_text(found[0].question),
        [word(f"table.{name}") for name in names],
        cells,
        _foot(found),
        how_sure(found),
    )


def change_table(
    summary: "DataFrame | Sequence[Difference]", *, caption: str | None = None
) -> Table:
    """Write changes: both waves, and the change or why there is none."""
    found = some(differences_of(summary))
    pairs = {tuple(word(f"wave.{end.wave}") for end in it.ends) for it in found}
    # One pair of waves names its columns; of several, each row names its own.
    (ends, waves) = (pairs.pop(), []) if len(pairs) == 1 else (_words("before", "after"), ["waves"])
    cells = [
        [option_text(it.question, it.option), group_text(it.first.side), *_cells(it)]
        for it in found
    ]
    if waves:
        cells = [[*row[:2], _pair(it), *row[2:]] for row, it in zip(cells, found, strict=True)]
    return Table(
        caption or question_text(found[0].question),
        [*_words("option", "group", *waves), *ends, *_words("change", "interval")],
        cells,
        _foot(found),
        how_sure(found),
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


def _words(*names: str) -> tuple[str, ...]:
    return tuple(word(f"table.{name}") for name in names)


def _pair(change: Difference) -> str:
    before, after = (word(f"wave.{end.wave}") for end in change.ends)
    return word("table.pair", before=before, after=after)


def _own_share(row: Row) -> str:
    if row["flag"] == "tiny":
        return word("number.counts", count=row["count"], base=row["base"])
    return share_text(f"{row['percent']:.1f}", "exact")


def _share_cells(figure: Figure) -> list[str]:
    return [
        option_text(figure.question, figure.option),
        group_text(figure.side, figure.size),
        value_text(figure),
        interval_text(figure) or word(f"reason.{figure.verdict}"),
        base_text(figure),
        str(figure.count) if figure.is_counted else word("table.none"),
        word(f"wave.{figure.wave}"),
        word(f"status.{figure.status}"),
    ]


def _conditions(found: Sequence[Figure]) -> list[str]:
    """Give the notes that some figures call for, and what an interval means."""
    needed = {
        "chart.note.base_derived": any(it.base_status == "derived" for it in found),
        "table.note.interval": any(it.is_counted for it in found),
    }
    return [word(code) for code, wanted in needed.items() if wanted]


def _cells(difference: Difference) -> list[str]:
    """Write both ends, and the difference or why there is none."""
    ends = [_end(it) for it in difference.ends]
    if difference.points is None:
        return [*ends, word("table.refused"), word(f"reason.{difference.reason}")]
    return [*ends, points_text(difference.points), interval_text(difference)]


def _end(figure: Figure) -> str:
    """Write one end of a difference with its base, and whether it is computed or from the press."""
    share = share_text(figure.printed, figure.bound)
    if not figure.printed:
        return share
    code = "table.figure" if figure.status == "printed" else f"table.figure_{figure.status}"
    return word(code, share=share, base=base_text(figure))


def _foot(found: Sequence[Difference]) -> list[str]:
    """Give the caveats of both ends of differences, and what * and an interval mean."""
    ends = figures_behind(found)
    needed = {
        "chart.note.base_derived": any(it.printed and it.base_status == "derived" for it in ends),
        "table.note.interval": any(not it.reason for it in found),
    }
    return [
        *caveat_texts(it.caveat for it in ends),
        *(word(code) for code, wanted in needed.items() if wanted),
    ]
