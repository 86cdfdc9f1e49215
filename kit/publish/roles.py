"""Say what each cell is on the page of its lesson, so that the page can arrange it."""

import ast
import re
from typing import Any

from nbformat import NotebookNode

from kit.labels import has_word, in_language, word
from kit.publish.cells import tags
from kit.publish.sections import body, heading, section_id

_ROLES = {
    "question_card": "card",
    "guess": "guess",
    "explore": "panel",
    "resample": "panel",
    "and_us": "panel",
    "contract_checklist": "panel",
    "evaluation_aid": "panel",
    "quiz": "quiz",
    "quiz_form": "quiz",
    "how_sure": "sure",
    "source_list": "table",
    "tabletop_rules": "table",
    "action_table": "actions",
    "check": "check",
}
_ENDINGS = {"_chart": "chart", "_table": "table"}
# A line that is nothing but stressed names what stands below it.
_NAMED = re.compile(r"^\*\*([^*\n]+)\*\*$", re.MULTILINE)
_SHARED = ("scene", "monday", "quiz", "print", "key-points")


def placed(cell: NotebookNode, language: str) -> dict[str, Any]:
    """Tell what a cell is on a page, from its source alone: it need not have been run.

    Parameters
    ----------
    cell
        Of the copy of one language.
    language
        Of the copy.

    Returns
    -------
    dict
        ``role``; of a text ``heading``, its ``level`` and ``body``; of one that says what the
        survey shows and what not ``says``; of the beginning of a section ``section`` and its
        ``short`` name, which is empty where a section goes with the one before it.
    """
    if cell.cell_type != "markdown":
        return {"role": role(cell.source)}
    with in_language(language):
        found = _text(cell)
        if section := section_id(cell):
            found |= {"section": section, "short": _short(section, found["heading"])}
    return found


def role(source: str) -> str:
    r"""Tell what code shows: by the function of the kit whose value is its last line.

    Examples
    --------
    >>> role('gaps = kit.gaps("q01_telework")\nkit.gap_chart(gaps)'), role("answer = ...")
    ('chart', 'output')
    """
    try:
        body = ast.parse(source).body
    except SyntaxError:  # a magic of IPython shows nothing of the kit's
        return "output"
    match body[-1] if body else None:
        case ast.Expr(ast.Call(ast.Attribute(ast.Name("kit"), name))):
            endings = (_ENDINGS[it] for it in _ENDINGS if name.endswith(it))
            return _ROLES.get(name) or next(endings, "output")
    return "output"


def _text(cell: NotebookNode) -> dict[str, Any]:
    source = cell.source.strip()
    text = body(cell) if heading(cell) else source
    level = len(source) - len(source.lstrip("#"))
    found: dict[str, Any] = {"role": "text", "heading": heading(cell), "level": level}
    if level == 1:
        found["role"] = "title"
    if "exercise" in tags(cell):  # a page has no cells to fill in
        text = text.split(f"**{word('check.in_notebook')}**")[0].strip()
    named = _NAMED.split(text)
    if len(named) == 5:
        found["says"] = [named[1:3], named[3:5]]
        text = named[0].strip()
    return {**found, "body": text}


def _short(section: str, heading: str) -> str:
    """Name a section for the list of contents; exercises are listed once."""
    name = section.split(".", 1)[-1]
    if name.startswith("exercise-"):
        return word("section.exercise") if name == "exercise-1" else ""
    code = f"section.{name if name in _SHARED else section}"
    return word(code) if has_word(code) else heading
