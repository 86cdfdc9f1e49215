"""Write every figure for pasting: as a drawing, as a picture, as numbers and as words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from nbformat import NotebookNode

from kit import data
from kit.charts import drawn, is_drawn
from kit.facts import Facts
from kit.labels import LANGUAGES, in_language, word
from kit.publish.build import Work
from kit.publish.executed import work_name
from kit.publish.files import read_notebook
from kit.publish.lesson import Lesson
from kit.publish.shown import shown_in
from kit.tables.numbers import number_frame

# Of each size its ending and its resolution: what printers ask for, and a slide 1,920 pixels wide.
MEDIA = {"wide": ("", 300), "slide": ("-slide", 160)}


def figure_works(lessons: Sequence[Lesson]) -> Iterator[Work]:
    """List for each lesson and language a folder of its figures."""
    for lesson in lessons:
        for language in LANGUAGES:
            executed = work_name(lesson.name, language)
            make = partial(_folder, executed=executed, language=language)
            name = f"figures/{language}/{lesson.name}"
            yield Work(name, make, needs=(executed,))


def figures_in(cells: Iterable[NotebookNode]) -> dict[str, Facts]:
    """Give the facts of a lesson's figures by file name, without what a reader is to guess.

    A chart is named by its number among them, its kind and its question; a view of a panel stands
    in a folder of its question and is named by the state in which it is shown first.
    """
    found: dict[str, Facts] = {}
    for _, facts in shown_in(cells):
        if facts.kind == "panel":
            found |= {f"{facts.question}/{name}": it for name, it in _views(facts)}
        elif is_drawn(facts) and facts.kind != "guess":
            number = sum("/" not in name for name in found) + 1
            parts = (f"{number:02d}", facts.kind, facts.question)
            found["-".join(filter(None, parts))] = facts
    return found


def _views(panel: Facts) -> Iterator[tuple[str, Facts]]:
    """List the views of a panel that show a number, each once."""
    seen = set()
    for state, facts in panel.states.items():
        keys = tuple(it.key for it in facts.figures)
        if is_drawn(facts) and keys not in seen and any(it.printed for it in facts.figures):
            seen.add(keys)
            yield "-".join([panel.question, *state.split(",")]), facts


def _folder(folder: Path, *, executed: str, language: str) -> Mapping[str, bytes]:
    found = figures_in(read_notebook(folder / executed).cells)
    with in_language(language):
        written = ((name, it) for name, facts in found.items() for it in _files(facts))
        return {f"{name}{ending}": content for name, (ending, content) in written}


def _files(facts: Facts) -> Iterator[tuple[str, bytes]]:
    chart = drawn(facts)
    numbers = number_frame(facts).to_csv(index=False, lineterminator="\r\n")
    for size, (ending, resolution) in MEDIA.items():
        drawing = f'<?xml version="1.0" encoding="UTF-8"?>\n{chart.svg(size, whole=True)}\n'
        yield f"{ending}.svg", drawing.encode()
        yield f"{ending}.png", chart.png(size, resolution=resolution)
    yield ".csv", numbers.encode("utf-8-sig")  # with the mark that tells Excel the encoding
    yield ".txt", "\n\n".join([facts.title, facts.alternative, citation(facts)]).encode()


def citation(facts: Facts) -> str:
    """Give the line to put below a figure: who published its numbers, where, and who drew it."""
    cited = [data.cite(code) for code in facts.sources or ("deck",)]
    named = [word("figures.cited", **source) for source in cited]
    return word("figures.citation", sources=word("list.semicolon").join(named))
