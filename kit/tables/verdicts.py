"""Write what becomes of the survey's claims when each is put to the test."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kit.data import Row, records, table
from kit.errors import KitError, NotComparable
from kit.estimates import Figure, figures_tested, verdicts
from kit.labels import points_text, range_text, share_text, source_text, translate, word
from kit.tables.table import Table

if TYPE_CHECKING:
    from pandas import DataFrame


def verdict_table(summary: "DataFrame | None" = None) -> Table:
    """Write claims with their verdicts: what was claimed, what can be said, and how sure.

    Parameters
    ----------
    summary
        Rows of ``kit.verdicts``; every claim when left out.

    Raises
    ------
    KitError
        The frame is another one, or holds no claim.

    Examples
    --------
    >>> from kit.estimates import verdicts
    >>> found = verdicts()
    >>> verdict_table(found[found["claim"] == "media_client"]).rows[0][1:]
    ['その方向だが、誤差の範囲', '+8.8ポイント', '−3.0～+19.3（合う回答数6通りのすべて）']
    """
    given = verdicts() if summary is None else summary
    if not {"claim", "verdict", "fits"} <= {*given.columns}:
        raise KitError("a frame of kit.verdicts is needed; columns: claim, verdict, fits …")
    rows = records(given)
    sources = [it.source for it in figures_of_claims(row["claim"] for row in rows)]
    names = ("claim", "verdict", "points", "interval")
    return Table(
        word("table.title.verdicts"),
        [word(f"table.{name}") for name in names],
        [verdict_cells(row) for row in rows],
        [*verdict_notes(rows), *([source_text(sources)] if sources else [])],
        kind="verdicts",
        sources=sources,
    )


def verdict_cells(row: Row) -> list[str]:
    """Write one row of ``kit.verdicts``: claim, verdict, difference, interval or reason."""
    claim, verdict = claim_text(row["claim"]), word(f"verdict.{row['verdict']}")
    if row["reason"]:
        return [claim, verdict, word("table.none"), word(f"reason.{row['reason']}")]
    level = row["test"] == "level"
    points = share_text(f"{row['points']:.1f}", "exact") if level else points_text(row["points"])
    ends = range_text(row["low"], row["high"], sign=not level)
    code = "verdict.over_bases" if row["fits"] > 1 else "verdict.one_base"
    return [claim, verdict, points, word(code, range=ends, fits=row["fits"])]


def verdict_notes(rows: Iterable[Row]) -> list[str]:
    """Say how the verdicts come about and, where bases were searched, in which range and why."""
    searched = any(row["fits"] > 1 for row in rows)
    ranges = [_range(row) for row in records(table("base_ranges"))] if searched else []
    return [word("verdict.note"), *ranges, word("table.note.interval")]


def claim_text(claim: str) -> str:
    """Give a claim in the language in use."""
    return translate(_claims()[claim])


def figures_of_claims(claims: Iterable[str]) -> list[Figure]:
    """Give the figures that some claims rest on, as far as they may be compared."""
    found: list[Figure] = []
    for claim in claims:
        try:
            found += figures_tested(_claims()[claim])
        except NotComparable:
            continue
    return found


def _claims() -> dict[str, Row]:
    return {row["code"]: row for row in records(table("claims"))}


def _range(row: Row) -> str:
    ends = {name: row[name] for name in ("smallest", "largest")}
    group, wave = word(f"side.{row['side']}"), word(f"wave.{row['wave']}")
    return word("verdict.range", group=group, wave=wave, why=translate(row), **ends)
