"""Counts, intervals and refusals, against published values, statsmodels and properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from kit import change, changes, counts, gap, gaps, interval, newcombe, shares, wilson
from kit.data import estimates
from kit.errors import NotComparable, UnknownCode
from kit.estimates import base_flag, options, questions

CELL = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))

# Newcombe 1998, Statistics in Medicine 17:857-872, method 3; 19/38 from statsmodels' own tests.
WILSON = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0, 0.1611),
    (1, 29, 0.0061, 0.1718),
    (19, 38, 0.3485, 0.6515),
]
# Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10;
# the last is Fagerland et al. 2015.
NEWCOMBE = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((0, 10), (0, 10), -0.2775, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0000),
    ((10, 10), (0, 10), 0.6075, 1.0000),
    ((7, 34), (1, 34), 0.0189, 0.3404),
]


@pytest.mark.parametrize(("count", "base", "low", "high"), WILSON)
def test_wilson_matches_published_values(count: int, base: int, low: float, high: float) -> None:
    found = np.array(wilson(count, base)) / 100
    assert found == pytest.approx([low, high], abs=5e-5)


@pytest.mark.parametrize(("first", "second", "low", "high"), NEWCOMBE)
def test_newcombe_matches_published_values(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    found = np.array(newcombe(first, second)) / 100
    assert found == pytest.approx([low, high], abs=5e-5)


@given(CELL)
def test_wilson_matches_statsmodels(cell: tuple[int, int]) -> None:
    expected = 100 * np.array(proportion_confint(*cell, method="wilson"))
    assert np.array(wilson(*cell)) == pytest.approx(expected, abs=1e-9)


@given(CELL, CELL)
def test_newcombe_matches_statsmodels(first: tuple[int, int], second: tuple[int, int]) -> None:
    expected = 100 * np.array(
        confint_proportions_2indep(*first, *second, compare="diff", method="newcomb")
    )
    assert np.array(newcombe(first, second)) == pytest.approx(expected, abs=1e-9)


@given(CELL)
def test_wilson_is_bounded_contains_the_share_and_is_symmetric(cell: tuple[int, int]) -> None:
    count, base = cell
    low, high = wilson(count, base)
    assert 0 <= low <= 100 * count / base + 1e-9
    assert 100 * count / base - 1e-9 <= high <= 100
    other_low, other_high = wilson(base - count, base)
    assert (100 - high, 100 - low) == pytest.approx((other_low, other_high), abs=1e-9)
    assert (count == 0) == (low == 0)
    assert (count == base) == (high == 100)


@given(CELL, CELL)
def test_swapping_groups_flips_the_sign(first: tuple[int, int], second: tuple[int, int]) -> None:
    low, high = newcombe(first, second)
    back_low, back_high = newcombe(second, first)
    assert (low, high) == pytest.approx((-back_high, -back_low), abs=1e-9)
    assert -100 - 1e-9 <= low <= high <= 100 + 1e-9


@given(CELL, st.integers(2, 9))
def test_an_interval_shrinks_with_the_base(cell: tuple[int, int], times: int) -> None:
    (low, high), (narrow_low, narrow_high) = wilson(*cell), wilson(cell[0] * times, cell[1] * times)
    assert narrow_high - narrow_low < high - low


def test_intervals_are_vectorised() -> None:
    low, high = wilson([155, 110], [239, 218])
    assert low.shape == high.shape == (2,)


@given(CELL, st.integers(0, 2))
def test_counts_find_the_count_behind_any_rounded_percentage(
    cell: tuple[int, int], decimals: int
) -> None:
    count, base = cell
    row = counts([f"{100 * count / base:.{decimals}f}"], [base]).iloc[0]
    assert row.lowest <= count <= row.highest
    assert row.verdict in ("unique", "ambiguous")


def test_counts_tell_unique_ambiguous_and_impossible_apart() -> None:
    found = counts(["35.5", "50", "35.4"], [155, 500, 155])
    assert list(found.verdict) == ["unique", "ambiguous", "impossible"]
    assert found.lowest[0] == found.highest[0] == 55
    assert (found.lowest[1], found.highest[1]) == (248, 252)
    assert found[["lowest", "highest"]].iloc[2].isna().all()


def test_every_exact_figure_with_a_base_passes_the_granularity_check() -> None:
    rows = estimates()
    rows = rows[(rows.bound == "exact") & rows.base.notna() & (rows.printed != "")]
    found = counts(rows.printed.tolist(), rows.base.astype(int).tolist())
    assert len(found) >= 20
    assert set(found.verdict) <= {"unique"}, rows[(found.verdict != "unique").to_numpy()]


def test_every_printed_percentage_is_classified() -> None:
    rows = [row for question in questions() for row in shares(question).to_dict("records")]
    allowed = {"unique", "ambiguous", "impossible", "inexact", "no_base", "not_held"}
    assert {row["verdict"] for row in rows} <= allowed
    assert not [row for row in rows if row["verdict"] == "impossible"]
    assert all((row["verdict"] == "not_held") == (row["printed"] == "") for row in rows)
    assert all((row["low"] == row["low"]) == (row["verdict"] == "unique") for row in rows)


# The deck's figures with counts and intervals as worked out in the needs of the project, section 0.
KNOWN = [
    ("q01_telework", "experienced", 2021, "vendor", 261, 94.2, 98.5),
    ("q01_telework", "experienced", 2020, "vendor", 275, 92.8, 97.6),
    ("q01_telework", "experienced", 2021, "client", 155, 58.6, 70.6),
    ("q01_telework", "experienced", 2020, "client", 110, 43.9, 57.0),
    ("q08_checked", "not_checking", 2021, "client", 55, 28.4, 43.3),
    ("q08_checked", "checking", 2021, "client", 100, 56.7, 71.6),
    ("q08_checked", "checking", 2021, "vendor", 233, 84.9, 92.5),
    ("q08_checked", "not_checking", 2021, "vendor", 28, 7.5, 15.1),
    ("q08_method", "self_check", 2021, "client", 68, 58.3, 76.3),
    ("q08_method", "self_check", 2021, "vendor", 155, 60.2, 72.3),
]


@pytest.mark.parametrize(("question", "option", "wave", "side", "count", "low", "high"), KNOWN)
def test_shares_of_the_deck(
    question: str, option: str, wave: int, side: str, count: int, low: float, high: float
) -> None:
    row = shares(question, wave=wave, side=side, option=option).iloc[0]
    assert row["count"] == count
    assert interval(row) == pytest.approx((low, high), abs=0.05)


DIFFERENCES = [
    (lambda: change("q01_telework", "experienced", side="client"), 14.4, 5.3, 23.2, True),
    (lambda: change("q01_telework", "experienced", side="vendor"), 1.2, -2.1, 4.5, False),
    (lambda: gap("q01_telework", "experienced"), 32.2, 25.8, 38.6, True),
    (lambda: gap("q08_checked", "not_checking"), -24.8, -33.2, -16.4, True),
    (lambda: gap("q08_method", "self_check"), -1.5, -11.9, 9.8, False),
]


@pytest.mark.parametrize(("measure", "points", "low", "high", "clear"), DIFFERENCES)
def test_differences_of_the_deck(
    measure, points: float, low: float, high: float, clear: bool
) -> None:  # type: ignore[no-untyped-def]
    found = measure()
    assert (found.points, found.low, found.high) == pytest.approx((points, low, high), abs=0.05)
    assert found.clear is clear


REFUSALS = [
    (lambda: gap("q01_telework", "experienced", size="large"), "size_cutoffs"),
    (lambda: gap("q10_rule_problems", "ambiguous"), "not_asked|not_held|inexact"),
    (lambda: gap("q07_media", "stopped"), "not_held"),
    (lambda: change("q08_checked", "not_checking", side="client"), "no_base"),
    (lambda: change("q20_contract_terms", "agreed_or_planned", side="vendor"), "question_waves"),
    (lambda: interval(shares("q20_contract_terms", wave=2021, side="vendor").iloc[0]), "inexact"),
    (lambda: interval(shares("q06_challenges", wave=2021).iloc[0]), "not_held"),
]


@pytest.mark.parametrize(("measure", "reason"), REFUSALS)
def test_what_may_not_be_computed_is_refused_with_a_reason(measure, reason: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NotComparable) as refusal:
        measure()
    assert refusal.value.reason in reason.split("|")
    assert len(str(refusal.value)) > 20


UNKNOWN = [
    (lambda: shares("q08_cheked"), "did you mean 'q08_checked'"),
    (lambda: shares("q08_checked", wave=2019), "allowed: 2020, 2021"),
    (lambda: shares("q08_checked", side="clients"), "did you mean 'client'"),
    (lambda: shares("q08_checked", size="big"), "allowed: all, large, small"),
    (lambda: shares("q08_checked", option="checkng"), "did you mean 'checking'"),
]


@pytest.mark.parametrize(("measure", "hint"), UNKNOWN)
def test_an_unknown_code_names_the_allowed_and_the_nearest(measure, hint: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnknownCode, match=hint):
        measure()


def test_gaps_and_changes_give_numbers_or_a_reason_for_every_option() -> None:
    for question in questions():
        for frame in (gaps(question), changes(question)):
            for row in frame.to_dict("records"):
                assert (row["points"] == row["points"]) == (row["reason"] == "")


def test_nothing_is_changed_by_a_summary() -> None:
    before = estimates().copy()
    frame = shares("q08_checked")
    frame["percent"] = 0
    for question in questions():
        options(question)
    assert estimates().equals(before)


@pytest.mark.parametrize(
    ("base", "flag"), [(0, "tiny"), (29, "tiny"), (30, "small"), (49, "small"), (50, "")]
)
def test_small_bases_are_flagged(base: int, flag: str) -> None:
    assert base_flag(base) == flag
