"""Read ``slides/decks.toml``: which slides make a deck, for whom, and for how many minutes."""

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from kit import data
from kit.errors import KitError, require_known
from kit.publish.files import SLIDES
from kit.publish.lesson import Lesson
from kit.publish.sections import section_id

DECKS = SLIDES / "decks.toml"
AUDIENCES = ("executives", "it_staff", "procurement", "vendor_sales")
MINUTES = (5, 10, 15, 45, 90)
PICTURES = ("chart", "table", "panel", "guess")
SHOWN = (*PICTURES, "actions", "text", "says")
# Layouts that a slide may name; which one it has else follows from what it shows.
LAYOUTS = ("chart", "words", "compare", "action", "law")
GAPS = 3
OWN = "own"  # the source of words that no publication stands behind
RESERVED = "bfgnopz"  # keys that mean something on every slide


@dataclass(frozen=True)
class Slide:
    """One slide, as ``decks.toml`` says it once for all decks.

    Parameters
    ----------
    id
        Names it in the decks.
    section
        Id of the section whose heading is its claim.
    show
        What stands below the claim, in this order.
    lesson
        Name of the lesson with that section.
    of
        Id of the section whose pictures are shown; of the claim's own when empty.
    state
        Values of its panel's controls, with commas between, in which it opens.
    layout
        How it is laid out, where that does not follow from what it shows.
    title
        Code of the words that stand in place of the heading.
    ask
        Code of the question to the audience below what it shows.
    gap
        Of a slide that begins one of the three gaps: its number.
    source
        Code of the source of its words: of the survey when empty, "own" where they are the kit's.
    key, question
        Of a slide that answers a question: the key that opens it, and the code of its words.
    minutes
        How long a deck shows it; 0 for one that answers a question.
    """

    id: str
    section: str
    show: tuple[str, ...]
    lesson: str = ""
    of: str = ""
    state: str = ""
    layout: str = ""
    title: str = ""
    ask: str = ""
    gap: int = 0
    source: str = ""
    key: str = ""
    question: str = ""
    minutes: float = 0

    @property
    def shown(self) -> str:
        """Name the section whose content is shown."""
        return self.of or self.section

    @property
    def claim(self) -> str:
        """Name what it says: words of its own, or the heading of its section."""
        return self.title or (f"gap {self.gap}" if self.gap else self.section)


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
            raise KitError(f"{path.name}: the decks cannot be read: {error}") from error
    defined = [_slide(it, path.name) for it in given.get("slide", [])]
    known = {id_: lesson.name for lesson in lessons for id_ in _section_ids(lesson)}
    slides = {it.id: replace(it, lesson=known.get(it.section, "")) for it in defined}
    decks = [_deck(it, slides, path.name) for it in given.get("deck", [])]
    problems = [*_definitions(defined, known), *(it for deck in decks for it in _problems(deck))]
    if problems or not decks:
        raise KitError("\n".join(problems) or f"{path.name} holds no [[deck]]")
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


def _section_ids(lesson: Lesson) -> Iterable[str]:
    return dict.fromkeys(filter(None, map(section_id, lesson.notebook.cells)))


def _deck(given: Mapping[str, Any], slides: Mapping[str, Slide], place: str) -> Deck:
    place = f"{place}, deck {given.get('name', '(without a name)')}"
    _require(given, ("name", "audience", "minutes", "opening", "slides"), place)
    return Deck(
        given["name"],
        given["audience"],
        given["minutes"],
        given["opening"],
        tuple(_timed(it, slides, place) for it in given["slides"]),
        tuple(slide for slide in slides.values() if slide.key),
    )


def _timed(given: Any, slides: Mapping[str, Slide], place: str) -> Slide:
    """Read one entry of a deck: the id of a slide and its minutes."""
    match given:
        case [str(id_), int(minutes) | float(minutes)] if minutes > 0:
            if id_ in slides:
                return replace(slides[id_], minutes=minutes, key="", question="")
            raise KitError(f"{place}, slide {id_}: {_unknown('slide', id_, slides)}")
    raise KitError(f'{place}: {given!r} is no slide; write its id and minutes, as ["02.gap", 1]')


