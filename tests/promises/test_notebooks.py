"""The anatomy of a lesson, as CONTRIBUTING.md gives it to authors."""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import ceil
from pathlib import Path
from statistics import median

import pytest
from nbformat import NotebookNode
from told import numbers_told

import kit
from kit.environment import ROOT
from kit.labels import LANGUAGES
from kit.publish.cells import WIDGET_VIEW, is_blank, is_note, tags
from kit.publish.files import NOTEBOOKS, read_notebook
from kit.publish.lesson import Lesson
from kit.publish.notebooks import normal_form
from kit.publish.sections import heading, section_id

TAGS = {
    *LANGUAGES,
    *("setup", "live", "still", "exercise", "solution"),
    *("nbval-ignore-output", "raises-exception"),
}
REMOVABLE = {"live", "still", "solution", "exercise"}
PANEL = "nbval-ignore-output"
SLIDE_TYPES = {"slide", "subslide", "fragment", "notes", "skip"}
# A slide of 60 English words is read in about 20 seconds; so are 200 Japanese characters, which
# say what 60 to 80 English words say.
MOST_ENGLISH_WORDS = 60
MOST_JAPANESE_CHARACTERS = 200
MOST_BYTES = 300_000
# A minute takes 400 Japanese characters or 200 English words, one chart or panel; an exercise or a
# quiz takes two. Speaker notes and answers are not counted, nor are discussions.
CHARACTERS_A_MINUTE, WORDS_A_MINUTE = 400, 200
MOST_SLACK = 1.25
FORBIDDEN = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.Try)

SECTIONS = ROOT / "tests" / "support" / "sections.txt"
PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
on_every_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def cells(path: Path, kind: str = "") -> list[NotebookNode]:
    return [cell for cell in read_notebook(path).cells if kind in ("", cell.cell_type)]


def code_cells(path: Path, *without: str) -> list[NotebookNode]:
    return [cell for cell in cells(path, "code") if not tags(cell) & set(without)]


def language_of(cell: NotebookNode) -> str:
    (language,) = tags(cell) & set(LANGUAGES)
    return str(language)


def pairs(path: Path) -> list[tuple[NotebookNode, NotebookNode]]:
    """Give the Japanese cells with the English ones that follow them."""
    texts = cells(path, "markdown")
    return list(zip(texts[::2], texts[1::2], strict=True))


def headings(cell: NotebookNode) -> list[str]:
    return re.findall(r"^(#+) ", cell.source, re.MULTILINE)


def numbers(cell: NotebookNode) -> Counter[str]:
    return numbers_told(cell.source)


def code_lines(cell: NotebookNode) -> int:
    return len([line for line in cell.source.splitlines() if line.strip()])


def imported(nodes: Iterable[ast.AST]) -> set[str]:
    """Give the packages that code imports from."""
    plain = (alias.name for it in nodes if isinstance(it, ast.Import) for alias in it.names)
    named = (it.module or "" for it in nodes if isinstance(it, ast.ImportFrom))
    return {module.split(".")[0] for module in (*plain, *named)}


def names(cell: NotebookNode, context: type[ast.expr_context]) -> set[str]:
    tree = ast.parse(cell.source)
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    return {node.id for node in found if isinstance(node.ctx, context)}


def test_there_are_ten_lessons_in_order() -> None:
    assert [path.stem[:2] for path in PATHS] == [f"{number:02d}" for number in range(10)]


@on_every_notebook
def test_every_text_stands_in_both_languages(path: Path) -> None:
    whole = cells(path)
    for position, cell in enumerate(whole):
        spoken = tags(cell) & set(LANGUAGES)
        assert len(spoken) == (cell.cell_type == "markdown"), f"cell {position + 1}: {spoken}"
    for first, second in pairwise(whole):
        if first.cell_type == "markdown" and language_of(first) == "ja":
            assert second.cell_type == "markdown", f"no English after: {first.source}"
            assert language_of(second) == "en", f"no English after: {first.source}"
    assert [language_of(cell) for pair in pairs(path) for cell in pair] == [
        *LANGUAGES * len(pairs(path))
    ]


@on_every_notebook
def test_the_languages_say_the_same(path: Path) -> None:
    for ja, en in pairs(path):
        assert headings(ja) == headings(en), en.source
        assert numbers(ja) == numbers(en), f"{ja.source}\n---\n{en.source}"
        assert ja.metadata.slideshow == en.metadata.slideshow, en.source
        assert tags(ja) - {"ja"} == tags(en) - {"en"}, en.source


