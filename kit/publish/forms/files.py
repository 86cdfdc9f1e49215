"""Write every form as a file to fill in on a screen and as a sheet to fill in by hand."""

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from pathlib import Path

from kit.labels import LANGUAGES, in_language
from kit.lessons.classroom.forms import form, form_names
from kit.publish.build import Work, build
from kit.publish.files import BUILD
from kit.publish.forms.document import document
from kit.publish.forms.workbook import workbook
from kit.publish.home.files import FORMS, form_file
from kit.publish.page import fill, page_words
from kit.publish.print import pdf as prints

LINES = 12  # of a list, on paper


def build_forms(folder: Path = BUILD) -> list[Path]:
    """Write the forms below ``forms/``; return what changed."""
    return build(list(form_works()), folder)


def form_works() -> Iterator[Work]:
    """List every form in each language: for its office programme, and as PDF."""
    for language in LANGUAGES:
        for name in form_names():
            for kind in (FORMS[name], "pdf"):
                make = partial(_made, name=name, kind=kind, language=language)
                yield Work(form_file(name, kind, language), make)


def _made(_: Path, *, name: str, kind: str, language: str) -> bytes:
    with in_language(language):
        found = form(name)
        if kind == "xlsx":
            return workbook(found)
        if kind == "docx":
            return document(found, language)
        runs = [(part, [*lines]) for part, lines in groupby(found.lines, key=lambda it: it.part)]
        own = {"language": language, "form": found, "runs": runs}
        own["empty"] = 0 if found.rows else LINES
        return prints.pdf(fill(found.title, "form.html.j2", {**page_words(), **own}).decode())
