"""The published figures: what can be recomputed is, and every phrase states its figure."""

import ast
import csv
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from math import isclose
from operator import add, mul, sub, truediv
from pathlib import Path

import pytest

Row = dict[str, str]

DATA = Path(__file__).parents[2] / "data" / "survey"
OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: add, ast.Sub: sub, ast.Mult: mul, ast.Div: truediv,
}  # fmt: skip
TENTHS = {0: "(?!5分)", 5: "5分"}
RANK_WORDS = {"1": "最も|最多|組織が多い", "2": "続いて|次いで"}
BOUND_WORDS = {"about": "約", "at_least": "以上", "more_than": "超え|強", "less_than": "満た|未満"}
FIGURES = {"points", "percent"}

# The deck read a second time, apart from the table: question, option, side, size.
DECK = {
    ("q01_telework", "experienced", "vendor", "all"): ("97.0", "exact"),
    ("q01_telework", "experienced", "client", "all"): ("64.9", "exact"),
    ("plans", "adopted_before", "all", "all"): ("90", "at_least"),
    ("plans", "adopted_during_or_after", "all", "all"): ("50", "at_least"),
    ("q04_peak_frequency", "full", "vendor", "small"): ("40", "at_least"),
    ("q04_peak_share", "under_20", "client", "all"): ("50", "at_least"),
    ("q08_checked", "not_checking", "client", "all"): ("35.5", "exact"),
    ("q08_method", "self_check", "client", "all"): ("68.0", "exact"),
    ("q08_method", "self_check", "vendor", "all"): ("66.5", "exact"),
    ("q08_method", "self_check", "all", "all"): ("60", "at_least"),
    ("q10_rule_problems", "ambiguous", "client", "all"): ("40", "more_than"),
    ("q10_rule_problems", "poorly_understood", "client", "all"): ("40", "more_than"),
    ("q11_manual", "none", "client", "small"): ("30", "about"),
    ("q11_contact", "none", "client", "small"): ("30", "about"),
    ("q20_contract_terms", "agreed_or_planned", "vendor", "all"): ("80", "about"),
    ("agreement_untraced", "not_agreed", "unknown", "all"): ("30", "about"),
}


def read(name: str) -> list[Row]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


KEYS = {
    "estimates": (("wave", "question", "option", "side", "size"), "percent"),
    "bases": (("wave", "question", "side", "size"), "base"),
    "strata": (("wave", "side", "size"), "respondents"),
    "statements": (("id",), "value"),
}
VALUES = {
    name: {tuple(row[key] for key in keys): row[value] for row in read(name)}
    for name, (keys, value) in KEYS.items()
}


def percent(row: Row, **changed: str) -> float:
    """Look up the share a statement or derivation speaks of."""
    keys, _ = KEYS["estimates"]
    return float(VALUES["estimates"][tuple({**row, **changed}[key] for key in keys)])


def base_of(row: Row) -> str:
    keys, _ = KEYS["bases"]
    return row["base"] or VALUES["bases"].get(tuple(row[key] for key in keys), "")


def evaluate(node: ast.AST) -> float:
    """Compute an expression of numbers and the four operations, and nothing else."""
    match node:
        case ast.Expression(body):
            return evaluate(body)
        case ast.BinOp(left, operator, right):
            return OPERATORS[type(operator)](evaluate(left), evaluate(right))
        case ast.Constant(int() | float() as value):
            return float(value)
    raise ValueError(f"{ast.dump(node)} may not stand in an arithmetic column")


def numbers(node: ast.AST) -> list[float]:
    """List the numbers of an expression from left to right."""
    constants = [part for part in ast.walk(node) if isinstance(part, ast.Constant)]
    return [float(part.value) for part in sorted(constants, key=lambda part: part.col_offset)]


def parse(row: Row) -> ast.Expression:
    return ast.parse(row["arithmetic"], mode="eval")


def fitting_counts(printed: str, base: int) -> list[int]:
    """List the whole numbers of ``base`` whose percentage rounds to the printed one."""
    share, half = Decimal(printed), Decimal(1).scaleb(-len(printed.partition(".")[2])) / 2
    return [count for count in range(base + 1) if abs(Decimal(100 * count) / base - share) <= half]


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def states(phrase: str, figure: str) -> bool:
    """Tell whether a phrase holds a figure, in digits or in tenths as Japanese prose writes it."""
    forms = [rf"(?<![\d.]){re.escape(figure)}(?![\d.])"]
    tens, rest = divmod(float(figure), 10)
    forms += [f"{tens:.0f}割{TENTHS[rest]}"] if rest in TENTHS else []
    forms += ["半数"] if float(figure) == 50 else []
    return any(re.search(form, plain(phrase)) for form in forms)