@on_every_notebook
def test_the_finding_is_the_only_title(path: Path) -> None:
    assert [len(headings(cell)) for cell in pairs(path)[0]] == [1, 1]
    titles = [mark for cell in cells(path, "markdown") for mark in headings(cell) if mark == "#"]
    assert titles == ["#", "#"]
    assert all(cell.source.startswith("# ") for cell in pairs(path)[0])
    assert all(len(cell.source.split()) <= 2 * 30 for cell in pairs(path)[0])


@on_every_notebook
def test_a_text_is_short_enough_for_a_slide(path: Path) -> None:
    for ja, en in pairs(path):
        assert len(en.source.split()) <= MOST_ENGLISH_WORDS, en.source
        length = len(re.sub(r"\s|[*#`-]", "", ja.source))
        assert length <= MOST_JAPANESE_CHARACTERS, f"{length}: {ja.source}"


@on_every_notebook
def test_minutes_and_objectives_are_given(path: Path) -> None:
    ja, en = next(pair for pair in pairs(path) if "所要時間" in pair[0].source)
    (minutes,) = re.findall(r"所要時間：(\d+)分", ja.source)
    assert f"{minutes} minutes" in en.source
    for cell, words in ((ja, "学習目標"), (en, "Objectives")):
        objectives = cell.source.split(words)[1]
        assert 1 <= len(re.findall(r"^- ", objectives, re.MULTILINE)) <= 3


def reading_minutes(path: Path) -> float:
    """Reckon how long a lesson takes in the language that takes longer."""
    texts = [it for it in cells(path, "markdown") if not is_note(it) and "solution" not in tags(it)]
    spoken = {language: [it for it in texts if language in tags(it)] for language in LANGUAGES}
    characters = sum(len(re.sub(r"\s|[*#`-]", "", it.source)) for it in spoken["ja"])
    words = sum(len(it.source.split()) for it in spoken["en"])
    return max(characters / CHARACTERS_A_MINUTE, words / WORDS_A_MINUTE)


def doing_minutes(path: Path) -> int:
    """Reckon how long a lesson's charts, panels, exercises and quiz take."""
    tested = [it for it in code_cells(path, "solution") if it.source.startswith("kit.quiz")]
    quizzes = [it for it in tested if not it.source.startswith("kit.quiz_form(")]  # apart
    panels = [it for it in code_cells(path) if PANEL in tags(it) and it not in tested]
    # What stands in for a live cell is never seen beside it.
    charts = [it for it in code_cells(path, "solution", "still") if "_chart(" in it.source]
    blanks = [it for it in code_cells(path) if is_blank(it)]
    return len(charts) + len(panels) + 2 * (len(quizzes) + len(blanks))


@on_every_notebook
def test_the_minutes_are_honest(path: Path) -> None:
    needed = reading_minutes(path) + doing_minutes(path)
    stated = Lesson(path.stem, read_notebook(path)).minutes()
    assert needed <= stated <= MOST_SLACK * needed, f"{needed:.1f} minutes, not {stated}"


@on_every_notebook
def test_tags_and_slide_types_are_of_the_list(path: Path) -> None:
    for cell in cells(path):
        assert tags(cell) <= TAGS, f"{tags(cell) - TAGS}: {cell.source}"
        assert cell.metadata.slideshow.slide_type in SLIDE_TYPES, cell.source


@on_every_notebook
def test_every_section_has_an_id_of_its_own(path: Path) -> None:
    named = []
    for ja, en in pairs(path):
        assert section_id(ja) == section_id(en), en.source
        assert bool(section_id(en)) == bool(heading(en)), f"`kit.section` names: {en.source}"
        named += filter(None, [section_id(en)])
    assert not [cell for cell in cells(path, "code") if section_id(cell)]
    assert len(set(named)) == len(named)
    assert all(re.fullmatch(rf"{path.stem[:2]}\.[a-z0-9-]+", it) for it in named), named


def test_ids_of_sections_stay() -> None:
    """Decks and links outside this repository name them: a heading may change, its id may not.

    What moved to another lesson, as "old -> new" says, goes by the new id from then on.
    """
    lines = [line.split(" -> ") for line in SECTIONS.read_text(encoding="utf-8").splitlines()]
    known = {line[-1] for line in lines}
    found = {section_id(ja) for path in PATHS for ja, _ in pairs(path) if section_id(ja)}
    assert known <= found, "an id that was given out is kept"
    assert found <= known, f"write new ids into {SECTIONS.name}"
    assert not {line[0] for line in lines if len(line) > 1} & found, "an old id is not used again"


