"""The figure bundle: each chart as drawing, picture, numbers and words, safe to open anywhere."""

import csv
import re
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from made_lessons import code, write_lesson
from matplotlib.image import imread
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output

import kit
from kit.charts import SIZES, is_drawn
from kit.data import cite
from kit.errors import KitError
from kit.estimates import figures
from kit.facts import MIME
from kit.look import colour
from kit.publish.build import Work
from kit.publish.lesson import read_lessons
from kit.publish.pictures.bundle import figure_works, figures_in
from kit.publish.pictures.index import build_figures
from kit.tables.numbers import FORMULA, neutral, number_frame

# What each made lesson shows, and the files that this makes.
SHOWN = {
    'kit.share_chart(kit.shares("q08_checked", side="client"))': "01-share-q08_checked",
    'kit.gap_chart(kit.gaps("q01_telework"))': "02-gap-q01_telework",
    'kit.guess("q01_telework", option="experienced", side="client")': "",
    'kit.share_table(kit.shares("q08_checked"))': "",
    'kit.resample("q01_telework", option="experienced", redraws=200)': "03-redraws-q01_telework",
    'kit.rank_chart(kit.table("threat_ranks"))': "04-ranks",
}
EXPLORED = 'kit.explore("q08_method")'
VIEWS = [f"q08_method/q08_method-2021-{side}" for side in ("both", "client", "vendor")]
ENDS = (".svg", ".png", "-slide.svg", "-slide.png", ".csv", ".txt")


def cell_of(output: object) -> NotebookNode:
    """Make the cell of an executed notebook that shows an output of the kit."""
    data = {"text/plain": repr(output), MIME: output.facts.to_json()}  # type: ignore[attr-defined]
    shown = new_output("execute_result", data, execution_count=1)
    return new_code_cell("", outputs=[shown], execution_count=1)


