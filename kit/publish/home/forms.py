"""Say which forms a lesson ends with, and where their files are."""

from collections.abc import Collection
from typing import Any

from kit.labels import in_language
from kit.lessons.classroom.forms import form, forms_of
from kit.publish.home.files import FORMS, form_file


def forms_for(
    lesson: str, language: str, ready: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """List the forms of a lesson: the title of each, and the name of its file by kind.

    Parameters
    ----------
    lesson, language
        Name of the lesson, and the language of the forms.
    ready
        Names of the files that are there; all when left out.
    """
    found = []
    with in_language(language):
        for name in forms_of(lesson):
            files = {kind: form_file(name, kind, language) for kind in (FORMS[name], "pdf")}
            there = {kind: it for kind, it in files.items() if ready is None or it in ready}
            found.append({"title": form(name).title, "files": there})
    return [it for it in found if it["files"]]
