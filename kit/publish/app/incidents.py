"""Give every failure on a page a number: the visitor sees the number, the server's log the rest."""

import logging
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

log = logging.getLogger("kit.incidents")


def report(description: str, *, error: BaseException | None = None) -> str:
    """Log a failure under a new incident number.

    Parameters
    ----------
    description
        What failed, for the log only.
    error
        The exception whose traceback belongs to it.

    Returns
    -------
    str
        Eight hexadecimal digits.
    """
    number = secrets.token_hex(4)
    log.error("incident %s: %s", number, description, exc_info=error)
    return number


def on_cell_error(cell: "NotebookNode", cell_index: int, execute_reply: Mapping[str, Any]) -> None:
    """Keep the details of a failed cell on the server; nbclient calls this with its own names.

    The page template reads ``incident`` from the cell. Where a lesson fails on purpose (tag
    ``raises-exception``) the message is the lesson: it is passed on as ``refusal``.
    """
    from nbconvert.filters import strip_ansi  # heavy, and most cells succeed

    content = execute_reply["content"]
    if "raises-exception" in cell.metadata.get("tags", []):
        cell.metadata["refusal"] = content["evalue"]
        return
    traceback = strip_ansi("\n".join(content["traceback"]))  # type: ignore[no-untyped-call]
    cell.metadata["incident"] = report(f"cell {cell_index + 1} failed\n{traceback}")
