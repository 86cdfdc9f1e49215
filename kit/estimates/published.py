"""Give the published shares with count and interval where they can be had."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from kit.data import Row, estimates, records, table
from kit.errors import NotComparable, require_known
from kit.estimates.figure import Figure, figure_frame, figures_of
from kit.estimates.intervals import base_flag, counts, wilson

if TYPE_CHECKING:
    from pandas import DataFrame, Series

SIDES = ("client", "vendor")
SIZES = ("all", "large", "small")
ALL_SIDES = (*SIDES, "all", "unknown")


@cache
def waves() -> tuple[int, ...]:
    """List the waves of the survey, the earliest first, as ``waves.csv`` has them.

    Examples
    --------
    >>> waves()
    (2020, 2021)
    """
    return tuple(sorted(int(wave) for wave in table("waves")["wave"]))


def asked_in(question: str, **codes: str) -> tuple[int, ...]:
    """List the waves for which the data hold a row of a question, the earliest first.

    Parameters
    ----------
    question
        Question code.
    codes
        ``side``, ``size`` or ``option`` that the row must have.
    """
    return tuple(sorted({it.wave for it in figures(question, **codes)}))  # type: ignore[arg-type]


def questions() -> tuple[str, ...]:
    """List the question codes in the report's order."""
    return _codes()


def options(question: str) -> tuple[str, ...]:
    """List the options of a question for which the data hold a row, in the data's order."""
    require_known("question", question, questions())
    return _options()[question]


def figures(
    question: str,
    *,
    wave: int | None = None,
    side: str | None = None,
    size: str | None = None,
    option: str | None = None,
) -> tuple[Figure, ...]:
    """Give the published figures of a question in reading order; other codes narrow the choice.

    Raises
    ------
    UnknownCode
        When a code is not in its list.

    Examples
    --------
    >>> it = figures("q01_telework", wave=2021, side="client", option="experienced")[0]
    >>> print(it.printed, it.count, f"{it.low:.1f} to {it.high:.1f}")
    64.9 155 58.6 to 70.6
    """
    require_known("question", question, questions())
    wanted: dict[str, Any] = {"wave": wave, "side": side, "size": size, "option": option}
    lists: dict[str, tuple[str | int, ...]] = {"wave": waves(), "size": SIZES, "side": ALL_SIDES}
    lists["option"] = options(question)
    wanted = {name: value for name, value in wanted.items() if value is not None}
    for name, value in wanted.items():
        require_known(name, value, lists[name])
    return tuple(
        it
        for it in _of_question()[question]
        if all(getattr(it, name) == value for name, value in wanted.items())
    )


def shares(
    question: str,
    *,
    wave: int | None = None,
    side: str | None = None,
    size: str | None = None,
    option: str | None = None,
) -> "DataFrame":
    """Give the published shares of a question with count and interval where they can be had.

    Parameters
    ----------
    question
        Question code such as ``"q08_checked"``; the other codes narrow the choice.

    Returns
    -------
    DataFrame
        One row a published figure, one column a field of ``Figure``.

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
    return figure_frame(figures(question, wave=wave, side=side, size=size, option=option))


def figure(question: str, option: str, *, wave: int, side: str, size: str = "all") -> Figure:
    """Give the one published figure that these codes name.

    Raises
    ------
    NotComparable
        When the data have no row for them.
    UnknownCode
        When a code is not in its list.
    """
    found = figures(question, wave=wave, side=side, size=size, option=option)
    if not found:
        raise NotComparable(
            "not_asked", f"the data have no row for {question} {option}, {side}, {wave}"
        )
    return found[0]


def interval(row: "Figure | Series[Any]") -> tuple[float, float]:
    """Give the interval of a figure, or of one row of ``shares``, in percent.

    Raises
    ------
    NotComparable
        When the figure is inexact, not_held, or has no base.
    """
    found = row if isinstance(row, Figure) else figures_of(row.to_frame().T)[0]
    check_exact(found)
    return found.interval


def check_exact(found: Figure) -> None:
    """Pass a figure that may enter a sum.

    Raises
    ------
    NotComparable
        When it may not, with the reason.
    """
    place, printed = found.place, found.printed
    messages = {
        "not_held": f"{place}: the figure is not in this kit; see the charts in IPA's report",
        "inexact": f"{place}: '{found.bound} {printed} %' is not an exact figure",
        "no_base": f"{place}: the base of {printed} % is not in this kit",
        "ambiguous": f"{place}: more than one count fits {printed} % of {found.base}",
        "impossible": f"{place}: no count fits {printed} % of {found.base}",
    }
    if found.verdict in messages:
        raise NotComparable(found.verdict, messages[found.verdict])


@cache
def _codes() -> tuple[str, ...]:
    return tuple(table("questions").sort_values("order")["code"])


@cache
def _options() -> dict[str, tuple[str, ...]]:
    return {
        question: tuple(dict.fromkeys(it.option for it in found))
        for question, found in _of_question().items()
    }


@cache
def _of_question() -> dict[str, tuple[Figure, ...]]:
    """Give every figure with count, verdict and interval, by question and in reading order."""
    rows = records(estimates())
    more = _counted(rows)
    figures_ = [Figure(**_missing({**row, **it})) for row, it in zip(rows, more, strict=True)]
    found = sorted(figures_, key=_reading_order(rows))
    return {code: tuple(it for it in found if it.question == code) for code in _codes()}


def _missing(row: Row) -> Row:
    """Say that something is missing in one way: a number that is none is no number."""
    return {
        name: None if isinstance(value, float) and value != value else value  # noqa: PLR0124
        for name, value in row.items()
    }


def _reading_order(rows: list[Row]) -> Any:
    """Sort by question and option as the data have them, then side, size and wave."""
    lists: dict[str, list[Any]] = {
        name: list(dict.fromkeys(row[name] for row in rows)) for name in ("question", "option")
    }
    lists |= {"side": list(ALL_SIDES), "size": list(SIZES), "wave": list(waves())}
    ranks: Mapping[str, Mapping[Any, int]] = {
        name: {code: rank for rank, code in enumerate(codes)} for name, codes in lists.items()
    }
    return lambda it: [ranks[name][getattr(it, name)] for name in ranks]


def _counted(rows: list[Row]) -> list[Row]:
    """Recover the count behind each figure that is exact and has a base, and its interval."""
    fit = [place for place, row in enumerate(rows) if not _unfit(row)]
    recovered = counts([rows[it]["printed"] for it in fit], [rows[it]["base"] for it in fit])
    found = {
        place: _with_interval(str(verdict), count, rows[place]["base"])
        for place, verdict, count in zip(
            fit, recovered["verdict"], recovered["lowest"], strict=True
        )
    }
    return [
        {
            **found.get(place, {"verdict": _unfit(row)}),
            "flag": "" if row["base"] is None else base_flag(row["base"]),
        }
        for place, row in enumerate(rows)
    ]


def _with_interval(verdict: str, count: Any, base: int) -> dict[str, Any]:
    if verdict != "unique":
        return {"verdict": verdict}
    low, high = wilson(int(count), base)
    return {"verdict": verdict, "count": int(count), "low": float(low), "high": float(high)}


def _unfit(row: Row) -> str:
    """Say why no count can be recovered; nothing where it can be tried."""
    if row["status"] == "not_held":
        return "not_held"
    if row["bound"] != "exact":
        return "inexact"
    return "no_base" if row["base"] is None else ""
