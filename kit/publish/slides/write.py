"""Make decks: one file each that needs neither network nor kernel."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from nbformat.v4 import new_markdown_cell

from kit import data
from kit.certainty.marks import SIGNS, Mark
from kit.errors import KitError
from kit.labels import LANGUAGES, use_language, word
from kit.publish.build import Work, build
from kit.publish.decks import PICTURES, Deck, Slide, find_deck, read_decks
from kit.publish.executed import executed_works, work_name
from kit.publish.files import BUILD, NOTEBOOKS, read_notebook
from kit.publish.lesson import Lesson, read_lessons, words
from kit.publish.page import fill
from kit.publish.sections import Section, body, sections, slugs
from kit.publish.slides.compose import arranged_slide, kind_of

# Slide sections of every lesson of a deck, by lesson and slug.
Sections = Mapping[str, Mapping[str, Section]]


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
    lessons = read_lessons(notebooks)
    decks = read_decks(lessons)
    works = [*executed_works(lessons, notebooks), *slide_works(lessons, decks)]
    wanted = [find_deck(decks, name) for name in names] or decks
    files = [deck_name(deck.name, language) for deck in wanted for language in languages]
    return build(works, folder, only=files)


def slide_works(lessons: Sequence[Lesson], decks: Iterable[Deck]) -> Iterator[Work]:
    """List every deck in each language."""
    found = {lesson.name: slugs(lesson) for lesson in lessons}
    for deck in decks:
        names = {name: found[name] for name in deck.lessons}
        for language in LANGUAGES:
            yield Work(
                deck_name(deck.name, language),
                partial(_made, deck=deck, names=names, language=language),
                needs=tuple(work_name(lesson, language) for lesson in deck.lessons),
            )


def deck_name(deck: str, language: str) -> str:
    """Name the file of a deck, below the built folder."""
    return f"slides/{deck}.{language}.html"


def deck_page(deck: Deck, found: Sections, language: str, *, title: str = "") -> bytes:
    """Write a deck as one file.

    Parameters
    ----------
    deck
        What is shown.
    found
        The sections of its lessons in that language.
    title
        Of the deck; its own words when empty.

    Raises
    ------
    KitError
        A slide's section lacks what it shall show, or the file would load something.
    """
    values = {**deck_values(deck, found, language, title=title), "reveal": reveal}
    return fill(deck_name(deck.name, language), "deck.html.j2", values)


def deck_values(deck: Deck, found: Sections, language: str, *, title: str = "") -> dict[str, Any]:
    """Give what the template of a deck says."""
    use_language(language)
    said = word("trainer.opening.say", minutes=f"{deck.minutes:g}")
    slides, until = [], float(deck.opening)
    for place, slide in enumerate((*deck.slides, *deck.backups), 2):
        until += slide.minutes
        slides.append(arranged_slide(slide, found[slide.lesson], place=place, until=until))
    return {
        "language": language,
        "words": words("ui.page.")[language],
        "say": words("ui.deck.")[language],
        "title": title or word(f"deck.{deck.name}"),
        "audience": word(f"audience.{deck.audience}") if deck.audience else "",
        "deck": deck,
        "opening": new_markdown_cell(said),  # type: ignore[no-untyped-call]
        "count": len(deck.slides) + 1,
        "source": data.cite("deck"),
        "marks": {code: Mark(code).html() for code in SIGNS},
        "slides": slides,
    }


def whole_lesson(name: str, found: Mapping[str, Section], minutes: float) -> Deck:
    """Make a deck of everything that a lesson has on slides."""
    slides = [slide for it in list(found.values())[1:] for slide in _all_of(name, it)]
    return Deck(name, "", minutes, 0, tuple(slides))


def reveal(name: str) -> str:
    """Read a file of reveal.js from the installed package.

    Raises
    ------
    KitError
        The package lacks the file.
    """
    path = files("pyreveal").joinpath("revealjs", "dist", name)
    if not path.is_file():
        raise KitError(f"the installed package pyreveal has no {name}; install requirements.txt")
    return path.read_text(encoding="utf-8").replace("</script", "<\\/script")


def _made(
    folder: Path, *, deck: Deck, names: Mapping[str, Mapping[str, str]], language: str
) -> bytes:
    return deck_page(deck, _read(deck, names, language, folder), language)


def deck_sections(deck: Deck, lessons: Iterable[Lesson], language: str, folder: Path) -> Sections:
    """Read the sections of a deck's lessons from the executed copies below a built folder."""
    names = {lesson.name: slugs(lesson) for lesson in lessons}
    return _read(deck, names, language, folder)


def _read(
    deck: Deck, names: Mapping[str, Mapping[str, str]], language: str, folder: Path
) -> Sections:
    return {
        lesson: sections(read_notebook(folder / work_name(lesson, language)).cells, names[lesson])
        for lesson in deck.lessons
    }


def _all_of(lesson: str, section: Section) -> Iterator[Slide]:
    """Show a section's text, then each of its pictures, the last one with the texts after it."""
    kinds: list[str] = [kind_of(cell) for cell in section.cells]
    pictures = [
        f"{kind} {kinds[: place + 1].count(kind)}"
        for place, kind in enumerate(kinds)
        if kind in PICTURES
    ]
    shows = [("text",) if body(section.head) else (), *((each,) for each in pictures)]
    shows = [show for show in shows if show]
    if section.texts:
        shows = [*shows[:-1], (*(shows[-1] if shows else ()), "says")]
    for show in shows:
        yield Slide(lesson, section.slug, show)