def holds(actual: float, row: Row) -> bool:
    """Tell whether a computed figure is what a statement's value and bound say."""
    excess = actual - float(row["value"])
    # A title's 約3割 or 3割 may round 35.5 down: a tenth stands for all up to the next one.
    roof = 10 if row["kind"] == "restatement" else 5
    return {
        "exact": isclose(excess, 0, abs_tol=0.04),
        "about": -5 <= excess < roof,
        "at_least": excess >= 0,
        "more_than": excess > 0,
    }[row["bound"]]


def recomputed(row: Row) -> float:
    match row["kind"]:
        case "change":
            return percent(row) - percent(row, wave=row["versus"])
        case "gap":
            return percent(row) - percent(row, side=row["versus"])
        case "restatement" | "range":
            return percent(row)
    raise ValueError(f"{row['id']}: a {row['kind']} has no figure to recompute")


def name(row: Row) -> str:
    keys = (
        "id",
        "survey",
        "wave",
        "edition",
        "question",
        "option",
        "side",
        "size",
        "measure",
        "threat",
    )
    return "-".join(row[key] for key in keys if row.get(key))


def each(table: str, wanted: Callable[[Row], object] | None = None) -> pytest.MarkDecorator:
    rows = [row for row in read(table) if wanted is None or wanted(row)]
    assert rows, f"no row of {table} is left to test"
    return pytest.mark.parametrize("row", rows, ids=name)


def is_top_of_range(row: Row) -> bool:
    return row["versus"] == "highest"


def test_the_deck_read_again_gives_the_same_figures() -> None:
    keys = ("question", "option", "side", "size")
    printed = {
        tuple(row[key] for key in keys): (row["percent"], row["bound"])
        for row in read("estimates")
        if row["source"] == "deck" and row["status"] == "printed"
    }
    assert printed == DECK


@each("statements", lambda row: row["unit"] in FIGURES and not is_top_of_range(row))
def test_a_statement_agrees_with_the_figures(row: Row) -> None:
    assert holds(recomputed(row), row)


def is_order_of_figures(row: Row) -> bool:
    ends = ({**row, "option": option} for option in (row["option"], row["versus"]))
    keys, _ = KEYS["estimates"]
    return row["kind"] == "order" and all(
        VALUES["estimates"].get(tuple(end[key] for key in keys)) for end in ends
    )


@each("statements", is_order_of_figures)
def test_an_order_agrees_with_the_figures(row: Row) -> None:
    first = percent(row) > percent(row, option=row["versus"])
    assert row["value"] == ("1" if first else "2")


def test_a_range_has_its_ends_in_order() -> None:
    ranges: dict[tuple[str, ...], dict[str, float]] = {}
    for row in [row for row in read("statements") if row["kind"] == "range"]:
        place = tuple(row[key] for key in ("wave", "question", "side", "size"))
        ranges.setdefault(place, {})[row["versus"]] = float(row["value"])
    assert ranges and all(ends["lowest"] < ends["highest"] for ends in ranges.values())


@each("derivations")
def test_a_derivation_gives_the_figure(row: Row) -> None:
    assert f"{evaluate(parse(row)):.1f}" == f"{percent(row):.1f}"


@each("derivations")
def test_the_operands_of_a_derivation_stand_where_it_says(row: Row) -> None:
    references = row["operands"].split(";")
    for number, reference in zip(numbers(parse(row)), references, strict=True):
        if reference == "constant":
            assert number == 100
        else:
            table, _, place = reference.partition(":")
            assert number == float(VALUES[table][tuple(place.split("/"))])


def test_arithmetic_is_nothing_but_sums() -> None:
    with pytest.raises(ValueError, match="may not stand"):
        evaluate(ast.parse("abs(1)", mode="eval"))


