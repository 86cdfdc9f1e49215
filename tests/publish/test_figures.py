"""The figure bundle: each chart as drawing, picture, numbers and words, safe to open anywhere."""

import csv
import re
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from made_lessons import code, write_lesson
from matplotlib.image import imread

import kit
from kit.data import records
from kit.errors import KitError
from kit.publish.figures.bundle import figure_works, views
from kit.publish.figures.objects import shown_objects
from kit.publish.lesson import read_lessons
from kit.tables.numbers import FORMULA, neutral, number_frame

SHARES = 'kit.share_chart(kit.shares("q08_checked", side="client"))'
GAPS = 'kit.gap_chart(kit.gaps("q01_telework"))'
REDRAWS = 'kit.resample("q01_telework", option="experienced", redraws=200)'
EXPLORED = 'kit.explore("q08_method")'
KEYS = ["wave", "option", "side", "size"]


@pytest.fixture(scope="module", params=["ja", "en"])
def bundle(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> object:
    folder = tmp_path_factory.mktemp("figures")
    write_lesson(folder / "00_made.ipynb", [code(it) for it in (SHARES, GAPS, REDRAWS, EXPLORED)])
    works = {work.name: work for work in figure_works(read_lessons(folder))}
    names = [f"figures/{request.param}/{it}" for it in ("00_made", "q08_method")]
    assert {*names} == {it for it in works if f"/{request.param}/" in it}
    yield {name: content for it in names for name, content in works[it].make(folder).items()}  # type: ignore[union-attr]
    kit.use_language()


def test_every_chart_has_its_four_files(bundle: dict[str, bytes]) -> None:
    stems = ["01-share-q08_checked", "02-gap-q01_telework", "03-redraws-q01_telework"]
    stems += [f"q08_method-2021-{side}" for side in ("both", "client", "vendor")]
    assert set(bundle) == {
        f"{stem}{end}" for stem in stems for end in (".svg", ".png", ".csv", ".txt")
    }


def test_the_drawing_keeps_its_text_and_says_its_size(bundle: dict[str, bytes]) -> None:
    root = ElementTree.fromstring(bundle["01-share-q08_checked.svg"])
    assert "35.5%" in "".join(root.itertext())
    assert root.get("width") == "380pt"
    assert root.get("aria-label")


def test_the_picture_has_the_resolution_of_print(bundle: dict[str, bytes]) -> None:
    picture = imread(BytesIO(bundle["01-share-q08_checked.png"]))
    assert picture.shape[1] == pytest.approx(380 / 72 * 300, abs=1)


def test_the_numbers_are_those_of_the_data_and_open_in_a_spreadsheet(
    bundle: dict[str, bytes],
) -> None:
    content = bundle["01-share-q08_checked.csv"]
    assert content.startswith(b"\xef\xbb\xbf"), "Excel needs the mark to read Japanese"
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    published = kit.shares("q08_checked", side="client")
    assert [row[4] for row in rows[1:]] == [it or "" for it in published["printed"]]
    assert "55" in rows[1 + list(published["printed"]).index("35.5")]


@pytest.mark.parametrize("question", ["q01_telework", "q08_checked", "q11_contact"])
def test_the_views_of_a_question_show_each_of_its_figures_and_none_twice(question: str) -> None:
    drawn = views(question)
    shown = [{tuple(row[key] for key in KEYS) for row in it.rows} for it in drawn.values()]
    assert len({frozenset(it) for it in shown}) == len(shown)
    published = kit.shares(question).query("printed != ''")
    assert {tuple(row) for row in published[KEYS].to_numpy()} <= set().union(*shown)
    assert all(re.fullmatch(rf"{question}(-\d{{4}})+-[a-z]+(-[a-z]+)?", it) for it in drawn)
    assert all(
        len({row["wave"] for row in it.rows}) == name.count("-20") for name, it in drawn.items()
    )


def test_the_words_describe_and_cite(bundle: dict[str, bytes]) -> None:
    for name, content in bundle.items():
        if name.endswith(".txt"):
            title, alternative, citation = content.decode().split("\n\n")
            assert title in alternative
            assert "https://www.ipa.go.jp/" in citation


@pytest.mark.parametrize("start", FORMULA)
def test_no_text_is_taken_for_a_formula(start: str) -> None:
    assert neutral(f"{start}1") == f"'{start}1"
    assert neutral(-1.2) == -1.2


def test_every_question_has_its_numbers(language: str) -> None:
    kit.use_language(language)
    for question in kit.questions():
        rows = kit.shares(question)
        frame = number_frame("share", records(rows)) if len(rows) else rows
        texts = frame.select_dtypes("str").stack() if len(rows) else []
        assert not [text for text in texts if str(text).startswith(FORMULA)]
        assert len(frame) == len(rows)
    kit.use_language()


def test_a_cell_that_fails_is_named(tmp_path: Path) -> None:
    write_lesson(tmp_path / "00_bad.ipynb", [code("1 / 0", "raises-exception"), code("2 / 0")])
    notebook = nbformat.read(tmp_path / "00_bad.ipynb", as_version=4)
    with pytest.raises(KitError, match=r"00_bad, cell `2 / 0` failed: ZeroDivisionError"):
        shown_objects(notebook, "00_bad")
