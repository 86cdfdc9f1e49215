"""Run a lesson's cells in this process, to get the charts and tables themselves."""

import ast
import re
from collections.abc import Collection
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

from nbformat import NotebookNode

from kit.errors import KitError
from kit.publish.cells import tags

# The question of a cell that lets it be explored; such a panel is HTML, not the charts themselves.
EXPLORED = re.compile(r'kit\.explore\("(\w+)"\)')


def shown_objects(
    notebook: NotebookNode, name: str, *, wanted: Collection[str] | None = None
) -> dict[str, Any]:
    """Run a language copy and give what its cells show, by cell id.

    Parameters
    ----------
    notebook
        A language copy; its set-up cell chooses the language, here too.
    name
        What the lesson is called in an error.
    wanted
        Ids of the cells whose outcome is wanted, when that is not all: what others would only
        show is not made.

    Raises
    ------
    KitError
        A cell failed that is not tagged ``raises-exception``.
    """
    names: dict[str, Any] = {}
    found: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        try:
            with redirect_stdout(StringIO()):
                found[cell.id] = _value(cell.source, names, wanted is None or cell.id in wanted)
        except Exception as error:
            if "raises-exception" in tags(cell):
                continue
            line = cell.source.lstrip().split("\n", 1)[0]
            message = f"{name}, cell `{line}` failed: {type(error).__name__}: {error}"
            raise KitError(message) from error
    return found


def _value(source: str, names: dict[str, Any], is_wanted: bool) -> Any:
    """Run a cell as a notebook does: what its last line gives is what it shows."""
    *first, last = ast.parse(source).body
    if not isinstance(last, ast.Expr):
        exec(source, names)
        return None
    exec(compile(ast.Module(first, []), "<cell>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names) if is_wanted else None
