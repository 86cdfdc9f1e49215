"""Write the home page: what there is to do today, one guess, all findings, decks by time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from kit import data
from kit.certainty.marks import Mark
from kit.charts import Chart
from kit.estimates import SCALE
from kit.facts import PAGE, shown_on
from kit.labels import LANGUAGES, in_language, word
from kit.lessons.classroom.forms import form
from kit.publish.decks import Deck
from kit.publish.home.files import FORMS, offered, verb
from kit.publish.home.shown import finding, guesses, picture
from kit.publish.lesson import words
from kit.publish.page import fill

# What to do, line by line; each line is a sentence with places for links to files or lessons.
_WAYS = {"teach": ("slides", "paper", "room"), "brief": ("slides", "answers", "paper", "forms")}
_WAYS |= {"look_up": ("lessons", "compare", "figures")}
_ROOM_CHECK = Markup('<code class="kit-nb">make room-check</code>')
_NOT_SHOWN = "not_held"
_OWN_ORGANISATION = "08"


@dataclass(frozen=True)
class Reach:
    """Where the links of a home page lead.

    Parameters
    ----------
    homes
        Address of the home page in each language.
    lessons
        Address of a lesson, with ``{language}`` and ``{name}``.
    files
        What stands before the name of a built file.
    ready
        Names of the files that are there; None where each is made when somebody asks for it.
    """

    homes: Mapping[str, str]
    lessons: str
    files: str
    ready: Sequence[str] | None = None

    def lesson(self, name: str, language: str) -> str:
        """Give the address of a lesson."""
        return self.lessons.format(language=language, name=quote(name))

    def has(self, file: str) -> bool:
        """Tell whether a link to a file opens it."""
        return self.ready is None or file in self.ready


@dataclass(frozen=True)
class Home:
    """The home page in one language.

    Parameters
    ----------
    language
        In which it is written.
    reach
        Where its links lead.
    lessons
        Summaries of all lessons.
    decks
        All decks.
    """

    language: str
    reach: Reach
    lessons: Sequence[Mapping[str, Any]]
    decks: Sequence[Deck]

    @property
    def _files(self) -> dict[str, str]:
        return offered(self.language, [deck.name for deck in self.decks])

    def page(self, common: Mapping[str, Any]) -> bytes:
        """Write the page; it needs no other file.

        Parameters
        ----------
        common
            What every page says.
        """
        with in_language(self.language), shown_on(PAGE):
            values = {
                "language": self.language,
                "other": next(it for it in LANGUAGES if it != self.language),
                "homes": self.reach.homes,
                "home": words("ui.home.")[self.language],
                "answered": _answered(),
                "picture": picture(),
                "ways": [self._way(name) for name in _WAYS],
                "guesses": list(self._guesses()),
                "lessons": [self._card(it) for it in self.lessons],
                "audiences": self._audiences(),
                "decks": [self._deck(it) for it in self.decks],
                "missing": self._commands(self._deck_files()),
                "grades": [Mark(it) for it in SCALE if it != _NOT_SHOWN],
            }
            return fill("index.html", "home.html.j2", {**common, **values})

    def _way(self, name: str) -> dict[str, Any]:
        return {"name": name, "lines": [self._line(f"{name}.{line}") for line in _WAYS[name]]}

    def _line(self, code: str) -> dict[str, Any]:
        """Fill the places of a sentence: each is a link, or words while its file is not there."""
        text = word(f"ui.home.{code}")
        asked = [name for name in self._files if f"{{{name}}}" in text]
        places = {name: self._link(name) for name in asked}
        places |= {name: it for name, it in self._other_places().items() if f"{{{name}}}" in text}
        sentence = Markup(escape(text)).format(**places)
        return {"text": sentence, "commands": self._commands(self._files[it] for it in asked)}

    def _link(self, name: str) -> Markup:
        file = self._files[name]
        text = form(name).title if name in FORMS else word(f"ui.home.link.{name}")
        return _linked(self.reach.files + file, text) if self.reach.has(file) else escape(text)

    def _other_places(self) -> dict[str, Markup]:
        minutes = [it["minutes"] for it in self.lessons]
        count = {"count": len(self.lessons), "least": min(minutes), "most": max(minutes)}
        found = {"lessons": _linked("#lessons", word("ui.home.link.lessons", **count))}
        own = [it for it in self.lessons if it["number"] == _OWN_ORGANISATION]
        text = word("ui.home.link.compare")
        address = [self.reach.lesson(it["name"], self.language) for it in own]
        found["compare"] = _linked(address[0], text) if own else escape(text)
        return found | {"command": _ROOM_CHECK}

    def _commands(self, files: Iterable[str]) -> list[str]:
        """Name the commands that build what is not there, each once."""
        return list(dict.fromkeys(verb(it) for it in files if not self.reach.has(it)))

    def _guesses(self) -> Iterator[dict[str, Any]]:
        by_number = {it["number"]: it for it in self.lessons}
        for number, panel in guesses(by_number).items():
            lesson = by_number[number]
            address = self.reach.lesson(lesson["name"], self.language)
            yield {"panel": Markup(panel.html()), "number": number, "address": address}

    def _card(self, lesson: Mapping[str, Any]) -> dict[str, Any]:
        chart = finding(lesson["number"])
        return {
            "number": lesson["number"],
            "title": lesson["title"][self.language],
            "minutes": lesson["minutes"],
            "address": self.reach.lesson(lesson["name"], self.language),
            "thumbnail": thumbnail(chart) if chart else "",
            "mark": Mark(chart.facts.mark) if chart else None,
            "audiences": self._audiences_of(lesson["name"]),
        }

    def _audiences_of(self, lesson: str) -> list[str]:
        """Name the audiences whose decks draw on a lesson."""
        found = (it.audience for it in self.decks if lesson in {each.lesson for each in it.slides})
        return list(dict.fromkeys(found))

    def _audiences(self) -> dict[str, str]:
        codes = dict.fromkeys(deck.audience for deck in self.decks)
        return {code: word(f"audience.{code}") for code in codes}

    def _deck(self, deck: Deck) -> dict[str, Any]:
        files = {kind: self._files[f"{kind}-{deck.name}"] for kind in ("slides", "pptx")}
        there = {kind: self.reach.files + it for kind, it in files.items() if self.reach.has(it)}
        return {
            "title": word(f"deck.{deck.name}"),
            "audience": word(f"audience.{deck.audience}"),
            "minutes": deck.minutes,
            "addresses": there,
        }

    def _deck_files(self) -> Iterator[str]:
        return (it for name, it in self._files.items() if name.startswith(("slides-", "pptx-")))


def thumbnail(chart: Chart) -> Markup:
    """Draw a chart so small that it only reminds of the finding beside it."""
    return Markup(chart.svg("thumb"))


def _linked(address: str, text: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, text)


def _answered() -> int:
    """Count the organisations that answered the latest wave."""
    waves = data.records(data.table("waves"))
    return int(max(waves, key=itemgetter("wave"))["respondents"])