def _slide(given: Mapping[str, Any], place: str) -> Slide:
    place = f"{place}, the decks' slide {given.get('id', '(without an id)')}"
    _require(given, ("id", "section", "show"), place)
    names = [field.name for field in fields(Slide) if field.name not in ("lesson", "minutes")]
    for name in given:
        if name not in names:
            raise KitError(f"{place}: there is no setting {name!r}; there are {', '.join(names)}")
    return Slide(**{**given, "show": tuple(given["show"])})


def _require(given: Mapping[str, Any], names: Iterable[str], place: str) -> None:
    if missing := [name for name in names if name not in given]:
        raise KitError(f"{place}: {', '.join(missing)} must be given")


def _definitions(slides: Sequence[Slide], known: Mapping[str, str]) -> Iterator[str]:
    """Say what is wrong with slides, whichever deck shows them."""
    ids, keys = [it.id for it in slides], [it.key for it in slides if it.key]
    for slide in slides:
        problems = [*_places(slide, known), *_contents(slide)]
        if ids.count(slide.id) > 1:
            problems.append("it is there twice; give each slide an id of its own")
        if not slide.id.startswith(number := f"{slide.section.partition('.')[0]}."):
            problems.append(f"its id must begin with the number of its lesson, as {number}name")
        if slide.key and not _is_free(slide.key, keys):
            problems.append(
                f"the backup key {slide.key!r} cannot be used; "
                f"give each slide one letter a–z of its own, none of {RESERVED}"
            )
        if bool(slide.key) != bool(slide.question):
            problems.append("key and question belong together; give both or none")
        yield from (f"the decks' slide {slide.id}: {problem}" for problem in problems)


def _places(slide: Slide, known: Mapping[str, str]) -> Iterator[str]:
    for wanted in filter(None, (slide.section, slide.of)):
        if wanted not in known:
            yield _unknown("section", wanted, known)
    if slide.of in known and known[slide.of] != known.get(slide.section):
        yield f"its claim and the section {slide.of} must stand in one lesson"


def _unknown(kind: str, wanted: str, known: Collection[str]) -> str:
    near = get_close_matches(wanted, known, n=1)
    nearest = f"; did you mean {near[0]}?" if near else ""
    same = [it for it in known if it.partition(".")[0] == wanted.partition(".")[0]] or [*known]
    return f"there is no {kind} {wanted}{nearest} There are {', '.join(same) or 'none'}"


def _contents(slide: Slide) -> Iterator[str]:
    for each in slide.show:
        kind, _, number = each.partition(" ")
        if kind not in SHOWN or not (number or "1").isdecimal():
            yield f"cannot show {each!r}; choose from {', '.join(SHOWN)}, or such as 'table 2'"
    if slide.gap not in range(GAPS + 1):
        yield f"there is no gap {slide.gap}; there are 1 to {GAPS}"
    if slide.layout and slide.layout not in LAYOUTS:
        yield f"there is no layout {slide.layout!r}; there are {', '.join(LAYOUTS)}"
    if slide.source and slide.source not in (known := [*data.table("sources")["id"], OWN]):
        yield f"there is no source {slide.source!r}; there are {', '.join(known)}"


def _is_free(key: str, keys: Sequence[str]) -> bool:
    return len(key) == 1 and "a" <= key <= "z" and key not in RESERVED and keys.count(key) == 1


def _problems(deck: Deck) -> Iterator[str]:
    """Say what is wrong with a deck besides its slides."""
    for kind, value, known in (
        ("audience", deck.audience, AUDIENCES),
        ("number of minutes", deck.minutes, MINUTES),
    ):
        if value not in known:
            yield f"deck {deck.name}: no {kind} {value!r}; there are {', '.join(map(str, known))}"
    total = deck.opening + sum(slide.minutes for slide in deck.slides)
    if total != deck.minutes:
        yield f"deck {deck.name}: its slides add up to {total:g} minutes, not to {deck.minutes:g}"
    claims = [slide.claim for slide in deck.slides]
    for slide in deck.slides:
        if claims.count(slide.claim) > 1:
            yield f"deck {deck.name}, slide {slide.id}: the claim of {slide.claim} is there twice"
