"""Loading: sound packages load, damaged ones list every fault with its place."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.data import cite, folder, load, seal, table
from kit.errors import DataError, KitError, UnknownCode

SURVEY = ("estimates", "questions", "waves", "strata", "bases", "statements")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder(), tmp_path / "data"))


def path_of(package: Path, name: str) -> Path:
    return package / ("survey" if name in SURVEY else "teaching") / f"{name}.csv"


def damage(package: Path, name: str, old: str, new: str, *, renew: bool = True) -> None:
    path = path_of(package, name)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    if renew:
        seal(package)


def replace(package: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    path = path_of(package, name)
    path.write_bytes(change(path.read_bytes()))
    seal(package)


def problems(package: Path) -> list[str]:
    with pytest.raises(DataError) as report:
        load(package)
    return [str(problem) for problem in report.value.problems]


def test_the_package_loads_with_types() -> None:
    tables = load()
    assert tables["estimates"]["percent"].dtype == "float64"
    assert str(tables["estimates"]["base"].dtype) == "Int64"
    assert (
        tables["estimates"]
        .query("question == 'q08_method' and side == 'client'")["printed"]
        .iloc[0]
        == "68.0"
    )


def test_a_table_comes_with_those_it_is_joined_to_and_no_others(package: Path) -> None:
    quiz = {"misconceptions", "objectives", "quiz_items", "quiz_options"}
    assert set(load(package, name="quiz_options")) == quiz
    assert set(load(package, name="labels")) == {"labels"}
    assert {"estimates", "bases", "waves", "sources"} <= set(load(package, name="strata"))
    assert {"tabletop", "estimates"} <= set(load(package, name="tabletop"))
    damage(package, "quiz_items", ",practice,", ",practise,")
    load(package, name="estimates")
    with pytest.raises(DataError, match="allowed: pre, post, practice"):
        load(package, name="misconceptions")


def test_the_survey_needs_nothing_of_what_is_taught(package: Path) -> None:
    resources = json.loads((package / "survey" / "datapackage.json").read_text("utf-8"))[
        "resources"
    ]
    alone = {resource["name"] for resource in resources}
    assert set(load(package, name="estimates")) <= alone
    assert not any("surveyKeys" in resource["schema"] for resource in resources)


def cut_file(package: Path) -> None:
    path_of(package, "strata").unlink()


def folder_for_a_file(package: Path) -> None:
    cut_file(package)
    path_of(package, "strata").mkdir()


def cut_column(package: Path) -> None:
    damage(package, "strata", "respondents", "answers")


def column_twice(package: Path) -> None:
    damage(package, "strata", "employees_from,employees_to", "employees_from,employees_from")


def unknown_code(package: Path) -> None:
    damage(package, "estimates", ",client,", ",clients,")


def percent_outside(package: Path) -> None:
    damage(package, "estimates", ",64.9,", ",164.9,")


def percent_no_number(package: Path) -> None:
    damage(package, "estimates", ",64.9,", ",64.9%,")


def percent_of_full_width_digits(package: Path) -> None:
    damage(package, "estimates", ",64.9,", ",６４.９,")


def base_with_a_decimal(package: Path) -> None:
    damage(package, "bases", ",239,", ",239.0,")


def base_with_a_comma(package: Path) -> None:
    damage(package, "bases", ",239,", ',"1,239",')


def date_rewritten(package: Path) -> None:
    damage(package, "waves", "2020-11-18", "2020/11/18")


def date_impossible(package: Path) -> None:
    damage(package, "waves", "2020-11-18", "2020-11-31")


def id_of_another_form(package: Path) -> None:
    damage(package, "statements", "s01,", "1,")


def unknown_wave(package: Path) -> None:
    damage(package, "strata", "2020,client,large", "2019,client,large")


def duplicate_key(package: Path) -> None:
    replace(package, "estimates", lambda text: text + text.splitlines(keepends=True)[1])


def duplicate_order(package: Path) -> None:
    damage(package, "objectives", ",20\n", ",10\n")


def broken_reference(package: Path) -> None:
    damage(package, "questions", "q08_method", "q08_methods")


def broken_reference_to_the_survey(package: Path) -> None:
    damage(package, "evaluation_questions", "tokyo_scs_2025", "tokyo_scs_2052")


def hash_mismatch(package: Path) -> None:
    damage(package, "estimates", ",64.9,", ",65.9,", renew=False)


def wrong_encoding(package: Path) -> None:
    replace(package, "questions", lambda text: text.decode().encode("cp932", errors="replace"))


def saved_as_utf_16(package: Path) -> None:
    replace(package, "questions", lambda text: text.decode().encode("utf-16"))


def byte_order_mark(package: Path) -> None:
    replace(package, "waves", lambda text: b"\xef\xbb\xbf" + text)


def line_ends_of_windows(package: Path) -> None:
    replace(package, "waves", lambda text: text.replace(b"\n", b"\r\n"))


def line_ends_of_an_old_mac(package: Path) -> None:
    replace(package, "waves", lambda text: text.replace(b"\n", b"\r"))


def nul_byte(package: Path) -> None:
    damage(package, "waves", "postal_and_web", "postal\0web")


def short_row(package: Path) -> None:
    replace(package, "waves", lambda text: text + b"2020,x\n")


def empty_line(package: Path) -> None:
    replace(package, "waves", lambda text: text + b"\n")


def open_quote(package: Path) -> None:
    damage(package, "waves", ",postal_and_web,", ',"postal_and_web,')


def text_after_a_quote(package: Path) -> None:
    damage(package, "waves", ",postal_and_web,", ',"postal"_and_web,')


def no_rows(package: Path) -> None:
    replace(package, "waves", lambda text: text.splitlines(keepends=True)[0])


def empty_file(package: Path) -> None:
    replace(package, "waves", lambda _: b"")


DAMAGES: list[tuple[Callable[[Path], None], str, str]] = [
    (cut_file, "survey/strata.csv", "missing"),
    (folder_for_a_file, "survey/strata.csv", "cannot be read"),
    (cut_column, "survey/strata.csv, row 1, column respondents", "columns are"),
    (column_twice, "survey/strata.csv, row 1, column employees_from", "stands twice"),
    (unknown_code, "survey/estimates.csv, row 2, column side", "allowed: client, vendor, all"),
    (percent_outside, "survey/estimates.csv, row 4, column percent", "outside 0 to 100"),
    (percent_no_number, "survey/estimates.csv, row 4, column percent", "a number such as 64.9"),
    (percent_of_full_width_digits, "row 4, column percent", "a number such as 64.9"),
    (base_with_a_decimal, "survey/bases.csv, row 2, column base", "a whole number such as"),
    (base_with_a_comma, "survey/bases.csv, row 2, column base", "a whole number such as"),
    (date_rewritten, "survey/waves.csv, row 2, column fieldwork_from", "a date such as"),
    (date_impossible, "survey/waves.csv, row 2, column fieldwork_from", "a date such as"),
    (id_of_another_form, "survey/statements.csv, row 2, column id", "the form s[0-9]"),
    (unknown_wave, "survey/strata.csv, row 2, column wave", "not in waves (allowed: {all_waves})"),
    (duplicate_key, "survey/estimates.csv, row {estimates}", "of row 2"),
    (duplicate_order, "teaching/objectives.csv, row 3, column order", "of row 2"),
    (broken_reference, "survey/estimates.csv, row", "(did you mean 'q08_methods'?)"),
    (broken_reference_to_the_survey, "teaching/evaluation_questions.csv, row 2", "not in sources"),
    (hash_mismatch, "survey/estimates.csv", "hash"),
    (wrong_encoding, "survey/questions.csv, row 2", "not UTF-8"),
    (saved_as_utf_16, "survey/questions.csv, row 1", "not UTF-8"),
    (byte_order_mark, "survey/waves.csv, row 1", "byte-order mark"),
    (line_ends_of_windows, "survey/waves.csv", "with LF alone"),
    (line_ends_of_an_old_mac, "survey/waves.csv", "with LF alone"),
    (nul_byte, "survey/waves.csv, row 3, column mode", "NUL"),
    (short_row, "survey/waves.csv, row {waves}", "cells"),
    (empty_line, "survey/waves.csv, row {waves}", "empty line"),
    (open_quote, "survey/waves.csv, row 3", "close every quote"),
    (text_after_a_quote, "survey/waves.csv, row 3", "close every quote"),
    (no_rows, "survey/waves.csv", "has no rows"),
    (empty_file, "survey/waves.csv, row 1, column wave", "is missing"),
]


@pytest.mark.parametrize(
    ("harm", "place", "message"), DAMAGES, ids=lambda item: getattr(item, "__name__", None)
)
def test_each_damage_is_named_with_its_place(
    package: Path, harm: Callable[[Path], None], place: str, message: str
) -> None:
    rows = {name: len(table(name)) + 2 for name in ("estimates", "waves")}
    all_waves = "; ".join(table("waves")["wave"].astype(str))
    place, message = (text.format(**rows, all_waves=all_waves) for text in (place, message))
    harm(package)
    found = problems(package)
    assert any(place in problem and message in problem for problem in found), found


def test_a_file_that_cannot_be_read_is_one_problem(package: Path) -> None:
    wrong_encoding(package)
    assert len(problems(package)) == 1
    open_quote(package)
    assert len(problems(package)) == 2
    cut_file(package)
    assert len(problems(package)) == 3


def test_all_problems_come_in_one_report(package: Path) -> None:
    for harm in (percent_outside, unknown_code, byte_order_mark, wrong_encoding):
        harm(package)
    found = "\n".join(problems(package))
    for part in ("outside 0 to 100", "allowed: client", "byte-order mark", "not UTF-8"):
        assert part in found


@pytest.mark.parametrize("line_end", [b"\r\n", b"\r"])
def test_line_ends_are_named_and_the_rows_read_all_the_same(package: Path, line_end: bytes) -> None:
    replace(package, "waves", lambda text: text.replace(b"\n", line_end))
    assert len(problems(package)) == 1
    damage(package, "strata", "2021,vendor,large", "1999,vendor,large")
    assert any("allowed: 2020; 2021" in problem for problem in problems(package))


@pytest.mark.parametrize("letter", ["\n", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"])
def test_no_letter_of_a_cell_begins_a_row(package: Path, letter: str) -> None:
    name = "estimates"
    first, second = load(package)[name]["phrase"][:2]
    damage(package, name, first, f'"{first}{letter}続き"')
    assert load(package)[name]["phrase"][:2].to_list() == [f"{first}{letter}続き", second]
    damage(package, name, ",64.9,", ",164.9,")
    assert problems(package) == [
        "survey/estimates.csv, row 4, column percent: 164.9 is outside 0 to 100"
    ]
    path = path_of(package, name)
    path.write_bytes(path.read_bytes().replace("「".encode(), "「".encode("cp932"), 1))
    row = next(i for i, it in enumerate(table(name)["phrase"], start=2) if "「" in it)
    assert any(f"row {row}: is not UTF-8" in problem for problem in problems(package))


CELLS = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), min_size=1)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(CELLS, min_size=3, max_size=3), bad=st.integers(0, 2))
def test_any_text_is_read_as_it_was_written(package: Path, texts: list[str], bad: int) -> None:
    written = io.StringIO(newline="")
    lines = csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_ALL)
    lines.writerow(["misconception", "ja", "en"])
    lines.writerows([f"m{number}", text, text] for number, text in enumerate(texts))
    path = path_of(package, "misconceptions")
    before = path.read_bytes()
    path.write_text(before.decode() + written.getvalue().partition("\n")[2], "utf-8", newline="\n")
    seal(package)
    read = load(package, name="misconceptions")["misconceptions"]
    assert read["ja"].to_list()[-3:] == texts
    path.write_text(path.read_text("utf-8").replace(f'"m{bad}"', '""'), "utf-8", newline="\n")
    seal(package)
    row = 1 + len(before.decode().splitlines()) + bad
    assert [it for it in problems(package) if f"row {row}, column misconception" in it]
    path.write_bytes(before)


def as_a_spreadsheet_saves(package: Path, name: str) -> list[int]:
    """Write numbers as a spreadsheet does, without a final zero; give the rows that lost one."""
    path = path_of(package, name)
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))
    column = rows[0].index("percent")
    cut = [i for i, row in enumerate(rows, start=1) if row[column].endswith(".0")]
    for number in cut:
        rows[number - 1][column] = rows[number - 1][column].removesuffix(".0")
    saved = io.StringIO(newline="")
    csv.writer(saved, lineterminator="\n").writerows(rows)
    path.write_text(saved.getvalue(), encoding="utf-8", newline="\n")
    seal(package)
    return cut


def test_figures_that_a_spreadsheet_shortened_are_named_with_what_to_write(package: Path) -> None:
    cut = as_a_spreadsheet_saves(package, "estimates")
    assert len(cut) >= 5
    found = problems(package)
    assert len(found) == len(cut)
    for row, problem in zip(cut, found, strict=True):
        assert problem.startswith(f"survey/estimates.csv, row {row}, column percent: ")
    assert any("write 97.0 as printed" in problem for problem in found)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(whole=st.integers(0, 100), quoted=st.sampled_from(["", "{}%", "{}.0%", "{}.0％", "{}％"]))
def test_a_whole_number_counts_where_its_phrase_prints_it(
    package: Path, whole: int, quoted: str
) -> None:
    before = path_of(package, "estimates").read_bytes()
    phrase = f"文言{quoted.format(whole)}"
    row = f"2020,q11_manual,none,client,all,{whole},exact,,reported,deck,{phrase},\n"
    finer = "2020,q11_manual,none,vendor,all,4.1,exact,,reported,deck,4.1%,\n"
    replace(package, "estimates", lambda text: text + (row + finer).encode())
    if quoted in ("{}%", "{}％"):
        load(package, name="estimates")
    else:
        assert f"write {whole}.0 as printed" in problems(package)[0]
    path_of(package, "estimates").write_bytes(before)


def test_a_new_wave_needs_rows_and_nothing_else(package: Path) -> None:
    for name, row in {
        "waves": "2030,2031-02-01,2031-03-01,2031-01-31,web,30,30,480,deck",
        "strata": "2030,client,large,301,,240,deck",
        "bases": "2030,q01_telework,client,all,240,printed,,deck,n=240",
        "estimates": "2030,q01_telework,experienced,client,all,70.0,exact,,printed,deck,70.0%,",
        "statements": "s90,trend,2030,q01_telework,experienced,client,all,2021,,,,deck,増加",
    }.items():
        replace(package, name, lambda text, row=row: text + f"{row}\n".encode())
    tables = load(package)
    for name in ("waves", "strata", "bases", "estimates", "statements"):
        assert {2020, 2021, 2030} <= set(tables[name]["wave"])


@pytest.mark.parametrize("content", [None, "{"])
@pytest.mark.parametrize("name", ["survey", "teaching"])
def test_a_missing_or_broken_descriptor_is_a_data_error(
    package: Path, name: str, content: str | None
) -> None:
    path = package / name / "datapackage.json"
    path.unlink() if content is None else path.write_text(content, encoding="utf-8")
    assert f"{name}/datapackage.json" in problems(package)[0]


def test_sealing_names_what_changed_and_makes_it_load_again(package: Path) -> None:
    damage(package, "estimates", ",64.9,", ",65.3,", renew=False)
    damage(package, "interface", "表", "図表", renew=False)
    assert seal(package) == ["survey/estimates.csv", "teaching/interface.csv"]
    assert seal(package) == []
    load(package)


def test_nothing_is_sealed_where_a_file_is_missing(package: Path) -> None:
    cut_file(package)
    with pytest.raises(KitError, match=r"survey/strata\.csv is missing"):
        seal(package)


@pytest.mark.parametrize("name", ["survey", "teaching"])
def test_the_descriptors_are_sealed_with_a_line_for_each_field(name: str) -> None:
    path = folder() / name / "datapackage.json"
    before = path.read_bytes()
    assert seal() == []
    assert path.read_bytes() == before
    lines = [line.strip().removesuffix(",") for line in before.decode().splitlines()]
    for resource in json.loads(before)["resources"]:
        for field in resource["schema"]["fields"]:
            assert json.dumps(field, ensure_ascii=False) in lines


def test_unknown_tables_and_sources_name_the_allowed() -> None:
    with pytest.raises(UnknownCode, match="did you mean 'strata'"):
        table("stratas")
    with pytest.raises(UnknownCode, match="did you mean 'deck'"):
        cite("dek")
