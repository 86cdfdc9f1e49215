"""Put every claim of the survey's slides to the test, whatever base fits."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from kit.data import Row, records, table
from kit.errors import NotComparable
from kit.estimates.bases import Pair, pairs_behind
from kit.estimates.differences import check_sides, check_waves, pair_of_waves
from kit.estimates.figure import Figure
from kit.estimates.intervals import newcombe, wilson
from kit.estimates.published import check_exact, figure

if TYPE_CHECKING:
    from pandas import DataFrame

OTHER = {"client": "vendor", "vendor": "client"}
VERDICTS = ("demonstrated", "pointing", "against", "cannot")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Hold one claim and what the published figures say of it.

    Parameters
    ----------
    claim
        Code of ``claims.csv``.
    test, wave, question, option, side
        What is tested: a ``change`` since the wave before, a ``gap`` to the other side, a ``level``
        or an ``order``; and of what.
    points, low, high
        The difference in points, or the share of a level in percent, with the lowest and highest
        end of the 95 % intervals over all bases that fit; empty where nothing can be tested. The
        difference comes from counts where both are known, else from the shares as printed.
    fits
        How many pairs of bases fit; 1 where both are known.
    verdict
        ``demonstrated`` (no base that fits leaves it open), ``pointing`` (that way, but within the
        margin of error), ``against`` (the other way) or ``cannot`` (be compared).
    reason
        Code of the refusal, or empty.
    """

    claim: str
    test: str
    wave: int
    question: str
    option: str
    side: str
    points: float | None = None
    low: float | None = None
    high: float | None = None
    fits: int = 0
    verdict: str = "cannot"
    reason: str = ""


def verdicts() -> "DataFrame":
    """Test every claim that the survey's slides make by comparing figures.

    Returns
    -------
    DataFrame
        One row a claim, one column a field of ``Verdict``, in the order of ``claims.csv``.

    Examples
    --------
    >>> found = verdicts().set_index("claim")
    >>> found.loc["checks_client", ["points", "low", "high"]].round(1).tolist()
    [-19.1, -31.0, -6.6]
    >>> found.loc["media_client", "verdict"]
    'pointing'
    """
    from pandas import DataFrame

    names = [field.name for field in fields(Verdict)]
    frame = DataFrame([asdict(it) for it in judge_claims()], columns=names)
    return frame.astype({"points": float, "low": float, "high": float})


def judge_claims() -> list[Verdict]:
    """Give the verdict on every claim, in the order of ``claims.csv``."""
    return [_tested(row) for row in records(table("claims").sort_values("order"))]


def figures_tested(row: Row) -> tuple[Figure, ...]:
    """Give the figures that a claim of ``claims.csv`` rests on, the one that it is about first.

    Raises
    ------
    NotComparable
        When they may not be compared, or one of them is not in the data.
    """
    question, option, side = row["question"], row["option"], row["side"]
    own = figure(question, option, wave=row["wave"], side=side)
    if row["test"] == "change":
        pair = pair_of_waves(question, row["wave"])
        check_waves(question, pair)
        return own, figure(question, option, wave=pair[0], side=side)
    if row["test"] == "gap":
        check_sides(question)
        return own, figure(question, option, wave=row["wave"], side=OTHER[side])
    return (own,)


def judged(direction: str, points: float, low: float, high: float) -> str:
    """Judge an interval of a claim that says ``up`` or ``down``.

    Examples
    --------
    >>> judged("up", 8.8, -3.0, 19.3), judged("down", -19.1, -31.0, -6.6)
    ('pointing', 'demonstrated')
    """
    sign = -1 if direction == "down" else 1
    if min(sign * low, sign * high) > 0:
        return "demonstrated"
    return "pointing" if sign * points > 0 else "against"


def span(first: Iterable[Pair], second: Iterable[Pair]) -> tuple[float, float, float]:
    """Give the difference of two shares and its interval over all counts and bases that fit.

    Returns
    -------
    tuple of float
        The first difference, the lowest and the highest end, in points.

    Examples
    --------
    >>> [round(it, 1) for it in span([(155, 239)], [(110, 218)])]
    [14.4, 5.3, 23.2]
    """
    both = np.array([(*one, *other) for one, other in product(first, second)], dtype=np.int64).T
    low, high = newcombe((both[0], both[1]), (both[2], both[3]))
    points = 100 * (both[0] / both[1] - both[2] / both[3])
    return float(points[0]), float(low.min()), float(high.max())


def _tested(row: Row) -> Verdict:
    found = Verdict(*(row[name] for name in ("code", "test", "wave", "question", "option", "side")))
    try:
        held = figures_tested(row)
        pairs = [_pairs(it) for it in held]
    except NotComparable as error:
        return _with(found, reason=error.reason)
    if row["test"] == "level":
        (count, base), *_ = pairs[0]
        points, low, high = (float(it) for it in (100 * count / base, *wilson(count, base)))
        passed = [it - row["threshold"] for it in (points, low, high)]
    else:
        points, low, high = passed = list(span(*pairs))
    fits = int(np.prod([len(it) for it in pairs]))
    if fits > 1:  # no count is known, so the difference is that of the shares as printed
        points = held[0].value - held[1].value
    known = {"points": points, "low": low, "high": high}
    return _with(found, **known, fits=fits, verdict=judged(row["direction"], *passed))


def _with(found: Verdict, **more: object) -> Verdict:
    return Verdict(**{**asdict(found), **more})


def _pairs(found: Figure) -> Sequence[Pair]:
    """Give what can stand behind a figure.

    Raises
    ------
    NotComparable
        When nothing can.
    """
    pairs = pairs_behind(found)
    if not pairs:
        check_exact(found)
        raise NotComparable("no_base", f"{found.place}: no base was searched for this figure")
    return pairs
