"""Notebooks to hand out: learners get tasks without answers, instructors answers and notes."""

from pathlib import Path

import nbformat
import pytest
from made_lessons import code, text, write_lesson
from nbclient import NotebookClient

from kit.errors import KitError
from kit.labels import LANGUAGES
from kit.publish.files import NOTEBOOKS
from kit.publish.learner import build_notebooks


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handed_out")
    build_notebooks(NOTEBOOKS, folder)
    return folder


def cells(path: Path) -> list[nbformat.NotebookNode]:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return list(notebook.cells)


def kinds(path: Path) -> set[str]:
    found = cells(path)
    tags = {tag for cell in found for tag in cell.metadata.get("tags", [])}
    return tags | {cell.metadata.slideshow.slide_type for cell in found}


@pytest.mark.parametrize("source", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_learners_get_tasks_without_answers_and_instructors_all(built: Path, source: Path) -> None:
    for language in LANGUAGES:
        (other,) = set(LANGUAGES) - {language}
        learner = kinds(built / "learner" / language / source.name)
        instructor = kinds(built / "instructor" / language / source.name)
        assert {"exercise", language} <= learner
        assert not {"solution", "notes", other} & learner
        assert {"exercise", "solution", "notes", language} <= instructor
        for audience in ("learner", "instructor"):
            found = cells(built / audience / language / source.name)
            blanks = [it.source for it in found if it.source.startswith("answer = ...")]
            least = 0 if source.name.startswith("00") else 1  # the first lesson asks for no code
            assert least <= len(blanks) <= 3, f"{audience}: {blanks}"
        assert other not in instructor


def test_a_copy_chooses_its_language_and_holds_no_output(built: Path) -> None:
    for path in built.rglob("*.ipynb"):
        code_cells = [cell for cell in cells(path) if cell.cell_type == "code"]
        assert f'kit.use_language("{path.parent.name}")' in code_cells[0].source
        assert not any(cell.outputs or cell.execution_count for cell in code_cells)


def test_building_again_writes_nothing(built: Path) -> None:
    assert build_notebooks(NOTEBOOKS, built) == []


@pytest.mark.slow
@pytest.mark.parametrize("audience", ["learner", "instructor"])
@pytest.mark.parametrize("name", ["03_exceptions_remain", "09_your_own_survey"])
def test_a_copy_runs_from_top_to_bottom(built: Path, audience: str, name: str) -> None:
    notebook = nbformat.read(built / audience / "en" / f"{name}.ipynb", as_version=4)
    NotebookClient(notebook, kernel_name="python3", timeout=120).execute()


def test_a_lesson_without_its_choice_of_language_is_named(tmp_path: Path) -> None:
    path = write_lesson(tmp_path / "notebooks" / "00_odd.ipynb", [text("ja", "文"), code("1")])
    path.write_text(path.read_text(encoding="utf-8").replace("kit.use_language()", "pass"))
    with pytest.raises(KitError, match="00_odd"):
        build_notebooks(path.parent, tmp_path / "build")