def test_the_setup_cell_is_the_same_everywhere() -> None:
    found = [[cell.source for cell in cells(path) if "setup" in tags(cell)] for path in PATHS]
    assert all(len(setups) == 1 for setups in found)
    assert len({setups[0] for setups in found}) == 1


@on_every_notebook
def test_code_is_short(path: Path) -> None:
    assert len(code_cells(path, "exercise", "solution", PANEL)) <= 15
    assert all(code_lines(cell) <= 2 for cell in code_cells(path) if {PANEL} & tags(cell))
    lengths = sorted(map(code_lines, code_cells(path)))
    assert median(lengths) <= 3
    assert lengths[ceil(0.9 * len(lengths)) - 1] <= 7
    assert lengths[-1] <= 12


@on_every_notebook
def test_code_is_plain(path: Path) -> None:
    for cell in code_cells(path):
        assert not re.search(r"^\s*[%!?]", cell.source, re.MULTILINE), cell.source
        nodes = list(ast.walk(ast.parse(cell.source)))
        assert not [node for node in nodes if isinstance(node, FORBIDDEN)], cell.source
        assert imported(nodes) <= {"kit"}, cell.source
        called = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        assert not called & {"plot", "hist", "boxplot", "style"}, cell.source


@on_every_notebook
def test_code_holds_no_words_to_show(path: Path) -> None:
    for cell in code_cells(path):
        assert cell.source.isascii(), cell.source


@on_every_notebook
def test_text_comes_before_code(path: Path) -> None:
    before = ""
    for cell in cells(path):
        if cell.cell_type == "markdown":
            before = "text"
        elif "setup" in tags(cell):
            before = "setup"
        else:
            assert before == "text", f"nothing is said before: {cell.source}"


def guessed(cell: NotebookNode) -> str:
    """Give the figure, as printed, that a cell asks to guess."""
    (call,) = (node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Call))
    (question,) = map(ast.literal_eval, call.args)
    chosen = {str(it.arg): ast.literal_eval(it.value) for it in call.keywords}
    figure = kit.shares(question, **{"wave": 2021, "size": "all", **chosen})
    return str(figure["printed"].item())


@pytest.mark.parametrize("path", PATHS[2:7], ids=lambda path: path.stem)
def test_a_figure_is_guessed_before_it_is_told(path: Path) -> None:
    whole = [it for it in cells(path) if not is_note(it)]
    asked = [place for place, it in enumerate(whole) if it.source.startswith("kit.guess(")]
    assert asked
    for place in asked:
        shown = [str(it.get("outputs", "")) + it.source for it in whole[:place]]
        printed = rf"(?<![\d.]){re.escape(guessed(whole[place]))}\s?%"
        assert not re.search(printed, "\n".join(shown)), printed


def test_every_lesson_has_a_quiz_and_the_first_and_last_a_test() -> None:
    for path in PATHS:
        found = [it.source for it in code_cells(path) if it.source.startswith("kit.quiz")]
        tests = {"00": ['kit.quiz_form("pre")'], "09": ['kit.quiz_form("post")']}
        assert found == [f'kit.quiz("{path.stem}")', *tests.get(path.stem[:2], [])]


def removable_names(path: Path) -> Iterator[tuple[NotebookNode, set[str]]]:
    for cell in code_cells(path):
        if tags(cell) & REMOVABLE:
            yield cell, names(cell, ast.Store)


@on_every_notebook
def test_a_removable_cell_defines_nothing_for_others(path: Path) -> None:
    for removable, defined in removable_names(path):
        others = [cell for cell in code_cells(path) if cell.id != removable.id]
        used = {it for cell in others for it in names(cell, ast.Load) - names(cell, ast.Store)}
        assert not defined & used, f"{defined & used} of: {removable.source}"


@on_every_notebook
def test_it_was_executed_from_top_to_bottom(path: Path) -> None:
    counts = [cell.execution_count for cell in code_cells(path)]
    assert counts == list(range(1, len(counts) + 1)), "run `python -m kit notebooks`"


@on_every_notebook
def test_it_is_committed_in_normal_form(path: Path) -> None:
    content = path.read_bytes()
    assert len(content) < MOST_BYTES
    assert normal_form(read_notebook(path)) == content, "run `python -m kit notebooks`"
    outputs = [output for cell in code_cells(path) for output in cell.outputs]
    assert not [it for it in outputs if it.get("name") == "stderr"]
    assert not [it for it in outputs if WIDGET_VIEW in it.get("data", {})]
    assert not [it for it in outputs if it.output_type == "error"] or any(
        "raises-exception" in tags(cell) for cell in code_cells(path)
    )
