"""Subtract published shares where that is allowed, and refuse where it is not."""

from functools import cache
from typing import TYPE_CHECKING

from kit.data import Row, records, table
from kit.errors import NotComparable, require_known
from kit.estimates.figure import Difference, Figure, difference_frame
from kit.estimates.intervals import newcombe
from kit.estimates.published import SIDES, SIZES, WAVES, check_exact, figure, figures, questions

if TYPE_CHECKING:
    from pandas import DataFrame


def gap(question: str, option: str, *, wave: int = 2021, size: str = "all") -> Difference:
    """Subtract the clients' share from the vendors', with Newcombe's interval.

    Raises
    ------
    NotComparable
        When the sides may not be compared or a figure is inexact, not_held or without a base.

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
    check_comparable(question, "comparable_sides")
    vendors, clients = (
        figure(question, option, wave=wave, side=side) for side in ("vendor", "client")
    )
    return _subtracted("gap", clients, vendors)


def change(question: str, option: str, *, side: str, size: str = "all") -> Difference:
    """Subtract the 2020 share from the 2021 share, with Newcombe's interval.

    The waves are treated as independent samples; how many organisations answered both is not known.

    Raises
    ------
    NotComparable
        When the waves may not be compared or a figure is inexact, not_held or without a base.

    Examples
    --------
    >>> print(change("q01_telework", "experienced", side="vendor"))
    +1.2 points (-2.1 to +4.5)
    """
    check_comparable(question, "comparable_waves")
    after, before = (
        figure(question, option, wave=wave, side=side, size=size) for wave in (2021, 2020)
    )
    return _subtracted("change", before, after)


def gaps(question: str, *, wave: int = 2021) -> "DataFrame":
    """Give the gap of every option of a question, or the reason why there is none.

    Returns
    -------
    DataFrame
        ``question, option, wave``; both figures as ``client`` and ``vendor``; ``points, low, high``
        and ``reason``: empty, or the code of the refusal, and then the numbers are missing. No row
        when the data do not tell the sides apart.

    Examples
    --------
    >>> gaps("q01_telework").iloc[0]["vendor"].printed
    '97.0'
    """
    found = [_gap(question, it, wave) for it in _options(figures(question, wave=wave, size="all"))]
    return difference_frame("gap", found)


def changes(question: str) -> "DataFrame":
    """Give the change of every option on each side, or the reason why there is none.

    Returns
    -------
    DataFrame
        As from ``gaps``, with ``side`` in place of ``wave`` and the two waves as ``before`` and
        ``after``.
    """
    found = [
        _change(question, option, side)
        for side in SIDES
        for option in _options(figures(question, side=side, size="all"))
    ]
    return difference_frame("change", found)


def _options(found: tuple[Figure, ...]) -> list[str]:
    """List the options that have a row for one of the two sides."""
    return list(dict.fromkeys(it.option for it in found if it.side in SIDES))


def check_comparable(question: str, column: str) -> None:
    """Pass a question that may be compared across waves or sides.

    Raises
    ------
    NotComparable
        When it may not, with the reason.
    """
    require_known("question", question, questions())
    row, across = _asked()[question], column.removeprefix("comparable_")
    if row[column] != "yes":
        raise NotComparable(
            f"question_{across}", f"{question} may not be compared across {across}: {row['why_en']}"
        )


@cache
def _asked() -> dict[str, Row]:
    return {row["code"]: row for row in records(table("questions"))}


def _subtracted(kind: str, first: Figure, second: Figure) -> Difference:
    for it in (second, first):
        check_exact(it)
    pairs = [(it.count or 0, it.base or 0) for it in (second, first)]
    points = 100 * (pairs[0][0] / pairs[0][1] - pairs[1][0] / pairs[1][1])
    low, high = newcombe(pairs[0], pairs[1])
    return Difference(kind, first, second, points, float(low), float(high))


def _gap(question: str, option: str, wave: int) -> Difference:
    try:
        return gap(question, option, wave=wave)
    except NotComparable as error:
        clients, vendors = (_known(question, option, wave, side) for side in SIDES)
        return Difference("gap", clients, vendors, reason=error.reason)


def _change(question: str, option: str, side: str) -> Difference:
    try:
        return change(question, option, side=side)
    except NotComparable as error:
        before, after = (_known(question, option, wave, side) for wave in WAVES)
        return Difference("change", before, after, reason=error.reason)


def _known(question: str, option: str, wave: int, side: str) -> Figure:
    """Give a figure, or the place of one that has no row."""
    found = figures(question, option=option, size="all", wave=wave, side=side)
    return found[0] if found else Figure(wave, question, option, side)
