"""Read what executed cells show, from the facts that travel with their outputs."""

from collections.abc import Iterable, Iterator

from nbformat import NotebookNode

from kit.facts import MIME, Facts, read_facts


def facts_in(cell: NotebookNode) -> Facts | None:
    """Give the facts of the first output of a cell that has any."""
    found = (it.get("data", {}).get(MIME) for it in cell.get("outputs", []))
    return next((read_facts(it) for it in found if it), None)


def html_in(cell: NotebookNode) -> str:
    """Give the HTML that a cell shows."""
    return "".join(it.get("data", {}).get("text/html", "") for it in cell.get("outputs", []))


def shown_in(cells: Iterable[NotebookNode]) -> Iterator[tuple[NotebookNode, Facts]]:
    """List the cells that show something, each with its facts."""
    for cell in cells:
        if facts := facts_in(cell):
            yield cell, facts
