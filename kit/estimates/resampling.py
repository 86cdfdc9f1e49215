"""Redraw published shares as if other organisations had answered: seeded draws, exact chances."""

from collections.abc import Sequence
from itertools import accumulate
from math import comb
from typing import Any, NamedTuple

import numpy as np
from pandas import NA, DataFrame, concat

from kit.errors import KitError, require_known
from kit.estimates.differences import change
from kit.estimates.figure import Difference, Figure, figures_behind
from kit.estimates.published import ALL_SIDES, SIDES, asked_in, check_exact, figure

Answers = tuple[int, int]

BOTH = "both"
CHANGE, SHARE = "change", "share"
SEED = 20220131
# Few redraws say little about how often something happens; many make a panel heavy.
FEWEST, MOST = 200, 1000


class Chances(NamedTuple):
    """Hold how likely a redrawn share is below, equal to and above another; they add up to 1."""

    below: float
    equal: float
    above: float


def chances(first: Answers, second: Answers) -> Chances:
    """Compare two redrawn shares exactly: the sum over all counts that both can take.

    Parameters
    ----------
    first, second
        Count and base of each share. Every organisation is drawn independently, with the share as
        its chance, so that each redrawn count is binomial; the sum is done in whole numbers.

    Examples
    --------
    >>> below, equal, above = chances((261, 269), (275, 287))
    >>> round(below, 3), equal < 1e-8, round(above, 3)
    (0.212, True, 0.788)
    """
    (_, first_base), (second_count, second_base) = first, second
    weights = _weights(*first)
    up_to = list(accumulate(weights))
    below = equal = 0
    for count, weight in enumerate(_weights(second_count, second_base)):
        # The largest first count whose share is not above this one, and whether it is the same.
        limit, rest = divmod(count * first_base, second_base)
        same = 0 if rest else weights[limit]
        equal += weight * same
        below += weight * (up_to[limit] - same)
    total = first_base**first_base * second_base**second_base
    return Chances(below / total, equal / total, (total - below - equal) / total)


def redraws(
    question: str,
    option: str,
    *,
    side: str = BOTH,
    kind: str = CHANGE,
    wave: int | None = None,
    number: int = 400,
) -> DataFrame:
    """Redraw a published share, or the change since the wave before, as if others had answered.

    Bases stay; each organisation is drawn at random and independently, with the published share as
    its chance. The draws are seeded: the same figure always gives the same redraws.

    Parameters
    ----------
    question, option
        Codes.
    side
        ``"client"``, ``"vendor"``, or ``"both"`` for the two, drawn independently.
    kind
        ``"change"`` or ``"share"``.
    wave
        Of the share, or the later one of the change; the latest when empty.
    number
        How many redraws, 200 to 1000.

    Returns
    -------
    DataFrame
        One row a side and redraw: ``question, option, side, kind`` (share or change), ``wave``
        (the later one of a change), ``redraw`` (from 1), ``value`` (percent 0-100, or points),
        ``outcome`` (a change goes the ``same`` way as the published one, is ``gone``, or
        ``turned``; empty for a share), and the ``published`` value with its interval ``low``,
        ``high``.

    Raises
    ------
    NotComparable
        When a figure has no count, or the waves may not be compared.

    Examples
    --------
    >>> rows = redraws("q01_telework", "experienced", side="vendor")
    >>> len(rows), f"{rows.published[0]:+.1f}", set(rows.outcome) == {"same", "turned"}
    (400, '+1.2', True)
    """
    if not FEWEST <= number <= MOST:
        raise KitError(f"{number} redraws: from {FEWEST} to {MOST} are allowed; 400 is usual")
    require_known("kind", kind, (CHANGE, SHARE))
    shown = _shown(question, option, kind, _sides(side), wave)
    drawn = [
        (_redrawn(it, number) if isinstance(it, Figure) else _redrawn_change(it, number)).assign(
            side=one, wave=(it if isinstance(it, Figure) else it.second).wave
        )
        for one, it in zip(_sides(side), shown, strict=True)
    ]
    return concat(drawn, ignore_index=True).assign(question=question, option=option, kind=kind)


