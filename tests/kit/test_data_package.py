"""The data package as files: descriptor, keys, codes and words agree with each other."""

import csv
import json
import re
import shutil
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest

from kit.lessons.classroom.aid import SCHEME

DATA = Path(__file__).parents[2] / "data"
PACKAGES = {
    name: json.loads((DATA / name / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    for name in ("survey", "teaching")
}
RESOURCES = {resource["name"]: resource for part in PACKAGES.values() for resource in part}
PATHS = {
    resource["name"]: DATA / package / resource["path"]
    for package, part in PACKAGES.items()
    for resource in part
}
NAMES = list(PATHS)
WORDS = ("labels", "interface")
JAPANESE = re.compile("[぀-ヿ一-鿿]")
# The round tenths of Japanese texts, which English quotes as they stand: "3割" (three tenths).
TENTHS = re.compile(r"\d割(以上)?")


def read(name: str) -> list[dict[str, str]]:
    with PATHS[name].open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(name: str, field: str) -> set[str]:
    return {row[field] for row in read(name) if row[field]}


def options() -> set[str]:
    rows = [*read("estimates"), *read("statements")]
    return {f"{row['question']}.{row['option']}" for row in rows if row["option"]}


def codes_in_use() -> set[str]:
    classes = {f"size.{row['side']}.{row['size']}" for row in read("strata")}
    named = {
        "side": column("estimates", "side"),
        "size": column("estimates", "size"),
        "wave": column("waves", "wave"),
        "status": column("estimates", "status") | column("bases", "status"),
        "bound": column("estimates", "bound") | column("statements", "bound"),
        "kind": column("sources", "kind"),
        "role": column("derivations", "role"),
        "checked": column("recommendations", "checked"),
        "threat": column("threat_ranks", "threat"),
        "source": column("sources", "id"),
        "short": column("questions", "code"),
        "caveat": column("estimates", "caveat"),
        "contract.topic": column("contract_terms", "topic"),
        "tabletop.kind": column("tabletop", "kind") - {"rules"},  # listed, never a card
        "tabletop.room": column("tabletop", "room"),
    }
    dotted = {f"{group}.{code}" for group, codes in named.items() for code in codes}
    return classes | options() | dotted


def label_codes() -> list[str]:
    return [row["code"] for name in WORDS for row in read(name)]


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


def validate(place: Path) -> list[str]:
    from frictionless import Package

    report = Package(str(place / "datapackage.json")).validate()
    return [error.type for task in report.tasks for error in task.errors]


def copy(tmp_path: Path, package: str) -> Path:
    return shutil.copytree(DATA / package, tmp_path / package)


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


@pytest.mark.parametrize("package", PACKAGES)
def test_frictionless_accepts_each_package_alone(tmp_path: Path, package: str) -> None:
    assert validate(copy(tmp_path, package)) == []


def test_frictionless_accepts_a_new_wave(tmp_path: Path) -> None:
    place = copy(tmp_path, "survey")
    rewrite(place / "strata.csv", "2020,client,large", "2030,client,large")
    assert set(validate(place)) == {"hash-count", "foreign-key"}
    last = "2021,2022-02-18"
    rewrite(
        place / "waves.csv",
        last,
        f"2030,2031-02-01,2031-03-01,2031-01-31,web,30,30,480,deck\n{last}",
    )
    assert set(validate(place)) == {"hash-count", "byte-count"}


def test_no_schema_lists_the_waves() -> None:
    known = {int(wave) for wave in column("waves", "wave")}
    for name, resource in RESOURCES.items():
        for field in resource["schema"]["fields"]:
            assert not known & set(field.get("constraints", {}).get("enum", [])), (name, field)


def test_a_change_is_told_from_an_earlier_wave() -> None:
    for row in read("statements"):
        if row["kind"] in ("change", "trend") and row["versus"]:
            assert row["versus"] in column("waves", "wave"), row
            assert row["versus"] < row["wave"], row


@pytest.mark.parametrize("name", [it for it in NAMES if "wave" in read(it)[0]])
def test_every_wave_of_the_survey_is_looked_up(name: str) -> None:
    keys = [*RESOURCES[name]["schema"].get("foreignKeys", [])]
    keys += RESOURCES[name]["schema"].get("surveyKeys", [])
    targets = {it["reference"]["resource"] for it in keys if "wave" in it["fields"]}
    other_surveys = name == "context_figures"
    assert bool(targets & {"waves", "estimates"}) == (name != "waves" and not other_surveys)


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("estimates.csv", ",97.0,exact", ",97.1,exact", "hash-count"),
        ("estimates.csv", ",97.0,exact", ",970,exact", "constraint-error"),
        ("estimates.csv", "deck,委託元(n=100)", "dock,委託元(n=100)", "foreign-key"),
        ("bases.csv", "2021,q01_telework,vendor", "2021,q01_telework,client", "primary-key"),
        ("strata.csv", "respondents", "respondent", "incorrect-label"),
    ],
)
def test_frictionless_rejects_a_damaged_package(
    tmp_path: Path, file: str, old: str, new: str, fault: str
) -> None:
    place = copy(tmp_path, "survey")
    rewrite(place / file, old, new)
    assert fault in validate(place)


def test_the_descriptor_names_every_file() -> None:
    assert sorted(DATA.rglob("*.csv")) == sorted(PATHS.values())


def test_a_table_has_one_name_and_one_place() -> None:
    assert len(NAMES) == sum(map(len, PACKAGES.values()))


