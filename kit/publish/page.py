"""Write one page from a template: texts are escaped, what is HTML already is said to be so."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from nbconvert.filters import markdown2html, strip_files_prefix
from nbformat import NotebookNode

from kit import data
from kit.errors import KitError
from kit.look import base, compact
from kit.panels.style import stylesheet
from kit.publish import links
from kit.publish.lesson import words
from kit.publish.shown import html_in
from kit.publish.standalone import FACES, POLICY, problems, stand_alone

# A lesson's cells are written by the template of the app.
_ROOMS = Path(__file__).parent
TEMPLATES = (_ROOMS / "site/templates", _ROOMS / "app/template", _ROOMS / "print/templates")


def fill(name: str, template: str, values: Mapping[str, Any]) -> bytes:
    """Fill a template with values; the page stands alone.

    Parameters
    ----------
    name
        What the page is called in an error.
    template
        Name of its file.
    values
        What it says: texts, and cells.

    Raises
    ------
    KitError
        The page would load something from elsewhere; the message names the cells that do.
    """
    page = environment().get_template(template).render({**values, "policy": POLICY})
    return alone(page, name, _cells(values))


def alone(page: str, name: str, cells: Iterable[NotebookNode]) -> bytes:
    """Let a page stand alone.

    Parameters
    ----------
    page
        The whole page.
    name
        What it is called in an error.
    cells
        What it shows.

    Raises
    ------
    KitError
        The page would load something from elsewhere; the message names the cells that do.
    """
    try:
        return stand_alone(page, name)
    except KitError as error:
        lines = (cell.source.lstrip().split("\n", 1)[0] for cell in cells if _loads(cell))
        named = "".join(f"; in cell `{line}`" for line in dict.fromkeys(lines))
        raise KitError(f"{error}{named}") from error


def _cells(value: Any) -> Iterator[NotebookNode]:
    """Find the cells among the values of a template."""
    if isinstance(value, NotebookNode) and "cell_type" in value:
        yield value
    elif isinstance(value, Mapping):
        yield from _cells(list(value.values()))
    elif isinstance(value, list | tuple):
        yield from (cell for each in value for cell in _cells(each))


def _loads(cell: NotebookNode) -> bool:
    """Tell whether a cell shows something that is not inside the page."""
    text = markdown2html(cell.source) if cell.cell_type == "markdown" else ""
    return bool(problems(text + html_in(cell)))


def page_words() -> dict[str, Any]:
    """Give what every page says: its words, the survey's source and the kit's address."""
    return {
        "words": words("ui.page."),
        "source": data.cite("deck"),
        "repository": links.address(),
    }


@cache
def environment() -> Environment:
    """Give the templates of the pages with the filters that they need.

    Examples
    --------
    >>> page = environment().from_string("{{ a }} {{ '**b**' | markdown2html }}")
    >>> page.render(a="<b> &").strip()
    '&lt;b&gt; &amp; <p><strong>b</strong></p>'
    """
    found = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True
    )
    found.filters |= {
        "markdown2html": _marked(markdown2html),
        "strip_files_prefix": _marked(strip_files_prefix),
        "css_text": _marked(css_text),
        "compact": _marked(compact),
    }
    found.globals |= {"panel_style": panel_style, "base": Markup(base()), "faces": Markup(FACES)}
    return found


def panel_style() -> Markup:
    """Give the style of what cells show, for the head of a page."""
    return Markup(stylesheet())


def _marked(write: Callable[[str], str]) -> Callable[[str], Markup]:
    """Say that what a filter writes is HTML already."""
    return lambda text: Markup(write(text))


def css_text(html: str) -> str:
    r"""Write escaped HTML as a CSS string, for the margins of printed pages.

    Examples
    --------
    >>> print(css_text("A &quot;b&quot; &lt;c&gt;"))
    "A \"b\" \3c c>"
    """
    text = unescape(html).replace("\\", r"\\").replace('"', r"\"").replace("<", r"\3c ")
    return f'"{" ".join(text.split())}"'
