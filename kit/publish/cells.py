"""Tell what a cell is: by its tags and by its part in a talk."""

from nbformat import NotebookNode

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def tags(cell: NotebookNode) -> set[str]:
    """Give the tags of a cell."""
    return set(cell.metadata.get("tags", []))


def slide_type(cell: NotebookNode) -> str:
    """Tell what a cell is on slides: slide, subslide, fragment, notes or skip."""
    return str(cell.metadata.get("slideshow", {}).get("slide_type", ""))


def is_note(cell: NotebookNode) -> bool:
    """Tell whether a cell is for the trainer alone."""
    return slide_type(cell) == "notes"


def is_blank(cell: NotebookNode) -> bool:
    """Tell whether a cell is code in which a learner fills in an answer."""
    return cell.cell_type == "code" and "exercise" in tags(cell)
