"""Work out answers, likely wrong answers and their evidence from the published figures."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from statistics import NormalDist
from typing import Any

from kit.data import table
from kit.errors import KitError
from kit.estimates import (
    Difference,
    Figure,
    changes,
    differences_of,
    figures,
    gaps,
    waves,
    wilson,
)
from kit.estimates.intervals import CONFIDENCE
from kit.estimates.published import figure as published
from kit.labels import difference_text, group_text, range_text, reading, source_text, word
from kit.lessons.exercises.kinds import Ends, Kind

Value = Callable[[], Any]
Interval = tuple[float, float]


@dataclass(frozen=True)
class Exercise:
    """Hold one exercise; every value is worked out from the data when it is needed.

    Parameters
    ----------
    kind
        What may be given as an answer.
    wanted
        Works out the answer.
    mistakes
        Works out the likely wrong answers; the key is the code of the hint that helps, found
        under ``check.<exercise>`` or, when it serves several exercises, under ``check.mistake``.
    evidence
        Gives the figures that the answer rests on, as sentences with their source.
    """

    kind: Kind
    wanted: Value
    mistakes: Mapping[str, Value] = field(default_factory=dict)
    evidence: Callable[[], Sequence[str]] = tuple


def figure(question: str, option: str, side: str, wave: int = 2021) -> Figure:
    """Give one published figure of all sizes."""
    return published(question, option, wave=wave, side=side)


def ends(question: str, option: str, side: str, wave: int = 2021) -> Interval:
    """Give the interval of one published figure, in percent."""
    return figure(question, option, side, wave).interval


def counted(question: str, option: str, side: str, wave: int = 2021) -> tuple[int, int]:
    """Give count and base of one published figure."""
    found = figure(question, option, side, wave)
    return found.count or 0, found.base or 0


def percent(part: float | None, whole: float | None) -> float:
    """Give a part in percent of a whole, both of which must be known."""
    if part is None or not whole:
        raise KitError("a share needs a count and a base; one of the two figures has none")
    return 100 * part / whole


def own_ends(count: int, base: int) -> Interval:
    """Give the Wilson interval of a count of one's own, in percent."""
    low, high = wilson(count, base)
    return float(low), float(high)


def plain_ends(count: float, base: float) -> Interval:
    """Give the textbook interval, share plus or minus, in percent; it fails near 0 and 100 %."""
    share = count / base
    half = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2) * sqrt(share * (1 - share) / base)
    return 100 * (share - half), 100 * (share + half)


def difference(question: str, option: str, *, side: str = "", wave: int = 2021) -> Difference:
    """Give the gap of an option in a wave or, with ``side``, its change."""
    found = differences_of((changes if side else gaps)(question, wave=wave))
    return next(it for it in found if it.option == option and side in ("", it.first.side))


def respondents(wave: int, side: str, size: str = "") -> int:
    """Give how many organisations answered: of a side, or of one size class of it."""
    rows = table("strata")
    rows = rows[(rows["wave"] == wave) & (rows["side"] == side)]
    return int((rows[rows["size"] == size] if size else rows)["respondents"].sum())


def growth(stratum: str) -> int:
    """Give how many more organisations of a stratum, such as ``client_small``, answered in 2021."""
    return respondents(2021, *stratum.split("_")) - respondents(2020, *stratum.split("_"))


def rounded_readiness() -> Figure:
    """Give the one published figure on missing manuals, which is a rounded one."""
    return next(it for it in figures("q11_manual", option="none") if it.bound == "about")


def findings(action: str) -> frozenset[str]:
    """Give the questions that stand behind one of the seven actions."""
    row = table("recommendations").set_index("code").loc[action]
    return frozenset(str(row["findings"]).split(";"))


def standing(low: float, high: float) -> str:
    """Tell whether the whole interval of a share lies above or below one half."""
    return "majority" if low > 50 else "minority" if high < 50 else "unclear"


def own_exercise(count: int, base: int) -> Exercise:
    """Ask for the interval of a count of one's own."""
    mistakes: dict[str, Value] = {
        "complement": lambda: own_ends(base - count, base),
        "plain": lambda: plain_ends(count, base),
    }
    return Exercise(Ends(), lambda: own_ends(count, base), mistakes, lambda: read_own(count, base))


def read_figures(*found: Figure) -> list[str]:
    """Read figures out, and name their sources once."""
    return [*map(reading, found), source_text(it.source for it in found)]


def read_differences(*found: Difference) -> list[str]:
    """Word differences, each change with its side, and name their sources once."""
    texts = [
        f"{group_text(it.first.side)}{word('list.colon')}" * (it.kind == "change")
        + difference_text(it)
        for it in found
    ]
    return [*texts, source_text(end.source for it in found for end in it.ends)]


def read_respondents(strata: Collection[str]) -> list[str]:
    """Say how many answered in each stratum, wave by wave."""
    lines = [
        word("check.strata", wave=word(f"wave.{wave}"), strata=_listed(strata, wave))
        for wave in waves()
    ]
    return [*lines, source_text(table("strata")["source"])]


def read_own(count: int, base: int) -> list[str]:
    """Read the interval of a count of one's own."""
    ends = range_text(*own_ends(count, base))
    return [word("check.own", count=count, base=base, range=ends)]


def _listed(strata: Collection[str], wave: int) -> str:
    texts = []
    for stratum in strata:
        side, size = stratum.split("_")
        number = word("number.organisations", count=respondents(wave, side, size))
        texts.append(f"{group_text(side, size)}{word('list.colon')}{number}")
    return word("list.semicolon").join(texts)
