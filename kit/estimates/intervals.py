"""Recover counts behind printed percentages and give intervals of shares and differences."""

from collections.abc import Iterable
from statistics import NormalDist

import numpy as np
from pandas import NA, DataFrame

from kit.estimates.answers import Numbers, read_answers, read_printed

CONFIDENCE = 0.95
SMALL_BASE = 50
TINY_BASE = 30


def counts(printed: Iterable[object], base: Iterable[object]) -> DataFrame:
    """Recover the whole number of organisations behind each printed percentage.

    A count fits when its percentage, rounded half up or half down, is the printed one.

    Parameters
    ----------
    printed
        Percentages 0–100 as printed, trailing zeros kept ("68.0").
    base
        Respondents behind each.

    Raises
    ------
    KitError
        Something is no percentage or no base; the message names which.

    Returns
    -------
    DataFrame
        ``lowest`` and ``highest`` count that fit, and ``verdict``: unique, ambiguous or impossible
        (the granularity check: no whole number of ``base`` organisations gives the figure).

    Examples
    --------
    >>> counts(["97.0", "64.9", "54.6"], [269, 239, 110])
       lowest  highest     verdict
    0     261      261      unique
    1     155      155      unique
    2    <NA>     <NA>  impossible
    """
    texts = [read_printed(f"figure {place}", it) for place, it in enumerate(printed, 1)]
    _, bases = read_answers([0] * len(texts), base)
    decimals = np.array([len(text.partition(".")[2]) for text in texts], dtype=np.int64)
    digits = np.array([int(text.replace(".", "")) for text in texts], dtype=np.int64)
    bases = bases.astype(np.int64)
    unit = 200 * 10**decimals
    lowest = np.maximum(0, -((bases - 2 * digits * bases) // unit))
    highest = np.minimum(bases, (2 * digits * bases + bases) // unit)
    verdict = np.select(
        [highest < lowest, highest == lowest], ["impossible", "unique"], "ambiguous"
    )
    frame = DataFrame({"lowest": lowest, "highest": highest}, dtype="Int64")
    frame.loc[highest < lowest, :] = NA
    return frame.assign(verdict=verdict)


def wilson(
    count: object, base: object, *, confidence: float = CONFIDENCE
) -> tuple[Numbers, Numbers]:
    """Give the Wilson score interval of a share, in percent.

    Source: Wilson 1927; check values in Newcombe 1998, Stat Med 17:857–872, method 3.

    Parameters
    ----------
    count, base
        How many said so and how many answered, alone or several; see ``read_answers``.

    Raises
    ------
    KitError
        A pair cannot be answers; the message names it.

    Examples
    --------
    >>> low, high = wilson(155, 239)
    >>> round(float(low), 1), round(float(high), 1)
    (58.6, 70.6)
    """
    k, n = read_answers(count, base)
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    centre = (k + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * np.sqrt(k * (n - k) / n + z * z / 4)
    low = np.where(k == 0, 0.0, centre - half)
    high = np.where(k == n, 1.0, centre + half)
    return 100 * low, 100 * high


def newcombe(
    first: tuple[object, object],
    second: tuple[object, object],
    *,
    confidence: float = CONFIDENCE,
) -> tuple[Numbers, Numbers]:
    """Give Newcombe's hybrid score interval of a difference of two shares, in points.

    Source: Newcombe 1998, Stat Med 17:873–890, method 10.

    Parameters
    ----------
    first, second
        Count and base of each share; the difference is first minus second.

    Examples
    --------
    >>> low, high = newcombe((155, 239), (110, 218))
    >>> round(float(low), 1), round(float(high), 1)
    (5.3, 23.2)
    """
    share = [100 * k / n for k, n in (read_answers(*pair) for pair in (first, second))]
    (low1, high1), (low2, high2) = (wilson(k, n, confidence=confidence) for k, n in (first, second))
    difference = share[0] - share[1]
    low = difference - np.sqrt((share[0] - low1) ** 2 + (high2 - share[1]) ** 2)
    high = difference + np.sqrt((high1 - share[0]) ** 2 + (share[1] - low2) ** 2)
    return low, high


def intervals(count: object, base: object) -> DataFrame:
    """Give share and Wilson interval for counts of your own.

    Parameters
    ----------
    count, base
        How many said so and how many answered, alone or several; see ``read_answers``.

    Raises
    ------
    KitError
        A pair cannot be answers; the message names it.

    Returns
    -------
    DataFrame
        ``count, base, percent, low, high, flag``; percent 0–100, ``flag`` as from ``base_flag``.

    Examples
    --------
    >>> intervals([32], [50]).round(1).values.tolist()
    [[32, 50, 64.0, 50.1, 75.9, '']]
    """
    k, n = (np.atleast_1d(it).astype(int) for it in read_answers(count, base))
    low, high = wilson(k, n)
    frame = DataFrame({"count": k, "base": n, "percent": 100 * k / n, "low": low, "high": high})
    return frame.assign(flag=[base_flag(int(number)) for number in n])


def base_flag(base: int) -> str:
    """Flag a small base: ``tiny`` under 30 (show counts), ``small`` under 50, else empty.

    A judgement rule of tabulation practice, not a law of statistics.

    Examples
    --------
    >>> base_flag(29), base_flag(49), base_flag(100)
    ('tiny', 'small', '')
    """
    return "tiny" if base < TINY_BASE else "small" if base < SMALL_BASE else ""
