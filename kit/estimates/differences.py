"""Subtract published shares where that is allowed, and refuse where it is not."""

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from kit.data import Row, records, table
from kit.errors import NotComparable, require_known
from kit.estimates.figure import Difference, Figure, difference_frame
from kit.estimates.intervals import newcombe
from kit.estimates.published import (
    SIDES,
    SIZES,
    asked_in,
    check_exact,
    figure,
    figures,
    questions,
    waves,
)

if TYPE_CHECKING:
    from pandas import DataFrame


def gap(question: str, option: str, *, wave: int | None = None, size: str = "all") -> Difference:
    """Subtract the clients' share from the vendors', with Newcombe's interval.

    Parameters
    ----------
    wave
        The latest one that asked the question when empty.

    Raises
    ------
    NotComparable
        When the sides may not be compared or a figure is inexact, not_held or without a base.

    Examples
    --------
    >>> print(gap("q01_telework", "experienced"))
    +32.2 points (+25.8 to +38.6)
    """
    wave = _latest(question) if wave is None else wave
    require_known("wave", wave, waves())
    require_known("size", size, SIZES)
    if size != "all":
        raise NotComparable(
            "size_cutoffs", "large starts at 101 staff for vendors and 301 for clients"
        )
    check_sides(question)
    vendors, clients = (
        figure(question, option, wave=wave, side=side) for side in ("vendor", "client")
    )
    return _subtracted("gap", clients, vendors)


def change(
    question: str,
    option: str,
    *,
    side: str,
    size: str = "all",
    wave: int | None = None,
    since: int | None = None,
) -> Difference:
    """Subtract the share of an earlier wave from that of a later one, with Newcombe's interval.

    The waves are treated as independent samples; how many organisations answered both is not known.

    Parameters
    ----------
    wave, since
        The later wave and the earlier one; the latest that asked the question, and the one that
        asked it before, when empty.

    Raises
    ------
    NotComparable
        When the waves may not be compared or a figure is inexact, not_held or without a base.

    Examples
    --------
    >>> print(change("q01_telework", "experienced", side="vendor"))
    +1.2 points (-2.1 to +4.5)
    """
    pair = pair_of_waves(question, wave, since)
    check_waves(question, pair)
    after, before = (
        figure(question, option, wave=it, side=side, size=size) for it in reversed(pair)
    )
    return _subtracted("change", before, after)


def gaps(question: str, *, wave: int | None = None) -> "DataFrame":
    """Give the gap of every option of a question, or the reason why there is none.

    Parameters
    ----------
    wave
        The latest one that asked the question when empty.

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
    wave = _latest(question) if wave is None else wave
    found = [_gap(question, it, wave) for it in _options(figures(question, wave=wave, size="all"))]
    return difference_frame("gap", found)


def changes(question: str, *, wave: int | None = None) -> "DataFrame":
    """Give the change of every option on each side, or the reason why there is none.

    Parameters
    ----------
    wave
        The later wave; every wave that asked the question, each against the one before, when empty.

    Returns
    -------
    DataFrame
        As from ``gaps``, with ``side`` in place of ``wave`` and the two waves as ``before`` and
        ``after``.
    """
    found = [
        _change(question, option, side, pair)
        for side in SIDES
        for option in _options(figures(question, side=side, size="all"))
        for pair in _pairs(question)
        if wave in (None, pair[1])
    ]
    return difference_frame("change", found)


def _options(found: tuple[Figure, ...]) -> list[str]:
    """List the options that have a row for one of the two sides."""
    return list(dict.fromkeys(it.option for it in found if it.side in SIDES))


def check_sides(question: str) -> None:
    """Pass a question that may be compared across sides.

    Raises
    ------
    NotComparable
        When it may not, with the reason.
    """
    row = _row(question)
    if row["comparable_sides"] != "yes":
        raise NotComparable(
            "question_sides", f"{question} may not be compared across sides: {row['why_en']}"
        )


def check_waves(question: str, pair: tuple[int, int]) -> None:
    """Pass a question that may be compared across two waves.

    Raises
    ------
    NotComparable
        When it may not, with the reason.
    """
    row = _row(question)
    if not {str(it) for it in pair} <= set(row["comparable_waves"].split(";")):
        raise NotComparable(
            "question_waves", f"{question} may not be compared across waves: {row['why_en']}"
        )


def _latest(question: str) -> int:
    return asked_in(question)[-1]


def _pairs(question: str) -> list[tuple[int, int]]:
    """Pair each wave that asked a question with the next; all waves where only one did."""
    asked = asked_in(question)
    return list(pairwise(asked if len(asked) > 1 else waves()))


def pair_of_waves(
    question: str, wave: int | None = None, since: int | None = None
) -> tuple[int, int]:
    """Fill in what is not given of a pair of waves, the earlier one first.

    Raises
    ------
    NotComparable
        When the earlier one is not before the later one.
    """
    for given in (wave, since):
        if given is not None:
            require_known("wave", given, waves())
    later = _pairs(question)[-1][1] if wave is None else wave
    before = [it for it in asked_in(question) or waves() if it < later]
    earlier = (before or [waves()[0]])[-1] if since is None else since
    if earlier >= later:
        raise NotComparable(
            "not_asked", f"{question}: {earlier} is not before {later}; give since < wave"
        )
    return earlier, later


def _row(question: str) -> Row:
    require_known("question", question, questions())
    return _rows()[question]


@cache
def _rows() -> dict[str, Row]:
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


def _change(question: str, option: str, side: str, pair: tuple[int, int]) -> Difference:
    try:
        return change(question, option, side=side, since=pair[0], wave=pair[1])
    except NotComparable as error:
        before, after = (_known(question, option, wave, side) for wave in pair)
        return Difference("change", before, after, reason=error.reason)


def _known(question: str, option: str, wave: int, side: str) -> Figure:
    """Give a figure, or the place of one that has no row."""
    found = figures(question, option=option, size="all", wave=wave, side=side)
    return found[0] if found else Figure(wave, question, option, side)
