"""Redraws: the exact chances agree with scipy, the seeded redraws with both, refusals hold."""

import re
from itertools import pairwise
from math import sqrt

import numpy as np
import pytest
from pandas import DataFrame
from scipy.stats import binom

import kit
from kit.errors import KitError, NotComparable, UnknownCode
from kit.estimates import Difference, chances, figures, resampling
from kit.estimates.resampling import Answers
from kit.labels import in_language

TELEWORK = ("q01_telework", "experienced")
AFTER = {"client": (155, 239), "vendor": (261, 269)}
BEFORE = {"client": (110, 218), "vendor": (275, 287)}
WAVES = {2020: BEFORE, 2021: AFTER}
RANDOM = np.random.default_rng(5)
DRAWN = [(int(RANDOM.integers(0, base + 1)), int(base)) for base in RANDOM.integers(1, 300, 24)]
EDGES = [(0, 1), (1, 1), (0, 40), (40, 40), (20, 40), (30, 60)]
PAIRS = [*zip(DRAWN[::2], DRAWN[1::2], strict=True), *pairwise(EDGES)]


def scipy_chances(first: Answers, second: Answers) -> tuple[float, float, float]:
    """Sum over the full table of both counts, which the kit never makes."""
    (k1, n1), (k2, n2) = first, second
    weights = np.outer(
        binom.pmf(np.arange(n1 + 1), n1, k1 / n1), binom.pmf(np.arange(n2 + 1), n2, k2 / n2)
    )
    signs = np.sign(np.arange(n1 + 1)[:, None] * n2 - np.arange(n2 + 1)[None, :] * n1)
    below, equal, above = (float(weights[signs == sign].sum()) for sign in (-1, 0, 1))
    return below, equal, above


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_chances_match_scipy_add_up_and_mirror(first: Answers, second: Answers) -> None:
    found = chances(first, second)
    assert found == pytest.approx(scipy_chances(first, second), rel=1e-9, abs=1e-12)
    assert sum(found) == pytest.approx(1, abs=1e-12)
    assert found == pytest.approx(tuple(chances(second, first))[::-1], abs=1e-12)


@pytest.mark.parametrize("side", ["client", "vendor"])
def test_the_printed_frequencies_agree_with_the_exact_probability(side: str) -> None:
    row = kit.redraw_frequencies(*TELEWORK).set_index("side").loc[side]
    below, equal, _ = scipy_chances(AFTER[side], BEFORE[side])
    assert row["exact"] == pytest.approx(100 * (below + equal), rel=1e-9)
    error = sqrt((below + equal) * (1 - below - equal) / row["redraws"])
    assert abs(row["contrary"] / row["redraws"] - below - equal) < 4 * error
    assert row["percent"] == 100 * row["contrary"] / row["redraws"]


def test_the_vendors_rise_often_goes_and_the_clients_hardly_ever() -> None:
    rows = kit.redraw_frequencies(*TELEWORK).set_index("side")
    assert rows["exact"].round(2).to_dict() == {"client": 0.09, "vendor": 21.25}
    assert rows.loc["vendor", "contrary"] > 50 and rows.loc["client", "contrary"] <= 3
    assert rows["published"].round(1).to_dict() == {"client": 14.4, "vendor": 1.2}


def test_frequencies_count_what_the_redraws_show() -> None:
    drawn = kit.redraws(*TELEWORK, number=1000)
    summed = kit.redraw_frequencies(*TELEWORK, number=1000).set_index("side")
    for side, rows in drawn.groupby("side"):
        assert summed.loc[side, "contrary"] == (rows["value"] <= 0).sum()
        middle = rows["value"].between(summed.loc[side, "lowest"], summed.loc[side, "highest"])
        assert 0.94 < middle.mean() < 0.96
        assert set(rows.loc[rows["value"] > 0, "outcome"]) == {"same"}


@pytest.mark.parametrize("wave", [2020, 2021, None])
def test_redraws_scatter_about_the_published_value(wave: int | None) -> None:
    drawn = kit.redraws(*TELEWORK, kind="share" if wave else "change", wave=wave)
    for side, rows in drawn.groupby("side"):
        ends = (
            [AFTER[side], BEFORE[side]] if wave is None else [(AFTER, BEFORE)[wave == 2020][side]]
        )
        spread = sqrt(sum(count * (base - count) / base**3 for count, base in ends))
        error = 100 * spread / sqrt(len(rows))
        assert abs(rows["value"].mean() - rows["published"].iloc[0]) < 4 * error
        assert rows["value"].std() == pytest.approx(100 * spread, rel=0.2)
        assert rows["redraw"].tolist() == list(range(1, 401))


