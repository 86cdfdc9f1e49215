"""Print decks: every slide in its last state, one a page."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from kit.labels import LANGUAGES
from kit.publish.build import Work
from kit.publish.decks import Deck
from kit.publish.files import BUILD, NOTEBOOKS
from kit.publish.print.pdf import printed_deck
from kit.publish.slides.compose import build_of_decks
from kit.publish.slides.write import deck_name, slide_works


def print_slides(
    names: Sequence[str] = (),
    languages: Iterable[str] = LANGUAGES,
    notebooks: Path = NOTEBOOKS,
    folder: Path = BUILD,
) -> list[Path]:
    """Print decks that may have changed, beside their files below ``slides/``.

    Parameters
    ----------
    names
        Of the decks; all when empty.
    languages
        In which they are printed.

    Returns
    -------
    list of Path
        The files whose bytes changed.

    Raises
    ------
    KitError
        A deck is unknown or wrong, a cell failed, or there is no browser.
    """
    return build_of_decks(pdf_works, pdf_name, names, languages, notebooks=notebooks, folder=folder)


def pdf_works(decks: Sequence[Deck]) -> Iterator[Work]:
    """List each deck in each language as its file and, made of it, as PDF."""
    yield from slide_works(decks)
    for deck in decks:
        for language in LANGUAGES:
            page = deck_name(deck.name, language)
            yield Work(pdf_name(deck.name, language), partial(_made, page=page), needs=(page,))


def pdf_name(deck: str, language: str) -> str:
    """Name the PDF of a deck, below the built folder."""
    return f"slides/{deck}.{language}.pdf"


def _made(folder: Path, *, page: str) -> bytes:
    return printed_deck((folder / page).read_text(encoding="utf-8"))
