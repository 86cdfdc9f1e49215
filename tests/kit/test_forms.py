"""The forms: which there are, what they ask for, and that both languages ask the same."""

import pytest

from kit.data import records, table
from kit.errors import UnknownCode
from kit.labels import LANGUAGES, in_language
from kit.lessons.classroom.forms import form, form_names, forms_of

NAMES = form_names()
# The seven of the lessons; nobody takes a form home from how to read a number.
ENDS_WITH = {
    "00_start_here": ["vendors"],
    "03_exceptions_remain": ["exceptions"],
    "05_incident_contacts": ["contacts"],
    "06_contracts_silent": ["contract", "letter"],
    "09_your_own_survey": ["vendors"],
}


def test_lessons_end_with_the_forms_of_their_act() -> None:
    lessons = sorted({row["lesson"] for row in records(table("objectives"))})
    assert {it: forms_of(it) for it in lessons if forms_of(it)} == ENDS_WITH


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_ask_the_same(name: str) -> None:
    found = []
    for language in LANGUAGES:
        with in_language(language):
            found.append(form(name))
    ja, en = found
    assert ja.title != en.title
    assert len(ja.steps) == len(en.steps) == 3
    shapes = [[(len(it.choices), it.is_date) for it in each.columns] for each in found]
    assert shapes[0] == shapes[1]
    assert [it.part for it in ja.lines] == [it.part for it in en.lines]
    assert [it.text.count("\n") for it in ja.lines] == [it.text.count("\n") for it in en.lines]
    assert bool(ja.columns) != bool(ja.lines)


def test_an_exception_has_an_end_an_owner_and_the_three_ways_out() -> None:
    with in_language("en"):
        columns = {it.name: it for it in form("exceptions").columns}
    assert columns["Until"].is_date
    assert {"Asked for by", "Approved by", "Owner"} <= columns.keys()
    assert len(columns["State"].choices) == 4


def test_the_checklist_is_what_the_lesson_shows() -> None:
    terms = records(table("contract_terms"))
    with in_language("ja"):
        rows = form("contract").rows
    assert sorted(text for _, text in rows) == sorted(row["ja"] for row in terms)


def test_an_unknown_form_says_which_exist() -> None:
    with pytest.raises(UnknownCode, match="letter"):
        form("poster")
