"""Subtract published shares where that is allowed, and refuse where it is not."""

from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np
from pandas import NA, DataFrame, Series

from kit.data import Row, records, table
from kit.errors import NotComparable, require_known
from kit.estimates.intervals import newcombe
from kit.estimates.published import SIDES, SIZES, WAVES, check_exact, figure, questions, shares

# What charts and tables show of each of the two figures that a difference joins.
SHOWN = (
    *("percent", "printed", "bound", "base", "base_status", "count"),
    *("low", "high", "source", "status", "caveat"),
)
# What stands for a figure that has no row; the other fields are text and stay empty.
MISSING = {"percent": np.nan, "base": NA, "count": NA, "low": np.nan, "high": np.nan}
MEASURES = ("points", "low", "high", "reason")


class Difference(NamedTuple):
    """Hold a difference of two shares in points with its 95 % interval."""

    points: float
    low: float
    high: float

    def __str__(self) -> str:
        """Round once, keep the signs."""
        return f"{self.points:+.1f} points ({self.low:+.1f} to {self.high:+.1f})"

    @property
    def clear(self) -> bool:
        """Tell whether the interval excludes no difference."""
        return self.low > 0 or self.high < 0


def gap(question: str, option: str, *, wave: int = 2021, size: str = "all") -> "Difference":
    """Subtract the clients' share from the vendors', with Newcombe's interval.

    Raises
    ------
    NotComparable
        When the sides may not be compared or a figure is inexact, unpublished or without a base.

    Examples
    --------
    >>> print(gap("q01_telework", "experienced"))
    +32.2 points (+25.8 to +38.6)
    """
    require_known("wave", wave, WAVES)
    require_known("size", size, SIZES)
    if size != "all":
        raise NotComparable(
            "size_cutoffs", "large starts at 101 staff for vendors and 301 for clients"
        )
    _check_comparable(question, "sides")
    vendors, clients = (
        figure(question, option, wave=wave, side=side) for side in ("vendor", "client")
    )
    return _difference(vendors, clients)


def change(question: str, option: str, *, side: str, size: str = "all") -> "Difference":
    """Subtract the 2020 share from the 2021 share, with Newcombe's interval.

    The waves are treated as independent samples; how many organisations answered both is not known.

    Raises
    ------
    NotComparable
        When the waves may not be compared or a figure is inexact, unpublished or without a base.

    Examples
    --------
    >>> print(change("q01_telework", "experienced", side="vendor"))
    +1.2 points (-2.1 to +4.5)
    """
    _check_comparable(question, "waves")
    after, before = (
        figure(question, option, wave=wave, side=side, size=size) for wave in (2021, 2020)
    )
    return _difference(after, before)


def gaps(question: str, *, wave: int = 2021) -> DataFrame:
    """Give the gap of every option of a question, or the reason why there is none.

    Returns
    -------
    DataFrame
        ``question, option, wave``; of each side ``client_percent``, ``client_printed``,
        ``client_base`` and so on; ``points, low, high`` and ``reason``: empty, or the code of the
        refusal, and then the numbers are missing. No row when the sides were not published apart.
    """
    asked = shares(question, wave=wave, size="all")
    rows = [_gap_row(question, option, wave) for option in _options(asked)]
    return DataFrame(rows, columns=_columns("wave", SIDES))


def changes(question: str) -> DataFrame:
    """Give the change of every option on each side, or the reason why there is none.

    Returns
    -------
    DataFrame
        As from ``gaps``, with ``side`` in place of ``wave`` and the two waves as ``before`` and
        ``after``.
    """
    asked = {side: shares(question, side=side, size="all") for side in SIDES}
    rows = [
        _change_row(question, option, side) for side in SIDES for option in _options(asked[side])
    ]
    return DataFrame(rows, columns=_columns("side", ("before", "after")))


def _options(rows: DataFrame) -> list[str]:
    """List the options that have a row for one of the two sides."""
    return [str(code) for code in rows.loc[rows["side"].isin(SIDES), "option"].unique()]


def _columns(fixed: str, ends: tuple[str, str]) -> list[str]:
    shown = [f"{end}_{name}" for end in ends for name in SHOWN]
    return ["question", "option", fixed, *shown, *MEASURES]


def _check_comparable(question: str, across: str) -> None:
    require_known("question", question, questions())
    row = _asked()[question]
    if row[f"comparable_{across}"] != "yes":
        raise NotComparable(
            f"question_{across}", f"{question} may not be compared across {across}: {row['why_en']}"
        )


@cache
def _asked() -> dict[str, Row]:
    return {row["code"]: row for row in records(table("questions"))}


def _difference(first: "Series[Any]", second: "Series[Any]") -> Difference:
    for row in (first, second):
        check_exact(row)
    pairs = [(int(row["count"]), int(row["base"])) for row in (first, second)]
    points = 100 * (pairs[0][0] / pairs[0][1] - pairs[1][0] / pairs[1][1])
    low, high = newcombe(pairs[0], pairs[1])
    return Difference(points, float(low), float(high))


def _refusal(error: NotComparable) -> dict[str, Any]:
    return {"points": np.nan, "low": np.nan, "high": np.nan, "reason": error.reason}


def _measured(difference: Difference) -> dict[str, Any]:
    return {**difference._asdict(), "reason": ""}


def _end(name: str, found: DataFrame) -> dict[str, Any]:
    """Give one of the two figures that a difference joins, as columns of its row."""
    given = records(found)[0] if len(found) else {}
    return {f"{name}_{field}": given.get(field, MISSING.get(field, "")) for field in SHOWN}


def _gap_row(question: str, option: str, wave: int) -> dict[str, Any]:
    try:
        result = _measured(gap(question, option, wave=wave))
    except NotComparable as error:
        result = _refusal(error)
    asked = partial(shares, question, option=option, size="all", wave=wave)
    ends = _end("client", asked(side="client")) | _end("vendor", asked(side="vendor"))
    return {"question": question, "option": option, "wave": wave, **ends, **result}


def _change_row(question: str, option: str, side: str) -> dict[str, Any]:
    try:
        result = _measured(change(question, option, side=side))
    except NotComparable as error:
        result = _refusal(error)
    asked = partial(shares, question, option=option, size="all", side=side)
    ends = _end("before", asked(wave=2020)) | _end("after", asked(wave=2021))
    return {"question": question, "option": option, "side": side, **ends, **result}
