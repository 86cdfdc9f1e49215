"""Counts, intervals and differences behind published percentages: codes and numbers, no words.

Every interval reads "as if the organisations had been drawn at random"; the two waves are treated
as independent samples. Nothing is rescaled: a set that adds up to 99.9 stays 99.9.
"""

from kit.estimates.bases import fitting_bases, pairs_behind
from kit.estimates.differences import change, changes, gap, gaps
from kit.estimates.figure import (
    SCALE,
    Difference,
    Figure,
    difference_from,
    differences_of,
    figure_from,
    figures_behind,
    figures_of,
    held_in,
    some,
    weakest,
)
from kit.estimates.intervals import base_flag, counts, intervals, newcombe, wilson
from kit.estimates.published import (
    SIDES,
    SIZES,
    asked_in,
    figures,
    interval,
    options,
    questions,
    shares,
    waves,
)
from kit.estimates.resampling import (
    BOTH,
    Chances,
    chances,
    figures_redrawn,
    redraw_frequencies,
    redraws,
)
from kit.estimates.verdicts import VERDICTS, Verdict, figures_tested, judge_claims, verdicts

__all__ = [
    "BOTH",
    "SCALE",
    "SIDES",
    "SIZES",
    "VERDICTS",
    "Chances",
    "Difference",
    "Figure",
    "Verdict",
    "asked_in",
    "base_flag",
    "chances",
    "change",
    "changes",
    "counts",
    "difference_from",
    "differences_of",
    "figure_from",
    "figures",
    "figures_behind",
    "figures_of",
    "figures_redrawn",
    "figures_tested",
    "fitting_bases",
    "gap",
    "gaps",
    "held_in",
    "interval",
    "intervals",
    "judge_claims",
    "newcombe",
    "options",
    "pairs_behind",
    "questions",
    "redraw_frequencies",
    "redraws",
    "shares",
    "some",
    "verdicts",
    "waves",
    "weakest",
    "wilson",
]
