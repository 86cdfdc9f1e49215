"""Execute the notebooks in place and write them in a byte-stable normal form."""

from html import escape
from pathlib import Path

from nbformat import NotebookNode

from kit.charts import drawn, is_drawn
from kit.errors import KitError
from kit.facts import MIME, read_facts
from kit.publish.cells import WIDGET_VIEW, tags
from kit.publish.files import NOTEBOOKS, notebook_bytes, read_notebook, write_changed
from kit.publish.run import KERNEL, CellFailed, run

KEPT = ("kit", "slideshow", "tags")  # what the builds read from a cell's metadata
UNCOMPARED = "nbval-ignore-output"


def execute_all(folder: Path = NOTEBOOKS) -> list[Path]:
    """Execute every notebook of a folder in Japanese and write its normal form.

    Parameters
    ----------
    folder
        Where the notebooks are; the kit's own when left out.

    Returns
    -------
    list of Path
        The notebooks whose bytes changed; empty when all were in normal form already.

    Raises
    ------
    KitError
        A cell failed. The message names notebook, cell, first source line and exception of every
        failure; a notebook that failed is left as it was, the others are written.
    """
    changed, failures = [], []
    for path in sorted(folder.glob("*.ipynb")):
        try:
            if execute(path):
                changed.append(path)
        except KitError as error:
            failures.append(str(error))
    if failures:
        raise KitError("\n".join(failures))
    return changed


def execute(path: Path) -> bool:
    """Execute one notebook in place; return whether its bytes changed.

    Raises
    ------
    KitError
        A cell failed; the notebook is left as it was.
    """
    notebook = read_notebook(path)
    try:
        run(notebook, path.parent, KIT_LANG="ja")
    except CellFailed as failure:
        raise KitError(f"{path.name}, {failure}") from failure
    return write_changed(path, normal_form(notebook))


def normal_form(notebook: NotebookNode) -> bytes:
    """Give the bytes under which an executed notebook is kept.

    A panel is kept as a still, which needs neither kernel nor script: widgets change their ids at
    every run, and every build makes panels again. Metadata are reduced to what the builds read.
    """
    for position, cell in enumerate(notebook.cells, 1):
        cell.id = f"c{position:02d}"
        cell.metadata = {name: cell.metadata[name] for name in KEPT if name in cell.metadata}
        if cell.cell_type == "code":
            keep = _still if UNCOMPARED in tags(cell) else _plain
            cell.outputs = [keep(it) for it in cell.outputs if not _is_passing(it)]
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    notebook.nbformat_minor = 5
    return notebook_bytes(notebook)


def _is_passing(output: NotebookNode) -> bool:
    """Tell warnings, and widgets for which nothing can stand, from what is kept."""
    found = output.get("data", {})
    return output.get("name") == "stderr" or (WIDGET_VIEW in found and MIME not in found)


def _plain(output: NotebookNode) -> NotebookNode:
    if output.output_type == "error":
        output.traceback = []  # holds paths of this machine; nbval compares name and message
    return output


def _still(output: NotebookNode) -> NotebookNode:
    """Let the picture in which a panel opens stand for it, or its words alone."""
    found = output.get("data", {})
    if MIME not in found:  # a still already
        return output
    kept, facts = {"text/plain": found["text/plain"]}, read_facts(found[MIME])
    opening = facts.at("")
    if is_drawn(opening) and opening.kind != "guess":  # whose picture tells what is asked
        kept["text/html"] = drawn(opening).picture()
    if facts.kind == "quiz":
        questions = "".join(f"<li>{escape(row['text'])}</li>" for row in facts.rows)
        kept["text/html"] = f"<p>{escape(facts.title)}</p><ol>{questions}</ol>"
    output.data = kept
    return output