WIDE, SLIDE = (SIZES[it].width + 2 * SIZES[it].margin for it in ("wide", "slide"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Build the bundle of a made lesson from its executed copies."""
    folder = tmp_path_factory.mktemp("figures")
    cells = [code(it) for it in (*SHOWN, EXPLORED)]
    write_lesson(folder / "notebooks" / "00_made.ipynb", cells)
    build_figures(folder / "notebooks", folder / "build")
    yield folder / "build"
    kit.use_language()


@pytest.fixture(scope="module", params=["ja", "en"])
def bundle(request: pytest.FixtureRequest, made: Path) -> dict[str, bytes]:
    folder = made / "figures" / request.param / "00_made"
    files = [it for it in folder.rglob("*") if it.is_file()]
    return {it.relative_to(folder).as_posix(): it.read_bytes() for it in files}


def test_every_chart_has_its_files(bundle: dict[str, bytes]) -> None:
    stems = [*filter(None, SHOWN.values()), *VIEWS]
    assert set(bundle) == {f"{stem}{end}" for stem in stems for end in ENDS}


def test_a_lesson_is_executed_once_and_only_its_facts_are_read(made: Path, tmp_path: Path) -> None:
    (lesson,) = read_lessons(made.parent / "notebooks")
    works: list[Work] = list(figure_works([lesson]))
    assert [work.name for work in works] == [f"figures/{it}/00_made" for it in ("ja", "en")]
    executed = tmp_path / "executed" / "en" / "00_made.ipynb"
    executed.parent.mkdir(parents=True)
    kit.use_language("en")
    cells = [cell_of(kit.gap_chart(kit.gaps("q01_telework"), title="Only facts"))]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), executed)
    kit.use_language()
    files = works[1].make(tmp_path)
    assert isinstance(files, dict)
    assert set(files) == {f"01-gap-q01_telework{end}" for end in ENDS}
    assert b"Only facts" in files["01-gap-q01_telework.txt"]
    assert b"Vendors" in files["01-gap-q01_telework.svg"], "in the language of the copy"


def test_the_drawing_keeps_its_text_and_says_its_size(bundle: dict[str, bytes]) -> None:
    root = ElementTree.fromstring(bundle["01-share-q08_checked.svg"])
    assert "35.5%" in "".join(root.itertext())
    assert root.get("width") == f"{WIDE:.0f}"
    assert root.get("aria-label")


def test_a_drawing_that_travels_alone_holds_title_notes_and_source(
    bundle: dict[str, bytes],
) -> None:
    for name, content in bundle.items():
        if name.endswith(".svg"):
            words = re.sub(r"\s", "", "".join(ElementTree.fromstring(content).itertext()))
            title = (
                bundle[name.removesuffix(".svg").removesuffix("-slide") + ".txt"]
                .decode()
                .split("\n\n")[0]
            )
            assert re.sub(r"\s", "", title) in words
            assert any(it in words for it in ("出典", "Source", "IPA")), name


def test_the_picture_has_the_resolution_of_print(bundle: dict[str, bytes]) -> None:
    picture = imread(BytesIO(bundle["01-share-q08_checked.png"]))
    assert picture.shape[1] == pytest.approx(WIDE / 96 * 300, abs=1)
    picture = imread(BytesIO(bundle["01-share-q08_checked-slide.png"]))
    assert picture.shape[1] == pytest.approx(SLIDE / 96 * 160, abs=1)
    assert picture.shape[1] > 1920, "sharp on a whole slide"


@pytest.mark.parametrize("size", ["wide", "slide"])
def test_the_marks_of_both_sides_are_in_the_picture(size: str) -> None:
    """A circle is a stroke without length, which is easily lost on the way to pixels."""
    chart = kit.gap_chart(kit.gaps("q01_telework", wave=2021))
    picture = imread(BytesIO(chart.png(size, resolution=96, whole=False)))[:, :, :3]
    for side, area in (
        ("client", 3.14 * SIZES[size].mark ** 2),
        ("vendor", 4 * SIZES[size].square ** 2),
    ):
        wanted = [int(colour(side)[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        assert (abs(picture - wanted).max(axis=2) < 0.01).sum() > 0.9 * area, side


def test_the_numbers_are_those_of_the_data_and_open_in_a_spreadsheet(
    bundle: dict[str, bytes],
) -> None:
    content = bundle["01-share-q08_checked.csv"]
    assert content.startswith(b"\xef\xbb\xbf"), "Excel needs the mark to read Japanese"
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    published = [it.printed for it in figures("q08_checked", side="client")]
    assert [row[4] for row in rows[1:]] == published
    assert "55" in rows[1 + published.index("35.5")]


@pytest.mark.parametrize("question", ["q01_telework", "q08_checked", "q11_contact"])
def test_the_views_of_a_question_show_each_of_its_figures_and_none_twice(question: str) -> None:
    drawn = figures_in([cell_of(kit.explore(question))])
    shown = [{it.key for it in facts.figures} for facts in drawn.values()]
    assert len({frozenset(it) for it in shown}) == len(shown)
    assert {it.key for it in figures(question) if it.printed} <= set().union(*shown)
    assert all(any(it.printed for it in facts.figures) for facts in drawn.values())
    pattern = rf"{question}/{question}-(\d{{4}}|both)-[a-z]+(-[a-z]+)?"
    assert all(re.fullmatch(pattern, it) for it in drawn)
    for name, facts in drawn.items():
        wave = name.split("-")[1]
        waves = {str(it.wave) for it in facts.figures}
        assert waves == {"2020", "2021"} if wave == "both" else waves == {wave}


def test_what_is_to_be_guessed_is_in_no_file(bundle: dict[str, bytes]) -> None:
    assert not [name for name in bundle if "guess" in name]
    guessed = kit.guess("q01_telework", option="experienced", side="client")
    assert is_drawn(guessed.facts) and figures_in([cell_of(guessed)]) == {}


def test_the_words_describe_and_cite(bundle: dict[str, bytes]) -> None:
    for name, content in bundle.items():
        if name.endswith(".txt"):
            title, alternative, citation = content.decode().split("\n\n")
            assert title in alternative
            assert ("https://www.ipa.go.jp/" in citation) == ("-ranks" not in name)
    ranks = bundle["04-ranks.txt"].decode()
    drawn = kit.table("threat_ranks").dropna(subset=["rank"])
    assert all(cite(it)["address"] in ranks for it in drawn["source"])


@pytest.mark.parametrize("start", FORMULA)
def test_no_text_is_taken_for_a_formula(start: str) -> None:
    assert neutral(f"{start}1") == f"'{start}1"
    assert neutral(-1.2) == -1.2


def test_every_question_has_its_numbers(language: str) -> None:
    kit.use_language(language)
    for question in kit.questions():
        found = figures(question)
        frame = number_frame(kit.share_chart(found).facts)
        texts = frame.select_dtypes("str").stack()
        assert not [text for text in texts if str(text).startswith(FORMULA)]
        assert len(frame) == len(found) > 0
    kit.use_language()


def test_a_cell_that_fails_is_named(tmp_path: Path) -> None:
    notebooks = tmp_path / "notebooks"
    failing = [code("1 / 0", "raises-exception"), code("2 / 0")]
    write_lesson(notebooks / "00_bad.ipynb", failing)
    with pytest.raises(KitError, match=r"00_bad\.ipynb, cell 7 \(`2 / 0`\) failed") as raised:
        build_figures(notebooks, tmp_path / "build")
    assert "ZeroDivisionError" in str(raised.value)