def redraw_frequencies(
    question: str,
    option: str,
    *,
    side: str = BOTH,
    kind: str = CHANGE,
    wave: int | None = None,
    number: int = 400,
) -> DataFrame:
    """Sum up redraws: where most of them lie, and how often a change vanishes or turns.

    Parameters and refusals are those of ``redraws``.

    Returns
    -------
    DataFrame
        One row a side: ``question, option, side, kind, wave``; the ``published`` value with its
        interval ``low``, ``high``; ``redraws``, ``lowest`` and ``highest`` of their middle 95 %; of
        a change ``contrary`` (how many redraws vanish or turn), ``percent``
        (the same in percent) and ``exact`` (its exact probability, in percent), missing for a
        share.

    Examples
    --------
    >>> rows = redraw_frequencies("q01_telework", "experienced").set_index("side")
    >>> rows["exact"].round(2).to_dict()
    {'client': 0.09, 'vendor': 21.25}
    """
    drawn = redraws(question, option, side=side, kind=kind, wave=wave, number=number)
    rows = [_summed(own) for _, own in drawn.groupby("side", sort=False)]
    return DataFrame(rows).astype({"contrary": "Int64"})


def figures_redrawn(summary: DataFrame) -> list[Figure]:
    """Give the figures behind a frame of ``redraws`` or ``redraw_frequencies``."""
    first, sides = summary.iloc[0], tuple(summary["side"].unique())
    shown = _shown(first["question"], first["option"], first["kind"], sides, int(first["wave"]))
    return figures_behind(shown)


def _weights(count: int, base: int) -> list[int]:
    """Weigh every count that a redraw can give; the weights add up to ``base ** base``."""
    return [
        comb(base, drawn) * count**drawn * (base - count) ** (base - drawn)
        for drawn in range(base + 1)
    ]


def _sides(side: str) -> tuple[str, ...]:
    return SIDES if side == BOTH else (side,)


def _shown(
    question: str, option: str, kind: str, sides: Sequence[str], wave: int | None
) -> Sequence[Figure | Difference]:
    """Give the published shares or changes of some sides."""
    if kind == CHANGE:
        return [change(question, option, side=it, wave=wave) for it in sides]
    wave = asked_in(question)[-1] if wave is None else wave
    return [_exact(question, option, it, wave) for it in sides]


def _redrawn(found: Figure, number: int) -> DataFrame:
    count, base = _answers(found)
    listed = _listed(100 * _draw(found, number) / base, "")
    return listed.assign(published=100 * count / base, low=found.low, high=found.high)


def _redrawn_change(published: Difference, number: int) -> DataFrame:
    before, after = published.ends
    bases = [_answers(it)[1] for it in (before, after)]
    # Whole numbers tell exactly whether a redrawn change is nothing at all.
    rise = _draw(after, number) * bases[0] - _draw(before, number) * bases[1]
    direction = -1 if (published.points or 0) < 0 else 1
    outcome = np.select([rise == 0, rise * direction < 0], ["gone", "turned"], "same")
    listed = _listed(100 * rise / (bases[0] * bases[1]), outcome)
    return listed.assign(published=published.points, low=published.low, high=published.high)


def _listed(values: Any, outcome: Any) -> DataFrame:
    places = np.arange(1, len(values) + 1)
    return DataFrame({"redraw": places, "value": values}).assign(outcome=outcome)


def _exact(question: str, option: str, side: str, wave: int) -> Figure:
    found = figure(question, option, wave=wave, side=side)
    check_exact(found)
    return found


def _answers(found: Figure) -> Answers:
    return found.count or 0, found.base or 0


def _draw(found: Figure, number: int) -> Any:
    """Draw counts for one figure; each side and wave has a stream of its own."""
    count, base = _answers(found)
    stream = np.random.default_rng([SEED, found.wave, ALL_SIDES.index(found.side)])
    return stream.binomial(base, count / base, size=number)


def _summed(own: DataFrame) -> dict[str, Any]:
    first = own.iloc[0]
    kept = ("question", "option", "side", "kind", "wave", "published", "low", "high")
    lowest, highest = np.quantile(own["value"], [0.025, 0.975])
    row = {name: first[name] for name in kept}
    row |= {"redraws": len(own), "lowest": lowest, "highest": highest}
    if first["kind"] == "share":
        return {**row, "contrary": NA, "percent": np.nan, "exact": np.nan}
    contrary = int((own["outcome"] != "same").sum())
    asked, wave = (first[it] for it in ("question", "option")), int(first["wave"])
    published = change(*asked, side=first["side"], wave=wave)
    exact = 100 * _contrary(*map(_answers, published.ends))
    return {**row, "contrary": contrary, "percent": 100 * contrary / len(own), "exact": exact}


def _contrary(before: Answers, after: Answers) -> float:
    """Give the exact probability that a redrawn change vanishes or goes the other way."""
    below, equal, above = chances(after, before)
    falls = after[0] * before[1] < before[0] * after[1]
    return equal + (above if falls else below)
