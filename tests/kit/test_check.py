"""Exercises: the right answer passes, likely wrong ones are told apart, and nothing breaks."""

from ast import literal_eval
from collections.abc import Iterator
from decimal import Decimal
from math import inf, nan
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kit
from kit.data import table
from kit.errors import UnknownCode
from kit.labels import LANGUAGES, has_word, use_language, word
from kit.lessons.exercises.catalogue import EXERCISES
from kit.lessons.exercises.kinds import Code, Codes, Ends, Number
from kit.publish.cells import tags
from kit.publish.files import NOTEBOOKS, read_notebook

CODES = list(EXERCISES)
NUMBERS = [code for code in CODES if isinstance(EXERCISES[code].kind, Number)]
INTERVALS = [code for code in CODES if isinstance(EXERCISES[code].kind, Ends)]
COMMON = (
    *("number", "interval", "code", "codes", "whole", "fraction", "close", "too_large"),
    *("too_small", "reversed", "one_end", "both_ends", "other_code", "too_few", "too_many"),
    "some_differ",
)


@pytest.fixture(autouse=True)
def restore_language() -> Iterator[None]:
    yield
    use_language()


def test_every_lesson_has_one_to_three_exercises() -> None:
    lessons = [path.stem[:2] for path in sorted(NOTEBOOKS.glob("*.ipynb"))]
    counted = {lesson: sum(code.startswith(lesson) for code in CODES) for lesson in lessons}
    assert sum(counted.values()) == len(CODES)
    assert counted.pop("00") == 0, "the first lesson asks for words alone"
    assert set(counted.values()) <= {1, 2, 3}, counted


@pytest.mark.parametrize("code", CODES)
def test_the_answer_passes_and_says_why(code: str, language: str) -> None:
    use_language(language)
    verdict = kit.check(code, EXERCISES[code].wanted())
    assert verdict.right and verdict.hint == ""
    right, answered, why, *figures = verdict.lines
    assert (right, why) == (word("check.right"), word(f"check.{code}.right"))
    given = literal_eval(answered.removeprefix(word("check.answer", answer="")))
    assert kit.check(code, given).right, "a page shows the answer to whoever has no notebook"
    assert figures, "an answer rests on figures"


@pytest.mark.parametrize("code", CODES)
def test_likely_wrong_answers_are_told_apart(code: str) -> None:
    told = {}
    for hint, wrong in EXERCISES[code].mistakes.items():
        verdict = kit.check(code, wrong())
        assert not verdict.right and verdict.hint == hint, (hint, wrong())
        told[hint] = str(verdict)
    assert len(set(told.values())) == len(told)
    assert told


@pytest.mark.parametrize("code", CODES)
def test_a_hint_never_tells_the_solution(code: str) -> None:
    exercise = EXERCISES[code]
    if isinstance(exercise.kind, Code | Codes):
        return  # its codes are listed on purpose
    wanted = exercise.kind.read(exercise.wanted())
    for language in LANGUAGES:
        use_language(language)
        for hint, wrong in exercise.mistakes.items():
            text = "\n".join(kit.check(code, wrong()).lines)
            for end in wanted if isinstance(wanted, tuple) else (wanted,):
                assert f"{end:.1f}" not in text and f"{end:g}" not in text.split(), (hint, text)


@settings(deadline=None)  # the first answer also reads the data
@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(NUMBERS))
def test_any_other_number_is_never_right(number: float, code: str) -> None:
    wanted = float(EXERCISES[code].wanted())
    slack = 0.05 if EXERCISES[code].kind.decimals else 0.0  # type: ignore[attr-defined]
    assert kit.check(code, number).right == (abs(number - wanted) <= slack + 1e-9)


@settings(deadline=None)  # the first answer also reads the data
@given(st.integers(-60, 60), st.integers(-60, 60), st.sampled_from(INTERVALS))
def test_an_interval_is_right_only_at_both_ends(low: int, high: int, code: str) -> None:
    wanted = EXERCISES[code].wanted()
    moved = (round(wanted[0], 1) + low / 10, round(wanted[1], 1) + high / 10)
    assert kit.check(code, moved).right == (low == high == 0)


