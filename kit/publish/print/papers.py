"""Print what a class holds in its hands: the tabletop's cards and screens, and the paper quiz."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from markupsafe import Markup

from kit.facts import PAGE, shown_on
from kit.labels import LANGUAGES, in_language, word
from kit.lessons.classroom.tabletop import ROOMS, cards, tabletop
from kit.lessons.quiz import TESTS, quiz_key, quiz_paper
from kit.panels.style import asset
from kit.publish.build import Work, build
from kit.publish.files import BUILD
from kit.publish.page import fill, page_words
from kit.publish.print import pdf as prints

# Those who play see only their own room; the one who leads has everything on paper.
PLAYERS = ("client", "vendor")
# Gives the bytes of a room's or a form's file in a language.
Make = Callable[[str, str], bytes]


def build_tabletop(folder: Path = BUILD) -> list[Path]:
    """Make cards (PDF) and screens (HTML) of each room below ``tabletop/``; return what changed."""
    return build(list(tabletop_works()), folder)


def build_quiz(folder: Path = BUILD) -> list[Path]:
    """Print both forms of the quiz and their keys below ``quiz/``; return what changed."""
    return build(list(quiz_works()), folder)


def tabletop_works() -> Iterator[Work]:
    """List for each language the cards of every room and the screen of every player's room."""
    for language in LANGUAGES:
        for room in ROOMS:
            yield _work(f"tabletop/{language}/{room}.pdf", _cards, language, room)
        for room in PLAYERS:
            yield _work(f"tabletop/{language}/{room}.html", _screen, language, room)


def quiz_works() -> Iterator[Work]:
    """List for each language and form the sheet and, apart from it, the facilitator's key."""
    for language in LANGUAGES:
        for form in TESTS:
            yield _work(f"quiz/{language}/{form}.pdf", _paper, language, form)
            yield _work(f"quiz/{language}/answers-{form}.pdf", _key, language, form)


def _work(name: str, make: Make, language: str, which: str) -> Work:
    arranging = partial(_in_language, make=make, language=language, which=which)
    return Work(name, arranging)


def _in_language(_: Path, *, make: Make, language: str, which: str) -> bytes:
    with in_language(language), shown_on(PAGE):
        return make(which, language)


def _cards(room: str, language: str) -> bytes:
    title = word("tabletop.label", name=word("tabletop.name"), room=word(f"tabletop.room.{room}"))
    return _printed("cards.html.j2", title, cards(room), language, "cards.css")


def _screen(room: str, language: str) -> bytes:
    panel = tabletop(room)
    return _page("tabletop.html.j2", panel.label, panel.html(), language)


def _paper(form: str, language: str) -> bytes:
    paper = quiz_paper(form)
    return _printed("paper.html.j2", paper.label, paper.html(), language, "paper.css")


def _key(form: str, language: str) -> bytes:
    key = quiz_key(form)
    return _printed("paper.html.j2", key.caption, key.html(), language)


def _printed(template: str, title: str, shown: str, language: str, style: str = "") -> bytes:
    return prints.pdf(_page(template, title, shown, language, style).decode())


def _page(template: str, title: str, shown: str, language: str, style: str = "") -> bytes:
    """Write a page of what the kit shows, with the style sheet that it asks for."""
    own = {"language": language, "title": title, "shown": shown, "cards": word("tabletop.cards")}
    css = Markup(asset(style)) if style else ""
    return fill(title, template, {**page_words(), **own, "style": css})
