"""Loading: a sound package loads, a damaged one lists every fault with its place."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kit.data import cite, folder, load, seal, table
from kit.errors import DataError, UnknownCode


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder(), tmp_path / "data"))


def damage(path: Path, old: str, new: str, *, renew: bool = True) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    if renew:
        seal(path.parent)


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
    assert {"estimates", "bases", "questions", "sources"} <= set(load(package, name="estimates"))
    damage(package / "quiz_items.csv", ",practice,", ",practise,")
    load(package, name="estimates")
    with pytest.raises(DataError, match="allowed: pre, post, practice"):
        load(package, name="misconceptions")


def cut_file(package: Path) -> None:
    (package / "strata.csv").unlink()


def cut_column(package: Path) -> None:
    damage(package / "strata.csv", "respondents", "answers")


def unknown_code(package: Path) -> None:
    damage(package / "estimates.csv", ",client,", ",clients,")


def percent_outside(package: Path) -> None:
    damage(package / "estimates.csv", ",64.9,", ",164.9,")


def percent_no_number(package: Path) -> None:
    damage(package / "estimates.csv", ",64.9,", ",64.9%,")


def duplicate_key(package: Path) -> None:
    path = package / "estimates.csv"
    line = path.read_text(encoding="utf-8").splitlines()[1]
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8", newline="\n")
    seal(package)


def broken_reference(package: Path) -> None:
    damage(package / "questions.csv", "q08_method", "q08_methods")


def hash_mismatch(package: Path) -> None:
    damage(package / "estimates.csv", ",64.9,", ",65.9,", renew=False)


def wrong_encoding(package: Path) -> None:
    path = package / "questions.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp932", errors="replace"))


def byte_order_mark(package: Path) -> None:
    path = package / "waves.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    seal(package)


def short_row(package: Path) -> None:
    path = package / "waves.csv"
    path.write_text(
        path.read_text(encoding="utf-8").rstrip("\n") + "\n2020,x\n", encoding="utf-8", newline="\n"
    )
    seal(package)


DAMAGES: list[tuple[Callable[[Path], None], str, str]] = [
    (cut_file, "strata.csv", "missing"),
    (cut_column, "strata.csv, row 1, column respondents", "columns are"),
    (unknown_code, "estimates.csv, row", "allowed: client, vendor, all"),
    (percent_outside, "column percent", "outside 0 to 100"),
    (percent_no_number, "column percent", "not a number"),
    (duplicate_key, "estimates.csv, row", "repeats the key"),
    (broken_reference, "estimates.csv, row", "not in questions"),
    (hash_mismatch, "estimates.csv", "hash"),
    (wrong_encoding, "questions.csv, row", "not UTF-8"),
    (byte_order_mark, "waves.csv, row 1", "byte-order mark"),
    (short_row, "waves.csv, row", "cells"),
]


@pytest.mark.parametrize(
    ("harm", "place", "message"), DAMAGES, ids=lambda item: getattr(item, "__name__", None)
)
def test_each_damage_is_named_with_its_place(
    package: Path, harm: Callable[[Path], None], place: str, message: str
) -> None:
    harm(package)
    found = problems(package)
    assert any(place in problem and message in problem for problem in found), found


def test_all_problems_come_in_one_report(package: Path) -> None:
    for harm in (percent_outside, unknown_code, byte_order_mark, wrong_encoding):
        harm(package)
    found = "\n".join(problems(package))
    for part in ("outside 0 to 100", "allowed: client", "byte-order mark", "not UTF-8"):
        assert part in found


@pytest.mark.parametrize("content", [None, "{"])
def test_a_missing_or_broken_descriptor_is_a_data_error(package: Path, content: str | None) -> None:
    path = package / "datapackage.json"
    path.unlink() if content is None else path.write_text(content, encoding="utf-8")
    assert "datapackage.json" in problems(package)[0]


def test_sealing_names_what_changed_and_makes_it_load_again(package: Path) -> None:
    damage(package / "estimates.csv", ",64.9,", ",65.3,", renew=False)
    assert seal(package) == ["estimates.csv"]
    assert seal(package) == []
    load(package)


def test_the_descriptor_is_sealed() -> None:
    before = (folder() / "datapackage.json").read_bytes()
    assert seal() == []
    assert (folder() / "datapackage.json").read_bytes() == before
    assert json.loads(before)["resources"]


def test_unknown_tables_and_sources_name_the_allowed() -> None:
    with pytest.raises(UnknownCode, match="did you mean 'strata'"):
        table("stratas")
    with pytest.raises(UnknownCode, match="did you mean 'deck'"):
        cite("dek")
