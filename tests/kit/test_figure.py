"""The number has a type: frozen, one for each row of the data, the same after any way through."""

import ast
import re
from dataclasses import FrozenInstanceError, fields
from functools import partial
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_numbers import differences, published

import kit
from kit.data import estimates, records
from kit.errors import KitError
from kit.estimates import (
    SCALE,
    Difference,
    Figure,
    differences_of,
    figures,
    figures_behind,
    figures_of,
    gap,
    held_in,
    interval,
    questions,
    weakest,
)
from kit.estimates.figure import ENDS, difference_frame, figure_frame
from kit.labels import in_language, option_text, question_text

KEYS = ("wave", "question", "option", "side", "size")
SHARE = re.compile(r"[\d.]+%")
KINDS = ("gap", "change")
FEW = settings(max_examples=30, deadline=None)  # making a frame takes its time
EVERY = [it for question in questions() for it in figures(question)]
MEASURED = gap("q01_telework", "experienced")


def every_difference() -> list[Difference]:
    frames = [made(question) for question in questions() for made in (kit.gaps, kit.changes)]
    return [it for frame in frames for it in differences_of(frame)]


def test_a_number_cannot_be_changed() -> None:
    for held in (EVERY[0], MEASURED):
        for field in fields(held):
            with pytest.raises(FrozenInstanceError):
                setattr(held, field.name, None)
        with pytest.raises((AttributeError, TypeError)):
            held.anything = 1  # type: ignore[union-attr]
        assert hash(held) == hash(held) and not hasattr(held, "__dict__")


def test_every_row_of_the_data_becomes_one_figure() -> None:
    rows = {tuple(row[key] for key in KEYS): row for row in records(estimates())}
    found = {it.key: it for it in EVERY}
    assert set(rows) == set(found) and len(EVERY) == len(found) == len(estimates())
    for key, row in rows.items():
        for name in row.keys() & {field.name for field in fields(Figure)}:
            missing = row[name] is None or row[name] != row[name]
            assert getattr(found[key], name) == (None if missing else row[name]), (key, name)


def test_what_belongs_together_is_there_together() -> None:
    for it in EVERY:
        assert (it.percent is None) == (not it.printed) and it.value == (it.percent or 0)
        assert it.percent is None or it.percent == float(it.printed)
        assert it.is_counted == (it.count is not None) == (it.low is not None)
        assert (it.low is None) == (it.high is None) and (it.base is None) == (not it.base_status)
        assert it.is_held and it.source and it.phrase
        low, high = it.interval
        assert low <= it.value <= high
        if it.count is not None:
            assert it.base and 0 <= it.count <= it.base
            assert abs(100 * it.count / it.base - it.value) <= 0.05 + 1e-9


@FEW
@given(st.lists(published(), min_size=1, max_size=5))
def test_figures_come_back_from_a_frame(found: list[Figure]) -> None:
    frame = figure_frame(found)
    assert figures_of(frame) == found == figures_of(iter(found)) == held_in(frame)
    assert figures_of(frame[::-1]) == found[::-1]


@pytest.mark.parametrize("kind", KINDS)
@FEW
@given(data=st.data())
def test_differences_come_back_from_a_frame(kind: str, data: st.DataObject) -> None:
    found = data.draw(st.lists(differences(kind), min_size=1, max_size=4))
    frame = difference_frame(kind, found)
    assert differences_of(frame) == found == differences_of(iter(found)) == held_in(frame)
    assert [tuple(row) for row in frame[list(ENDS[kind])].to_numpy()] == [it.ends for it in found]


@pytest.mark.parametrize("question", questions())
def test_frames_of_notebooks_hold_the_same_numbers(question: str) -> None:
    assert figures_of(kit.shares(question)) == list(figures(question))
    for frame, kind in ((kit.gaps(question), "gap"), (kit.changes(question), "change")):
        assert differences_of(difference_frame(kind, differences_of(frame))) == differences_of(
            frame
        )


def test_a_part_of_a_frame_is_enough() -> None:
    chosen = kit.shares("q08_checked", wave=2021).query("side == 'client'").assign(flag="tiny")
    assert [(it.side, it.flag) for it in figures_of(chosen)] == [("client", "tiny")] * len(chosen)
    assert interval(chosen.iloc[0]) == figures_of(chosen)[0].interval


def test_a_frame_of_another_kind_is_refused_in_words() -> None:
    strata = kit.table("strata")
    for read, named in (
        (figures_of, "a frame of kit.shares is needed; this one has no question, option"),
        (differences_of, "a frame of kit.gaps or kit.changes is needed"),
        (held_in, "a frame of kit.shares, kit.gaps or kit.changes is needed"),
    ):
        with pytest.raises(KitError, match=named):
            read(strata)


GRADES = {
    ("unique", "printed"): "exact",
    ("unique", "reported"): "reported",
    **{(verdict, "derived"): "derived" for verdict in ("unique", "no_base", "ambiguous")},
    **{
        (verdict, status): "no_count"
        for verdict in ("no_base", "ambiguous", "impossible")
        for status in ("printed", "reported")
    },
    **{("inexact", status): "rounded" for status in ("printed", "reported", "derived")},
    ("not_held", "not_held"): "not_held",
    ("not_asked", ""): "not_held",
}


