"""Guess first: every published figure can be guessed, and the answer is true to its kind."""

import re
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup

import kit
from kit.errors import NotComparable, UnknownCode
from kit.estimates import questions
from kit.facts import PAGE, shown_on
from kit.labels import in_language, share_text
from kit.panels import Cover, Slider

NUMBER = re.compile(r"\d+(?:\.\d+)?")


def published() -> list[tuple[str, dict[str, Any]]]:
    """List every published figure, and in English one of each kind."""
    rows = [row for code in questions() for row in kit.shares(code).to_dict("records")]
    rows = [row for row in rows if row["verdict"] != "not_held"]
    kinds = {(row["verdict"], row["bound"], row["status"]): row for row in rows}
    return [*(("ja", row) for row in rows), *(("en", row) for row in kinds.values())]


def name_of(value: object) -> str:
    names = ("wave", "question", "option", "side", "size")
    return "-".join(str(value[it]) for it in names) if isinstance(value, dict) else str(value)


@pytest.mark.parametrize(("language", "row"), published(), ids=name_of)
def test_the_answer_is_true_to_its_figure_and_covered_at_first(
    language: str, row: dict[str, Any]
) -> None:
    with in_language(language), shown_on(PAGE):
        names = ("option", "side", "wave", "size")
        panel = kit.guess(row["question"], **{name: row[name] for name in names})
        ends = kit.labels.range_text(row["low"], row["high"])
        said = [kit.word(f"guess.{code}", range=ends) for code in ("outside", "inside")]
        content, share = panel.html(), share_text(row["printed"], row["bound"])
    assert len(content.encode()) < 25_000
    check_cover(panel, content, share)
    assert list(panel.steps) == list(range(101))
    for guess, step in panel.steps.items():
        numbers = NUMBER.findall(step.text)
        assert str(guess) in numbers and share in step.text
        assert NUMBER.findall(step.covered) == [str(guess)], "covered, only the guess is said"
        distance = abs(Decimal(row["printed"]) - guess)
        if row["verdict"] == "inexact":
            bounds = {str(guess), *NUMBER.findall(share), *NUMBER.findall(about(row))}
            assert set(numbers) <= bounds, "there is no distance to an inexact figure"
        else:
            assert not distance or str(distance) in numbers
            assert not any(it in step.text for it in said) or row["verdict"] == "unique"
        if row["verdict"] == "unique":
            assert step.text.endswith(said[row["low"] <= guess <= row["high"]])


def about(row: dict[str, Any]) -> str:
    value = int(row["printed"])
    return f"{value - 5} {value + 5}" if row["bound"] == "about" else ""


def check_cover(panel: Slider, content: str, share: str) -> None:
    """Look for the figure in all that is shown or read out before the answer is uncovered."""
    page = BeautifulSoup(content, "html.parser")
    for part in page.select(".kit-answer, script, style"):
        part.decompose()
    for tick in page.select("svg .kit-text-quiet"):
        tick.decompose()
    text = page.get_text(" ")
    assert isinstance(panel.action, Cover)
    for shown in (text, panel.action.alternative, repr(panel)):
        assert share not in shown or share in panel.lead + panel.label, shown


@pytest.mark.parametrize(("question", "option", "side", "size", "agree"), [
    ("q11_contact", "none", "client", "small", range(25, 35)),
    ("q20_contract_terms", "agreed_or_planned", "vendor", "all", range(75, 85)),
    ("q04_peak_share", "under_20", "client", "all", range(50, 101)),
    ("q10_rule_problems", "ambiguous", "client", "all", range(41, 101)),
])  # fmt: skip
def test_wording_is_agreed_with_not_measured(
    question: str, option: str, side: str, size: str, agree: range
) -> None:
    with in_language("en"):
        panel = kit.guess(question, option=option, side=side, size=size)
    found = [guess for guess, step in panel.steps.items() if " agrees with " in step.text]
    assert found == list(agree)


def test_a_figure_that_was_worked_out_is_not_called_published(language: str) -> None:
    with in_language(language):
        panel = kit.guess("q08_checked", option="not_checking", side="vendor")
        derived = kit.word("guess.value.derived", share="10.7%")
    assert derived in panel.steps[40].text


def test_a_figure_without_base_has_a_distance_but_no_interval() -> None:
    panel = kit.guess("q08_checked", option="not_checking", side="client", wave=2020)
    assert "14.6ポイント低い" in panel.steps[40].text and "区間はない" in panel.steps[40].text


@pytest.mark.parametrize(("question", "option", "told"), [
    ("q10_rule_problems", "none", "option='ambiguous', side='client', wave=2021"),
    ("q04_now_share", "under_20", "it has none of this question"),
    ("q01_telework", "current", "option='current', side='client', wave=2020"),
])  # fmt: skip
def test_a_figure_not_held_cannot_be_guessed(question: str, option: str, told: str) -> None:
    with pytest.raises(NotComparable) as refusal:
        kit.guess(question, option=option, side="client")
    assert refusal.value.reason == "not_held" and told in str(refusal.value)


def test_wrong_codes_are_explained() -> None:
    with pytest.raises(UnknownCode, match="did you mean 'client'"):
        kit.guess("q01_telework", option="experienced", side="clients")
