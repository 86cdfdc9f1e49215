"""Write a deck as one file that needs neither network nor kernel, from its notebook alone."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from nbconvert.filters import markdown2html, strip_files_prefix
from nbformat import NotebookNode

from kit.certainty.marks import SIGNS, Mark
from kit.charts import drawn
from kit.errors import KitError
from kit.labels import LANGUAGES, in_language, word
from kit.look import base
from kit.publish.build import Work
from kit.publish.decks import GAPS, Deck
from kit.publish.files import BUILD, NOTEBOOKS, read_notebook
from kit.publish.lesson import words
from kit.publish.page import alone, panel_style
from kit.publish.slides.compose import build_of_decks, notebook_name
from kit.publish.slides.deck import DeckNotebook, Picture, read_deck
from kit.publish.standalone import FACES, POLICY

TEMPLATES = Path(__file__).parent / "templates"
# Both ends of a range stay on one line.
_RANGE = re.compile(r"[+−]?\d[\d.]*(?:～| to )[+−]?\d[\d.]*%?")


def build_slides(
    names: Sequence[str] = (),
    languages: Iterable[str] = LANGUAGES,
    notebooks: Path = NOTEBOOKS,
    folder: Path = BUILD,
) -> list[Path]:
    """Build decks that may have changed, below ``slides/``.

    Parameters
    ----------
    names
        Of the decks; all when empty.
    languages
        In which they are built.

    Returns
    -------
    list of Path
        The files whose bytes changed.

    Raises
    ------
    KitError
        A deck is unknown or wrong, or a cell failed.
    """
    return build_of_decks(
        slide_works, deck_name, names, languages, notebooks=notebooks, folder=folder
    )


def slide_works(decks: Iterable[Deck]) -> Iterator[Work]:
    """List the file of every deck in each language, made of its notebook."""
    for deck in decks:
        for language in LANGUAGES:
            name, notebook = deck_name(deck.name, language), notebook_name(deck.name, language)
            make = partial(_made, name=name, notebook=notebook)
            yield Work(name, make, needs=(notebook,))


def deck_name(deck: str, language: str) -> str:
    """Name the file of a deck, below the built folder."""
    return f"slides/{deck}.{language}.html"


def deck_page(notebook: NotebookNode, name: str) -> bytes:
    """Write a deck as one file.

    Parameters
    ----------
    notebook
        Of the deck.
    name
        What the file is called in an error.

    Raises
    ------
    KitError
        The notebook is no deck, or the file would load something from elsewhere.
    """
    deck = read_deck(notebook)
    values = {**page_values(deck), "policy": POLICY, "lost": "", "shown": written}
    with in_language(deck.language):
        page = environment().get_template("deck.html.j2").render(values)
    return alone(page, name, notebook.cells)


def page_values(deck: DeckNotebook) -> dict[str, Any]:
    """Give what the template of a deck says."""
    with in_language(deck.language):
        marks = {code: Markup(Mark(code).html()) for code in SIGNS}
        gaps = [word(f"deck.gap.{number}") for number in range(1, GAPS + 1)]
    return {
        "deck": deck,
        "words": words("ui.page.")[deck.language],
        "say": words("ui.deck.")[deck.language],
        "marks": marks,
        "gaps": gaps,
        "feet": _feet,
        "still": still,
        "reveal": reveal,
        "panel_style": panel_style,
        "base": Markup(base()),
        "faces": Markup(FACES.replace("swap", "block")),
    }


def reveal(name: str) -> Markup:
    """Read a file of reveal.js from the installed package.

    Raises
    ------
    KitError
        The package lacks the file.
    """
    path = files("pyreveal").joinpath("revealjs", "dist", name)
    if not path.is_file():
        raise KitError(f"the installed package pyreveal has no {name}; install requirements.txt")
    return Markup(path.read_text(encoding="utf-8").replace("</script", "<\\/script"))


@cache
def environment() -> Environment:
    """Give the templates of decks; what they say is escaped unless it is HTML already."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True
    )
    found.filters |= {"markdown": _markdown, "unbroken": _unbroken}
    return found


def written(picture: Picture) -> Markup:
    """Write a picture: a chart anew in the size of slides, all else as its cell showed it."""
    return still(picture) if picture.is_drawn else Markup(picture.html)  # of the kit's own outputs


def still(picture: Picture) -> Markup:
    """Draw a chart in the size of slides, of a panel its state; in the language in use."""
    return Markup(drawn(picture.facts).html("slide"))


def _feet(picture: Picture) -> dict[str, dict[str, str]]:
    return {state: asdict(foot) for state, foot in picture.feet.items()}


def _markdown(source: str) -> Markup:
    return Markup(strip_files_prefix(markdown2html(source)))  # type: ignore[no-untyped-call]


def _unbroken(source: str) -> str:
    """Mark ranges in a Markdown text, so that no line ends inside one."""
    return _RANGE.sub(r'<span class="whole">\g<0></span>', source)


def _made(folder: Path, *, name: str, notebook: str) -> bytes:
    return deck_page(read_notebook(folder / notebook), name)