def test_redraws_are_seeded_and_sides_and_waves_are_drawn_apart() -> None:
    both = kit.redraws(*TELEWORK).pivot(index="redraw", columns="side", values="value")
    alone = kit.redraws(*TELEWORK, side="vendor")["value"]
    assert both["vendor"].tolist() == alone.tolist()
    assert abs(np.corrcoef(both["client"], both["vendor"])[0, 1]) < 0.2
    waves = [
        kit.redraws(*TELEWORK, side="client", kind="share", wave=wave)["value"]
        for wave in (2020, 2021)
    ]
    assert abs(np.corrcoef(*waves)[0, 1]) < 0.2


def test_a_published_fall_is_contrary_when_it_rises(monkeypatch: pytest.MonkeyPatch) -> None:
    """No fall can be computed from the data as they are, so the waves change places here."""
    published = resampling.figure
    monkeypatch.setattr(
        resampling,
        "figure",
        lambda *what, side, wave: published(*what, side=side, wave=4041 - wave),
    )
    later, earlier = figures(TELEWORK[0], option=TELEWORK[1], side="vendor", size="all")[::-1]
    fall = Difference("change", later, earlier, -1.2, -4.5, 2.1)
    monkeypatch.setattr(resampling, "change", lambda *_, **__: fall)
    row = kit.redraw_frequencies(*TELEWORK, side="vendor").iloc[0]
    assert row["exact"] == pytest.approx(21.2488, abs=1e-3)
    drawn = kit.redraws(*TELEWORK, side="vendor")
    assert row["contrary"] == (drawn["value"] >= 0).sum() > 50


@pytest.mark.parametrize(("question", "option", "chosen", "reason"), [
    ("q08_checked", "checking", {}, "no_base"),
    ("q08_method", "self_check", {}, "question_waves"),
    ("q01_telework", "current", {}, "not_asked"),
    ("q01_telework", "current", {"kind": "share", "wave": 2021}, "not_asked"),
    ("q11_contact", "none", {"kind": "share", "wave": 2020}, "no_base"),
    ("q04_peak_share", "under_20", {"kind": "share", "wave": 2021, "side": "client"}, "inexact"),
    ("q10_rule_problems", "none", {"kind": "share", "wave": 2021}, "not_held"),
])  # fmt: skip
def test_what_may_not_be_computed_is_not_redrawn(
    question: str, option: str, chosen: dict[str, object], reason: str
) -> None:
    for make in (kit.redraws, kit.redraw_frequencies, kit.resample):
        with pytest.raises(NotComparable) as refusal:
            make(question, option=option, **chosen)  # type: ignore[operator]
        assert refusal.value.reason == reason


def test_wrong_codes_and_numbers_are_explained() -> None:
    with pytest.raises(UnknownCode, match="did you mean 'vendor'"):
        kit.redraws(*TELEWORK, side="vendors", kind="share", wave=2021)
    for number in (199, 1001):
        with pytest.raises(KitError, match="from 200 to 1000"):
            kit.redraws(*TELEWORK, number=number)


def test_the_table_prints_both_frequencies(language: str) -> None:
    with in_language(language):
        table = kit.redraw_table(kit.redraw_frequencies(*TELEWORK))
        share = kit.redraw_table(
            kit.redraw_frequencies(*TELEWORK, kind="share", wave=2021, side="client")
        )
    contrary = kit.redraw_frequencies(*TELEWORK)["contrary"].tolist()
    for cells, count, exact in zip(table.rows, contrary, ("0.09%", "21.2%"), strict=True):
        assert f"{count}" in cells[-2] and "400" in cells[-2] and cells[-1] == exact
    assert len(share.rows[0]) == 4 and share.rows[0][1] == "64.9%"
    assert "ZDNET" in table.html(), "both waves can be asked how sure they are"


def test_the_chart_places_a_dot_for_every_redraw(language: str) -> None:
    with in_language(language):
        drawn = kit.redraws(*TELEWORK)
        chart = kit.redraw_chart(drawn)
    svg = chart.svg()
    assert len(chart.moves) == 400 and all(len(marks) == 4 for marks in chart.moves)
    for mark in range(2):
        assert re.search(rf'class="kit-move-{mark} ', svg)
        assert re.search(rf'class="kit-move-{mark + 2} ', chart.svg("narrow"))
    assert "+14.4" in chart.alternative and "+1.2" in chart.alternative
    assert len(svg) < 15_000, "the dots must stay one light path a colour"
    for mark, side in enumerate(("client", "vendor")):
        moves = DataFrame([marks[mark] for marks in chart.moves]).round(1)
        assert not moves.duplicated().any(), "two redraws share one dot"
        values = drawn.loc[drawn["side"] == side, "value"].reset_index(drop=True)
        order = np.argsort(values.to_numpy(), kind="stable")
        assert (np.diff(moves[0].to_numpy()[order]) >= 0).all(), "further right is more"
