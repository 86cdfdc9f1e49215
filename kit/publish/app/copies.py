"""Build what Voilà serves: a copy of every lesson in each language, and the page template."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kit import data
from kit.font import WEIGHTS
from kit.labels import LANGUAGES
from kit.look import base
from kit.panels.style import stylesheet
from kit.publish import fonts
from kit.publish.files import BUILD, NOTEBOOKS, write_folder
from kit.publish.home.forms import forms_for
from kit.publish.lesson import Lesson, language_copies, own_words, read_lessons, words

TEMPLATE = "lesson"
# Parts of pages that are the same in the site and in the app.
_SITE = Path(__file__).parent.parent / "site" / "templates"
_SHARED = (
    "actions.html.j2",
    "contents.html.j2",
    "contents.js",
    "facts.html.j2",
    "head.html.j2",
    "header.html.j2",
    "onward.html.j2",
    "own.html.j2",
    "own.js",
    "papers.html.j2",
    "section.html.j2",
    "text.html.j2",
)


def build_all(notebooks: Path = NOTEBOOKS, build: Path = BUILD) -> list[Path]:
    """Build the language copies of every lesson and Voilà's template for them.

    Parameters
    ----------
    notebooks
        Folder of the source notebooks.
    build
        Folder to build in: ``app/<language>/`` and ``jupyter/voila/templates/lesson/``.

    Returns
    -------
    list of Path
        The files whose bytes changed.

    Raises
    ------
    KitError
        A notebook lacks its title or its setup cell.
    """
    lessons = read_lessons(notebooks)
    changed = []
    for folder, contents in (
        (build / "app", language_copies(lessons, "reader")),
        (template_folder(build), _template(lessons, build)),
    ):
        changed += write_folder(folder, contents)
    return changed


def template_folder(build: Path) -> Path:
    """Name the folder of the built template, below what goes on Jupyter's path."""
    return build / "jupyter" / "voila" / "templates" / TEMPLATE


def _template(lessons: Sequence[Lesson], build: Path) -> Iterator[tuple[str, bytes]]:
    source, built = Path(__file__).parent / "template", template_folder(build)
    pages = {language: build / "home" / f"{language}.html" for language in LANGUAGES}
    homes = {language: page for language, page in pages.items() if page.is_file()}
    files = sorted(path for path in source.rglob("*") if path.is_file())
    shared = [_SITE / name for name in _SHARED]
    letters = fonts.characters(
        _texts(lessons, [*files, *shared, *sorted(data.folder().rglob("*.csv"))])
    )
    names = [fonts.subset_name(letters, weight) for weight in WEIGHTS]
    yield from ((path.relative_to(source).as_posix(), path.read_bytes()) for path in files)
    yield from ((path.name, path.read_bytes()) for path in shared)
    for weight, name in zip(WEIGHTS, names, strict=True):
        font = built / "static" / name
        content = font.read_bytes() if font.is_file() else fonts.subset(letters, weight)
        yield f"static/{name}", content
    page = (source / "static" / "page.css").read_text(encoding="utf-8")
    yield "static/base.css", f"{fonts.faces(names)}\n{base()}\n{page}".encode()
    yield "static/panels.css", stylesheet().encode()
    papers = {it: {each.name: forms_for(each.name, it) for each in lessons} for it in LANGUAGES}
    yield (
        "lessons.html.j2",
        _settings(
            words=words("ui.page."),
            making=words("ui.making."),
            lessons=[lesson.summary() for lesson in lessons],
            source=data.cite("deck"),
            homes=[*homes],
            papers=papers,
            own={it: own_words(it) for it in LANGUAGES},
        ),
    )
    yield from ((f"home.{language}.html", page.read_bytes()) for language, page in homes.items())


def _texts(lessons: Sequence[Lesson], files: Sequence[Path]) -> Iterator[str]:
    yield from (cell.source for lesson in lessons for cell in lesson.notebook.cells)
    yield from (path.read_text(encoding="utf-8") for path in files)


def _settings(**values: Mapping[str, Any] | Sequence[Any] | str) -> bytes:
    """Write values as a template that the page templates import them from."""
    return "".join(
        f"{{%- set {name} = {json.dumps(value, ensure_ascii=False)} -%}}\n"
        for name, value in values.items()
    ).encode()
