"""Make the trainer's desk: what the one who leads a class needs, for each deck and language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from kit.labels import LANGUAGES, in_language, word
from kit.publish.build import Work, build
from kit.publish.decks import Deck, find_deck, read_decks
from kit.publish.executed import executed_works, work_name
from kit.publish.files import BUILD, NOTEBOOKS, read_notebook
from kit.publish.lesson import Lesson, read_lessons, words
from kit.publish.page import fill
from kit.publish.print import pdf as prints
from kit.publish.print.timing import ASKING, CLASS_MINUTES, Talk, questions, talks
from kit.publish.sections import sections, slugs
from kit.publish.slides.write import deck_name

_CHECKS = "trainer.check."


def build_trainer(
    names: Sequence[str] = (),
    languages: Iterable[str] = LANGUAGES,
    notebooks: Path = NOTEBOOKS,
    folder: Path = BUILD,
) -> list[Path]:
    """Build the desks that may have changed, below ``trainer/``.

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
    works = [*executed_works(lessons, notebooks), *trainer_works(lessons, decks)]
    wanted = [find_deck(decks, name) for name in names] or decks
    files = [desk_name(deck.name, language, "pdf") for deck in wanted for language in languages]
    return build(works, folder, only=files)


def trainer_works(lessons: Sequence[Lesson], decks: Iterable[Deck]) -> Iterator[Work]:
    """List for each deck and language the desk as a page and, made of it, as PDF."""
    found = {lesson.name: slugs(lesson) for lesson in lessons}
    for deck in decks:
        names = {name: found[name] for name in deck.lessons}
        for language in LANGUAGES:
            page = desk_name(deck.name, language, "html")
            yield Work(
                page,
                partial(_page, deck=deck, names=names, language=language),
                needs=tuple(work_name(lesson, language) for lesson in deck.lessons),
            )
            name = desk_name(deck.name, language, "pdf")
            yield Work(name, partial(_printed, page=page), needs=(page,))


def desk_name(deck: str, language: str, kind: str) -> str:
    """Name the file of a desk, below the built folder; ``kind`` is ``html`` or ``pdf``."""
    return f"trainer/{deck}.{language}.{kind}"


def clock_text(minutes: float) -> str:
    """Write minutes as a clock shows them.

    Examples
    --------
    >>> clock_text(0.5), clock_text(90)
    ('0:30', '90:00')
    """
    whole, seconds = divmod(round(minutes * 60), 60)
    return f"{whole}:{seconds:02}"


def _page(
    folder: Path, *, deck: Deck, names: Mapping[str, Mapping[str, str]], language: str
) -> bytes:
    cells = {
        lesson: read_notebook(folder / work_name(lesson, language)).cells for lesson in deck.lessons
    }
    found = {lesson: sections(cells[lesson], names[lesson]) for lesson in deck.lessons}
    with in_language(language):
        laid = talks(deck, found, cells)
        values = {
            "language": language,
            "say": words("trainer.")[language],
            "title": word("trainer.title", deck=word(f"deck.{deck.name}")),
            "about": word(
                "trainer.about", audience=word(f"audience.{deck.audience}"), minutes=deck.minutes
            ),
            "materials": list(_materials(deck, language)),
            "checks": list(words(_CHECKS)[language].values()),
            "talks": laid,
            "end": deck.minutes,
            "used": _used(laid, deck),
            "comma": word("list.comma"),
            "questions": questions(deck),
            "backups": [(it, found[it.lesson][it.heading].title) for it in deck.backups],
            "asked": {it.key: word(f"deck.question.{it.question}") for it in deck.backups},
            "plan_b": list(_plan_b(laid, language)),
            "clock": clock_text,
        }
        # Still in the language: the hint of a question is worded when it is written.
        return fill(desk_name(deck.name, language, "html"), "trainer.html.j2", values)


def _printed(folder: Path, *, page: str) -> bytes:
    return prints.pdf((folder / page).read_text(encoding="utf-8"))


def _materials(deck: Deck, language: str) -> Iterator[str]:
    """List what to bring, with the path of each built file or folder."""
    numbers = sorted({slide.lesson[:2] for slide in deck.slides})
    paths = {
        "deck": deck_name(deck.name, language),
        "trainer": desk_name(deck.name, language, "pdf"),
        "handout": f"handouts/{language}/",
    }
    if deck.minutes >= CLASS_MINUTES:
        paths |= {
            "facilitator": f"handouts/facilitator/{language}/",
            "quiz": f"quiz/{language}/",
            "tabletop": f"tabletop/{language}/",
        }
    for kind, path in paths.items():
        lessons = word("list.comma").join(numbers)
        yield word(f"trainer.material.{kind}", path=f"build/{path}", lessons=lessons)
    yield word("trainer.material.pens")


def _used(laid: Sequence[Talk], deck: Deck) -> str:
    """Say what the minutes of a deck are for: the script, questions, and the rest."""
    spoken, count = round(sum(it.spoken for it in laid)), sum(it.fitting for it in laid)
    rest = deck.minutes - spoken - ASKING * count
    values = {"spoken": spoken, "count": count, "asking": ASKING, "rest": f"{rest:g}"}
    return word("trainer.used" if count else "trainer.used_none", **values)


def _plan_b(laid: Sequence[Talk], language: str) -> Iterator[dict[str, Any]]:
    """List handouts with the sentences to read aloud, in the order of the deck."""
    for lesson, parts in groupby(laid[1:], key=lambda it: it.lesson):
        yield {
            "lesson": lesson,
            "handout": f"build/handouts/{language}/{lesson}.pdf",
            "claims": [it.claim for it in parts],
        }
