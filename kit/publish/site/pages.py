"""Build the web site: every lesson in each language as one page that needs nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from kit import data
from kit.labels import LANGUAGES
from kit.publish import links
from kit.publish.build import Work, build
from kit.publish.cells import is_note
from kit.publish.decks import DECKS, Deck, read_decks
from kit.publish.executed import executed_works, work_name
from kit.publish.files import BUILD, NOTEBOOKS, read_notebook
from kit.publish.lesson import Lesson, read_lessons, words
from kit.publish.page import fill


def build_site(
    notebooks: Path = NOTEBOOKS, folder: Path = BUILD, *, decks: Path = DECKS
) -> list[Path]:
    """Build the pages that may have changed.

    Parameters
    ----------
    notebooks
        Folder of the source notebooks.
    folder
        Folder to build in: the site goes to ``site/``.
    decks
        What says which lessons are for whom.

    Returns
    -------
    list of Path
        The files whose bytes changed.

    Raises
    ------
    KitError
        Pages failed. The message names lesson, cell and cause of every failure; these pages are
        left as they were, the others are written.
    """
    lessons = read_lessons(notebooks)
    pages = site_works(lessons, read_decks(lessons, decks))
    return build([*executed_works(lessons, notebooks), *pages], folder)


def site_works(lessons: Sequence[Lesson], decks: Sequence[Deck]) -> Iterator[Work]:
    """List the index and every lesson in each language."""
    summaries = [lesson.summary() for lesson in lessons]
    common = page_words()
    index = {**common, "lessons": summaries, "audiences": list(_audiences(summaries, decks))}
    made = partial(_index, values=index)
    yield Work("site/index.html", made)
    for place, summary in enumerate(summaries):
        for language in LANGUAGES:
            own = {"language": language, "lesson": summary}
            near = _neighbours(summaries, place)
            values = {**common, **own, "lessons": summaries, "neighbours": near}
            executed = work_name(summary["name"], language)
            make = partial(_lesson, executed=executed, values=values)
            yield Work(f"site/{language}/{summary['name']}.html", make, needs=(executed,))


def lesson_page(cells: Sequence[NotebookNode], values: Mapping[str, Any]) -> bytes:
    """Write the page of a lesson for readers: without the facilitator's notes.

    Parameters
    ----------
    cells
        Of its executed copy.
    values
        ``page_words``, the language, the lesson's summary and its neighbours.

    Raises
    ------
    KitError
        The page would load something from elsewhere.
    """
    name = f"{values['language']}/{values['lesson']['name']}.html"
    shown = [cell for cell in cells if not is_note(cell)]
    return fill(name, "lesson.html.j2", {**values, "cells": shown})


def page_words() -> dict[str, Any]:
    """Give what every page says: its words, the survey's source and the kit's address."""
    return {
        "words": words("ui.page."),
        "source": data.cite("deck"),
        "repository": links.address(),
    }


def _audiences(
    summaries: Sequence[dict[str, Any]], decks: Sequence[Deck]
) -> Iterator[dict[str, Any]]:
    """List, for each audience of the decks, its name and the lessons that its decks draw on."""
    names = words("audience.")
    for audience in dict.fromkeys(deck.audience for deck in decks):
        meant = [deck for deck in decks if deck.audience == audience]
        wanted = {slide.lesson for deck in meant for slide in deck.slides}
        yield {
            "name": {language: names[language][audience] for language in LANGUAGES},
            "lessons": [summary for summary in summaries if summary["name"] in wanted],
        }


def _neighbours(summaries: Sequence[dict[str, Any]], place: int) -> dict[str, Any]:
    places = {"prev": place - 1, "next": place + 1}
    return {rel: summaries[it] for rel, it in places.items() if 0 <= it < len(summaries)}


def _index(_: Path, *, values: Mapping[str, Any]) -> bytes:
    return fill("index.html", "index.html.j2", values)


def _lesson(folder: Path, *, executed: str, values: Mapping[str, Any]) -> bytes:
    return lesson_page(read_notebook(folder / executed).cells, values)
