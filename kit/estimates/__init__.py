"""Counts, intervals and differences behind published percentages: codes and numbers, no words.

Every interval reads "as if the organisations had been drawn at random"; the two waves are treated
as independent samples. Nothing is rescaled: a set that adds up to 99.9 stays 99.9.
"""

from kit.estimates.differences import Difference, change, changes, gap, gaps
from kit.estimates.grades import certainty, figures_behind, weakest
from kit.estimates.intervals import base_flag, counts, intervals, newcombe, wilson
from kit.estimates.published import SIDES, SIZES, WAVES, interval, options, questions, shares
from kit.estimates.resampling import (
    BOTH,
    Chances,
    chances,
    figures_redrawn,
    redraw_frequencies,
    redraws,
)

__all__ = [
    "BOTH",
    "SIDES",
    "SIZES",
    "WAVES",
    "Chances",
    "Difference",
    "base_flag",
    "certainty",
    "chances",
    "change",
    "changes",
    "counts",
    "figures_behind",
    "figures_redrawn",
    "gap",
    "gaps",
    "interval",
    "intervals",
    "newcombe",
    "options",
    "questions",
    "redraw_frequencies",
    "redraws",
    "shares",
    "weakest",
    "wilson",
]
