"""And us? Answers of a room stand beside the survey, true to it, and what cannot be is refused."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from ipywidgets import Dropdown, Output, Text, Widget

import kit
from kit.errors import UnknownCode
from kit.estimates import figures
from kit.labels import in_language
from kit.lessons.us import MOST, Beside, beside, offered

FIGURE = figures("q01_telework", wave=2021, side="client", option="experienced")[0]


def parts(widget: Widget) -> list[Widget]:
    """List a widget with all that is inside."""
    return [widget, *(it for child in getattr(widget, "children", ()) for it in parts(child))]


def view(widget: Widget) -> BeautifulSoup:
    """Give what the form shows beside its fields."""
    return BeautifulSoup(widget.children[-1].value, "html.parser")


def test_only_exact_figures_with_one_count_are_offered() -> None:
    found = offered()
    assert found
    assert all(it.is_counted and it.bound == "exact" and it.status != "derived" for it in found)
    assert found[0].wave == 2021


def test_interval_and_difference_are_those_of_the_kit() -> None:
    found = beside(FIGURE, "36", "12")
    low, high = kit.wilson(12, 36)
    assert found.ours is not None
    assert found.ours.interval == (pytest.approx(float(low)), pytest.approx(float(high)))
    low, high = kit.newcombe((12, 36), (155, 239))
    assert found.difference is not None
    assert found.difference.points == pytest.approx(100 * (12 / 36 - 155 / 239))
    assert (found.difference.low, found.difference.high) == (float(low), float(high))


def test_few_answers_are_told_as_counts(language: str) -> None:
    with in_language(language):
        few, some, many = (beside(FIGURE, str(base), "13") for base in (29, 49, 50))
        for found, flag in ((few, "us.tiny"), (some, "us.small")):
            assert kit.word(flag) in found.sentences()
        assert not {kit.word("us.tiny"), kit.word("us.small")} & set(many.sentences())
        assert "44.8" not in few.html(), "13 of 29 is no percentage"
        assert "26.5%" in some.html()


@pytest.mark.parametrize(
    ("answered", "yes", "reason"),
    [
        ("", "3", "empty"),
        (" ", " ", "empty"),
        ("ten", "3", "no_number"),
        ("10", "-3", "no_number"),
        ("10", "2.5", "no_number"),
        ("<b>", "1", "no_number"),
        (str(MOST + 1), "1", "too_many"),
        ("0", "0", "none_answered"),
        ("10", "11", "more_yes"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    language: str, answered: str, yes: str, reason: str
) -> None:
    with in_language(language):
        found = beside(FIGURE, answered, yes)
        assert (found.reason, found.ours, found.difference) == (reason, None, None)
        (said,) = found.sentences()
        assert re.search(r"[。.]$", said)
        assert "<b>" not in found.html()
        assert "<svg" not in found.html()


def test_digits_of_a_japanese_keyboard_are_numbers() -> None:
    assert beside(FIGURE, "３６", "12") == beside(FIGURE, "36", "12")


def test_the_form_answers_what_is_typed_and_chosen(language: str) -> None:
    with in_language(language):
        form = kit.and_us()
        assert not [it for it in parts(form) if isinstance(it, Output)]
        typed = [it for it in parts(form) if isinstance(it, Text)]
        assert kit.word("us.empty") in view(form).text
        for field, value in zip(typed, ("36", "12"), strict=True):
            field.value = value
        assert beside(FIGURE, "36", "12").sentences()[1] in view(form).text


def test_every_choice_leads_to_its_own_figure_and_foot() -> None:
    form = kit.and_us()
    choices = [it for it in parts(form) if isinstance(it, Dropdown)]
    seen = set()
    for figure in offered():
        for choice, value in zip(choices, figure.key[1:4] + figure.key[:1], strict=True):
            choice.value = value
        shown = view(form).select_one("[data-foot]")
        assert shown is not None
        foot = json.loads(str(shown["data-foot"]))
        assert foot == Beside(figure).foot()
        seen.add(tuple(foot.items()))
    assert len(seen) > 3


def test_it_opens_with_what_was_published_only() -> None:
    with pytest.raises(UnknownCode, match="q01_telework"):
        kit.and_us("q01_telewrk")
