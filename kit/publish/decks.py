"""Read ``slides/decks.toml``: which slides make a deck, for whom, and for how many minutes."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from kit import data
from kit.errors import KitError, require_known
from kit.publish.files import SLIDES
from kit.publish.lesson import Lesson
from kit.publish.sections import slugs

DECKS = SLIDES / "decks.toml"
AUDIENCES = ("executives", "it_staff", "procurement", "vendor_sales")
MINUTES = (5, 10, 15, 45, 90)
PICTURES = ("chart", "table", "panel")
SHOWN = (*PICTURES, "text", "says")
OWN = "own"  # the source of words that no publication stands behind
RESERVED = "bfnp"  # keys that mean something on every slide


@dataclass(frozen=True)
class Slide:
    """One slide of a deck, as ``decks.toml`` chooses it.

    Parameters
    ----------
    lesson, heading
        Where its claim stands: a lesson, and the slug of a heading in it.
    minutes
        How long it is shown; 0 for one that answers a question.
    show
        What stands below the claim, in this order.
    of
        Slug of the heading whose content is shown; of the claim's own when empty.
    state
        Values of its panel's controls, with commas between, in which it opens.
    source
        Code of the source of its words: of the survey when empty, "own" where they are the kit's.
    key, question
        Of a slide that answers a question: the key that opens it, and the code of its words.
    """

    lesson: str
    heading: str
    show: tuple[str, ...]
    minutes: float = 0
    of: str = ""
    state: str = ""
    source: str = ""
    key: str = ""
    question: str = ""


@dataclass(frozen=True)
class Deck:
    """Slides for an audience: those of the talk, then those that answer questions.

    Parameters
    ----------
    opening
        Minutes of the title slide.
    """

    name: str
    audience: str
    minutes: float
    opening: float
    slides: tuple[Slide, ...]
    backups: tuple[Slide, ...] = ()

    @property
    def lessons(self) -> list[str]:
        """Name the lessons that it needs, each once."""
        return list(dict.fromkeys(slide.lesson for slide in (*self.slides, *self.backups)))


def read_decks(lessons: Sequence[Lesson], path: Path = DECKS) -> list[Deck]:
    """Read the decks and check them against the lessons.

    Raises
    ------
    KitError
        A deck is wrong; the message names deck, slide and cause, and what there is instead.
    """
    with path.open("rb") as file:
        try:
            given = tomllib.load(file)
        except tomllib.TOMLDecodeError as error:
            raise KitError(f"{path.name} cannot be read: {error}") from error
    backups = tuple(_slide(it, f"{path.name}, backup") for it in given.get("backup", []))
    decks = [_deck(it, backups, path.name) for it in given.get("deck", [])]
    headings = {lesson.name: list(dict.fromkeys(slugs(lesson).values())) for lesson in lessons}
    problems = [problem for deck in decks for problem in _problems(deck, headings)]
    if problems or not decks:
        raise KitError("\n".join(dict.fromkeys(problems)) or f"{path.name} holds no [[deck]]")
    return decks


def find_deck(decks: Iterable[Deck], name: str) -> Deck:
    """Give the deck of a name.

    Raises
    ------
    UnknownCode
        When there is none; the message names the nearest one.
    """
    by_name = {deck.name: deck for deck in decks}
    require_known("deck", name, by_name)
    return by_name[name]


def _deck(given: Mapping[str, Any], backups: tuple[Slide, ...], place: str) -> Deck:
    place = f"{place}, deck {given.get('name', '(without a name)')}"
    _require(given, ("name", "audience", "minutes", "opening", "slide"), place)
    return Deck(
        given["name"],
        given["audience"],
        given["minutes"],
        given["opening"],
        tuple(_slide(it, place) for it in given["slide"]),
        backups,
    )


def _slide(given: Mapping[str, Any], place: str) -> Slide:
    place = f"{place}, slide {given.get('heading', '(without a heading)')}"
    _require(given, ("lesson", "heading", "show"), place)
    names = [field.name for field in fields(Slide)]
    for name in given:
        if name not in names:
            raise KitError(f"{place}: there is no setting {name!r}; there are {', '.join(names)}")
    return Slide(**{**given, "show": tuple(given["show"])})


def _require(given: Mapping[str, Any], names: Iterable[str], place: str) -> None:
    if missing := [name for name in names if name not in given]:
        raise KitError(f"{place}: {', '.join(missing)} must be given")


def _problems(deck: Deck, headings: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for kind, value, known in (
        ("audience", deck.audience, AUDIENCES),
        ("number of minutes", deck.minutes, MINUTES),
    ):
        if value not in known:
            yield f"deck {deck.name}: no {kind} {value!r}; there are {', '.join(map(str, known))}"
    total = deck.opening + sum(slide.minutes for slide in deck.slides)
    if total != deck.minutes:
        yield f"deck {deck.name}: its slides add up to {total:g} minutes, not to {deck.minutes:g}"
    claims = [(slide.lesson, slide.heading) for slide in deck.slides]
    for claim in {it for it in claims if claims.count(it) > 1}:
        yield f"deck {deck.name}: {claim[0]} {claim[1]} is there twice"
    for slide in (*deck.slides, *deck.backups):
        for problem in (*_places(slide, headings), *_contents(slide)):
            yield f"deck {deck.name}, slide {slide.heading}: {problem}"
    yield from _keys(deck)


def _places(slide: Slide, headings: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if slide.lesson not in headings:
        yield f"there is no lesson {slide.lesson!r}; there are {', '.join(headings)}"
        return
    known = headings[slide.lesson]
    for wanted in filter(None, (slide.heading, slide.of)):
        if wanted not in known:
            near = get_close_matches(wanted, known, n=1)
            nearest = f" (did you mean {near[0]}?)" if near else ""
            yield f"{slide.lesson} has no heading {wanted}{nearest}; it has {', '.join(known)}"


def _contents(slide: Slide) -> Iterator[str]:
    for each in slide.show:
        kind, _, number = each.partition(" ")
        if kind not in SHOWN or not (number or "1").isdecimal():
            yield f"cannot show {each!r}; choose from {', '.join(SHOWN)}, or such as 'table 2'"
    if slide.source and slide.source not in (known := [*data.table("sources")["id"], OWN]):
        yield f"there is no source {slide.source!r}; there are {', '.join(known)}"


def _keys(deck: Deck) -> Iterator[str]:
    keys = [slide.key for slide in deck.backups]
    for key in keys:
        if len(key) != 1 or not "a" <= key <= "z" or key in RESERVED or keys.count(key) > 1:
            yield (
                f"deck {deck.name}: the backup key {key!r} cannot be used; "
                f"give each slide one letter a–z of its own, none of {RESERVED}"
            )
