"""Notebooks as others show them: previews of code hosts, plain nbconvert, without the kit."""

import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from nbconvert import HTMLExporter, SlidesExporter
from nbformat import NotebookNode

from kit.charts import is_drawn
from kit.facts import MIME, Facts, read_facts
from kit.publish.cells import is_note, tags
from kit.publish.files import NOTEBOOKS, read_notebook

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
BYTES = 300_000
# What shows a picture although its output is not compared: all panels but those that ask a guess.
PICTURED = ("kit.explore(", "kit.resample(")
# What previews take away: whatever may act or may be styled, and drawings.
STRIPPED = ("script", "style", "svg", "link", "iframe", "object", "form", "input", "button")


def preview(html: str) -> BeautifulSoup:
    """Strip a page as the preview of a code host does."""
    page = BeautifulSoup(html, "html.parser")
    for name in STRIPPED:
        for tag in page.find_all(name):
            tag.decompose()
    for tag in page.find_all(True):
        tag.attrs = {name: it for name, it in tag.attrs.items() if name in ("src", "alt", "href")}
    return page


def facts_of(output: NotebookNode) -> Facts | None:
    found = output.get("data", {}).get(MIME)
    return read_facts(found) if found else None


@cache
def page(path: Path) -> BeautifulSoup:
    body, _ = HTMLExporter().from_notebook_node(read_notebook(path))
    return preview(body)


def pictures(found: BeautifulSoup) -> list[Tag]:
    return [it for it in found.find_all("img") if str(it["src"]).startswith("data:image/png")]


def charts(path: Path) -> list[Facts]:
    """List the charts that the cells of a notebook show."""
    outputs = [it for cell in read_notebook(path).cells for it in cell.get("outputs", [])]
    return [it for it in map(facts_of, outputs) if it and is_drawn(it)]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_chart_is_a_picture_with_its_text_where_little_is_allowed(path: Path) -> None:
    shown = {str(it["alt"]): it for it in pictures(page(path))}
    words = page(path).get_text()
    for chart in charts(path):
        assert chart.alternative in shown, chart.title
        assert len(str(shown[chart.alternative]["src"])) > 2_000, "an empty picture"
        assert chart.title in words
        assert chart.source in words
        assert all(note in words for note in chart.notes)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_panel_leaves_a_still_and_its_words(path: Path) -> None:
    cells = read_notebook(path).cells
    for cell, after in pairwise(cells):
        if "live" in tags(cell):
            assert "still" in tags(after) and pictures(preview(after.outputs[0].data["text/html"]))
            continue
        if "nbval-ignore-output" not in tags(cell):
            continue
        (output,) = cell.outputs
        assert output.data["text/plain"].strip(), cell.source
        html = output.data.get("text/html", "")
        if cell.source.startswith(PICTURED):
            assert pictures(preview(html)), cell.source
        if cell.source.startswith("kit.quiz("):
            assert len(preview(html).find_all("li")) >= 3


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_preview_shows_the_texts_and_tables_of_a_lesson(path: Path) -> None:
    words = "".join(page(path).get_text().split())
    for cell in read_notebook(path).cells:
        first = cell.source.strip().split("\n", 1)[0]
        if cell.cell_type == "markdown" and first.startswith("#"):
            assert "".join(first.lstrip("# ").split()) in words, first
        for facts in filter(None, map(facts_of, cell.get("outputs", []))):
            for line in facts.cells:
                assert all("".join(text.split()) in words for text in line), facts.title


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_plain_slides_show_every_chart_and_every_slide(path: Path) -> None:
    notebook = read_notebook(path)
    body, _ = SlidesExporter().from_notebook_node(notebook)
    found = BeautifulSoup(body, "html.parser")
    alternatives = {str(it.get("alt", "")) for it in found.find_all("img")}
    kept = [cell for cell in notebook.cells if cell.metadata.slideshow.slide_type != "skip"]
    shown = [facts_of(it) for cell in kept for it in cell.get("outputs", [])]
    assert {it.alternative for it in shown if it and is_drawn(it)} <= alternatives
    words = "".join(found.get_text().split())
    for cell in kept:
        first = cell.source.strip().split("\n", 1)[0]
        if cell.cell_type == "markdown" and not is_note(cell) and first.startswith("#"):
            assert "".join(first.lstrip("# ").split()) in words, first


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_notebooks_stay_light(path: Path) -> None:
    assert path.stat().st_size <= BYTES


@pytest.mark.slow
def test_plain_nbconvert_needs_no_kit() -> None:
    hidden = (
        "import sys; sys.modules['kit'] = None\n"
        "from nbconvert import HTMLExporter\n"
        "sys.stdout.write(HTMLExporter().from_filename(sys.argv[1])[0])"
    )
    command = [sys.executable, "-X", "utf8", "-c", hidden, str(PATHS[2])]
    done = subprocess.run(command, check=True, capture_output=True)
    assert len(pictures(preview(done.stdout.decode()))) >= len(charts(PATHS[2])) > 3
