"""The survey that audits itself: bases that fit, intervals over all of them, verdicts."""

import re
from decimal import Decimal
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kit
from kit.data import records, table
from kit.errors import KitError, UnknownCode
from kit.estimates import fitting_bases, judge_claims, newcombe
from kit.estimates.verdicts import judged, span
from kit.labels import in_language

RANGES = {row["side"]: (row["smallest"], row["largest"]) for row in records(table("base_ranges"))}


def rounds_to(count: int, base: int, printed: str) -> bool:
    """Tell, in whole numbers, whether a share rounds to what was printed, either way at a half."""
    unit = 10 ** len(printed.partition(".")[2])
    return abs(2 * unit * 100 * count - 2 * base * int(Decimal(printed) * unit)) <= base


@st.composite
def printed_groups(draw: st.DrawFn) -> tuple[dict[str, str], int, dict[str, int]]:
    base = draw(st.integers(20, 300))
    counts = draw(st.lists(st.integers(0, base), min_size=1, max_size=3))
    named = {f"option_{number}": count for number, count in enumerate(counts)}
    shares = {name: f"{Decimal(100 * count) / base:.1f}" for name, count in named.items()}
    return shares, base, named


@given(printed_groups())
@settings(max_examples=60, deadline=None)
def test_the_search_finds_what_brute_force_finds(
    made: tuple[dict[str, str], int, dict[str, int]],
) -> None:
    printed, base, named = made
    smallest, largest = max(1, base - 15), base + 15
    found = fitting_bases(printed, smallest, largest)
    assert found[base] == named, "the base that made the percentages is among those that fit"
    for tried in range(smallest, largest + 1):
        fit = {
            name: [count for count in range(tried + 1) if rounds_to(count, tried, share)]
            for name, share in printed.items()
        }
        assert (tried in found) == all(fit.values())
        if tried in found:
            assert {name: [count] for name, count in found[tried].items()} == fit


pairs = st.tuples(st.integers(0, 300), st.integers(1, 300)).map(lambda it: (min(it), max(it)))