@pytest.mark.parametrize(("verdict", "status"), GRADES)
def test_a_grade_follows_from_how_it_was_published_and_counted(verdict: str, status: str) -> None:
    held = Figure(2021, "q", "o", "client", verdict=verdict, status=status)
    assert held.grade == GRADES[verdict, status]


def test_every_grade_of_the_data_is_on_the_scale_and_explained_here() -> None:
    assert {(it.verdict, it.status) for it in EVERY} <= set(GRADES)
    assert {it.grade for it in EVERY} == set(SCALE)


@given(st.lists(st.sampled_from(SCALE), min_size=1))
def test_the_weakest_is_that_of_the_numbers(grades: list[str]) -> None:
    known = [it for it in grades if it != "not_held"]
    found = weakest(grades)
    assert found in grades
    assert all(SCALE.index(it) <= SCALE.index(found) for it in known)
    assert (found == "not_held") == (not known)


def test_an_end_that_was_not_asked_keeps_its_place_and_is_no_figure() -> None:
    found = [it for it in every_difference() if not all(end.is_held for end in it.ends)]
    assert found, "the data hold such options"
    for it in found:
        (absent, *_) = (end for end in it.ends if not end.is_held)
        assert it.points is None and it.reason and absent.key not in {each.key for each in EVERY}
        assert (absent.printed, absent.source, absent.grade) == ("", "", "not_held")
        assert (absent.question, absent.option) == (it.question, it.option)
        assert absent not in figures_behind([it])
        assert all(end in figures_behind([it]) for end in it.ends if end.is_held)


def test_ends_that_were_not_asked_are_drawn_and_written_in_words(language: str) -> None:
    with in_language(language):
        for it in (it for it in every_difference() if not all(end.is_held for end in it.ends)):
            write, chart = kit.gap_table, kit.gap_chart
            if it.kind == "change":
                write, chart = kit.change_table, partial(kit.change_chart, option=it.option)
            known = {f"{end.printed}%" for end in it.ends if end.printed} | {"95%"}
            named = option_text(it.question, it.option) + question_text(it.question)
            for text in (write([it]).numbers(), chart([it]).alternative):
                assert kit.word("status.not_held") in text
                assert not re.search(r"None|nan\b", text)
                assert set(SHARE.findall(text)) <= known | set(SHARE.findall(named))


def test_both_ends_of_a_difference_are_its_own() -> None:
    for it in every_difference():
        assert it.first.question == it.second.question == it.question
        assert it.first.option == it.second.option == it.option
        assert (it.points is None) == bool(it.reason) == (it.low is None) == (it.high is None)
        if it.kind == "gap":
            assert (it.first.side, it.second.side) == ("client", "vendor")
            assert it.first.wave == it.second.wave
        else:
            assert (it.first.wave, it.second.wave) == (2020, 2021)
            assert it.first.side == it.second.side


def test_a_difference_is_what_its_counts_give() -> None:
    measured = [it for it in every_difference() if not it.reason]
    assert measured
    for it in measured:
        shares = [100 * (end.count or 0) / (end.base or 1) for end in it.ends]
        assert it.points == pytest.approx(shares[1] - shares[0], abs=1e-9)
        assert (it.low or 0) <= it.points <= (it.high or 0)  # type: ignore[operator]


@FEW
@given(st.sampled_from(KINDS).flatmap(differences))
def test_a_difference_reads_with_signs_or_says_why_there_is_none(it: Difference) -> None:
    if it.reason:
        assert str(it) == f"no difference ({it.reason})" and not it.clear
        return
    points, ends = str(it).split(" points ")
    low, high = ends.strip("()").split(" to ")
    for text, value in zip((points, low, high), (it.points, it.low, it.high), strict=True):
        assert text[0] in "+-" and float(text) == pytest.approx(value, abs=0.05 + 1e-9)


def test_it_reads_as_it_is_told() -> None:
    assert str(MEASURED) == "+32.2 points (+25.8 to +38.6)"
    refused = differences_of(kit.changes("q08_checked"))
    assert str(refused[0]) == f"no difference ({refused[0].reason})"


@pytest.mark.parametrize(("low", "high"), [*product([-2.0, 0.0, 1.5], repeat=2)])
def test_a_difference_is_clear_when_its_interval_leaves_nothing_out(
    low: float, high: float
) -> None:
    held = Difference("gap", *MEASURED.ends, 1.0, low, high)
    assert held.clear == (low > 0 or high < 0)


ROOMS = ("estimates", "charts", "tables", "certainty", "panels", "lessons")
MODULES = [it for room in ROOMS for it in sorted((Path(kit.__file__).parent / room).rglob("*.py"))]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_column_name_is_put_together_from_parts(path: Path) -> None:
    """A name that is written out can be searched for, and a checker of types can follow it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    places = [it for it in ast.walk(tree) if isinstance(it, ast.Subscript)]
    made = [it for it in places if any(isinstance(at, ast.JoinedStr) for at in ast.walk(it.slice))]
    named = [ast.unparse(it) for it in made if "word(" not in ast.unparse(it.slice)]
    assert not named, f"{path.name}: {named}"
