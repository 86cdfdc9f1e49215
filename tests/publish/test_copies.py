"""The language copies and the template that Voilà serves them with."""

import inspect
import json
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import nbformat
import pytest
from fontTools.ttLib import TTFont
from made_lessons import SETUP, code, html, text, write_lesson

from kit.environment import ROOT
from kit.errors import KitError
from kit.font import BOLD, WEIGHTS
from kit.labels import LANGUAGES
from kit.publish import fonts
from kit.publish.app.copies import build_all, template_folder


@pytest.fixture(scope="module", autouse=True)
def _cut_each_font_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "subset", cache(fonts.subset))
        yield


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "notebooks"
    write_lesson(
        folder / "00_first.ipynb",
        [
            text("ja", "委託元の3分の2"),
            text("en", "Two thirds of clients"),
            html("<b>table</b>"),
            code("print('live')", "live"),
            code("print('still')", "still"),
            code("print('solution')", "solution"),
            code("print('blank')", "exercise"),
        ],
        ja="「最初」の題",
        en='The "first" title',
    )
    write_lesson(folder / "01_second.ipynb")
    return folder


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def test_a_copy_holds_one_language_and_no_output(
    sources: Path, tmp_path: Path, language: str
) -> None:
    build = tmp_path / "build"
    build_all(sources, build)
    copy = read(build / "app" / language / "00_first.ipynb")
    source = "\n".join(cell.source for cell in copy.cells)

    (other,) = set(LANGUAGES) - {language}
    assert not any(other in cell.metadata.tags for cell in copy.cells)
    assert copy.metadata.language == language
    assert copy.metadata.title == {"ja": "「最初」の題", "en": 'The "first" title'}[language]
    assert f'kit.use_language("{language}")' in source
    assert "kit.use_language()" not in source
    assert "live" in source
    assert "still" not in source
    assert "solution" in source, "a page folds the answers away; a reader may open them"
    assert "blank" in source, "on a page the same cell asks with answers to choose"
    assert not any(cell.get("outputs") for cell in copy.cells)


def test_building_again_writes_only_what_changed(sources: Path, tmp_path: Path) -> None:
    build = tmp_path / "build"
    assert build_all(sources, build)
    assert build_all(sources, build) == []
    write_lesson(sources / "01_second.ipynb", [html("<b>new</b>")])
    assert {path.name for path in build_all(sources, build)} == {"01_second.ipynb"}


def test_stale_copies_and_fonts_are_removed(sources: Path, tmp_path: Path) -> None:
    build = tmp_path / "build"
    build_all(sources, build)
    write_lesson(sources / "01_second.ipynb", ja="鬱蒼")
    (sources / "00_first.ipynb").unlink()
    build_all(sources, build)
    assert {path.name for path in (build / "app").rglob("*.ipynb")} == {"01_second.ipynb"}
    assert len(list(template_folder(build).rglob("*.woff"))) == len(WEIGHTS)


def drop_setup(notebook: nbformat.NotebookNode) -> None:
    notebook.cells = [cell for cell in notebook.cells if cell.source != SETUP]


def repeat_setup(notebook: nbformat.NotebookNode) -> None:
    notebook.cells.append(code(SETUP, "setup"))


def untag_setup(notebook: nbformat.NotebookNode) -> None:
    next(cell for cell in notebook.cells if cell.source == SETUP).metadata.tags = []


@pytest.mark.parametrize("damage", [drop_setup, repeat_setup, untag_setup])
def test_the_language_must_be_chosen_exactly_once(
    damage: Callable[[nbformat.NotebookNode], None], sources: Path, tmp_path: Path
) -> None:
    notebook = read(sources / "00_first.ipynb")
    damage(notebook)
    nbformat.write(notebook, sources / "00_first.ipynb")
    with pytest.raises(KitError, match=r"00_first\.ipynb.*exactly one cell, tagged `setup`"):
        build_all(sources, tmp_path / "build")


def test_a_lesson_needs_a_title_in_both_languages(sources: Path, tmp_path: Path) -> None:
    notebook = read(sources / "00_first.ipynb")
    notebook.cells[1].source = "no heading"
    nbformat.write(notebook, sources / "00_first.ipynb")
    with pytest.raises(KitError, match="tagged `en` begins with a heading"):
        build_all(sources, tmp_path / "build")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KitError, match="no notebook"):
        build_all(tmp_path, tmp_path / "build")


def test_the_template_knows_every_lesson(sources: Path, tmp_path: Path) -> None:
    build = tmp_path / "build"
    build_all(sources, build)
    settings = (template_folder(build) / "lessons.html.j2").read_text(encoding="utf-8")
    line = next(it for it in settings.splitlines() if "set lessons" in it)
    first = json.loads(line.removeprefix("{%- set lessons = ").removesuffix(" -%}"))[0]
    assert first == {
        "name": "00_first",
        "number": "00",
        "minutes": 10,
        "title": {"ja": "「最初」の題", "en": 'The "first" title'},
        "subtitle": {"ja": "短い説明", "en": "Short words"},
        "question": {"ja": "", "en": ""},
        "goals": {"ja": [], "en": []},
    }


def test_the_template_asks_nothing_of_other_hosts() -> None:
    rooms = (ROOT / "kit" / "publish").rglob("template*")
    files = [it for room in rooms if room.is_dir() for it in room.rglob("*.*") if it.is_file()]
    assert len(files) > 30
    for path in files:
        written = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "//" not in written.replace("</", ""), path  # that one is a name, not an address


def test_the_web_font_has_the_letters_and_the_same_bytes_each_time() -> None:
    letters = fonts.characters(["委託元のテレワーク：64.9％", "Largest “clients”"])
    cut = inspect.unwrap(fonts.subset)
    content = cut(letters)
    known = TTFont(BytesIO(content)).getBestCmap()
    assert not [letter for letter in "委託元テレワーク649％“”Az" if ord(letter) not in known]
    assert len(content) < 100_000
    assert cut(letters) == content != cut(letters, BOLD)
    assert fonts.subset_name(letters) != fonts.subset_name(letters + "鬱")
