"""Exporters for ``jupyter nbconvert --to kit-page``: a lesson becomes one file of one language."""

from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import Enum, default

from kit import labels
from kit.publish.copies import Lesson
from kit.publish.executed import execute, without_kernel
from kit.publish.sheets import write
from kit.publish.site import page_words


class LessonExporter(Exporter):
    """Execute one language of a lesson and give it to ``arrange``.

    Every exporter takes the bilingual source notebook, leaves out what needs a kernel, shows panels
    in their plain face and puts everything into the file, the Japanese font too.
    """

    language = Enum(labels.LANGUAGES, labels.LANGUAGES[0], help="ja or en").tag(config=True)

    def from_notebook_node(  # type: ignore[override] # nbconvert's own exporters give texts too
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **_: Any
    ) -> tuple[str | bytes, dict[str, Any]]:
        """Give the file's content and nbconvert's resources.

        Raises
        ------
        KitError
            The notebook is no lesson, a cell failed or needs a kernel, or the file would load
            something from elsewhere. The message names the cell.
        """
        found, settings = super().from_notebook_node(nb, resources)
        about = settings.get("metadata", {})
        lesson = Lesson(about.get("name", "notebook"), found)
        source = Path(about.get("path") or ".") / f"{lesson.name}.ipynb"
        copy = without_kernel(lesson).copy(self.language, audience="instructor").decode()
        return self.arrange(lesson, execute(copy, source.resolve())), settings

    def arrange(self, lesson: Lesson, executed: NotebookNode) -> str | bytes:
        """Make the file from the executed language copy."""
        raise NotImplementedError


class PageExporter(LessonExporter):
    """One lesson as a web page; links to other lessons lead to files beside it."""

    export_from_notebook = "Survey lesson: web page"
    output_mimetype = "text/html"

    @default("file_extension")
    def _extension(self) -> str:
        return ".html"

    def arrange(self, lesson: Lesson, executed: NotebookNode) -> str:
        """Write the page as the web site has it."""
        values = {
            **page_words(),
            "language": self.language,
            "lesson": lesson.summary(),
            "neighbours": {},
        }
        return write(f"{lesson.name}.html", "lesson.html.j2", values, executed.cells).decode()