@given(st.lists(pairs, min_size=1, max_size=6), st.lists(pairs, min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_the_span_holds_every_interval(
    first: list[tuple[int, int]], second: list[tuple[int, int]]
) -> None:
    _, low, high = span(first, second)
    ends = [newcombe(one, other) for one in first for other in second]
    assert low == pytest.approx(min(float(it[0]) for it in ends))
    assert high == pytest.approx(max(float(it[1]) for it in ends))


@given(st.floats(-50, 50), st.floats(0.1, 30), st.floats(0.1, 30))
def test_a_verdict_turns_with_the_claim(points: float, below: float, above: float) -> None:
    low, high = points - below, points + above
    verdict = judged("up", points, low, high)
    assert verdict == judged("down", -points, -high, -low)
    assert (verdict == "demonstrated") == (low > 0)
    assert (verdict == "against") == (points <= 0)


@pytest.mark.parametrize("range_", [(0, 10), (11, 10), (-3, 2)])
def test_a_range_without_bases_is_refused(range_: tuple[int, int]) -> None:
    with pytest.raises(KitError, match="give the smaller one first"):
        fitting_bases({"a": "50.0"}, *range_)


def test_a_base_that_allows_two_counts_is_refused() -> None:
    with pytest.raises(KitError, match="more than one count fits"):
        fitting_bases({"a": "50.0"}, 2000, 2100)


def test_the_recovered_bases_are_all_that_fit() -> None:
    kept = table("possible_bases")
    rows = table("estimates").query("wave == 2020 and size == 'all' and bound == 'exact'")
    for (question, side), group in kept.groupby(["question", "side"]):
        own = rows[(rows["question"] == question) & (rows["side"] == side)]
        found = fitting_bases(dict(zip(own["option"], own["printed"], strict=True)), *RANGES[side])
        listed = {(row["base"], row["option"]): row["count"] for row in records(group)}
        assert listed == {(base, it): n for base, fit in found.items() for it, n in fit.items()}


def test_their_arithmetic_gives_the_printed_percentage() -> None:
    printed = table("estimates").set_index(["wave", "question", "option", "side", "size"])
    for row in records(table("possible_bases")):
        count, base = map(int, re.fullmatch(r"(\d+) / (\d+) \* 100", row["arithmetic"]).groups())
        assert (count, base) == (row["count"], row["base"])
        key = (row["wave"], row["question"], row["option"], row["side"], "all")
        assert rounds_to(count, base, str(printed.loc[key, "printed"]))


def test_the_range_searched_is_what_its_arithmetic_says() -> None:
    for row in records(table("base_ranges")):
        answered, share = re.fullmatch(
            r"(\d+) \* ([\d.]+) / 100", row["arithmetic_largest"]
        ).groups()
        assert round(int(answered) * float(share) / 100) == row["largest"]
        assert row["arithmetic_smallest"] == f"{row['largest']} * 3 / 4"
        assert ceil(row["largest"] * 3 / 4) == row["smallest"]


def test_no_verdict_hangs_on_where_the_search_begins() -> None:
    """Half of those who were asked may leave a question out: no verdict changes."""
    claims = {it.claim: it for it in judge_claims()}
    wide = {side: (ceil(largest / 2), largest) for side, (_, largest) in RANGES.items()}
    for claim, side, printed, known in (
        ("media_client", "client", "20.2", (45, 155)),
        ("media_vendor", "vendor", "12.4", (45, 261)),
        ("pc_vendor", "vendor", "17.8", (63, 261)),
        ("pc_still_client", "client", "16.7", (38, 155)),
        ("checks_client", "client", "54.6", (55, 155)),
        ("checks_vendor", "vendor", "33.6", (28, 261)),
    ):
        bases = fitting_bases({"it": printed}, *wide[side])
        points, low, high = span([known], [(fit["it"], base) for base, fit in bases.items()])
        direction = "down" if claim.startswith("checks") else "up"
        assert judged(direction, points, low, high) == claims[claim].verdict


@pytest.mark.parametrize(
    ("claim", "verdict", "points", "low", "high"),
    [
        ("telework_client", "demonstrated", 14.4, 5.3, 23.2),
        ("telework_vendor", "pointing", 1.2, -2.1, 4.5),
        ("media_client", "pointing", 8.8, -3.0, 19.3),
        ("media_vendor", "pointing", 4.8, -1.8, 11.2),
        ("pc_vendor", "pointing", 6.3, -1.1, 13.6),
        ("pc_still_client", "pointing", 7.8, -3.3, 17.6),
        ("media_gap", "demonstrated", 10.9, 4.2, 18.4),
        ("checks_client", "demonstrated", -19.1, -31.0, -6.6),
        ("checks_vendor", "demonstrated", -22.9, -30.3, -15.5),
        ("understanding_gap", "demonstrated", 20.3, 9.1, 31.2),
        ("contact_gap", "demonstrated", 17.3, 9.3, 27.2),
    ],
)
def test_verdicts(claim: str, verdict: str, points: float, low: float, high: float) -> None:
    found = kit.verdicts().set_index("claim").loc[claim]
    assert found["verdict"] == verdict
    assert [round(found[name], 1) for name in ("points", "low", "high")] == [points, low, high]


def test_what_cannot_be_compared_says_why_and_gives_no_number() -> None:
    found = kit.verdicts()
    refused = found[found["verdict"] == "cannot"]
    assert set(refused["claim"]) >= {"pc_client", "pc_gap", "reviews_client", "contracts_gap"}
    assert refused["reason"].ne("").all() and refused["points"].isna().all()
    assert found[found["verdict"] != "cannot"]["reason"].eq("").all()
    assert not found["verdict"].eq("against").any()


def test_every_comparison_that_was_stated_is_tested_or_refused() -> None:
    stated = table("statements").query("kind in ('change', 'trend', 'gap')")
    orders = table("statements").query("kind == 'order' and wave == 2021")
    named = {it for ids in table("claims")["statements"] for it in ids.split(";")}
    assert set(stated["id"]) | set(orders["id"]) <= named
    assert named <= set(table("statements")["id"])


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_table_of_verdicts_says_how_bases_were_searched(language: str) -> None:
    with in_language(language):
        shown = kit.verdict_table()
        assert len(shown.rows) == len(kit.verdicts())
        assert sum("83" in note or "207" in note for note in shown.notes) == 2
        few = kit.verdict_table(kit.verdicts().query("claim == 'telework_client'"))
        assert not [note for note in few.notes if "207" in note], "nothing was searched"
        assert shown.facts.kind == "verdicts" and shown.facts.cells[0] == tuple(shown.header)


def test_a_verdict_is_asked_before_it_is_told() -> None:
    panel = kit.guess_verdict("media_client", "pc_gap")
    first = panel.views["media_client", "open"]
    assert "19.3" not in first.html() and panel.facts.first == "media_client,open"
    assert "予想どおり" in panel.views["media_client", "pointing"].reading
    assert "予想とは違います" in panel.views["media_client", "cannot"].reading
    assert "未収録" in panel.views["pc_gap", "cannot"].reading


def test_unknown_claims_and_other_frames_are_refused() -> None:
    with pytest.raises(UnknownCode, match="media_client"):
        kit.guess_verdict("media")
    with pytest.raises(KitError, match=r"kit\.verdicts"):
        kit.verdict_table(kit.shares("q08_checked"))
