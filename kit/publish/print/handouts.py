"""Print each lesson on two pages for everyone, and whole for the one who leads it."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cache, partial
from pathlib import Path
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode

from kit import data
from kit.errors import KitError
from kit.labels import LANGUAGES, in_language
from kit.publish import links
from kit.publish.build import Work, build
from kit.publish.cells import is_blank, is_note, tags
from kit.publish.executed import executed_works, work_name
from kit.publish.files import BUILD, NOTEBOOKS, read_notebook
from kit.publish.lesson import Lesson, read_lessons, words
from kit.publish.page import fill
from kit.publish.print import pdf as prints
from kit.publish.print.excerpts import excerpt, kind_of
from kit.tables import question_card

# Most pages, and how much the print may shrink to fit on them; the first that fits is taken.
_FITS = ((1, 1.0), (1, 0.94), (2, 1.0), (2, 0.9), (2, 0.8))


def build_handouts(
    notebooks: Path = NOTEBOOKS, folder: Path = BUILD, *, site: str = ""
) -> list[Path]:
    """Print the handouts that may have changed.

    Parameters
    ----------
    notebooks
        Folder of the source notebooks.
    folder
        Folder to build in: ``handouts/<language>/`` and ``handouts/facilitator/<language>/``.
    site
        Address of the published web site; that of ``pyproject.toml`` when empty.

    Returns
    -------
    list of Path
        The files whose bytes changed.

    Raises
    ------
    KitError
        Handouts failed; the message names the cause of each, the others are written.
    """
    lessons = read_lessons(notebooks)
    works = [*executed_works(lessons, notebooks), *handout_works(lessons, site=site)]
    return build(works, folder)


def handout_works(lessons: Sequence[Lesson], *, site: str = "") -> Iterator[Work]:
    """List for each lesson and language the handout and the facilitator's copy."""
    for lesson in lessons:
        for language in LANGUAGES:
            values = _values(lesson, language, site)
            executed = work_name(lesson.name, language)
            for folder, make in (("", _handout), ("facilitator/", _facilitator)):
                yield Work(
                    f"handouts/{folder}{language}/{lesson.name}.pdf",
                    partial(make, values=values, executed=executed),
                    needs=(executed,),
                )


def handout(lesson: Lesson, executed: NotebookNode, language: str, *, site: str = "") -> bytes:
    """Print the handout of one lesson as PDF.

    Parameters
    ----------
    executed
        Its executed copy of the language.
    site
        Address of the published web site; that of ``pyproject.toml`` when empty.
    """
    return fitted(_handout_page(executed.cells, _values(lesson, language, site)), lesson.name)


def fitted(page: bytes, name: str) -> bytes:
    """Print a page on one sheet side where that takes little shrinking, else on two.

    Parameters
    ----------
    name
        What is printed, for an error.

    Raises
    ------
    KitError
        Even shrunk it takes more.
    """
    print_at = cache(partial(prints.pdf, page.decode()))
    for most, scale in _FITS:
        if prints.page_count(printed := print_at(scale=scale)) <= most:
            return printed
    raise KitError(
        f"{name}: the handout takes more than two pages even at {_FITS[-1][1]:.0%} of its size; "
        "shorten the lesson's question, number table or key points"
    )


def _handout_page(cells: Sequence[NotebookNode], values: Mapping[str, Any]) -> bytes:
    """Write the handout as a page to be printed."""
    name, language = str(values["lesson"]["name"]), values["language"]
    chosen = excerpt(cells, name)
    with in_language(language):
        # What table and chart show and no chosen cell has a card of.
        cards = [question_card(code) for code in chosen.asked if code not in chosen.carded]
    own = {
        **vars(chosen),
        "kind_of": kind_of,
        "cards": cards,
        "sources": _sources(chosen.asked),
        "code": code_of(values["address"], values["say"]["code"]),
    }
    return fill(name, "handout.html.j2", {**values, **own})


def _handout(folder: Path, *, values: Mapping[str, Any], executed: str) -> bytes:
    page = _handout_page(read_notebook(folder / executed).cells, values)
    return fitted(page, f"{values['lesson']['name']} ({values['language']})")


def _facilitator(folder: Path, *, values: Mapping[str, Any], executed: str) -> bytes:
    """Print the whole lesson, with notes, exercises and answers."""
    cells = read_notebook(folder / executed).cells
    parts = [_part(cell) for cell in cells if not is_blank(cell)]
    page = fill(values["lesson"]["name"], "facilitator.html.j2", {**values, "parts": parts})
    return prints.pdf(page.decode())


def _values(lesson: Lesson, language: str, site: str) -> dict[str, Any]:
    """Give what both copies say besides the cells."""
    return {
        "language": language,
        "lesson": lesson.summary(),
        "say": words("handout.")[language],
        "kit": words("ui.page.")[language]["kit"],
        "address": links.lesson_address(lesson.name, language, site),
    }


def _sources(asked: Sequence[str]) -> list[dict[str, Any]]:
    """Cite the survey itself, then whatever else the figures on some questions were taken from."""
    figures = data.table("estimates")
    used = figures.loc[figures["question"].isin(asked), "source"]
    return [data.cite(code) for code in dict.fromkeys(["deck", *filter(None, used)])]


def code_of(address: str, alternative: str) -> Markup:
    """Draw the QR code of an address as inline SVG.

    Parameters
    ----------
    alternative
        Text that stands for it, with ``{address}`` in it.

    Examples
    --------
    >>> print(code_of('https://a.example/?b="c"&d', "code of {address}")[:75])
    <svg role="img" aria-label="code of https://a.example/?b=&#34;c&#34;&amp;d"
    """
    import segno

    drawn = segno.make(address, error="m", micro=False)
    svg = drawn.svg_inline(omitsize=True, svgclass=None, lineclass=None)
    label = Markup('<svg role="img" aria-label="{}" ').format(alternative.format(address=address))
    return Markup(svg.replace("<svg ", label, 1))


def _part(cell: NotebookNode) -> dict[str, Any]:
    """Say what kind of cell it is to the facilitator; answers are shown open, with their code."""
    kinds = {"exercise", "solution"} & tags(cell)
    kind = "note" if is_note(cell) else "answer" if "solution" in kinds else "".join(kinds)
    shown = deepcopy(cell)
    shown.metadata["tags"] = sorted(tags(cell) - {"solution"})
    is_code = kind == "answer" and cell.cell_type == "code"
    return {"cell": shown, "kind": kind, "code": cell.source if is_code else ""}
