"""Build the web site: every lesson in each language as one page that needs nothing else."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kit import data
from kit.labels import LANGUAGES
from kit.publish import links
from kit.publish.build import Work, build
from kit.publish.decks import DECKS, Deck, read_decks
from kit.publish.executed import executed_works, work_name
from kit.publish.files import BUILD, NOTEBOOKS
from kit.publish.lesson import Lesson, read_lessons, words
from kit.publish.page import sheet


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
    index = {"lessons": summaries, "audiences": list(_audiences(summaries, decks))}
    yield sheet("site/index.html", "index.html.j2", {**common, **index})
    for place, lesson in enumerate(lessons):
        neighbours = _neighbours(summaries, place)
        for language in LANGUAGES:
            own = {"language": language, "lesson": summaries[place], "neighbours": neighbours}
            yield sheet(
                f"site/{language}/{lesson.name}.html",
                "lesson.html.j2",
                {**common, **own},
                executed=work_name(lesson.name, language),
            )


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
