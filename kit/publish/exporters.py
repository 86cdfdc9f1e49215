"""Exporters for ``jupyter nbconvert --to kit-…``: a lesson becomes one file of one language."""

from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import Enum, Unicode, default

from kit import labels
from kit.publish.executed import execute, without_kernel
from kit.publish.lesson import Lesson
from kit.publish.page import page_words
from kit.publish.print.handouts import handout
from kit.publish.site.lesson import lesson_page
from kit.publish.slides.compose import compose, whole_lesson
from kit.publish.slides.deck import is_deck
from kit.publish.slides.write import deck_page


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
            "lessons": [],
            "neighbours": {},
        }
        return lesson_page(executed.cells, values).decode()


class HandoutExporter(LessonExporter):
    """One lesson as a PDF of at most two pages A4; a browser must be installed."""

    export_from_notebook = "Survey lesson: handout"
    output_mimetype = "application/pdf"
    site = Unicode("", help="address of the web site that the QR code leads to").tag(config=True)

    @default("file_extension")
    def _extension(self) -> str:
        return ".pdf"

    def arrange(self, lesson: Lesson, executed: NotebookNode) -> bytes:
        """Print the handout as ``make handouts`` does."""
        return handout(lesson, executed, self.language, site=self.site)


class SlidesExporter(LessonExporter):
    """A deck as one file, or a lesson: all that it has on slides, in its own order."""

    export_from_notebook = "Survey lesson: slides"
    output_mimetype = "text/html"

    @default("file_extension")
    def _extension(self) -> str:
        return ".slides.html"

    def from_notebook_node(  # type: ignore[override] # nbconvert's own exporters give texts too
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **more: Any
    ) -> tuple[str | bytes, dict[str, Any]]:
        """Write a deck from its notebook as it is; a lesson is executed first."""
        if not is_deck(nb):
            return super().from_notebook_node(nb, resources, **more)
        found, settings = Exporter.from_notebook_node(self, nb, resources)
        return deck_page(found, nb.metadata.kit.deck).decode(), settings

    def arrange(self, lesson: Lesson, executed: NotebookNode) -> str:
        """Compose a deck of the whole lesson, and write it."""
        deck = whole_lesson(lesson.name, executed.cells, lesson.minutes())
        title = lesson.heading(self.language)[0]
        notebook = compose(deck, {lesson.name: executed.cells}, self.language, title=title)
        return deck_page(notebook, lesson.name).decode()
