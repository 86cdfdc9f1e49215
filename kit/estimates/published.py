"""Give the published shares with count and interval where they can be had."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np
from pandas import NA, DataFrame, Series

from kit.data import estimates, table
from kit.errors import NotComparable, require_known
from kit.estimates.intervals import SMALL_BASE, base_flag, counts, wilson

WAVES = (2020, 2021)
SIDES = ("client", "vendor")
SIZES = ("all", "large", "small")


def questions() -> tuple[str, ...]:
    """List the question codes in the report's order."""
    return _codes()


def options(question: str) -> tuple[str, ...]:
    """List the options of a question for which the data hold a row, in the data's order."""
    require_known("question", question, questions())
    return _options()[question]


def shares(
    question: str,
    *,
    wave: int | None = None,
    side: str | None = None,
    size: str | None = None,
    option: str | None = None,
) -> DataFrame:
    """Give the published shares of a question with count and interval where they can be had.

    Parameters
    ----------
    question
        Question code such as ``"q08_checked"``; the other codes narrow the choice.

    Returns
    -------
    DataFrame
        One row a published figure: the columns of ``kit.data.estimates``, ``count`` (recovered,
        else missing), ``verdict`` (unique, ambiguous, impossible, inexact, no_base, unpublished)
        ``low``, ``high`` (95 % Wilson interval in percent, missing without a count) and ``flag``
        (tiny, small or empty: see ``base_flag``).

    Raises
    ------
    UnknownCode
        When a code is not in its list.

    Examples
    --------
    >>> row = shares("q01_telework", wave=2021, side="client", option="experienced").iloc[0]
    >>> print(row.printed, row["count"], f"{row.low:.1f} to {row.high:.1f}")
    64.9 155 58.6 to 70.6
    """
    # A copy costs nothing until somebody writes to it.
    return _chosen(question, wave, side, size, option).copy(deep=False)


def figure(question: str, option: str, *, wave: int, side: str, size: str = "all") -> "Series[Any]":
    """Give the one row of ``shares`` that these codes name.

    Raises
    ------
    NotComparable
        When nothing was published for them.
    UnknownCode
        When a code is not in its list.
    """
    rows = shares(question, wave=wave, side=side, size=size, option=option)
    if rows.empty:
        raise NotComparable(
            "not_asked", f"there is no published row for {question} {option}, {side}, {wave}"
        )
    return rows.iloc[0]


def interval(row: "Series[Any]") -> tuple[float, float]:
    """Give the interval of one row of ``shares``, in percent.

    Raises
    ------
    NotComparable
        When the figure is inexact, unpublished, or has no base.
    """
    check_exact(row)
    return float(row["low"]), float(row["high"])


def check_exact(row: "Series[Any]") -> None:
    """Pass a row of ``shares`` that may enter a sum.

    Raises
    ------
    NotComparable
        When it may not, with the reason.
    """
    place = f"{row['question']} {row['option']}, {row['side']}, {row['wave']}"
    messages = {
        "unpublished": f"{place}: the figure was never published as a number",
        "inexact": f"{place}: '{row['bound']} {row['printed']} %' is not an exact figure",
        "no_base": f"{place}: the base of {row['printed']} % was not published",
        "ambiguous": f"{place}: more than one count fits {row['printed']} % of {row['base']}",
        "impossible": f"{place}: no count fits {row['printed']} % of {row['base']}",
    }
    if row["verdict"] in messages:
        raise NotComparable(str(row["verdict"]), messages[row["verdict"]])


@cache
def _chosen(
    question: str, wave: int | None, side: str | None, size: str | None, option: str | None
) -> DataFrame:
    require_known("question", question, questions())
    rows = _figures()
    chosen = rows["question"] == question
    wanted: dict[str, str | int | None] = {"wave": wave, "side": side, "size": size}
    wanted["option"] = option
    lists: dict[str, tuple[str | int, ...]] = {"wave": WAVES, "size": SIZES}
    lists |= {"side": (*SIDES, "all", "unknown"), "option": options(question)}
    for name, value in wanted.items():
        if value is not None:
            require_known(name, value, lists[name])
            chosen &= rows[name] == value
    return rows[chosen].reset_index(drop=True)


@cache
def _figures() -> DataFrame:
    """Give every published figure with count, verdict and interval, in reading order."""
    return _with_intervals(_in_order(estimates()))


@cache
def _codes() -> tuple[str, ...]:
    return tuple(table("questions").sort_values("order")["code"])


@cache
def _options() -> dict[str, tuple[str, ...]]:
    rows = _figures()
    found = {code: rows.loc[rows["question"] == code, "option"] for code in _codes()}
    return {code: tuple(column.unique()) for code, column in found.items()}


def _in_order(rows: DataFrame) -> DataFrame:
    """Sort by question and option as the data have them, then side, size and wave."""
    lists: dict[str, Iterable[object]] = {
        name: rows[name].unique() for name in ("question", "option")
    }
    lists |= {"side": (*SIDES, "all", "unknown"), "size": SIZES, "wave": WAVES}
    ranks = {name: {code: rank for rank, code in enumerate(codes)} for name, codes in lists.items()}
    places = DataFrame({name: rows[name].map(rank) for name, rank in ranks.items()})
    return rows.loc[places.sort_values(list(lists)).index].reset_index(drop=True)


def _with_intervals(rows: DataFrame) -> DataFrame:
    """Add count, verdict and interval to rows of ``kit.data.estimates``."""
    exact = (rows["bound"] == "exact") & rows["percent"].notna() & rows["base"].notna()
    verdict = np.select(
        [rows["status"] == "unpublished", rows["bound"] != "exact", rows["base"].isna()],
        ["unpublished", "inexact", "no_base"],
        "unique",
    ).astype(object)
    found = counts(
        rows.loc[exact, "printed"].tolist(), rows.loc[exact, "base"].astype(int).tolist()
    )
    verdict[exact.to_numpy()] = found["verdict"].to_numpy()
    rows = rows.assign(
        verdict=verdict, count=Series(NA, index=rows.index, dtype="Int64"), low=np.nan, high=np.nan
    )
    known = rows.index[rows["verdict"] == "unique"]
    values = Series(found["lowest"].to_numpy(), index=rows.index[exact], dtype="Int64")
    rows.loc[known, "count"] = values.loc[known]
    low, high = wilson(
        rows.loc[known, "count"].astype(float), rows.loc[known, "base"].astype(float)
    )
    rows.loc[known, "low"], rows.loc[known, "high"] = low, high
    return rows.assign(flag=[base_flag(base) for base in rows["base"].fillna(SMALL_BASE)])
