"""Name the built files that the home page leads to; whoever only serves them reads no more."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

from kit.labels import LANGUAGES
from kit.publish.files import SLIDES

# What somebody who teaches, briefs or looks something up opens first; by the word that says so.
OFFERED = {
    "class": "slides/class-45.{language}.html",
    "workshop": "slides/workshop-90.{language}.html",
    "guide": "trainer/class-45.{language}.html",
    "quiz": "quiz/{language}/pre.pdf",
    "client_room": "tabletop/{language}/client.html",
    "vendor_room": "tabletop/{language}/vendor.html",
    "five": "slides/briefing-5.{language}.html",
    "ten": "slides/briefing-10.{language}.html",
    "powerpoint": "pptx/briefing-10.{language}.pptx",
    "answers": "trainer/briefing-10.{language}.html",
    "handout": "handouts/{language}/04_rules_unchecked.pdf",
    "figures": "figures/{language}/index.html",
    "data": "figures/data/estimates.csv",
}
# What a lesson's act is done with, by the programme that fills it in.
FORMS = {
    "exceptions": "xlsx",
    "vendors": "xlsx",
    "contract": "xlsx",
    "contacts": "docx",
    "letter": "docx",
}
OFFERED |= {name: f"forms/{{language}}/{name}.{kind}" for name, kind in FORMS.items()}
DECK_FILES = {"slides": "slides/{deck}.{language}.html", "pptx": "pptx/{deck}.{language}.pptx"}
# Folders that hold what the files link to; nothing else of what is built is for readers.
FOLDERS = ("slides", "pptx", "trainer", "quiz", "tabletop", "handouts", "figures", "forms")


def offered(language: str, decks: Iterable[str]) -> dict[str, str]:
    """Give the files by what they are called on the home page; those of a deck by kind and deck."""
    named = {name: path.format(language=language) for name, path in OFFERED.items()}
    for deck in decks:
        for kind, path in DECK_FILES.items():
            named[f"{kind}-{deck}"] = path.format(deck=deck, language=language)
    return named


def form_file(form: str, kind: str, language: str) -> str:
    """Name a file of a form, below the built folder; ``kind`` is that of ``FORMS`` or ``pdf``."""
    return f"forms/{language}/{form}.{kind}"


def deck_names(path: Path = SLIDES / "decks.toml") -> list[str]:
    """Name the decks without checking them."""
    with path.open("rb") as file:
        return [str(deck["name"]) for deck in tomllib.load(file).get("deck", [])]


def verb(file: str) -> str:
    """Name the command that builds a file.

    Examples
    --------
    >>> verb("trainer/class-45.ja.html")
    'trainer'
    """
    return file.partition("/")[0]


def all_offered(decks: Iterable[str]) -> list[str]:
    """Name the files that the home page and the lessons lead to, in all languages."""
    names = [*decks]
    linked = {file for it in LANGUAGES for file in offered(it, names).values()}
    return sorted(linked | {form_file(it, "pdf", each) for it in FORMS for each in LANGUAGES})


def built(decks: Iterable[str], folder: Path) -> list[str]:
    """Name those of the files that are there."""
    return [file for file in all_offered(decks) if (folder / file).is_file()]
