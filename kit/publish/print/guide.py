"""Make the facilitator guide of each deck and language: what the one who leads a class needs."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from kit.labels import LANGUAGES, in_language, word
from kit.publish.build import Work
from kit.publish.decks import Deck
from kit.publish.executed import work_name
from kit.publish.files import BUILD, NOTEBOOKS, read_notebook
from kit.publish.lesson import words
from kit.publish.page import fill
from kit.publish.print import pdf as prints
from kit.publish.print.timing import ASKING, CLASS_MINUTES, Executed, Turn, questions, turns
from kit.publish.slides.compose import build_of_decks, notebook_name
from kit.publish.slides.deck import DeckNotebook, read_deck
from kit.publish.slides.write import deck_name


def build_trainer(
    names: Sequence[str] = (),
    languages: Iterable[str] = LANGUAGES,
    notebooks: Path = NOTEBOOKS,
    folder: Path = BUILD,
) -> list[Path]:
    """Build the guides that may have changed, below ``trainer/``.

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
        guide_works,
        partial(guide_name, kind="pdf"),
        names,
        languages,
        notebooks=notebooks,
        folder=folder,
    )


def guide_works(decks: Iterable[Deck]) -> Iterator[Work]:
    """List for each deck and language the guide as a page and, made of it, as PDF."""
    for deck in decks:
        for language in LANGUAGES:
            page = guide_name(deck.name, language, "html")
            composed = notebook_name(deck.name, language)
            executed = {lesson: work_name(lesson, language) for lesson in deck.lessons}
            make = partial(_page, composed=composed, executed=executed)
            needs = (composed, *executed.values())
            yield Work(page, make, needs=needs)
            name = guide_name(deck.name, language, "pdf")
            yield Work(name, partial(_printed, page=page), needs=(page,))


def guide_name(deck: str, language: str, kind: str) -> str:
    """Name the file of a guide, below the built folder; ``kind`` is ``html`` or ``pdf``."""
    return f"trainer/{deck}.{language}.{kind}"


def guide_page(deck: DeckNotebook, lessons: Executed) -> bytes:
    """Write the guide to a deck as a page.

    Parameters
    ----------
    deck
        Its slides with their minutes, notes and words.
    lessons
        Its executed lessons, for their questions and for the notes that open and close them.
    """
    with in_language(deck.language):
        laid = turns(deck, lessons)
        audience = word(f"audience.{deck.audience}")
        values = {
            "language": deck.language,
            "say": words("trainer.")[deck.language],
            "title": word("trainer.title", deck=deck.title),
            "about": word("trainer.about", audience=audience, minutes=deck.minutes),
            "materials": list(_materials(deck)),
            "checks": list(words("trainer.check.")[deck.language].values()),
            "turns": laid,
            "deck": deck,
            "used": _used(laid, deck),
            "comma": word("list.comma"),
            "questions": questions(deck, lessons),
            "plan_b": list(_plan_b(laid, deck.language)),
            "clock": clock_text,
        }
        # Still in the language: the hint of a question is worded when it is written.
        return fill(guide_name(deck.name, deck.language, "html"), "guide.html.j2", values)


def clock_text(minutes: float) -> str:
    """Write minutes as a clock shows them.

    Examples
    --------
    >>> clock_text(0.5), clock_text(90)
    ('0:30', '90:00')
    """
    whole, seconds = divmod(round(minutes * 60), 60)
    return f"{whole}:{seconds:02}"


def _page(folder: Path, *, composed: str, executed: dict[str, str]) -> bytes:
    lessons = {name: read_notebook(folder / path).cells for name, path in executed.items()}
    return guide_page(read_deck(read_notebook(folder / composed)), lessons)


def _printed(folder: Path, *, page: str) -> bytes:
    return prints.pdf((folder / page).read_text(encoding="utf-8"))


def _materials(deck: DeckNotebook) -> Iterator[str]:
    """List what to bring, with the path of each built file or folder."""
    lessons = word("list.comma").join(sorted({it.lesson[:2] for it in deck.talk if it.lesson}))
    language = deck.language
    paths = {
        "deck": deck_name(deck.name, language),
        "trainer": guide_name(deck.name, language, "pdf"),
        "handout": f"handouts/{language}/",
    }
    paths["forms"] = f"forms/{language}/"
    if deck.minutes >= CLASS_MINUTES:
        paths |= {
            "facilitator": f"handouts/facilitator/{language}/",
            "quiz": f"quiz/{language}/",
            "tabletop": f"tabletop/{language}/",
        }
    for kind, path in paths.items():
        yield word(f"trainer.material.{kind}", path=f"build/{path}", lessons=lessons)
    yield word("trainer.material.pens")


def _used(laid: Sequence[Turn], deck: DeckNotebook) -> str:
    """Say what the minutes of a deck are for: the script, questions, and the rest."""
    spoken, count = round(sum(it.spoken for it in laid)), sum(it.fitting for it in laid)
    rest = deck.minutes - spoken - ASKING * count
    values = {"spoken": spoken, "count": count, "asking": ASKING, "rest": f"{rest:g}"}
    return word("trainer.used" if count else "trainer.used_none", **values)


def _plan_b(laid: Sequence[Turn], language: str) -> Iterator[dict[str, Any]]:
    """List handouts with the sentences to read aloud, in the order of the deck."""
    for lesson, parts in groupby(laid[1:], key=lambda it: it.slide.lesson):
        handout = f"build/handouts/{language}/{lesson}.pdf"
        yield {"handout": handout, "claims": [it.claim for it in parts]}
