"""Grade how sure a published figure is, on one closed scale: codes only, no words."""

from collections.abc import Iterable
from typing import Any

from pandas import DataFrame, concat

from kit.data import Row, records
from kit.estimates.published import SIDES, shares

# From the firmest to the weakest. A figure computed from others ranks below one that was published
# without its base: it was never printed at all.
SCALE = ("exact", "reported", "no_count", "derived", "rounded", "unpublished")


def certainty(row: Row) -> str:
    """Grade a row of ``shares`` by how it was published and whether a count stands behind it.

    Returns
    -------
    str
        ``exact`` (printed by the survey, one count fits), ``reported`` (the same, from the press),
        ``no_count`` (published, but no single count can be recovered), ``derived`` (worked out from
        published figures), ``rounded`` ("about", "at least" and the like) or ``unpublished``.

    Examples
    --------
    >>> rows = shares("q01_telework", side="client", option="experienced")
    >>> [(row["wave"], certainty(row)) for row in rows.to_dict("records")]
    [(2020, 'reported'), (2021, 'exact')]
    """
    if row["verdict"] in ("unpublished", "inexact"):
        return "unpublished" if row["verdict"] == "unpublished" else "rounded"
    if row["status"] == "derived":
        return "derived"
    if row["verdict"] != "unique":
        return "no_count"
    return "exact" if row["status"] == "printed" else "reported"


def weakest(grades: Iterable[str]) -> str:
    """Give the weakest grade of the figures that have a number; ``unpublished`` if none has.

    Examples
    --------
    >>> weakest(["exact", "unpublished", "reported"])
    'reported'
    """
    numbers = [SCALE.index(grade) for grade in grades if grade != "unpublished"]
    return SCALE[max(numbers, default=-1)]


def figures_behind(summary: DataFrame) -> DataFrame:
    """Give the rows of ``shares`` that a frame of ``shares``, ``gaps`` or ``changes`` shows.

    Raises
    ------
    KitError
        When the frame has no rows.

    Examples
    --------
    >>> from kit.estimates.differences import changes
    >>> figures_behind(changes("q01_telework"))["printed"].head(2).tolist()
    ['50.5', '64.9']
    """
    if "verdict" in summary:
        return summary
    fixed = "wave" if "wave" in summary else "side"
    return concat([_ends(row, fixed) for row in records(summary)], ignore_index=True)


def _ends(row: Row, fixed: str) -> DataFrame:
    chosen: dict[str, Any] = {fixed: row[fixed], "option": row["option"], "size": "all"}
    found = shares(row["question"], **chosen)
    return found[found["side"].isin(SIDES)]
