"""Calculators read whatever stands for whole numbers, and refuse the rest by name."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kit
from kit.errors import KitError, UnknownCode
from kit.estimates.answers import read_answers

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
# Every way in which people hold a column of counts.
FORMS = [
    list,
    tuple,
    np.array,
    pd.Series,
    lambda it: np.array(it, dtype=float),
    lambda it: pd.Series(it, dtype="Int64", index=[f"row {n}" for n in range(len(it))]),
    lambda it: [str(n) for n in it],
    lambda it: [f" {n} ".translate(FULL_WIDTH) for n in it],
    lambda it: (n for n in it),
]
PAIRS = st.lists(
    st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1
)


CALCULATORS = [kit.intervals, kit.wilson, lambda k, n: kit.newcombe((k, n), (1, 2))]


@given(PAIRS, st.sampled_from(FORMS), st.sampled_from(FORMS))
def test_every_form_of_the_same_counts_gives_the_same_intervals(pairs, first, second) -> None:
    counts, bases = (list(column) for column in zip(*pairs, strict=True))
    wanted = kit.intervals(counts, bases)
    pd.testing.assert_frame_equal(kit.intervals(first(counts), second(bases)), wanted)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_one_pair_needs_no_list(pair) -> None:
    low, high = kit.wilson(*pair)
    assert np.ndim(low) == 0
    row = kit.intervals(*pair).iloc[0]
    assert (row.low, row.high) == (low, high)


@pytest.mark.parametrize(
    ("count", "base", "named"),
    [
        ([40], [36], "pair 1, 40 of 36"),
        ([1, 36], [3, 24], "pair 2, 36 of 24"),
        ([3], [0], "the base must be 1 or more"),
        ([-1], [5], "count 1, -1, is below 0"),
        ([66.7], [36], "count 1, 66.7, is no whole number"),
        ([1, None], [3, 3], "count 2, None"),
        ([float("nan")], [3], "count 1, nan"),
        ([float("inf")], [3], "count 1, inf"),
        ([True], [3], "count 1, True"),
        (["12人"], [20], "count 1, '12人'"),
        (["66.7%"], [20], "count 1, '66.7%'"),
        ([12], ["", ""], "base 1, ''"),
        ([1, 2], [3], "2 counts and 1 bases"),
        ({"yes": 3}, [5], "count 1, 'yes'"),
        (object(), 5, "is no number"),
    ],
)
@pytest.mark.parametrize(
    "calculate", [kit.intervals, kit.wilson, lambda k, n: kit.newcombe((k, n), (1, 2))]
)
def test_what_cannot_be_answers_is_refused_by_name(calculate, count, base, named: str) -> None:
    with pytest.raises(KitError) as refusal:
        calculate(count, base)
    assert named in str(refusal.value)
    assert "whole numbers" in str(refusal.value), "what is allowed"


@given(st.integers(0, 10**6), st.integers(-10, 10**6))
def test_an_interval_is_never_outside_0_to_100(count: int, base: int) -> None:
    if base < 1 or count > base:
        with pytest.raises(KitError):
            kit.wilson(count, base)
        return
    low, high = kit.wilson(count, base)
    assert 0 <= low <= 100 * count / base <= high <= 100


@pytest.mark.parametrize("printed", ["64.9", 64.9, np.float64(64.9), " 64.9 "])
def test_a_printed_percentage_may_be_a_number(printed: object) -> None:
    assert kit.counts([printed], ["239"])["lowest"].tolist() == [155]


@pytest.mark.parametrize(
    "printed", ["64.9%", "約30", "", "64,9", "-3", "1e1", "100.1", None, float("nan"), [64.9]]
)
def test_what_is_no_percentage_is_refused(printed: object) -> None:
    with pytest.raises(KitError, match=r"figure 1, .* is (no percentage|above 100)"):
        kit.counts([printed], [239])


def test_bases_and_percentages_must_pair_up() -> None:
    with pytest.raises(KitError, match="2 counts and 1 bases"):
        kit.counts(["64.9", "97.0"], [239])


def test_a_code_of_the_wrong_type_is_told_apart_from_a_wrong_code() -> None:
    with pytest.raises(UnknownCode, match="give the int 2021, not a str"):
        kit.shares("q01_telework", wave="2021")  # type: ignore[arg-type]
    with pytest.raises(UnknownCode, match="did you mean 'client'"):
        kit.shares("q01_telework", side="clients")


def test_reading_names_the_pair_among_many() -> None:
    bases = [10] * 100
    counts = [5] * 70 + [11] + [5] * 29
    with pytest.raises(KitError, match="pair 71, 11 of 10"):
        read_answers(counts, bases)
