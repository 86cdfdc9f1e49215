"""The normal form: what is kept, what is dropped, what a failure says; and how often it runs."""

import re
from collections import Counter
from pathlib import Path

import nbformat
import pytest
from made_lessons import code, html, write_lesson
from nbformat.v4 import new_notebook

from kit.errors import KitError
from kit.labels import LANGUAGES
from kit.publish.build import build
from kit.publish.everything import all_works
from kit.publish.files import NOTEBOOKS, read_notebook
from kit.publish.lesson import read_lessons
from kit.publish.notebooks import execute_all
from kit.publish.run import CellFailed, run

WIDGET_AND_HTML = """from IPython.display import display

view = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/html": "<p>face</p>"}
display(view, raw=True)"""

# Lets a lesson tell of every run, in whatever process and by whatever means.
TELL = """

with open({log!r}, "a", encoding="utf-8") as told:
    print({lesson!r}, kit.language(), file=told)
"""
# All that is made of lessons; of the prints, which take long and read pages, one lesson's.
MADE_OF_LESSONS = re.compile(r".*(?<!\.pdf)|handouts/.*/04_.*")


def telling_lessons(folder: Path, log: Path) -> Path:
    """Copy the lessons, their set-up cells telling of every run."""
    folder.mkdir()
    for path in NOTEBOOKS.glob("*.ipynb"):
        notebook = read_notebook(path)
        setup = next(cell for cell in notebook.cells if "setup" in cell.metadata.tags)
        setup.source += TELL.format(log=str(log), lesson=path.stem)
        nbformat.write(notebook, folder / path.name)
    return folder


def lesson_runs(folder: Path) -> Counter[tuple[str, str]]:
    """Build everything below a folder; count how often each lesson ran in each language."""
    log = folder / "runs.txt"
    notebooks = telling_lessons(folder / "notebooks", log)
    works = list(all_works(read_lessons(notebooks), notebooks))
    wanted = [it.name for it in works if MADE_OF_LESSONS.fullmatch(it.name)]
    build(works, folder / "built", only=wanted)
    lines = log.read_text(encoding="utf-8").splitlines()
    return Counter((lesson, language) for lesson, language in map(str.split, lines))


@pytest.mark.slow
def test_everything_is_made_of_one_run_a_lesson_and_language(tmp_path: Path) -> None:
    lessons = [path.stem for path in NOTEBOOKS.glob("*.ipynb")]
    once = {(lesson, language): 1 for lesson in lessons for language in LANGUAGES}
    assert lesson_runs(tmp_path) == once
    assert len(once) == 20


def test_executed_twice_changes_nothing(tmp_path: Path) -> None:
    path = write_lesson(tmp_path / "00_made.ipynb", [html("<b>64.9</b>"), code("print('値')")])
    assert execute_all(tmp_path) == [path]
    first, written = path.read_bytes(), path.stat().st_mtime_ns
    assert execute_all(tmp_path) == []
    assert path.read_bytes() == first
    assert path.stat().st_mtime_ns == written, "an unchanged notebook was written again"


def test_normal_form_keeps_only_what_the_builds_read(tmp_path: Path) -> None:
    path = write_lesson(
        tmp_path / "00_made.ipynb",
        [
            html("<b>64.9</b>"),
            code(WIDGET_AND_HTML),
            html("<b>panel</b>", "nbval-ignore-output"),
            code("import sys\n\nprint('warned', file=sys.stderr)"),
            code("1 / 0", "raises-exception"),
        ],
    )
    execute_all(tmp_path)
    content = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(content, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]

    assert content.endswith("}\n")
    assert "短い説明" in content, "letters are written as they are, not escaped"
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert [cell.id for cell in notebook.cells[:2]] == ["c01", "c02"]
    assert [cell.execution_count for cell in cells] == [1, 2, 3, 4, 5, 6]
    assert all(set(cell.metadata) <= {"tags", "slideshow", "kit"} for cell in notebook.cells)
    assert cells[1].outputs[0].data["text/html"] == "<b>64.9</b>"
    assert cells[2].outputs == cells[4].outputs == [], "a dead widget, a warning"
    assert cells[5].outputs[0].ename == "ZeroDivisionError"
    assert str(tmp_path) not in content


def test_notebooks_run_in_japanese(tmp_path: Path) -> None:
    path = write_lesson(
        tmp_path / "00_made.ipynb", [code("import os\n\nprint(os.environ['KIT_LANG'])")]
    )
    execute_all(tmp_path)
    notebook = nbformat.read(path, as_version=4)
    assert notebook.cells[-1].outputs[0].text == "ja\n"


def test_every_failure_is_named_and_the_others_are_written(tmp_path: Path) -> None:
    failing = write_lesson(tmp_path / "00_fails.ipynb", [code("1 / 0\nprint('after')")])
    sleeping = write_lesson(tmp_path / "01_dies.ipynb", [code("import os\n\nos._exit(1)")])
    before = failing.read_bytes(), sleeping.read_bytes()
    good = write_lesson(tmp_path / "02_works.ipynb", [code("print('hello')")])

    with pytest.raises(KitError) as raised:
        execute_all(tmp_path)

    message = str(raised.value)
    assert "00_fails.ipynb, cell 6 (`1 / 0`) failed: ZeroDivisionError" in message
    assert "01_dies.ipynb, cell 6 (`import os`) failed: DeadKernelError" in message
    assert (failing.read_bytes(), sleeping.read_bytes()) == before
    assert "hello" in good.read_text(encoding="utf-8")


def test_a_kept_kernel_forgets_names_and_is_left_when_something_went_wrong(tmp_path: Path) -> None:
    def kernel(*lines: str) -> str:
        """Run cells, the last of which prints the kernel's number and what it knows."""
        told = code("import os\n\nprint(os.getpid(), 'name' in globals(), 'sys' in globals())")
        notebook = new_notebook(cells=[*map(code, lines), told])
        run(notebook, tmp_path, keep=True)
        assert [cell.execution_count for cell in notebook.cells] == [*range(1, len(lines) + 2)]
        return str(notebook.cells[-1].outputs[0].text)

    first = kernel("name = 1", "import sys")
    assert first.endswith(" True True\n")
    assert kernel() == first.replace("True True", "False False")
    with pytest.raises(CellFailed, match="ZeroDivisionError"):
        kernel("1 / 0")
    assert kernel().split()[0] != first.split()[0]
    with pytest.raises(CellFailed, match="DeadKernelError"):
        kernel("import os; os._exit(1)")
    assert kernel().endswith(" False False\n")
