"""Figures and differences that could be, for tests of whatever holds or carries them."""

from hypothesis import strategies as st

from kit.estimates import SIDES, SIZES, Difference, Figure

_words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
_codes = st.text("abcdefgh_0123456789", min_size=1, max_size=8)
_percents = st.floats(0, 100)
_points = st.floats(-100, 100)


@st.composite
def published(draw: st.DrawFn, side: str | None = None) -> Figure:
    """Draw a figure with any mixture of what is known of it."""
    share = draw(st.none() | st.decimals(0, 100, places=1))
    base = draw(st.none() | st.integers(0, 10**6))
    ends = draw(st.none() | st.tuples(_percents, _percents).map(sorted))
    return Figure(
        wave=draw(st.sampled_from([2020, 2021])),
        question=draw(_codes),
        option=draw(_codes),
        side=side or draw(st.sampled_from([*SIDES, "all", "unknown"])),
        size=draw(st.sampled_from(SIZES)),
        printed="" if share is None else str(share),
        percent=None if share is None else float(share),
        bound=draw(st.sampled_from(["", "exact", "about", "at_least", "more_than", "less_than"])),
        status=draw(st.sampled_from(["printed", "reported", "derived", "not_held"])),
        source=draw(_codes),
        phrase=draw(_words),
        caveat=draw(st.just("") | _codes),
        base=base,
        base_status="" if base is None else draw(st.sampled_from(["printed", "derived"])),
        verdict=draw(st.sampled_from(["unique", "no_base", "inexact", "not_held"])),
        count=draw(st.none() | st.integers(0, 10**6)),
        low=ends[0] if ends else None,
        high=ends[1] if ends else None,
        flag=draw(st.sampled_from(["", "small", "tiny"])),
    )


def differences(kind: str) -> st.SearchStrategy[Difference]:
    """Draw differences of one kind, worked out or refused."""
    first, second = SIDES if kind == "gap" else (None, None)
    ends = (published(first), published(second))
    measured = st.builds(Difference, st.just(kind), *ends, _points, _points, _points)
    refused = st.builds(Difference, st.just(kind), *ends, reason=_codes)
    return measured | refused
