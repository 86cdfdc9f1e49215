"""Build the web site: every lesson in each language as one page that needs nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from kit.labels import LANGUAGES
from kit.publish.build import Work, build
from kit.publish.decks import DECKS, Deck, read_decks
from kit.publish.executed import executed_works, work_name
from kit.publish.files import BUILD, NOTEBOOKS
from kit.publish.home.files import built
from kit.publish.home.forms import forms_for
from kit.publish.home.page import Home, Reach
from kit.publish.lesson import Lesson, own_words, read_lessons
from kit.publish.page import page_words
from kit.publish.site.lesson import written

# Below the site: the Japanese home page stands where a web host looks for one.
HOME_PAGES = {"ja": "index.html", "en": "en/index.html"}
HOMES = {
    "ja": {"ja": "index.html", "en": "en/index.html"},
    "en": {"ja": "../index.html", "en": "index.html"},
}
LESSON_PAGES = {"ja": "ja/{name}.html", "en": "{name}.html"}
FILES = {"ja": "../", "en": "../../"}


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
    found = read_decks(lessons, decks)
    pages = site_works(lessons, found, ready=built((it.name for it in found), folder))
    return build([*executed_works(lessons, notebooks), *pages], folder)


def site_works(
    lessons: Sequence[Lesson], decks: Sequence[Deck], *, ready: Sequence[str] = ()
) -> Iterator[Work]:
    """List the home page and every lesson in each language.

    Parameters
    ----------
    ready
        Names of the files that the home page may lead to, because they are built.
    """
    summaries = [lesson.summary() for lesson in lessons]
    common = page_words()
    for language in LANGUAGES:
        reach = Reach(HOMES[language], LESSON_PAGES[language], FILES[language], tuple(ready))
        home = Home(language, reach, summaries, decks)
        yield Work(f"site/{HOME_PAGES[language]}", partial(_home, home=home, common=common))
    beside = {language: {"own": own_words(language)} for language in LANGUAGES}
    for place, summary in enumerate(summaries):
        for language in LANGUAGES:
            papers = forms_for(summary["name"], language, ready)
            own = {"language": language, "lesson": summary, "papers": papers}
            near = _neighbours(summaries, place)
            values = {**common, **own, **beside[language]}
            values |= {"lessons": summaries, "neighbours": near}
            executed = work_name(summary["name"], language)
            make = partial(written, executed=executed, values=values)
            yield Work(f"site/{language}/{summary['name']}.html", make, needs=(executed,))


def _neighbours(summaries: Sequence[dict[str, Any]], place: int) -> dict[str, Any]:
    places = {"prev": place - 1, "next": place + 1}
    return {rel: summaries[it] for rel, it in places.items() if 0 <= it < len(summaries)}


def _home(_: Path, *, home: Home, common: Mapping[str, Any]) -> bytes:
    return home.page(common)
