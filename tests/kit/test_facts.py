"""Facts: they travel as JSON and come back the same, and say of each state what the data hold."""

import json
import re
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_numbers import differences, published
from made_outputs import CHARTS, OTHERS, OUTPUTS, TELEWORK, made
from readers import of_state

import kit
from kit.charts import drawn, is_drawn
from kit.data import table
from kit.estimates import figures, figures_behind, questions, weakest
from kit.facts import Facts, about, read_facts
from kit.labels import LANGUAGES, base_of, group_text, in_language
from kit.panels import Panel

KINDS = {
    *(
        "share",
        "composition",
        "gap",
        "change",
        "strata",
        "ranks",
        "guess",
        "redraws",
        "intervals",
        "table",
    ),
    *("card", "actions", "certainty", "panel", "quiz", "paper", "mark", "verdict"),
    *("chain", "verdicts", "glossary"),
}


def carried(facts: Facts) -> Facts:
    """Send facts through real JSON, as a notebook's file does."""
    return read_facts(json.loads(json.dumps(facts.to_json(), allow_nan=False)))


@pytest.mark.parametrize("name", OUTPUTS)
def test_facts_come_back_from_a_file(name: str) -> None:
    facts = made(name).facts
    assert carried(facts) == facts
    assert carried(facts).to_json() == facts.to_json()


def test_every_kind_of_output_is_among_them() -> None:
    assert {made(name).facts.kind for name in OUTPUTS} == KINDS


@settings(max_examples=60, deadline=None)
@given(
    st.lists(published(), max_size=3),
    st.lists(differences("gap") | differences("change"), max_size=2),
    st.text(max_size=5),
)
def test_any_number_comes_back_from_a_file(shown: Any, joined: Any, words: str) -> None:
    inner = Facts("share", title=words, figures=tuple(shown), differences=tuple(joined))
    assert carried(inner) == inner
    panel = Facts("panel", states={"a,b": inner, words: Facts("text")}, first="a,b")
    assert carried(panel) == panel


def test_what_is_empty_takes_no_room() -> None:
    assert Facts("text").to_json() == {"kind": "text"}
    (figure,) = Facts("share", figures=(figures("q06_challenges")[0],)).to_json()["figures"]
    assert None not in figure.values() and "" not in figure.values()


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_drawn_again_from_its_facts(name: str) -> None:
    chart = made(name)
    again = drawn(carried(chart.facts))
    assert again.facts == chart.facts
    for whole, size in product((False, True), ("wide", "narrow", "slide")):
        assert again.svg(size, whole=whole) == chart.svg(size, whole=whole)
    assert again.moves == chart.moves and again.words == chart.words


def test_what_is_no_chart_is_not_drawn() -> None:
    assert all(is_drawn(made(name).facts) for name in CHARTS)
    others = {name for name in OTHERS if is_drawn(made(name).facts)}
    assert others == {"guess panel", "resample"}, "sliders show one chart, panels many"


def test_facts_are_drawn_in_the_language_in_use() -> None:
    with in_language("en"):
        assert "Vendors" in drawn(carried(made("gap q01_telework").facts)).svg()


@pytest.mark.parametrize("question", questions())
def test_the_states_of_a_panel_are_its_views(question: str) -> None:
    panel: Panel = made(f"explore {question}")
    facts = carried(panel.facts)
    assert list(facts.states) == [",".join(state) for state in panel.views]
    assert facts.first == next(iter(facts.states)) == ",".join(next(iter(panel.views)))
    assert facts.at("") == facts.at(facts.first) == facts.states[facts.first]
    for state, view in panel.views.items():
        assert facts.at(",".join(state)) == view.facts
    with pytest.raises(KeyError):
        facts.at("1999,both")
    opened = facts.at("")
    assert (facts.kind, facts.question, facts.title) == ("panel", question, panel.label)
    for field in ("base", "source", "mark", "notes", "alternative"):
        assert getattr(facts, field) == getattr(opened, field), field


def test_facts_without_states_are_their_own() -> None:
    facts = made("change").facts
    assert facts.at("") == facts


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", questions())
def test_each_state_says_who_answered_where_it_stands_and_how_sure(
    question: str, language: str
) -> None:
    with in_language(language):
        for state, facts in made(f"explore {question}", language).facts.states.items():
            rows = of_state(question, state)
            if not rows:
                assert (facts.base, facts.source, facts.mark) == ("", "", ""), state
                continue
            keys = {(it.wave, it.option, it.side, it.size) for it in facts.figures}
            names = ("wave", "option", "side", "size")
            assert keys == {(int(row["wave"]), *(row[it] for it in names[1:])) for row in rows}
            assert set(facts.sources) == {row["source"] for row in rows}
            named = kit.word("list.comma").join(kit.word(f"source.{it}") for it in facts.sources)
            assert facts.source == kit.word("chart.note.source", sources=named)
            assert facts.mark == weakest(it.grade for it in facts.figures)
            assert numbers(facts.base) == numbers_of(rows), (state, facts.base)
            for row in rows:
                assert (
                    not row["percent"]
                    or group_text(row["side"], row["size"]) in facts.base
                    or (not row["base"] and kit.word("number.no_base") in facts.base)
                )


def numbers(text: str) -> set[str]:
    """Give the bases and waves that a line names, without what belongs to names of groups."""
    for name in ("large", "small"):
        for side in ("client", "vendor"):
            text = text.replace(group_text(side, name), "")
    return set(re.findall(r"\d+\*?", text))


def numbers_of(rows: list[dict[str, str]]) -> set[str]:
    """Work out from the data which bases and waves a state is to name."""
    shown = [row for row in rows if row["percent"]] or rows
    statuses = {
        (str(it["wave"]), it["side"], it["size"]): it["status"]
        for it in table("bases").to_dict("records")
        if it["question"] == rows[0]["question"]
    }
    found = set()
    for row in shown:
        found |= set(re.findall(r"\d+", kit.word(f"wave.{row['wave']}")))
        if row["base"]:
            status = statuses[row["wave"], row["side"], row["size"]]
            found |= set(re.findall(r"\d+\*?", base_of(int(row["base"]), status)))
    return found


@pytest.mark.parametrize("name", [it for it in CHARTS if it.startswith(("share", "gap", "change"))])
def test_a_chart_is_as_sure_as_its_weakest_number_and_names_all_sources(name: str) -> None:
    facts = made(name).facts
    behind = figures_behind([*facts.figures, *facts.differences])
    assert facts.mark == weakest(it.grade for it in behind)
    assert set(facts.sources) == {it.source for it in behind}
    assert facts.question == behind[0].question


def test_facts_of_a_table_are_its_numbers_and_words() -> None:
    shown = made("gap table")
    assert shown.facts.cells == tuple(map(tuple, (shown.header, *shown.rows)))
    assert shown.facts.differences == tuple(shown.certainty.differences)
    assert shown.facts.notes == tuple(shown.notes) and shown.facts.title == shown.caption


def test_more_fields_may_be_given() -> None:
    facts = about("share", figures(TELEWORK[0]), title="Telework", question="own")
    assert (facts.title, facts.question) == ("Telework", "own")
    assert about("text") == Facts("text")