def test_the_three_answers_add_up_to_the_total() -> None:
    added = set()
    for row in [row for row in read("estimates") if row["option"] == "allowed_total"]:
        place = tuple(row[key] for key in ("wave", "question", "side", "size"))
        wave, question, *group = place
        found = [
            VALUES["estimates"].get((wave, question, option, *group))
            for option in ("still_allowed", "stopped", "rule_changed")
        ]
        if row["percent"] and all(found):
            assert sum(map(float, filter(None, found))) == pytest.approx(percent(row)), place
            added.add(place)
    assert ("2021", "q07_media", "vendor", "all") in added


def test_the_strata_add_up() -> None:
    sums: dict[tuple[str, str], int] = {}
    for row in read("strata"):
        for side in (row["side"], "all"):
            key = (row["wave"], side)
            sums[key] = sums.get(key, 0) + int(row["respondents"])
    printed = {
        ("2021", "vendor"): 269, ("2021", "client"): 239, ("2021", "all"): 508,
        ("2020", "vendor"): 287, ("2020", "client"): 218, ("2020", "all"): 505,
    }  # fmt: skip
    assert {key: sums[key] for key in printed} == printed
    for row in read("waves"):
        assert sums[row["wave"], "all"] == int(row["respondents"])
    for row in read("bases"):
        if row["question"] == "q01_telework":
            assert sums[row["wave"], row["side"]] == int(row["base"])


@each("estimates", lambda row: row["bound"] == "exact" and base_of(row))
def test_a_whole_number_of_organisations_gives_the_percentage(row: Row) -> None:
    assert len(fitting_counts(row["percent"], int(base_of(row)))) == 1


def test_the_2020_base_of_compliance_checks_is_not_all_with_experience() -> None:
    assert fitting_counts("50.5", 218) == [110]
    assert fitting_counts("54.6", 110) == []


@each("estimates", lambda row: row["base"])
def test_a_base_beside_a_figure_is_the_base_of_its_question(row: Row) -> None:
    keys, _ = KEYS["bases"]
    assert VALUES["bases"][tuple(row[key] for key in keys)] == row["base"]


@each("bases", lambda row: row["status"] == "derived")
def test_a_derived_base_is_the_only_count_behind_the_printed_share(row: Row) -> None:
    assert round(evaluate(parse(row))) == int(row["base"])
    respondents, share, _ = numbers(parse(row))
    everyone = row | {"question": "q01_telework"}
    assert percent(everyone, option="experienced") == share
    keys, _ = KEYS["bases"]
    assert VALUES["bases"][tuple(everyone[key] for key in keys)] == str(int(respondents))
    assert fitting_counts(str(share), int(respondents)) == [int(row["base"])]


@each("bases")
def test_a_base_is_printed_or_says_how_it_was_computed(row: Row) -> None:
    printed = row["status"] == "printed"
    assert printed == (row["arithmetic"] == "")
    assert not printed or states(row["phrase"], row["base"])


@each("estimates", lambda row: row["status"] in {"printed", "reported"})
def test_the_phrase_states_the_figure_and_its_bound(row: Row) -> None:
    assert states(row["phrase"], row["percent"])
    # An option may hold a bound of its own: 社員の20％未満が5割以上.
    phrase = row["phrase"].replace("20％未満", "")
    said = [bound for bound, words in BOUND_WORDS.items() if re.search(words, phrase)]
    assert said == ([] if row["bound"] == "exact" else [row["bound"]])


@each("statements", lambda row: row["unit"] in FIGURES)
def test_the_phrase_of_a_statement_states_its_figure(row: Row) -> None:
    assert states(row["phrase"], row["value"])


@each("statements", lambda row: row["unit"] == "rank")
def test_the_phrase_of_an_order_states_the_place(row: Row) -> None:
    assert re.search(RANK_WORDS[row["value"]], row["phrase"])


@each("context_figures")
def test_the_phrase_of_a_context_figure_states_it(row: Row) -> None:
    assert states(row["phrase"], row["percent"])


@each("threat_ranks", lambda row: row["rank"])
def test_the_phrase_of_a_rank_states_it(row: Row) -> None:
    assert re.search(rf"(?<!\d){row['rank']}(?!\d)", row["phrase"])


@each("statements", lambda row: row["kind"] == "trend")
def test_a_trend_speaks_without_a_figure(row: Row) -> None:
    assert (row["value"], row["unit"], row["bound"]) == ("", "", "")