@pytest.mark.parametrize(
    ("code", "answer", "hint"),
    [
        ("01_vendor_count", "261", "number"),
        ("01_vendor_count", True, "number"),
        ("01_vendor_count", nan, "number"),
        ("01_vendor_count", -inf, "number"),
        ("01_vendor_count", 10**400, "number"),
        ("01_vendor_count", 260.93, "whole"),
        ("01_vendor_count", 100, "too_small"),
        ("01_vendor_count", 262, "too_large"),
        ("04_self_check_share", 0.439, "fraction"),
        ("04_self_check_share", 44.3, "close"),
        ("01_vendor_interval", 97.0, "interval"),
        ("01_vendor_interval", (94.2,), "interval"),
        ("01_vendor_interval", (98.5, 94.2), "reversed"),
        ("01_vendor_interval", (0.942, 0.985), "fraction"),
        ("01_vendor_interval", (94.2, 99.5), "one_end"),
        ("01_vendor_interval", (1, 2), "both_ends"),
        ("01_vendor_interval", ("94.2", "98.5"), "number"),
        ("02_unclear", "both", "code"),
        ("02_unclear", 1, "code"),
        ("01_stratum", "size_small", "code"),
        ("07_findings", "q07_media", "too_few"),
        ("07_findings", ["q07_media", "q07_pc", "q08_checked"], "too_many"),
        ("07_findings", ["q07_media", "q08_checked"], "some_differ"),
        ("07_findings", 7, "codes"),
    ],
)
def test_an_answer_of_another_kind_gets_its_own_hint(code: str, answer: Any, hint: str) -> None:
    verdict = kit.check(code, answer)
    assert not verdict.right and verdict.hint == hint


@pytest.mark.parametrize(
    "answer",
    [
        261,
        261.0,
        np.int64(261),
        np.array([261]),
        pd.Series([261], dtype="Int64"),
        kit.shares("q01_telework", wave=2021, side="vendor", option="experienced")["count"],
    ],
)
def test_a_number_may_come_straight_from_a_table(answer: object) -> None:
    assert kit.check("01_vendor_count", answer).right


def test_an_interval_may_come_straight_from_a_calculation() -> None:
    assert kit.check("01_vendor_interval", kit.wilson(261, 269)).right
    assert kit.check("01_vendor_interval", [94.2, 98.5]).right
    assert kit.check("01_vendor_interval", np.array([94.2, 98.5])).right
    assert kit.check("02_unclear", " Vendor ").right
    assert kit.check("01_stratum", "client-small").right


STRANGE = [None, object(), {}, {"a": 1}, [], (), "", b"x", pd.NA, pd.DataFrame({"a": [1]}), Number]


@pytest.mark.parametrize("answer", [*STRANGE, Decimal(1), 1j, np.array([]), [None, None]], ids=repr)
def test_a_strange_answer_gets_a_hint_and_no_traceback(answer: object) -> None:
    for code in ("01_vendor_count", "01_vendor_interval", "02_unclear", "07_findings"):
        verdict = kit.check(code, answer)
        assert not verdict.right and len(verdict.lines) == 2


@pytest.mark.parametrize("code", CODES)
def test_it_stands_in_its_lesson_with_a_solution_that_passes(code: str) -> None:
    (path,) = NOTEBOOKS.glob(f"{code[:2]}_*.ipynb")
    cells = [it for it in read_notebook(path).cells if f'kit.check("{code}"' in it.source]
    assert [tags(it) for it in cells] == [{"exercise"}, {"solution"}]
    blank, solved = (it.outputs[0]["data"]["text/plain"] for it in cells)
    assert blank == word("check.empty") and solved.startswith(word("check.right"))


@pytest.mark.parametrize("code", CODES)
def test_an_answer_not_yet_given_is_asked_for(code: str) -> None:
    verdict = kit.check(code, ...)
    assert not verdict.right and "..." in str(verdict)


def test_an_unknown_exercise_names_the_nearest() -> None:
    with pytest.raises(UnknownCode, match="did you mean '03_still_count'"):
        kit.check("03_stil_count", 30)
    with pytest.raises(UnknownCode, match="unknown exercise"):
        kit.check([30], "03_still_count")


def test_every_hint_has_words_and_no_words_are_left_over() -> None:
    named = {f"check.{code}.right" for code in CODES}
    named |= {
        f"check.{name}"
        for name in ("right", "wrong", "empty", "answer", "strata", "own", "tap", "in_notebook")
    }
    named |= {f"check.{code}.ask" for code in EXERCISES}
    for code, exercise in EXERCISES.items():
        given = [exercise.wanted(), *(wrong() for wrong in exercise.mistakes.values())]
        options = {f"check.option.{it}" for it in given if isinstance(it, str)}
        named |= {it for it in options if has_word(it)}
        for hint in exercise.mistakes:
            own, common = f"check.{code}.{hint}", f"check.hint.{hint}"
            assert has_word(own) or has_word(common), own
            named.add(own if has_word(own) else common)
    named |= {f"check.hint.{hint}" for hint in COMMON}
    known = {code for code in table("interface")["code"] if code.startswith("check.")}
    assert known == named


def test_what_is_shown_is_escaped_and_marked_by_more_than_colour() -> None:
    for language in LANGUAGES:
        use_language(language)
        right, wrong = kit.check("02_unclear", "vendor"), kit.check("02_unclear", "<b>")
        assert 'role="status"' in right.html()
        assert "<b>" not in wrong.html()
        assert right.lines[0][0] != wrong.lines[0][0], "a symbol of its own"