def test_the_descriptors_say_nothing_twice() -> None:
    for name, resource in RESOURCES.items():
        assert not {"format", "mediatype", "encoding"} & set(resource), name
        schema = resource["schema"]
        assert not {it["name"] for it in schema["fields"] if it.get("constraints") == {}}, name
        assert schema.get("missingValues") is None, "an empty cell is the standard's default"


@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_plain_text(name: str) -> None:
    content = PATHS[name].read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    for row in read(name):
        cells = [cell for field, cell in row.items() if field not in {"ja", "en"}]
        assert all(cell is not None and cell == cell.strip() for cell in cells), row


@pytest.mark.parametrize("name", NAMES)
def test_a_table_has_the_described_columns(name: str) -> None:
    fields = RESOURCES[name]["schema"]["fields"]
    assert list(read(name)[0]) == [field["name"] for field in fields]
    assert all(field["description"] for field in fields)


def test_every_code_in_use_has_words() -> None:
    assert codes_in_use() - set(label_codes()) == set()


def test_a_code_stands_once_and_its_group_in_one_file() -> None:
    codes = label_codes()
    assert len(codes) == len(set(codes))
    survey, interface = ({row["code"].split(".")[0] for row in read(name)} for name in WORDS)
    assert not survey & interface


def test_no_code_of_a_table_has_words_without_use() -> None:
    groups = {"caveat", "kind", "role", "short", "source", "status", "threat", "wave"}
    groups |= column("questions", "code")
    dotted = ("contract.topic.", "tabletop.kind.", "tabletop.room.")
    of_tables = {c for c in label_codes() if c.split(".")[0] in groups or c.startswith(dotted)}
    assert of_tables - codes_in_use() == set()


@pytest.mark.parametrize("name", NAMES)
def test_english_columns_hold_no_japanese(name: str) -> None:
    for row in read(name):
        for field in row:
            if field == "en" or field.endswith("_en"):
                assert not JAPANESE.search(TENTHS.sub("", row[field])), row


@pytest.mark.parametrize("name", WORDS)
def test_both_languages_of_a_label_take_the_same_values(name: str) -> None:
    for row in read(name):
        assert placeholders(row["ja"]) == placeholders(row["en"]), row


def test_a_size_label_tells_the_limits_of_its_class() -> None:
    words = {row["code"]: row for row in read("labels")}
    for row in read("strata"):
        limit = row["employees_from"] or row["employees_to"]
        label = words[f"size.{row['side']}.{row['size']}"]
        assert limit in label["ja"]
        assert limit in label["en"]


def test_rows_not_held_and_no_others_lack_a_figure() -> None:
    for row in read("estimates"):
        empty = row["status"] == "not_held"
        assert (row["percent"] == "") == (row["bound"] == "") == empty, row


def test_derived_figures_and_no_others_are_derived() -> None:
    keys = ("wave", "question", "option", "side", "size")
    derived = {tuple(r[k] for k in keys) for r in read("estimates") if r["status"] == "derived"}
    derives = {tuple(r[k] for k in keys) for r in read("derivations") if r["role"] == "derives"}
    assert derived == derives


def test_press_figures_are_not_called_printed() -> None:
    kinds = {row["id"]: row["kind"] for row in read("sources")}
    for row in read("estimates"):
        if row["status"] in {"printed", "reported"}:
            assert (row["status"] == "printed") == (kinds[row["source"]] == "deck"), row


def test_every_question_has_a_figure_or_says_it_is_not_held() -> None:
    assert column("estimates", "question") == column("questions", "code")


def test_every_source_is_used() -> None:
    citing = [name for name in NAMES if "source" in read(name)[0]]
    cited = set.union(*(column(name, "source") for name in citing))
    assert cited | {SCHEME} == column("sources", "id")


def test_actions_stand_under_recommendations_under_realities() -> None:
    rows = read("recommendations")
    level = {row["code"]: row["level"] for row in rows}
    assert Counter(level.values()) == {"reality": 3, "recommendation": 3, "action": 7}
    above = {"reality": "", "recommendation": "reality", "action": "recommendation"}
    for row in rows:
        assert level.get(row["parent"], "") == above[row["level"]], row
        assert set(row["findings"].split(";")) <= column("questions", "code"), row


@pytest.mark.parametrize(
    ("field", "form"),
    [
        ("nist_csf", r"(GV|ID|PR|DE|RS|RC)\.[A-Z]{2}-\d\d"),
        ("nist_800_53", r"[A-Z]{2}-\d{1,2}"),
        ("keiei_guideline", r"[1-9]|10"),
    ],
)
def test_control_identifiers_have_the_form_of_their_framework(field: str, form: str) -> None:
    for row in read("recommendations"):
        identifiers = row[field].split(";")
        assert all(re.fullmatch(form, identifier) for identifier in identifiers), row
        assert len(set(identifiers)) == len(identifiers), row


def test_a_recommendation_names_controls_of_its_actions() -> None:
    """The rows of both levels must agree."""
    frameworks = ("nist_csf", "nist_800_53", "keiei_guideline")
    rows = read("recommendations")
    for row in [row for row in rows if row["level"] == "recommendation"]:
        actions = [it for it in rows if it["parent"] == row["code"]]
        for name in frameworks:
            below = {control for it in actions for control in it[name].split(";")}
            assert set(row[name].split(";")) <= below, (row["code"], name)


def test_every_edition_ranks_every_threat_once() -> None:
    rows = read("threat_ranks")
    editions = {row["edition"] for row in rows}
    threats = {row["threat"] for row in rows}
    assert len(rows) == len(editions) * len(threats)
    ranks = [(row["edition"], row["rank"]) for row in rows if row["rank"]]
    assert len(set(ranks)) == len(ranks)
